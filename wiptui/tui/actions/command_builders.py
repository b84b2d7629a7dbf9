"""Build the command of an action from the board and the selected tasks, and tell whether the action makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.frozen import replace
from wiptui.domain.day_plan import next_workday
from wiptui.domain.limits import Limit
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, printable

ORDER = (State.BACKLOG, State.READY, State.DOING, State.WAITING, State.DONE)
NEEDS_TASK = {"start_or_pause", "done", "wait", "put_back", "drop", "hide", "plan", "focus_view", "room", "details",
              "edit", "editor", "resolve", "copy", "select", "shift", "reorder", "nudge_due", "links",
              "save_template"}  # fmt: skip

FOR_ONE = {"wait", "room", "details", "editor", "focus_view", "links", "save_template"}


def ids(tasks: Sequence[Task]) -> tuple[int, ...]:
    """Return the ids of tasks."""
    return tuple(task.id for task in tasks)


def allowed(action: str, board: Board, tasks: Sequence[Task], step: int = 0) -> bool:
    """Return whether an action makes sense for these tasks, before the gate decides.

    ``step`` is the direction of ``shift`` and ``reorder``.
    """
    return not why_not(action, board, tasks, step)


def why_not(action: str, board: Board, tasks: Sequence[Task], step: int = 0) -> str:
    """Return why an action makes no sense for these tasks, in one sentence; empty where it does."""
    if action not in NEEDS_TASK:
        return ""
    if action == "room" and any(map(board.is_over, board.limits)):
        return ""
    if not tasks:
        return "" if action == "focus_view" and board.focus is not None else NO_CARD
    if action in FOR_ONE and len(tasks) > 1:
        return f"That works on one task at a time; {len(tasks)} are selected."
    return next((why for task in tasks if (why := _unsuited(action, board, task, step))), "")


NO_CARD = "There is no card here."


def _unsuited(action: str, board: Board, task: Task, step: int) -> str:
    """Return why an action does not suit a task; empty where it does."""
    state = task.state
    named = f"“{clip(printable(task.title), 40)}”"
    where = f"{named} is in {state.value.title()}"
    match action:
        case "done" | "wait" | "drop" | "hide" | "plan" | "reorder" | "nudge_due" if not state.is_open:
            return f"{named} is {state.value}; start brings it back."
        case "reorder" if task.is_hidden:
            return f"{named} is hidden for later; it has no place in the order now."
        case "put_back" if not state.in_progress:
            return f"{where}; only what is in Doing or Waiting is put back."
        case "resolve" if state is not State.WAITING:
            return f"{named} is not waiting for anybody."
        case "resolve" if task.resolved_at is not None:
            return f"{named} is back with you already."
        case "focus_view" if state is not State.DOING and board.focus is None:
            return "Nothing is in focus; start a task first."
        case "room" if state is State.DOING:
            return f"{where} already; making room is for what waits to start."
        case "room" if not state.is_open:
            return f"{named} is {state.value}; it needs no room."
        case "shift" if state not in ORDER or not 0 <= ORDER.index(state) + step < len(ORDER):
            return f"{where}; there is no column beyond it."
    return ""


def start_word(board: Board, tasks: Sequence[Task]) -> str:
    """Return what the start key does here, in a word."""
    if len(tasks) == 1:
        focus = board.focus
        match tasks[0].state:
            case State.DOING:
                return "pause" if focus is not None and focus.task.id == tasks[0].id else "go on"
            case State.WAITING:
                return "resume"
            case State.DONE | State.DROPPED:
                return "reopen"
    return "start"


def start_or_pause(board: Board, tasks: Sequence[Task]) -> c.Command:
    """Start tasks that are not in progress; pause the focused one; focus one in progress that is not focused."""
    word = start_word(board, tasks)
    if word == "pause":
        return c.FocusOn(None, "pause")
    if word == "go on":
        return c.FocusOn(tasks[0].id)
    return c.Start(ids(tasks))


def shift(board: Board, tasks: Sequence[Task], step: int) -> c.Command | None:
    """Return the command that moves tasks of one column to the next column; None if it needs a form (waiting)."""
    state = tasks[0].state
    target = ORDER[ORDER.index(state) + step]
    if target is State.WAITING and state is not State.DOING:
        return c.Start(ids(tasks))
    return move_to(tasks, target)


def move_to(tasks: Sequence[Task], target: State) -> c.Command | None:
    """Return the command that moves tasks of one column to another one; None if it needs a form (waiting)."""
    if target is State.WAITING:
        return None
    if target is State.DOING:
        return c.Start(ids(tasks))
    if target is State.DONE:
        return c.Finish(ids(tasks))
    if tasks[0].state.in_progress and target is State.READY:
        return c.PutBack(ids(tasks))
    return c.Move(ids(tasks), target)


def plan(board: Board, tasks: Sequence[Task], limit: Limit) -> c.Command:
    """Plan tasks for today; take them out where all of them are planned."""
    day = board.workday
    if all(task.planned == day for task in tasks):
        return c.Unplan(ids(tasks))
    return c.PlanDay(tuple(task.id for task in tasks if task.planned != day), limit=limit)


def plan_tomorrow(board: Board, tasks: Sequence[Task]) -> c.Command:
    """Plan tasks for the next workday."""
    return c.PlanDay(ids(tasks), day=next_workday(board))


def anyway(command: c.Command) -> c.Command:
    """Return the same command with blocked tasks allowed."""
    if isinstance(command, c.Together):
        return c.Together(tuple(anyway(part) for part in command.commands))
    return replace(command, anyway=True) if isinstance(command, c.Start) else command


def nudge_due(board: Board, tasks: Sequence[Task], days: int) -> c.Command:
    """Move the due date by so many days; a task without one starts from today."""
    moved = (c.Edit(task.id, {"due": ((task.due or board.today) + timedelta(days=days)).isoformat()}) for task in tasks)
    return c.Together(tuple(moved))


def undoable(command: c.Command) -> bool:
    """Return whether the toast should mention undo: the task has left the board."""
    if isinstance(command, c.Together):
        return any(undoable(part) for part in command.commands)
    return isinstance(command, c.Drop | c.Finish | c.Split)
