"""Focus over a window: time by task, sessions, switches and interruptions (docs/stats.md#focus-and-switches)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from operator import attrgetter

from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import habits
from wiptui.metrics.focus.stints import Interruption, Stint, read_interrupts, read_stints
from wiptui.metrics.focus.switches import BLOCKED, CHOSEN, INTERRUPTED, TRANSITION, Switch, changes, ended_by_log
from wiptui.metrics.times import DAY, HOUR, MINUTE, SECOND, Calendar

GAP = 5 * MINUTE
DEEP = 25 * MINUTE
RATE_FROM = HOUR // 2
"""Focus from which switches are given per hour; below it a plain count says more."""


@dataclass(frozen=True, slots=True)
class FocusSession:
    """Stints of one task with gaps of at most 5 minutes. Times are UTC milliseconds; ``length`` leaves out the gaps."""

    task: int
    start: int
    end: int
    length: int
    interrupts: int

    @property
    def is_deep(self) -> bool:
        """Whether it lasts at least 25 minutes without an interruption."""
        return self.length >= DEEP and not self.interrupts


@dataclass(frozen=True, slots=True)
class FocusLog:
    """The whole focus log of a board in order of time. Times are UTC milliseconds."""

    stints: tuple[Stint, ...]
    interrupts: tuple[Interruption, ...]
    changes: tuple[Switch, ...]
    sessions: tuple[FocusSession, ...]
    slices: tuple[tuple[int, int, int], ...]
    """``(task, start, end)``: focus in which no instant counts twice."""

    def by_task(self, since: int, until: int) -> dict[int, int]:
        """Return the milliseconds of focus within the window, by task id."""
        found: dict[int, int] = {}
        for task, start, end in self.slices:
            if start < until and end > since:
                found[task] = found.get(task, 0) + min(end, until) - max(start, since)
        return found

    def summary(self, since: int, until: int) -> FocusSummary:
        """Return the counts of the window ``[since, until)``. A switch or session counts where it begins."""
        kinds = [change.kind for change in self.changes if since <= change.at < until]
        return FocusSummary(
            sum(self.by_task(since, until).values()),
            kinds.count(CHOSEN),
            kinds.count(BLOCKED),
            kinds.count(INTERRUPTED),
            kinds.count(TRANSITION),
            sum(since <= row.at < until for row in self.interrupts),
            sum(since <= session.start < until for session in self.sessions),
            sum(session.is_deep and since <= session.start < until for session in self.sessions),
        )


@dataclass(frozen=True, slots=True)
class FocusSummary:
    """Focus of a window: ``ms`` of it, and counts."""

    ms: int
    chosen: int
    blocked: int
    interrupted: int
    transitions: int
    interruptions: int
    sessions: int
    deep_sessions: int

    @property
    def seconds(self) -> int:
        return self.ms // SECOND

    @property
    def switches(self) -> int:
        return self.chosen + self.blocked + self.interrupted

    @property
    def per_hour(self) -> float | None:
        """Switches per hour of focus; None below half an hour of focus."""
        return self.switches * HOUR / self.ms if self.ms >= RATE_FROM else None


def read_focus(board: Board) -> FocusLog:
    """Read the whole focus log of a board."""
    now = to_ms(board.at)
    stints = read_stints(board)
    first = stints[0].start if stints else now
    workdays = Calendar(board.zone, first - DAY, now, habits().workday_hour)
    interrupts = read_interrupts(board, stints)
    parts = sorted((part for stint in stints for part in stint.parts()), key=attrgetter("start", "id"))
    return FocusLog(
        tuple(stints),
        tuple(interrupts),
        tuple(changes(stints, workdays, ended_by_log(board))),
        tuple(sessions(parts, interrupts)),
        tuple(slices(parts)),
    )


def sessions(stints: Sequence[Stint], interrupts: Sequence[Interruption]) -> list[FocusSession]:
    """Return the sessions by start.

    A stint of another task ends a session, a peek at one does not. A peek begins none.
    """
    times = [row.at for row in interrupts]
    found: list[FocusSession] = []
    group: list[Stint] = []
    end = 0
    for stint in stints:
        goes_on = bool(group) and stint.task == group[0].task and stint.start - end <= GAP
        if stint.is_peek and not goes_on:
            continue
        if group and not goes_on:
            found.append(_session(group, times))
            group, end = [], 0
        group.append(stint)
        end = max(end, stint.end)  # a longer one may still run on another machine
    if group:
        found.append(_session(group, times))
    return found


def _session(group: Sequence[Stint], interrupts: Sequence[int]) -> FocusSession:
    start, end = group[0].start, max(stint.end for stint in group)
    length = sum(stop - begin for _, begin, stop in slices(group)) if len(group) > 1 else end - start
    first = bisect_left(interrupts, start)
    return FocusSession(group[0].task, start, end, length, bisect_right(interrupts, end) - first)


def slices(stints: Sequence[Stint]) -> Iterator[tuple[int, int, int]]:
    """Yield ``(task, start, end)`` so that no instant counts twice. Where stints overlap, the later start wins.

    ``stints`` are in order of start. Two machines can each have a focus; a person cannot.
    """
    running: list[tuple[int, int, int, int]] = []
    clock = 0
    for place, stint in enumerate(stints):
        if not running and (place + 1 == len(stints) or stint.end <= stints[place + 1].start):
            if stint.end > stint.start:
                yield stint.task, stint.start, stint.end
            continue
        yield from _until(running, clock, stint.start)
        clock = stint.start
        heappush(running, (-stint.start, -place, stint.end, stint.task))
    yield from _until(running, clock, None)


def _until(running: list[tuple[int, int, int, int]], clock: int, limit: int | None) -> Iterator[tuple[int, int, int]]:
    """Yield what the open stints get between ``clock`` and ``limit``, and remove those that end by then."""
    while running and (limit is None or clock < limit):
        _, _, end, task = running[0]
        if end <= clock:
            heappop(running)
            continue
        stop = end if limit is None else min(end, limit)
        yield task, clock, stop
        clock = stop
