"""Terminals: where somebody types, with no hook at all.

On Linux a key sets the access time of its terminal; output does not.
"""

from __future__ import annotations

import os
import sys

FOLDER = "/dev/pts"


def typed_since(since: int, own: str) -> list[tuple[int, str]]:
    """Return when and in which folder somebody typed in a terminal of this user after ``since`` (seconds).

    ``own`` is the terminal that does not count: keys on the board prove no place. Nothing where the system cannot tell.
    """
    if sys.platform != "linux":
        return []
    typed: dict[int, int] = {}
    try:
        names = os.listdir(FOLDER)
    except OSError:
        return []
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            found = os.stat(path)
        except OSError:
            continue
        if name.isdigit() and path != own and found.st_uid == os.getuid() and found.st_atime > since + 1:
            typed[found.st_rdev] = int(found.st_atime)
    folders = _folders(set(typed)) if typed else {}
    return sorted((typed[device], folder) for device, folder in folders.items())


def _folders(devices: set[int]) -> dict[int, str]:
    """Return the folder of the newest process in the foreground of each terminal."""
    newest: dict[int, tuple[int, str]] = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb") as file:
                said = file.read()
            fields = said[said.rindex(b")") + 2 :].split()
            group, device, foreground = fields[2], int(fields[4]), fields[5]
            if device in devices and group == foreground and int(name) > newest.get(device, (0, ""))[0]:
                newest[device] = int(name), os.readlink(f"/proc/{name}/cwd")
        except (OSError, ValueError, IndexError):
            continue
    return {device: folder for device, (_, folder) in newest.items()}


def own_terminal() -> str:
    """Return the path of the terminal of this process; empty without one."""
    if sys.platform == "win32":
        return ""
    try:
        return os.ttyname(0)
    except OSError:
        return ""
