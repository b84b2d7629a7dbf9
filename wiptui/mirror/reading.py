"""What a mirror file says that the board does not: the edits of a phone, each found once.

A line whose mark fits was not touched, however old the file is. Of any other the version is found that the phone saw;
only the fields that differ from it are edits. A field is stamped one millisecond after the value that it replaces, so
that all machines stamp it alike and a desktop's own newer edit wins; a move is stamped when the file was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.captures import capture_id
from wiptui.domain.core.clock import from_ms, to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, field, replace
from wiptui.domain.core.ids import ID_LETTERS, id_text
from wiptui.domain.core.record import AFTER, LOG, Json, is_gone, make_stamp, stamp_actor, stamp_ms
from wiptui.domain.fields import VERSIONED, checked
from wiptui.domain.tasks.history import EARLY
from wiptui.domain.tasks.task import STATES, State, as_date, as_time, time_text
from wiptui.exchange.import_plan import own_id
from wiptui.exchange.todotxt.fields import WORDS, Said
from wiptui.mirror.todo_lines import FILE, MOST_GONE, Row, edit_actor, mark_of, rows_of, said_now, version_of

SHARE_THERE = 0.9
"""Which share of the lines must be there for a missing line to mean that it was deleted."""
_NEARLY = 0.85
_HOUR_MS = 3_600_000
ENDED = ("done", "dropped")


@dataclass
class Reading:
    """What one look at the file and its copies found."""

    captures: list[c.Capture] = field(default_factory=list)
    texts: list[Change] = field(default_factory=list)
    moves: list[c.MirrorMove] = field(default_factory=list)
    carried: dict[str, int | None] = field(default_factory=dict)
    """Lines of tasks, or of versions, that are not known here yet, as they stand, with the id where it is known."""
    put_back: list[int] = field(default_factory=list)
    """Tasks whose line is gone although nobody surely deleted it."""
    waits: bool = False
    """Whether a missing line is decided about later."""

    @property
    def command(self) -> c.ReadMirror:
        return c.ReadMirror(tuple(self.captures), tuple(self.texts), tuple(self.moves))

    @property
    def starts(self) -> list[int]:
        """The tasks that somebody started."""
        return [move.command.tasks[0] for move in self.moves if isinstance(move.command, c.Start)]


class Reader:
    """Reads versions of the file against one board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._now = to_ms(board.at)
        self.found = Reading()

    def read(self, text: str, at_ms: int, before: str = "") -> list[Row]:
        """Read one version of the file, written at ``at_ms`` (UTC milliseconds); return the lines of known tasks.

        ``before`` is the mirror as this machine last wrote or read it: a line that lost its key is looked for in it.
        """
        at_ms = min(at_ms, self._now)
        rows = list(rows_of(text))
        if rows and rows[-1].id is None and not text.endswith("\n") and _is_cut(rows[-1].raw, before):
            del rows[-1]
        by_id: dict[int, list[Row]] = {}
        for row in rows:
            if row.id is not None:
                by_id.setdefault(row.id, []).append(row)
        main: list[Row] = []
        strays: list[Row] = []
        for task_id, same in by_id.items():
            record = self._board.data.get(TASKS, {}).get(str(task_id))
            if record is None:
                self.found.carried.update(dict.fromkeys((row.raw for row in same), None))
                continue
            first = next((row for row in same if row.is_untouched), None)
            first = first or next((row for row in same if row.said.state in ENDED), same[0])
            strays += [row for row in {row.raw: row for row in same}.values() if row != first and not row.is_untouched]
            main.append(first)
            if not is_gone(record) and not first.is_untouched:
                self._edited(first, record, at_ms)
        equal = Counter(_words(row.said) for row in main)
        lost = {row.id: row for row in rows_of(before) if row.id is not None and row.id not in by_id}
        fresh: list[Row] = []
        for row in (row for row in rows if row.id is None):
            same = [other for other in lost.values() if _words(other.said) == _words(row.said)]
            if len(same) == 1 and not self._is_known(row):
                main.append(self._found_again(row, same[0], lost, at_ms))
            else:
                fresh.append(row)
        unknown = [row for row in fresh if not self._is_known(row)]
        if len(unknown) == len(lost) == 1:
            only = next(iter(lost.values()))
            if _is_alike(unknown[0].said.title, only.said.title):
                fresh.remove(unknown[0])
                main.append(self._found_again(unknown[0], only, lost, at_ms))
        for row in fresh + strays:
            self._new(row, equal[_words(row.said)], at_ms)
            equal[_words(row.said)] += 1
        return main

    def _is_known(self, row: Row) -> bool:
        """Whether the line was captured before: an older file brings it back."""
        return str(capture_id(_capture_key(row.said, 0), 0)) in self._board.data.get(TASKS, {})

    def _found_again(self, row: Row, lost: Row, lines: dict[int, Row], at_ms: int) -> Row:
        """The line that lost its key, with the key; what it lost with it is no edit."""
        assert lost.id is not None
        del lines[lost.id]
        said = row.said if row.said.state in ENDED else replace(row.said, state=lost.said.state)
        whole = Row(row.raw, said, lost.id, lost.mark)
        record = self._board.data.get(TASKS, {}).get(str(lost.id))
        if record is not None and not is_gone(record) and not whole.is_untouched:
            self._edited(whole, record, at_ms)
        return whole

    # --- a line of a task

    def _edited(self, row: Row, record: Mapping[str, Json], at_ms: int) -> None:
        assert row.id is not None
        if row.said == said_now(record):
            return
        version = version_of(row.id, record, row.mark)
        if version is None:
            self.found.carried[row.raw] = row.id
            return
        was = said_now(version)
        self._texts(row, was, record, version)
        if row.said.state != was.state:
            self._moved(row, was.state, record, at_ms)

    def _texts(self, row: Row, was: Said, record: Mapping[str, Json], version: Mapping[str, Json]) -> None:
        said = row.said
        ended = said.state in ENDED
        values: dict[str, Json] = {}
        if said.title != was.title:
            values["title"] = said.title
        if said.priority != was.priority and not (ended and said.priority is None):  # apps take it away with the tick
            values["priority"] = said.priority
        if said.tags != was.tags:
            tags = version.get("tags") or []
            kept = [tag for tag in tags if "_".join(str(tag).split()) not in was.tags - said.tags]
            values["tags"] = [*kept, *sorted(said.tags - was.tags)] or None
        for kind, field_row in WORDS.items():
            if field_row.is_of_wait and not (said.state == was.state == State.WAITING):
                continue
            if said.words.get(kind) != was.words.get(kind):
                values[field_row.name] = said.words.get(kind)
        for name, value in values.items():
            self._text(row, name, value, record, version)

    def _text(self, row: Row, name: str, value: Json, record: Mapping[str, Json], version: Mapping[str, Json]) -> None:
        """One field, under the stamp that every machine gives this edit."""
        assert row.id is not None
        try:
            kept = checked({name: value})[name]
        except UsageError:
            return
        if name == "class" and kept == "expedite":
            return  # it asks for a reason
        actor = edit_actor(row.mark, name, kept)
        log: Mapping[str, Mapping[str, Json]] = record.get(LOG) or {}
        if any(stamp_actor(stamp) == actor for stamp in log):
            return
        base = _stamp_of(log, name, version.get(name))
        created = as_time(record.get("created"))
        ms = to_ms(created) if base < EARLY and created is not None else stamp_ms(base)
        taken = {stamp[:18] for stamp, patch in log.items() if name in patch and stamp_actor(stamp).startswith(FILE)}
        ms += 1
        while make_stamp(ms, "")[:18] in taken:
            ms += 1
        told = {f"{name}{AFTER}": base} if name in VERSIONED else {}
        self.found.texts.append(Change(TASKS, row.id, {name: kept, **told}, stamp=make_stamp(ms, actor)))

    def _moved(self, row: Row, was: str, record: Mapping[str, Json], at_ms: int) -> None:
        """A move: a tick always counts, any other only while the task is still where the phone saw it."""
        assert row.id is not None
        to, now = row.said.state, str(record.get("state"))
        actor = edit_actor(row.mark, "state", to)
        log: Mapping[str, Mapping[str, Json]] = record.get(LOG) or {}
        if to == now or any(stamp_actor(stamp) == actor for stamp in log):
            return
        command = _command(row, was, to)
        if command is None or (to != State.DONE and now != was):
            return
        ms = max(at_ms, min(stamp_ms(_stamp_of(log, "state", was)) + 1, self._now))
        self.found.moves.append(c.MirrorMove(command, ms, actor))

    # --- a line without a task

    def _new(self, row: Row, occurrence: int, at_ms: int) -> None:
        """A line that somebody wrote, the so-and-so-many-th equal one: captured once, finished where it is ticked."""
        said = row.said
        if said.state == State.DROPPED:
            return
        key = _capture_key(said, occurrence)
        fields: dict[str, Json] = {
            "priority": said.priority,
            "tags": sorted(said.tags) or None,
            **{WORDS[kind].name: value for kind, value in said.words.items() if not WORDS[kind].is_of_wait},
        }
        if fields.get("class") == "expedite":
            del fields["class"]
        at = from_ms(at_ms)
        over = time_text(from_ms(at_ms - _HOUR_MS)) if said.state != State.DONE else None
        self.found.captures.append(c.Capture(key, said.title, fields, time_text(at), over))
        task_id = capture_id(key, 0)
        known = self._board.find(task_id)
        actor = edit_actor("", "state", [key, said.state])
        done = known is not None and any(stamp_actor(stamp) == actor for stamp in known.record.get(LOG) or {})
        if said.state == State.DONE and not done and (known is None or known.state.is_open):
            self.found.moves.append(c.MirrorMove(c.Finish((task_id,)), at_ms, actor))
        elif said.state == State.DOING and known is None:
            self.found.moves.append(c.MirrorMove(c.Start((task_id,), focus=False), at_ms, actor))

    # --- a line that is gone

    def missing(self, rows: Sequence[Row], past: Sequence[str], visible: set[int], done: str, is_quiet: bool) -> None:
        """Decide about tasks whose line is gone. ``past`` are the keys of the mirrors that this machine knows, the
        oldest first; ``done`` is the text of a done.txt beside the file.

        The file is compared with the mirror that it is nearest to: a line that came later is not gone from an old file.
        A task is dropped only where few lines are gone, it has not changed since, and the file stands still.
        """
        there = {row.id for row in rows}
        keys = {f"{id_text(row.id)}{row.mark}" for row in rows if row.id is not None}
        known = max(map(str.split, past), key=lambda old: 2 * len(keys.intersection(old)) - len(old), default=[])
        marks = {  # what is over may go: apps move it to an archive
            number: key[ID_LETTERS:]
            for key in known
            if (number := own_id(key[:ID_LETTERS])) is not None
            and (task := self._board.find(number)) is not None
            and task.state.is_open
        }
        gone = [task_id for task_id in marks if task_id not in there and task_id in visible]
        archived = {row.id for row in rows_of(done) if row.said.state == State.DONE}
        few = len(gone) <= MOST_GONE and len(marks) - len(gone) >= SHARE_THERE * len(marks)
        if len(gone) == 1 and gone != [list(marks)[-1]]:
            few = True  # a file that was cut has lost its end
        for task_id in gone:
            task = self._board.task(task_id)
            command: c.Finish | c.Drop | None = None
            if task_id in archived:
                command = c.Finish((task_id,))
            elif few and mark_of(task_id, said_now(task.record)) == marks[task_id]:
                if not is_quiet:
                    self.found.waits = True
                    continue
                command = c.Drop((task_id,))
            if command is None:
                self.found.put_back.append(task_id)
                continue
            actor = edit_actor(marks[task_id], "gone", type(command).__name__)
            if not any(stamp_actor(stamp) == actor for stamp in task.record.get(LOG) or {}):
                self.found.moves.append(c.MirrorMove(command, self._now, actor))


