"""Find a finished task by words of its title (the board finds open ones), and explain why nothing was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.core.record import Record
from wiptui.domain.tasks.task import Task, title_of
from wiptui.domain.text import clip

ELSEWHERE = {
    **dict.fromkeys(("project", "proj", "pro"), "a project is +name here"),
    **dict.fromkeys(("tag", "tags", "context"), "a tag is @name here"),
    "status": "a state is state:doing here",
    "due": "a due date is due<fri, due<=fri or due:fri here",
    "wait": "what is not for now is state:backlog here",
}
"""Terms of other programs and their equivalents here. The part before a dot counts: ``due.before:fri``."""


def why_nothing(words: Sequence[str], board: Board) -> Iterator[str]:
    """Yield a sentence for each word of a query that is a term of another program and was only searched as text."""
    tags = {tag.casefold() for task in board.open_tasks() for tag in task.tags}
    for word in " ".join(words).split():
        key, colon, value = word.lstrip("-").partition(":")
        here = ELSEWHERE.get(key.partition(".")[0].lower())
        if colon and value and here and key.lower() != "due":
            yield f"{word} was looked for as a word: {here}."
        elif word[0] == "+" and word[1:].casefold() in tags:
            yield f"{word} is a project, and there is a tag @{word[1:]}."


def finished(board: Board, words: str) -> Task:
    """Return the one finished task whose title has all the words. Raises TaskNotFound or AmbiguousTask."""
    parts = words.casefold().split()

    def is_meant(record: Record) -> bool:
        folded = title_of(record).casefold()
        return all(part in folded for part in parts)

    rows = board.data.get(TASKS, {}).items()
    meant = [int(key) for key, record in rows if is_meant(record)]  # only these of many years of tasks are read
    found = [task for task in map(board.find, meant) if task is not None and not task.state.is_open]
    if len(found) == 1:
        return found[0]
    shown = clip(words.strip(), 60)
    if not found:
        raise TaskNotFound(f"No task, open or finished, answers to “{shown}”.")
    found.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
    matches = tuple((board.short_id(task.id), task.title) for task in found)
    raise AmbiguousTask(f"{len(found)} finished tasks answer to “{shown}”.", matches)
