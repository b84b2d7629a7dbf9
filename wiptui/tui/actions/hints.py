"""Hints beside the message of a change: where you were, what to resume first, and which task needs a next step."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.focus.resume_cue import cue_of
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.overload.next_action import has_slot
from wiptui.tui.views.styled_text import clip, day_name, sanitized

GLANCE_S = 5 * 60
"""Seconds of focus below which leaving asks nothing: there is little to come back to."""


def hint_lines(before: Board, after: Board, command: c.Command) -> list[str]:
    """Return the hint lines for a command."""
    return [line for line in (_where(before, after), _resume_first(before, command)) if line]


def _where(before: Board, after: Board) -> str:
    """Return where you were, if the focus begins on a task that was started before."""
    focus = after.focus
    if focus is None or (before.focus is not None and before.focus.stint == focus.stint):
        return ""
    cue = cue_of(after, focus.task, focus.since)
    return clip(sanitized(cue.describe(after)), 160) if cue is not None else ""


def _resume_first(before: Board, command: c.Command) -> str:
    """Return a nudge, never a refusal: something new was started while a resolved wait has a slot."""
    if not isinstance(command, c.Start) or command.expedite or command.swap is not None:
        return ""
    if any((task := before.find(task_id)) is None or task.state is State.WAITING for task_id in command.tasks):
        return ""
    back = [task for task in before.column(State.WAITING) if task.resolved_at is not None and has_slot(before, task)]
    if not back:
        return ""
    first = min(back, key=lambda task: (task.resolved_at or before.at, task.id))
    since = day_name(local_date(first.resolved_at or before.at, before.zone), before.today)
    return f"“{clip(sanitized(first.title), 50)}” might come first: back with you since {since}."


def unfinished_left(before: Board, after: Board) -> Task | None:
    """Return the unfinished task that the focus just left for another one; None after a glance."""
    was, now = before.focus, after.focus
    if was is None or now is None or was.task.id == now.task.id:
        return None
    task = after.find(was.task.id)
    if task is None or task.state is not State.DOING:
        return None
    return task if (after.at - was.since).total_seconds() >= GLANCE_S else None
