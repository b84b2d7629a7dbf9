"""Plan a renamed project, tag or person over all tasks, finished ones too. A name that is taken merges the two."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import SETTINGS, SETTINGS_ID, Change
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import one_line

KINDS = {"project": "+", "tag": "@", "person": ""}


def rename(plan: Plan, command: c.Rename) -> None:
    """Carry out Rename. Raises UsageError where nothing has the name."""
    sign, old, new = KINDS[command.kind], one_line(command.old), one_line(command.new)
    if not old or not new:
        raise UsageError("Rename what? wiptui rename +old +new")
    if old == new:
        raise UsageError(f"{sign}{old} has this name already.")
    changed = [
        (task.id, fields) for task in plan.board.all_tasks() if (fields := _fields(command.kind, task, old, new))
    ]
    settings = _settings(plan, command.kind, old, new)
    if not changed and not settings:
        raise UsageError(f"No task has {sign}{old}.")
    for task_id, fields in changed:
        plan.write_task(task_id, **fields)
    if settings:
        plan.apply([Change(SETTINGS, SETTINGS_ID, settings)])


def renamed(kind: str, task: Task, old: str, new: str) -> bool:
    """Return whether renaming would change the task."""
    return bool(_fields(kind, task, old, new))


def _fields(kind: str, task: Task, old: str, new: str) -> dict[str, Json]:
    """Return what renaming writes into a task."""
    if kind == "tag":
        tags = list(dict.fromkeys(_name(tag, old, new) for tag in task.tags))
        return {"tags": tags} if tags != list(task.tags) else {}
    values = {"project": task.project} if kind == "project" else {"for": task.for_whom, "waiting_on": task.waiting_on}
    under = kind == "project"
    told = {name: _name(value, old, new, under=under) for name, value in values.items() if value}
    return {name: value for name, value in told.items() if value != values[name]}


def _name(name: str, old: str, new: str, *, under: bool = False) -> str:
    """Return the new name of what has the old one, in any case; with ``under`` that of ``old.part`` too."""
    if name.casefold() == old.casefold():
        return new
    if under and name.casefold().startswith(f"{old.casefold()}."):
        return new + name[len(old) :]
    return name


def _settings(plan: Plan, kind: str, old: str, new: str) -> dict[str, Json]:
    """Return the settings by name that move along: limits and rates. What the new name has already stays."""
    found: dict[str, Json] = {}
    known = plan.board.settings
    for field, value in known.items():
        head, colon, name = field.partition(":")
        of, why = name, ""
        if head.endswith("_limit") and name.endswith("_why"):
            of, why = name.removesuffix("_why"), "_why"
        belongs = head in (f"{kind}_limit", f"{kind}_raise") or (kind == "project" and head in ("rate", "materials"))
        if not colon or not belongs or value is None or of.casefold() != old.casefold() or of == new:
            continue
        found[field] = None
        target = f"{head}:{new}{why}"
        if known.get(target) is None:
            found[target] = value
    return found


__all__ = ["rename", "renamed"]
