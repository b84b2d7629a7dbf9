"""Every measure of a window as plain JSON values, in the format of ``stats --json`` (docs/stats.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo

from wiptui.domain.board import Board
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import habits
from wiptui.metrics.flow.bottleneck import tags_of
from wiptui.metrics.flow.daily_series import cfd, focus_outside, restated_days, throughput_by_day
from wiptui.metrics.flow.investment import investment
from wiptui.metrics.flow.littles_law import littles_law
from wiptui.metrics.flow.service_level import sle_of
from wiptui.metrics.flow.totals import (
    Flow,
    Spread,
    WipTime,
    measure,
    time_by_task,
    wip_time,
)
from wiptui.metrics.flow.waits import blocked
from wiptui.metrics.focus.sessions import FocusLog, read_focus
from wiptui.metrics.log.columns import Label
from wiptui.metrics.log.ledger import DOING, QUEUE, WAITING, Ledger
from wiptui.metrics.overload.over_limit import over_time
from wiptui.metrics.plan import plan_record
from wiptui.metrics.times import HOUR, SECOND, text_ms, to_time
from wiptui.metrics.window import Window, window


def stats(board: Board, since: datetime | None = None, until: datetime | None = None) -> dict[str, Json]:
    """Return all measures of ``[since, until)``; None means the start of recording, and now.

    Missing values are None. A window is cut to the time from the start of recording to the board's instant.
    ``restated`` are days whose throughput a reopening lowered, ``unknown`` the ids left out for impossible times.
    """
    ledger = Ledger(board)
    return stats_of(ledger, read_focus(board), window(ledger, since, until))


def stats_of(ledger: Ledger, focus: FocusLog, asked: Window) -> dict[str, Json]:
    """Return the same from a ledger and a focus log that were read before."""
    board, begin, end = ledger.board, asked.since, asked.until
    flow = measure(ledger, begin, end)
    return {
        "window": window_json(ledger, asked),
        "created": flow.created,
        "entries": flow.entries,
        "exits": flow.exits,
        "throughput": flow.throughput,
        "dropped": flow.dropped,
        "net_flow": flow.net_flow,
        "throughput_by_day": [{"date": _day(d), "count": n} for d, n in throughput_by_day(ledger, begin, end)],
        "cycle_days": spread(flow.cycle),
        "lead_days": spread(flow.lead),
        "wip": {"now": flow.wip, "average": flow.average_wip, "peak": flow.peak_wip, "shelved": flow.shelved},
        **_times(flow, focus),
        "little": _little(ledger, flow),
        "sle": _sle(ledger),
        "focus": _focus(focus, flow, ledger.board.zone),
        "value": _value(ledger, focus, flow),
        "cfd": [
            {"date": _day(r.day), "created": r.created, "started": r.started, "exited": r.exited, "dropped": r.dropped}
            for r in cfd(ledger, begin, end)
        ],
        "over_limit_minutes": over_time(ledger, begin, end).minutes,
        "refusals": refusals(board, flow.since, flow.until),
        "plan": plan_record(board, flow.since, flow.until),
        "restated": [_day(day) for day in restated_days(ledger, begin, end)],
        "unknown": [id_text(task) for task in ledger.unknown],
    }


def window_json(ledger: Ledger, asked: Window) -> dict[str, Json]:
    """Return the window as JSON."""
    return {"from": _iso(asked.since, ledger.board), "to": _iso(min(asked.until, ledger.now), ledger.board)}


def spread(values: Spread) -> dict[str, Json]:
    """Return the percentiles of days, from one value on. The screens decide what small samples support."""
    named = {f"p{p}": values.p(p) for p in (50, 70, 85, 95)}
    return {"n": values.n, **named, "max": values.max, "values": list(values.values)}


def _times(flow: Flow, focus: FocusLog) -> dict[str, Json]:
    time = flow.time
    hours = {"total": time.total, "doing": time.doing, "waiting": time.waiting, "queue": time.queue}
    return {
        "time_in_wip_hours": {name: ms / HOUR for name, ms in hours.items()},
        "flow_efficiency": time.efficiency,
        "headwind": time.headwind,
        "own_queue": time.own_queue,
        "touch": time.touch(sum(focus.by_task(flow.since, flow.until).values())),
    }


def _little(ledger: Ledger, flow: Flow) -> dict[str, Json]:
    found = littles_law(ledger, flow.since, flow.until, flow)
    return {"L": found.L, "lambda": found.rate, "W": found.W, "r": found.r, "verdict": found.verdict}


def _sle(ledger: Ledger) -> dict[str, Json]:
    """Return the expectation, judged on the last 28 days whatever the window is."""
    found = sle_of(ledger)
    origin = None if found.days is None else found.origin
    return {"days": found.days, "share": found.share / 100, "origin": origin, "n": found.judged.n, "kept": found.kept}


def _focus(focus: FocusLog, flow: Flow, zone: tzinfo | None) -> dict[str, Json]:
    found = focus.summary(flow.since, flow.until)
    return {
        "seconds": found.seconds,
        "switches": found.switches,
        "chosen": found.chosen,
        "blocked": found.blocked,
        "interrupted": found.interrupted,
        "transitions": found.transitions,
        "interruptions": found.interruptions,
        "per_hour": found.per_hour,
        "deep_sessions": found.deep_sessions,
        "after_hours_seconds": focus_outside(focus, zone, flow.since, flow.until, habits().hours) // SECOND,
    }


def _value(ledger: Ledger, focus: FocusLog, flow: Flow) -> dict[str, Json]:
    found = investment(ledger, focus, flow.until)
    return {"hours": found.hours, "amount": found.amount}


def refusals(board: Board, since: int, until: int) -> int:
    """Return how often the gate refused in the window."""
    times = (text_ms(row.get("at")) for row in board.refusals)
    return sum(ms is not None and since <= ms < until for ms in times)


# --- the same by project, tag, reason or person


def stats_by(ledger: Ledger, by: str, asked: Window) -> list[dict[str, Json]]:
    """Return one row for each project, tag, reason or person, most time in WIP first: finished tasks, pace and time.

    ``name`` is "" for tasks without one. ``hours`` are by the calendar, ``focus_seconds`` what was noted as focus.
    Reasons and persons are those of waits; their hours are hours of waiting.
    Raises ValueError for another ``by``.
    """
    begin, end = asked.since, asked.until
    if by in ("reason", "person"):
        rows = _by_wait(ledger, begin, end, by)
    elif by in _GROUPS:
        rows = _by_task(ledger, begin, end, _GROUPS[by])
    else:
        raise ValueError(f"by project, tag, reason or person, not {by}")
    return sorted(rows, key=lambda row: (-row["hours"], row["name"]))


def _projects(label: Label) -> Iterable[str]:
    return (label.name,)


_GROUPS: dict[str, Callable[[Label], Iterable[str]]] = {"project": _projects, "tag": tags_of}


def _by_task(ledger: Ledger, since: int, until: int, names: Callable[[Label], Iterable[str]]) -> list[dict[str, Json]]:
    done = ledger.finished.between(since, until)
    kinds = [time_by_task(ledger, kind, since, until) for kind in (DOING, WAITING, QUEUE)]
    focus = read_focus(ledger.board).by_task(since, until)
    groups: dict[str, list[int]] = {}
    ended = zip(ledger.finished.tasks[done], ledger.finished.cycles[done], ledger.finished.leads[done], strict=True)
    finished = {task: (cycle, lead) for task, cycle, lead in ended}
    for task in {**kinds[0], **kinds[1], **kinds[2], **finished}:
        for name in names(ledger.labels[task]):
            groups.setdefault(name, []).append(task)
    rows: list[dict[str, Json]] = []
    for name, tasks in groups.items():
        days = [finished[task] for task in tasks if task in finished]
        time = WipTime(*(sum(found.get(task, 0) for task in tasks) for found in kinds))
        rows.append(
            {
                "name": name,
                "throughput": len(days),
                "cycle_days": spread(Spread(tuple(sorted(cycle for cycle, _ in days if cycle is not None)))),
                "lead_days": spread(Spread(tuple(sorted(lead for _, lead in days)))),
                "hours": time.total / HOUR,
                "focus_seconds": sum(focus.get(task, 0) for task in tasks) // 1000,
                "flow_efficiency": time.efficiency,
                "headwind": time.headwind,
                "own_queue": time.own_queue,
            }
        )
    return rows


def _by_wait(ledger: Ledger, since: int, until: int, by: str) -> list[dict[str, Json]]:
    total = wip_time(ledger, since, until).total
    sums: dict[str, list[int]] = {}
    tasks: dict[str, set[int]] = {}
    for task, start, end, on, why, _, _ in blocked(ledger, since, until):
        name = on if by == "person" else why
        sums.setdefault(name, []).append(end - start)
        tasks.setdefault(name, set()).add(task)
    return [
        {
            "name": name,
            "waits": len(spans),
            "tasks": len(tasks[name]),
            "hours": sum(spans) / HOUR,
            "headwind": sum(spans) / total if total else None,
        }
        for name, spans in sums.items()
    ]


def _day(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _iso(ms: int, board: Board) -> str:
    return to_time(ms).astimezone(board.zone).isoformat(timespec="milliseconds" if ms % 1000 else "seconds")
