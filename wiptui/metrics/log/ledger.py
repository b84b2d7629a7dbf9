"""The ledger: every entry, exit and stretch of work in sorted columns, computed once and queried by window.

All times are UTC milliseconds; windows are half-open, ``[since, until)``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress
from typing import NamedTuple

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.record import Record, make_stamp
from wiptui.domain.core.tables import rows_since
from wiptui.metrics.log import columns as col
from wiptui.metrics.log.cached_columns import columns_of
from wiptui.metrics.log.columns import mark_table
from wiptui.metrics.log.gc_disabled import gc_disabled
from wiptui.metrics.log.task_log import Track, read_track
from wiptui.metrics.times import DAY, Calendar

DOING, WAITING, QUEUE = "doing", "waiting", "queue"
"""Kinds of time in WIP: being worked on, waiting on others, and resolved but waiting for me."""
KINDS = {DOING: col.DOING, WAITING: col.WAITING, QUEUE: col.QUEUE}

Segment = tuple[int, int, str, int]
"""``(start, end, kind, task)``. An open stretch ends now."""

_ENTERS = mark_table(lambda mark: mark & col.ENTRY)
_LEAVES = mark_table(lambda mark: mark & col.EXIT)
_STARTS = mark_table(lambda mark: mark & col.FIRST)
_DROPS = mark_table(lambda mark: mark & col.DROP)
_ENDS = mark_table(lambda mark: mark & col.LAST and mark & (col.DONE | col.DROP))
_DONE = mark_table(lambda mark: mark & col.LAST and mark & col.DONE)
_DROPPED = mark_table(lambda mark: mark & col.LAST and mark & col.DROP)
_RECORDS = mark_table(lambda mark: mark & (col.ENTRY | col.DONE))
_VOIDED = mark_table(lambda mark: mark & col.DONE and not mark & col.LAST)
_IN_WIP = mark_table(lambda mark: mark & col.LAST and mark & col.KIND)
_OUT_OR_IN_WIP = mark_table(lambda mark: mark & col.EXIT or (mark & col.LAST and mark & col.KIND))


def _of_kind(code: int) -> bytes:
    return mark_table(lambda mark: mark & col.KIND == code)


_OF_KIND = {kind: _of_kind(code) for kind, code in KINDS.items()}


class Occupancy:
    """Many stretches of time: how many are open at an instant, and their total length.

    The total up to t is the sum of t - start over those that began, minus the sum of t - end over those that ended.
    With running sums of the sorted starts and ends, any window costs four look-ups.
    """

    __slots__ = ("_end_sums", "_start_sums", "ends", "starts")

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts = sorted(starts)
        self.ends = sorted(ends)
        self._start_sums = list(accumulate(self.starts, initial=0))
        self._end_sums = list(accumulate(self.ends, initial=0))

    def at(self, ms: int) -> int:
        """Return how many were open just before an instant."""
        return bisect_left(self.starts, ms) - bisect_left(self.ends, ms)

    def between(self, since: int, until: int) -> int:
        """Return the milliseconds of all of them together in the window."""
        return self.up_to(until) - self.up_to(since)

    def up_to(self, ms: int) -> int:
        """Return the milliseconds of all of them together before an instant."""
        begun, ended = bisect_left(self.starts, ms), bisect_left(self.ends, ms)
        return (begun - ended) * ms - self._start_sums[begun] + self._end_sums[ended]


class Stretches(NamedTuple):
    """Stretches of time in columns, each ``[start, end)`` of a task."""

    starts: list[int]
    ends: list[int]
    tasks: list[int]

    def cut(self, since: int, until: int) -> tuple[list[int], list[int]]:
        """Return their starts and ends cut to a window. Stretches outside it end before they begin."""
        starts, ends = self.starts, self.ends
        if starts and (min(starts) < since or max(ends) > until):
            starts = [start if start > since else since for start in starts]
            ends = [end if end < until else until for end in ends]
        return starts, ends


class Finished(NamedTuple):
    """The tasks that are done, by the time of their last completion, then id. Days are ordinals."""

    times: list[int]
    tasks: list[int]
    days: list[int]
    cycles: list[int | None]
    """Done date - first start date + 1; None for a task without a start."""
    leads: list[int]
    """Done date - created date + 1."""

    def between(self, since: int, until: int) -> slice:
        """Return the slice of those finished in the window."""
        return slice(bisect_left(self.times, since), bisect_left(self.times, until))


class Ledger:
    """The totals of the moves of all tasks, at the board's instant."""

    def __init__(self, board: Board) -> None:
        self.board = board
        with gc_disabled():
            self._read(columns_of(board))

    def _read(self, columns: col.Columns) -> None:
        self.columns = columns
        self.now = columns.now
        self.created = sorted(columns.created)
        self.first = min(self.created[0], self.now) if self.created else self.now
        self.calendar = Calendar(self.board.zone, self.first - DAY, self.now)
        times, pick = columns.times, columns.pick
        self.entries = sorted(pick(times, _ENTERS))
        self.exits = sorted(pick(times, _LEAVES))
        self.drops = sorted(pick(times, _DROPS))
        self.dropped = sorted(pick(times, _DROPPED))
        recorded = min(pick(times, _RECORDS), default=None)
        self.recorded_from = None if recorded is None else self.calendar.start(self.calendar.day(recorded))
        """The start of the local day of the first start or completion. Creation dates can be imported."""
        self.voided = pick(times, _VOIDED)
        self.started_at = dict(zip(pick(columns.tasks, _STARTS), pick(times, _STARTS), strict=True))
        """First entry into doing or waiting, by task."""
        self.ended_at = dict(zip(pick(columns.tasks, _ENDS), pick(times, _ENDS), strict=True))
        """Last completion or drop that still holds, by task."""
        self._read_stretches(columns)
        self._read_spells(columns)

    def _read_stretches(self, columns: col.Columns) -> None:
        """Read the stretches of each kind of time. Each ends with the next move of its task, the last one now."""
        ends = [*columns.times[1:], self.now]
        for place in compress(range(len(ends)), columns.marks.translate(_IN_WIP)):
            ends[place] = self.now
        self.stretches = {
            kind: Stretches(*(columns.pick(column, table) for column in (columns.times, ends, columns.tasks)))
            for kind, table in _OF_KIND.items()
        }
        self.time = {kind: Occupancy(found.starts, found.ends) for kind, found in self.stretches.items()}

    def _read_spells(self, columns: col.Columns) -> None:
        """Read the unbroken times in WIP. Each begins with an entry and ends with the next exit, if there is one."""
        starts, tasks = columns.pick(columns.times, _ENTERS), columns.pick(columns.tasks, _ENTERS)
        ends = columns.pick(columns.times, _OUT_OR_IN_WIP)
        is_over = columns.pick(columns.marks.translate(_LEAVES), _OUT_OR_IN_WIP)
        self.spells = Stretches(*(list(compress(column, is_over)) for column in (starts, ends, tasks)))
        """Spells in WIP that ended."""
        still = [place for place, over in enumerate(is_over) if not over]
        self.open_spells = sorted((starts[place], tasks[place]) for place in still)
        for place in still:
            ends[place] = self.now
        self.in_work = Stretches(starts, ends, tasks)
        """All spells; an open one ends now."""
        self.wip = Occupancy(self.entries, ends)
        """The number of tasks in WIP over time."""

    @cached_property
    def finished(self) -> Finished:
        """The tasks that are done."""
        columns, days_of = self.columns, self.calendar.days
        created_at = dict(zip(columns.ids, columns.created, strict=True))
        rows = sorted(zip(columns.pick(columns.times, _DONE), columns.pick(columns.tasks, _DONE), strict=True))
        times, tasks = [at for at, _ in rows], [task for _, task in rows]
        days = days_of(times)
        starts = days_of(list(map(self.started_at.get, tasks, times)))
        cycles: list[int | None] = [done - start + 1 for done, start in zip(days, starts, strict=True)]
        for place in [place for place, task in enumerate(tasks) if task not in self.started_at]:
            cycles[place] = None
        created = days_of(list(map(created_at.__getitem__, tasks)))
        leads = [done - start + 1 for done, start in zip(days, created, strict=True)]
        return Finished(times, tasks, days, cycles, leads)

    @cached_property
    def wait_words(self) -> dict[str, list[col.WaitWords]]:
        """On whom and why, for each stretch of waiting, in the order of ``stretches``."""
        marks = bytes(self.columns.pick(self.columns.marks, col.WAITS))
        return {kind: list(compress(self.columns.words, marks.translate(_OF_KIND[kind]))) for kind in (WAITING, QUEUE)}

    @cached_property
    def labels(self) -> dict[int, col.Label]:
        """Project, tags and class of each task."""
        return dict(zip(self.columns.ids, self.columns.labels, strict=True))

    def is_under_way(self, kind: str) -> Sequence[int]:
        """For each stretch of a kind, in the order of ``stretches``, 1 if it is still open, else 0."""
        return self.columns.pick(self.columns.marks.translate(_IN_WIP), _OF_KIND[kind])

    @property
    def unknown(self) -> list[int]:
        """Ids of the tasks that are left out because of impossible times; ascending."""
        return sorted(self.columns.unknown)

    def record(self, task: int) -> Record:
        """Return the record of a task whose moves are known."""
        return self.board.data[TASKS][str(task)]

    def records(self, tasks: Sequence[int], since: int) -> list[Record]:
        """Return the records of tasks with an event at or after ``since`` (UTC milliseconds), read in one pass."""
        rows_since(self.board.data.get(TASKS, {}), make_stamp(since, ""))
        return list(map(self.record, tasks))

    def track(self, task: int) -> Track | None:
        """Return one task move by move; None for a task without moves or with impossible times."""
        return read_track(task, self.board.data.get(TASKS, {}).get(str(task), {}), self.now)

    # --- queries by instant: what happened before it

    def wip_at(self, ms: int) -> int:
        """Return the number of tasks in WIP just before an instant."""
        return bisect_left(self.entries, ms) - bisect_left(self.exits, ms)

    def shelved_at(self, ms: int) -> list[int]:
        """Return the ids of tasks that were started, unfinished and without a slot just before an instant."""
        ended_at = self.ended_at
        begun = [task for task, at in self.started_at.items() if at < ms <= ended_at.get(task, ms)]
        if not begun:
            return []
        inside = set(self.in_wip_at(ms))
        tracks = [self.track(task) for task in begun if task not in inside]
        return [track.id for track in tracks if track and state_before(track, ms) in ("ready", "backlog")]

    def in_wip_at(self, ms: int) -> list[int]:
        """Return the ids of the tasks in WIP just before an instant: those that left since, in that order, then the
        others.
        """
        left = sorted((end, task) for start, end, task in zip(*self.spells, strict=True) if start < ms <= end)
        return [task for _, task in left] + [task for start, task in self.open_spells if start < ms]

    # --- queries by window

    def segments_in(self, since: int, until: int) -> Iterator[Segment]:
        """Yield the stretches of WIP, cut to the window, unordered."""
        for kind, stretches in self.stretches.items():
            for start, end, task in zip(*stretches, strict=True):
                if start < until and end > since and start < end:
                    yield max(start, since), min(end, until), kind, task

    def cap(self, until: int) -> int:
        """Return the end of a window, cut to now. A window that reaches past now includes this instant and no more."""
        return min(until, self.now + 1)


def count_in(times: list[int], since: int, until: int) -> int:
    """Return how many of ascending ``times`` lie in the window."""
    return bisect_left(times, until) - bisect_left(times, since)


def state_before(track: Track, ms: int) -> str:
    """Return the state of a task just before an instant; "" before its first move."""
    state = ""
    for at, _, to, _ in track.moves:
        if at >= ms:
            break
        state = to
    return state
