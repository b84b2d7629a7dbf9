"""Questions about unannounced switches: the one bridge from what was seen to what is declared."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.times import SECOND, to_time
from wiptui.noticed.beside import Noticed, task_of
from wiptui.sensing import kept
from wiptui.sensing.compare import SeenSwitch

DAYS = 7
"""Workdays, today included, that are asked about."""
SOURCE = "sense"
"""What a stint from an answer is marked with."""


def questions(noticed: Noticed) -> list[SeenSwitch]:
    """Return the switches to ask about, oldest first: unannounced, long enough to be drift, over, and not answered."""
    first = noticed.start_of(noticed.day_of(noticed.now) - DAYS + 1)
    answered = {(start, target) for start, target, answer in kept.read_answers() if answer != kept.TODAY}
    return [
        switch
        for switch in noticed.window(first, noticed.now + 1).seen.unannounced
        if switch.end - switch.start >= noticed.rules.drift and (switch.start, switch.after) not in answered
    ]


def candidates(board: Board, noticed: Noticed, switch: SeenSwitch) -> tuple[Task, ...]:
    """Return the tasks that the time may belong to: the one that was seen, else those of the project, doing first."""
    task = task_of(board, switch.after)
    if task is not None:
        return (task,)
    project = noticed.places.project_of(switch.after)
    return tuple(task for task in board.open_tasks() if task.project == project)


def only_one(tasks: tuple[Task, ...]) -> Task | None:
    """Return the task that is meant without a word: the only one, or the only one in doing."""
    doing = tuple(task for task in tasks if task.state is State.DOING)
    found = tasks if len(tasks) == 1 else doing
    return found[0] if len(found) == 1 else None


def yes(switch: SeenSwitch, task: Task) -> c.Command:
    """Return the command that notes the time as focus on a task."""
    return c.AddStint(task.id, to_time(switch.start * SECOND), to_time(switch.end * SECOND), SOURCE)


def answer(noticed: Noticed, switch: SeenSwitch, word: str) -> None:
    """Note an answer, so that the question does not come again. Raises OSError."""
    kept.add_answer(switch.start, switch.after, word, noticed.start_of(noticed.day_of(noticed.now) - 2 * DAYS))
