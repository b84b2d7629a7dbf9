"""Focus: stints, sessions, context switches, interruptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise
from typing import Any

from reckoner.days import HOUR_MS, MINUTE_MS, QUARTER_MS, local, workday
from reckoner.history import ENDED, Past, folded, is_gone, ms_of_text

PEEK_MS = MINUTE_MS
GAP_MS = 5 * MINUTE_MS
DEEP_MS = 25 * MINUTE_MS
QUIET_MS = 90 * MINUTE_MS
Span = tuple[int, int]


@dataclass
class Stint:
    """``[start, end)`` of focus on one task, and the parts of it that somebody vouched for."""

    key: int
    task: int
    start: int
    end: int
    cause: str | None
    sure: list[Span]

    @property
    def is_peek(self) -> bool:
        return sum(b - a for a, b in self.sure) < PEEK_MS


def without(spans: list[Span], holes: list[Span]) -> list[Span]:
    """The parts of spans that lie outside all holes."""
    for low, high in holes:
        spans = [part for a, b in spans for part in ((a, min(b, low)), (max(a, high), b)) if part[0] < part[1]]
    return spans


def stints_of(data: dict[str, Any], pasts: list[Past], now: int) -> list[Stint]:
    """All stints in order of their starts."""
    rows = []
    for key, row in data.get("stints", {}).items():
        fields = folded(row["_log"])
        if is_gone(row["_log"]) or not isinstance(fields.get("task"), int):
            continue
        start = ms_of_text(fields["start"])
        if start <= now:
            rows.append((start, int(key), fields))
    rows.sort(key=lambda row: row[:2])
    tasks = {past.id: past for past in pasts}
    found = []
    for place, (start, key, fields) in enumerate(rows):
        if fields.get("end"):
            end = min(max(start, ms_of_text(fields["end"])), now)
        else:
            past = tasks.get(fields["task"])
            left = [ms for ms in past.exits_from("doing") if ms >= start] if past else []
            following = [later[0] for later in rows[place + 1 : place + 2]]
            seen = [ms_of_text(fields["seen"])] if fields.get("seen") else []
            end = max(start, min([*left[:1], *following, *seen, now]))
        marks = [(ms_of_text(a), ms_of_text(b)) for a, b in fields.get("unassigned") or ()]
        if not fields.get("end"):
            marks += quiet(fields, start, end, marks)
        sure = without([(start, end)], marks) if start < end else []
        found.append(Stint(key, fields["task"], start, end, fields.get("cause"), sure))
    return found


def quiet(fields: dict[str, Any], start: int, end: int, marks: list[Span]) -> list[Span]:
    """The time since the last sign of life of a stint that runs, from 90 quiet minutes on."""
    signs = [start, *(ms_of_text(fields[name]) for name in ("vouched",) if fields.get(name))]
    if fields.get("held") and marks and max(signs) < marks[-1][1]:
        return [(max(ms_of_text(fields["held"]), start), end)]
    sign = max([*signs, *(stop for _, stop in marks[-1:])])
    return [(sign, end)] if end - sign >= QUIET_MS else []


def slices_of(stints: list[Stint]) -> list[tuple[int, int, int]]:
    """``(task, start, end)``: each instant once, in order of time. It belongs to the span that began last."""
    spans = sorted((a, place, b) for place, stint in enumerate(stints) for a, b in stint.sure)
    found = []
    for number, (a, place, b) in enumerate(spans):
        later = [(start, end) for start, _, end in spans[number + 1 :]]
        found += [(low, high, stints[place].task) for low, high in without([(a, b)], later)]
    return [(task, low, high) for low, high, task in sorted(found)]


def had_ended(past: Past | None, stint: Stint, ms: int) -> bool:
    """Whether the task of an earlier stint was done or dropped when the next stint began."""
    phases = [phase for at, phase in past.phases if at <= ms] if past is not None else []
    if any(phase in ENDED for phase in phases):
        return phases[-1] in ENDED
    return stint.end <= ms and stint.cause in ("done", "drop")


def changes_of(stints: list[Stint], pasts: list[Past], zone: tzinfo) -> list[tuple[int, str]]:
    """``(when, kind)`` of each switch and transition: neighbours of one workday without the peeks."""
    tasks = {past.id: past for past in pasts}
    kept = [stint for stint in stints if not stint.is_peek]
    found = []
    for a, b in pairwise(kept):
        if workday(a.start, zone) != workday(b.start, zone) or a.task == b.task:
            continue
        cause = a.cause if a.end <= b.start else None
        if had_ended(tasks.get(a.task), a, b.start):
            found.append((b.start, "transitions"))
        else:
            found.append((b.start, {"wait": "blocked", "interrupt": "interrupted"}.get(cause or "", "chosen")))
    return found


def interruptions_of(data: dict[str, Any], stints: list[Stint], now: int) -> list[int]:
    """One for each note of an interruption, and for each stint that one ended and that nobody noted."""
    noted = [
        ms_of_text(folded(row["_log"])["at"]) for row in data.get("interrupts", {}).values() if not is_gone(row["_log"])
    ]
    noted = sorted(min(ms, now) for ms in noted)
    free = list(noted)
    for stint in stints:
        if stint.cause == "interrupt" and stint.end <= now:
            near = [ms for ms in free if abs(ms - stint.end) <= MINUTE_MS]
            if near:
                free.remove(near[0])
            else:
                noted.append(stint.end)
    return sorted(noted)


@dataclass
class Session:
    task: int
    start: int
    end: int
    length: int

    def is_deep(self, interruptions: list[int]) -> bool:
        return self.length >= DEEP_MS and not any(self.start <= ms <= self.end for ms in interruptions)


def sessions_of(stints: list[Stint]) -> list[Session]:
    """Stints of one task with gaps of at most five minutes. A peek ends none of another task, and begins none."""
    found: list[Session] = []
    pieces = [(a, stint.key, stint.task, b) for stint in stints for a, b in stint.sure]
    for a, _, task, b in sorted(pieces):
        last = found[-1] if found else None
        if last is not None and last.task == task and a - last.end <= GAP_MS:
            last.length += max(0, b - max(a, last.end))
            last.end = max(last.end, b)
        elif b - a >= PEEK_MS:
            found.append(Session(task, a, b, b - a))
    return found


def outside_work_hours(slices: list[tuple[int, int, int]], zone: tzinfo, since: int, until: int) -> int:
    """Focus outside Monday to Friday, 8 to 18 by the clock on the wall (the default of the setting)."""
    total = 0
    for _, start, end in slices:
        begin, stop = max(start, since), min(end, until)
        while begin < stop:  # a quarter of an hour at a time: no zone changes its clock within one
            after = min(stop, begin - begin % QUARTER_MS + QUARTER_MS)
            at = local(begin, zone)
            total += 0 if at.weekday() < 5 and 8 <= at.hour < 18 else after - begin
            begin = after
    return total


def focus(data: dict[str, Any], pasts: list[Past], now: int, zone: tzinfo, since: int, until: int) -> dict[str, Any]:
    stints = stints_of(data, pasts, now)
    total = sum(max(0, min(b, until) - max(a, since)) for _, a, b in slices_of(stints))
    kinds = [kind for ms, kind in changes_of(stints, pasts, zone) if since <= ms < until]
    interruptions = interruptions_of(data, stints, now)
    sessions = [one for one in sessions_of(stints) if since <= one.start < until]
    counts = {kind: kinds.count(kind) for kind in ("chosen", "blocked", "interrupted", "transitions")}
    switches = counts["chosen"] + counts["blocked"] + counts["interrupted"]
    return counts | {
        "ms": total,
        "after_hours_seconds": outside_work_hours(slices_of(stints), zone, since, until) // 1000,
        "switches": switches,
        "interruptions": sum(since <= ms < until for ms in interruptions),
        "per_hour": switches / (total / HOUR_MS) if total >= HOUR_MS // 2 else None,
        "deep_sessions": sum(session.is_deep(interruptions) for session in sessions),
    }
