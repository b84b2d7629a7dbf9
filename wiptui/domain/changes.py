"""Changes that are no moves: editing fields, order in a column, limits and settings, undo and imports."""

from __future__ import annotations

from datetime import date

from wiptui.domain import commands as c
from wiptui.domain.board import SETTINGS, SETTINGS_ID, TASKS, Change
from wiptui.domain.errors import UsageError
from wiptui.domain.limits import LARGEST, end_of_day, raise_field
from wiptui.domain.planning import Plan, differs
from wiptui.domain.rank import between
from wiptui.domain.record import Json
from wiptui.domain.task import CLASSES, STEP_FIELD, time_text
from wiptui.domain.text import clean_text, clean_title

EDITABLE = {
    "title", "project", "tags", "priority", "due", "class", "for", "note", "next_step",
    "waiting_on", "waiting_why", "follow_up", "todotxt", "expedite_why",
}  # fmt: skip


def edit(plan: Plan, command: c.Edit) -> None:
    """Write fields of a task. Raises UsageError for a value that cannot be."""
    task = plan.task(command.task)
    plan.write_task(task.id, **{name: _checked(name, value) for name, value in command.fields.items()})


def _checked(name: str, value: Json) -> Json:
    if name not in EDITABLE and not name.startswith(STEP_FIELD):
        raise UsageError(f"A task has no “{name}” that could be edited.")
    if name == "title":
        return clean_title(value)
    if name == "note":
        return clean_text(value) if value else None
    if value in (None, "", [], ()):
        return None
    if name == "class":
        if value not in CLASSES:
            raise UsageError(f"“{value}” is no class of service: {', '.join(CLASSES)}.")
        return None if value == "standard" else value
    if name == "priority":
        if not (isinstance(value, str) and len(value) == 1 and "A" <= value.upper() <= "Z"):
            raise UsageError(f"“{value}” is no priority: give one letter, A to Z.")
        return value.upper()
    if name in ("due", "follow_up"):
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()
    if name == "tags":
        return list(dict.fromkeys(value))
    return value.strip() or None if isinstance(value, str) else value


def reorder(plan: Plan, command: c.Reorder) -> None:
    """Move a task beside a neighbour of its own column."""
    task = plan.task(command.task)
    column = [other for other in plan.board.column(task.state) if other.id != task.id]
    anchor = command.before if command.before is not None else command.after
    places = [place for place, other in enumerate(column) if other.id == anchor]
    if not places or not task.state.is_open:
        raise UsageError("A task moves only within its own column.")
    place = places[0] + (0 if command.before is not None else 1)
    low = column[place - 1].rank if place > 0 else None
    high = column[place].rank if place < len(column) else None
    plan.write_task(task.id, rank=between(low, high, plan.source.ids.jitter()))


def set_limit(plan: Plan, command: c.SetLimit) -> None:
    """Lowering takes effect at once and for good; raising until the end of the day, unless it is permanent."""
    value, scope = command.value, command.scope
    if value is not None and not 0 <= value <= LARGEST:
        raise UsageError(f"A limit is a whole number from 0 to {LARGEST}.")
    now = plan.board.limits.get(scope)
    why = command.why.strip()
    if value is not None and now is not None and value > now.value and not command.permanent:
        until = end_of_day(plan.board.at, plan.board.zone)
        raised = {"to": value, "until": time_text(until), "why": why}
        plan.write(SETTINGS, SETTINGS_ID, {raise_field(scope): raised})
        return
    settings = plan.board.settings
    fields: dict[str, Json] = {scope.field: value, f"{scope.field}_why": why or None}
    if settings.get(raise_field(scope)) is not None:
        fields[raise_field(scope)] = None
    if why or any(differs(settings, name, fields[name]) for name in fields):
        # All of it in one patch, so that the reason stands beside the value it explains.
        plan.apply([Change(SETTINGS, SETTINGS_ID, fields)])


def set_settings(plan: Plan, command: c.SetSettings) -> None:
    plan.write(SETTINGS, SETTINGS_ID, dict(command.fields))


def restore(plan: Plan, command: c.Restore | c.Import) -> None:
    """Write changes that were worked out elsewhere as they are."""
    plan.apply(command.changes)
    plan.about.extend(change.id for change in command.changes if change.table == TASKS)


__all__ = ["edit", "reorder", "restore", "set_limit", "set_settings"]
