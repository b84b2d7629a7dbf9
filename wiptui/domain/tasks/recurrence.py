"""Recurring tasks: when the next one is due and how it is created.

How often is told by ``every``, in the short form of :mod:`wiptui.domain.dates.repetition`.

Finishing a task creates the next one in ready. Its id and the stamp of its first patch derive from the finished task
alone, so two machines that both finish it create the same next task. That stamp is of 1970, so every edit of the next
task is newer and wins. A field holds the time of creation, and the history uses it.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from wiptui.domain.board import TASKS, Change
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.ids import ID_BITS, id_text
from wiptui.domain.core.record import LOG, is_gone, make_stamp, stamp_actor
from wiptui.domain.dates.repetition import next_due, read_every
from wiptui.domain.fields import RECURRENCE, copied_by
from wiptui.domain.tasks.checklist import fresh
from wiptui.domain.tasks.task import ServiceClass, State, Task, time_text

COPIED = (*copied_by(RECURRENCE), "every_day")


def plan_next(plan: Plan, task: Task) -> None:
    """Create the task that follows a finished one in ready, unless it exists."""
    every = read_every(task.every)
    log = task.record.get(LOG) or {}
    if every is None or not log:
        return
    next_id = follower(task.id)
    record = plan.board.data.get(TASKS, {}).get(str(next_id))
    if record is not None and not is_gone(record):
        return
    if record is not None:
        plan.apply([Change(TASKS, next_id, returning(record))])
        plan.about.append(next_id)
        return
    fields = {name: task.record[name] for name in COPIED if task.record.get(name) is not None}
    if fields.get("class") == ServiceClass.EXPEDITE:
        del fields["class"]
    fields |= fresh(task.checklist)
    anchor = task.record.get("every_day")
    if task.due is not None and task.due.day > 28 and not isinstance(anchor, int):
        anchor = fields["every_day"] = task.due.day
    try:
        due = next_due(every, task.due, plan.board.today, anchor if isinstance(anchor, int) else None)
    except (OverflowError, ValueError):
        return  # beyond the calendar
    if every.until is not None and due > every.until:
        return
    fields |= {
        "due": due.isoformat(),
        "from": _from_before(task, due),
        "rank": plan.bottom(State.READY),
        "created": time_text(plan.board.at),
        "comes_after": id_text(task.id),
        "state": State.READY.value,
    }
    stamp = make_stamp(0, stamp_actor(min(log)))
    plan.apply([Change(TASKS, next_id, fields, stamp=stamp)])
    plan.about.append(next_id)


def _from_before(task: Task, due: date) -> str | None:
    """Return the day on which the next one comes up: as long before its due date as this one did."""
    if task.due is None or task.from_date is None or task.from_date > task.due:
        return None
    return (due - (task.due - task.from_date)).isoformat()


def follower(task_id: int) -> int:
    """Return the id of the task that follows another: the same on every machine."""
    number = int.from_bytes(sha256(f"after {id_text(task_id)}".encode()).digest()[:8])
    return (number >> (64 - ID_BITS)) or 1


__all__ = ["follower", "plan_next"]
