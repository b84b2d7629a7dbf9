"""The lines of an inbox: what is a capture, what names it on every machine, and what it says.

A line is named by its text and by which of equal lines of its file it is, so that every machine makes the same task of
it, and a conflict copy with the same line adds nothing. Nothing is known of a line but its text: so the recipes for
phones write the time in front, which also makes it a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from wiptui.domain.commands import Capture
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.fields import checked
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.tasks.task import time_text
from wiptui.domain.text import TITLE_MAX, clean_text, clean_title, one_line

_STAMP = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_TIME = re.compile(rf"({_STAMP})[ \t]+(?=\S)", re.ASCII)
_GLUED = re.compile(rf"(?<=\S)(?={_STAMP.replace('[T ]', 'T')}[ \t])", re.ASCII)
"""Where a line begins that was appended to one without a line end."""
_MARK = re.compile(r"(?:[-*+\u2022][ \t]+(?:\[[ xX]\][ \t]+)?)")
_TICKED = re.compile(r"[-*+][ \t]+\[[xX]\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is a capture."""

    text: str
    """As the file has it, without the white space around it."""
    occurrence: int
    """Which of equal lines of the file it is: 0, 1, ..."""
    start: int
    """Where it begins in the text of the file."""

    @property
    def key(self) -> str:
        return f"line\t{self.text}\t{self.occurrence}"


def decoded(raw: bytes) -> str:
    """The text of a file of a phone: UTF-8, or UTF-16 with a byte order mark. Never raises."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def lines_of(text: str) -> Iterator[Line]:
    """The captures of a file in its order: blank lines, headings and comments (``#``) and ticked boxes are none."""
    count: dict[str, int] = {}
    start = 0
    for row in text.split("\n"):
        place = start
        for part in _GLUED.split(row):
            words = part.strip()
            if words and not words.startswith("#") and not _TICKED.match(words):
                count[words] = count.get(words, -1) + 1
                yield Line(words, count[words], place)
            place += len(part)
        start += len(row) + 1


def capture(key: str, words: str, at: datetime, zone: tzinfo | None, younger_than: str | None) -> Capture | None:
    """What a line or a small file says; None where nothing of it can be seen.

    ``at`` is when it was written at the latest. A time in front is that of the capture; such a line is never taken for
    an equal one from another day. The lines after the first are the note. Never raises.
    """
    first, _, rest = words.strip().partition("\n")
    first = _MARK.sub("", first, count=1) if _MARK.match(first) else first
    match = _TIME.match(first)
    told = _instant(match[1], zone) if match else None
    if match and told is not None:
        first = first[match.end() :]
        at, younger_than = min(told, at), None
    inline = parse_inline(first, local_date(at, zone))
    try:
        fields: dict[str, Json] = dict(checked(inline.fields()))
        title = clean_title(inline.title)
    except UsageError:  # nothing but tokens, nothing that can be seen, or too long
        fields, title = {}, one_line(first)[:TITLE_MAX].strip()
        rest = f"{first}\n{rest}" if len(first) > TITLE_MAX else rest
    note = clean_text(rest)
    if note:
        fields["note"] = note
    try:
        return Capture(key, clean_title(title), fields, time_text(at), younger_than)
    except UsageError:
        return None


def _instant(words: str, zone: tzinfo | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(words)
        return (at.replace(tzinfo=zone) if zone is not None else at.astimezone()) if at.tzinfo is None else at
    except (ValueError, OverflowError, OSError):
        return None
