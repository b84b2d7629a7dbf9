"""One writer at a time on this machine."""

from __future__ import annotations

import os
import time

from wiptui.domain.errors import DataFileError

PATIENCE_S = 15.0


class Lock:
    """An exclusive lock between processes. The operating system lets go of it when a process dies.

    It is taken on a file of this machine's state folder; where that cannot be written, on the folder of the data file
    itself, which needs no file of its own.
    """

    def __init__(self, path: str, folder: str) -> None:
        self._path = path
        self._folder = folder
        self._fd = -1

    def acquire(self, patience_s: float = PATIENCE_S) -> None:
        """Wait for the lock. Raises DataFileError when somebody holds it for longer than ``patience_s`` seconds."""
        fd = self._open()
        if fd < 0:
            return
        waited, pause = 0.0, 0.001
        while not _try(fd):
            if waited >= patience_s:
                os.close(fd)
                raise DataFileError("Another wiptui has been writing the data file for too long; try again.")
            time.sleep(pause)
            waited += pause
            pause = min(pause * 1.5, 0.02)
        self._fd = fd

    def release(self) -> None:
        """Let the next one in."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            if os.name == "nt":
                _unlock_windows(fd)
            os.close(fd)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            pass
        try:
            return -1 if os.name == "nt" else os.open(self._folder, os.O_RDONLY)
        except OSError:
            return -1


def _try(fd: int) -> bool:
    if os.name == "nt":
        return _try_windows(fd)
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks: better to go on than to refuse every change
    return True


def _try_windows(fd: int) -> bool:
    import msvcrt

    try:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def _unlock_windows(fd: int) -> None:
    import msvcrt

    try:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        pass
