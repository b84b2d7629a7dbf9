"""Charts of what it costs: where the time goes, switches, the value tied up, the bottleneck."""

from __future__ import annotations

from functools import partial

from wiptui.domain.text import counted
from wiptui.metrics.evidence import DATA, SETTING, THUMB
from wiptui.metrics.figures import focus_length, in_percent, length, rate
from wiptui.metrics.flow.bottleneck import Share, bottleneck
from wiptui.metrics.flow.daily_series import FocusDay, focus_by_day
from wiptui.metrics.flow.investment import investment
from wiptui.metrics.flow.totals import wip_time, wip_time_by_task
from wiptui.metrics.flow.waits import waits
from wiptui.metrics.times import HOUR
from wiptui.tui.charts.draw import Bar, bars, columns, in_sight
from wiptui.tui.charts.model import POINTS_ENOUGH, Chart, Facts, Point, few, iso, title_of

KINDS = {"doing": "doing", "waiting": "waiting on others", "queue": "back, not resumed"}
MOST = 6
"""Rows of a kind that the bottleneck shows."""


def time(facts: Facts) -> Chart:
    """Time in WIP: doing, waiting on others, back and not resumed; they add up to all of it."""
    spent = wip_time(facts.ledger, facts.since, facts.until)
    focus = sum(facts.focus.by_task(facts.since, facts.until).values())
    parts = (("doing", spent.doing), ("waiting", spent.waiting), ("queue", spent.queue))
    total = spent.total
    shown = spent.percents
    rows = (
        [
            Bar(
                KINDS[kind],
                ms / HOUR,
                f"{shown[place]}%  {length(ms / HOUR)}",
                "warn" if kind == "queue" and ms else "accent",
                place,
            )
            for place, (kind, ms) in enumerate(parts)
        ]
        if total
        else []
    )
    touch = spent.touch(focus)
    sentence = "Nothing was in work in this window."
    if total:
        sentence = (
            f"Of the time in work {shown[0]}% was doing, {shown[1]}% waited on others, "
            f"{shown[2]}% was back and not resumed."
        )
        sentence += f" Focus was noted for {in_percent(touch)} of it." if touch is not None and focus else ""
    return Chart(
        "time",
        "Time",
        sentence,
        f"{length(total / HOUR)} in work, nights and weekends too",
        ("where", "hours", "share"),
        tuple((KINDS[kind], f"{ms / HOUR:.1f}", f"{ms / total:.3f}") for kind, ms in parts) if total else (),
        tuple(Point(f"{KINDS[kind]}: {length(ms / HOUR)}", partial(_longest, facts, kind)) for kind, ms in parts)
        if total
        else (),
        lambda canvas, glyphs, _: bars(canvas, glyphs, rows),
        "" if total else "Nothing was in work in this window.",
    )


def _longest(facts: Facts, kind: str) -> tuple[int, ...]:
    """The tasks with the most time of a kind, the longest first."""
    times = wip_time_by_task(facts.ledger, facts.since, facts.until)
    ranked = sorted(times, key=lambda task: (-getattr(times[task], kind), task))
    return tuple(task for task in ranked if getattr(times[task], kind))[:50]


def switches(facts: Facts) -> Chart:
    """Context switches a workday, which begins at 04:00 unless the settings say otherwise."""
    days = focus_by_day(facts.ledger, facts.focus, facts.since, facts.until)
    found = facts.focus.summary(facts.since, facts.until)
    worked = [day for day in days if day.ms]
    sentence = "No focus was noted in this window."
    if worked:
        switches = counted(found.switches, "switch") if found.switches else "No switch"
        sentence = f"{switches} in {focus_length(found.seconds / 3600)} of focus"
        sentence += f", {rate(found.per_hour)} an hour" if found.per_hour else ""
        if found.switches:
            sentence += f": {found.chosen} chosen, {found.blocked} blocked, {found.interrupted} interrupted"
        sentence += "."
        sentence += f" {counted(found.deep_sessions, 'deep session')}."
    return Chart(
        "switches",
        "Switches",
        sentence,
        f"{counted(len(worked), 'day')} with focus; {counted(found.interruptions, 'interruption')}",
        ("day", "switches", "interruptions", "focus in hours"),
        tuple((iso(d.day), str(d.switches), str(d.interruptions), f"{d.ms / HOUR:.2f}") for d in days),
        tuple(
            Point(
                f"{facts.day(d.day)}: {_day_said(d)}",
                partial(_focused, facts, d.day),
            )
            for d in days
        ),
        lambda canvas, glyphs, _: columns(
            canvas, glyphs, [float(d.switches) for d in days], [facts.day(d.day) for d in days]
        ),
        _too_few_days(len(worked)),
    )


def _too_few_days(worked: int) -> str:
    if not worked:
        return "No focus was noted in this window: f on the board begins one."
    return "" if worked >= POINTS_ENOUGH else few(f"{counted(worked, 'day')} with focus", POINTS_ENOUGH)


def _day_said(day: FocusDay) -> str:
    switches = counted(day.switches, "switch")
    return f"{switches} in {focus_length(day.ms / HOUR)} of focus" if day.ms else "no focus"


