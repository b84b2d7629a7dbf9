"""The log of evidence: one file of appended lines a machine, in a folder of its own beside the other state.

Its existence is the switch: what writes lines never makes it. Folder and files are for their owner alone. Whoever reads
also rotates: the lines of past days go to a file of their own, and lines that are too old go.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator

from wiptui.paths import make_folder, private, state_dir

if sys.platform != "win32":
    import fcntl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

LOG, PAST, KEPT, HERE, ANSWERS, DAYS = ".log", ".past", ".kept", "here", "answers", "days"
TAIL = 16 * 1024
"""Bytes that are read where only the last minutes matter."""
AHEAD = 86_400
"""Seconds that a line may be ahead; later ones are of a wrong clock."""


def sense_dir() -> str:
    """The folder of everything that sensing keeps."""
    return os.path.join(state_dir(), "sense")


def log_path() -> str:
    """The file that shells and editors append to. Each machine has its own, also where a home is shared."""
    if sys.platform == "win32":
        name = os.environ.get("COMPUTERNAME", "")
    else:
        name = os.uname().nodename
    return os.path.join(sense_dir(), (name or "here") + LOG)


def is_on() -> bool:
    """Whether evidence is taken."""
    return os.path.isfile(log_path())


def turn_on() -> bool:
    """Make the log, or take up one that was put aside; return whether it was off. Raises OSError."""
    path = log_path()
    if is_on():
        return False
    make_folder(sense_dir())
    os.chmod(sense_dir(), 0o700)
    aside = path.removesuffix(LOG) + KEPT
    if os.path.exists(aside):
        os.replace(aside, path)
    else:
        _make(path)
    return True


def put_aside() -> None:
    """Stop taking evidence and keep what there is. Raises OSError."""
    if is_on():
        os.replace(log_path(), log_path().removesuffix(LOG) + KEPT)


def remove_all() -> None:
    """Delete everything that sensing keeps. Raises OSError.

    The folder goes first, under another name: a shell that is about to append cannot bring the log back.
    """
    folder = sense_dir()
    gone = f"{folder}.{os.getpid()}.gone"
    try:
        os.rename(folder, gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)
    if os.path.lexists(gone):
        shutil.rmtree(gone)  # a line was on its way into it


def forget(now: int, since: int = 0) -> int:
    """Delete the evidence from ``since`` (seconds since 1970) on; return how many lines went.

    Sensing stays on or off as it is. Raises OSError.
    """
    count = 0
    with _locked():
        if is_on():
            _rotate(now)
        for path in _past_files():
            rows = list(_timed(path))
            kept = [line for at, line in rows if at < since]
            count += len(rows) - len(kept)
            _write_over(path, kept)
    return count


# --- reading


def tail() -> list[str]:
    """Return the last lines of the log; none where it is off."""
    try:
        with open(log_path(), "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - TAIL, 0))
            raw = file.read(TAIL)
    except OSError:
        return []
    lines = raw.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    return lines[1:] if size > TAIL else lines


def lines_since(since: int) -> Iterator[str]:
    """Yield the lines of the days from ``since`` on, past files first."""
    for path in [*_past_files(), log_path()]:
        if path.endswith(PAST) and _rotated_at(path) < since:
            continue
        yield from _lines(path)


def append(lines: list[str]) -> None:
    """Append lines, if sensing is on. Raises OSError."""
    try:
        descriptor = os.open(log_path(), os.O_WRONLY | os.O_APPEND)  # never O_CREAT: off is off
    except FileNotFoundError:
        return
    try:
        os.write(descriptor, "".join(lines).encode("utf-8", "surrogateescape"))
    finally:
        os.close(descriptor)


# --- rotation


def tidy(now: int, oldest: int, day_of: Callable[[int], object], fold: Callable[[list[str]], None]) -> None:
    """Put the lines of past days aside, and delete those from before ``oldest``, after ``fold`` got them.

    ``day_of`` tells the day of an instant. Raises OSError.
    """
    if not is_on():
        return
    with _locked():
        first = next((at for at, _ in _timed(log_path()) if at), 0)
        if first and day_of(first) != day_of(now):
            _rotate(now)
        past = {path: list(_timed(path)) for path in _past_files()}
        stays = range(oldest, now + AHEAD)
        old = [line for rows in past.values() for at, line in rows if at not in stays]
        if not old:
            return
        fold(old)
        for path, rows in past.items():
            kept = [line for at, line in rows if at in stays]
            if len(kept) < len(rows):
                _write_over(path, kept)


def _rotate(now: int) -> None:
    """Give the log's lines another name and put an empty log in its place, without a moment without a log.

    A writer that has the old file open still writes into it, under its new name.
    """
    path, number = log_path(), 0
    fresh = path + ".new"
    _make(fresh)
    while True:
        aside = f"{path.removesuffix(LOG)}.{now:011}.{number:03}{PAST}"
        try:
            os.link(path, aside)
            break
        except FileExistsError:
            number += 1
    os.replace(fresh, path)


def _make(path: str) -> None:
    with open(path, "wb", opener=private):
        pass


def _write_over(path: str, lines: list[str]) -> None:
    """Replace a file that nobody appends to any more; remove it where nothing is left."""
    if not lines:
        os.remove(path)
        return
    with open(path + ".new", "w", encoding="utf-8", errors="surrogateescape", newline="", opener=private) as file:
        file.writelines(lines)
    os.replace(path + ".new", path)


def _past_files() -> list[str]:
    """The files of past days of this machine, oldest first."""
    own = os.path.basename(log_path()).removesuffix(LOG) + "."
    try:
        names = os.listdir(sense_dir())
    except OSError:
        return []
    return sorted(os.path.join(sense_dir(), name) for name in names if name.startswith(own) and name.endswith(PAST))


def _lines(path: str) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            for line in file:
                yield line if line.endswith("\n") else f"{line}\t\n"  # torn: it stays one, whatever follows it
    except OSError:
        return


def _rotated_at(path: str) -> int:
    """When a file of past days was put aside; no line in it is newer."""
    word = path.removesuffix(PAST).split(".")[-2]
    return int(word) if word.isdigit() else 0


def _timed(path: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their times; a torn one has the time of the line before it."""
    at = 0
    for line in _lines(path):
        word = line.partition("\t")[0]
        if word.isascii() and word.isdigit() and len(word) < 12:
            at = int(word)
        yield at, line


class _locked:
    """Only one process of this machine rotates at a time. Where the system has no such lock, nobody waits."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        if sys.platform != "win32":
            try:
                self._file = open(os.path.join(sense_dir(), "lock"), "ab", opener=private)
            except FileNotFoundError:
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
