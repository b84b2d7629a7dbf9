"""Columns: the moves of all tasks side by side, so that a measure is a few passes over lists instead of a walk of
tasks.

A move is a time, a task and a *mark*: a byte that says what it means for flow. Apart from times, many logs are equal,
so marks are computed once for each sequence of moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, repeat
from typing import NamedTuple, TypeVar

from wiptui.domain.core.record import LOG, Json, Record, is_gone, make_stamp
from wiptui.domain.tasks.history import MOVED_AT, UNDOES, timed_moves
from wiptui.metrics.log.task_log import EARLIEST_STAMP, WIP, Track, created_at, read_track
from wiptui.metrics.times import stamp_to_ms, stamps_to_ms, text_ms

T = TypeVar("T")

DOING, WAITING, QUEUE = 1, 2, 3
"""The kind of time in WIP that begins with a move; 0 means none."""
KIND = 3
ENTRY, EXIT, LAST, DONE, DROP, FIRST = 4, 8, 16, 32, 64, 128
"""Bits of a mark: into WIP, out of it, the task's last move, done, dropped, the task's first entry into WIP."""

WaitWords = tuple[str, str] | None
"""On whom and why, "" if nobody gave it. None if it may have changed during a wait; then the task is read."""


def mark_table(test: Callable[[int], object]) -> bytes:
    """Return a table for ``bytes.translate`` that maps marks that pass a test to 1 and others to 0."""
    return bytes(map(bool, map(test, range(256))))


class Steps(NamedTuple):
    """The content of a log without its times: the marks of its moves and their positions in the log."""

    marks: bytes
    places: tuple[int, ...] | None
    """The patches that are moves; None if all are."""
    words: tuple[tuple[int, int], ...] | None
    """For each move into waiting, and each that resolves or renews a wait: the patches with on whom and why, -1 for
    none.

    None if patches other than moves have words.
    """


class Label(NamedTuple):
    """What a measure needs of a task besides its moves; tasks with equal values share one object."""

    project: Json
    is_classed: bool
    """Whether it ever had a class of service."""
    tags: tuple[Json, ...]

    @property
    def name(self) -> str:
        """The project as text; "" if there is none."""
        return str(self.project or "")


class Columns:
    """The moves of all tasks that are not deleted, grouped by task, in order of time. Times are UTC milliseconds."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.ids: list[int] = []
        self.created: list[int] = []
        self.labels: list[Label] = []
        self.counts: list[int] = []
        """The number of moves of each task."""
        self.times: list[int] = []
        self.marks = b""
        """For each move, as ``times``."""
        self.words: list[WaitWords] = []
        """For each move that begins time of the kinds WAITING and QUEUE."""
        self.unknown: list[int] = []
        """Tasks whose moves have impossible times. They are left out."""

    @cached_property
    def tasks(self) -> list[int]:
        """The task of each move."""
        return self.spread(self.ids)

    def spread(self, column: Iterable[T]) -> list[T]:
        """Return for each move the value of its task in a column of tasks."""
        return list(chain.from_iterable(map(repeat, column, self.counts)))

    def pick(self, column: Iterable[T], table: bytes) -> list[T]:
        """Return the values of a column of moves whose mark passes a table of :func:`mark_table`."""
        return list(compress(column, self.marks.translate(table)))

    def add(self, others: Columns) -> None:
        """Append other tasks."""
        self.ids += others.ids
        self.created += others.created
        self.labels += others.labels
        self.counts += others.counts
        self.times += others.times
        self.marks += others.marks
        self.words += others.words
        self.unknown += others.unknown

    def leave_out(self, ids: set[int]) -> None:
        """Remove some tasks."""
        if ids.isdisjoint(self.ids):
            return
        stays = [task not in ids for task in self.ids]
        moves = self.spread(stays)
        self.words = list(compress(self.words, compress(moves, self.marks.translate(WAITS))))
        self.times = list(compress(self.times, moves))
        self.marks = bytes(compress(self.marks, moves))
        self.ids, self.created, self.counts = (
            list(compress(column, stays)) for column in (self.ids, self.created, self.counts)
        )
        self.labels = list(compress(self.labels, stays))


