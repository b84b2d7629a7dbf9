"""The week in words: six steps to walk through, the same on the screen, in a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from itertools import groupby

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import day_and_month, habits
from wiptui.domain.learning import Experiment
from wiptui.domain.limits import DOING, Scope
from wiptui.metrics.figures import focus_length, length, rate
from wiptui.metrics.focus.day_strip import FREE, OTHER
from wiptui.metrics.review.before_after import NAMED, Trial, strips
from wiptui.metrics.review.week import OLDEST, LimitChange, Refused, Week
from wiptui.metrics.times import HOUR

STRIP = 56
"""Cells that a dot strip takes."""
PLAIN, ITEM, QUIET, LOUD, STRIPS = "", "item", "quiet", "loud", "strip"
CHOICES = {
    "finish": "you finished one", "wait": "you moved one to waiting", "put back": "you put one back",
    "swap": "you swapped", "split": "you split one", "drop": "you dropped one", "setlimit": "you changed the limit",
    "start": "you started another", "move": "you queued it", "reorder": "you queued it",
    "add": "you captured something", "undo": "you undid something",
}  # fmt: skip
"""What followed a refusal, by the name under which it is kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, what kind it is, and what stands at its right end."""

    text: str
    kind: str = PLAIN
    end: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk: its name, the question it asks, and what is so."""

    key: str
    title: str
    question: str
    lines: tuple[Line, ...]


def steps(week: Week, zone: tzinfo | None, *, private: bool = True, width: int = STRIP) -> tuple[Step, ...]:
    """The six steps, with strips in so many cells. Without ``private`` the load check-ins are left out."""
    return (
        Step("finished", "Finished", "What made it easy?", tuple(_finished(week))),
        Step("open", "Still open", "Which of these is finished first?", tuple(_open(week))),
        Step("waits", "Waiting", "Whom do you ask, and when?", tuple(_waits(week))),
        Step("limit", "The limit", "What did the limit say no to, and was it right?", tuple(_limit(week, zone))),
        Step("focus", "Focus", "Which hours were good ones?", tuple(_focus(week, private, width))),
        Step("try", "One thing to try", "What is different next week? One thing.", tuple(_try(week, zone, width))),
    )


def title_of(week: Week) -> str:
    """The week in a heading: «16 Nov to 22 Nov 2026»."""
    return f"{day_and_month(week.first)} to {day_and_month(week.last, year=True)}"


def _finished(week: Week) -> list[Line]:
    flow = week.flow
    if not week.is_recorded:
        return [Line("Nothing was finished: recording had not begun, so nothing is known of it.", QUIET)]
    said = f"{flow.throughput} finished, {flow.dropped} dropped; {flow.entries} came into work. WIP {flow.wip}"
    said += f" at the end, {flow.net_flow:+d} in the week." if week.is_over else f" now, {flow.net_flow:+d} so far."
    lines = [Line(said)]
    if not week.finished:
        lines.append(Line("Nothing was finished.", QUIET))
    lines += [
        Line(item.title, ITEM, "not started" if item.days is None else f"{item.days} d") for item in week.finished
    ]
    return lines


def _open(week: Week) -> list[Line]:
    if not week.oldest:
        return [Line("Nothing was left open.", QUIET)]
    p85, n = week.pace.p85, len(week.oldest)
    old = sum((item.days or 0) > p85 for item in week.oldest)
    lines = [Line(f"{_many(n, 'task')} in work, {old or 'none'} older than {p85} d ({week.pace.origin}).")]
    for item in week.oldest[:OLDEST]:
        late = (item.days or 0) > p85
        state = ", waiting" if item.state == "waiting" else ""
        lines.append(Line(item.title, LOUD if late else ITEM, f"{'! ' if late else ''}{item.days} d{state}"))
    if n > OLDEST:
        lines.append(Line(f"and {n - OLDEST} younger", QUIET))
    return lines


def _waits(week: Week) -> list[Line]:
    if not week.waits:
        return [Line("Nothing waited on anybody.", QUIET)]
    total = week.flow.time
    share = f", {total.percents[1]}% of the time in work" if total.total else ""
    lines = [Line(f"{length(total.waiting / HOUR)} of waiting on others{share}.")]
    for row in week.waits:
        still = f", {row.open} still open" if row.open else ""
        lines.append(Line(row.person or "nobody named", ITEM, f"{length(row.hours)}{still}"))
    return lines


def _limit(week: Week, zone: tzinfo | None) -> list[Line]:
    if not week.is_recorded:
        return [Line("Nothing is known of this week.", QUIET)]
    said = "Never over a limit" if not week.over_minutes else f"Over a limit for {length(week.over_minutes / 60)}"
    refused = len(week.refusals)
    starts = _many(refused, "start") if refused else "no start"
    lines = [Line(f"{said}; {starts} {'was' if refused < 2 else 'were'} refused.")]
    lines += [Line(_refused(row), ITEM, _when(row.at, zone)) for row in week.refusals]
    lines += [Line(_changed(row), ITEM, _when(row.at, zone)) for row in week.changes]
    if not week.changes:
        lines.append(Line("No limit was changed.", QUIET))
    return lines


def _refused(row: Refused) -> str:
    wanted = f"“{row.wanted}”" if row.wanted else "A start"
    followed = CHOICES.get(row.choice, "nothing followed yet" if not row.choice else "something else came first")
    return f"{wanted} refused at {row.count} of {row.limit}; {followed}"


