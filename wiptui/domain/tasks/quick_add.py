"""Quick add: the tokens in a line of typed text, as in todo.txt.

``(A) Call the bank +home @phone due:fri for:Ana`` is a title and its fields. A token is a whole word:

* ``(A)``, or ``pri:A``: the priority.
* ``+project``, ``@tag``: the name needs a letter (or an emoji), so that ``+1``, ``+49 30 1234``, ``C++``, ``a@b.com``
  and ``1+1`` stay what they are. ``+"Big Client"``, ``@"next week"``, ``for:"Ana Lima"``: a name with spaces.
* ``due:fri``: any date of :mod:`wiptui.domain.dates.parse`; the words that go on with it belong to it
  (``due:next week``, ``due: in two weeks``). ``every:week``, ``every:mon,thu``,
  ``every:month on last fri``: how often it comes again; ``every!:3d`` counts from the day it was done.
* ``for:Ana``: who waits for it.
* ``--`` ends the parsing; it is dropped, and what follows is title.

A task has one project, one due date and one ``for``. The first of each counts; a further one, and a ``due:`` that is
no date, stay in the title and are named in ``notes``. What is no token stays letter by letter; a token goes
together with one space beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.fields import BY_NAME, CHOICE, DATE, FIELDS, LETTER, LINE, REPETITION, TAGS, Field, checked, typed
from wiptui.domain.text import is_visible, one_line

END = "--"
ELSEWHERE = {
    **dict.fromkeys(("project", "proj", "pro"), "a project is +name here"),
    "priority": "a priority is (A) here",
    "est": "an estimate is not kept here",
    "tag": "a tag is @name here",
}
"""Tokens of other programs that somebody's fingers may type, and what they are here."""
KEYS = {row.token[:-1]: row for row in FIELDS if row.token.endswith(":")}
AFTER = "every!"
"""It comes again so long after the day it was done."""
KEYS |= {"t": BY_NAME["from"], "wait": BY_NAME["from"], "pri": BY_NAME["priority"]}
KEYS |= {"rec": BY_NAME["every"], AFTER: BY_NAME["every"]}
"""The fields by the word before the colon; those of other programs, as todo.txt and Taskwarrior have them, too."""
SIGNS = {row.token: row for row in FIELDS if row.token in ("+", "@", "(")}
QUOTABLE = ("+", "@", *(row.token for row in KEYS.values() if row.kind == LINE))
"""What a name in quotes may follow."""
MOST_WORDS = 10
"""Words that a date or a repetition has at most: «every: 2 weeks on mon and thu until friday»."""


