"""Read a query: the language of ``list``, of ``--where`` and of the filter.

All terms must hold; ``or`` stands between two that may stand for one another, ``not`` or ``-`` before one that must
not hold, and parentheses around what belongs together. ``or`` binds less than what is side by side:
``+acme due<fri or @phone`` is ``(+acme due<fri) or @phone``.

* ``bank``: the words occur in title, project, tags, steps, ``waiting_on`` or note; ``"two words"`` as a phrase. Upper
  and lower case are one, and so are ``ß`` and ``ss``; accents count only if the query has one: ``cafe`` finds ``Café``.
* ``+acme`` or ``project:acme``: the project, or one under it (``acme.site``, ``acme-2``); further ``+projects`` in a
  title count too. ``@phone`` or ``tag:phone``: likewise for tags. ``+"Big Client"`` for a name with a space.
* ``state:doing`` or ``state:doing,waiting``.
* ``due<fri``, ``<=``, ``>``, ``>=``, ``due:today``, any date of :mod:`wiptui.domain.dates.parse` in one word. In words,
  for shells: ``due.before:fri``, ``due.by:fri``, ``due.after:fri``, ``age.over:5``, ``age.under:5``.
* ``age>5``, ``age>=2w``, ``age:1``: days in work. ``pri:A``, ``pri<=C`` (A to C), ``class:expedite``.
* ``done>=mon``, ``created<2w``: when it was finished and written down; dates look back, ``2w`` is two weeks ago.
* ``for:ana``, ``on:ana``: who waits for it, on whom it waits; ``until`` is the date of a follow-up,
  ``from`` the day until which a task is hidden.
* ``none`` and ``any`` go with each of them but states and ages: ``project:none``, ``due:any``.
* ``title:``, ``note:`` and ``step:`` look for words in just that. ``is:`` is followed by one of :data:`KINDS`.

A word that looks like a field but is none is an error, for it would silently find nothing, or everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.fields import CHOICE, DATE, LETTER, LINE, Field
from wiptui.domain.queries.matching import fold
from wiptui.domain.queries.query import ANY, ASKED, Group, Others, Query, Term
from wiptui.domain.tasks.task import STATES
from wiptui.domain.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KINDS = ("blocked", "overdue", "today", "shelved", "hidden", "repeating", "expedite")
"""What ``is:`` asks for."""
NAMES = {"project": "project", "tag": "tag", "tags": "tag"}
OWN = ("state", "age", "done", "created", "is", "step")
"""The words before a sign that are no fields of a person's own."""
ELSEWHERE = {
    **dict.fromkeys(("proj", "pro"), "a project is +name here"),
    "context": "a tag is @name here",
    "status": "a state is state:doing here",
    "wait": "the day until which a task is hidden is from:mon here",
    **dict.fromkeys(("end", "completed"), "when it was finished is done>=mon here"),
    "entry": "when it was written down is created>=mon here",
    "description": "words are just words here, or title:word",
    **dict.fromkeys(("recur", "rec", "every"), "what comes again is is:repeating here"),
    **dict.fromkeys(("scheduled", "start"), "what is begun is state:doing or age>=1 here"),
}
"""Fields of other programs and their equivalents here."""
IN_WORDS = {
    **dict.fromkeys(("before", "under", "below"), "<"),
    **dict.fromkeys(("after", "over", "above"), ">"),
    **dict.fromkeys(("by", "most"), "<="),
    **dict.fromkeys(("from", "since", "least"), ">="),
    **dict.fromkeys(("is", "equals", "has", "contains"), "="),
    **dict.fromkeys(("not", "isnt"), "!="),
}
"""Comparisons that no shell takes for its own: ``due.before:fri``."""
_OPERATORS = ("<=", ">=", "<", ">", ":", "=")
DEEPEST = 50
"""Parentheses within each other at most: nobody types more, and a file may hold any number."""


