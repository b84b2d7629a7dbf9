"""Which of the tasks that hold the slots should leave first, and why, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wiptui.domain.board import Board
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import counted
from wiptui.metrics.flow.ageing import Pace, ages, pace
from wiptui.metrics.overload.next_action import Risk, rank_to_finish
from wiptui.metrics.overload.rules import due_risks
from wiptui.tui.views.styled_text import day_name
from wiptui.tui.widgets.dialogs.task_facts import Worked, worked

FEW_STEPS = 2
MANY_STEPS = 5


@dataclass(frozen=True, slots=True)
class Holder:
    """A task in a slot with what is advised about it. ``way`` is finish, wait, back or split."""

    task: Task
    worked: Worked | None = None
    why: str = ""
    """Why it is the one to let go first; empty for the others."""
    way: str = "finish"
    way_why: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the advice rests on: the user's own pace, the ages in days by task id, the due dates at risk."""

    pace: Pace
    ages: dict[int, int]
    risks: tuple[Risk, ...]


def read_signs(board: Board) -> Signs:
    """The signs of a board as it is."""
    own, age = pace(board), ages(board)
    return Signs(own, age, due_risks(board, own, age))


def advised(board: Board, tasks: Sequence[Task]) -> list[Holder]:
    """The holders of a limit, the recommended one first and with its reason."""
    signs = read_signs(board)
    order = {task.id: place for place, task in enumerate(rank_to_finish(board, signs.pace, signs.ages, signs.risks))}
    focus = worked(board)
    ranked = sorted(tasks, key=lambda task: (task.state is State.WAITING, order.get(task.id, 0), _waited(board, task)))
    return [
        Holder(
            task,
            focus.get(task.id),
            reason(board, task, ranked[1:], signs) if place == 0 else "",
            *way_for(board, task, focus.get(task.id), signs),
        )
        for place, task in enumerate(ranked)
    ]


def _waited(board: Board, task: Task) -> tuple[object, ...]:
    """Order of what waits: yours again first, then what had to be asked about, then the longest wait."""
    if task.state is not State.WAITING:
        return ()
    late = task.follow_up is not None and task.follow_up <= board.today
    return (task.resolved_at is None, not late, task.state_since, task.id)


def reason(board: Board, task: Task, others: Sequence[Task], signs: Signs) -> str:
    """Why this one first: the first key of the order that sets it apart."""
    if task.state is State.WAITING:
        return _reason_to_end_a_wait(board, task)
    if task.is_expedite:
        return "it was expedited"
    for risk in signs.risks:
        if risk.task.id == task.id:
            if risk.due < board.today:
                return "overdue"
            due = f"due {day_name(risk.due, board.today)}"
            is_far = risk.p85 is not None and risk.due > board.today
            return f"{due}; tasks usually take you {counted(risk.p85 or 0, 'day')}" if is_far else due
    age = signs.ages.get(task.id, 0)
    if age > signs.pace.p85:
        own = "older than 85% of what you finished"
        return f"{counted(age, 'day')}, {f'past the default of {signs.pace.p85}' if signs.pace.is_default else own}"
    if not others:
        return ""
    if _steps(task) < min(_steps(other) for other in others):
        return f"only {counted(task.steps_left, 'step')} left" if task.steps_left else "every step is done"
    return f"the oldest, {counted(age, 'day')}" if age > max(signs.ages.get(o.id, 0) for o in others) else ""


def _reason_to_end_a_wait(board: Board, task: Task) -> str:
    if task.resolved_at is not None:
        return "it is back with you"
    if task.follow_up is not None and task.follow_up <= board.today:
        return "its follow-up is due"
    return "the longest wait"


def _steps(task: Task) -> int:
    return task.steps_left if task.checklist else 1


def way_for(board: Board, task: Task, focus: Worked | None, signs: Signs) -> tuple[str, str]:
    """The way out that fits a task best, and why."""
    if task.state is State.WAITING:
        return ("finish", "is it done by now?") if task.resolved_at is not None else ("back", "nothing to do here yet")
    if task.checklist and task.steps_left <= FEW_STEPS:
        return "finish", f"{counted(task.steps_left, 'step')} left" if task.steps_left else "every step is done"
    if task.waiting_on:
        return "wait", f"it waited on {task.waiting_on} before"
    if task.steps_left >= MANY_STEPS:
        return "split", f"{task.steps_left} steps left: too big for one card"
    age = signs.ages.get(task.id, 0)
    if age > signs.pace.p85:
        return "finish", f"{counted(age, 'day')} in work: end it"
    days = (board.at - focus.last).days if focus is not None and focus.last is not None else None
    if focus is None:
        return "back", "not worked on yet"
    if days is not None and days >= 2:
        return "back", f"not touched for {counted(days, 'day')}"
    return "finish", "you are in it" if focus.today else "you were in it"
