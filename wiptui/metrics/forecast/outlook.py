"""Both forecasts from the person's own throughput: when N more tasks may be finished, and how many by a day.

They forecast *any* N more completions and say nothing about the tasks that are open now: a task that is started next
may be finished first.
"""

from __future__ import annotations

from datetime import date

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.forecast.monte_carlo import (
    CAP_DAYS,
    MIN_DAYS,
    MIN_DONE,
    Outcomes,
    Sample,
    at_least,
    how_many,
    sample_of,
    when,
)
from wiptui.metrics.forecast.regime import Regime, regime
from wiptui.metrics.forecast.track_record import TrackRecord, record_of
from wiptui.metrics.log.ledger import Ledger

CERTAINTIES = (50, 70, 85, 95)
"""The certainties to show, in percent."""
NOTHING_OPEN = "Nothing is in doing, waiting or ready: there is nothing to forecast."


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast as of ``today``. Today itself does not count: the first day of a trial is tomorrow."""

    today: date
    tasks: int
    by: date
    sample: Sample
    seed: int
    when: Outcomes | None
    """Days until ``tasks`` more are finished; None for no tasks, below 20 days or below 12 completions."""
    how_many: Outcomes | None
    """Tasks finished by the end of ``by``."""
    record: TrackRecord
    """How often its lines held in the past."""
    regime: Regime | None
    """A warning if the last weeks differ from the sample."""

    @property
    def days(self) -> int:
        """Days from tomorrow to ``by``."""
        return max((self.by - self.today).days, 0)

    def done_in(self, percent: int) -> int | None:
        """Return the days within which so many are finished with that certainty; None if later than two years."""
        if self.when is None:
            return None
        days = self.when.p(percent)
        return days if days < CAP_DAYS else None

    def done_on(self, percent: int) -> date | None:
        """Return the day by whose end so many are finished with that certainty."""
        days = self.done_in(percent)
        return None if days is None else date.fromordinal(self.today.toordinal() + days)

    def at_least(self, percent: int) -> int | None:
        """Return how many are finished by then, at least, with that certainty."""
        return None if self.how_many is None else at_least(self.how_many, percent)

    @property
    def chance(self) -> float | None:
        """The share of trials in which so many are finished by then."""
        return None if self.when is None else self.when.share_up_to(self.days)

    @property
    def doubt(self) -> str:
        """Why there is no forecast; "" if there is one."""
        if not self.tasks:
            return NOTHING_OPEN
        if self.sample.is_enough:
            return ""
        return (
            f"Too little for a forecast: {len(self.sample.days)} complete days with {self.sample.done} finished; "
            f"it takes {MIN_DAYS} days and {MIN_DONE} finished."
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What has to hold for the forecast to hold."""
        return (
            f"the days to come are like the last {len(self.sample.days)}, days off among them",
            "each day is drawn by itself, whatever day of the week it is",
            f"it is about any {self.tasks} more, not about the tasks that are open now",
        )


def outlook(ledger: Ledger, tasks: int, by: date, seed: int) -> Outlook:
    """Return both forecasts, 10,000 trials each. Without enough data there are none."""
    today = ledger.board.today
    sample = sample_of(ledger)
    record = record_of(ledger, tasks)
    if not sample.is_enough or not tasks:
        return Outlook(today, tasks, by, sample, seed, None, None, record, None)
    length = max((by - today).days, 0)
    days, counts = when(sample.days, tasks, seed), how_many(sample.days, length, seed)
    return Outlook(today, tasks, by, sample, seed, days, counts, record, regime(sample.days))


def seed_of(today: date) -> int:
    """Return the seed of a day, so that a question has the same answer all day."""
    return today.year * 10_000 + today.month * 100 + today.day
