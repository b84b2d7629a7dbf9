"""Sort and group tasks otherwise than the board does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable

SORTS: dict[str, Callable[[Task], Any]] = {
    "due": lambda task: day_of(task),
    "priority": lambda task: task.priority,
    "age": lambda task: task.first_started,
    "created": lambda task: task.created,
    "project": lambda task: task.project and task.project.casefold(),
    "title": lambda task: task.title.casefold(),
}
"""The key of each order. ``age`` is the age in progress: the earliest start comes first."""


def day_of(task: Task) -> date | None:
    """Return the day on which a task next asks for somebody: its due date, its follow-up, or when it comes back."""
    is_asked = task.state is State.WAITING and task.resolved_at is None
    days = (task.due, task.follow_up if is_asked else None, task.from_date if task.is_hidden else None)
    return min((day for day in days if day is not None), default=None)


GROUPS = ("project", "tag", "for", "due")
SOON = timedelta(days=7)
DAYS = ("Overdue", "Today", "Tomorrow", "Within a week", "Later", "No due date")


def in_order(tasks: list[Task], name: str) -> list[Task]:
    """Return the tasks sorted by ``name``, descending with a leading dash; tasks without a value come last.

    Of several names with commas, a later one orders what is equal by the earlier ones. Equal tasks stay in board order.
    Raises UsageError for an unknown order.
    """
    for key in reversed(name.split(",")):
        tasks = _in_order(tasks, key.strip())
    return tasks


def _in_order(tasks: list[Task], name: str) -> list[Task]:
    look = SORTS.get(name.removeprefix("-"))
    if look is None:
        raise UsageError(f"“{printable(name)[:40]}” is not an order: {', '.join(SORTS)}.")
    known = [task for task in tasks if look(task) is not None]
    known.sort(key=look, reverse=name.startswith("-"))
    return known + [task for task in tasks if look(task) is None]


def under_headings(board: Board, tasks: list[Task], by: str) -> list[tuple[str, list[Task]]]:
    """Return the tasks grouped by project, tag, person or due date, each in the given order; headings are safe text.

    A task with two tags appears under both. Raises UsageError for an unknown grouping.
    """
    if by not in GROUPS:
        raise UsageError(f"“{printable(by)[:40]}” is nothing to group by: {', '.join(GROUPS)}.")
    found: dict[str, list[Task]] = {}
    rest = {"project": "No project", "tag": "No tag", "for": "For nobody else"}.get(by, "")
    for task in tasks:
        for heading in _headings(board, task, by) or (rest,):
            found.setdefault(heading, []).append(task)
    if by == "due":
        return [(name, found[name]) for name in DAYS if name in found]
    return [(name, found[name]) for name in sorted(found, key=lambda name: (name == rest, name.casefold()))]


def _headings(board: Board, task: Task, by: str) -> Iterable[str]:
    if by == "project":
        return (f"+{printable(task.project)}",) if task.project else ()
    if by == "tag":
        return tuple(f"@{printable(tag)}" for tag in task.tags)
    if by == "for":
        return (f"For {printable(task.for_whom)}",) if task.for_whom else ()
    day = day_of(task)
    if day is None:
        return (DAYS[-1],)
    days = (day - board.today).days
    return (DAYS[0] if days < 0 else DAYS[min(days, 1) + 1] if days < 2 else DAYS[3] if days <= SOON.days else DAYS[4],)
