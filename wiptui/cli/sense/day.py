"""A day as it was seen, in lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.dates.length import length_text
from wiptui.domain.text import clip, counted, pad, printable, weekday
from wiptui.metrics.times import SECOND, to_time
from wiptui.noticed.beside import Noticed, SeenWindow, task_of
from wiptui.sensing.acts import KINDS
from wiptui.sensing.compare import SeenSwitch

ELSEWHERE = "elsewhere"


def day_lines(noticed: Noticed, day: date, found: SeenWindow, width: int) -> Iterator[str]:
    """Yield the spans of a day and what they come to; nothing where nothing was seen."""
    if not found.spans:
        return
    sources = ", ".join(found.sources)
    yield f"{weekday(day)} {day_and_month(day)}: {length(found.evidence_seconds)} seen on this machine ({sources})"
    odd = {switch.start: switch for switch in found.seen.unannounced}
    for span in found.spans:
        if not span.seconds:
            continue
        start, end = (at_clock(noticed, at) for at in (span.start, span.end))
        switch = odd.get(span.start)
        aside = f"  focus: {printable(noticed.name_of(switch.focus))}" if switch is not None else ""
        name = printable(noticed.name_of(span.target)) or ELSEWHERE
        yield clip(f"{start}-{end}  {pad(length(span.seconds), 14)}  {name}{aside}", width)
    yield from summary(found)


def summary(found: SeenWindow) -> Iterator[str]:
    """Yield what the spans of a window come to."""
    seen = found.seen
    said = f"{counted(seen.switches, 'switch', 'switches')} seen"
    if seen.switches:
        said += f", {len(seen.unannounced)} unannounced, {len(seen.silent)} without a focus"
    if found.drift_seconds:
        said += f"; {length(found.drift_seconds)} elsewhere than the focus"
    yield said + "."
    if found.lag_seconds is not None:
        yield f"Back at a task, the first write came after {length(found.lag_seconds)} (median, n={len(found.lags)})."


def day_json(noticed: Noticed, day: date, found: SeenWindow) -> dict[str, Json]:
    """Return the same for scripts."""
    return {
        "date": day.isoformat(),
        "spans": [
            {
                "start": iso(noticed, span.start),
                "end": iso(noticed, span.end),
                **target_json(noticed, span.target),
                "sources": sorted({KINDS[kind] for kind in span.kinds}),
            }
            for span in found.spans
        ],
        "seen_switches": found.seen.switches,
        "unannounced": [switch_json(noticed, switch) for switch in found.seen.unannounced],
        "silent": [switch_json(noticed, switch) for switch in found.seen.silent],
        "drift_seconds": found.drift_seconds,
        "evidence_seconds": found.evidence_seconds,
        "lag_seconds": found.lag_seconds,
        "unreadable": found.unreadable,
    }


def target_json(noticed: Noticed, target: str) -> dict[str, Json]:
    """Return a target with its task (the whole id) and its project, null where there is none."""
    task = task_of(noticed.board, target)
    return {
        "target": target or None,
        "task": task.key if task is not None else None,
        "project": noticed.places.project_of(target) or None,
    }


def switch_json(noticed: Noticed, switch: SeenSwitch) -> dict[str, Json]:
    return {
        "start": iso(noticed, switch.start),
        "end": iso(noticed, switch.end),
        "from": switch.before,
        "to": switch.after,
        "focus": switch.focus or None,
    }


def length(seconds: int) -> str:
    return length_text(timedelta(seconds=seconds))


def at_clock(noticed: Noticed, at: int) -> str:
    """Return the local time of an instant: ``14:05``."""
    return f"{_local(noticed, at):%H:%M}"


def iso(noticed: Noticed, at: int) -> str:
    return _local(noticed, at).isoformat(timespec="seconds")


def _local(noticed: Noticed, at: int) -> datetime:
    return to_time(at * SECOND).astimezone(noticed.board.zone)
