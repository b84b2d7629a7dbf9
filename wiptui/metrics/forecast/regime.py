"""Regime: whether the last two weeks look like the weeks before them, which a forecast also samples."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import rate
from wiptui.metrics.forecast.track_record import chances_of

DAYS = 14
RARE = 0.025
"""A total is unusual if at most one in forty draws of 14 earlier days is as low or as high."""
MUCH = 1.5
"""The least difference of the two, besides."""
ENOUGH = 12
"""Finished tasks in the sample below which two weeks say nothing."""


@dataclass(frozen=True, slots=True)
class Regime:
    """The last 14 days of a sample, and the average that as many earlier days would bring."""

    finished: int
    before_days: int
    expected: float

    @property
    def way(self) -> str:
        """In which direction the forecast errs if the present pace continues."""
        return "later" if self.finished < self.expected else "earlier"

    @property
    def sentence(self) -> str:
        """The warning as a sentence."""
        before = f"the {self.before_days} before them {rate(self.expected)} in {DAYS}"
        lately = f"The last {DAYS} days brought {self.finished}, {before}"
        return f"{lately}: if that lasts, it will be {self.way} (rule of thumb)."

    @property
    def brief(self) -> str:
        """The warning as the end of a sentence."""
        return f"{self.way} if the last {DAYS} days go on ({self.finished} finished, before that {rate(self.expected)})"


def regime(days: Sequence[int]) -> Regime | None:
    """Return a warning if the last 14 days of a sample differ from those before;

    None if they do not, or are too few.
    """
    before, lately = days[:-DAYS], days[-DAYS:]
    if len(before) < DAYS or sum(days) < ENOUGH:
        return None
    finished, expected = sum(lately), sum(before) * DAYS / len(before)
    if finished * MUCH > expected and finished < expected * MUCH:
        return None
    totals = {0: 1.0}
    for _ in lately:
        after: dict[int, float] = {}
        for total, chance in totals.items():
            for count, times in chances_of(before).items():
                after[total + count] = after.get(total + count, 0.0) + chance * times
        totals = after
    below = sum(chance for total, chance in totals.items() if total <= finished)
    above = sum(chance for total, chance in totals.items() if total >= finished)
    return Regime(finished, len(before), expected) if min(below, above) <= RARE else None
