"""The query language of ``list`` and of the filter. All terms must hold; each can be turned round with ``-``.

* ``bank``: the words occur in title, project, tags, ``waiting_on`` or note; ``"two words"`` as a phrase. Upper and
  lower case are one, and so are ``ß`` and ``ss``; accents count only if the query has one: ``cafe`` finds ``Café``.
* ``+acme``: the project, or one under it (``acme.site``, ``acme-2``); further ``+projects`` in a title count too.
  ``@phone``: likewise for tags. ``+"Big Client"`` for a name with a space.
* ``state:doing`` or ``state:doing,waiting``.
* ``due<fri``, ``<=``, ``>``, ``>=``, ``due:today``, any date of :mod:`wiptui.domain.dates.parse` in one word;
  ``due:none``, ``due:any``; likewise ``from<fri``, the day until which a task is hidden.
* ``age>5``, ``age>=2w``, ``age:1``: days in work. ``pri:A``, ``pri<=C`` (A to C), ``pri:none``, ``pri:any``.
* ``done>=mon``, ``created<2w``: when it was finished and written down; dates look back, ``2w`` is two weeks ago.
* ``for:ana``, ``on:ana``: who waits for it, on whom it waits; also ``:none`` and ``:any``.
* ``is:blocked``, ``is:overdue``, ``is:shelved``, ``is:hidden``, ``is:repeating``, ``is:expedite``.

Where nothing has all the words, :meth:`Query.loosely` finds what comes close: ``prsr`` and ``paser`` find “parser”.
A task without a due date, an age, a priority or an end satisfies no comparison of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.fields import CHOICE, DATE, FIELDS, LETTER, LINE, Field, value_of
from wiptui.domain.queries.matching import Findable, contains, fold, is_close, is_under, projects_of, search_text
from wiptui.domain.tasks.task import STATES, Task
from wiptui.domain.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``kind`` is word, close (a word, loosely), or the name before the sign; None is «none»."""

    kind: str
    value: Any
    op: str = "="
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; false when it is empty, and then every task matches."""

    terms: tuple[Term, ...]
    today: date
    zone: object = None
    blocked: Callable[[Any], bool] | None = None
    """Says of a task whether something open blocks it; without it, whatever was noted counts."""

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, task: Findable) -> bool:
        """Whether all terms hold for the task on the day ``today``."""
        text = ""
        for term in self.terms:
            if not text and term.kind in ("word", "close"):
                text = search_text(task)
            if self._holds(term, task, text) == term.negated:
                return False
        return True

    @property
    def has_words(self) -> bool:
        """Whether there are words that may come close."""
        return any(term.kind == "word" and not term.negated for term in self.terms)

    @property
    def asks_of_others(self) -> bool:
        """Whether the answer depends on more than the task and the day."""
        return any(term.kind == "is" and term.value == "blocked" for term in self.terms)

    def loosely(self) -> Query:
        """The same query, whose words need only come close."""
        terms = tuple(
            Term("close", term.value, term.op) if term.kind == "word" and not term.negated else term
            for term in self.terms
        )
        return replace(self, terms=terms)

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
                return any(is_under(name, term.value) for name in projects_of(task))
            case "tag":
                return any(is_under(tag, term.value) for tag in task.tags)
            case "state":
                return str(task.state) in term.value
            case "age":
                return _compares(task.age_days(self.today, self.zone), term)
            case _:
                return _field_holds(ASKED[term.kind], task, term)

    def _is(self, what: str, task: Any) -> bool:
        match what:
            case "blocked":
                return self.blocked(task) if self.blocked is not None else bool(task.blocked_by)
            case "overdue":
                return task.due is not None and task.due < self.today and task.state.is_open
            case "shelved":
                return bool(task.is_shelved)
            case "hidden":
                return bool(task.is_hidden)
            case "repeating":
                return bool(task.every)
            case _:
                return bool(task.is_expedite)


ANY = "any"
ASKED = {word: row for row in FIELDS for word in row.query if word.isalpha()}
"""The fields by the words that ask for them."""
_OPERATORS = ("<=", ">=", "<", ">", ":", "=")


def parse_query(
    text: str | Iterable[str],
    today: date,
    zone: object = None,
    blocked: Callable[[Any], bool] | None = None,
) -> Query:
    """The query of a text or of the words of a command line. Raises UsageError for a term that makes no sense.

    ``zone`` is handed to the tasks' ``age_days``. A quote that is not closed runs to the end: someone is still typing.
    """
    whole = text if isinstance(text, str) else " ".join(text)
    return Query(tuple(_term(*word, today) for word in _words(whole)), today, zone, blocked)


def _words(text: str) -> Iterator[tuple[bool, str, str, bool]]:
    """Each term as (negated, sign, words, quoted)."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        if text[at] == "-" and text[at + 1 : at + 2].strip() not in ("", "-"):
            at += 1
        negated = at > start
        sign = text[at] if text[at] in "+@" else ""
        if text[at + len(sign) : at + len(sign) + 1] == '"':
            begin = at + len(sign) + 1
            end = text.find('"', begin)
            end = len(text) if end < 0 else end
            at = end + 1
            if text[begin:end].strip():
                yield negated, sign, text[begin:end], True
            continue
        end = at
        while end < len(text) and not text[end].isspace():
            end += 1
        sign = sign if end > at + 1 else ""
        yield negated, sign, text[at + len(sign) : end], False
        at = end