def _command(row: Row, was: str, to: str) -> c.Finish | c.Drop | c.Move | c.PutBack | c.Wait | c.Start | None:
    assert row.id is not None
    ids = (row.id,)
    if to == State.DONE:
        return c.Finish(ids)
    if to == State.DROPPED:
        return c.Drop(ids)
    if was in ENDED:
        return c.Move(ids, State.READY)  # a tick taken back starts nothing
    if to == State.DOING:
        return c.Start(ids, focus=False)
    if to == State.WAITING:
        return c.Wait(row.id, row.said.words.get("on"), until=as_date(row.said.words.get("until")))
    return c.PutBack(ids) if to == State.READY and STATES[was].in_progress else c.Move(ids, STATES[to])


def _words(said: Said) -> str:
    """What names a line that has no key."""
    return f"{said.title}\t{sorted(said.tags)}\t{sorted(said.words.items())}"


def _stamp_of(log: Mapping[str, Mapping[str, Json]], name: str, value: Json) -> str:
    """The stamp of the newest patch that wrote a value; of the first patch where nobody did."""
    wrote = [stamp for stamp, patch in log.items() if name in patch and (patch[name] or None) == (value or None)]
    return max(wrote, default=min(log))


def _capture_key(said: Said, occurrence: int) -> str:
    """What names a line without a key on every machine."""
    return f"mirror\t{_words(said)}\t{occurrence}"


def _is_cut(raw: str, before: str) -> bool:
    """Whether the last line of a file is the beginning of a line that was there."""
    return any(line.startswith(raw) for line in before.splitlines())


def _is_alike(one: str, other: str) -> bool:
    """Whether nearly the same is said, or a word was added or left out at least.

    Titles with different numbers are two tasks: "Chapter 3" and "Chapter 13".
    """
    few, many = sorted((set(re.findall(r"\w+", one)), set(re.findall(r"\w+", other))), key=len)
    if one == other or (len(few) > 1 and few <= many):
        return True
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= _NEARLY and match.ratio() >= _NEARLY
