"""The page of ``stats``: calm, aligned, within 80 columns; each figure with its n, and none if n is too small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from wiptui.cli import out
from wiptui.cli.cells import wrapped
from wiptui.domain.board import Board
from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import day_and_month, habits
from wiptui.domain.text import clip, counted, pad, printable
from wiptui.metrics.evidence import DATA, DEFAULT, LAW, SETTING, THUMB
from wiptui.metrics.figures import focus_length, in_percent, length, percents, rate
from wiptui.metrics.flow.bottleneck import Share, bottleneck
from wiptui.metrics.flow.control_limits import doubt, verdict, xmr
from wiptui.metrics.flow.daily_series import focus_outside, restated_days, throughput_by_week
from wiptui.metrics.flow.investment import investment
from wiptui.metrics.flow.littles_law import littles_law
from wiptui.metrics.flow.service_level import sle_of
from wiptui.metrics.flow.totals import Flow, Spread, measure, wip_time
from wiptui.metrics.focus.sessions import FocusLog, read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.limit_advisor import advice, by_wip
from wiptui.metrics.overload.over_limit import over_time
from wiptui.metrics.plan import plan_record
from wiptui.metrics.stats import refusals
from wiptui.metrics.times import DAY, HOUR, MINUTE, to_time
from wiptui.metrics.window import Window, window

LABEL = 15
BAR = 20
SHORTEST_BAR = 8
INDENT = "  "
WIDEST = 100
WIDE = 64
"""Columns from which a table has all its cells; below, it keeps those that the sentences need."""
CLAIMS = (50, 70, 85, 95)
STATES = ("doing", "waiting")
LEFT_OUT = {"tasks", "focus", *STATES}
"""Columns that a table by project, tag, reason or person shows only from ``WIDE`` on."""
NAMES = {"doing": "doing", "waiting": "waiting on others", "queue": "back, not resumed"}


def page(board: Board, since: datetime | None, until: datetime | None, columns: int) -> Iterator[str]:
    """Yield the lines of the page."""
    ledger = Ledger(board)
    asked = window(ledger, since, until)
    flow = measure(ledger, asked.since, asked.until)
    focus = read_focus(board)
    width = min(columns, WIDEST)
    if not ledger.created:
        yield from _wrapped("Nothing is in the log yet. The figures come by themselves as you work.", width)
        yield from _doubts(ledger, flow, width)
        return
    if ledger.recorded_from is None:
        said = f"Nothing was started or finished yet; {len(ledger.created)} captured."
        yield from _wrapped(f"{said} The figures come by themselves as you work.", width)
        return
    yield from _head("Flow", ledger, asked, width)
    parts = (
        _in_and_out(ledger, flow, width),
        _durations(flow, width),
        _expected(ledger, width),
        _where(ledger, flow, focus, width),
        _focus(focus, flow, board.zone, width),
        _limits(ledger, flow, width),
        _checks(ledger, flow, width),
        _value(ledger, focus, flow, width),
        _doubts(ledger, flow, width),
    )
    for part in parts:
        lines = list(part)
        if lines:
            yield ""
            yield from lines


def _head(name: str, ledger: Ledger, asked: Window, width: int) -> Iterator[str]:
    """Yield the window in words, and a note if it is shorter than requested."""
    for line in wrapped(f"{name} {_span(ledger.board, asked.since, min(asked.until, ledger.now))}", width):
        yield out.bold(line)
    if asked.is_clipped:
        said = "Recording began then: the window is cut to it."
        yield from map(out.dim, wrapped(said, width))


def _in_and_out(ledger: Ledger, flow: Flow, width: int) -> Iterator[str]:
    average = "-" if flow.average_wip is None else rate(flow.average_wip)
    came = f"{flow.entries} came into work, {flow.exits} left it; net flow {flow.net_flow:+d}"
    yield from _row("In and out", came, width)
    yield from _row("Finished", f"{flow.throughput}, and {flow.dropped} dropped; {flow.created} captured", width)
    yield from _row("WIP", f"{flow.wip} now, average {average}, peak {flow.peak_wip}; {flow.shelved} shelved", width)
    weeks = [count for _, count in throughput_by_week(ledger, flow.since, flow.until)]
    limits = xmr(weeks)
    if limits is not None:
        said = f"{rate(limits.mean)} finished a week, n={limits.n}; the last whole week, {weeks[-1]}, "
        yield from _row("Trend", said + verdict(weeks, limits), width, f"{DATA}, limits by a {THUMB}")
    elif weeks:
        yield from _row("Trend", f"{counted(len(weeks), 'whole week')}; {doubt(weeks)}", width)


def _durations(flow: Flow, width: int) -> Iterator[str]:
    is_wide = width >= WIDE
    size = 7 if is_wide else 5
    heads = "".join(f"{f'p{p}':>{size}}" for p in CLAIMS)
    ends = f"{'range':>11} · {DATA}" if is_wide else ""
    yield out.bold(pad("Days", LABEL)) + out.dim(f"{'n':>5}{heads}{ends}")
    for name, values in (("Cycle time", flow.cycle), ("Lead time", flow.lead)):
        cells = "".join(f"{values.p(p) if p in values.claims else '-':>{size}}" for p in CLAIMS)
        ends = f"{f'{values.values[0]} to {values.max}' if values.n else '-':>11}" if is_wide else ""
        yield f"{INDENT}{name:<{LABEL - 2}}{values.n:>5}{cells}{ends}"
    cycle = flow.cycle
    if 85 in cycle.claims:
        days = cycle.p(85) or 0
        said = f"85% was finished within {counted(days, 'day')}; half of it within {counted(cycle.p(50) or 0, 'day')}."
        yield from _wrapped(f"{said} · {DATA}", width, INDENT)
    elif cycle.n:
        said = f"A median from 5 on, p70 and p85 from 12, p95 from 20; {cycle.n} finished so far."
        yield from _wrapped(f"{said} · {DATA}", width, INDENT)


def _expected(ledger: Ledger, width: int) -> Iterator[str]:
    """Yield the service level expectation, on the last 28 days whatever the window is."""
    found = sle_of(ledger)
    if found.days is not None or found.made_from:
        yield from _row("Expectation", found.sentence, width, found.origin)


def _where(ledger: Ledger, flow: Flow, focus: FocusLog, width: int) -> Iterator[str]:
    spent = sum(focus.by_task(flow.since, flow.until).values())
    found = bottleneck(ledger, flow.since, flow.until, spent)
    if not found.time.total:
        return
    title, total = "Where the time in work went", f"{hours(found.time.total)}, {counted(found.n, 'task')} · {DATA}"
    if len(title) + len(total) + 3 > width:
        yield out.bold(title)
        yield out.dim(INDENT + total)
    else:
        yield f"{out.bold(title)}   {out.dim(total)}"
    for share in found.by_state:
        yield _bar(NAMES.get(share.name, share.name), share, found.time.total, width)
    touch = found.time.touch(spent) if spent else None
    if touch is not None:
        yield INDENT + out.dim(f"Focused: {in_percent(touch)} of it, {focus_length(spent / HOUR)}.")
    if found.is_enough:
        for name, shares in (("Waited on", found.by_person), ("Waited for", found.by_reason)):
            named = [share for share in shares if share.name][:3]
            if named:
                said = ", ".join(f"{printable(share.name)} {share.percent}%" for share in named)
                yield clip(pad(INDENT + name, LABEL) + said, width)
        projects = [share for share in found.by_project if share.name][:3]
        if projects:
            said = ", ".join(f"+{printable(share.name)} {share.percent}%" for share in projects)
            yield clip(pad(f"{INDENT}Projects", LABEL) + said, width)
    yield from _wrapped(f"{found.advice} · {THUMB}", width, "▸ ")


def _bar(name: str, share: Share, total: int, width: int) -> str:
    size = min(BAR, width - 38)
    full = max(round(share.share * size), 1)
    bar = f"{'■' * full}{'□' * (size - full)} " if size >= SHORTEST_BAR else ""
    return f"{INDENT}{name:<18} {bar}{f'{share.percent}%':>5} {hours(share.ms, total):>9}"


def _focus(focus: FocusLog, flow: Flow, zone: tzinfo | None, width: int) -> Iterator[str]:
    found = focus.summary(flow.since, flow.until)
    if not found.ms:
        return
    often = f", {rate(found.per_hour)} an hour" if found.per_hour is not None else ""
    kinds = f"{found.chosen} chosen, {found.blocked} blocked, {found.interrupted} interrupted"
    yield from _row(
        "Focus",
        f"{focus_length(found.ms / HOUR)}, {counted(found.deep_sessions, 'deep session')} (25 min and more)",
        width,
    )
    yield from _row("Switches", f"{found.switches}{often}: {kinds}", width)
    yield from _row("Interruptions", str(found.interruptions), width)
    mine = habits()
    if mine.hours.spans:
        after = focus_outside(focus, zone, flow.since, flow.until, mine.hours)
        origin = DEFAULT if mine.has_usual_hours else SETTING
        said = f"{hours(after)} outside {mine.hours.words} (work_hours)"
        yield from _row("After hours", said, width, f"{DATA}, the hours are {origin}")


def _limits(ledger: Ledger, flow: Flow, width: int) -> Iterator[str]:
    over = over_time(ledger, flow.since, flow.until).total
    refused = refusals(ledger.board, flow.since, flow.until)
    times = "once" if refused == 1 else f"{refused} times"
    held = f"over a limit for {hours(over)}" if over else "never over a limit"
    yield from _row("Limit", f"refused {times}, {held}", width)
    plan = plan_record(ledger.board, flow.since, flow.until)
    if plan["planned"]:
        said = f"{plan['done']} of {counted(plan['planned'], 'planned task')} done on the day"
        yield from _row("Plan", f"{said}, {plan['carried']} carried over", width)
    rows = by_wip(ledger, flow.since, flow.until)
    known = [row for row in rows if row.is_enough]
    if len(known) >= 2:
        is_wide = width >= WIDE
        heads = f"{INDENT}WIP    days  finished   a day"
        yield out.dim(heads + (f"   likely range   median cycle · {DATA}" if is_wide else ""))
        for row in known:
            low, high = row.per_day_range()
            median = f"{row.cycle.p(50)} d" if 50 in row.cycle.claims else "-"
            likely = f"{rate(low)} to {rate(high)}"
            cells = f"{INDENT}{row.wip:>3}{row.days:>8}{row.finished:>10}{rate(row.per_day):>8}"
            yield cells + (f"{likely:>15}{median:>15}" if is_wide else "")
    yield from _wrapped(f"{advice(rows)} · {DATA}", width, "▸ ")


def _checks(ledger: Ledger, flow: Flow, width: int) -> Iterator[str]:
    found = littles_law(ledger, flow.since, flow.until, flow)
    if found.n:
        yield from _row("Little's law", found.sentence, width, LAW)


def _value(ledger: Ledger, focus: FocusLog, flow: Flow, width: int) -> Iterator[str]:
    found = investment(ledger, focus, flow.until)
    if not found.tasks:
        return
    spent = f"{focus_length(found.hours)} of focus" if found.hours else "no focus"
    amount = f", {found.amount:,.2f} in value" if found.amount is not None else ""
    yield from _row("Tied up", f"{spent}{amount} in {counted(len(found.tasks), 'unfinished task')}", width)
    for row in found.projects[:3] if found.amount else ():
        name = f"+{printable(row.project)}" if row.project else "no project"
        room = min(24, width - 27)
        yield f"{INDENT}{pad(clip(name, room), room)} {focus_length(row.hours):>11} {row.amount:>12,.2f}"


def _doubts(ledger: Ledger, flow: Flow, width: int) -> Iterator[str]:
    restated = restated_days(ledger, flow.since, flow.until)
    if restated:
        yield from _wrapped(
            f"{len(restated)} {'day is' if len(restated) == 1 else 'days are'} restated: something finished then was "
            "reopened since.", width, "* ",
        )  # fmt: skip
    if ledger.unknown:
        yield from _wrapped(
            f"{counted(len(ledger.unknown), 'task')} left out: a clock gave a time that cannot be. wiptui doctor "
            "names what is wrong.", width, "* ",
        )  # fmt: skip


# --- the same by project, tag, reason or person


def table_by(
    ledger: Ledger,
    by: str,
    rows: Sequence[dict[str, Json]],
    asked: Window,
    columns: int,
) -> Iterator[str]:
    """Yield one row for each group."""
    yield from _head(f"By {by}", ledger, asked, columns)
    yield out.dim(DATA)
    yield ""
    if not rows:
        yield "Nothing was in work then." if by in ("project", "tag") else "Nothing waited on anybody then."
        return
    waits = by in ("reason", "person")
    first = {"project": "Project", "tag": "Tag", "reason": "Reason", "person": "Person"}[by]
    heads = ("waits", "tasks", "waited", "share") if waits else ("done", "p50", "p85", "in work", "focus", *STATES)
    sizes = (7, 7, 12, 8) if waits else (6, 6, 6, 10, 9, 8, 9)
    shown = [place for place, head in enumerate(heads) if columns >= WIDE or head not in LEFT_OUT]
    named = max(min(columns, WIDEST) - sum(sizes[place] for place in shown) - 2, 10)
    longest = min(max(len(first), *(len(_name(by, row)) for row in rows)), named)
    cells = "".join(f"{heads[place]:>{sizes[place]}}" for place in shown)
    yield out.dim(pad(first, longest) + cells)
    time = wip_time(ledger, asked.since, asked.until)
    shares = percents([row["hours"] for row in rows], time.percents[1]) if waits else (0,) * len(rows)
    for row, share in zip(rows, shares, strict=True):
        values = _waits_cells(row, share) if waits else _task_cells(row)
        cells = "".join(f"{values[place]:>{sizes[place]}}" for place in shown)
        yield pad(clip(_name(by, row), longest), longest) + cells


def _name(by: str, row: dict[str, Json]) -> str:
    empty = {"project": "no project", "tag": "no tag", "reason": "no reason given", "person": "nobody named"}
    sign = {"project": "+", "tag": "@"}.get(by, "")
    return sign + printable(row["name"]) if row["name"] else empty[by]


def _waits_cells(row: dict[str, Json], share: int) -> tuple[str, ...]:
    return str(row["waits"]), str(row["tasks"]), length(row["hours"]), f"{share}%"


def _task_cells(row: dict[str, Json]) -> tuple[str, ...]:
    cycle = row["cycle_days"]
    claims = Spread(tuple(cycle["values"])).claims
    p50, p85 = (str(cycle[f"p{p}"]) if p in claims else "-" for p in (50, 85))
    parts = [row[name] for name in ("flow_efficiency", "headwind", "own_queue")]
    doing, waiting = ("-", "-") if None in parts else [f"{share}%" for share in percents(parts)[:2]]
    focus = focus_length(row["focus_seconds"] / 3600)
    return str(row["throughput"]), p50, p85, length(row["hours"]), focus, doing, waiting


# --- words


def _row(label: str, said: str, width: int, evidence: str = DATA) -> Iterator[str]:
    """Yield a figure and what it rests on."""
    yield from _wrapped(f"{said} · {evidence}", width, pad(label, LABEL), out.bold)


def _wrapped(text: str, width: int, first: str = "", style: object = None) -> Iterator[str]:
    """Yield wrapped lines; those after the first are aligned under its text."""
    for place, line in enumerate(wrapped(printable(text), max(width - len(first), 20))):
        head = first if place == 0 else " " * len(first)
        yield (style(head) if callable(style) else head) + line


def _span(board: Board, begin: int, end: int) -> str:
    """Return the window in words: «27 Oct 2025 to 25 Nov 2026, 395 days»."""
    first, last = (to_time(ms).astimezone(board.zone) for ms in (begin, max(begin, end - 1)))
    days = (last.date() - first.date()).days + 1
    names = [day_and_month(day.date(), year=True) for day in (first, last)]
    return f"{names[0]} to {names[1]}, {counted(days, 'day')}" if days > 1 else f"on {names[0]}"


def hours(ms: int, among: int = 0) -> str:
    """Format a length of time, ``42 min``, ``6.5 h`` or ``12.4 d``, in the unit of the longest of its group,
    ``among``.
    """
    largest = max(ms, among)
    if largest < HOUR:
        return f"{ms // MINUTE} min"
    return f"{ms / HOUR:.1f} h" if largest < 10 * DAY else f"{ms / DAY:,.1f} d"
