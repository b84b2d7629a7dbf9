"""Where things are: the data file that people sync, their settings, and what belongs to this machine alone.

``WIPTUI_FILE`` and ``WIPTUI_CONFIG`` win over the platform's folders. What wiptui makes there is for its owner alone,
whatever the umask says: ``make_folder`` and ``private`` are the one way to make it.
"""

from __future__ import annotations

import errno
import os
import stat
import sys

APP = "wiptui"
MOST_SETTINGS = 1 << 20
"""Bytes past which a file is no settings file."""

_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def data_file() -> str:
    """The data file: WIPTUI_FILE, else ``wip.json`` in the platform's data folder."""
    return named_file() or os.path.join(folder("data"), "wip.json")


def named_file() -> str:
    """The data file that WIPTUI_FILE names; empty where it names none."""
    return _given("WIPTUI_FILE")


def config_file() -> str:
    """The settings: WIPTUI_CONFIG, else ``config.toml`` in the platform's config folder."""
    return _given("WIPTUI_CONFIG") or os.path.join(folder("config"), "config.toml")


def read_settings(path: str) -> bytes | None:
    """The bytes of the settings file ``path``; None where there is none.

    Raises OSError for a file that cannot be read, for anything but a regular file (a pipe would wait for its writer, a
    device may never end), and for a file past a megabyte. ``/dev/null`` is an empty file.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if path == os.devnull:
                return b""
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "this is not a regular file")
            raw = file.read(MOST_SETTINGS + 1)
    except FileNotFoundError:
        return None
    if len(raw) > MOST_SETTINGS:
        raise OSError(errno.EFBIG, "this file is larger than 1 MB")
    return raw


def _at_once(path: str, flags: int) -> int:
    """An ``opener`` that does not wait for the writer of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def state_dir() -> str:
    """The folder for what belongs to this machine: the local database, backups, kept copies. Never to be synced."""
    return folder("state")


def folder(kind: str) -> str:
    """The platform's ``data``, ``config`` or ``state`` folder of wiptui, as platformdirs tells it.

    On Linux the answer is worked out here, because importing platformdirs takes longer than all of ``status``.
    """
    name, below = _XDG[kind]
    home = os.environ.get("HOME", "")
    if sys.platform == "linux" and home.startswith("/") and "ANDROID_ROOT" not in os.environ:
        base = os.environ.get(name, "")
        if not base:
            return os.path.join(home.rstrip("/") or "/", below, APP)
        if base.startswith("/") and base == base.strip():
            return os.path.join(base, APP)
    import platformdirs  # lazy: list does without it

    find = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "state": platformdirs.user_state_dir,
    }
    return find[kind](APP, appauthor=False)


def make_folder(path: str) -> None:
    """Make a folder, and those above it that are missing, for the owner alone. Raises OSError."""
    above = os.path.dirname(path)
    if above and above != path and not os.path.isdir(above):
        make_folder(above)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.isdir(path):
            raise


def private(path: str, flags: int) -> int:
    """An ``opener`` for ``open``: a file that it makes is for the owner alone."""
    return os.open(path, flags, 0o600)


def _given(name: str) -> str:
    value = os.environ.get(name, "")
    return os.path.abspath(os.path.expanduser(value)) if value.strip() else ""
