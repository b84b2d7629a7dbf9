"""Whether a hook may run: only the person, or the system's administrator, can have written it."""

from __future__ import annotations

import os
import stat
import sys


def why_not(name: str, path: str, folder: str) -> str:
    """Why the hook at ``path`` does not run, and the cure, in one sentence; empty where it may.

    Whoever can write the file, its folder or the folder above (where the settings lie) could run programs as the
    person. On Windows the profile's own permissions say who can.
    """
    if sys.platform == "win32":
        return ""
    said = f"The hook {name} does not run:"
    for place, above in ((path, False), (folder, False), (os.path.dirname(folder), True)):
        found = os.stat(place)
        if found.st_uid not in (os.geteuid(), 0):
            return f"{said} somebody else owns {place}. Only a hook of your own runs."
        # In a folder with the sticky bit, as /tmp has, nobody takes away what is another's.
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not (above and found.st_mode & stat.S_ISVTX):
            return f"{said} others can write {place}: chmod go-w {place}"
    if not os.access(path, os.X_OK):
        return f"The hook {name} is not executable: chmod +x {path}"
    return ""
