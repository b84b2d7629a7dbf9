"""Deciding between texts that two machines wrote without knowing of each other."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Change
from wiptui.domain.concurrent import settled
from wiptui.domain.errors import UsageError
from wiptui.domain.fields import checked
from wiptui.domain.planning import Plan


def settle(plan: Plan, command: c.Settle) -> None:
    """Decide between texts of two machines. Raises UsageError where there is only one."""
    task = plan.task(command.task)
    text = settled(task.record, command.field, command.choice)
    if text is None:
        raise UsageError(f"“{task.title[:60]}” has no second version of this text to decide about.")
    # Written also where it is what stands there: the patch says that its writer had seen all of them.
    plan.apply([Change(TASKS, task.id, checked({command.field: text}))])
    plan.about.append(task.id)
