"""Service level expectation: “85% within N days”, set by the person or proposed from earlier data, and how it was met.

The last 28 days judge it. A proposal comes from the 90 days before them: an expectation judged on the data that it was
made from would nearly always be met.
"""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import habits
from wiptui.domain.text import counted
from wiptui.metrics.evidence import DATA, SETTING
from wiptui.metrics.figures import in_percent
from wiptui.metrics.flow.totals import Spread, cycle_spread
from wiptui.metrics.log.ledger import Ledger

JUDGED_DAYS = 28
MADE_DAYS = 90
FEWEST = 5
"""Finished tasks below which the share means nothing."""


@dataclass(frozen=True, slots=True)
class Sle:
    """An expectation and the cycle times that judge it."""

    share: int
    """In percent."""
    days: int | None
    """None if nobody has set it and there are too few data for a proposal."""
    origin: str
    made_from: int
    """Finished tasks in the 90 days before a proposal."""
    judged: Spread
    """Cycle times of the last 28 days."""

    @property
    def kept(self) -> float | None:
        """The share of the last 28 days that met it; None without finished tasks."""
        return None if self.days is None else self.judged.kept(self.days)

    @property
    def sentence(self) -> str:
        """The result in one sentence, with both n."""
        if self.days is None:
            return (
                f"No expectation yet: {self.made_from} finished in the {MADE_DAYS} days before the last {JUDGED_DAYS}; "
                f"it takes {needed(self.share)}."
            )
        made = SETTING if self.origin == SETTING else f"n={self.made_from} before"
        said = f"“{self.share}% within {counted(self.days, 'day')}” ({made})"
        if self.judged.n < FEWEST:
            return f"{said}: {self.judged.n} finished in {JUDGED_DAYS} days, too few to judge it."
        return f"{said} was kept by {in_percent(self.kept or 0)} of {self.judged.n} in {JUDGED_DAYS} days."


def needed(percent: int) -> int:
    """Return how many values a percentile needs."""
    return 5 if percent <= 50 else 12 if percent <= 85 else 20


def sle_of(ledger: Ledger) -> Sle:
    """Return the expectation in force now."""
    start, today = ledger.calendar.start, ledger.calendar.day(ledger.now)
    first = today - JUDGED_DAYS + 1
    judged = cycle_spread(ledger, ledger.finished.between(start(first), ledger.now + 1))
    made = cycle_spread(ledger, ledger.finished.between(start(first - MADE_DAYS), start(first)))
    mine = habits()
    if mine.sle_days:
        return Sle(mine.sle_share, mine.sle_days, SETTING, made.n, judged)
    days = made.p(mine.sle_share) if made.n >= needed(mine.sle_share) else None
    return Sle(mine.sle_share, days, DATA, made.n, judged)
