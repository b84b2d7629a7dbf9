"""Finding a finished task by words of its title; the open ones are found by the board itself."""

from __future__ import annotations

from wiptui.domain.board import TASKS
from wiptui.domain.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.task import title_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.board import Board
    from wiptui.domain.record import Record
    from wiptui.domain.task import Task


def finished(board: Board, words: str) -> Task:
    """The one finished task whose title holds all the words. Raises TaskNotFound or AmbiguousTask."""
    parts = words.casefold().split()

    def is_meant(record: Record) -> bool:
        folded = title_of(record).casefold()
        return all(part in folded for part in parts)

    rows = board.data.get(TASKS, {}).items()
    meant = [int(key) for key, record in rows if is_meant(record)]  # of years of tasks only these are read
    found = [task for task in map(board.find, meant) if task is not None and not task.state.is_open]
    if len(found) == 1:
        return found[0]
    shown = words.strip() if len(words.strip()) <= 60 else words.strip()[:59] + "…"
    if not found:
        raise TaskNotFound(f"No task, open or finished, answers to “{shown}”.")
    found.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
    matches = tuple((board.short_id(task.id), task.title) for task in found)
    raise AmbiguousTask(f"{len(found)} finished tasks answer to “{shown}”.", matches)
