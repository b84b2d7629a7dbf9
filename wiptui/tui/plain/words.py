"""A typed line of the plain board: its command, the tasks by their numbers, and the words that follow."""

from __future__ import annotations

from collections.abc import Sequence

from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.lookup import resolve
from wiptui.domain.tasks.task import Task
from wiptui.tui.keys.keymap import BY_ID, Keymap


@dataclass(frozen=True, slots=True)
class Line:
    """A command by the id of its action, and the rest of the line."""

    name: str
    rest: str


def read_line(text: str, known: Sequence[str], keys: Keymap) -> Line:
    """Read a line: a key of the board, or the id of an action, and what follows. Raises UsageError for another word."""
    word, _, rest = text.strip().partition(" ")
    for name in known:
        if word == name or (name in BY_ID and word in typed_keys(keys, name)):
            return Line(name, rest.strip())
    help_key = keys.key("help")
    raise UsageError(f"There is no command “{word[:40]}”: {help_key} lists them.")


def typed_keys(keys: Keymap, name: str) -> list[str]:
    """The keys of an action that can be typed in a line."""
    return [key for key in keys.all_shown(BY_ID[name]).split() if len(key) == 1]


def command_word(keys: Keymap, name: str) -> str:
    """What to type for an action: its key, or its id where it has none that can be typed."""
    return next(iter(typed_keys(keys, name) if name in BY_ID else ()), name)


def tasks_and_words(rest: str, numbered: Sequence[int], board: Board) -> tuple[tuple[Task, ...], str]:
    """The tasks that a line begins with, by number, and the words behind them. Raises UsageError, TaskNotFound.

    Without a number, all words together are those of one task's title.
    """
    words = rest.split()
    count = next((place for place, word in enumerate(words) if not word.strip(",").isdigit()), len(words))
    if count == 0:
        return (resolve(board, rest),), ""
    found = []
    for word in words[:count]:
        place = int(word.strip(",")[:9]) - 1
        task = board.find(numbered[place]) if 0 <= place < len(numbered) else None
        if task is None:
            raise UsageError(f"There is no number {word.strip(',')} in the list.")
        found.append(task)
    return tuple(dict.fromkeys(found)), " ".join(words[count:])


def person_and_reason(words: str) -> tuple[str | None, str | None]:
    """On whom and why a task waits: ``Ana: her signature``."""
    on, colon, why = words.partition(":")
    return on.strip() or None, (why.strip() or None) if colon else None
