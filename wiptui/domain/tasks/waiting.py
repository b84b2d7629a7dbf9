"""The present wait of a task: its start, and the nudges since then."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain.tasks.task import Task, as_time

NUDGE_FIELD = "nudge:"
"""Nudges are separate fields, ``nudge:<key>`` -> time, so that a merge keeps those of both machines."""


def waiting_since(task: Task) -> datetime:
    """Return when the task entered waiting. A resolved or renewed wait does not change that."""
    for move in reversed(task.history):
        if move.to == "waiting" and move.came != "waiting":
            return move.at
    return task.state_since


def nudges(task: Task) -> tuple[datetime, ...]:
    """Return when somebody asked after the task during the present wait, oldest first."""
    since = waiting_since(task)
    times = [as_time(value) for name, value in task.record.items() if name.startswith(NUDGE_FIELD)]
    return tuple(sorted(at for at in times if at is not None and at >= since))
