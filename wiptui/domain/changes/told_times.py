"""Plan the correction of a time: a past move of a task was at another time than the log says."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Change
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, stamp_time
from wiptui.domain.tasks.history import MOVED_AT, WHEN, move_stamps
from wiptui.domain.tasks.task import State, time_text
from wiptui.domain.text import clip


def correct(plan: Plan, command: c.CorrectMove) -> None:
    """Carry out CorrectMove. Raises UsageError for no such move, or a time before or after the moves beside it.

    The start of a task is its first one, an end its last; what was captured later than begun moves along.
    """
    task = plan.task(command.task)
    name = clip(task.title, 60)
    rows = move_stamps(task.record.get(LOG) or {})
    places = [place for place, row in enumerate(rows) if row[3] == command.to.value]
    if not places:
        raise UsageError(f"“{name}” was never {'started' if command.to is State.DOING else 'finished'}.")
    place = places[0] if command.to is State.DOING else places[-1]
    if command.at > plan.board.at:
        raise UsageError("That time is still to come.")
    before, after = rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None
    early = before is not None and before[2] is not None and command.at < stamp_time(before[1])
    if early or (after is not None and command.at > stamp_time(after[1])):
        edge = before if early else after
        when = stamp_time(edge[1]).astimezone(plan.board.zone) if edge else command.at
        raise UsageError(
            f"“{name}” came to {edge[3] if edge else ''} at {when:%Y-%m-%d %H:%M}: the time has to be "
            f"{'after' if early else 'before'} that."
        )
    changes = [Change(TASKS, task.id, {WHEN: rows[place][0], MOVED_AT: time_text(command.at)})]
    if before is not None and before[2] is None and command.at < stamp_time(before[1]):
        changes.insert(0, Change(TASKS, task.id, {WHEN: before[0], MOVED_AT: time_text(command.at)}))
    plan.apply(changes)
    plan.about.append(task.id)


__all__ = ["correct"]
