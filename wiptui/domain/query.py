"""The query language of ``list`` and of the filter. All terms must hold; each can be turned round with ``-``.

* ``bank``: the words occur in title, project, tags, ``waiting_on`` or note; ``"two words"`` as a phrase. Upper and
  lower case are one, and so are ``ß`` and ``ss``; accents count only if the query has one: ``cafe`` finds ``Café``.
* ``+acme``: the project, or one under it (``acme.site``, ``acme-2``); further ``+projects`` in a title count too.
  ``@phone``: likewise for tags. ``+"Big Client"`` for a name with a space.
* ``state:doing`` or ``state:doing,waiting``.
* ``due<fri``, ``<=``, ``>``, ``>=``, ``due:today``, any date of :mod:`wiptui.domain.dates` in one word; ``due:none``,
  ``due:any``.
* ``age>5``, ``age>=2w``, ``age:1``: days in work. ``pri:A``, ``pri<=C`` (A to C), ``pri:none``, ``pri:any``.

A task without a due date, an age or a priority satisfies no comparison of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wiptui.domain.dates import parse_date
from wiptui.domain.errors import UsageError
from wiptui.domain.task import STATES
from wiptui.domain.text import printable
from wiptui.domain.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two


class Findable(Protocol):
    """What a query looks at; :class:`wiptui.domain.task.Task` is one."""

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
    def age_days(self, today: date, zone: object = None) -> int | None:
        """Days in work so far, or None."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``kind`` is word, project, tag, state, due, age or pri; ``value`` None stands for «none»."""

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

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, task: Findable) -> bool:
        """Whether all terms hold for the task on the day ``today``."""
        hay = _hay(task) if any(term.kind == "word" for term in self.terms) else ""
        return all(self._holds(term, task, hay) != term.negated for term in self.terms)

    def _holds(self, term: Term, task: Findable, hay: str) -> bool:
        match term.kind:
            case "word":
                return _contains(hay, term.value)
            case "project":
                return any(_is_under(name, term.value) for name in _projects(task))
            case "tag":
                return any(_is_under(tag, term.value) for tag in task.tags)
            case "state":
                return str(task.state) in term.value
            case "due":
                return _compares(task.due, term)
            case "age":
                return _compares(task.age_days(self.today, self.zone), term)
            case _:
                return _compares(task.priority, term)


ANY = "any"
_OPERATORS = ("<=", ">=", "<", ">", ":", "=")


def parse_query(text: str | Iterable[str], today: date, zone: object = None) -> Query:
    """The query of a text or of the words of a command line. Raises UsageError for a term that makes no sense.

    ``zone`` is handed to the tasks' ``age_days``. A quote that is not closed runs to the end: someone is still typing.
    """
    whole = text if isinstance(text, str) else " ".join(text)
    return Query(tuple(_term(*word, today) for word in _words(whole)), today, zone)


def fold(text: str) -> str:
    """The text with what makes no difference in a search taken out: case, width, ligatures, composed accents."""
    if text.isascii():
        return text.lower()
    from unicodedata import normalize

    return normalize("NFKD", normalize("NFKD", text).casefold())


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
        if key == "due" and op:
            day = value.lower() if value.lower() in ("none", ANY) else parse_date(value, today)
            return Term("due", _missing(day), op, negated)
        if key == "age" and op:
            return Term("age", _days(value, word), op, negated)
        if key in ("pri", "priority") and op:
            return Term("pri", _missing(_letter(value)), op, negated)
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


def _missing(value: Any) -> Any:
    return None if value == "none" else value


def _states(value: str) -> frozenset[str]:
    names = value.lower().split(",")
    for name in names:
        if name not in STATES:
            raise UsageError(f"“{printable(name)}” is not a state: {', '.join(STATES)}.")
    return frozenset(names)


def _days(value: str, word: str) -> int:
    number, unit = (value[:-1], value[-1].lower()) if value[-1:].lower() in ("d", "w") else (value, "d")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise UsageError(f"“{printable(word)}” needs a number of days, as in age>5 or age>2w.")
    return int(number) * (7 if unit == "w" else 1)


def _letter(value: str) -> str:
    if value.lower() in ("none", ANY):
        return value.lower()
    letter = value.upper()
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise UsageError(f"“{printable(value)}” is not a priority: give one letter, A to Z.")
    return letter


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


def _projects(task: Findable) -> Iterator[str]:
    """The task's project, and those that its title names."""
    if task.project:
        yield task.project
    if "+" in task.title:
        for word in task.title.split():
            if word[0] == "+" and len(word) > 1:
                yield word[1:]


def _is_under(name: str, wanted: str) -> bool:
    """Whether the name is the wanted one (folded), or continues it after a dot, a dash or another sign."""
    name = fold(name)
    return name.startswith(wanted) and not name[len(wanted) : len(wanted) + 1].isalnum()


def _hay(task: Findable) -> str:
    """All that words are looked for in, folded; a phrase cannot run from one field into the next."""
    parts = [task.title, task.note or "", task.waiting_on or ""]
    parts += [f"+{task.project}"] if task.project else []
    parts += [f"@{tag}" for tag in task.tags]
    return fold("\n".join(parts))


def _contains(hay: str, needle: str) -> bool:
    if hay.isascii() or any(_is_accent(ch) for ch in needle):
        return needle in hay
    return needle in "".join(ch for ch in hay if not _is_accent(ch))


def _is_accent(ch: str) -> bool:
    return "\u0300" <= ch <= "\u036f"
