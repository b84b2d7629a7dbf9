"""File access for the store: read whole files, replace whole files, compare stat data."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from wiptui.domain.core.errors import DataFileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two


class InPieces(Protocol):
    """A text that is told piece by piece."""

    def pieces(self) -> Iterator[bytes]: ...


Signature = tuple[int, int, int, int] | None
"""Inode, size, mtime_ns and ctime_ns; None for a missing file. Compare it for being different, not newer."""

TEMP_PREFIX = "~syncthing~wiptui-"
"""Syncthing ignores names with this prefix; it would send ``.tmp`` or ``.bak`` files to the peers."""
TEMP_SUFFIX = ".tmp"

MOST_OF_A_FILE = 1_000_000_000
"""A file of more bytes, room for two million tasks, is not read: a sparse one of 40 GB would take all memory."""
EARLY = 1 << 20
"""Bytes of a draft after which the disk starts to write."""

ABSENT = (FileNotFoundError, NotADirectoryError)
"""The only errors that mean that a file does not exist."""

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class FileChanged(Exception):
    """Another program replaced the file between reading and writing."""


def signature(path: str) -> Signature:
    """The stat data of the file; None when it does not exist or cannot be looked at."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_own(path: str) -> bytes | None:
    """The bytes of a file that this machine keeps for itself; None only when it does not exist.

    Raises DataFileError for every other error: a caller that took the file for missing would overwrite it.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except ABSENT:
        return None
    except (OSError, ValueError, MemoryError) as error:
        raise DataFileError(
            f"Cannot read {path}, which this machine keeps: {reason(error)}. Nothing was changed."
        ) from error


def read_whole(path: str) -> tuple[bytes | None, Signature]:
    """The bytes of a regular file and its signature; (None, None) when there is no file.

    Raises DataFileError for what cannot be read.
    """
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            kind = "a folder" if stat.S_ISDIR(found.st_mode) else "not a regular file"
            raise DataFileError(f"{path} is {kind}, not a data file.")
        if found.st_size > MOST_OF_A_FILE:
            raise DataFileError(f"{path} is too large to be a data file: {found.st_size:,} bytes.")
        for _ in range(3):
            with open(path, "rb") as file:
                raw = file.read()
                after = os.fstat(file.fileno())
            sign = after.st_ino, after.st_size, after.st_mtime_ns, after.st_ctime_ns
            if after.st_size == len(raw):
                break
        return raw, sign
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError, MemoryError) as error:
        raise DataFileError(f"Cannot read {path}: {reason(error)}.") from error


def reason(error: Exception) -> str:
    """The words of the operating system for an error, as the end of a sentence."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return words[:1].lower() + words[1:].rstrip(".")


def list_folder(path: str) -> list[str]:
    """The names in a folder; none when it cannot be read."""
    try:
        return os.listdir(path)
    except (OSError, ValueError):
        return []


def is_read_only(path: str) -> bool:
    """Whether somebody marked the file as not to be written. Root may write it all the same; wiptui does not."""
    try:
        return os.stat(path).st_mode & 0o222 == 0 or not os.access(path, os.W_OK)
    except OSError:
        return False


LINK_ADVICE = "A symbolic link follows the file, a hard link does not."


def has_other_names(path: str) -> bool:
    """Whether the file has hard links: replacing it leaves the old content under its other names."""
    try:
        return os.stat(path).st_nlink > 1
    except OSError:
        return False


def why_elsewhere(path: str, real: str) -> str:
    """Why a missing data file is only elsewhere at the moment, not new; empty when nothing says so."""
    if os.path.islink(path):
        return f"{path} leads to {real}, which is not there (is the disk plugged in?)"
    folder, name = os.path.split(real)
    if os.path.exists(os.path.join(folder, f".{name}.icloud")):
        return f"{path} is only in the cloud just now"
    return ""


def why_empty(path: str) -> str:
    """What an empty data file means of which this machine knows nothing: a sync client puts one in place of a file
    whose content it fetches when somebody asks for it.
    """
    return f"{path} is empty: a sync tool may still be fetching it. If it is to be a new board, remove it first."


