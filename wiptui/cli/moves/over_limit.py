"""Exceeded limits after a merge: by how much, and which tasks came from which device."""

from __future__ import annotations

from wiptui.domain.board import Board
from wiptui.domain.core.record import Json
from wiptui.domain.limits import Scope
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import printable


def came_from(board: Board, task: Task) -> str:
    """Return the name of the device on which the task entered its state."""
    return board.device_name(task.history[-1].device) if task.history else ""


def by_device(board: Board, scope: Scope) -> dict[str, list[Task]]:
    """Return the tasks that take a slot of a scope, by the device that moved them there."""
    groups: dict[str, list[Task]] = {}
    for task in board.holders(scope):
        groups.setdefault(came_from(board, task), []).append(task)
    return groups


def origin(board: Board, task: Task) -> str:
    """Return the device that a task in progress came from, if its limit is exceeded and several devices contributed."""
    for scope in board.limits:
        if board.is_over(scope) and scope.counts(task, waiting_counts=board.waiting_counts):
            return came_from(board, task) if len(by_device(board, scope)) > 1 else ""
    return ""


def over_lines(board: Board) -> list[str]:
    """Return «Doing is OVER 4/3: 2 from laptop, 2 from phone» for each exceeded limit, and its tasks below."""
    lines = []
    for scope, limit in board.limits.items():
        if not board.is_over(scope):
            continue
        groups = by_device(board, scope)
        parts = [f"{len(tasks)} from {printable(device)}" for device, tasks in groups.items()]
        lines.append(f"{printable(scope.label)} is OVER {board.count(scope)}/{limit.text}: {', '.join(parts)}")
        for device, tasks in groups.items():
            lines += [f"  {board.short_id(t.id)}  {printable(t.title)}  from {printable(device)}" for t in tasks]
    return lines


def over_json(board: Board) -> list[Json]:
    """Return the same for scripts."""
    return [
        {
            "scope": scope.code,
            "count": board.count(scope),
            "limit": limit.value,
            "by_device": {name: [task.key for task in tasks] for name, tasks in by_device(board, scope).items()},
        }
        for scope, limit in board.limits.items()
        if board.is_over(scope)
    ]
