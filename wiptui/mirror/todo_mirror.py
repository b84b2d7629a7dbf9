"""The mirror: a todo.txt of the open tasks, which any phone app may edit, written and read by each machine.

What this machine remembers, the text and the signature of the file as it last wrote or read it, is one document of the
store. It tells a deleted line from one that was never there; without it no line counts as deleted.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, timedelta
from pathlib import Path

from wiptui.domain.board import Board
from wiptui.domain.commands import Drop, Finish, ReadMirror, Start
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import EPOCH, LOG, Json
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State, Task, time_text
from wiptui.domain.text import counted, printable
from wiptui.mirror.lines import decoded
from wiptui.mirror.todo_lines import MOST_GONE, keys_of, line_for, rows_of
from wiptui.service import Service
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.conflict_names import CERTAIN, nominated

TYPE_CHECKING = False
if TYPE_CHECKING:  # a change here is only written
    from wiptui.mirror.reading import Reading

DOCUMENT = "mirror"
QUIET, GONE_QUIET = timedelta(seconds=5), timedelta(seconds=60)
"""How long a foreign file stands still before it is written over, and before a missing line counts."""
DAY_MS = 86_400_000
PAST, PAST_LETTERS = 20, 100_000
"""How many mirrors are remembered, and how many letters of their keys at most."""
MOST_BYTES = 16_000_000
_FULL = re.compile(r" full:\d+/\d+(?= |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """One version of the mirror as it was found."""

    path: Path
    raw: bytes
    at_ms: int
    """When it was written, UTC milliseconds."""
    sign: Json

    @property
    def text(self) -> str:
        return decoded(self.raw)


@dataclass(frozen=True, slots=True)
class Found:
    """The mirror and its conflict copies; ``file`` is None where there is none."""

    file: File | None
    copies: tuple[File, ...] = ()
    done: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a reading brought."""

    words: str = ""
    """«Phone: 2 done, 1 new, 1 not started (3 of 3)»; empty for nothing."""
    refused: tuple[int, ...] = ()
    """The tasks that somebody started and a limit kept back."""


