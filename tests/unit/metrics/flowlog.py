"""A small builder of logs for the measures: stamped patches written at the times that a test says.

Times are local to Berlin: ``"2026-03-28 22:00"``, or ``"Mon 09:00"`` within the week that begins on 2 November 2026.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from builders import BERLIN

from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import patched
from wiptui.domain.tasks.task import time_text

WEEK = {"Mon": 2, "Tue": 3, "Wed": 4, "Thu": 5, "Fri": 6, "Sat": 7, "Sun": 8}
ACTOR = "k3fqq8f2k"


def at(text: str) -> datetime:
    """The instant of a local time, in UTC."""
    day, _, clock = text.partition(" ")
    date = f"2026-11-{WEEK[day]:02d}" if day in WEEK else day
    return datetime.fromisoformat(f"{date} {clock or '00:00'}").replace(tzinfo=BERLIN).astimezone(UTC)


class Log:
    """Writes a log; ``board(now)`` reads it."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self._next = 1000

    def write(self, table: str, record_id: int, when: str | datetime, **fields: Any) -> int:
        rows = self.data.setdefault(table, {})
        instant = at(when) if isinstance(when, str) else when
        named = {name.rstrip("_"): value for name, value in fields.items()}
        rows[str(record_id)], _ = patched(rows.get(str(record_id)), named, to_ms(instant), ACTOR)
        return record_id

    def task(self, name: str, *moves: str, **fields: Any) -> int:
        """A task with moves like ``"doing Mon 09:00"``; the first of them may be ``created``. Its id is by order."""
        task_id = len(self.data.get("tasks", {})) + 1
        first, *rest = moves
        state, _, when = first.partition(" ")
        if state == "created":
            self.write("tasks", task_id, when, title=name, state="ready", **fields)
        else:
            self.write("tasks", task_id, when, title=name, state=state, **fields)
        for move in rest:
            state, _, when = move.partition(" ")
            if state == "resolved":
                self.write("tasks", task_id, when, resolved_at=time_text(at(when)))
            else:
                self.write("tasks", task_id, when, state=state)
        return task_id

    def stint(self, task: int, start: str, end: str | None, cause: str | None = None, **more: Any) -> int:
        self._next += 1
        fields: dict[str, Any] = {"task": task, "start": time_text(at(start)), **more}
        if end is not None:
            fields |= {"end": time_text(at(end)), "cause": cause or "switch"}
        return self.write("stints", self._next, start, **fields)

    def interrupt(self, when: str, **fields: Any) -> int:
        self._next += 1
        return self.write("interrupts", self._next, when, at=time_text(at(when)), **fields)

    def setting(self, when: str, **fields: Any) -> None:
        self.write("settings", 1, when, **fields)

    def board(self, now: str | datetime) -> Board:
        return Board(self.data, at(now) if isinstance(now, str) else now, BERLIN)
