"""A wait that is under way: since when, and how often it was asked after."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain.tasks.task import Task, as_time

NUDGE_FIELD = "nudge:"
"""Nudges are fields of their own, ``nudge:<key>`` -> time, so that those of two machines are all kept."""


def waiting_since(task: Task) -> datetime:
    """When the task came into waiting, whatever was resolved or said since then."""
    for move in reversed(task.history):
        if move.to == "waiting" and move.came != "waiting":
            return move.at
    return task.state_since


def nudges(task: Task) -> tuple[datetime, ...]:
    """When it was asked after in the present wait, oldest first."""
    since = waiting_since(task)
    times = [as_time(value) for name, value in task.record.items() if name.startswith(NUDGE_FIELD)]
    return tuple(sorted(at for at in times if at is not None and at >= since))