class TodoMirror:
    """The mirror of one data file on this machine."""

    def __init__(self, service: Service, path: str, show: str = "", key: str = "wip") -> None:
        self._service = service
        self.path = Path(path).expanduser().absolute()
        self._show, self._key = show, key
        self._seen: dict[str, Json] | None = None
        self._said = ""
        self._fresh: dict[str, list[str]] = {}
        """The lines as they were last made, each with the version of its task."""
        self.is_dirty = True
        """Whether the data may have changed since the mirror was written."""
        service.subscribe(self._soil)

    def _soil(self) -> None:
        self.is_dirty = True

    # --- what this machine remembers

    @property
    def known(self) -> dict[str, Json]:
        """What this machine remembers of the mirror; empty before it was first written here."""
        if self._seen is None:
            kept = self._service.store.documents.get(DOCUMENT)
            self._seen = kept if isinstance(kept, dict) and kept.get("path") == str(self.path) else {}
        return self._seen

    def _remember(self, **news: Json) -> None:
        fresh = {"text": "", **self.known, "path": str(self.path), **news}
        if fresh != self.known:
            self._service.store.documents.put(DOCUMENT, fresh)
            self._seen = fresh

    # --- looking

    def moved(self) -> bool:
        """Whether there may be something to read or to write (two calls of stat). Never raises."""
        return self.is_dirty or self.came()

    def came(self) -> bool:
        """Whether somebody else may have written the file, or a copy beside it. Never raises."""
        return bool(self._signs() != self.known.get("signs"))

    def adopt(self) -> None:
        """Read the file from now on, whatever is in it."""
        self._remember()

    def _signs(self) -> Json:
        try:
            return [_sign(self.path), self.path.parent.stat().st_mtime_ns]
        except OSError:
            return [None, None]

    def look(self) -> Found:
        """Read the file, its conflict copies and a done.txt. May run in a thread. Raises OSError."""
        names = [path.name for path in self.path.parent.iterdir()]
        copies = [self.path.with_name(name) for name, sure in nominated(self.path.name, names) if sure == CERTAIN]
        done = _read(self.path.with_name("done.txt"))
        return Found(_read(self.path), tuple(filter(None, map(_read, copies))), done.text if done else "")

    # --- reading and writing

    def sync(self, found: Found | None = None, *, at_once: bool = False) -> Report:
        """Read what a phone edited, as one change, and write the mirror if it says something else than the board;
        ``at_once`` writes over a file that does not stand still yet.

        Raises DataFileError when a change could not be saved. A file that cannot be read or written is said once.
        """
        try:
            found = self.look() if found is None else found
        except OSError as error:
            self._say(f"The mirror cannot be read: {error.strerror or error} ({self.path}).")
            return Report()
        if found.file is not None and not self.known and self.is_foreign(found.file):
            self._say(f"{self.path} has lines of its own: wiptui mirror on FILE --adopt takes them in.")
            return Report()
        if self._is_known(found):
            self.write(found, {}, at_once=at_once)
            return Report()
        before = self._service.board()
        reading = self.reading(found, before)
        report = self._carry_out(reading, before)
        if reading.put_back and not found.copies:
            count = counted(len(reading.put_back), "line was", "lines were")
            self._service.store.notes.append(
                f"Phone: {count} gone without a tick; the tasks stay, and so do their lines."
            )
        held = self._held(reading)
        self.write(found, held, waits=reading.waits, at_once=at_once)
        return report

    def _is_known(self, found: Found) -> bool:
        """Whether nobody else wrote anything: the file is what this machine saw last."""
        is_same = found.file is None or found.file.text == self.known.get("text")
        return is_same and not found.copies and not self.known.get("held")

    def is_foreign(self, file: File) -> bool:
        """Whether the file has lines that no wiptui wrote."""
        return any(row.id is None for row in rows_of(file.text))

    def reading(self, found: Found, board: Board) -> Reading:
        """What the files say that the board does not. Changes nothing."""
        from wiptui.mirror.reading import Reader  # lazy: add with a mirror does without it

        before = self.known.get("text")
        before = before if isinstance(before, str) else ""
        reader = Reader(board)
        for copy in found.copies:
            reader.read(copy.text, copy.at_ms)
        if found.file is not None and (found.file.text != before or self.known.get("held")):
            file = found.file
            rows = reader.read(file.text, file.at_ms, before)
            is_quiet = to_ms(board.at) - file.at_ms >= GONE_QUIET // timedelta(milliseconds=1)
            if not found.copies:
                reader.missing(rows, self._past(), {task.id for task in self._tasks(board)}, found.done, is_quiet)
        reading = reader.found
        tried = self._refused()
        reading.moves[:] = {move.actor: move for move in reading.moves if move.actor not in tried}.values()
        return reading

    def _past(self) -> list[str]:
        """The keys of the mirrors that this machine wrote or read, the oldest first."""
        past = self.known.get("past")
        return [keys for keys in past if isinstance(keys, str)] if isinstance(past, list) else []

    def _refused(self) -> dict[str, list[Json]]:
        """The starts that were refused lately, by the edit: the task, when (UTC milliseconds), and how full it was."""
        kept = self.known.get("refused")
        return kept if isinstance(kept, dict) else {}

    def _carry_out(self, reading: Reading, before: Board) -> Report:
        command = reading.command
        if command == ReadMirror():
            return Report()
        answer = self._service.dispatch(command)
        assert not isinstance(answer, Refusal)
        after = self._service.board()
        starts = {move.actor: move.command.tasks[0] for move in reading.moves if isinstance(move.command, Start)}
        left = {
            actor: task_id
            for actor, task_id in starts.items()
            if (task := after.find(task_id)) is not None and task.state is not State.DOING
        }
        if left:
            now, full = to_ms(after.at), f"{after.count(DOING)}/{after.limits[DOING].value}"
            recent = {actor: row for actor, row in self._refused().items() if now - row[1] < DAY_MS}
            self._remember(refused={**recent, **{actor: [task_id, now, full] for actor, task_id in left.items()}})
        new = sum(before.find(task_id) is None for task_id in dict.fromkeys(answer.accepted.tasks))
        counts = {
            "done": _ended(reading, Finish, before, after, State.DONE),
            "new": new,
            "started": len(starts) - len(left),
            "dropped": _ended(reading, Drop, before, after, State.DROPPED),
            "changed": len({change.id for change in reading.texts}),
        }
        parts = [f"{count} {name}" for name, count in counts.items() if count]
        if left:
            parts.append(f"{len(left)} not started ({after.count(DOING)} of {after.limits[DOING].value})")
        if not parts and not answer.accepted.receipts:
            return Report()
        self._remember(changed=time_text(after.at))
        words = f"Phone: {', '.join(parts) or 'moved ' + counted(len(reading.moves), 'task')}"
        return Report(words, tuple(left.values()))

    def _held(self, reading: Reading) -> dict[str, int | None]:
        """The lines to carry through as they stand, for a day at most: the data file may be late."""
        now = to_ms(self._service.clock.now())
        old = self.known.get("held")
        since = {raw: (old.get(raw, now) if isinstance(old, dict) else now) for raw in reading.carried}
        late = [raw for raw, at in since.items() if now - at >= DAY_MS]
        if late:
            self._say(f"The mirror has {counted(len(late), 'line')} that this machine cannot place: {late[0]}")
        self._remember(held=since)
        return {raw: task_id for raw, task_id in reading.carried.items() if task_id is None or raw not in late}

    def write(self, found: Found, held: dict[str, int | None], *, waits: bool = False, at_once: bool = False) -> bool:
        """Write the mirror if its bytes differ; return whether they are right now.

        A foreign file that was written a moment ago is left alone until it stands still.
        """
        board = self._service.board()
        text, file = self.text(board, held), found.file
        if file is not None and _FULL.sub("", file.raw.decode("utf-8", "replace")) == _FULL.sub("", text):
            self._done(file.text, waits)
            return True
        if file is not None and not at_once and file.sign != (self.known.get("signs") or [None])[0]:
            waits = waits or abs(to_ms(board.at) - file.at_ms) < QUIET // timedelta(milliseconds=1)
        if waits:
            return False
        try:
            self._keep(found)
            _replace(self.path, text.encode("utf-8", "replace"), file.sign if file is not None else None)
        except OSError as error:
            self._say(f"The mirror cannot be written: {error.strerror or error} ({self.path}).")
            return False
        self._done(text, False, written=time_text(board.at))
        return True

    def _done(self, text: str, waits: bool, **more: Json) -> None:
        if not waits:
            keys = " ".join(keys_of(text))
            past = [*(old for old in self._past() if old != keys), keys][-PAST:]
            while len(past) > 1 and sum(map(len, past)) > PAST_LETTERS:
                del past[0]
            more |= {"past": past, "lines": self._fresh}
        signs = None if waits else self._signs()
        self._remember(text=text, signs=signs, read=time_text(self._service.clock.now()), **more)
        self.is_dirty = False

    def text(self, board: Board, held: dict[str, int | None] | None = None) -> str:
        """The bytes of the mirror as text: a function of the data alone, but for lines that are carried through."""
        held = held or {}
        by_id = {task_id: raw for raw, task_id in held.items() if task_id is not None}
        self._fresh = {}
        full = {row[0]: row[2] for row in self._refused().values()}
        rows = []
        for task in self._tasks(board):
            line = by_id.get(task.id) or self._line(task)
            if task.id in full and task.state in (State.READY, State.BACKLOG):
                head, _, key = line.rpartition(" ")
                line = f"{head} full:{full[task.id]} {key}"
            rows.append(line)
        return "".join(f"{row}\n" for row in [*rows, *sorted(raw for raw, task_id in held.items() if task_id is None)])

    def _line(self, task: Task) -> str:
        """The line of a task; as it was, if the task has not changed since it was last written here."""
        log = task.record.get(LOG) or {}
        version = f"{self._key} {len(log)} {max(log, default='')}"
        kept = self._lines.get(task.key) if self._lines else None
        line = kept[1] if kept is not None and kept[0] == version else line_for(task, self._key)
        self._fresh[task.key] = [version, line]
        return line

    @property
    def _lines(self) -> dict[str, list[str]]:
        kept = self.known.get("lines")
        return kept if isinstance(kept, dict) else {}

    def _tasks(self, board: Board) -> list[Task]:
        tasks = shown_tasks(board)
        if not self._show.strip():
            return tasks
        from wiptui.domain.queries.of_board import query_of  # lazy: add with a mirror does without it

        query = query_of(board, self._show)
        return [task for task in tasks if query.matches(task)]

    def _keep(self, found: Found) -> None:
        """Keep what is about to go: conflict copies, and a file of which much is missing."""
        store, before = self._service.store, self.known.get("text")
        lines = len(before.splitlines()) if isinstance(before, str) else 0
        is_short = found.file is not None and lines - len(found.file.text.splitlines()) > MOST_GONE
        if not isinstance(store, TinyStore) or not (found.copies or is_short):
            return
        from wiptui.store.kept.kept_copies import KeptCopies  # lazy: add with a mirror does without it

        kept = KeptCopies(store.state_dir.kept_copies_dir)
        for copy in found.copies:
            kept.take_in(str(copy.path), store.now_ms())
        if found.file is not None and is_short:
            kept.keep(found.file.raw, self.path.name, store.now_ms())

    def _say(self, words: str) -> None:
        """Say a problem once in the life of this process."""
        if words != self._said:
            self._said = words
            self._service.store.notes.append(printable(words))


