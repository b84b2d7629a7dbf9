"""How words are found in a task: what makes no difference in them, and what comes close to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from wiptui.domain.fields import FIELDS, value_of
from wiptui.domain.text import close_matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two

SEARCHED = tuple(row for row in FIELDS if row.is_searched)


class Findable(Protocol):
    """What a query looks at; :class:`wiptui.domain.tasks.task.Task` is one."""

    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def project(self) -> str | None: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def due(self) -> date | None: ...
    @property
    def priority(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...
    @property
    def waiting_on(self) -> str | None: ...
    @property
    def for_whom(self) -> str | None: ...
    @property
    def created(self) -> datetime: ...
    @property
    def finished(self) -> datetime | None: ...
    def age_days(self, today: date, zone: object = None) -> int | None:
        """Days in work so far, or None."""


def fold(text: str) -> str:
    """The text with what makes no difference in a search taken out: case, width, ligatures, composed accents."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize  # lazy: list does without it

    return normalize("NFKD", normalize("NFKD", text).casefold())


def is_close(text: str, needle: str) -> bool:
    """Whether a word of the text has the letters of ``needle`` in their order from its first on, or is much like it."""
    if contains(text, needle):
        return True
    if len(needle) < 2 or " " in needle:
        return False
    words = text.split()
    return any(_abbreviates(needle, word) for word in words) or (len(needle) >= 4 and _is_like(needle, words))


def _abbreviates(needle: str, word: str) -> bool:
    letters = iter(word)
    return word[:1] == needle[0] and all(ch in letters for ch in needle)


def _is_like(needle: str, words: list[str]) -> bool:
    near = [word for word in words if abs(len(word) - len(needle)) <= 2]
    return bool(close_matches(needle, near, 1, 0.75))


def projects_of(task: Findable) -> Iterator[str]:
    """The task's project, and those that its title names."""
    if task.project:
        yield task.project
    if "+" in task.title:
        for word in task.title.split():
            if word[0] == "+" and len(word) > 1:
                yield word[1:]


def is_under(name: str, wanted: str) -> bool:
    """Whether the name is the wanted one (folded), or continues it after a dot, a dash or another sign."""
    name = fold(name)
    return name.startswith(wanted) and not name[len(wanted) : len(wanted) + 1].isalnum()


def search_text(task: Findable) -> str:
    """All that words are looked for in, folded; a phrase cannot run from one field into the next."""
    parts: list[str] = []
    for row in SEARCHED:
        value = value_of(row, task)
        if value:
            parts += [f"{row.token}{part}" for part in ((value,) if isinstance(value, str) else value)]
    parts += [step.text for step in getattr(task, "checklist", ())]
    return fold("\n".join(parts))


def contains(text: str, needle: str) -> bool:
    """Whether a folded text has the words; accents count only where the words have one."""
    if needle in text:
        return True
    if text.isascii() or any(_is_accent(ch) for ch in needle):
        return False
    return needle in "".join(ch for ch in text if not _is_accent(ch))


def _is_accent(ch: str) -> bool:
    return "\u0300" <= ch <= "\u036f"
