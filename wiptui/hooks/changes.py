"""What a change did to each task, by the hooks that are told of it."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.board import TASKS, Board, Receipt
from wiptui.domain.core.record import BLOCKER_FIELD, STEP_FIELD
from wiptui.domain.fields import FIELDS
from wiptui.domain.tasks.task import State, Task

_WITH_A_MOVE = {row.name for row in FIELDS if row.is_of_wait} | {"next_step"}
_EDITABLE = {row.name for row in FIELDS}


def changed_tasks(before: Board, after: Board, receipts: Iterable[Receipt]) -> dict[str, list[Task]]:
    """The tasks by event, each once. A task that an undo took away is in none."""
    told: dict[str, list[Task]] = {}
    written = [receipt.id for receipt in receipts if receipt.table == TASKS]
    held = [task.id for task in before.column(State.DOING)]
    for task_id in dict.fromkeys((*written, *held)):
        was, now = before.find(task_id), after.find(task_id)
        if now is None or (was is not None and was.record == now.record):
            continue
        for name in _events(was, now):
            told.setdefault(name, []).append(now)
    return told


def _events(was: Task | None, now: Task) -> list[str]:
    old, new = was.state if was is not None else None, now.state
    events = ["changed"]
    if was is None:
        events.append("added")
    elif _is_edited(was, now, moved=old != new):
        events.append("edited")
    if old == new:
        is_back = new is State.WAITING and was is not None and was.resolved_at is None and now.resolved_at is not None
        return [*events, "resolved"] if is_back else events
    moves = {State.DOING: "start", State.DONE: "done", State.WAITING: "waited", State.DROPPED: "dropped"}
    if new in moves:
        events.append(moves[new])
    if old is State.DOING and new is not State.DONE:
        events.append("stop")
    return events


def _is_edited(was: Task, now: Task, *, moved: bool) -> bool:
    """Whether a field that a person writes has another value; what a move writes along with it is no edit."""
    names = {name for name in {*was.record, *now.record} if was.record.get(name) != now.record.get(name)}
    edited = {name for name in names if name in _EDITABLE or name.startswith((STEP_FIELD, BLOCKER_FIELD))}
    return bool(edited - _WITH_A_MOVE) if moved or State.WAITING in (was.state, now.state) else bool(edited)