def _ended(reading: Reading, kind: type[Finish | Drop], before: Board, after: Board, state: State) -> int:
    """How many tasks ended by moves of a kind."""
    ids = {task_id for move in reading.moves if isinstance(move.command, kind) for task_id in move.command.tasks}
    pairs = [(before.find(task_id), after.find(task_id)) for task_id in ids]
    return sum(now is not None and now.state is state and (was is None or was.state is not state) for was, now in pairs)


def _sign(path: Path) -> Json:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns]


def _read(path: Path) -> File | None:
    """One version of the file; None where there is none. Raises OSError, also for what is no text file."""
    sign = _sign(path)
    if sign is None:
        return None
    if not path.is_file() or sign[1] > MOST_BYTES:
        raise OSError(f"this is no file of at most {MOST_BYTES // 1_000_000} MB")
    at = EPOCH + timedelta(microseconds=sign[2] // 1000)
    return File(path, path.read_bytes(), to_ms(at), sign)


def _replace(path: Path, raw: bytes, sign: Json) -> None:
    """Replace the file in one step, unless somebody wrote to it since it was read. Raises OSError."""
    real = Path(os.path.realpath(path))
    draft = real.with_name(f"~syncthing~wiptui-{os.getpid()}.tmp")
    try:
        draft.write_bytes(raw)
        if real.exists():
            draft.chmod(real.stat().st_mode & 0o777)
        if _sign(path) != sign:
            raise WiptuiError("changed")
        draft.replace(real)
    except WiptuiError:
        return
    finally:
        draft.unlink(missing_ok=True)


def shown_tasks(board: Board) -> list[Task]:
    """The tasks of the mirror: the open ones in board order, then the ten newest that were done since yesterday."""
    floor = board.at.astimezone(UTC).date().toordinal() - 1
    recent = [
        task
        for task in board.done_since(board.today.fromordinal(floor - 1))
        if task.finished is not None and task.finished.date().toordinal() >= floor
    ]
    return [*board.open_tasks(), *recent[:10]]
