"""A query, as it is asked of tasks. :mod:`wiptui.domain.queries.parse_query` reads it from words.

A query is a tree: all parts of a group hold, or with ``or`` one of them, and each part can be negated.
A task without a due date, an age, a priority or an end satisfies no comparison of it.
Where nothing has all the words, :meth:`Query.loosely` finds what comes close: ``prsr`` and ``paser`` find “parser”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from wiptui.domain.core.clock import local_date
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.fields import CHOICE, FIELDS, LINE, Field, value_of
from wiptui.domain.queries.matching import Findable, contains, fold, is_close, is_under, projects_of, search_text
from wiptui.domain.tasks.task import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    Part = Any  # a Term or a Group; mypy would need a union that names both before they are there
else:
    Protocol = object  # typing costs a short command a millisecond or two


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``kind`` is word, close (a word, loosely), or the name of a field; None is «none»."""

    kind: str
    value: Any
    op: str = "="
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that all hold, or with ``is_any`` one of them. Without parts it always holds."""

    parts: tuple[Term | Group, ...]
    is_any: bool = False
    negated: bool = False

    def terms(self) -> Iterator[Term]:
        """Yield the terms in their order, those of inner groups included."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.terms()
            else:
                yield part


class Others(Protocol):
    """What is asked about a task and depends on the whole board."""

    def is_blocked(self, task: Any) -> bool:
        """Whether something open blocks it."""
        raise NotImplementedError

    def is_for_today(self, task: Any) -> bool:
        """Whether Today lists it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; false when it is empty, and then every task matches."""

    root: Group
    today: date
    zone: object = None
    others: Others | None = None
    """Answers what depends on other tasks; without it, what the task itself tells counts."""

    def __bool__(self) -> bool:
        return bool(self.root.parts)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms in the order of the text."""
        return tuple(self.root.terms())

    def matches(self, task: Findable) -> bool:
        """Whether the query holds for the task on the day ``today``."""
        return self._matches(self.root, task, [])

    def _matches(self, part: Term | Group, task: Findable, text: list[str]) -> bool:
        """Whether a part holds. ``text`` is filled with the text of the task once a word asks for it."""
        if isinstance(part, Group):
            found = any if part.is_any and part.parts else all
            return found(self._matches(inner, task, text) for inner in part.parts) != part.negated
        if part.kind in ("word", "close") and not text:
            text.append(search_text(task))
        return self._holds(part, task, text[0] if text else "") != part.negated

    @property
    def has_words(self) -> bool:
        """Whether there are words that may come close."""
        return any(term.kind == "word" and not term.negated for term in self.terms)

    @property
    def asks_of_others(self) -> bool:
        """Whether the answer depends on more than the task and the day."""
        return any(term.kind == "is" and term.value in ("blocked", "today") for term in self.terms)

    @property
    def asks_for_ended(self) -> bool:
        """Whether it names states or ends, so that finished tasks are meant too."""
        return any(term.kind in ("state", "done") for term in self.terms)

    def loosely(self) -> Query:
        """The same query, whose words need only come close."""
        return replace(self, root=_loosely(self.root))

    def among(self, tasks: Iterable[Task]) -> tuple[list[Task], bool]:
        """The tasks that match, or where there is none those that come close; and whether they only come close."""
        tasks = list(tasks)
        found = [task for task in tasks if self.matches(task)]
        if found or not self.has_words:
            return found, False
        loose = self.loosely()
        close = [task for task in tasks if loose.matches(task)]
        return close, bool(close)

    def _holds(self, term: Term, task: Findable, text: str) -> bool:
        match term.kind:
            case "word":
                return contains(text, term.value)
            case "close":
                return is_close(text, term.value)
            case "is":
                return self._is(term.value, task)
            case "done" | "created":
                at = task.finished if term.kind == "done" else task.created
                return _compares(local_date(at, self.zone) if at is not None else None, term)  # type: ignore[arg-type]
            case "project":
                return _named(tuple(projects_of(task)), term.value)
            case "tag":
                return _named(tuple(task.tags), term.value)
            case "state":
                return str(task.state) in term.value
            case "age":
                return _compares(task.age_days(self.today, self.zone), term)
            case "step":
                return _says("\n".join(step.text for step in getattr(task, "checklist", ())), term.value)
            case _:
                return _field_holds(ASKED[term.kind], task, term)

    def _is(self, what: str, task: Any) -> bool:
        match what:
            case "blocked":
                return self.others.is_blocked(task) if self.others is not None else bool(task.blocked_by)
            case "overdue":
                return task.due is not None and task.due < self.today and task.state.is_open
            case "today":
                return self.others.is_for_today(task) if self.others is not None else self._is_for_today(task)
            case "shelved":
                return bool(task.is_shelved)
            case "hidden":
                return bool(task.is_hidden)
            case "repeating":
                return bool(task.every)
            case _:
                return bool(task.is_expedite)

    def _is_for_today(self, task: Any) -> bool:
        """Whether an open task is in doing, due by today, or to be followed up by today."""
        if not task.state.is_open:
            return False
        asks = task.follow_up is not None and task.resolved_at is None and task.follow_up <= self.today
        return task.state == "doing" or (task.due is not None and task.due <= self.today) or asks


ANY = "any"
ASKED = {word: row for row in FIELDS for word in row.query if word.isalpha()}
"""The fields by the words that ask for them."""


def _loosely(group: Group) -> Group:
    parts: list[Term | Group] = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(_loosely(part))
        else:
            is_word = part.kind == "word" and not part.negated
            parts.append(Term("close", part.value, part.op) if is_word else part)
    return Group(tuple(parts), group.is_any, group.negated)


def _named(names: tuple[str, ...], wanted: str | None) -> bool:
    """Whether one of the projects or tags is the wanted one, or there is none, or any."""
    if wanted is None or wanted == ANY:
        return bool(names) == (wanted == ANY)
    return any(is_under(name, wanted) for name in names)


def _field_holds(row: Field, task: Findable, term: Term) -> bool:
    value = value_of(row, task)
    if row.kind == LINE or row.is_searched:
        return _says(value, term.value)
    if row.kind == CHOICE:
        value = row.choices.index(value) if value in row.choices else None
    return _compares(value, term)


def _compares(value: Any, term: Term) -> bool:
    """Whether ``value op term.value`` holds. A missing value equals only «none»."""
    if value is None or term.value is None:
        return value is None and term.value is None
    if term.value == ANY:
        return True
    match term.op:
        case "<":
            return bool(value < term.value)
        case "<=":
            return bool(value <= term.value)
        case ">":
            return bool(value > term.value)
        case ">=":
            return bool(value >= term.value)
        case _:
            return bool(value == term.value)


def _says(text: str | None, wanted: str | None) -> bool:
    """Whether a text has the words; None and «any» mean no text and any."""
    if wanted is None or wanted == ANY:
        return bool(text) == (wanted == ANY)
    return text is not None and contains(fold(text), wanted)
