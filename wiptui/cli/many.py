"""Many tasks at once: those that ``--where QUERY`` finds, and ids on stdin with ``-``. One question above ten."""

from __future__ import annotations

import sys
from collections.abc import Callable

from wiptui.cli import err
from wiptui.cli.call import Call, piped
from wiptui.domain.board import Board
from wiptui.domain.core.errors import TaskNotFound, UsageError
from wiptui.domain.core.ids import SHORT
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip, counted

UNASKED = 10
"""So many tasks at most are changed at once without a question."""


def chosen(call: Call, suits: Callable[[Task], bool]) -> tuple[Task, ...]:
    """Return the tasks of ``--where`` or of stdin. Of those that a query finds, only the ones that suit are meant.

    Raises UsageError where nobody agreed to so many, TaskNotFound where there is none.
    """
    board = call.board()
    if call.flag("where"):
        if call.words:
            raise UsageError("--where says which tasks are meant, and so do words: one of the two.")
        tasks = _found(board, " ".join(words for (words,) in call.values("where")), suits)
        if not tasks:
            raise TaskNotFound("No task matches, so nothing was changed.")
    else:
        tasks = _named(board)
        if not tasks:
            raise TaskNotFound("The input names no task, so nothing was changed.")
    agree(call, len(tasks))
    return tasks


def _found(board: Board, query: str, suits: Callable[[Task], bool]) -> tuple[Task, ...]:
    asked = query_of(board, query)
    if not asked:
        raise UsageError("--where needs a query: words, +project, @tag, due<fri.")
    among = board.all_tasks() if asked.asks_for_ended else board.open_tasks()
    return tuple(task for task in among if suits(task) and asked.matches(task))


def _named(board: Board) -> tuple[Task, ...]:
    """Return the tasks that the lines of stdin name, each by an id as its first word."""
    found: dict[int, Task] = {}
    for number, line in enumerate(piped("changed").splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        keys = board.names.beginning(words[0].lower()) if len(words[0]) >= SHORT else []
        tasks = [task for task in map(board.find, keys) if task is not None]
        if len(tasks) != 1:
            raise TaskNotFound(f"Line {number}: “{clip(words[0], 40)}” is the id of no task. Nothing was changed.")
        found[tasks[0].id] = tasks[0]
    return tuple(found.values())


def agree(call: Call, count: int, what: str = "task") -> None:
    """Ask whether so many are meant, from eleven on. Raises UsageError where the answer is no, or nobody is there."""
    if count <= UNASKED or call.flag("yes"):
        return
    reads_names = call.words == ["-"]
    if call.json or reads_names or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"These are {counted(count, what)}: --yes changes them all. Nothing was changed.")
    err.ask(f"Change {counted(count, what)}? [y/N] ")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was changed.")
