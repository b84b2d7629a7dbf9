"""Minutes over a limit, and what was refused."""

from __future__ import annotations

from datetime import tzinfo
from itertools import pairwise
from typing import Any

from reckoner.days import QUARTER_MS, local
from reckoner.history import WIP, Past, folded, is_gone, ms_of_stamp, ms_of_text

DEFAULTS = {"doing": 3, "waiting": 3, "expedite": 1}
RAISE_MS = 26 * 3_600_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def settings_of(data: dict[str, Any]) -> dict[str, Any]:
    """The settings as they stand."""
    return folded(data.get("settings", {}).get("1", {}).get("_log", {}))


def settings_at(data: dict[str, Any], ms: int) -> dict[str, Any]:
    """The settings as they stood at an instant."""
    log = data.get("settings", {}).get("1", {}).get("_log", {})
    return folded({stamp: patch for stamp, patch in log.items() if ms_of_stamp(stamp) <= ms})


def scheduled(schedule: list[dict[str, Any]] | None, ms: int, zone: tzinfo) -> int | None:
    """Days, from, to, limit: half-open, first match wins, by the clock on the wall."""
    at = local(ms, zone)
    clock = f"{at:%H:%M}"
    for entry in schedule or ():
        days = entry.get("days") or WEEKDAYS
        if WEEKDAYS[at.weekday()] in days and entry.get("from", "00:00") <= clock < entry.get("to", "24:00"):
            return int(entry["limit"])
    return None


def limits_at(settings: dict[str, Any], ms: int, zone: tzinfo) -> dict[str, int]:
    """Each limit in force, by ``doing``, ``waiting``, ``expedite``, ``project:x``, ``tag:x``."""
    found = {}
    for name in [*DEFAULTS, *(key.replace("_limit:", ":") for key in settings if "_limit:" in key)]:
        kind, _, of = name.partition(":")
        key = f"{kind}_limit:{of}" if of else f"{kind}_limit"
        value = settings.get(key)
        if kind not in (*DEFAULTS, "project", "tag") or (of and not isinstance(value, int)):
            continue
        limit = DEFAULTS.get(kind, 0) if value is None else value
        planned = scheduled(settings.get("schedule"), ms, zone) if name == "doing" else None
        limit = limit if planned is None else planned
        raised = settings.get(key.replace("_limit", "_raise"))
        if raised and ms < ms_of_text(raised["until"]) <= ms + RAISE_MS:
            limit = max(limit, raised["to"])
        found[name] = limit
    return found


def counts(past: Past, scope: str, ms: int, waiting_counts: bool) -> bool:
    """Whether a task held a slot of a scope at an instant."""
    phase = past.phase_before(ms + 1)
    kind, _, of = scope.partition(":")
    if phase not in WIP:
        return False
    expedite = past.said_before("class", ms + 1) == "expedite"
    if kind == "waiting":
        return phase != "doing"
    if kind == "expedite":
        return phase == "doing" and expedite
    if expedite or not (phase == "doing" or waiting_counts):
        return False
    if kind == "project":
        return past.fields.get("project") == of
    return kind == "doing" or of in (past.fields.get("tags") or ())


def over_ms(data: dict[str, Any], pasts: list[Past], zone: tzinfo, since: int, end: int) -> int:
    """Milliseconds in which some limit above 0 was exceeded."""
    edges = {since, end}
    edges |= {ms_of_stamp(stamp) for past in pasts for stamp in past.log} | {ms for p in pasts for ms, _ in p.phases}
    settings = data.get("settings", {}).get("1", {}).get("_log", {})
    edges |= {ms_of_stamp(stamp) for stamp in settings}
    for patch in settings.values():
        ends = {ms_of_text(v["until"]) for k, v in patch.items() if "_raise" in k and v}
        edges |= ends | {end - RAISE_MS for end in ends}
        if patch.get("schedule"):
            edges |= set(range(since - since % QUARTER_MS, end, QUARTER_MS))
    inside = sorted(ms for ms in edges if since <= ms <= end)
    total = 0
    for begin, stop in pairwise(inside):
        now = settings_at(data, begin)
        conwip = now.get("waiting_counts") is True
        if any(
            limit > 0 and sum(counts(past, scope, begin, conwip) for past in pasts) > limit
            for scope, limit in limits_at(now, begin, zone).items()
        ):
            total += stop - begin
    return total


def refusals(data: dict[str, Any], since: int, until: int) -> int:
    rows = [row["_log"] for row in data.get("refusals", {}).values()]
    return sum(since <= ms_of_text(folded(log)["at"]) < until for log in rows if not is_gone(log))
