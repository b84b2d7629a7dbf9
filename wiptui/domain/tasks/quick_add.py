"""Quick add: the tokens in a line of typed text, as in todo.txt.

``(A) Call the bank +home @phone due:fri for:Ana`` is a title and its fields. A token is a whole word:

* ``(A)`` as the very first word: the priority.
* ``+project``, ``@tag``: the name needs a letter (or an emoji), so that ``+1``, ``+49 30 1234``, ``C++``, ``a@b.com``
  and ``1+1`` stay what they are. ``+"Big Client"``, ``@"next week"``, ``for:"Ana Lima"``: a name with spaces.
* ``due:fri``: any date of :mod:`wiptui.domain.dates.parse`; the words that go on with it belong to it
  (``due:next week``, ``due: in two weeks``). ``every:week``, ``every:mon,thu``: how often it
  comes again. ``for:Ana``: who waits for it.
* ``--`` ends the parsing; it is dropped, and what follows is title.

A task has one project, one due date and one ``for``. The first of each counts; a further one, and a ``due:`` that is
no date, stay in the title and are named in ``notes``. What is no token stays letter by letter; a token goes
together with one space beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.text import is_visible, one_line

END = "--"
ELSEWHERE = {
    **dict.fromkeys(("project", "proj", "pro"), "a project is +name here"),
    "priority": "a priority is (A) in front here",
    "tag": "a tag is @name here",
}
"""Tokens of other programs that somebody's fingers may type, and what they are here."""
QUOTABLE = ("+", "@", "for:")
"""What a name in quotes may stand behind."""
MOST_WORDS = 5
"""Words that a date or a repetition has at most: «due: in two weeks»."""


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``start`` to ``end`` (exclusive) of the typed text, for the live preview.

    ``kind`` is priority, project, tag, due, every, for, end (the ``--``), or problem for a word that a note names.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Inline:
    """What was understood. ``title`` is not cleaned and may be empty: whoever keeps it calls clean_title."""

    title: str
    project: str | None = None
    tags: tuple[str, ...] = ()
    priority: str | None = None
    due: date | None = None
    for_: str | None = None
    every: str | None = None
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()

    def fields(self) -> dict[str, Json]:
        """The plain task fields that were given, besides the title."""
        given: dict[str, Json] = {
            "project": self.project,
            "tags": list(self.tags),
            "priority": self.priority,
            "due": self.due.isoformat() if self.due else None,
            "for": self.for_,
            "every": self.every,
        }
        return {name: value for name, value in given.items() if value}


def parse_inline(text: str, today: date) -> Inline:
    """Read a typed line on the day ``today``. Never raises: doubts are in ``notes``, each a short sentence."""
    reader = _Reader(today)
    spans: list[Span] = []
    words = list(_words(text))
    taken = -1
    for place, (start, end) in enumerate(words):
        if start < taken:
            continue
        word = text[start:end]
        if word == END:
            spans.append(Span(start, end, "end"))
            break
        kind = ""
        for more in range(min(MOST_WORDS, len(words) - place), 1, -1):
            end = words[place + more - 1][1]
            if reader.goes_on(text[start:end]):
                kind = "due" if word[:1].lower() == "d" else "every"
                break
        else:
            end = words[place][1]
            kind = reader.kind(word, is_first=not text[:start].strip()) or ""
        taken = end
        if kind:
            spans.append(Span(start, end, kind))
    return Inline(
        title=_without(text, [span for span in spans if span.kind != "problem"]),
        project=reader.once.get("project"),
        tags=tuple(dict.fromkeys(reader.tags)),
        priority=reader.once.get("priority"),
        due=reader.due,
        for_=reader.once.get("for"),
        every=reader.every,
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
        self.once: dict[str, str] = {}
        self.tags: list[str] = []
        self.due: date | None = None
        self.every: str | None = None
        self.notes: list[str] = []

    def goes_on(self, words: str) -> bool:
        """Take ``due:next week`` or ``every: 2 weeks``: words that only together are a date, or how often."""
        key, colon, value = words.partition(":")
        if not colon or key not in ("due", "every") or "--" in value.split():
            return False
        try:
            if key == "due" and self.due is None:
                self.due = parse_date(value, self.today)
                return True
            if key == "every" and self.every is None:
                self.every = _every_text(value)
                return True
        except UsageError:
            pass
        return False

    def kind(self, word: str, is_first: bool) -> str | None:
        """What the word is; None for a word of the title."""
        if is_first and len(word) == 3 and word[0] == "(" and word[2] == ")" and "A" <= word[1] <= "Z":
            return self._first("priority", word[1], word)
        sign, name = word[0], one_line(_unquoted(word[1:]))
        if sign == "+" and is_name(name):
            return self._first("project", name, word)
        if sign == "@" and is_name(name):
            self.tags.append(name)
            return "tag"
        key, colon, value = word.partition(":")
        if colon and value and key == "due":
            return self._due(value, word)
        if colon and value and key == "every":
            return self._every(value, word)
        if colon and key == "for" and is_visible(one_line(_unquoted(value))):
            return self._first("for", one_line(_unquoted(value)), word)
        if colon and value and key in ELSEWHERE:
            self.notes.append(f"{one_line(word)} stays in the title: {ELSEWHERE[key]}")
        return None

    def _first(self, kind: str, value: str, word: str) -> str:
        if self.once.setdefault(kind, value) == value:
            return kind
        what = "project" if kind == "project" else "“for”"
        self.notes.append(f"{one_line(word)} stays in the title: a task has one {what}")
        return "problem"

    def _due(self, value: str, word: str) -> str:
        try:
            day = parse_date(value, self.today)
        except UsageError:
            self.notes.append(f"{one_line(word)} is not a date")
            return "problem"
        if self.due not in (None, day):
            self.notes.append(f"{one_line(word)} stays in the title: a task has one due date")
            return "problem"
        self.due = day
        return "due"

    def _every(self, value: str, word: str) -> str:
        try:
            every = _every_text(value)
        except UsageError:
            self.notes.append(f"{one_line(word)} is not how often: every:week, every:mon,thu")
            return "problem"
        if self.every not in (None, every):
            self.notes.append(f"{one_line(word)} stays in the title: a task comes again in one way")
            return "problem"
        self.every = every
        return "every"


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


def _without(text: str, spans: list[Span]) -> str:
    """The text without the spans, each with the one space after it, and without white space at its two ends."""
    kept: list[str] = []
    at = 0
    for span in spans:
        kept.append(text[at : span.start])
        at = span.end + 1
    return ("".join(kept) + text[at:]).strip()


def _every_text(value: str) -> str:
    """How often, in the form that is kept. Raises UsageError. Most titles come but once, and do without its module."""
    from wiptui.domain.dates.repetition import parse_every

    return parse_every(value).text
