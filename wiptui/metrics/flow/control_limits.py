"""XmR limits (Wheeler, «Understanding Variation»): mean +- 2.66 * the mean moving range, to tell signals from noise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import limit

FACTOR = 2.66
ENOUGH = 8
"""Points from which limits are drawn."""
RUN = 8
"""This many points in a row on one side of the mean are a signal."""
LEAST_MEAN = 1.0
"""Below this mean, counts are mostly 0 and 1, and these limits do not apply."""


@dataclass(frozen=True, slots=True)
class Xmr:
    """Natural process limits of a series."""

    n: int
    mean: float
    low: float
    high: float

    def is_signal(self, value: float) -> bool:
        """Return whether a value lies outside the limits."""
        return not self.low <= value <= self.high

    @property
    def range(self) -> str:
        """The limits of a count: «0.32 to 8.7»."""
        return f"{limit(max(self.low, 0))} to {limit(self.high)}"


def xmr(values: Sequence[float]) -> Xmr | None:
    """Return the limits of a series in order of time; None if :func:`doubt` gives a reason against them."""
    if doubt(values):
        return None
    mean = sum(values) / len(values)
    spread = FACTOR * _moving_range(values)
    return Xmr(len(values), mean, mean - spread, mean + spread)


def doubt(values: Sequence[float]) -> str:
    """Return why weeks have no limits; "" if they have."""
    if len(values) < ENOUGH:
        return f"limits are drawn from {ENOUGH} whole weeks on"
    mean = sum(values) / len(values)
    if mean < LEAST_MEAN:
        return f"whole weeks have a mean of {limit(mean)}, and limits are drawn from a mean of {LEAST_MEAN:.0f} on"
    if not _moving_range(values):
        return "all whole weeks are alike, so there are no limits"
    return ""


def _moving_range(values: Sequence[float]) -> float:
    return sum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)


def last_run(values: Sequence[float], mean: float) -> tuple[int, str]:
    """Return how many of the last values lie on one side of the mean in a row, and which side: “above” or “below”."""
    sides = [(value > mean) - (value < mean) for value in reversed(values)]
    length = len(list(takewhile(lambda side: side == sides[0], sides)))
    return (length, "above" if sides[0] > 0 else "below") if sides and sides[0] else (0, "")


def verdict(values: Sequence[float], limits: Xmr) -> str:
    """Return what the last week says, to follow its count, and how many earlier weeks were outside the limits."""
    length, side = last_run(values, limits.mean)
    if limits.is_signal(values[-1]):
        said = f"is a signal: outside its usual range ({limits.range})"
    elif length >= RUN:
        said = f"is the last of {length} in a row {side} the mean: a signal, though within its range ({limits.range})"
    else:
        said = f"is within its usual range ({limits.range})"
    earlier = sum(map(limits.is_signal, values[:-1]))
    return f"{said}; {earlier} before it {'was' if earlier == 1 else 'were'} outside" if earlier else said