@dataclass(frozen=True, slots=True)
class TextRange:
    """The characters ``start`` to ``end`` (exclusive) of the typed text, for the live preview.

    ``kind`` is the name of a field, tag, end (the ``--``), or problem for a word that a note names.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Inline:
    """What was understood. ``title`` is not cleaned and may be empty: whoever keeps it calls clean_title."""

    title: str
    values: Mapping[str, Json] = field(default_factory=dict)
    """What was given, by the names of the fields: dates as dates, tags as a tuple."""
    notes: tuple[str, ...] = ()
    spans: tuple[TextRange, ...] = ()

    def fields(self) -> dict[str, Json]:
        """The plain task fields that were given, besides the title."""
        given = {row.name: self.values[row.name] for row in FIELDS if row.name in self.values}
        for name, value in given.items():
            given[name] = (
                value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else list(value)
            )
        return given


def parse_inline(text: str, today: date) -> Inline:
    """Read a typed line on the day ``today``. Never raises: doubts are in ``notes``, each a short sentence."""
    reader = _Reader(today)
    spans: list[TextRange] = []
    words = list(_words(text))
    taken = -1
    for place, (start, end) in enumerate(words):
        if start < taken:
            continue
        word = text[start:end]
        if word == END:
            spans.append(TextRange(start, end, "end"))
            break
        kind = ""
        for more in range(min(MOST_WORDS, len(words) - place), 1, -1):
            end = words[place + more - 1][1]
            kind = reader.goes_on(text[start:end])
            if kind:
                break
        else:
            end = words[place][1]
            kind = reader.kind(word) or ""
        taken = end
        if kind:
            spans.append(TextRange(start, end, kind))
    return Inline(
        title=_without(text, [span for span in spans if span.kind != "problem"]),
        values=reader.values,
        notes=tuple(reader.notes),
        spans=tuple(spans),
    )


def is_name(text: str) -> bool:
    """Whether ``+text`` or ``@text`` names something, and is no number and no punctuation."""
    return any(ch.isalpha() or not ch.isascii() for ch in text) and is_visible(text)


class _Reader:
    """Takes words one by one and keeps what they say."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.values: dict[str, Json] = {}
        self.notes: list[str] = []

    def goes_on(self, words: str) -> str:
        """Take ``due:next week`` or ``every: 2 weeks``: words that only together are a date, or how often."""
        key, colon, value = words.partition(":")
        row = KEYS.get(key)
        if not colon or row is None or row.kind not in (DATE, REPETITION) or "--" in value.split():
            return ""
        if row.name in self.values:
            return ""
        try:
            self.values[row.name] = self._read(row, key, value)
        except UsageError:
            return ""
        return row.name

    def kind(self, word: str) -> str | None:
        """What the word is; None for a word of the title."""
        if len(word) == 3 and word[0] == "(" and word[2] == ")" and "A" <= word[1] <= "Z":
            return self._take(SIGNS["("], word[1], word)
        name = one_line(_unquoted(word[1:]))
        if word[0] in ("+", "@") and is_name(name):
            return self._take(SIGNS[word[0]], name, word)
        key, colon, value = word.partition(":")
        row = KEYS.get(key) if colon else None
        if row is not None and row.kind == LINE:
            value = one_line(_unquoted(value))
            return self._take(row, value, word) if is_visible(value) else None
        if row is not None and not value and row.kind in (DATE, REPETITION):
            self.notes.append(f"what follows {word} is not {_wanted(row)}, and stays in the title")
            return "problem"
        if row is not None and value:
            try:
                return self._take(row, self._read(row, key, value), word)
            except UsageError:
                self.notes.append(f"{one_line(word)} is not {_wanted(row)}")
                return "problem"
        if colon and value and key in ELSEWHERE:
            self.notes.append(f"{one_line(word)} stays in the title: {ELSEWHERE[key]}")
        return None

    def _read(self, row: Field, key: str, value: str) -> Json:
        """The value of a token. Raises UsageError."""
        if row.kind == DATE:
            return parse_date(value, self.today)
        if row.kind == REPETITION:
            return typed(row, f"after {value}" if key == AFTER else value.removeprefix("+"), self.today)
        words = value.lower() if row.kind == CHOICE else value
        return checked({row.name: words})[row.name] or words

    def _take(self, row: Field, value: Json, word: str) -> str:
        """Keep a value, unless there is another one: a task has one of each, but for tags."""
        if row.kind == TAGS:
            self.values[row.name] = tuple(dict.fromkeys((*self.values.get(row.name, ()), value)))
            return "tag"
        if self.values.setdefault(row.name, value) == value:
            return row.name
        one = "comes again in one way" if row.kind == REPETITION else f"has one {row.called or _quoted(row)}"
        self.notes.append(f"{one_line(word)} stays in the title: a task {one}")
        return "problem"


def _wanted(row: Field) -> str:
    """What the value of a token should have been."""
    if row.kind == CHOICE:
        return f"one of {', '.join(row.choices)}"
    if row.kind == LETTER:
        return "a priority: one letter, A to Z"
    return "a date" if row.kind == DATE else "how often: every:week, every:mon,thu"


def _quoted(row: Field) -> str:
    """The name of a field, in quotes where it is the word of a token."""
    return f"“{row.name}”" if row.token.endswith(":") else row.name


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word: a run of characters that are no white space, or a name in quotes with its sign."""
    at, end_of_quotes = 0, text.rfind('"')
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        while at < len(text) and not text[at].isspace():
            at += 1
        sign = next((sign for sign in QUOTABLE if text.startswith(f'{sign}"', start)), "")
        if sign and start + len(sign) < end_of_quotes:
            close = text.find('"', start + len(sign) + 1)
            if close > 0 and text[close + 1 : close + 2].strip() == "" and text[start + len(sign) + 1 : close].strip():
                at = close + 1
        yield start, at


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name


def _without(text: str, spans: list[TextRange]) -> str:
    """The text without the spans, each with the one space after it, and without white space at its two ends."""
    kept: list[str] = []
    at = 0
    for span in spans:
        kept.append(text[at : span.start])
        at = span.end + 1
    return ("".join(kept) + text[at:]).strip()
