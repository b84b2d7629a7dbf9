"""Finding a finished task by words of its title; the open ones are found by the board itself."""

from __future__ import annotations

from wiptui.domain.errors import AmbiguousTask, TaskNotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.board import Board
    from wiptui.domain.task import Task


def finished(board: Board, words: str) -> Task:
    """The one finished task whose title holds all the words. Raises TaskNotFound or AmbiguousTask."""
    parts = words.casefold().split()
    found = [
        task
        for task in board.all_tasks()
        if not task.state.is_open and all(part in task.title.casefold() for part in parts)
    ]
    if len(found) == 1:
        return found[0]
    shown = words.strip() if len(words.strip()) <= 60 else words.strip()[:59] + "…"
    if not found:
        raise TaskNotFound(f"No task, open or finished, answers to “{shown}”.")
    matches = tuple((board.short_id(task.id), task.title) for task in found)
    raise AmbiguousTask(f"{len(found)} finished tasks answer to “{shown}”.", matches)
