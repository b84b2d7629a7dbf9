"""The flow of a window: what came in, what went out, how long it took, and where the time went (docs/stats.md)."""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress
from operator import lt, sub

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import percents
from wiptui.metrics.flow.ageing import WINDOW_DAYS, Pace, pace_from
from wiptui.metrics.log.ledger import DOING, QUEUE, WAITING, Ledger, Stretches, count_in
from wiptui.metrics.percentile import nearest_rank


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
        """The percentiles that this many values support. Below 5 values only the values and their range do."""
        return tuple(p for p, enough in ((50, 5), (70, 12), (85, 12), (95, 20)) if self.n >= enough)

    def kept(self, days: int) -> float | None:
        """Return the share of values up to ``days``: how well a promise of “within N days” was kept."""
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
        """Flow efficiency, doing / total."""
        return self._share(self.doing)

    @property
    def headwind(self) -> float | None:
        """Waiting on others / total."""
        return self._share(self.waiting)

    @property
    def own_queue(self) -> float | None:
        """Waiting for me / total."""
        return self._share(self.queue)

    @property
    def percents(self) -> tuple[int, int, int]:
        """Doing, waiting and queue in whole percentages that add up to 100; 0 each without any time."""
        doing, waiting, queue = percents((self.doing, self.waiting, self.queue))
        return doing, waiting, queue

    def touch(self, focus_ms: int) -> float | None:
        """Return focus / total time in WIP."""
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
    """Milliseconds, up to now at most."""

    @property
    def net_flow(self) -> int:
        """Entries - exits: the change of WIP."""
        return self.entries - self.exits


def measure(ledger: Ledger, since: int, until: int) -> Flow:
    """Return the flow of a window. ``until`` is cut to the board's instant."""
    until = max(since, ledger.cap(until))
    known = max(since, min(until, ledger.now))
    done = ledger.finished.between(since, until)
    time = wip_time(ledger, since, until)
    return Flow(
        since,
        until,
        count_in(ledger.created, since, until),
        count_in(ledger.entries, since, until),
        count_in(ledger.exits, since, until),
        done.stop - done.start,
        count_in(ledger.dropped, since, until),
        cycle_spread(ledger, done),
        lead_spread(ledger, done),
        ledger.wip_at(until),
        time.total / (known - since) if known > since else None,
        peak_wip(ledger, since, until),
        len(ledger.shelved_at(until)),
        time,
        known - since,
    )


def wip_time(ledger: Ledger, since: int, until: int) -> WipTime:
    """Return the time in WIP within the window, of all tasks."""
    return WipTime(*(ledger.time[kind].between(since, until) for kind in (DOING, WAITING, QUEUE)))


def wip_time_by_task(ledger: Ledger, since: int, until: int) -> dict[int, WipTime]:
    """Return the time in WIP within the window, by task id. Tasks without any are absent."""
    sums = {kind: time_by_task(ledger, kind, since, until) for kind in (DOING, WAITING, QUEUE)}
    tasks = dict.fromkeys(task for found in sums.values() for task in found)
    doing, waiting, queue = sums.values()
    return {task: WipTime(doing.get(task, 0), waiting.get(task, 0), queue.get(task, 0)) for task in tasks}


def time_by_task(ledger: Ledger, kind: str, since: int, until: int) -> dict[int, int]:
    """Return milliseconds of one kind of time in WIP within the window, by task id. Tasks without any are absent."""
    return _sums(ledger.stretches[kind], since, until)


def all_time_by_task(ledger: Ledger, since: int, until: int) -> dict[int, int]:
    """Return the same for all kinds together."""
    return _sums(ledger.in_work, since, until)


def tasks_with(ledger: Ledger, kind: str, since: int, until: int) -> int:
    """Return how many tasks had time of a kind within the window."""
    starts, ends = ledger.stretches[kind].cut(since, until)
    return len(set(compress(ledger.stretches[kind].tasks, map(lt, starts, ends))))


def _sums(stretches: Stretches, since: int, until: int) -> dict[int, int]:
    starts, ends = stretches.cut(since, until)
    sums: dict[int, int] = {}
    for task, ms in zip(stretches.tasks, map(sub, ends, starts), strict=True):
        if ms > 0:
            sums[task] = sums[task] + ms if task in sums else ms
    return sums


def cycle_spread(ledger: Ledger, done: slice) -> Spread:
    """Return the cycle times (days) of a slice of ``ledger.finished``. Tasks done without a start have none."""
    return Spread(tuple(sorted(filter(None, ledger.finished.cycles[done]))))


def lead_spread(ledger: Ledger, done: slice) -> Spread:
    """Return the lead times (days) of a slice of ``ledger.finished``: done date - created date + 1."""
    return Spread(tuple(sorted(ledger.finished.leads[done])))


def pace_at(ledger: Ledger, until: int) -> Pace:
    """Return how long work took in the 90 days before an instant."""
    first = ledger.calendar.day(min(until, ledger.now + 1) - 1) - WINDOW_DAYS + 1
    return pace_from(cycle_spread(ledger, ledger.finished.between(ledger.calendar.start(first), until)).values)


def peak_wip(ledger: Ledger, since: int, until: int) -> int:
    """Return the most tasks in WIP at once within the window. At equal instants a task leaves before another enters.

    More than n were in WIP at once exactly if the (n + i)-th entry came before the i-th exit for some i.
    """
    before = ledger.wip_at(since)
    leaves = ledger.exits[bisect_left(ledger.exits, since) : bisect_left(ledger.exits, until)]
    comes = [since] * before + ledger.entries[bisect_left(ledger.entries, since) : bisect_left(ledger.entries, until)]

    def is_most(n: int) -> bool:
        return len(comes) - n <= len(leaves) and not any(map(lt, comes[n:], leaves))

    return max(before, bisect_left(range(len(comes)), True, key=is_most))
