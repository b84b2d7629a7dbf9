"""Forecast: Monte Carlo simulation over the person's daily throughput, zeros included (docs/stats.md#forecast)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.flow.daily_series import throughput_by_day
from wiptui.metrics.forecast.random_draws import draws
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.percentile import nearest_rank

TRIALS = 10_000
CAP_DAYS = 730
SAMPLE_DAYS = 60
MIN_DAYS = 20
MIN_DONE = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """The throughput of the last complete days, at most 60, oldest first."""

    days: tuple[int, ...]

    @property
    def done(self) -> int:
        return sum(self.days)

    @property
    def is_enough(self) -> bool:
        """Whether it has the 12 completions and 20 days that a forecast needs."""
        return len(self.days) >= MIN_DAYS and self.done >= MIN_DONE


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The ascending outcomes of all trials, and the seed that reproduces them."""

    seed: int
    values: tuple[int, ...]

    def p(self, p: int) -> int:
        """The p-th percentile of the outcomes."""
        return nearest_rank(self.values, p)

    def share_up_to(self, value: int) -> float:
        """Return the fraction of trials with an outcome of at most ``value``."""
        return bisect_left(self.values, value + 1) / len(self.values)


def sample_of(ledger: Ledger) -> Sample:
    """Return the daily throughput of the last 60 complete days, or of as many as were recorded."""
    if ledger.recorded_from is None:
        return Sample(())
    calendar = ledger.calendar
    today = calendar.day(ledger.now)
    first = calendar.start(today - SAMPLE_DAYS - 1)  # one more, in case a zone skipped a day
    since = max(first, ledger.recorded_from)
    counts = [count for _, count in throughput_by_day(ledger, since, calendar.start(today))]
    return Sample(tuple(counts[-SAMPLE_DAYS:]))


def when(days: Sequence[int], tasks: int, seed: int, trials: int = TRIALS) -> Outcomes | None:
    """Simulate in how many days ``tasks`` are finished; 730 means “later than anybody can say”.

    The 85th percentile reads “with 85% within so many days”. None for a sample without any finished task.
    """
    if tasks <= 0:
        return Outcomes(seed, (0,) * trials)
    if not any(days):
        return None
    outcomes: list[int] = []
    spent = made = 0
    for chunk in draws(days, seed):
        sums = list(accumulate(chunk))
        at = before = 0
        while len(outcomes) < trials:
            reached = bisect_left(sums, before + tasks - made, at)
            last = at + CAP_DAYS - spent - 1
            stop = min(reached, last)
            if stop >= len(sums):
                spent, made = spent + len(sums) - at, made + sums[-1] - before
                break
            outcomes.append(spent + stop - at + 1)
            before, at = sums[stop], stop + 1
            spent = made = 0
            if at >= len(sums):
                break
        if len(outcomes) >= trials:
            break
    return Outcomes(seed, tuple(sorted(outcomes)))


def how_many(days: Sequence[int], length: int, seed: int, trials: int = TRIALS) -> Outcomes | None:
    """Simulate how many tasks are finished in ``length`` days.

    The 15th percentile reads “with 85% at least so many”. None for an empty sample.
    """
    if not days:
        return None
    length = min(max(length, 0), CAP_DAYS)
    outcomes: list[int] = []
    rest: list[int] = []
    pools = draws(days, seed)
    while length and len(outcomes) < trials:
        pool = [*rest, *next(pools)]
        whole = min(len(pool) // length, trials - len(outcomes))
        outcomes.extend(sum(pool[place * length : (place + 1) * length]) for place in range(whole))
        rest = pool[whole * length :]
    return Outcomes(seed, tuple(sorted(outcomes or [0] * trials)))


def at_least(outcomes: Outcomes, percent: int) -> int:
    """Return what is reached with ``percent`` certainty: the (100 - percent)-th percentile of the counts."""
    return outcomes.p(100 - percent) if percent < 100 else outcomes.values[0]
