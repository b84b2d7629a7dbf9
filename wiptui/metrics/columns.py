"""Columns: the moves of all tasks side by side, so that a measure is a few passes over lists and no walk of each task.

A move is a time, a task and a *mark*, a byte that says what it means for flow. What a log says without its times is the
same for many tasks, so marks are worked out once for each way in which a task can have moved.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress, repeat
from typing import NamedTuple, TypeVar

from wiptui.domain.board import TASKS, Board
from wiptui.domain.clock import to_ms
from wiptui.domain.history import UNDOES, timed_moves
from wiptui.domain.record import LOG, Json, Record, is_gone, make_stamp
from wiptui.metrics.heap import uncollected
from wiptui.metrics.journal import EARLIEST_STAMP, WIP, Track, created_at, read_track
from wiptui.metrics.times import stamp_to_ms, stamps_to_ms

T = TypeVar("T")

DOING, WAITING, QUEUE = 1, 2, 3
"""The kind of time in WIP that begins with a move; none with 0."""
KIND = 3
ENTRY, EXIT, LAST, DONE, DROP, FIRST = 4, 8, 16, 32, 64, 128
"""Bits of a mark: into WIP, out of it, the task's last move, done, dropped, and the task's first entry into WIP."""

Words = tuple[Json, Json] | None
"""On whom and why, as the log has it; None where it may have changed during a wait, so that the task is to be asked."""


def where(test: Callable[[int], object]) -> bytes:
    """A table for ``bytes.translate`` that makes 1 of the marks that pass a test and 0 of the others."""
    return bytes(map(bool, map(test, range(256))))


class Steps(NamedTuple):
    """What a log says, whatever its times: the marks of its moves, and where in the log they stand."""

    marks: bytes
    places: tuple[int, ...] | None
    """The patches that are moves; None where each of them is."""
    words: tuple[tuple[int, int], ...] | None
    """For each move into waiting, and each that resolves or renews it: which patches said on whom and why, -1 for none.

    None where words were said apart from the moves.
    """


class Columns:
    """The moves of all tasks that are not gone, those of a task together and in order of time. Times in UTC ms."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.ids: list[int] = []
        self.records: list[Record] = []
        self.created: list[int] = []
        """Of each task, as the others above."""
        self.times: list[int] = []
        self.tasks: list[int] = []
        self.marks = b""
        """Of each move, as the two above."""
        self.words: list[Words] = []
        """Of each move that begins time of the kinds WAITING and QUEUE."""
        self.unknown: list[int] = []
        """Tasks whose moves bear impossible times: they are left out."""

    def pick(self, column: Iterable[T], table: bytes) -> list[T]:
        """The values of a column of moves where the mark passes a test, which :func:`where` made a table of."""
        return list(compress(column, self.marks.translate(table)))


WAITS = where(lambda mark: mark & KIND in (WAITING, QUEUE))
"""Of moves that begin a wait, or time that was waited for me."""


def read_columns(board: Board) -> Columns:
    """The columns of a board."""
    with uncollected():
        try:
            return _read(board)
        except ValueError:  # a text among the stamps that is none: look at each
            return _read(board, warily=True)


def _read(board: Board, *, warily: bool = False) -> Columns:
    """Raises ValueError for a stamp that is none, unless ``warily``."""
    now = to_ms(board.at)
    horizon = make_stamp(now, "")
    into = Columns(now)
    marks: list[bytes] = []
    stamps: list[str] = []
    wary: list[tuple[int, Record]] = []
    apart: list[tuple[int, str]] = []
    for key, record in board.data.get(TASKS, {}).items():
        if "gone" in record and is_gone(record):
            continue
        log = record.get(LOG) or {}
        order = sorted(log)
        if warily or not order or order[0] <= EARLIEST_STAMP or order[-1] >= horizon or UNDOES in record:
            wary.append((int(key), record))
            continue
        patches = list(log.values()) if order == list(log) else [log[stamp] for stamp in order]
        try:
            steps = _steps(_gist(record, patches))
        except TypeError:  # a state that is a list, and no key
            wary.append((int(key), record))
            continue
        if steps.places is None:
            stamps += order
        else:
            stamps += [order[place] for place in steps.places]
        if "created" in record or not (steps.places is None or steps.places[:1] == (0,)):
            apart.append((len(into.ids), order[0]))
        if steps.words is None:
            into.words += [None] * sum(steps.marks.translate(WAITS))
        elif steps.words:
            into.words += [_said(patches, on, why) for on, why in steps.words]
        into.ids.append(int(key))
        into.records.append(record)
        marks.append(steps.marks)
    into.times = stamps_to_ms(stamps)
    _date(into, marks, apart)
    for task_id, record in wary:
        _read_track(into, marks, read_track(task_id, record, now, horizon), task_id)
    into.marks = b"".join(marks)
    into.tasks = list(chain.from_iterable(map(repeat, into.ids, map(len, marks))))
    return into


def _date(into: Columns, marks: list[bytes], apart: list[tuple[int, str]]) -> None:
    """When the tasks were created: with their first move, but for those set ``apart`` with their first stamp."""
    firsts = list(accumulate(map(len, marks), initial=0))
    into.created = list(map([*into.times, 0].__getitem__, firsts[:-1]))
    for place, stamp in apart:
        moved = into.created[place] if marks[place] else None
        first = stamp_to_ms(stamp)
        into.created[place] = created_at(into.records[place], first, moved, into.now) or first


def _read_track(into: Columns, marks: list[bytes], track: Track | None, task_id: int) -> None:
    """Enter a task that was read move by move."""
    if track is None:
        into.unknown.append(task_id)
        return
    marked = _marks([(came, to) for _, came, to, _ in track.moves])
    into.ids.append(task_id)
    into.records.append(track.record)
    into.created.append(track.created)
    into.times += [ms for ms, _, _, _ in track.moves]
    into.words += [None] * sum(marked.translate(WAITS))
    marks.append(marked)


def _gist(record: Record, patches: Sequence[Mapping[str, Json]]) -> tuple[Hashable, ...]:
    """What the patches say about state and waits, without the words themselves."""
    if "waiting_on" in record or "waiting_why" in record or "resolved_at" in record:
        return tuple(
            [
                (
                    patch.get("state"),
                    bool(patch["resolved_at"]) if "resolved_at" in patch else None,
                    "waiting_on" in patch,
                    "waiting_why" in patch,
                )
                for patch in patches
            ]
        )
    return tuple([patch.get("state") for patch in patches])


@lru_cache(maxsize=1 << 14)
def _steps(gist: tuple[Json, ...]) -> Steps:
    """The steps of all logs that say the same."""
    told = [one if isinstance(one, tuple) else (one, None, False, False) for one in gist]
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
            for place, waits in zip(places, marks.translate(WAITS), strict=True)
            if waits
        )
    return Steps(marks, None if len(places) == len(gist) else places, words)


def _newest(told: Sequence[tuple[Json, ...]], part: int) -> int:
    return max((place for place, one in enumerate(told) if one[part]), default=-1)


def _said(patches: Sequence[Mapping[str, Json]], on: int, why: int) -> tuple[Json, Json]:
    return (
        patches[on]["waiting_on"] if on >= 0 else None,
        patches[why]["waiting_why"] if why >= 0 else None,
    )


def _marks(path: Iterable[tuple[str | None, str]]) -> bytes:
    """The marks of the moves of one task, from where and where to each."""
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
