"""The text of a weekly review: six steps, the same on the screen, in a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from itertools import groupby

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import day_and_month, habits
from wiptui.domain.learning import Experiment
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.text import clip, counted
from wiptui.metrics.figures import focus_length, length, rate
from wiptui.metrics.focus.day_strip import FREE, OTHER
from wiptui.metrics.review.before_after import NAMED, BeforeAfter, strips
from wiptui.metrics.review.week import OLDEST, LimitChange, RefusedStart, Week
from wiptui.metrics.times import HOUR

STRIP = 56
"""Cells of a dot strip."""
PLAIN, ITEM, QUIET, LOUD, STRIPS = "", "item", "quiet", "loud", "strip"
CHOICES = {
    "finish": "you finished one", "wait": "you moved one to waiting", "put back": "you put one back",
    "swap": "you swapped", "split": "you split one", "drop": "you dropped one", "setlimit": "you changed the limit",
    "start": "you started another", "move": "you queued it", "reorder": "you queued it",
    "add": "you captured something", "undo": "you undid something",
}  # fmt: skip
"""What followed a refusal, by its stored name."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line: its text, its kind, and the text at its right end."""

    text: str
    kind: str = PLAIN
    end: str = ""


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One step of the review: its name, its question, and the facts."""

    key: str
    title: str
    question: str
    lines: tuple[ReviewLine, ...]


def steps(
    week: Week,
    zone: tzinfo | None,
    *,
    private: bool = True,
    width: int = STRIP,
    seen: tuple[ReviewLine, ...] = (),
) -> tuple[ReviewStep, ...]:
    """Return the six steps, with strips of ``width`` cells. Without ``private`` the load check-ins are left out.

    ``seen`` are lines about what was noticed on this machine, for the step of focus.
    """
    return (
        ReviewStep("finished", "Finished", "What made it easy?", tuple(_finished(week))),
        ReviewStep("open", "Still open", "Which of these do you finish first?", tuple(_open(week))),
        ReviewStep("waits", "Waiting", "Whom do you ask, and when?", tuple(_waits(week))),
        ReviewStep("limit", "The limit", "What did the limit say no to, and was it right?", tuple(_limit(week, zone))),
        ReviewStep("focus", "Focus", "Which hours were good ones?", (*_focus(week, private, width), *seen)),
        ReviewStep(
            "try", "One thing to try", "What is different next week? One thing.", tuple(_try(week, zone, width))
        ),
    )


def title_of(week: Week) -> str:
    """Return the week as a heading: «16 Nov to 22 Nov 2026»."""
    return f"{day_and_month(week.first)} to {day_and_month(week.last, year=True)}"


def _finished(week: Week) -> list[ReviewLine]:
    flow = week.flow
    if not week.is_recorded:
        unknown = "Nothing was finished: recording had not begun, so nothing is known of it."
        return [ReviewLine(unknown, QUIET), *_plan(week)]
    said = f"{flow.throughput} finished, {flow.dropped} dropped; {flow.entries} came into work. WIP {flow.wip}"
    said += f" at the end, {flow.net_flow:+d} in the week." if week.is_over else f" now, {flow.net_flow:+d} so far."
    lines = [ReviewLine(said)]
    lines += _plan(week)
    if not week.finished:
        lines.append(ReviewLine("Nothing was finished.", QUIET))
    lines += [
        ReviewLine(item.title, ITEM, "not started" if item.days is None else f"{item.days} d") for item in week.finished
    ]
    return lines


def _plan(week: Week) -> Iterator[ReviewLine]:
    """What became of the plans of the week, and what is left of the last one."""
    plan = week.plan
    if plan["planned"]:
        done = f"{plan['done']} of {counted(plan['planned'], 'planned task')} done on the day"
        yield ReviewLine(f"{done}, {plan['carried']} carried over.")
    if week.left:
        more = f" and {len(week.left) - 1} more" if len(week.left) > 1 else ""
        yield ReviewLine(f"Left of the plan: “{clip(week.left[0], 40)}”{more}. Closing the day puts it back.", LOUD)


def _open(week: Week) -> list[ReviewLine]:
    if not week.oldest:
        return [ReviewLine("Nothing was left open.", QUIET)]
    p85, n = week.pace.p85, len(week.oldest)
    old = sum((item.days or 0) > p85 for item in week.oldest)
    lines = [ReviewLine(f"{counted(n, 'task')} in work, {old or 'none'} older than {p85} d ({week.pace.origin}).")]
    for item in week.oldest[:OLDEST]:
        late = (item.days or 0) > p85
        state = ", waiting" if item.state == "waiting" else ""
        lines.append(ReviewLine(item.title, LOUD if late else ITEM, f"{'! ' if late else ''}{item.days} d{state}"))
    if n > OLDEST:
        lines.append(ReviewLine(f"and {n - OLDEST} younger", QUIET))
    return lines


def _waits(week: Week) -> list[ReviewLine]:
    if not week.waits:
        return [ReviewLine("Nothing waited on anybody.", QUIET)]
    total = week.flow.time
    share = f", {total.percents[1]}% of the time in work" if total.total else ""
    lines = [ReviewLine(f"{length(total.waiting / HOUR)} of waiting on others{share}.")]
    for row in week.waits:
        still = f", {row.open} still open" if row.open else ""
        lines.append(ReviewLine(row.person or "nobody named", ITEM, f"{length(row.hours)}{still}"))
    return lines


def _limit(week: Week, zone: tzinfo | None) -> list[ReviewLine]:
    if not week.is_recorded:
        return [ReviewLine("Nothing is known of this week.", QUIET)]
    said = "Never over a limit" if not week.over_minutes else f"Over a limit for {length(week.over_minutes / 60)}"
    refused = len(week.refusals)
    starts = counted(refused, "start") if refused else "no start"
    lines = [ReviewLine(f"{said}; {starts} {'was' if refused < 2 else 'were'} refused.")]
    lines += [ReviewLine(_refused(row), ITEM, _when(row.at, zone)) for row in week.refusals]
    lines += [ReviewLine(_changed(row), ITEM, _when(row.at, zone)) for row in week.changes]
    if not week.changes:
        lines.append(ReviewLine("No limit was changed.", QUIET))
    return lines


def _refused(row: RefusedStart) -> str:
    wanted = f"“{row.wanted}”" if row.wanted else "A start"
    followed = CHOICES.get(row.choice, "nothing followed yet" if not row.choice else "something else came first")
    return f"{wanted} refused at {row.count} of {row.limit}; {followed}"


def _changed(row: LimitChange) -> str:
    kind, _, name = row.scope.partition(":")
    scope = Scope(kind, name).label if kind in ("doing", "waiting", "expedite") or name else row.scope
    before, after = ("none" if value is None else str(value) for value in (row.before, row.after))
    changed = "changed"
    if row.before is not None and row.after is not None:
        changed = "raised" if row.after > row.before else "lowered"
    until = " for that day" if row.until is not None else ""
    return f"{scope} limit {changed} from {before} to {after}{until}{f': {row.why}' if row.why else ''}"


def _focus(week: Week, private: bool, width: int) -> list[ReviewLine]:
    found = week.focus
    if not found.ms:
        lines = [ReviewLine("No focus was noted.", QUIET)]
    else:
        often = f", {rate(found.per_hour)} an hour" if found.per_hour is not None else ""
        lines = [
            ReviewLine(f"{focus_length(found.ms / HOUR)} of focus, {counted(found.deep_sessions, 'deep session')}."),
            ReviewLine("Switches", ITEM, f"{found.switches}{often}"),
            ReviewLine("Interruptions", ITEM, str(found.interruptions)),
            *_afterlength(week),
        ]
    if private and week.loads:
        days = "  ".join(f"{day:%a} {load}" for day, load in week.loads)
        lines.append(ReviewLine("Load, 1 light to 5 too much", ITEM, days))
    return lines + _days(week, width) if found.ms else lines


def _afterlength(week: Week) -> list[ReviewLine]:
    """Return focus outside the working hours; nothing for a person without working hours."""
    mine = habits()
    if not mine.hours.spans:
        return []
    kind = LOUD if week.after_hours_ms * 4 > week.focus.ms else ITEM
    origin = "the default of work_hours in the settings" if mine.has_usual_hours else "your work_hours"
    return [
        ReviewLine("After hours", kind, focus_length(week.after_hours_ms / HOUR)),
        ReviewLine(f"Outside {mine.hours.words}: {origin}.", QUIET),
    ]


def _days(week: Week, width: int) -> list[ReviewLine]:
    """Return a strip for each day, and the tasks of the letters below it."""
    minutes, rows = week.days.drawn(width)
    lettered = list(week.days.letters.items())
    times = dict(week.days.tasks)
    lines = [ReviewLine(""), *(ReviewLine(row, STRIPS) for row in rows), ReviewLine("")]
    named = [(task, letter) for task, letter in lettered if letter != OTHER]
    lines += [
        ReviewLine(f"{letter}  {week.titles[task]}", ITEM, focus_length(times[task] / HOUR)) for task, letter in named
    ]
    more = len(lettered) - len(named)
    others = f" {OTHER} stands for {counted(more, 'other task')}." if more else ""
    when = " in your working hours" if habits().hours.spans else ""
    return [*lines, ReviewLine(f"A letter is {minutes} minutes of a task, {FREE} is none{when}.{others}", QUIET)]


def _try(week: Week, zone: tzinfo | None, width: int) -> list[ReviewLine]:
    lines: list[ReviewLine] = []
    if week.former is not None:
        lines.append(ReviewLine(f"Last time ({day_and_month(week.former.week)}): {week.former.improvement}", QUIET))
    if week.review.improvement:
        lines.append(ReviewLine(week.review.improvement, LOUD))
    else:
        lines.append(ReviewLine("Nothing chosen yet.", QUIET))
    if week.review.note:
        lines += [ReviewLine(text) for text in week.review.note.splitlines()]
    if week.before_after is not None:
        lines += [ReviewLine(""), *experiment_lines(week.before_after, zone, width)]
    return lines


def experiment_lines(found: BeforeAfter, zone: tzinfo | None, width: int = STRIP) -> list[ReviewLine]:
    """Return an experiment: what was expected, what changed, both sides, and the result of the permutation test."""
    one = found.experiment
    started = day_and_month(one.started.astimezone(zone).date())
    state = "runs" if one.ended is None else f"ended {day_and_month(one.ended.astimezone(zone).date())}"
    lines = [
        ReviewLine(f"Experiment: {one.hypothesis}", LOUD),
        ReviewLine(f"{change_of(one)}, since {started}, {state}. Measured by {NAMED[one.metric]}."),
        *(ReviewLine(strip, STRIPS) for strip in strips(found.comparison, width)),
        ReviewLine(f"{found.sentence[:1].upper()}{found.sentence[1:]}."),
    ]
    return [*lines, ReviewLine(f"Learned: {one.learned}")] if one.learned else lines


def change_of(one: Experiment) -> str:
    """Return what an experiment changes: «Limit of Doing 3 to 2»."""
    if one.limit is None:
        return one.change
    before = "none" if one.limit_before is None else str(one.limit_before)
    said = f"Limit of {(one.scope or DOING).label} {before} to {one.limit}"
    return f"{said}; {one.change}" if one.change else said


def _when(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%a %H:%M}"


# --- Markdown


def markdown(week: Week, zone: tzinfo | None, escape: Callable[[str], str] = str) -> str:
    """Return the review as Markdown without the load check-ins, which are private."""
    parts = [f"# Review of {title_of(week)}"]
    for step in steps(week, zone, private=False):
        parts.append(f"## {step.title}")
        for kind, group in groupby((line for line in step.lines if line.text), key=_block):
            rows = [_row(kind, line, escape) for line in group]
            parts += rows if kind == PLAIN else ["\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _block(line: ReviewLine) -> str:
    return ITEM if line.kind in (ITEM, LOUD) else STRIPS if line.kind == STRIPS else PLAIN


def _row(kind: str, line: ReviewLine, escape: Callable[[str], str]) -> str:
    if kind == STRIPS:
        return f"    {line.text}"
    end = f" ({line.end})" if line.end else ""  # our own figures: no user text
    return f"- {escape(line.text)}{end}" if kind == ITEM else escape(line.text)
