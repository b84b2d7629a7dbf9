"""The inbox: a folder or a file to which a phone writes, and from which wiptui takes each thing once.

* **A file** is never written here: two machines that take lines out of a synced file double most of them. What is
  taken is known by its text and place among equal lines (:mod:`wiptui.mirror.lines`). Conflict copies are read too.
* **A folder** holds one capture a file; a file is moved into ``taken/`` once the task is saved.

What this machine remembers, the signature and the text that it saw last, is one document of the store. It saves work
and tells a file that was begun anew; losing it doubles nothing.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from wiptui.domain.board import Board
from wiptui.domain.changes.captures import capture_id, news
from wiptui.domain.commands import Capture, TakeIn
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import EPOCH, Json
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import time_text
from wiptui.domain.text import counted, printable
from wiptui.mirror.lines import capture, decoded, lines_of
from wiptui.service import Service
from wiptui.sync.conflict_names import CERTAIN, nominated, verdict

DOCUMENT = "inbox"
TAKEN = "taken"
LONGEST = 8_000_000
"""Bytes past which a file is no inbox."""
STILL = timedelta(seconds=10)
"""How long a line without a line end, or a file in the folder, stands still before it is taken."""
FILE_STILL = timedelta(seconds=2)
_PARTS = (".tmp", ".part", ".partial", ".crdownload", "~")
"""How files end that are still being written."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in the inbox."""

    captures: tuple[Capture, ...] = ()
    waiting: int = 0
    """What may still be being written, and comes later."""
    remembered: Json = None
    """What to remember once all is taken."""
    files: tuple[tuple[str, str], ...] = ()
    """Of a folder: path and key of each file that can be moved once its task is there."""
    problem: str = ""


class Inbox:
    """The inbox of one data file on this machine."""

    def __init__(self, service: Service, path: str) -> None:
        self._service = service
        self.path = os.path.abspath(os.path.expanduser(path))
        self._seen: Json = None
        self._sign: Json = None
        self._said = ""

    # --- looking

    def moved(self) -> bool:
        """Whether the inbox may have something new (two calls of stat). Never raises."""
        sign = self._signature()
        return sign is not None and sign != self._sign and sign != self._known().get("sign")

    def look(self) -> Look:
        """Read the inbox. Changes nothing; may run in a thread. Never raises."""
        sign = self._signature()
        try:
            found = self._folder() if os.path.isdir(self.path) else self._file()
        except FileNotFoundError:
            return Look()
        except OSError as error:
            return Look(problem=f"The inbox cannot be read: {error.strerror or error} ({self.path}).")
        if found.waiting or found.problem:
            sign = None  # look again soon
        return Look(
            found.captures, found.waiting, {**found.remembered, "path": self.path, "sign": sign}, found.files,
            found.problem,
        )  # fmt: skip

    def _known(self) -> dict[str, Json]:
        if self._seen is None:
            kept = self._service.store.documents.get(DOCUMENT)
            self._seen = kept if isinstance(kept, dict) and kept.get("path") == self.path else {}
        known: dict[str, Json] = self._seen
        return known

    def _signature(self) -> Json:
        """What changes when the inbox does: of the file and of its folder, for conflict copies."""
        try:
            own = os.stat(self.path)
            if stat.S_ISDIR(own.st_mode):
                return [own.st_ino, own.st_mtime_ns]
            return [own.st_ino, own.st_size, own.st_mtime_ns, os.stat(os.path.dirname(self.path)).st_mtime_ns]
        except OSError:
            return None

    def _file(self) -> Look:
        """The lines of the file and of its conflict copies that came since the last look."""
        now, known = self._service.clock.now(), self._known()
        sums = known.get("files")
        sums = sums if isinstance(sums, dict) else {}
        folder, name = os.path.split(self.path)
        copies = [copy for copy, sure in nominated(name, os.listdir(folder)) if sure == CERTAIN]
        captures: list[Capture] = []
        waiting, problem = 0, ""
        files: dict[str, Json] = {}
        for file in (name, *copies):
            path = Path(folder, file)
            try:
                raw, mtime = _read(path)
            except FileNotFoundError:
                continue
            if raw is None:
                problem = f"The inbox is no text file of at most {LONGEST // 1_000_000} MB: {path}."
                continue
            whole = raw
            if not raw.endswith(b"\n") and not _stands_still(mtime, now, STILL):
                whole = raw[: raw.rfind(b"\n") + 1]
                waiting += any(True for _ in lines_of(decoded(raw[len(whole) :])))
            text, before = decoded(whole), sums.get(file)
            skip, files[file] = _compared(before if isinstance(before, dict) else {}, text, time_text(now))
            for line in lines_of(text):
                if line.start < skip:
                    continue
                at, era = min(mtime, now), files[file]["era"]
                one = capture(line.key, line.text, at, self._service.clock.zone, era)
                captures += [one] if one is not None else []
        return Look(tuple(captures), waiting, {"files": files}, problem=problem)

    def _folder(self) -> Look:
        """The files of the folder, each a capture."""
        now = self._service.clock.now()
        captures, files, waiting, problem = [], [], 0, ""
        names = sorted(os.listdir(self.path))
        for name in names:
            path = Path(self.path, name)
            if name.startswith((".", "~")) or name.endswith(_PARTS) or not path.is_file():
                continue
            raw, mtime = _read(path)
            if raw is None:
                problem = f"This is no capture, but a file of more than {LONGEST // 1_000_000} MB: {path}."
                continue
            if not raw.strip() or not _stands_still(mtime, now, FILE_STILL):
                waiting += 1
                continue
            first = next((other for other in names if verdict(other, name) == CERTAIN), name)
            key = f"file\t{first}\t{_sum(raw.strip())}"
            at = min(mtime, now)
            one = capture(key, decoded(raw).replace("\r\n", "\n"), at, self._service.clock.zone, time_text(at - _MS))
            if one is not None:
                captures.append(one)
                files.append((str(path), key))
        return Look(tuple(captures), waiting, {}, tuple(files), problem)

    # --- taking

    def take(self, look: Look | None = None) -> int:
        """Take what is new, in one transaction, and return how many tasks it made.

        Raises DataFileError when it could not be saved; then nothing is lost, and the next look finds it again.
        """
        look = self.look() if look is None else look
        if look.problem:
            self._say(look.problem)
        if look.remembered is None:
            return 0
        fresh = news(self._service.board(), look.captures)
        if fresh:
            before = self._service.board()
            answer = self._service.dispatch(TakeIn(look.captures), undoable=False)
            assert not isinstance(answer, Refusal)
            self._service.store.notes += [f"{answer.words}.", *_again(before, fresh)]
        for path, _ in look.files:
            self._put_aside(path)
        if look.files:
            look.remembered["sign"] = self._signature() if not look.waiting else None
        if look.remembered != self._known():
            self._service.store.documents.put(DOCUMENT, look.remembered)
            self._seen = look.remembered
        self._sign = look.remembered["sign"]
        return len(fresh)

    def _say(self, problem: str) -> None:
        """Say a problem once in the life of this process."""
        if problem != self._said:
            self._said = problem
            self._service.store.notes.append(printable(problem))

    def _put_aside(self, path: str) -> None:
        """Move a file whose task is saved into ``taken/``; of two equal ones with one name, one stays."""
        source = Path(path)
        aside = source.parent / TAKEN
        try:
            aside.mkdir(exist_ok=True)
            target, number = aside / source.name, 1
            while target.exists() and target.read_bytes() != source.read_bytes():
                number += 1
                target = aside / f"{source.stem} ({number}){source.suffix}"
            source.replace(target)
        except FileNotFoundError:
            return  # another machine was first
        except OSError as error:
            self._say(f"{path} was taken, but it cannot be moved to {aside}: {error.strerror or error}.")

    # --- tidying

    def tidy(self) -> int:
        """Take out of the inbox what was taken, and return how much that was. Only for a person who asks for it.

        Raises WiptuiError when the inbox cannot be written, or changes at this moment.
        """
        try:
            return self._empty_taken() if os.path.isdir(self.path) else self._tidy_file()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise WiptuiError(f"The inbox cannot be written: {error.strerror or error} ({self.path}).") from None

    def _empty_taken(self) -> int:
        aside = Path(self.path, TAKEN)
        files = [path for path in aside.iterdir() if path.is_file()] if aside.is_dir() else []
        for path in files:
            path.unlink()
        return len(files)

    def _tidy_file(self) -> int:
        sign = self._signature()
        if sign is None or sign != self._known().get("sign"):
            raise WiptuiError("Somebody is writing to the inbox: try again in a few seconds.")
        path = Path(os.path.realpath(self.path))
        text = decoded(path.read_bytes())
        gone = {line.start for line in lines_of(text)}
        kept, start = [], 0
        for row in text.split("\n"):
            inside = [place for place in gone if start <= place <= start + len(row)]
            kept += [] if inside else [row]
            start += len(row) + 1
        draft = path.with_name(f"~syncthing~wiptui-{os.getpid()}.tmp")
        try:
            draft.write_text("\n".join(kept), encoding="utf-8", newline="")
            draft.chmod(path.stat().st_mode & 0o777)
            if self._signature()[:3] != sign[:3]:
                raise WiptuiError("Somebody wrote to the inbox at this moment: it stays as it is.")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        self.take()
        return len(gone)