WAITS = mark_table(lambda mark: mark & KIND in (WAITING, QUEUE))
"""Marks of moves that begin a wait, or resolved time."""


def read_columns(rows: Iterable[tuple[str, Record]], now: int) -> Columns:
    """Return the columns of records by id, at an instant (UTC milliseconds)."""
    columns, odd = read_plain(rows, now)
    horizon = make_stamp(now, "")
    for key, record in odd:
        _read_track(columns, read_track(int(key), record, now, horizon), int(key))
    return columns


Rows = list[tuple[str, Record]]


def read_plain(rows: Iterable[tuple[str, Record]], now: int) -> tuple[Columns, Rows]:
    """Return the columns of the records that can be read in bulk, and the records that need reading one by one.

    The bulk result is the same at every later instant.
    """
    rows = [(key, record) for key, record in rows if not ("gone" in record and is_gone(record))]
    try:
        return _read(rows, now)
    except ValueError:  # a text among the stamps is not a stamp: read each record alone
        return Columns(now), rows


def _read(rows: Rows, now: int) -> tuple[Columns, Rows]:
    """Read the columns in bulk. Raises ValueError for an invalid stamp."""
    horizon = make_stamp(now, "")
    into = Columns(now)
    marks: list[bytes] = []
    stamps: list[str] = []
    odd: Rows = []
    apart: list[tuple[int, str, Record]] = []
    for key, record in rows:
        log = record.get(LOG) or {}
        order = sorted(log)
        is_told = UNDOES in record or MOVED_AT in record
        if is_told or not order or order[0] <= EARLIEST_STAMP or order[-1] >= horizon:
            odd.append((key, record))
            continue
        if "created" in record and not _is_past(record["created"], now):
            odd.append((key, record))
            continue
        patches = list(log.values()) if order == list(log) else [log[stamp] for stamp in order]
        try:
            steps = _steps(_content(record, patches))
        except TypeError:  # a state that is a list and cannot be a key
            odd.append((key, record))
            continue
        if steps.places is None:
            stamps += order
        else:
            stamps += [order[place] for place in steps.places]
        if "created" in record or not (steps.places is None or steps.places[:1] == (0,)):
            apart.append((len(into.ids), order[0], record))
        if steps.words is None:
            into.words += [None] * sum(steps.marks.translate(WAITS))
        elif steps.words:
            into.words += [_wait_words(patches, on, why) for on, why in steps.words]
        into.ids.append(int(key))
        into.labels.append(_label(record))
        marks.append(steps.marks)
    into.times = stamps_to_ms(stamps)
    into.marks = b"".join(marks)
    into.counts = list(map(len, marks))
    _date(into, apart)
    return into, odd


def _is_past(created: Json, now: int) -> bool:
    """Return whether an imported creation time is past or invalid."""
    said = text_ms(created)
    return said is None or said <= now


def _date(into: Columns, apart: list[tuple[int, str, Record]]) -> None:
    """Date the creation of the tasks: at their first move, but at their first stamp for those in ``apart``."""
    firsts = list(accumulate(into.counts, initial=0))
    into.created = list(map([*into.times, 0].__getitem__, firsts[:-1]))
    for place, stamp, record in apart:
        moved = into.created[place] if into.counts[place] else None
        first = stamp_to_ms(stamp)
        into.created[place] = created_at(record, first, moved, into.now) or first


def _read_track(into: Columns, track: Track | None, task_id: int) -> None:
    """Add a task that was read move by move."""
    if track is None:
        into.unknown.append(task_id)
        return
    marked = _marks([(came, to) for _, came, to, _ in track.moves])
    into.ids.append(task_id)
    into.labels.append(_label(track.record))
    into.created.append(track.created)
    into.counts.append(len(marked))
    into.times += [ms for ms, _, _, _ in track.moves]
    into.words += [None] * sum(marked.translate(WAITS))
    into.marks += marked


