"""Dependencies: a task that other tasks block. They warn when it is started and never prevent the start.

Each is a field of its own, ``blocker:<id>`` -> true, so that dependencies from two machines are both kept. A blocker
that is done, dropped or deleted no longer blocks. Writing a circle is refused. A circle that a merge creates can be
started like any blocked task, with ``anyway``.
"""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.board import Board
from wiptui.domain.core.errors import TaskBlocked, UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import BLOCKER_FIELD, Json
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip


def blockers(board: Board, task: Task) -> tuple[Task, ...]:
    """Return the open tasks that block this one."""
    found = (board.find(other) for other in task.blocked_by)
    return tuple(other for other in found if other is not None and other.state.is_open)


def blocks(board: Board, task: Task) -> tuple[Task, ...]:
    """Return the open tasks that this one blocks while it is open."""
    return tuple(other for other in board.open_tasks() if task.id in other.blocked_by)


def freed(before: Board, after: Board, ids: Iterable[int]) -> tuple[Task, ...]:
    """Return the tasks that are no longer blocked now that these have ended."""
    ended = set(ids)
    return tuple(
        other
        for other in after.open_tasks()
        if other.blocked_by and ended & set(other.blocked_by) and blockers(before, other) and not blockers(after, other)
    )


def fields_for(add: Iterable[int] = (), remove: Iterable[int] = ()) -> dict[str, Json]:
    """Return the fields that add and remove blockers."""
    return {
        **{BLOCKER_FIELD + id_text(other): None for other in remove},
        **{BLOCKER_FIELD + id_text(other): True for other in add},
    }


def check_no_circle(board: Board, task: Task) -> None:
    """Raise UsageError if a task would block itself, directly or through other tasks."""
    seen: set[int] = set()
    ahead: list[tuple[int, tuple[int, ...]]] = [(other, (task.id, other)) for other in task.blocked_by]
    while ahead:
        here, path = ahead.pop()
        if here == task.id:
            names = " waits for ".join(f"“{_short(board.find(step))}”" for step in path)
            raise UsageError(f"That would go round in a circle: {names}.")
        other = board.find(here)
        if here not in seen and other is not None and other.state.is_open:
            seen.add(here)
            ahead += [(step, (*path, step)) for step in other.blocked_by]


def refuse_blocked(board: Board, task: Task) -> None:
    """Raise TaskBlocked if an open task blocks this one."""
    found = blockers(board, task)
    if found:
        names = ", ".join(f"“{_short(other)}” ({other.state})" for other in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        matches = tuple((board.short_id(other.id), other.title) for other in found)
        raise TaskBlocked(f"“{_short(task)}” is blocked by {names}{more}.", task.id, matches)


def _short(task: Task | None) -> str:
    title = task.title if task is not None else "a task that is gone"
    return clip(title, 60)


__all__ = ["blockers", "blocks", "check_no_circle", "fields_for", "freed", "refuse_blocked"]
