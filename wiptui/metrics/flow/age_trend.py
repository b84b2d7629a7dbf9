"""The age of work in progress over time, next to the pace of that time. It grows before cycle times do."""

from __future__ import annotations

from bisect import bisect_right

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.flow.ageing import Pace
from wiptui.metrics.flow.daily_series import days_of
from wiptui.metrics.flow.totals import pace_at
from wiptui.metrics.log.ledger import Ledger


@dataclass(frozen=True, slots=True)
class AgeDay:
    """The work in progress at the end of a local day, or now."""

    day: int
    ages: tuple[int, ...]
    """Days since the first start, counting that day; ascending."""
    pace: Pace
    """How long work took in the 90 days before that day."""

    @property
    def average(self) -> float:
        """The mean age; 0 without work in progress."""
        return sum(self.ages) / len(self.ages) if self.ages else 0.0

    @property
    def oldest(self) -> int:
        return self.ages[-1] if self.ages else 0

    @property
    def older(self) -> int:
        """How many tasks were older than the 85th percentile."""
        return len(self.ages) - bisect_right(self.ages, self.pace.p85)


def ages_by_day(ledger: Ledger, since: int, until: int) -> list[AgeDay]:
    """Return the ages at the end of each day of a window; for the last day, the ages now."""
    days = days_of(ledger, since, until)
    ends = [min(ledger.calendar.start(day + 1), ledger.cap(until)) for day in days]
    begun: list[list[int]] = [[] for _ in days]
    still = [(start, ledger.now + 1, task) for start, task in ledger.open_spells]
    for start, end, task in [*zip(*ledger.spells, strict=True), *still]:
        # in progress just before the end of a day: begun before it, and left at or after it
        places = range(bisect_right(ends, start), bisect_right(ends, end))
        first = ledger.calendar.day(ledger.started_at[task]) if places else 0
        for place in places:
            begun[place].append(first)
    return [
        AgeDay(day, tuple(sorted(day - first + 1 for first in firsts)), pace_at(ledger, end))
        for day, end, firsts in zip(days, ends, begun, strict=True)
    ]
