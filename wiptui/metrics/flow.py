"""Flow of a window: what came in, what went out, how long it took, and where the time went (flow.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiptui.domain.values import dataclass
from wiptui.metrics.ageing import cycle_days
from wiptui.metrics.journal import Track
from wiptui.metrics.ledger import DOING, QUEUE, WAITING, Ledger, count_in
from wiptui.metrics.percentile import nearest_rank
from wiptui.metrics.times import DAY, HOUR, Calendar


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

    @property
    def net_flow(self) -> int:
        """Entries - exits, which is the change of WIP."""
        return self.entries - self.exits


def measure(ledger: Ledger, since: int, until: int) -> Flow:
    """The flow of a window; ``until`` is cut where the board's knowledge ends."""
    until = max(since, ledger.cap(until))
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
        time.total / (until - since) if until > since else None,
        peak_wip(ledger, since, until),
        len(ledger.shelved_at(until)),
        time,
    )


def wip_time(ledger: Ledger, since: int, until: int, tasks: Iterable[int] | None = None) -> WipTime:
    """Time in WIP within the window, of all tasks or of some."""
    wanted = None if tasks is None else frozenset(tasks)
    sums = {DOING: 0, WAITING: 0, QUEUE: 0}
    for start, end, kind, task in ledger.segments_in(since, until):
        if wanted is None or task in wanted:
            sums[kind] += end - start
    return WipTime(sums[DOING], sums[WAITING], sums[QUEUE])


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
    """The most tasks in WIP at once within the window. What happens in the same instant counts together."""
    steps: dict[int, int] = {}
    for times, step in ((ledger.entries, 1), (ledger.exits, -1)):
        for at in times:
            if since <= at < until:
                steps[at] = steps.get(at, 0) + step
    peak = wip = ledger.wip_at(since)
    for at in sorted(steps):
        wip += steps[at]
        peak = max(peak, wip)
    return peak


def per_day(count: int, since: int, until: int) -> float | None:
    """A count as a rate per day of 24 hours."""
    return count * DAY / (until - since) if until > since else None
