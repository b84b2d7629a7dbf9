"""The track record of the forecast: what its lines said on past days, and how often they held.

For each past day the forecast is repeated from the sample of that day and compared with what was finished since. The
probabilities are exact instead of simulated: the same question without the noise of a seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import in_percent
from wiptui.metrics.flow.daily_series import throughput_by_day
from wiptui.metrics.forecast.monte_carlo import CAP_DAYS, SAMPLE_DAYS, Sample
from wiptui.metrics.log.ledger import Ledger

LINES = (50, 85)
"""The certainties to compare with the past, in percent."""
ENOUGH = 20
"""Forecast days from which a record is given."""
MOST_DAYS = 365
"""The most forecast days to repeat; the latest count."""


@dataclass(frozen=True, slots=True)
class CertaintyRecord:
    """How often “with so many percent” held."""

    percent: int
    held: int
    n: int

    @property
    def share(self) -> float | None:
        """The fraction that held; None without forecasts."""
        return self.held / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """The record of “``tasks`` more finished within so many days” on ``days`` past days.

    A day counts once its longest line has run out, so that late forecasts do not count only if they held.
    """

    tasks: int
    days: int
    lines: tuple[CertaintyRecord, ...]

    @property
    def is_enough(self) -> bool:
        return self.days >= ENOUGH

    @property
    def sentence(self) -> str:
        """The record in one sentence."""
        if not self.is_enough:
            return f"No record yet: {self.days} forecasts on past days have run out; it takes {ENOUGH}."
        said = " and ".join(f"the {line.percent}% line held {in_percent(line.share or 0)}" for line in self.lines)
        return f"Its record: on {self.days} past days {said} of the time."


def record_of(ledger: Ledger, tasks: int) -> TrackRecord:
    """Repeat the forecast “``tasks`` more” for each past day with a large enough sample."""
    days = _recorded(ledger)
    known: dict[tuple[int, ...], tuple[int, ...] | None] = {}
    held = [0] * len(LINES)
    count = 0
    for place in range(max(len(days) - MOST_DAYS, 0), len(days)):
        sample = Sample(tuple(days[max(place - SAMPLE_DAYS, 0) : place]))
        if not sample.is_enough or tasks <= 0:
            continue
        drawn = tuple(sorted(sample.days))  # neighbouring days often draw from the same counts in another order
        if drawn not in known:
            known[drawn] = lines_of(drawn, tasks)
        within = known[drawn]
        after = days[place + 1 :]  # the first day of a forecast is the day after it was made
        if within is None or len(after) < within[-1]:
            continue
        count += 1
        for at, length in enumerate(within):
            held[at] += sum(after[:length]) >= tasks
    lines = tuple(CertaintyRecord(percent, times, count) for percent, times in zip(LINES, held, strict=True))
    return TrackRecord(tasks, count, lines)


def _recorded(ledger: Ledger) -> list[int]:
    """Return the tasks finished on each complete day since recording began."""
    if ledger.recorded_from is None:
        return []
    today = ledger.calendar.start(ledger.calendar.day(ledger.now))
    first = ledger.calendar.day(today) - MOST_DAYS - SAMPLE_DAYS - CAP_DAYS
    since = max(ledger.recorded_from, ledger.calendar.start(first))
    return [count for _, count in throughput_by_day(ledger, since, today)]


def lines_of(days: Sequence[int], tasks: int) -> tuple[int, ...] | None:
    """Return the days within which ``tasks`` are finished, for each certainty of ``LINES``;

    None if later than two years.
    """
    chances = chances_of(days)
    if tasks <= 0 or not any(chances):
        return None
    found: list[int] = []
    totals = [1.0] + [0.0] * (tasks - 1)
    for length in range(1, CAP_DAYS):
        totals = _one_more(totals, chances)
        done = 1 - sum(totals)
        while len(found) < len(LINES) and done >= LINES[len(found)] / 100 - 1e-9:
            found.append(length)
        if len(found) == len(LINES):
            return tuple(found)
    return None


def chances_of(days: Sequence[int]) -> dict[int, float]:
    """Return the probability of each count on a day drawn from a sample."""
    return {count: times / len(days) for count, times in sorted(Counter(days).items())}


def _one_more(totals: Sequence[float], chances: Mapping[int, float]) -> list[float]:
    """Return the probabilities of the totals below the wanted one, a day later."""
    size = len(totals)
    after = [0.0] * size
    for count, chance in chances.items():
        for place in range(size - count):
            after[place + count] += totals[place] * chance
    return after