def is_in_git(folder: str) -> bool:
    """Whether a folder is in the work tree of a git repository."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


class Draft:
    """The new content of a file, written beside it.

    Raises OSError when it cannot be written whole, and where something other than a regular file has the name: to put a
    file in the place of a device or a pipe would take that away from every other program.
    """

    def __init__(self, path: str, data: bytes | InPieces, mode: int = 0o600) -> None:
        """``path`` must not be a symlink; an old file's mode and owner are kept, ``mode`` is for a new one."""
        from wiptui.store.local.random_ids import token  # lazy: list does without it

        if os.path.exists(path) and not os.path.isfile(path):
            raise OSError(errno.EINVAL, "this is not a regular file")
        self.path = path
        self.folder = os.path.dirname(path) or "."
        self.temp = os.path.join(self.folder, f"{TEMP_PREFIX}{token(8)}{TEMP_SUFFIX}")
        self.fd = os.open(self.temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            self._write((data,) if isinstance(data, bytes) else data.pieces())
            _keep_owner(self.fd, path, mode)
            self.inode = os.fstat(self.fd).st_ino
        except BaseException:
            self.discard()
            raise

    def _write(self, pieces: Iterable[bytes]) -> None:
        begun = done = 0
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                count = os.write(self.fd, rest[:EARLY])
                rest, done = rest[count:], done + count
                if done - begun >= EARLY:
                    _begin_writeback(self.fd, begun, done)
                    begun = done

    def sync(self) -> None:
        """Wait until the content is on the disk. Raises OSError, after which the draft is gone: never try again."""
        try:
            os.fsync(self.fd)
        except BaseException:
            self.discard()
            raise

    def seal(self) -> int:
        """When the content was last written, in ns, if whatever is done to the file from now on gets another time.

        0 where that is not sure, as on Windows, which keeps no such time. Changes that get other times, all within a
        millisecond, show it: times that advance with the ticks of the system (at most 1000 a second) are as far apart.
        The first may be such a time still.
        """
        if sys.platform == "win32":
            return 0
        times = []
        try:
            for _ in range(4):
                found = os.fstat(self.fd)
                times.append(found.st_ctime_ns)
                os.fchmod(self.fd, stat.S_IMODE(found.st_mode))
        except OSError:
            return 0
        _, one, two, three = times
        return found.st_mtime_ns if one < two < three < one + 1_000_000 else 0

    def swap(self, before: Callable[[], None] | None = None) -> None:
        """Put the draft in the place of the file: at any instant the old or the new is there, whole.

        ``before`` is called right before it and may raise to call it off. Raises OSError with the old file untouched.
        """
        try:
            self._close()
            if before is not None:
                before()
            _swap(self.temp, self.path)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the draft."""
        self._close()
        remove(self.temp)

    def _close(self) -> None:
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)


def replace_whole(path: str, data: bytes, *, sync: bool = True) -> None:
    """Write a file anew: write a draft, sync, swap, sync the folder. Raises OSError with the old file untouched."""
    draft = Draft(path, data)
    if sync:
        draft.sync()
    draft.swap()
    if sync:
        sync_folder(draft.folder)


def sync_folder(folder: str) -> str:
    """Sync a folder, so that its names are durable. Returns why that failed, else ""; never raises."""
    if sys.platform == "win32":
        return ""
    try:
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError as error:
        return reason(error)
    try:
        os.fsync(fd)
    except OSError as error:
        return reason(error)
    finally:
        os.close(fd)
    return ""


def remove(path: str) -> bool:
    """Remove a file; return whether it is gone."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def is_draft(name: str) -> bool:
    """Whether this is the name of a draft."""
    return name.startswith(TEMP_PREFIX) and name.endswith(TEMP_SUFFIX)


def sweep(folder: str, now_ms: int, age_ms: int = 3_600_000, names: list[str] | None = None) -> int:
    """Remove drafts of killed saves that are older than ``age_ms``; return how many. ``names`` lists the folder."""
    swept = 0
    for name in names if names is not None else list_folder(folder):
        if is_draft(name):
            path = os.path.join(folder, name)
            sign = signature(path)
            if sign is not None and now_ms - sign[2] // 1_000_000 >= age_ms:
                swept += remove(path)
    return swept


def _begin_writeback(fd: int, start: int, end: int) -> None:
    """Let the disk begin with what was written, so that a sync finds the most of it done.

    Linux does so for pages that are said not to be needed; it keeps those that are on their way to the disk.
    """
    if sys.platform == "win32" or sys.platform == "darwin":
        return
    try:
        os.posix_fadvise(fd, start, end - start, os.POSIX_FADV_DONTNEED)
    except (AttributeError, OSError):
        return  # nothing depends on it


def _keep_owner(fd: int, path: str, mode: int) -> None:
    """Give the new file the mode, the group and the owner of the old one, each on its own: only root may give a file
    away, and a file that lost its group shuts out whoever shares it. File systems without them are no reason to fail.
    """
    if sys.platform == "win32":
        return
    try:
        old = os.stat(path)
    except OSError:
        old = None
    new = os.fstat(fd)
    if old is not None and old.st_gid != new.st_gid:
        with suppress(OSError):
            os.fchown(fd, -1, old.st_gid)
    if old is not None and old.st_uid != new.st_uid:
        with suppress(OSError):
            os.fchown(fd, old.st_uid, -1)
    with suppress(OSError):
        os.fchmod(fd, stat.S_IMODE(old.st_mode) if old is not None else mode)


def _swap(temp: str, path: str) -> None:
    if sys.platform != "win32":
        os.replace(temp, path)
        return
    for _ in range(40):  # a virus scanner or a sync client may hold the file open for a moment
        try:
            os.replace(temp, path)
            return
        except PermissionError:
            time.sleep(0.05)
    os.replace(temp, path)
