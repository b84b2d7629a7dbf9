"""Series for charts: one value for each local day. Days are ordinals (``date.toordinal``)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import tzinfo
from itertools import pairwise

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import habits
from wiptui.domain.dates.working_hours import WorkHours
from wiptui.metrics.focus.sessions import FocusLog
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.times import Calendar, clock_time


@dataclass(frozen=True, slots=True)
class CfdDay:
    """Cumulative counts since the log began, at the end of a local day. None of them ever falls.

    ``started - exited`` is WIP. ``exited`` counts all exits (done, dropped, put back); ``dropped`` is also given apart.
    """

    day: int
    created: int
    started: int
    exited: int
    dropped: int

    @property
    def wip(self) -> int:
        return self.started - self.exited


def days_of(ledger: Ledger, since: int, until: int) -> list[int]:
    """Return the local days that a window touches, up to now."""
    return ledger.calendar.between(since, ledger.cap(until))


def cfd(ledger: Ledger, since: int, until: int) -> list[CfdDay]:
    """Return the cumulative flow of each day. The last day ends where the window ends."""
    until = ledger.cap(until)
    columns = (ledger.created, ledger.entries, ledger.exits, ledger.drops)
    rows = []
    for day in days_of(ledger, since, until):
        end = min(ledger.calendar.start(day + 1), until)
        created, started, exited, dropped = (bisect_left(column, end) for column in columns)
        rows.append(CfdDay(day, created, started, exited, dropped))
    return rows


def cfd_since(ledger: Ledger, since: int, row: CfdDay) -> CfdDay:
    """Return the counts of a day without what was counted before ``since``."""
    columns = (ledger.created, ledger.entries, ledger.exits, ledger.drops)
    created, started, exited, dropped = (bisect_left(column, since) for column in columns)
    return CfdDay(row.day, row.created - created, row.started - started, row.exited - exited, row.dropped - dropped)


def throughput_by_day(ledger: Ledger, since: int, until: int) -> list[tuple[int, int]]:
    """Return ``(day, tasks whose last completion falls on it)``, days with zero included."""
    counts = Counter(ledger.finished.days[ledger.finished.between(since, ledger.cap(until))])
    return [(day, counts[day]) for day in days_of(ledger, since, until)]


def restated_days(ledger: Ledger, since: int, until: int) -> list[int]:
    """Return the days whose throughput was higher before a task finished on them was reopened."""
    until = ledger.cap(until)
    return sorted({ledger.calendar.day(at) for at in ledger.voided if since <= at < until})


def throughput_by_week(ledger: Ledger, since: int, until: int, *, whole: bool = True) -> list[tuple[int, int]]:
    """Return ``(first day, tasks finished)`` of each week; ``whole`` leaves out weeks that the window cuts.

    A week begins on the day that the setting ``week_start`` names.
    """
    until = ledger.cap(until)
    days = days_of(ledger, since, until)
    counts: dict[int, int] = {}
    for day in days:
        counts[_week(day)] = 0
    for day in ledger.finished.days[ledger.finished.between(since, until)]:
        counts[_week(day)] += 1
    start = ledger.calendar.start
    return [(week, n) for week, n in counts.items() if not whole or (start(week) >= since and start(week + 7) <= until)]


def _week(day: int) -> int:
    """Return the first day of the week of a day; ordinal 1 was a Monday."""
    return day - (day - 1 - habits().week_start) % 7


def average_wip_by_day(ledger: Ledger, since: int, until: int) -> list[tuple[int, float]]:
    """Return ``(day, average WIP)``: the mean of WIP over the part of the day that is in the window and past."""
    until = min(ledger.cap(until), ledger.now)
    return [(ledger.calendar.day(start), wip / (end - start)) for start, end, wip in wip_between(ledger, since, until)]


def wip_between(ledger: Ledger, since: int, until: int) -> list[tuple[int, int, int]]:
    """Return ``(start, end, integral of WIP)`` of the local days of a window, the first and last one cut to it."""
    days = days_of(ledger, since, until)
    if not days:
        return []
    edges = [since, *map(ledger.calendar.start, days[1:]), until]
    sums = list(map(ledger.wip.up_to, edges))
    return [(*edge, after - before) for edge, (before, after) in zip(pairwise(edges), pairwise(sums), strict=True)]


@dataclass(frozen=True, slots=True)
class CyclePoint:
    """One finished task of the cycle-time scatter plot."""

    day: int
    cycle: int
    """Days."""
    task: int


def cycle_points(ledger: Ledger, since: int, until: int) -> list[CyclePoint]:
    """Return the finished tasks of a window with their cycle times, by time of completion."""
    finished = ledger.finished
    done = finished.between(since, ledger.cap(until))
    rows = zip(finished.days[done], finished.cycles[done], finished.tasks[done], strict=True)
    return [CyclePoint(day, cycle, task) for day, cycle, task in rows if cycle is not None]


@dataclass(frozen=True, slots=True)
class FocusDay:
    """One workday: focus in milliseconds, and what interrupted it."""

    day: int
    ms: int
    switches: int
    interruptions: int


def focus_by_day(ledger: Ledger, focus: FocusLog, since: int, until: int) -> list[FocusDay]:
    """Return the workdays of a window with their focus, days with zero included.

    A workday that began before the window is included only if a part of it lies in the window.
    """
    until = ledger.cap(until)
    if until <= since:
        return []
    workdays = Calendar(ledger.board.zone, since, until, habits().workday_hour)
    rows = []
    for day in workdays.between(since, until):
        found = focus.summary(max(since, workdays.start(day)), min(until, workdays.start(day + 1)))
        if workdays.start(day) >= since or found.ms or found.interruptions:
            rows.append(FocusDay(day, found.ms, found.switches, found.interruptions))
    return rows


def focus_outside(focus: FocusLog, zone: tzinfo | None, since: int, until: int, hours: WorkHours) -> int:
    """Return the milliseconds of focus outside the working hours (local time); 0 if there are no working hours."""
    if not hours.spans:
        return 0
    midnights = Calendar(zone, since, until)
    spans: dict[int, list[tuple[int, int]]] = {}
    outside = 0
    for _, start, end in focus.slices:
        start, end = max(start, since), min(end, until)
        outside += max(end - start, 0)
        for day in midnights.between(start, end):
            if day not in spans:  # ordinal 1 was a Monday
                of_day = hours.of((day - 1) % 7)
                spans[day] = [(clock_time(day, begin, zone), clock_time(day, over, zone)) for begin, over in of_day]
            outside -= sum(max(min(end, over) - max(start, begin), 0) for begin, over in spans[day])
    return outside
