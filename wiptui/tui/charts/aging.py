"""Charts of age: what is in work and how old it is now, and how the age of work in progress went over time."""

from __future__ import annotations

from functools import partial

from wiptui.domain.text import counted
from wiptui.metrics.evidence import DATA, DEFAULT
from wiptui.metrics.figures import rate
from wiptui.metrics.flow.age_trend import AgeDay, ages_by_day
from wiptui.metrics.flow.ageing import ENOUGH as PACE_ENOUGH
from wiptui.metrics.flow.ageing import Pace, ages
from wiptui.tui.charts.draw import Bar, Level, bars, columns
from wiptui.tui.charts.model import POINTS_ENOUGH, Chart, Facts, Later, Point, few, in_wip, iso, one, title_of
from wiptui.tui.views.styled_text import clip, sanitized


def ageing(facts: Facts) -> Chart:
    """Age of what is in work, against how long finished work took in the last 90 days."""
    pace = facts.pace
    old = sorted(ages(facts.board).items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [
        (50, pace.p50, POINTS_ENOUGH),
        (70, pace.p70, PACE_ENOUGH),
        (85, pace.p85, PACE_ENOUGH),
        (95, pace.p95, 20),
    ]
    levels = [
        Level(float(days), f"p{p} {days}", "warn" if p == 85 else "muted")
        for p, days, enough in shown
        if days is not None and pace.n >= enough
    ]
    if pace.is_default:
        levels.append(Level(float(pace.p85), f"default {pace.p85}", "warn"))
    past = [task for task, age in old if age > pace.p85]
    rows = [
        Bar(title_of(facts, task), age, f"{age} d", "warn" if age > pace.p85 else "accent", place)
        for place, (task, age) in enumerate(old)
    ]
    origin = "the default" if pace.is_default else "85% of what you finished"
    if not old:
        sentence = "Nothing is in work."
    elif past:
        said = f"“{clip(sanitized(title_of(facts, past[0])), 40)}” has been in progress for {counted(old[0][1], 'day')}"
        sentence = f"{said}, past {origin} ({counted(pace.p85, 'day')})."
        if len(past) > 1:
            sentence = sentence[:-1] + f"; {len(past)} are past it."
    else:
        said = f"The oldest has been in progress for {counted(old[0][1], 'day')}"
        sentence = f"{said}, within {origin} ({counted(pace.p85, 'day')})."
    return Chart(
        "ageing",
        "Ageing",
        sentence,
        f"n={pace.n} finished in 90 days",
        ("task", "age in days"),
        tuple((title_of(facts, task), str(age)) for task, age in old),
        tuple(
            Point(f"{title_of(facts, task)}: in progress for {counted(age, 'day')}", partial(one, task))
            for task, age in old
        ),
        lambda canvas, glyphs, first: bars(canvas, glyphs, rows, levels, first),
        "" if old else "Nothing is in work: what you start stands here, with its age.",
        lambda point, height: max((point or 0) - max(height - 3, 0), 0),
        evidence=_evidence(pace),
    )


def _evidence(pace: Pace) -> str:
    return f"{DATA}, the line is a {DEFAULT}" if pace.is_default else DATA


def age_trend(facts: Facts) -> Chart:
    """The mean age of what was in work at the end of each day, beside the 85th percentile as it was."""
    rows = ages_by_day(facts.ledger, facts.since, facts.until)
    worked = [row for row in rows if row.ages]
    pace = rows[-1].pace if rows else facts.pace
    return Chart(
        "age-trend",
        "Age trend",
        _trend_sentence(facts, rows),
        f"the line is p85 as it was, today of n={pace.n} in 90 days; {counted(len(worked), 'day')} with work",
        ("day", "in work", "mean age in days", "oldest", "p85", "older than p85"),
        Later(len(rows), lambda place: _trend_row(rows[place])),
        Later(len(rows), lambda place: _trend_point(facts, rows[place])),
        lambda canvas, glyphs, _: columns(
            canvas,
            glyphs,
            [row.average for row in rows],
            [facts.day(row.day) for row in rows],
            steps=[float(row.pace.p85) for row in rows],
        ),
        ""
        if len(worked) >= POINTS_ENOUGH
        else few(f"{counted(len(worked), 'day')} with work in progress", POINTS_ENOUGH),
        evidence=_evidence(pace),
    )


def _trend_sentence(facts: Facts, rows: list[AgeDay]) -> str:
    worked = [row for row in rows if row.ages]
    if not worked:
        return "Nothing was in work in this window."
    first, last = worked[0], rows[-1]
    begun = f"{rate(first.average)} days on {facts.day(first.day)}"
    before = f", {begun}" if first.day < last.day else ""
    if not last.ages:
        return f"Nothing is in work now; the mean age was {begun}."
    said = f"Mean age {rate(last.average)} days now{before}; the oldest {counted(last.oldest, 'day')}."
    line = "the default" if last.pace.is_default else "p85"
    return f"{said} {last.older} of {len(last.ages)} older than {line} ({last.pace.p85})."


def _trend_row(row: AgeDay) -> tuple[str, ...]:
    p85 = f"{row.pace.p85}{' (default)' if row.pace.is_default else ''}"
    return iso(row.day), str(len(row.ages)), f"{row.average:.2f}", str(row.oldest), p85, str(row.older)


def _trend_point(facts: Facts, row: AgeDay) -> Point:
    line = f"the default ({row.pace.p85})" if row.pace.is_default else f"p85 ({row.pace.p85})"
    said = f"mean age {rate(row.average)} d, oldest {row.oldest} d, {row.older} older than {line}"
    said = f"{facts.day(row.day)}: {said if row.ages else 'nothing in work'}"
    return Point(said, partial(in_wip, facts.ledger, row.day))


__all__ = ["age_trend", "ageing"]
