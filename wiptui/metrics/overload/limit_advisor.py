"""The limit advisor: how much was finished, and how fast, at each level of WIP. It looks back and promises nothing."""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import habits
from wiptui.metrics.figures import rate
from wiptui.metrics.flow.daily_series import wip_between
from wiptui.metrics.flow.totals import Spread
from wiptui.metrics.forecast.random_draws import draws
from wiptui.metrics.log.ledger import Ledger

ENOUGH_DAYS = 10
"""Days at a WIP from which its row is more than an anecdote."""
RESAMPLES = 1_000
SEED = 1
"""Fixed, so that the same log always gives the same advice."""


@dataclass(frozen=True, slots=True)
class AtWip:
    """The results of the days with an average WIP of about ``wip``."""

    wip: int
    counts: tuple[int, ...]
    """Tasks finished on each day."""
    cycle: Spread
    """Cycle times (days) of the tasks finished on them."""

    @property
    def days(self) -> int:
        return len(self.counts)

    @property
    def finished(self) -> int:
        return sum(self.counts)

    @property
    def per_day(self) -> float:
        return self.finished / self.days

    def per_day_range(self) -> tuple[float, float]:
        """The range of the mean a day in 90% of 1,000 resamplings of these days (a percentile bootstrap, Efron
        1979).
        """
        needed = self.days * RESAMPLES
        drawn: list[int] = []
        for chunk in draws(self.counts[-256:], SEED):
            drawn += chunk
            if len(drawn) >= needed:
                break
        means = sorted([sum(drawn[first : first + self.days]) for first in range(0, needed, self.days)])
        return means[RESAMPLES // 20 - 1] / self.days, means[-RESAMPLES // 20] / self.days

    @property
    def is_enough(self) -> bool:
        return self.days >= ENOUGH_DAYS


def by_wip(ledger: Ledger, since: int, until: int) -> list[AtWip]:
    """Return the complete working days of a window by their average WIP, rounded half up; WIP 0 is left out.

    Without working hours, every day is a working day.
    """
    until = min(ledger.cap(until), ledger.now)
    hours = habits().hours
    counts: dict[int, list[int]] = {}
    cycles: dict[int, list[int]] = {}
    for start, end, total in wip_between(ledger, since, until):
        weekday = (ledger.calendar.day(start) - 1) % 7  # ordinal 1 was a Monday
        wip = (2 * total + end - start) // (2 * (end - start))
        is_worked = not hours.spans or bool(hours.of(weekday))
        if wip and is_worked and _is_midnight(ledger, start) and _is_midnight(ledger, end):
            done = ledger.finished.between(start, end)
            counts.setdefault(wip, []).append(done.stop - done.start)
            cycles.setdefault(wip, []).extend(filter(None, ledger.finished.cycles[done]))
    return [AtWip(wip, tuple(counts[wip]), Spread(tuple(sorted(cycles[wip])))) for wip in sorted(counts)]


def _is_midnight(ledger: Ledger, ms: int) -> bool:
    return ledger.calendar.start(ledger.calendar.day(ms)) == ms


def advice(rows: list[AtWip]) -> str:
    """Return one sentence about the limits that the data support, with n and its uncertainty."""
    known = [row for row in rows if row.is_enough]
    if len(known) < 2:
        return f"Too few working days to compare: it takes {ENOUGH_DAYS} at each of two levels of WIP."
    best = max(known, key=lambda row: (row.per_day, -row.wip))
    if not best.finished:
        return "Nothing was finished on the days that could be compared."
    fast = sorted((row for row in known if row.cycle.claims), key=lambda row: row.cycle.p(50) or 0)
    quick = fast[0] if len(fast) > 1 and fast[0].cycle.p(50) not in [row.cycle.p(50) for row in fast[1:]] else None
    said = f"The highest rate was at WIP {best.wip}: {rate(best.per_day)} a day (n={best.finished} on {best.days} days)"
    if quick is not None:
        said += f"; the shortest median at WIP {quick.wip}: {quick.cycle.p(50)} d (n={quick.cycle.n})"
    low = best.per_day_range()[0]
    rivals = [row.wip for row in known if row is not best and row.per_day_range()[1] >= low]
    if rivals:
        said += f". WIP {_listed(rivals)} may be as good: the ranges overlap"
    return f"{said}. Other things differed too: try a limit for two weeks and compare."


def _listed(numbers: list[int]) -> str:
    *first, last = [str(number) for number in numbers]
    return f"{', '.join(first)} and {last}" if first else last
