"""Plan the changes that are not moves: fields, order in a column, limits, settings, undo and imports."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import SETTINGS, SETTINGS_ID, TASKS, Change
from wiptui.domain.changes.change_plan import Plan, differs
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import BLOCKER_FIELD, Json
from wiptui.domain.fields import checked
from wiptui.domain.focus import stints
from wiptui.domain.limits import LARGEST, end_of_day, raise_field, whole
from wiptui.domain.tasks.dependencies import check_no_circle
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import ServiceClass, State, Task, time_text


def edit(plan: Plan, command: c.Edit) -> None:
    """Write fields of a task. Raises UsageError for an invalid value."""
    task = plan.task(command.task)
    fields = checked(command.fields)
    if fields.get("class") == ServiceClass.EXPEDITE and not (
        fields.get("expedite_why") or task.record.get("expedite_why")
    ):
        raise UsageError("Expedite asks for a reason.")
    if "every" in fields or "due" in fields:
        fields.setdefault("every_day", None)
    plan.write(TASKS, task.id, fields, command.seen)
    plan.about.append(task.id)
    if any(name.startswith(BLOCKER_FIELD) for name in fields):
        check_no_circle(plan.board, plan.task(task.id))


def reorder(plan: Plan, command: c.Reorder) -> None:
    """Move a task next to another one of its column."""
    task = plan.task(command.task)
    if task.is_hidden:
        raise UsageError("Hidden tasks stand in the order of their days.")
    anchor = command.before if command.before is not None else command.after
    if task.state is State.READY:
        _give_places(plan, task, anchor)
    column = [other for other in plan.board.column(task.state) if other.id != task.id]
    places = [place for place, other in enumerate(column) if other.id == anchor]
    if not places or not task.state.is_open:
        raise UsageError("A task moves only within its own column.")
    place = places[0] + (0 if command.before is not None else 1)
    low = column[place - 1].rank if place > 0 and not column[place - 1].is_back else None
    high = column[place].rank if place < len(column) and not column[place].is_hidden else None
    fields: dict[str, Json] = {"state": State.READY.value} if task.is_back else {}
    plan.write_task(task.id, **fields, rank=between(low, high, plan.context.ids.jitter()))


def _give_places(plan: Plan, task: Task, anchor: int | None) -> None:
    """Give the tasks that came back a rank of their own where one of them is the anchor: the order is the person's
    now.
    """
    back = [other for other in plan.board.column(State.READY) if other.is_back and other.id != task.id]
    if any(other.id == anchor for other in back):
        for other in reversed(back):
            plan.write(TASKS, other.id, {"state": State.READY.value, "rank": plan.top(State.READY)})


def set_limit(plan: Plan, command: c.SetLimit) -> None:
    """Set one limit. A lower limit holds for good. A higher one holds until the end of the day, unless it is permanent.

    The lasting limit decides which it is: going from a raise to 5 back to 4, above a lasting 3, is still a raise.
    """
    value, scope = command.value, command.scope
    if value is not None and whole(value) is None:
        raise UsageError(f"A limit is a whole number from 0 to {LARGEST}.")
    now = plan.board.limits.get(scope)
    why = command.why.strip()
    if value is not None and now is not None and value > now.base and not command.permanent:
        until = end_of_day(plan.board.at, plan.board.zone)
        raised = {"to": value, "until": time_text(until), "why": why}
        plan.write(SETTINGS, SETTINGS_ID, {raise_field(scope): raised})
        return
    settings = plan.board.settings
    fields: dict[str, Json] = {scope.field: value, f"{scope.field}_why": why or None}
    if settings.get(raise_field(scope)) is not None:
        fields[raise_field(scope)] = None
    if why or any(differs(settings, name, fields[name]) for name in fields):
        # Write all of it in one patch, so that the reason is stored with the value that it explains.
        plan.apply([Change(SETTINGS, SETTINGS_ID, fields)])


def set_settings(plan: Plan, command: c.SetSettings) -> None:
    """Write settings other than limits. Raises UsageError for a limit, which has its own command."""
    for name in command.fields:
        if name.partition(":")[0].endswith(("_limit", "_raise", "_limit_why")):
            raise UsageError("A limit is changed by its own command, with a reason.")
    plan.write(SETTINGS, SETTINGS_ID, dict(command.fields))


def restore(plan: Plan, command: c.Restore | c.Import) -> None:
    """Write changes that were computed elsewhere, as they are."""
    plan.apply(command.changes)
    stints.end_where_left(plan)
    plan.about.extend(change.id for change in command.changes if change.table == TASKS)


__all__ = ["edit", "reorder", "restore", "set_limit", "set_settings"]
