"""Flow of a window: what came in, what went out, how long it took, and where the time went (flow.md section 5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from wiptui.domain.values import dataclass
from wiptui.metrics.ageing import cycle_days
from wiptui.metrics.journal import Track
from wiptui.metrics.ledger import DOING, QUEUE, WAITING, Ledger, count_in
from wiptui.metrics.percentile import nearest_rank
from wiptui.metrics.times import HOUR, Calendar


@dataclass(frozen=True, slots=True)
class Spread:
    """Ascending values (days) and their percentiles by nearest rank; None without values."""

    values: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.values)

    def p(self, p: int) -> int | None:
        """The p-th percentile."""
        return nearest_rank(self.values, p) if self.values else None

    @property
    def max(self) -> int | None:
        return self.values[-1] if self.values else None

    @property
    def claims(self) -> tuple[int, ...]:
        """The percentiles that so many values carry; below 5 only the points themselves and their range."""
        return tuple(p for p, enough in ((50, 5), (70, 12), (85, 12), (95, 20)) if self.n >= enough)

    def kept(self, days: int) -> float | None:
        """The share of values that are at most ``days``: how well a promise of “within N days” was kept."""
        return sum(value <= days for value in self.values) / self.n if self.values else None


@dataclass(frozen=True, slots=True)
class WipTime:
    """Time in WIP in milliseconds: in doing (D), waiting on others (Wo), resolved and waiting for me (Wq)."""

    doing: int
    waiting: int
    queue: int

    @property
    def total(self) -> int:
        return self.doing + self.waiting + self.queue

    @property
    def efficiency(self) -> float | None:
        """Flow efficiency, D / T."""
        return self._share(self.doing)

    @property
    def headwind(self) -> float | None:
        """Wo / T."""
        return self._share(self.waiting)

    @property
    def own_queue(self) -> float | None:
        """Wq / T."""
        return self._share(self.queue)

    def touch(self, focus_ms: int) -> float | None:
        """Focus / T."""
        return self._share(focus_ms)

    def _share(self, part: int) -> float | None:
        return part / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Flow:
    """The counts and averages of a window ``[since, until)``, in UTC milliseconds."""

    since: int
    until: int
    created: int
    entries: int
    exits: int
    throughput: int
    dropped: int
    cycle: Spread
    lead: Spread
    wip: int
    """Tasks in WIP at the end."""
    average_wip: float | None
    """The integral of WIP over the length; None for a window without length."""
    peak_wip: int
    shelved: int
    time: WipTime

    length: int
    """Milliseconds, up to now at the latest."""

    @property
    def net_flow(self) -> int:
        """Entries - exits, which is the change of WIP."""
        return self.entries - self.exits


def measure(ledger: Ledger, since: int, until: int) -> Flow:
    """The flow of a window; ``until`` is cut where the board's knowledge ends."""
    until = max(since, ledger.cap(until))
    known = max(since, min(until, ledger.now))
    done = ledger.finished_in(since, until)
    time = wip_time(ledger, since, until)
    return Flow(
        since,
        until,
        count_in(ledger.created, since, until),
        count_in(ledger.entries, since, until),
        count_in(ledger.exits, since, until),
        len(done),
        count_in(ledger.dropped, since, until),
        cycle_spread(done, ledger.calendar),
        lead_spread(done, ledger.calendar),
        ledger.wip_at(until),
        time.total / (known - since) if known > since else None,
        peak_wip(ledger, since, until),
        len(ledger.shelved_at(until)),
        time,
        known - since,
    )


def wip_time(ledger: Ledger, since: int, until: int) -> WipTime:
    """Time in WIP within the window, of all tasks."""
    return WipTime(*(ledger.time[kind].between(since, until) for kind in (DOING, WAITING, QUEUE)))


def wip_time_by_task(ledger: Ledger, since: int, until: int) -> dict[int, WipTime]:
    """Time in WIP within the window, by task id; tasks that had none are absent."""
    sums: dict[int, dict[str, int]] = {}
    for start, end, kind, task in ledger.segments_in(since, until):
        row = sums.setdefault(task, {DOING: 0, WAITING: 0, QUEUE: 0})
        row[kind] += end - start
    return {task: WipTime(row[DOING], row[WAITING], row[QUEUE]) for task, row in sums.items()}


def cycle_spread(done: Sequence[Track], calendar: Calendar) -> Spread:
    """Cycle times (days); done without a start has none."""
    days = (cycle_days(track, calendar) for track in done)
    return Spread(tuple(sorted(day for day in days if day is not None)))


def lead_spread(done: Sequence[Track], calendar: Calendar) -> Spread:
    """Lead times (days): done date - created date + 1."""
    return Spread(tuple(sorted(lead_days(track, calendar) for track in done)))


def lead_days(track: Track, calendar: Calendar) -> int:
    """Done date - created date + 1 of a finished task."""
    return calendar.day(track.ended or track.created) - calendar.day(track.created) + 1


def elapsed_hours(track: Track) -> float | None:
    """Hours from first start to completion, on the clock of the universe; None where either is missing."""
    if track.state != "done" or track.committed is None or track.ended is None:
        return None
    return (track.ended - track.committed) / HOUR


def peak_wip(ledger: Ledger, since: int, until: int) -> int:
    """The most tasks in WIP at once within the window; who leaves in the same instant has left before who comes."""
    comes = ledger.entries[bisect_left(ledger.entries, since) : bisect_left(ledger.entries, until)]
    leaves = ledger.exits[bisect_left(ledger.exits, since) : bisect_left(ledger.exits, until)]
    turns = sorted([at * 2 + 1 for at in comes] + [at * 2 for at in leaves])
    return max(accumulate([1 if turn & 1 else -1 for turn in turns], initial=ledger.wip_at(since)))
