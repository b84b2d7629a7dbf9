"""Choose between texts that two machines wrote concurrently."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Change
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG
from wiptui.domain.fields import checked
from wiptui.domain.tasks.concurrent_edits import settled


def settle(plan: Plan, command: c.Settle) -> None:
    """Choose between the texts of two machines. Raises UsageError if there is only one."""
    task = plan.task(command.task)
    text = settled(task.record, command.field, command.choice)
    if text is None:
        raise UsageError(f"“{task.title[:60]}” has no second version of this text to decide about.")
    # Write the text even if it equals the present one: the patch records that its writer had seen all of them.
    # Taking the newest of several others does not decide about the rest.
    left = (
        {other.stamp for other in task.overruled if other.field == command.field} if command.choice == "take" else set()
    )
    left.discard(max(left, default=""))
    log = {stamp: patch for stamp, patch in task.record[LOG].items() if stamp not in left}
    plan.apply([Change(TASKS, task.id, checked({command.field: text}), seen={**task.record, LOG: log})])
    plan.about.append(task.id)
