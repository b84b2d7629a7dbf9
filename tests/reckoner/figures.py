"""All figures of ``stats --json``, reckoned anew from a raw data file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from reckoner import flow, limits
from reckoner.days import HOUR_MS, MINUTE_MS, date_of, local, midnight
from reckoner.focus import focus, slices_of, stints_of
from reckoner.history import WIP, Past, folded, ms_of, pasts_of


def value(data: dict[str, Any], pasts: list[Past], now: int, until: int) -> dict[str, Any]:
    """The investment: focus hours * the project's rate + materials, over WIP + shelved. No amount without any rate."""
    held = [past for past in pasts if past.phase_before(until) in WIP or flow.is_shelved(past, until)]
    spent: dict[int, int] = {}
    for task, a, b in slices_of(stints_of(data, pasts, now)):
        spent[task] = spent.get(task, 0) + max(0, min(b, until) - a)
    settings = folded(data.get("settings", {}).get("1", {}).get("_log", {}))
    priced = any(is_priced(past, settings) for past in held)
    return {
        "hours": sum(spent.get(past.id, 0) for past in held) / HOUR_MS,
        "amount": amount(held, spent, settings) if priced else None,
    }


def is_priced(past: Past, settings: dict[str, Any]) -> bool:
    """Whether somebody said what it is worth; materials of 0 say nothing of that."""
    project = past.fields.get("project")
    rates = [settings.get("rate"), settings.get(f"rate:{project}") if project else None]
    materials = [past.fields.get("materials"), settings.get(f"materials:{project}") if project else None]
    return any(rate is not None for rate in rates) or any(materials)


def amount(held: Iterable[Past], spent: dict[int, int], settings: dict[str, Any]) -> float:
    total, projects = 0.0, set()
    for past in held:
        project = past.fields.get("project")
        rate = settings.get(f"rate:{project}") if project else None
        rate = settings.get("rate") if rate is None else rate
        total += spent.get(past.id, 0) / HOUR_MS * (rate or 0) + (past.fields.get("materials") or 0)
        projects.add(project)
    return total + sum(settings.get(f"materials:{project}") or 0 for project in projects if project)


def window(pasts: list[Past], now: int, zone: tzinfo, since: int | None, until: int | None) -> tuple[int, int]:
    """The window as far as anything was recorded."""
    began = flow.recording_began(pasts)
    if began is None:
        first = min((past.created for past in pasts), default=now)
        start = midnight(date_of(first, zone), zone) if since is None else since
    else:
        start = max(midnight(date_of(began, zone), zone), since or 0)
    end = now + 1 if until is None or until > now else until
    return start, max(start, end)


def figures(
    data: dict[str, Any], at: datetime, zone: tzinfo, since: datetime | None = None, until: datetime | None = None
) -> dict[str, Any]:
    """Everything that ``stats --json`` promises; the focus in milliseconds, to be compared exactly."""
    now = ms_of(at)
    pasts = pasts_of(data, now)
    start, stop = window(pasts, now, zone, since and ms_of(since), until and ms_of(until))
    end = min(stop, now)
    attention = focus(data, pasts, now, zone, start, stop)
    return {
        "window": {"from": local(start, UTC), "to": local(end, UTC)},
        **flow.in_and_out(pasts, start, stop),
        **flow.lengths(pasts, start, stop, zone),
        **flow.by_day(pasts, start, stop, zone),
        "wip": flow.wip(pasts, start, stop, end),
        **flow.time_in_wip(pasts, start, end, attention["ms"]),
        "little": flow.little(pasts, start, stop, end),
        "focus": attention,
        "value": value(data, pasts, now, stop),
        "cfd": flow.cfd(pasts, start, stop, zone),
        "over_limit_minutes": limits.over_ms(data, pasts, zone, start, end) / MINUTE_MS,
        "refusals": limits.refusals(data, start, stop),
    }
