"""One line of a todo.txt (http://todotxt.org), taken apart so that it can be put together again letter by letter.

::

    x (A) 2026-11-22 2026-11-01 Call the bank +home @phone due:2026-11-27 rec:1w
    ^ ^   ^          ^          ^~~~~~~~~~~~~ words
    | |   completed  created
    | priority (of a done task also as pri:A)
    done

As the format says, ``x`` and ``(A)`` count only at the very start, in this case and followed by a space; a date only
as YYYY-MM-DD; a project or context only at the start of a word; a ``key:value`` has one colon. Other white space
than one space between the parts of the head is tolerated, and so is a byte order mark before it.

wiptui adds words of its own: ``state:doing`` (backlog, ready, doing, waiting, dropped), beside ``state:waiting`` also
``on:Ana`` and ``until:2026-11-27``, and ``for:Ana`` and ``class:expedite`` anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.parse import parse_iso
from wiptui.domain.fields import CHOICE, DATE, FIELDS, LETTER, Field
from wiptui.domain.text import is_visible, one_line, printable

BOM = "\ufeff"
HIDES = "t"
"""The key of the day before which a task is hidden."""
STATE_WORDS = ("backlog", "ready", "doing", "waiting", "dropped")
TEXT = "text"
KEYS = {row.todotxt: row for row in FIELDS if row.todotxt}
"""The fields by what a line calls them."""
_ONLY_WAITING = tuple(key for key, row in KEYS.items() if row.is_of_wait)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the white space before it. ``kind`` is text, or what the word stands for in this line."""

    gap: str
    text: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class TodoLine:
    """A line and all that it says. ``head``, the words with their gaps, and ``tail`` make up ``raw``."""

    raw: str
    lineno: int
    source: str
    """The raw line with the blank lines around it, as the file has them."""
    done: bool
    head_priority: str | None
    finished: str | None
    created: str | None
    """Dates as YYYY-MM-DD."""
    head: str
    words: tuple[Word, ...]
    tail: str

    @property
    def priority(self) -> str | None:
        return self.head_priority or self.value("pri")

    @property
    def projects(self) -> tuple[str, ...]:
        """All projects in the order of the line."""
        return tuple(dict.fromkeys(value for kind, value in self._meanings() if kind == "project"))

    @property
    def contexts(self) -> tuple[str, ...]:
        """All contexts in the order of the line."""
        return tuple(dict.fromkeys(value for kind, value in self._meanings() if kind == "tag"))

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All pairs ``key:value``, also those that wiptui has no use for."""
        return tuple(pair for pair in (key_value(word.text) for word in self.words) if pair)

    @property
    def is_shelved(self) -> bool:
        """Whether ``t:`` (not before that day) or ``h:1`` (hidden) keep it from being chosen now, or did so once."""
        return any(pair == ("h", "1") or (pair[0] == HIDES and parse_iso(pair[1])) for pair in self.keys)

    @property
    def title(self) -> str:
        """The text without the words that stand for something; of a line without any text, what names it."""
        for kinds in [(TEXT,)] if self.has_text else [(TEXT, "project", "tag"), ()]:
            words = (word.gap + word.text for word in self.words if not kinds or word.kind in kinds)
            text = one_line("".join(words))
            if is_visible(text):
                return text
        return one_line(self.raw) or printable(self.raw).strip()

    @property
    def has_text(self) -> bool:
        """Whether any word is just a word."""
        return any(
            word.kind == TEXT
            and is_visible(one_line(word.text))
            and not key_value(word.text)
            and meaning(word.text)[0] == TEXT
            for word in self.words
        )

    def value(self, kind: str) -> str | None:
        """What the word of that kind says, or None."""
        for word in self.words:
            if word.kind == kind:
                return meaning(word.text)[1]
        return None

    def _meanings(self) -> Iterable[tuple[str, str]]:
        return (meaning(word.text) for word in self.words)


def parse_line(raw: str, lineno: int = 1, source: str | None = None) -> TodoLine:
    """Take a line apart. Never raises: what is not of the format is text."""
    done, priority, dates, at = _head(raw)
    finished, created = (*dates, None, None)[:2] if done else (None, dates[0] if dates else None)
    texts, tail = split_words(raw[at:])
    kinds = _kinds([text for _, text in texts], has_priority=priority is not None)
    return TodoLine(
        raw=raw,
        lineno=lineno,
        source=raw if source is None else source,
        done=done,
        head_priority=priority,
        finished=finished,
        created=created,
        head=raw[:at],
        words=tuple(Word(gap, text, kind) for (gap, text), kind in zip(texts, kinds, strict=True)),
        tail=tail,
    )


def is_blank(raw: str) -> bool:
    """Whether the line is no task."""
    return not raw.replace(BOM, "").strip()


def split_words(text: str) -> tuple[list[tuple[str, str]], str]:
    """Pairs of white space and the word after it, and the white space at the end."""
    words: list[tuple[str, str]] = []
    at = 0
    for word in text.split():
        start = text.index(word, at)
        words.append((text[at:start], word))
        at = start + len(word)
    return words, text[at:]


def key_value(word: str) -> tuple[str, str] | None:
    """Key and value of a word with exactly one colon inside, or None."""
    key, _, value = word.partition(":")
    return (key, value) if key and value and ":" not in value else None


def meaning(word: str) -> tuple[str, str]:
    """Kind and value of a word wherever it is; text if it has none of the meanings that become a field."""
    sign, name = word[:1], one_line(word[1:])
    if sign in ("+", "@") and is_visible(name):
        return ("project" if sign == "+" else "tag"), name
    key, value = key_value(word) or ("", "")
    if key == "state" and value in STATE_WORDS:
        return key, value
    said = _value(KEYS[key], value) if key in KEYS else ""
    return (key, said) if said else (TEXT, word)


def _value(row: Field, words: str) -> str:
    """The value of a field in a line; empty where the words are none."""
    if row.kind == DATE:
        return words if parse_iso(words) else ""
    if row.kind == LETTER:
        return words if is_priority(words) else ""
    if row.kind == CHOICE:
        return words if words in row.choices else ""
    line = one_line(words)
    return line if is_visible(line) else ""


def is_priority(text: object) -> bool:
    return isinstance(text, str) and len(text) == 1 and "A" <= text <= "Z"


def _kinds(words: list[str], *, has_priority: bool) -> list[str]:
    """What each word stands for in this line: the first of a kind counts, and a repetition of it."""
    kinds: list[str] = []
    first: dict[str, str] = {"pri": ""} if has_priority else {}
    waits = "state:waiting" in words
    for word in words:
        kind, value = meaning(word)
        if kind in _ONLY_WAITING and not waits:
            kind = TEXT
        if kind not in (TEXT, "tag") and first.setdefault(kind, value) != value:
            kind = TEXT
        kinds.append(kind)
    return kinds


def _head(raw: str) -> tuple[bool, str | None, list[str], int]:
    """Done, priority, dates, and where the words begin."""
    at = len(BOM) if raw.startswith(BOM) else 0
    done = raw.startswith("x ", at)
    if done:
        at = _after_space(raw, at + 1)
    priority = None
    if raw[at : at + 1] == "(" and raw[at + 2 : at + 3] == ")" and is_priority(raw[at + 1]) and _ends_at(raw, at + 3):
        priority = raw[at + 1]
        at = _after_space(raw, at + 3)
    dates: list[str] = []
    while len(dates) < 1 + done and _is_date_at(raw, at):
        dates.append(raw[at : at + 10])
        at = _after_space(raw, at + 10)
    return done, priority, dates, at


def _is_date_at(raw: str, at: int) -> bool:
    return parse_iso(raw[at : at + 10]) is not None and _ends_at(raw, at + 10)


def _ends_at(raw: str, at: int) -> bool:
    return len(raw) == at or raw[at].isspace()


def _after_space(raw: str, at: int) -> int:
    while at < len(raw) and raw[at].isspace():
        at += 1
    return at