def _focused(facts: Facts, day: int) -> tuple[int, ...]:
    calendar = facts.ledger.calendar
    spent = facts.focus.by_task(calendar.start(day), calendar.start(day + 1))
    return tuple(sorted(spent, key=lambda task: (-spent[task], task)))


def value(facts: Facts) -> Chart:
    """What is tied up in unfinished work: hours of focus, and money where rates are known."""
    found = investment(facts.ledger, facts.focus, facts.until)
    has_money = found.amount is not None
    rows = [
        Bar(
            title_of(facts, row.task or 0),
            row.amount if has_money else row.hours,
            f"{row.amount:,.0f}  {focus_length(row.hours)}" if has_money else focus_length(row.hours),
            point=place,
        )
        for place, row in enumerate(found.tasks)
    ]
    points = [
        Point(f"{title_of(facts, row.task or 0)}: {focus_length(row.hours)} of focus", partial(_task, row.task))
        for row in found.tasks
    ]
    if len(found.projects) > 1:
        rows.append(Bar("By project"))
        for one in found.projects:
            said = f"{one.amount:,.0f}  {focus_length(one.hours)}" if has_money else focus_length(one.hours)
            name = one.project or "no project"
            rows.append(Bar(f"  {name}", one.amount if has_money else one.hours, said, point=len(points)))
            behind = tuple(row.task for row in found.tasks if row.project == one.project and row.task is not None)
            points.append(Point(f"{name}: {said} in {counted(len(behind), 'unfinished task')}", partial(tuple, behind)))
    count = len(found.tasks)
    tied = f"{focus_length(found.hours)} of focus are" if found.hours else "No focus is"
    sentence = f"{tied} tied up in {counted(count, 'unfinished task')}"
    sentence += f", worth {found.amount:,.0f} at your rates." if found.amount is not None else "."
    return Chart(
        "value",
        "Tied up",
        sentence if count else "Nothing is unfinished.",
        "in work and shelved" + ("" if has_money else "; no rate is set"),
        ("task", "project", "hours", "amount"),
        tuple(
            (title_of(facts, r.task or 0), r.project, f"{r.hours:.2f}", f"{r.amount:.2f}" if has_money else "")
            for r in found.tasks
        ),
        tuple(points),
        lambda canvas, glyphs, first: bars(canvas, glyphs, rows, (), first),
        "" if count else "Nothing is unfinished: no time is tied up.",
        partial(in_sight, rows),
        evidence=f"{DATA}, {SETTING} for the rates" if has_money else DATA,
    )


def _task(task: int | None) -> tuple[int, ...]:
    return () if task is None else (task,)


def holdup(facts: Facts) -> Chart:
    """The bottleneck: where the time in work goes, by state, person, reason and project, and the one thing to try."""
    focus = sum(facts.focus.by_task(facts.since, facts.until).values())
    found = bottleneck(facts.ledger, facts.since, facts.until, focus)
    groups: tuple[tuple[str, str, tuple[Share, ...]], ...] = (
        ("By state", "", found.by_state),
        ("By person waited for", "nobody named", found.by_person),
        ("By reason of waits", "no reason given", found.by_reason),
        ("By project", "no project", found.by_project),
    )
    rows: list[Bar] = []
    table: list[tuple[str, str, str, str]] = []
    points: list[Point] = []
    for heading, unnamed, shares in groups:
        if shares:
            rows.append(Bar(heading))
        for share in shares[:MOST]:
            name = KINDS.get(share.name, share.name) or unnamed
            rows.append(
                Bar(f"  {name}", share.share, f"{share.percent}%  {counted(share.tasks, 'task')}", point=len(points))
            )
            table.append((heading, name, f"{share.ms / HOUR:.1f}", f"{share.share:.3f}"))
            kind = share.name if heading == "By state" else ""
            points.append(
                Point(
                    f"{name}: {length(share.ms / HOUR)}, {share.percent}% of the time in work",
                    partial(_longest, facts, kind) if kind else partial(_behind, facts, heading, share.name),
                )
            )
    return Chart(
        "bottleneck",
        "Bottleneck",
        found.advice,
        f"n={counted(found.n, 'task')}",
        ("by", "name", "hours", "share"),
        tuple(table),
        tuple(points),
        lambda canvas, glyphs, first: bars(canvas, glyphs, rows, (), first),
        "" if found.is_enough else found.advice,
        partial(in_sight, rows),
        evidence=f"{DATA}, the advice is a {THUMB}",
    )


def _behind(facts: Facts, heading: str, name: str) -> tuple[int, ...]:
    """The tasks behind a person, a reason or a project, the most time first."""
    if heading == "By project":
        times = wip_time_by_task(facts.ledger, facts.since, facts.until)
        project = {task: facts.ledger.labels[task].name for task in times}
        sums = {task: time.total for task, time in times.items() if project[task] == name}
    else:
        sums = {}
        for wait in waits(facts.ledger, facts.since, facts.until):
            if not wait.resolved and (wait.on if heading == "By person waited for" else wait.why) == name:
                sums[wait.task] = sums.get(wait.task, 0) + wait.end - wait.start
    return tuple(sorted(sums, key=lambda task: (-sums[task], task)))[:50]


__all__ = ["holdup", "switches", "time", "value"]