def parse_query(
    text: str | Iterable[str],
    today: date,
    zone: object = None,
    others: Others | None = None,
) -> Query:
    """The query of a text or of the words of a command line. Raises UsageError for a term that makes no sense.

    ``zone`` is handed to the tasks' ``age_days``; ``others`` answers what depends on other tasks.

    A quote or a parenthesis that is not closed runs to the end, and an
    ``or`` or ``not`` at the end is left out: someone is still typing.
    """
    whole = text if isinstance(text, str) else " ".join(text)
    return Query(_Reader(_tokens(whole), today).whole(), today, zone, others)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or ``(`` and ``)``, which are ``kind`` then."""

    kind: str = ""
    negated: bool = False
    sign: str = ""
    text: str = ""
    quoted: bool = False

    def is_just(self, word: str) -> bool:
        return not (self.kind or self.quoted or self.sign or self.negated) and self.text.lower() == word


class _Reader:
    """Reads tokens into groups, from left to right."""

    def __init__(self, tokens: list[_Token], today: date) -> None:
        self._tokens, self._today = tokens, today
        self._at = 0

    def whole(self) -> Group:
        group = self._either(0)
        return group if not group.negated else Group((group,))

    def _either(self, depth: int) -> Group:
        """Parts with ``or`` between them, up to a closing parenthesis or the end."""
        if depth > DEEPEST:
            raise UsageError(f"There are more than {DEEPEST} parentheses within each other.")
        choices: list[Group] = []
        parts: list[Term | Group] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == ")":
                break
            if token.is_just("or") and parts:
                self._at += 1
                choices.append(Group(tuple(parts)))
                parts = []
                continue
            if token.is_just("and") and parts and self._at + 1 < len(self._tokens):
                self._at += 1
                continue
            part = self._part(depth)
            if part is not None:
                parts.append(part)
        if parts:
            choices.append(Group(tuple(parts)))
        if len(choices) < 2:
            return choices[0] if choices else Group(())
        return Group(tuple(choice.parts[0] if len(choice.parts) == 1 else choice for choice in choices), is_any=True)

    def _part(self, depth: int) -> Term | Group | None:
        """One term or group, with what negates it; None for an empty group."""
        token = self._tokens[self._at]
        negated = False
        first = self._at
        while token.is_just("not") and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].kind != ")":
            negated = not negated
            self._at += 1
            token = self._tokens[self._at]
        self._at += 1
        if token.is_just("not") and first > 0:
            return None
        if token.kind == "(":
            group = self._either(depth + 1)
            self._at += 1
            return Group(group.parts, group.is_any, token.negated != negated) if group.parts else None
        term = _term(token, self._today)
        return Term(term.kind, term.value, term.op, term.negated != negated)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = opened = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        if text[at] == "-" and text[at + 1 : at + 2].strip() not in ("", "-"):
            at += 1
        negated = at > start
        if text[at] == "(" and not _is_letter_alone(text, at):
            found.append(_Token("(", negated))
            opened += 1
            at += 1
            continue
        if text[at] == ")" and opened and not negated:
            found.append(_Token(")"))
            opened -= 1
            at += 1
            continue
        at, token = _word(text, at, negated, opened)
        if token is not None:
            found.append(token)
    return found


def _is_letter_alone(text: str, at: int) -> bool:
    """Whether ``(A)`` is there, the priority of todo.txt."""
    return text[at + 2 : at + 3] == ")" and "A" <= text[at + 1] <= "Z" and not text[at + 3 : at + 4].strip(" )")


def _word(text: str, at: int, negated: bool, opened: int) -> tuple[int, _Token | None]:
    """The word that begins there, and where the next one may begin; None for an empty phrase."""
    sign = text[at] if text[at] in "+@" else ""
    if text[at + len(sign) : at + len(sign) + 1] == '"':
        begin = at + len(sign) + 1
        end = text.find('"', begin)
        end = len(text) if end < 0 else end
        inner = text[begin:end]
        return end + 1, _Token("", negated, sign, inner, True) if inner.strip() else None
    end = at
    while end < len(text) and not text[end].isspace():
        if text[end] == '"' and text[end - 1 : end] in _OPERATORS and end > at:  # project:"Big Client"
            closing = text.find('"', end + 1)
            end = len(text) if closing < 0 else closing
        end += 1
    end = min(end, len(text))
    word = text[at:end]
    if opened and word.endswith(")"):
        unpaired = max(word.count(")") - word.count("("), 0)
        closing = min(len(word) - len(word.rstrip(")")), unpaired, opened)
        end -= closing
        word = text[at:end]
    sign = sign if len(word) > 1 else ""
    return end, _Token("", negated, sign, word[len(sign) :]) if word else None


def _term(token: _Token, today: date) -> Term:
    word, negated = token.text, token.negated
    if token.sign:
        return Term("project" if token.sign == "+" else "tag", fold(word), negated=negated)
    if token.quoted:
        return Term("word", fold(word), negated=negated)
    if len(word) == 3 and _is_letter_alone(word, 0):
        return Term(ASKED["pri"].query[0], word[1], negated=negated)
    key, op, value = _split(word)
    if op == "!=":
        op, negated = "=", not negated
    term = _of_a_field(key, op, value, word, today, negated) if op else None
    if term is not None:
        return term
    if op and value and len(key) > 1 and not value.startswith("//"):
        raise UsageError(_unknown(key, word))
    return Term("word", fold(word), negated=negated)


def _of_a_field(key: str, op: str, value: str, word: str, today: date, negated: bool) -> Term | None:
    """The term of a field; None where the word before the sign is no field."""
    if key in NAMES and value and op == "=":
        return Term(NAMES[key], _or_missing(value, lambda: fold(value)), negated=negated)
    if key == "state" and op == "=":
        return Term("state", _states(value), negated=negated)
    if key == "age":
        return Term("age", _days(value, word), op, negated)
    if key in ("done", "created"):
        return Term(key, _or_missing(value, lambda: parse_date(value, today, past=True)), op, negated)
    if key == "is" and op == "=":
        return Term("is", _kind(value), op, negated)
    if key == "step" and op == "=" and value:
        return Term("step", _or_missing(value, lambda: fold(value)), negated=negated)
    row = ASKED.get(key)
    if row is not None and ((row.kind != LINE and not row.is_searched) or (op == "=" and value)):
        return Term(row.query[0], _asked(row, value, today), op, negated)
    return None


_SPLIT = re.compile(r"([^\W\d_]+)(?:\.([^\W\d_]+))?(<=|>=|<|>|:|=)(.*)", re.DOTALL)


def _split(word: str) -> tuple[str, str, str]:
    """``due<=fri`` and ``due.by:fri`` as key, operator and value; the operator is empty if there is none."""
    found = _SPLIT.fullmatch(word)
    if found is None:
        return "", "", word
    key, said, op, value = found.groups()
    op = "=" if op == ":" else op
    if said is not None:
        if said.lower() not in IN_WORDS or op != "=":
            return ("", "", word) if value.startswith("//") else (f"{key}.{said}".lower(), op, value)
        op = IN_WORDS[said.lower()]
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return key.lower(), op, value


def _unknown(key: str, word: str) -> str:
    """What is wrong with a word that looks like a field, and what is right."""
    shown = printable(word)[:40]
    known = sorted({*OWN, *NAMES, *ASKED} - {"tags", "priority"})
    base, dot, how = key.partition(".")
    if base in ELSEWHERE:
        return f"“{shown}” is not a field: {ELSEWHERE[base]}."
    if dot and base in known:
        return (
            f"“{printable(how)[:20]}” compares nothing: {base}.before, {base}.by, {base}.after, {base}.over or .under."
        )
    if base in known:
        value = printable(re.split("[<>=:]+", word, maxsplit=1)[1])[:20]
        return f"“{shown}” cannot be compared: {base}:{value} finds it."
    from difflib import get_close_matches  # lazy: a query that is right does without it

    close = get_close_matches(base, known, 1, 0.7)
    meant = f"did you mean {close[0]}?" if close else f"{', '.join(known)} are."
    return f"“{shown}” is not a field: {meant} For the words themselves, put quotes around them."


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


def _states(value: str) -> frozenset[str]:
    names = value.lower().split(",")
    for name in names:
        if name not in STATES:
            raise UsageError(f"“{printable(name)}” is not a state: {', '.join(STATES)}.")
    return frozenset(names)


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
