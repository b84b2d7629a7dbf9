"""A permutation test of a change of one's own way of working. It gives a probability and never a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import rate
from wiptui.metrics.forecast.random_draws import shuffles
from wiptui.metrics.percentile import nearest_rank

TRIALS = 10_000
ENOUGH = 8
"""Values on each side below which it is too early for a result."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two samples of one metric: ascending values, medians by nearest rank, and the result of the permutation test.

    ``by_chance`` is the share of shuffles whose means lie at least as far apart as the observed ones. The observation
    counts as one of them, so it is never 0; None while it is too early. Means, because medians of whole days jump: all
    5 against all 2 would look like chance. “A gap this big appears in 31% of 10,000 shuffles.”
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    median_before: int | None
    median_after: int | None
    by_chance: float | None
    trials: int
    seed: int

    @property
    def gap(self) -> int | None:
        """Median after - median before."""
        if self.median_before is None or self.median_after is None:
            return None
        return self.median_after - self.median_before

    @property
    def is_early(self) -> bool:
        return min(len(self.before), len(self.after)) < ENOUGH

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        if self.is_early or self.by_chance is None:
            return f"too early: {len(self.before)} before and {len(self.after)} after, from {ENOUGH} on each side"
        means = " to ".join(rate(sum(side) / len(side)) for side in (self.before, self.after))
        often = "under 1%" if self.by_chance < 0.01 else f"{self.by_chance:.0%}"
        return f"mean {means}: a gap this big appears in {often} of {self.trials:,} shuffles"


def compare(before: Sequence[int], after: Sequence[int], seed: int, trials: int = TRIALS) -> Comparison:
    """Compare two samples of a metric that was fixed before the change (cycle times, daily throughput, switches)."""
    old, new = tuple(sorted(before)), tuple(sorted(after))
    medians = [nearest_rank(side, 50) if side else None for side in (old, new)]
    share: float | None = None
    if min(len(old), len(new)) >= ENOUGH:
        pool, cut, total = (*old, *new), len(old), sum(old) + sum(new)
        other = len(new)
        gap = abs(sum(old) * other - sum(new) * cut)  # the distance of the means, in whole numbers
        hits = 0
        for order in shuffles(len(pool), seed, trials):
            left = sum(pool[place] for place in order[:cut])
            hits += abs(left * other - (total - left) * cut) >= gap
        share = (hits + 1) / (trials + 1)
    return Comparison(old, new, medians[0], medians[1], share, trials, seed)