def _label(record: Record) -> Label:
    tags = record.get("tags")
    names = tags if isinstance(tags, list) else ()
    try:
        return _shared(record.get("project"), "class" in record, *names)
    except TypeError:  # a project or a tag that is a list and cannot be a key
        return Label(record.get("project"), "class" in record, tuple(names))


@lru_cache(maxsize=1 << 12, typed=True)
def _shared(project: Json, is_classed: bool, *tags: Json) -> Label:
    return Label(project, is_classed, tags)


WaitNote = tuple[int, bool | None, bool, bool]
"""A patch about a wait: its position, whether it resolved the wait, and whether it names on whom and why."""


def _content(record: Record, patches: Sequence[Mapping[str, Json]]) -> tuple[tuple[Json, ...], tuple[WaitNote, ...]]:
    """Return what the patches say about the state and about waits, without the words themselves."""
    states = tuple([patch.get("state") for patch in patches])
    if not ("waiting_on" in record or "waiting_why" in record or "resolved_at" in record):
        return states, ()
    return states, tuple(
        [
            (
                place,
                bool(patch["resolved_at"]) if "resolved_at" in patch else None,
                "waiting_on" in patch,
                "waiting_why" in patch,
            )
            for place, patch in enumerate(patches)
            if "waiting_on" in patch or "waiting_why" in patch or "resolved_at" in patch
        ]
    )


@lru_cache(maxsize=1 << 14)
def _steps(gist: tuple[tuple[Json, ...], tuple[WaitNote, ...]]) -> Steps:
    """Return the steps of all logs with the same content."""
    states, waits = gist
    told: list[tuple[Json, bool | None, bool, bool]] = [(state, None, False, False) for state in states]
    for place, resolved, on, why in waits:
        told[place] = (states[place], resolved, on, why)
    log = {
        f"{place:09}": {"state": state} | ({} if resolved is None else {"resolved_at": resolved})
        for place, (state, resolved, _, _) in enumerate(told)
    }
    moved = timed_moves(log, int, undone=False)
    places = tuple(place for place, _, _, _ in moved)
    marks = _marks([(came, to) for _, came, to, _ in moved])
    words: tuple[tuple[int, int], ...] | None = None
    if all(place in places for place, (_, _, on, why) in enumerate(told) if on or why):
        words = tuple(
            (_newest(told[: place + 1], 2), _newest(told[: place + 1], 3))
            for place, is_wait in zip(places, marks.translate(WAITS), strict=True)
            if is_wait
        )
    return Steps(marks, None if len(places) == len(states) else places, words)


def _newest(told: Sequence[tuple[Json, ...]], part: int) -> int:
    return max((place for place, one in enumerate(told) if one[part]), default=-1)


def _wait_words(patches: Sequence[Mapping[str, Json]], on: int, why: int) -> tuple[str, str]:
    whom = patches[on]["waiting_on"] if on >= 0 else None
    reason = patches[why]["waiting_why"] if why >= 0 else None
    return whom if isinstance(whom, str) else "", reason if isinstance(reason, str) else ""


def _marks(path: Iterable[tuple[str | None, str]]) -> bytes:
    """Return the marks of the moves of one task from the sequence of its states."""
    found = bytearray()
    kind = 0
    is_inside = is_started = False
    for came, to in path:
        mark = 0
        if came == to:
            kind = WAITING if kind == QUEUE else QUEUE
        elif to in WIP:
            kind = DOING if to == "doing" else WAITING
            mark = 0 if is_inside else ENTRY if is_started else ENTRY | FIRST
            is_inside = is_started = True
        else:
            kind = 0
            mark = (EXIT if is_inside else 0) | {"done": DONE, "dropped": DROP}.get(to, 0)
            is_inside = False
        found.append(mark | kind)
    if found:
        found[-1] |= LAST
    return bytes(found)
