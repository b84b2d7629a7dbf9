"""What went in and out, how long it took, and what stood in work."""

from __future__ import annotations

from datetime import tzinfo
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from reckoner.days import DAY_MS, HOUR_MS, date_of, days_between, midnight
from reckoner.history import ENDED, WIP, Past

PERCENTS = (50, 70, 85, 95)


def nearest_rank(values: list[int], percent: int) -> int:
    """``x[ceil(p*n/100)]``, in whole numbers, counted from 1."""
    return sorted(values)[-(-percent * len(values) // 100) - 1]


def spread(values: list[int]) -> dict[str, Any]:
    """Percentiles from n = 1 on, as the interface page says of the JSON."""
    found: dict[str, Any] = {"n": len(values), "values": sorted(values), "max": max(values, default=None)}
    return found | {f"p{p}": nearest_rank(values, p) if values else None for p in PERCENTS}


def recording_began(pasts: list[Past]) -> int | None:
    """The first recorded start or completion; None before that."""
    return min((ms for past in pasts for ms, phase in past.phases if phase in WIP or phase == "done"), default=None)


def in_and_out(pasts: list[Past], since: int, until: int) -> dict[str, Any]:
    turns = [step for past in pasts for ms, step in past.turns() if since <= ms < until]
    entries, exits = turns.count(1), turns.count(-1)
    done = [past for past in pasts if since <= (past.ended("done") or -1) < until]
    return {
        "created": sum(since <= past.created < until for past in pasts),
        "entries": entries,
        "exits": exits,
        "net_flow": entries - exits,
        "throughput": len(done),
        "dropped": sum(since <= (past.ended("dropped") or -1) < until for past in pasts),
    }


def lengths(pasts: list[Past], since: int, until: int, zone: tzinfo) -> dict[str, Any]:
    """Cycle time and lead time of what was done in the window, in local days, both ends counted."""
    cycle, lead = [], []
    for past in pasts:
        done = past.ended("done")
        if done is None or not since <= done < until:
            continue
        last = date_of(done, zone)
        lead.append((last - date_of(past.created, zone)).days + 1)
        if past.first_start is not None:
            cycle.append((last - date_of(past.first_start, zone)).days + 1)
    return {"cycle_days": spread(cycle), "lead_days": spread(lead)}


def by_day(pasts: list[Past], since: int, until: int, zone: tzinfo) -> dict[str, Any]:
    """Throughput of each day with its zeros; days whose count was higher before a task was reopened."""
    ends = [date_of(done, zone) for past in pasts if since <= (done := past.ended("done") or -1) < until]
    voided = {
        date_of(ms, zone)
        for past in pasts
        for place, (ms, phase) in enumerate(past.phases)
        if phase == "done" and place < len(past.phases) - 1 and since <= ms < until
    }
    rows = [{"date": day.isoformat(), "count": ends.count(day)} for day in days_between(since, until, zone)]
    return {"throughput_by_day": rows, "restated": [day.isoformat() for day in sorted(voided)]}


def in_wip(pasts: list[Past], ms: int) -> int:
    return sum(past.phase_before(ms) in WIP for past in pasts)


def is_shelved(past: Past, ms: int) -> bool:
    """Started, unfinished, and not in a slot."""
    phase, start = past.phase_before(ms), past.first_start
    return phase is not None and phase not in (*WIP, *ENDED) and start is not None and start < ms


def wip(pasts: list[Past], since: int, until: int, end: int) -> dict[str, Any]:
    """The integral over the length, never the mean of snapshots. ``end`` is ``until``, but never beyond now."""
    spans = [(max(a, since), min(b, end)) for past in pasts for a, b, _ in past.segments(end)]
    total = sum(b - a for a, b in spans if a < b)
    turns = {ms for past in pasts for ms, _ in past.turns() if since <= ms < until}
    return {
        "now": in_wip(pasts, until),
        "average": total / (end - since) if end > since else None,
        "peak": max(in_wip(pasts, since), *(in_wip(pasts, ms + 1) for ms in turns), 0),
        "shelved": sum(is_shelved(past, until) for past in pasts),
    }


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def time_in_wip(pasts: list[Past], since: int, end: int, focus_ms: int) -> dict[str, Any]:
    """Sums over sums, each task's time clipped to the window, open work included."""
    sums = dict.fromkeys(WIP, 0)
    for past in pasts:
        for a, b, phase in past.segments(end):
            sums[phase] += max(0, min(b, end) - max(a, since))
    total = sum(sums.values())
    hours = {name: ms / HOUR_MS for name, ms in [("total", total), *sums.items()]}
    return {
        "time_in_wip_hours": hours,
        "flow_efficiency": share(sums["doing"], total),
        "headwind": share(sums["waiting"], total),
        "own_queue": share(sums["queue"], total),
        "touch": share(focus_ms, total),
    }


def little(pasts: list[Past], since: int, until: int, end: int) -> dict[str, Any]:
    """r = L / (lambda * W): exits a day, and the mean length of the spells that ended in the window."""
    if end <= since:
        return {"L": None, "lambda": None, "W": None, "r": None}
    spells = [b - a for past in pasts for a, b in past.spells() if b is not None and since <= b < until]
    days = Fraction(end - since, DAY_MS)
    inside = [max(0, min(b, end) - max(a, since)) for past in pasts for a, b, _ in past.segments(end)]
    level = Fraction(sum(inside), end - since)
    rate = len(spells) / days
    mean = Fraction(sum(spells), len(spells) * DAY_MS) if spells else None
    r = level / (rate * mean) if mean else None
    figures = {"L": level, "lambda": rate, "W": mean, "r": r}
    return {name: None if value is None else float(value) for name, value in figures.items()}


def is_consistent(found: dict[str, Any]) -> bool:
    return found["r"] is not None and 0.8 <= found["r"] <= 1.25


def cfd(pasts: list[Past], since: int, until: int, zone: tzinfo) -> list[dict[str, Any]]:
    """Counts since the log began, as each day of the window ends."""
    rows = []
    days = list(days_between(since, until, zone))
    for day, following in zip_longest(days, days[1:]):
        end = until if following is None else midnight(following, zone)
        rows.append(
            {
                "date": day.isoformat(),
                "created": sum(past.created < end for past in pasts),
                "started": sum(ms < end and step > 0 for past in pasts for ms, step in past.turns()),
                "exited": sum(ms < end and step < 0 for past in pasts for ms, step in past.turns()),
                "dropped": sum(ms < end and phase == "dropped" for past in pasts for ms, phase in past.phases),
            }
        )
    return rows