_MS = timedelta(milliseconds=1)


def _read(path: Path) -> tuple[bytes | None, datetime]:
    """The bytes and the time of a file; None for one that is too large or no regular file. Raises OSError."""
    found = path.stat()
    at = EPOCH + timedelta(microseconds=found.st_mtime_ns // 1000)
    if not stat.S_ISREG(found.st_mode) or found.st_size > LONGEST:
        return None, at
    return path.read_bytes(), at


def _stands_still(mtime: datetime, now: datetime, span: timedelta) -> bool:
    return abs(now - mtime) >= span


def _compared(known: dict[str, Json], text: str, now: str) -> tuple[int, dict[str, Json]]:
    """How many characters of a file were taken before, and what to remember of it.

    ``era`` is the last time at which the file was still what it was before it was begun anew: an equal line that was
    taken until then is another one. None for a file that only ever grew.
    """
    old, era = known.get("text"), known.get("era")
    era = era if isinstance(era, str) else None
    if not isinstance(old, str):
        return 0, {"text": text, "at": now, "era": None}
    if text.startswith(old):
        return len(old), {"text": text, "at": now, "era": era}
    if old.startswith(text) and any(True for _ in lines_of(text)):
        return len(text), known  # an older version, as sync tools and stale editors bring it back
    return 0, {"text": text, "at": now, "era": known.get("at")}


def _sum(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:32]


def _again(board: Board, fresh: list[tuple[Capture, int]]) -> list[str]:
    """A sentence about new tasks that equal one that is over, where there are any."""
    count = sum(board.find(capture_id(one.key, 0)) is not None for one, _ in fresh)
    return [f"{counted(count, 'of them was', 'of them were')} there before and over: new again."] if count else []
