"""One writer at a time on this machine. The lock file names the process and the command that hold it."""

from __future__ import annotations

import errno
import os
import sys
import time

from wiptui.domain.core.errors import DataFileError, FileBusy
from wiptui.store.local.device import LockOptions

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HOPELESS = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC)
SAID_AFTER_S = 1.0
"""Seconds to wait before saying who holds the lock."""


class Lock:
    """An exclusive lock between processes. The operating system releases it when a process dies.

    The lock is on a file in the state folder. If that cannot be written, it is on the folder of the data file, which
    needs no file of its own.
    """

    def __init__(self, path: str, folder: str, lock_options: LockOptions | None = None) -> None:
        self._path = path
        self._folder = folder
        self._fd = -1
        self._lock_options = lock_options or LockOptions()

    def acquire(self, patience_s: float | None = None) -> None:
        """Wait for the lock. Raises FileBusy when somebody holds it for longer than ``patience_s`` seconds."""
        patience_s = (
            self._lock_options.patience_s if patience_s is None else min(patience_s, self._lock_options.patience_s)
        )
        fd = self._open()
        if fd < 0:
            return
        waited, pause, is_told = 0.0, 0.001, False
        while not _try(fd):
            if waited >= patience_s:
                holder = _holder(fd)
                os.close(fd)
                raise FileBusy(holder)
            if waited >= SAID_AFTER_S and not is_told and self._lock_options.tell is not None:
                is_told = True
                self._lock_options.tell(f"Waiting for {_holder(fd)}, which holds the data file.")
            time.sleep(pause)
            waited += pause
            pause = min(pause * 1.5, 0.02)
        self._fd = fd
        _sign(fd, self._lock_options.command)

    def release(self) -> None:
        """Release the lock."""
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            _unlock(fd)
            os.close(fd)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            self._refuse_unless_hopeless(error)
        try:
            return -1 if sys.platform == "win32" else os.open(self._folder, os.O_RDONLY)
        except OSError as error:
            self._refuse_unless_hopeless(error)
            return -1

    def _refuse_unless_hopeless(self, error: OSError) -> None:
        """Go on without a lock only where none can ever be had; too many open files is not such a case."""
        if error.errno not in HOPELESS:
            words = (error.strerror or str(error)).lower()
            raise DataFileError(
                f"The data file cannot be locked ({self._path}): {words}; nothing was changed."
            ) from error


def _sign(fd: int, command: str) -> None:
    """Write who holds the lock after the first byte, which is the byte that Windows locks."""
    try:
        os.lseek(fd, 0, os.SEEK_SET)
        size = os.write(fd, f"\n{os.getpid()} {command}\n".encode())
        os.ftruncate(fd, size)
    except OSError:
        pass  # the lock is on a folder, or the disk is full


def _holder(fd: int) -> str:
    """Who holds the lock, in words."""
    try:
        os.lseek(fd, 1, os.SEEK_SET)
        process, _, command = os.read(fd, 80).decode("ascii", "replace").split("\n")[0].partition(" ")
        os.lseek(fd, 0, os.SEEK_SET)
    except OSError:
        return "another wiptui"
    if not process.isdecimal() or not _is_alive(int(process)):
        return "another wiptui"
    known = command if command.replace("-", "").isalpha() else ""
    stopped = ", stopped" if _is_stopped(process) else ""
    return f"“{f'wiptui {known}'.rstrip()}” (process {process}{stopped})"


def _is_alive(process: int) -> bool:
    """Whether the process may still be there."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _is_stopped(process: str) -> bool:
    """Whether the process is known to be stopped; only Linux says so in a file."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read(400).rpartition(b")")[2].split()[:1] == [b"T"]
    except OSError:
        return False


if sys.platform == "win32":

    def _try(fd: int) -> bool:
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(fd: int) -> None:
        try:
            os.lseek(fd, 0, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        except OSError:
            pass

else:

    def _try(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: better to go on than to refuse every change
        return True

    def _unlock(fd: int) -> None:
        """Closing the file releases the lock."""
