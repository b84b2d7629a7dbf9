"""Charts of the work itself: how long it took, what came in and out, how much was open at once."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial

from wiptui.domain.dates.date_style import habits
from wiptui.domain.text import counted
from wiptui.metrics.evidence import DATA, SETTING, THUMB
from wiptui.metrics.figures import length, limit, rate
from wiptui.metrics.flow.ageing import ENOUGH as PACE_ENOUGH
from wiptui.metrics.flow.control_limits import doubt, verdict, xmr
from wiptui.metrics.flow.daily_series import (
    CyclePoint,
    average_wip_by_day,
    cfd,
    cfd_since,
    cycle_points,
    days_of,
    restated_days,
    throughput_by_week,
)
from wiptui.metrics.flow.service_level import sle_of
from wiptui.metrics.flow.totals import Spread, measure, peak_wip
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.over_limit import over_time, wip_limits
from wiptui.tui.charts.draw import Level, bands, columns, scatter
from wiptui.tui.charts.model import POINTS_ENOUGH, Chart, Facts, Later, Point, few, in_wip, iso, one, title_of
from wiptui.tui.views.styled_text import sanitized

FAR = 4
"""Times the 95th percentile from which on a cycle time is too long to be drawn where it belongs."""


def cycle(facts: Facts) -> Chart:
    """Cycle time of each finished task by the day it was finished, with the service level expectation."""
    found = cycle_points(facts.ledger, facts.since, facts.until)
    spread = Spread(tuple(sorted(point.cycle for point in found)))
    days = days_of(facts.ledger, facts.since, facts.until)
    levels = [
        Level(float(value), f"p{p} {value} d", "warn" if p == 85 else "muted")
        for p in spread.claims
        if (value := spread.p(p)) is not None
    ]
    names = [facts.day(day) for day in days]
    # A task of a year would press all others flat: what is far above most of them is at the upper edge.
    p95 = spread.p(95) or 0
    top = 2.0 * p95 if 95 in spread.claims and (spread.max or 0) > FAR * p95 else 0.0
    return Chart(
        "cycle",
        "Cycle time",
        _cycle_sentence(facts, spread),
        f"n={spread.n}" + (f"; higher up, to {counted(spread.max or 0, 'day')}, at the edge" if top else ""),
        ("finished", "task", "cycle time in days"),
        Later(len(found), lambda place: _cycle_row(facts, found[place])),
        Later(len(found), lambda place: _cycle_point(facts, found[place])),
        lambda canvas, glyphs, _: scatter(
            canvas, glyphs, [(point.day, point.cycle) for point in found], days, levels, names, top
        ),
        "" if spread.n >= POINTS_ENOUGH else few(f"{spread.n} finished that had been started", POINTS_ENOUGH),
        evidence=f"{DATA}, the expectation is {SETTING}" if habits().sle_days else DATA,
    )


def _cycle_row(facts: Facts, point: CyclePoint) -> tuple[str, ...]:
    return iso(point.day), title_of(facts, point.task), str(point.cycle)


def _cycle_point(facts: Facts, point: CyclePoint) -> Point:
    said = f"{facts.day(point.day)}: {title_of(facts, point.task)}, {counted(point.cycle, 'day')}"
    return Point(said, partial(one, point.task))


def _cycle_sentence(facts: Facts, spread: Spread) -> str:
    if spread.n < POINTS_ENOUGH:
        if not spread.n:
            return "Nothing that had been started was finished in this window."
        low, high = spread.values[0], spread.values[-1]
        ranged = counted(high, "day") if low == high else f"from {low} to {counted(high, 'day')}"
        return f"{counted(spread.n, 'finished task')} with a cycle time: {ranged}."
    if spread.n < PACE_ENOUGH:
        return f"Half of {spread.n} took at most {counted(spread.p(50) or 0, 'day')}; the longest {spread.max}."
    said = f"85% of {spread.n} took at most {counted(spread.p(85) or 0, 'day')}."
    return f"{said} {sle_of(facts.ledger).sentence}"


def flow(facts: Facts) -> Chart:
    """Cumulative flow: what left work, what is in it, what is not started; counted from the left edge."""
    days = cfd(facts.ledger, facts.since, facts.until)
    moved = [cfd_since(facts.ledger, facts.since, day) for day in days]
    exited = [float(day.exited) for day in moved]
    wip = [float(day.wip) for day in days]
    waiting = not_started(facts, [day.day for day in days])
    measured = measure(facts.ledger, facts.since, facts.until)
    net, moves = measured.net_flow, measured.entries + measured.exits
    change = (
        f"{abs(net)} {'more came in than went out' if net > 0 else 'more went out than came in'}"
        if net
        else "as much went out as came in"
    )
    names = [facts.day(day.day) for day in days]
    sentence = f"{measured.entries} came into work and {measured.exits} left it: {change}. WIP is {measured.wip}."
    return Chart(
        "cfd",
        "CFD",
        sentence if moves else "Nothing came into work or left it in this window.",
        f"{counted(len(days), 'day')}, counted from the left edge; {measured.created} created",
        ("day", "created", "started", "exited", "dropped", "WIP"),
        tuple(
            (iso(d.day), str(d.created), str(d.started), str(d.exited), str(d.dropped), str(day.wip))
            for d, day in zip(moved, days, strict=True)
        ),
        tuple(
            Point(
                f"{facts.day(d.day)}: {d.created} created, {d.started} came into work, {d.exited} left it, "
                f"{day.wip} in work",
                partial(in_wip, facts.ledger, d.day),
            )
            for d, day in zip(moved, days, strict=True)
        ),
        lambda canvas, glyphs, _: bands(
            canvas, glyphs, [exited, wip, waiting], names, ("left work", "in work", "not started")
        ),
        "" if moves >= POINTS_ENOUGH else few(f"{counted(moves, 'move')} into work or out of it", POINTS_ENOUGH),
    )


def not_started(facts: Facts, days: list[int]) -> list[float]:
    """Tasks that were written down and neither started nor ended, as it stood at the end of each day."""
    started, ended = facts.ledger.started_at, facts.ledger.ended_at
    left = sorted({**ended, **started}.values())
    ends = [min(facts.ledger.calendar.start(day + 1), facts.until) for day in days]
    created = facts.ledger.created
    return [float(max(bisect_left(created, end) - bisect_left(left, end), 0)) for end in ends]


def throughput(facts: Facts) -> Chart:
    """Tasks finished a week, zeros included, with the limits outside which a week is a signal."""
    weeks = throughput_by_week(facts.ledger, facts.since, facts.until, whole=False)
    whole = throughput_by_week(facts.ledger, facts.since, facts.until)
    complete = {day for day, _ in whole}
    limits = xmr([count for _, count in whole])
    levels = []
    if limits is not None:
        levels = [Level(limits.mean, f"mean {rate(limits.mean)}"), Level(limits.high, f"high {limit(limits.high)}")]
        levels += [Level(limits.low, f"low {limit(limits.low)}")] if limits.low > 0 else []
    restated = len(restated_days(facts.ledger, facts.since, facts.until))
    total = sum(count for _, count in weeks)
    counts = [count for _, count in whole]
    if limits is not None:
        sentence = (
            f"{rate(limits.mean)} a week on average; the last whole week, {counts[-1]}, {verdict(counts, limits)}."
        )
    elif not total:
        sentence = "Nothing was finished in this window."
    else:
        days = counted(len(days_of(facts.ledger, facts.since, facts.until)), "day")
        sentence = f"{total} finished in {days}; {doubt(counts)}."
    note = f"n={total}, {counted(len(whole), 'whole week')}"
    if restated:
        note += f"; {counted(restated, 'day')} restated by a reopening"
    return Chart(
        "throughput",
        "Throughput",
        sentence,
        note,
        ("week from", "finished"),
        tuple((iso(day), str(count)) for day, count in weeks),
        tuple(
            Point(
                f"week of {facts.day(day)}: {count} finished{'' if day in complete else ', not a whole week'}",
                partial(_finished, facts.ledger, day, 7),
            )
            for day, count in weeks
        ),
        lambda canvas, glyphs, _: columns(
            canvas,
            glyphs,
            [float(count) for _, count in weeks],
            [facts.day(day) for day, _ in weeks],
            levels=levels,
        ),
        "" if total >= POINTS_ENOUGH else few(f"{total} finished in this window", POINTS_ENOUGH),
        evidence=DATA if limits is None else f"{DATA}, limits by a {THUMB}",
    )


def _finished(ledger: Ledger, day: int, days: int) -> tuple[int, ...]:
    start, end = ledger.calendar.start(day), ledger.calendar.start(day + days)
    return tuple(ledger.finished.tasks[ledger.finished.between(start, min(end, ledger.now + 1))])


def wip(facts: Facts) -> Chart:
    """Average WIP of each day, under the line of what the limits of doing and waiting allow together."""
    ledger = facts.ledger
    rows = average_wip_by_day(ledger, facts.since, facts.until)
    limits = wip_limits(ledger, [day for day, _ in rows])
    # A limit far above the work would press every column flat: its line stays out, its figure stays in the table.
    drawn = limits if max(limits, default=0) <= 4 * max([value for _, value in rows] + [3.0]) else []
    measured = measure(ledger, facts.since, facts.until)
    most = max(limits, default=0)
    line = "the line is the sum of their limits" if drawn else f"their limits, up to {most}, are far above"
    is_enough = len(rows) >= POINTS_ENOUGH
    average, peak = rate(measured.average_wip or 0.0), measured.peak_wip
    sentence = f"At most {peak} in work at once." if peak else "Nothing was in work in this window."
    if is_enough:
        sentence = f"{average} tasks in work on average, at most {peak} at once."
    return Chart(
        "wip",
        "WIP",
        f"{sentence} {_over_said(facts)}",
        f"{counted(len(rows), 'day')}; doing + waiting, {line}",
        ("day", "average WIP", "most at once", "limits of doing and waiting"),
        Later(len(rows), lambda place: _wip_row(facts, *rows[place], limits[place])),
        Later(len(rows), lambda place: _wip_point(facts, *rows[place], limits[place])),
        lambda canvas, glyphs, _: columns(
            canvas,
            glyphs,
            [value for _, value in rows],
            [facts.day(day) for day, _ in rows],
            steps=list(map(float, drawn)),
        ),
        "" if is_enough else few(f"{counted(len(rows), 'day')} in the log", POINTS_ENOUGH),
    )


def _wip_row(facts: Facts, day: int, average: float, limit: int) -> tuple[str, ...]:
    start, end = facts.ledger.calendar.start(day), facts.ledger.calendar.start(day + 1)
    most = peak_wip(facts.ledger, max(start, facts.since), min(end, facts.until))
    return iso(day), f"{average:.2f}", str(most), str(limit)


def _wip_point(facts: Facts, day: int, average: float, limit: int) -> Point:
    said = f"{facts.day(day)}: {rate(average)} on average, limits of doing and waiting {limit}"
    return Point(said, partial(in_wip, facts.ledger, day))


def _over_said(facts: Facts) -> str:
    """How long which limit was exceeded: that can be while all of the work together is below the line."""
    over = over_time(facts.ledger, facts.since, facts.until)
    if not over.minutes:
        return "Never over a limit."
    scopes = sorted(over.by_scope.items(), key=lambda row: (-row[1], row[0].code))
    names = ", ".join(sanitized(scope.label) for scope, _ in scopes[:3]) + (", …" if len(scopes) > 3 else "")
    return f"Over a limit for {length(over.minutes / 60)}: {names}."
