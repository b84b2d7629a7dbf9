"""Find a task by a prefix of its id or by words of its title, and compute the shortest unique prefix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.core.ids import ID_LETTERS, SHORT, id_head, id_mask, id_text
from wiptui.domain.core.record import Record
from wiptui.domain.core.years import LongTable
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two


class Tasks(Protocol):
    """The tasks to look in; :class:`wiptui.domain.board.Board` has them."""

    @property
    def names(self) -> Names: ...
    def find(self, task_id: int) -> Task | None: ...
    def open_tasks(self) -> Iterable[Task]: ...
    def short_id(self, task_id: int) -> str: ...


class Names:
    """The ids of one table of tasks, as people see and type them."""

    def __init__(self, tasks: Mapping[str, Record]) -> None:
        self._tasks = tasks

    def short(self, task_id: int) -> str:
        """Return the shortest prefix of an id, at least ``SHORT`` letters, that no other task's id begins with."""
        tasks = self._tasks
        if isinstance(tasks, LongTable) and not tasks.is_read:
            lengths = range(SHORT, ID_LETTERS)
            alone = (length for length in lengths if len(tasks.alike(task_id & id_mask(length), length)) <= 1)
            return id_text(task_id)[: next(alone, ID_LETTERS)]
        for length, counts in enumerate(self._alike, SHORT):
            if counts.get(task_id & id_mask(length), 0) <= 1:
                return id_text(task_id)[:length]
        return id_text(task_id)

    @cached_property
    def _alike(self) -> list[dict[int, int]]:
        """Count, for each length from ``SHORT`` on, the ids with the same prefix among those that share the shorter
        one.
        """
        numbers = [int(key) for key in self._tasks]
        found: list[dict[int, int]] = []
        for length in range(SHORT, ID_LETTERS):
            counts = Counter(map(id_mask(length).__and__, numbers))
            found.append(counts)
            if len(counts) == len(numbers):
                break
            numbers = [number for number in numbers if counts[number & id_mask(length)] > 1]
        return found

    def beginning(self, letters: str) -> list[int]:
        """Return the ids that begin with these letters, deleted tasks included."""
        head, mask = id_head(letters), id_mask(len(letters))
        if head is None:
            return []
        if isinstance(self._tasks, LongTable):
            return self._tasks.alike(head, len(letters))
        return [number for number in map(int, self._tasks) if number & mask == head]


def resolve(board: Tasks, words: str) -> Task:
    """Return the task that ``words`` mean: a unique prefix of an id, else words in the title of exactly one open task.

    The id wins, with one exception: a prefix too short to be copied from a screen gives way to a title of exactly these
    words, so that a task called “A” can be named. Of a task and its recurrence, words mean the later one. Of several
    matches, the one with whole words wins. Raises TaskNotFound or AmbiguousTask.
    """
    wanted = words.strip()
    if not wanted:
        raise TaskNotFound("Which task? Give the first letters of its id, or words of its title.")
    by_id = [task for task in map(board.find, board.names.beginning(wanted.lower())) if task is not None]
    by_title = _titled(board, wanted.casefold())
    exact = [task for task in by_title if task.title.casefold() == wanted.casefold()]
    if len(exact) == 1 and (len(by_id) != 1 or len(wanted) < SHORT):
        return exact[0]
    if len(by_id) == 1:
        return by_id[0]
    if len(by_title) == 1:
        return by_title[0]
    whole = [task for task in by_title if set(wanted.casefold().split()) <= set(task.title.casefold().split())]
    if len(whole) == 1 and not by_id:
        return whole[0]
    found = by_id or by_title
    if not found:
        raise TaskNotFound(f"No open task answers to “{clip(wanted, 60)}”.")
    matches = tuple((board.short_id(task.id), task.title) for task in found)
    raise AmbiguousTask(f"{len(found)} tasks answer to “{clip(wanted, 60)}”.", matches)


def _titled(board: Tasks, folded: str) -> list[Task]:
    """Return the open tasks with all these words in their titles; of recurring ones, only the last."""
    parts = folded.split()
    found = [task for task in board.open_tasks() if all(part in task.title.casefold() for part in parts)]
    if len(found) < 2:
        return found
    before = {task.record.get("comes_after") for task in found}
    return [task for task in found if task.key not in before] or found
