"""Find a task by a prefix of its id or by words of its title, and compute the shortest unique prefix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.core.ids import ID_LETTERS, SHORT, id_head, id_mask, id_text
from wiptui.domain.core.record import Record
from wiptui.domain.core.tables import IndexedTable
from wiptui.domain.tasks.task import Task, title_of
from wiptui.domain.text import clip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two


WHICH = "Which task? Give the letters of its id, as the lists show them, or words of its title."


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
        if isinstance(tasks, IndexedTable) and not tasks.is_read:
            lengths = range(SHORT, ID_LETTERS)
            alone = (length for length in lengths if len(tasks.ids_like(task_id & id_mask(length), length)) <= 1)
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
        if isinstance(self._tasks, IndexedTable):
            return self._tasks.ids_like(head, len(letters))
        return [number for number in map(int, self._tasks) if number & mask == head]

    def titled(self, words: str) -> list[int]:
        """Return the ids with all the words in their titles, those of finished and deleted tasks included."""
        parts = words.casefold().split()
        return [int(key) for key, record in self._tasks.items() if _has_all(title_of(record), parts)]


def resolve(board: Tasks, words: str, *, short_ids: bool = False) -> Task:
    """Return the task that ``words`` mean: a prefix of an id, or words in the title of exactly one open task.

    A prefix of five letters or more means any task, finished ones too. A shorter one gives way to the title of any
    open task that has it, means open tasks only, and only with ``short_ids``: for commands that change nothing. A
    number is no name, for tasks have none here. Of a task and its recurrence, words mean the later one. Of several
    matches, the one with whole words wins. Raises TaskNotFound or AmbiguousTask.
    """
    wanted = words.strip()
    if not wanted:
        raise TaskNotFound(WHICH)
    by_id = [task for task in map(board.find, board.names.beginning(wanted.lower())) if task is not None]
    is_short = len(wanted) < SHORT
    if is_short:
        by_id = [task for task in by_id if task.state.is_open]
    by_title = _titled(board, wanted.casefold())
    exact = [task for task in by_title if task.title.casefold() == wanted.casefold()]
    if len(exact) == 1 and (is_short or len(by_id) != 1):
        return exact[0]
    if is_short and wanted.isdecimal():
        by_title = [task for task in by_title if len(wanted) > 1 and wanted in task.title.split()]
        if not by_title and not exact:
            raise TaskNotFound(_no_number(board, wanted))
    if len(by_id) == 1 and not is_short:
        return by_id[0]
    if len(by_title) == 1:
        return by_title[0]
    whole = [task for task in by_title if set(wanted.casefold().split()) <= set(task.title.casefold().split())]
    if len(whole) == 1 and (is_short or not by_id):
        return whole[0]
    if is_short and by_id and not by_title and not (short_ids and len(by_id) == 1):
        raise AmbiguousTask(
            f"“{clip(wanted, 60)}” is too short for an id: give {SHORT} letters of it, or a word of the title.",
            _named(board, by_id),
        )
    found = by_title or by_id if is_short else by_id or by_title
    if len(found) == 1:
        return found[0]
    if not found:
        at = f" A time is --at {wanted} here." if wanted.replace(":", "", 1).isdecimal() and ":" in wanted else ""
        raise TaskNotFound(f"No open task answers to “{clip(wanted, 60)}”.{at}")
    raise AmbiguousTask(f"{len(found)} tasks answer to “{clip(wanted, 60)}”.", _named(board, found))


def resolve_all(board: Tasks, words: Sequence[str]) -> tuple[Task, ...]:
    """Return the tasks that the words of a command mean, each once.

    Words that stand together in the title of one open task mean that task; otherwise each word is a task of its own.
    Raises TaskNotFound or AmbiguousTask.
    """
    together = " ".join(words)
    if len(words) > 1 and len(_titled(board, together.casefold())) == 1:
        return (resolve(board, together),)
    found = {}
    for word in words:
        try:
            task = resolve(board, word)
        except TaskNotFound as error:
            if len(words) == 1:
                raise
            raise TaskNotFound(
                f"{error} No open title has all of “{clip(together, 60)}”, so each word is a task of its own here: "
                "put quotes around words of one title."
            ) from None
        found[task.id] = task
    if len(found) > 1 and any(not board.names.beginning(word.lower()) for word in words):
        _refuse_finished(board, together)
    return tuple(found.values())


def _refuse_finished(board: Tasks, words: str) -> None:
    """Raise TaskNotFound where the words are in the title of a finished task: it was meant, and not one for each."""
    ended = next(iter(_finished(board, words)), None)
    if ended is not None:
        raise TaskNotFound(
            f"“{clip(ended.title, 60)}” is {ended.state} already, and no open title has all these words. "
            "Several tasks at once are named by their ids."
        )


def resolve_finished(board: Tasks, words: str, *, exactly: bool = False) -> Task:
    """Return the one finished task whose title has all the words. Raises TaskNotFound or AmbiguousTask.

    ``exactly``: less than five letters have to be the whole title, for a change must not hit a stranger.
    """
    wanted = words.strip()
    found = _finished(board, wanted)
    if exactly and len(wanted) < SHORT:
        found = [task for task in found if task.title.casefold() == wanted.casefold()]
    if len(found) == 1:
        return found[0]
    shown = clip(wanted, 60)
    if not found and len(wanted) < SHORT and wanted.isdecimal():
        raise TaskNotFound(_no_number(board, wanted))
    if not found:
        raise TaskNotFound(f"No task, open or finished, answers to “{shown}”.")
    found.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
    raise AmbiguousTask(f"{len(found)} finished tasks answer to “{shown}”.", _named(board, found))


def _finished(board: Tasks, words: str) -> list[Task]:
    """Return the finished tasks with all the words in their titles. Only these of many years of tasks are read."""
    return [task for task in map(board.find, board.names.titled(words)) if task is not None and not task.state.is_open]


def _named(board: Tasks, tasks: Iterable[Task]) -> tuple[tuple[str, str], ...]:
    return tuple((board.short_id(task.id), task.title) for task in tasks)


def _no_number(board: Tasks, wanted: str) -> str:
    one = next(iter(board.open_tasks()), None)
    shown = f", as in “{board.short_id(one.id)}” for “{clip(one.title, 40)}”" if one is not None else ""
    return (
        f"“{wanted}” is not a task: tasks have no numbers here: give {SHORT} letters of its id{shown}, "
        "or a word of its title."
    )


def _titled(board: Tasks, folded: str) -> list[Task]:
    """Return the open tasks with all these words in their titles; of recurring ones, only the last."""
    parts = folded.split()
    found = [task for task in board.open_tasks() if _has_all(task.title, parts)]
    if len(found) < 2:
        return found
    before = {task.record.get("comes_after") for task in found}
    return [task for task in found if task.key not in before] or found


def _has_all(title: str, parts: Sequence[str]) -> bool:
    folded = title.casefold()
    return all(part in folded for part in parts)