def _changed(row: LimitChange) -> str:
    kind, _, name = row.scope.partition(":")
    scope = Scope(kind, name).words if kind in ("doing", "waiting", "expedite") or name else row.scope
    before, after = ("none" if value is None else str(value) for value in (row.before, row.after))
    changed = "changed"
    if row.before is not None and row.after is not None:
        changed = "raised" if row.after > row.before else "lowered"
    until = " for that day" if row.until is not None else ""
    return f"{scope} limit {changed} from {before} to {after}{until}{f': {row.why}' if row.why else ''}"


def _focus(week: Week, private: bool, width: int) -> list[Line]:
    found = week.focus
    if not found.ms:
        lines = [Line("No focus was noted.", QUIET)]
    else:
        often = f", {rate(found.per_hour)} an hour" if found.per_hour is not None else ""
        lines = [
            Line(f"{focus_length(found.ms / HOUR)} of focus, {_many(found.deep_sessions, 'deep session')}."),
            Line("Switches", ITEM, f"{found.switches}{often}"),
            Line("Interruptions", ITEM, str(found.interruptions)),
            *_afterlength(week),
        ]
    if private and week.loads:
        days = "  ".join(f"{day:%a} {load}" for day, load in week.loads)
        lines.append(Line("Load, 1 light to 5 too much", ITEM, days))
    return lines + _days(week, width) if found.ms else lines


def _afterlength(week: Week) -> list[Line]:
    """Focus outside the working hours; nothing for somebody who has none."""
    mine = habits()
    if not mine.hours.spans:
        return []
    kind = LOUD if week.after_hours_ms * 4 > week.focus.ms else ITEM
    origin = "the default of work_hours in the settings" if mine.has_usual_hours else "your work_hours"
    return [
        Line("After hours", kind, focus_length(week.after_hours_ms / HOUR)),
        Line(f"Outside {mine.hours.words}: {origin}.", QUIET),
    ]


def _days(week: Week, width: int) -> list[Line]:
    """A strip for each day, and below it which letter is which task."""
    minutes, rows = week.days.drawn(width)
    lettered = list(week.days.letters.items())
    times = dict(week.days.tasks)
    lines = [Line(""), *(Line(row, STRIPS) for row in rows), Line("")]
    named = [(task, letter) for task, letter in lettered if letter != OTHER]
    lines += [Line(f"{letter}  {week.titles[task]}", ITEM, focus_length(times[task] / HOUR)) for task, letter in named]
    more = len(lettered) - len(named)
    others = f" {OTHER} stands for {_many(more, 'other task')}." if more else ""
    when = " in your working hours" if habits().hours.spans else ""
    return [*lines, Line(f"A letter is {minutes} minutes of a task, {FREE} is none{when}.{others}", QUIET)]


def _try(week: Week, zone: tzinfo | None, width: int) -> list[Line]:
    lines: list[Line] = []
    if week.former is not None:
        lines.append(Line(f"Last time ({day_and_month(week.former.week)}): {week.former.improvement}", QUIET))
    if week.review.improvement:
        lines.append(Line(week.review.improvement, LOUD))
    else:
        lines.append(Line("Nothing chosen yet.", QUIET))
    if week.review.note:
        lines += [Line(text) for text in week.review.note.splitlines()]
    if week.trial is not None:
        lines += [Line(""), *experiment_lines(week.trial, zone, width)]
    return lines


def experiment_lines(found: Trial, zone: tzinfo | None, width: int = STRIP) -> list[Line]:
    """An experiment: what was expected, what changed, both sides, and how often chance does as much."""
    one = found.experiment
    started = day_and_month(one.started.astimezone(zone).date())
    state = "runs" if one.ended is None else f"ended {day_and_month(one.ended.astimezone(zone).date())}"
    lines = [
        Line(f"Experiment: {one.hypothesis}", LOUD),
        Line(f"{change_of(one)}, since {started}, {state}. Measured by {NAMED[one.metric]}."),
        *(Line(strip, STRIPS) for strip in strips(found.comparison, width)),
        Line(f"{found.sentence[:1].upper()}{found.sentence[1:]}."),
    ]
    return [*lines, Line(f"Learned: {one.learned}")] if one.learned else lines


def change_of(one: Experiment) -> str:
    """What an experiment changes: «Limit of Doing 3 to 2»."""
    if one.limit is None:
        return one.change
    before = "none" if one.limit_before is None else str(one.limit_before)
    said = f"Limit of {(one.scope or DOING).words} {before} to {one.limit}"
    return f"{said}; {one.change}" if one.change else said


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _when(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%a %H:%M}"


# --- Markdown


def markdown(week: Week, zone: tzinfo | None, escape: Callable[[str], str] = str) -> str:
    """The review as Markdown, without the load check-ins, which are nobody else's business."""
    parts = [f"# Review of {title_of(week)}"]
    for step in steps(week, zone, private=False):
        parts.append(f"## {step.title}")
        for kind, group in groupby((line for line in step.lines if line.text), key=_block):
            rows = [_row(kind, line, escape) for line in group]
            parts += rows if kind == PLAIN else ["\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _block(line: Line) -> str:
    return ITEM if line.kind in (ITEM, LOUD) else STRIPS if line.kind == STRIPS else PLAIN


def _row(kind: str, line: Line, escape: Callable[[str], str]) -> str:
    if kind == STRIPS:
        return f"    {line.text}"
    end = f" ({line.end})" if line.end else ""  # figures of ours: nobody's words
    return f"- {escape(line.text)}{end}" if kind == ITEM else escape(line.text)