def _term(negated: bool, sign: str, word: str, quoted: bool, today: date) -> Term:
    if sign:
        return Term("project" if sign == "+" else "tag", fold(word), negated=negated)
    if not quoted:
        key, op, value = _split(word)
        if key == "state" and op in ("=", ":"):
            return Term("state", _states(value), negated=negated)
        if key == "age" and op:
            return Term("age", _days(value, word), op, negated)
        if key in ("done", "created") and op:
            return Term(key, _or_missing(value, lambda: parse_date(value, today, past=True)), op, negated)
        if key == "is" and op in ("=", ":"):
            return Term("is", _kind(value), op, negated)
        row = ASKED.get(key)
        if row is not None and op and (row.kind != LINE or (op == "=" and value)):
            return Term(row.query[0], _asked(row, value, today), op, negated)
    return Term("word", fold(word), negated=negated)


def _split(word: str) -> tuple[str, str, str]:
    """``due<=fri`` as key, operator and value; the key is empty if there is none."""
    for at, ch in enumerate(word):
        if not ch.isalpha():
            for op in _OPERATORS:
                if word.startswith(op, at):
                    return word[:at].lower(), "=" if op == ":" else op, word[at + len(op) :]
            break
    return "", "", word


def _or_missing(value: str, read: Callable[[], Any]) -> Any:
    """What is asked for: None for «none», ANY for «any», else what was read."""
    word = value.lower()
    return None if word == "none" else ANY if word == ANY else read()


def _asked(row: Field, value: str, today: date) -> Any:
    """What is asked of a field. Raises UsageError."""
    readers: dict[str, Callable[[], Any]] = {
        DATE: lambda: parse_date(value, today),
        LETTER: lambda: _letter(value),
        CHOICE: lambda: _place(row, value),
    }
    return _or_missing(value, readers.get(row.kind, lambda: fold(value)))


def _field_holds(row: Field, task: Findable, term: Term) -> bool:
    value = value_of(row, task)
    if row.kind == LINE:
        return _names(value, term.value)
    if row.kind == CHOICE:
        value = row.choices.index(value) if value in row.choices else None
    return _compares(value, term)


def _states(value: str) -> frozenset[str]:
    names = value.lower().split(",")
    for name in names:
        if name not in STATES:
            raise UsageError(f"“{printable(name)}” is not a state: {', '.join(STATES)}.")
    return frozenset(names)


KINDS = ("blocked", "overdue", "shelved", "hidden", "repeating", "expedite")


def _kind(value: str) -> str:
    if value.lower() not in KINDS:
        raise UsageError(f"“{printable(value)}” is nothing that a task can be: {', '.join(KINDS)}.")
    return value.lower()


def _days(value: str, word: str) -> int:
    number, unit = (value[:-1], value[-1].lower()) if value[-1:].lower() in ("d", "w") else (value, "d")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise UsageError(f"“{printable(word)}” needs a number of days, as in age>5 or age>2w.")
    return int(number) * (7 if unit == "w" else 1)


def _letter(value: str) -> str:
    letter = value.upper()
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise UsageError(f"“{printable(value)}” is not a priority: give one letter, A to Z.")
    return letter


def _place(row: Field, value: str) -> int:
    """The place of a choice among the others: they stand in their order."""
    if value.lower() not in row.choices:
        raise UsageError(f"“{printable(value)}” is no {row.said}: {', '.join(row.choices)}.")
    return row.choices.index(value.lower())


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


def _names(person: str | None, wanted: str | None) -> bool:
    """Whether somebody is meant; None and «any» mean nobody and anybody."""
    if wanted is None or wanted == ANY:
        return bool(person) == (wanted == ANY)
    return person is not None and wanted in fold(person)
