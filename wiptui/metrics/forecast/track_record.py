"""The forecast's own record: what its lines said on past days, and how often what came after held them.

For each past day the forecast is made anew from the sample of that day, and held against what was finished since.
The chances are worked out exactly, and not by trials: that is the same question without the noise of a seed.
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
"""The certainties that are held against the past, in percent."""
ENOUGH = 20
"""Forecast days from which on a record is told."""
MOST_DAYS = 365
"""Forecast days that are replayed at most, the latest."""


@dataclass(frozen=True, slots=True)
class CertaintyRecord:
    """How often “with so many percent” held."""

    percent: int
    held: int
    n: int

    @property
    def share(self) -> float | None:
        """The fraction that held; None without any."""
        return self.held / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """The record of “``tasks`` more finished within so many days” on ``days`` past days.

    A day counts when the longest of its lines has run out, so that no late forecast counts only where it held.
    """

    tasks: int
    days: int
    lines: tuple[CertaintyRecord, ...]

    @property
    def is_enough(self) -> bool:
        return self.days >= ENOUGH

    @property
    def sentence(self) -> str:
        """What may be said of it."""
        if not self.is_enough:
            return f"No record yet: {self.days} forecasts on past days have run out; it takes {ENOUGH}."
        said = " and ".join(f"the {line.percent}% line held {in_percent(line.share or 0)}" for line in self.lines)
        return f"Its record: on {self.days} past days {said} of the time."


def record_of(ledger: Ledger, tasks: int) -> TrackRecord:
    """Replay “``tasks`` more” on the past days that had enough of a sample."""
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
    """What was finished on each complete day since recording began."""
    if ledger.recorded_from is None:
        return []
    today = ledger.calendar.start(ledger.calendar.day(ledger.now))
    first = ledger.calendar.day(today) - MOST_DAYS - SAMPLE_DAYS - CAP_DAYS
    since = max(ledger.recorded_from, ledger.calendar.start(first))
    return [count for _, count in throughput_by_day(ledger, since, today)]


def lines_of(days: Sequence[int], tasks: int) -> tuple[int, ...] | None:
    """Within how many days ``tasks`` are finished with each certainty of ``LINES``; None for later than two years."""
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
    """How likely each count is on a day drawn from a sample."""
    return {count: times / len(days) for count, times in sorted(Counter(days).items())}


def _one_more(totals: Sequence[float], chances: Mapping[int, float]) -> list[float]:
    """The chances of the totals below the one that is asked for, a day later."""
    size = len(totals)
    after = [0.0] * size
    for count, chance in chances.items():
        for place in range(size - count):
            after[place + count] += totals[place] * chance
    return after
