"""Trend: XmR limits, which tell a signal from noise (Wheeler). Mean +- 2.66 * the mean moving range."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wiptui.domain.values import dataclass

FACTOR = 2.66
ENOUGH = 8
"""Points from which on limits are drawn."""


@dataclass(frozen=True, slots=True)
class Xmr:
    """Natural process limits of a series."""

    n: int
    mean: float
    low: float
    high: float

    def is_signal(self, value: float) -> bool:
        """Whether a value lies outside the limits. Inside them it is noise."""
        return not self.low <= value <= self.high

    def verdict(self, value: float) -> str:
        """“noise” or “signal”."""
        return "signal" if self.is_signal(value) else "noise"


def xmr(values: Sequence[float]) -> Xmr | None:
    """The limits of a series in order of time; None below 8 points."""
    n = len(values)
    if n < ENOUGH:
        return None
    mean = sum(values) / n
    moving = sum(abs(after - before) for before, after in pairwise(values)) / (n - 1)
    return Xmr(n, mean, mean - FACTOR * moving, mean + FACTOR * moving)
