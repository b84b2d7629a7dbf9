"""The chart of days: a strip for each workday, a letter a task, so that the boundaries show the switches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from wiptui.domain.dates.date_style import day_and_month, habits
from wiptui.domain.text import counted
from wiptui.metrics.figures import focus_length
from wiptui.metrics.flow.daily_series import focus_outside
from wiptui.metrics.focus.day_strip import FREE, DayStrips, day_strips, hours_above, lettered
from wiptui.metrics.percentile import percentile
from wiptui.metrics.times import HOUR
from wiptui.tui.charts.canvas import Canvas
from wiptui.tui.charts.model import Chart, Facts, Point, title_of

ENOUGH = 5
"""Days from which on a median is told."""
ROOM = 24
"""Cells from which on the tasks of a day are named beside its strip."""


def days(facts: Facts) -> Chart:
    """Which task had the focus, and when, on each workday of the window."""
    found = day_strips(facts.focus, facts.board.zone, facts.since, facts.until)
    tasks = [found.tasks_of(place) for place in range(len(found.days))]
    spans = [f"{_clock(begun)}-{_clock(over)}" for begun, over in found.bounds]
    sums = [sum(ms for _, ms in ranked) / HOUR for ranked in tasks]
    told = [_told(facts, ranked) for ranked in tasks]
    return Chart(
        "days",
        "Days",
        _sentence(facts, found),
        f"{counted(len(tasks), 'day')} with focus; A had most of its day, dots are free working hours",
        ("day", "from-to", "focus in hours", "tasks"),
        tuple(
            (day.isoformat(), span, f"{hours:.2f}", words)
            for (day, _), span, hours, words in zip(found.days, spans, sums, told, strict=True)
        ),
        tuple(
            Point(f"{day:%a} {day_and_month(day)} {span}: {words}", partial(_ids, ranked))
            for (day, _), span, words, ranked in zip(found.days, spans, told, tasks, strict=True)
        ),
        lambda canvas, _, first: _paint(canvas, found, told, first),
        "" if tasks else "No focus was noted in this window: f on the board begins one.",
        partial(_first, len(tasks)),
    )


def _sentence(facts: Facts, found: DayStrips) -> str:
    """When the days begin and end, and how much lay outside the working hours."""
    count = len(found.days)
    if not count:
        return "No focus was noted in this window."
    begun, over = (percentile(minutes, 50) or 0 for minutes in zip(*found.bounds, strict=True))
    if count >= ENOUGH:
        said = f"Focus began by {_clock(begun)} on half of {count} days, and was over by {_clock(over)} on half."
    else:
        said = f"Focus on {counted(count, 'day')}, from {_clock(min(b for b, _ in found.bounds))} at the earliest."
    mine = habits()
    outside = focus_outside(facts.focus, facts.board.zone, facts.since, facts.until, mine.hours) / HOUR
    return f"{said} {focus_length(outside)} outside {mine.hours.words}." if outside >= 1 / 60 else said


def _clock(minute: int) -> str:
    """A minute of a workday by the clock; after midnight it is the next day's."""
    return f"{minute // 60 % 24}:{minute % 60:02d}"


def _told(facts: Facts, ranked: tuple[tuple[int, int], ...]) -> str:
    letters = lettered(ranked)
    return ", ".join(f"{letters[task]} {title_of(facts, task)} {focus_length(ms / HOUR)}" for task, ms in ranked)


def _ids(ranked: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    return tuple(task for task, _ in ranked)


def _first(count: int, point: int | None, height: int) -> int:
    """Days stand page by page, counted from the newest: a step within a page leaves all others where they are."""
    rows = max(height - 1, 1)
    page = 0 if point is None else (count - 1 - point) // rows
    return max(count - (page + 1) * rows, 0)


def _paint(canvas: Canvas, found: DayStrips, told: Sequence[str], first: int) -> None:
    """The hours above, then a line a day, and its tasks where there is room; ``first`` is the first day to show."""
    names = [f"{day:%a} {day_and_month(day)}" if canvas.width >= 30 else f"{day:%a}" for day, _ in found.days]
    left = max((len(name) for name in names), default=0) + 2
    scale = found.scale(canvas.width - left)
    right = left + scale[2] + 3
    canvas.put(0, 0, f"{15 * scale[1]} min"[: left - 1], "muted")
    canvas.put(left, 0, hours_above(scale), "muted")
    for y, place in enumerate(range(first, min(first + canvas.height - 1, len(found.days))), start=1):
        canvas.put(0, y, names[place], "", place)
        strip = found.strip(place, scale, lettered(found.tasks_of(place)))
        for x, sign in enumerate(strip):
            free = sign == FREE
            canvas.put(left + x, y, "." if free and canvas.plain else sign, "muted" if free else "accent", place)
        if canvas.width - right >= ROOM:
            canvas.label(right, y, told[place], canvas.width - right, "muted")


__all__ = ["days"]
