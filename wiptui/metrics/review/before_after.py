"""The result of an experiment so far: the metric before and after the change, with a permutation test."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.learning import Experiment
from wiptui.domain.text import counted
from wiptui.metrics.flow.daily_series import focus_by_day, throughput_by_day
from wiptui.metrics.flow.totals import cycle_spread
from wiptui.metrics.focus.sessions import FocusLog
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.permutation_test import ENOUGH, Comparison, compare

NAMED = {
    "cycle": "cycle time in days",
    "throughput": "finished a day",
    "switches": "switches a workday",
}
"""Each metric with its unit, as the screens show it."""
GLYPHS = ".:#"
"""One, two or three, and more values in one cell of a dot strip."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """An experiment with its two sides: the days before the change and those from it on, at most its fixed length."""

    experiment: Experiment
    days_before: int
    days_after: int
    comparison: Comparison

    @property
    def is_early(self) -> bool:
        return min(self.days_before, self.days_after) < self.experiment.days or self.comparison.is_early

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        n = len(self.comparison.before), len(self.comparison.after)
        length = self.experiment.days
        if self.days_after < length:
            ended = ", and it has ended" if self.experiment.ended is not None else ""
            return f"too early: day {self.days_after} of {length}{ended}"
        if self.days_before < length:
            days = f"{counted(self.days_before, 'day')}"
            return f"too early: only {days} recorded before the change, it takes {length}"
        if self.comparison.is_early:
            return f"too early: n={n[0]} before and n={n[1]} after, it takes {ENOUGH} on each side"
        return self.comparison.sentence


def before_after(ledger: Ledger, focus: FocusLog, experiment: Experiment) -> BeforeAfter:
    """Compare the days after the change with as many days before it. The number is fixed when the experiment starts.

    Looking again each day until a gap shows would find one by chance sooner or later. So the comparison is final from
    the last of these days on, however long the experiment continues. A task counts on the side on which it was
    finished; days without finished tasks count with 0. Throughput and switches use whole days, so the day of the change
    is on neither side.
    """
    calendar = ledger.calendar
    start = to_ms(experiment.started)
    end = ledger.now if experiment.ended is None else min(to_ms(experiment.ended), ledger.now)
    first = calendar.day(start)
    after = min(max(calendar.day(end) - first, 0), experiment.days)
    recorded = ledger.recorded_from
    known = 0 if recorded is None else max(first - calendar.day(recorded), 0)
    before = min(experiment.days, known)
    end = min(end + 1, calendar.start(first + experiment.days))
    middle = calendar.start(first), calendar.start(first + 1)
    sides = (calendar.start(first - before), middle[0]), (middle[1], max(end, middle[1]))
    if experiment.metric == "cycle":
        sides = (sides[0][0], start), (start, end)
    samples = [_sample(ledger, focus, experiment.metric, *side) for side in sides]
    found = compare(samples[0], samples[1], experiment.id % 2**31)
    if min(before, after) < experiment.days:
        found = replace(found, by_chance=None)
    return BeforeAfter(experiment, before, after, found)


def _sample(ledger: Ledger, focus: FocusLog, metric: str, since: int, until: int) -> Sequence[int]:
    if until <= since:
        return ()
    if metric == "cycle":
        return cycle_spread(ledger, ledger.finished.between(since, ledger.cap(until))).values
    if metric == "switches":
        return [day.switches for day in focus_by_day(ledger, focus, since, until) if day.ms]
    end = ledger.calendar.start(ledger.calendar.day(until))  # an unfinished day does not count yet
    return [count for _, count in throughput_by_day(ledger, since, end)] if end > since else ()


def dots(values: Sequence[int], low: int, high: int, width: int) -> str:
    """Return values as a strip of dots from ``low`` to ``high``: ``.`` one, ``:`` two or three, ``#`` more."""
    counts = [0] * width
    for value in values:
        counts[(value - low) * (width - 1) // (high - low) if high > low else 0] += 1
    return "".join(" " if not n else GLYPHS[0 if n == 1 else 1 if n < 4 else 2] for n in counts)


def strips(found: Comparison, width: int) -> list[str]:
    """Return both sides on one scale with median and n, and the scale below."""
    values = [*found.before, *found.after]
    if not values:
        return []
    low, high = min(values), max(values)
    ends = [
        f"median {median if median is not None else '-'}, n={len(side)}"
        for side, median in ((found.before, found.median_before), (found.after, found.median_after))
    ]
    room = max(width - 8 - 2 - max(map(len, ends)), 8)
    rows = [
        f"{name:<8}{dots(side, low, high, room)}  {said}"
        for name, side, said in zip(("before", "after"), (found.before, found.after), ends, strict=True)
    ]
    scale = f"{low}{high:>{room - len(str(low))}}" if high > low else str(low)
    return [*rows, f"{'':<8}{scale}"]
