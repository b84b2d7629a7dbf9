"""The chart of the forecast: when so many more may be finished, how many in four weeks, and how often that held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from wiptui.domain.tasks.task import State
from wiptui.domain.text import counted
from wiptui.metrics.evidence import DATA, THUMB
from wiptui.metrics.figures import in_percent
from wiptui.metrics.forecast.outlook import CERTAINTIES, Outlook, outlook, seed_of
from wiptui.tui.charts.draw import Bar, bars, in_sight
from wiptui.tui.charts.model import Chart, Facts, Point

WEEKS = 4
"""How far “how many” looks ahead."""
Row = tuple[Bar, tuple[str, str, str] | None, str]
"""A bar, its row of the table, and what its point says; a heading has neither."""


def forecast(facts: Facts) -> Chart:
    """As many more as are in work and ready, whichever they are: Monte Carlo over one's own days."""
    board = facts.board
    tasks = len(board.wip) + len(board.column(State.READY))
    by = board.today + timedelta(weeks=WEEKS)
    found = outlook(facts.ledger, tasks, by, seed_of(board.today))
    rows = [] if found.doubt else [*_when(facts, found), *_how_many(facts, found)]
    longest = max((bar.value or 0.0 for bar, _, _ in rows), default=0.0)
    rows += [] if found.doubt else _held(found, longest)
    shown: list[Bar] = []
    points: list[Point] = []
    for bar, cells, said in rows:
        shown.append(bar if cells is None else Bar(bar.name, bar.value, bar.said, bar.role, len(points)))
        points += [Point(said)] if cells is not None else []
    return Chart(
        "forecast",
        "Forecast",
        _sentence(facts, found),
        f"{tasks} in work and ready; {_drawn(found)}",
        ("what", "certainty", "outcome"),
        tuple(cells for _, cells, _ in rows if cells is not None),
        tuple(points),
        lambda canvas, glyphs, first: bars(canvas, glyphs, shown, (), first),
        found.doubt,
        partial(in_sight, shown),
        evidence=f"{DATA}, drawn at random" + (f", the warning is a {THUMB}" if found.regime is not None else ""),
    )


def _drawn(found: Outlook) -> str:
    """What the trials were drawn from; without a forecast there were none."""
    sample = f"{counted(len(found.sample.days), 'day')}, {found.sample.done} finished"
    return sample if found.doubt else f"10,000 trials from {sample}; seed {found.seed}"


def _sentence(facts: Facts, found: Outlook) -> str:
    if found.doubt:
        return found.doubt
    when = found.done_on(85)
    said = "later than two years" if when is None else f"by {facts.day(when.toordinal())} with 85%"
    end = f"; {found.regime.brief}" if found.regime is not None else ", if days stay as they were"
    return f"{found.tasks} more finished {said}{end}."


def _when(facts: Facts, found: Outlook) -> Iterator[Row]:
    what = f"{found.tasks} more finished"
    yield Bar(what), None, ""
    for percent in CERTAINTIES:
        days, day = found.done_in(percent), found.done_on(percent)
        said = "later than 2 years"
        if days is not None and day is not None:
            said = f"{counted(days, 'day')}, {facts.day(day.toordinal())}"
        bar = Bar(f"{percent}% within", float(days or 730), said)
        yield bar, (what, f"{percent}%", said), f"at least {percent} of 100 trials had {what} within {said}"


def _how_many(facts: Facts, found: Outlook) -> Iterator[Row]:
    yield Bar(f"Finished by {facts.day(found.by.toordinal())}, in four weeks"), None, ""
    for percent in CERTAINTIES:
        count = found.at_least(percent) or 0
        bar = Bar(f"{percent}% at least", float(count), counted(count, "task"))
        said = f"at least {percent} of 100 trials finished {counted(count, 'task')} or more by then"
        yield bar, (f"by {found.by.isoformat()}", f"{percent}%", str(count)), said


def _held(found: Outlook, full: float) -> Iterator[Row]:
    """The record; a bar as long as ``full`` held always."""
    record = found.record
    if not record.is_enough:
        yield Bar(record.sentence), None, ""
        return
    yield Bar(f"Its record, replayed on {record.days} past days"), None, ""
    for line in record.lines:
        held = in_percent(line.share or 0)
        bar = Bar(f"{line.percent}% line held", full * (line.share or 0), f"{held} of the time")
        said = f"the {line.percent}% line of “{record.tasks} more” held on {line.held} of {line.n} past days"
        yield bar, ("its record", f"{line.percent}%", f"held {held} of {line.n}"), said


__all__ = ["forecast"]
