"""A past for tests of what is learned from it."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

from builders import BERLIN


def stamp(day: int, clock: str) -> str:
    """A local time, counted in days from 1 October 2026."""
    at = datetime.combine(date(2026, 10, 1) + timedelta(days=day), time.fromisoformat(clock), BERLIN)
    return at.isoformat()


def past(tasks: int) -> str:
    """So many tasks, one started and finished every other day; each third waits on Ana for a day in between."""
    rows = []
    for n in range(tasks):
        history = [{"at": stamp(2 * n, "09:00"), "to": "doing"}]
        if n % 3 == 0:
            history.append({"at": stamp(2 * n, "12:00"), "to": "waiting", "on": "Ana", "why": "the logo"})
            history.append({"at": stamp(2 * n + 1, "12:00"), "event": "resolved"})
            history.append({"at": stamp(2 * n + 1, "13:00"), "to": "doing"})
        history.append({"at": stamp(2 * n + 1, "17:00"), "to": "done"})
        project = "acme" if n % 2 else "[/x]\x1b[2J"
        rows.append({"title": f"job {n}", "created": stamp(2 * n, "08:00"), "project": project, "history": history})
    return json.dumps({"tasks": rows})
