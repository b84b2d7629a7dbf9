"""Strains and the level."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Any

from reckoner.days import DAY_MS, HOUR_MS, MINUTE_MS, date_of, workday
from reckoner.flow import is_shelved, nearest_rank, recording_began
from reckoner.focus import changes_of, stints_of
from reckoner.history import WIP, Past
from reckoner.limits import counts, limits_at, settings_of

PACE_DAYS, PACE_LEAST, PACE_DEFAULT = 90, 12, 7
FLOW_DAYS, FLOW_LEAST = 14, 5
MANY_SWITCHES, SETTLE_MS = 4, 5 * MINUTE_MS


def pace(pasts: list[Past], today: date, zone: tzinfo) -> int | None:
    """The person's own 85th percentile of cycle time in the last 90 days; None below 12 finished tasks."""
    cycles = []
    for past in pasts:
        done, start = past.ended("done"), past.first_start
        if done is not None and start is not None and (today - date_of(done, zone)).days < PACE_DAYS:
            cycles.append((date_of(done, zone) - date_of(start, zone)).days + 1)
    return nearest_rank(cycles, 85) if len(cycles) >= PACE_LEAST else None


def is_at_risk(past: Past, p85: int | None, today: date, zone: tzinfo) -> bool:
    """In work and ``max(today, start + p85 - 1) > due``; ready and ``today + p85 - 1 > due``; overdue in the backlog.

    Without a pace of one's own: overdue, due today or due tomorrow.
    """
    phase, due = past.phase, past.fields.get("due")
    if due is None or phase in ("done", "dropped"):
        return False
    day = date.fromisoformat(due)
    if phase == "backlog":
        return day < today
    if p85 is None:
        return day <= today + timedelta(days=1)
    begin = date_of(past.first_start or 0, zone) if phase in WIP else today
    return max(today, begin + timedelta(days=p85 - 1)) > day


def switches(data: dict[str, Any], pasts: list[Past], now: int, zone: tzinfo) -> list[int]:
    changes = changes_of(stints_of(data, pasts, now), pasts, zone)
    return [ms for ms, kind in changes if kind != "transitions"]


def strains(data: dict[str, Any], pasts: list[Past], now: int, zone: tzinfo) -> dict[str, tuple[int, int] | None]:
    """Value and threshold of each rule that is a strain now; None beside one of which only that is told."""
    found: dict[str, tuple[int, int] | None] = {}
    today = date_of(now, zone)
    p85 = pace(pasts, today, zone)
    in_wip = [past for past in pasts if past.phase in WIP]
    ages = [(today - date_of(past.first_start or 0, zone)).days + 1 for past in in_wip]
    if max(ages, default=0) > (p85 or PACE_DEFAULT):
        found["age"] = max(ages), p85 or PACE_DEFAULT
    times = switches(data, pasts, now, zone)
    ends = [now - SETTLE_MS, now, *(ms for ms in times if now - SETTLE_MS <= ms <= now)]
    most = max(sum(end - HOUR_MS < ms <= end for ms in times) for end in ends)
    if most >= MANY_SWITCHES:
        found["switches"] = most, MANY_SWITCHES
    waiting = [past for past in in_wip if past.phase != "doing"]
    limit = limits_at(settings_of(data), now, zone)["waiting"]
    overdue = [
        past
        for past in waiting
        if past.phase == "waiting"
        and past.fields.get("follow_up")
        and date.fromisoformat(past.fields["follow_up"]) < today
    ]
    if (len(waiting) >= limit > 0) or overdue:
        found["waiting"] = len(waiting), limit
    turns = [step for past in pasts for ms, step in past.turns() if ms >= now - FLOW_DAYS * DAY_MS]
    starts, exits = turns.count(1), turns.count(-1)
    began = recording_began(pasts)
    covered = began is not None and began <= now - FLOW_DAYS * DAY_MS
    threshold = max(2, -(-exits // 4))
    if covered and exits >= FLOW_LEAST and starts - exits >= threshold:
        found["net_flow"] = starts - exits, threshold
    if any(is_at_risk(past, p85, today, zone) for past in pasts):
        found["due"] = None
    return found


def status(data: dict[str, Any], pasts: list[Past], now: int, zone: tzinfo) -> dict[str, Any]:
    """What ``status --json`` says, but for the words."""
    rules = strains(data, pasts, now, zone)
    settings = settings_of(data)
    limits = limits_at(settings, now, zone)
    conwip = settings.get("waiting_counts") is True
    held = {scope: sum(counts(past, scope, now, conwip) for past in pasts) for scope in limits}
    over = [scope for scope, limit in limits.items() if held[scope] > limit > 0]
    full = held["doing"] >= limits["doing"] > 0
    bad = over or (full and len(rules) >= 2) or len(rules) >= 3
    times = switches(data, pasts, now, zone)
    phases = [past.phase for past in pasts]
    doing = sum(counts(past, "doing", now, False) for past in pasts)
    return {
        "wip": {
            "doing": doing,
            "waiting": sum(phase in ("waiting", "queue") for phase in phases),
            "shelved": sum(is_shelved(past, now + 1) for past in pasts),
            "expedite": phases.count("doing") - doing,
        },
        "limits": {name: limits[name] for name in ("doing", "waiting")},
        "level": "overloaded" if bad else "full" if full else "calm",
        "strains": rules,
        "over": sorted("global" if scope == "doing" else scope for scope in over),
        "switches": {
            "hour": sum(now - HOUR_MS < ms <= now for ms in times),
            "today": sum(workday(ms, zone) == workday(now, zone) for ms in times),
        },
    }
