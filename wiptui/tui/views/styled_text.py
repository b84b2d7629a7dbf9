"""Text for screens: spans with a role, measured in terminal cells.

Roles are "" (plain), muted, strong, accent, warn and bad; the widgets know which style a role has. Titles are data from
anywhere, so they pass :func:`sanitized` before they are shown, and are never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from wiptui.domain import text as fitting
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.text import printable, weekday

MUTED, FAINT, ACCENT, KEY, WARN, ROW = "muted", "faint", "accent", "key", "warn", "row"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one role; or in several with spaces between, the later over the earlier."""

    text: str
    role: str = ""
    link: str = ""
    """What a click on it stands for."""


StyledText = tuple[Span, ...]
"""A line of text in spans."""
BLANK: StyledText = ()


def styled(*parts: str | tuple[str, str] | StyledText) -> StyledText:
    """A line of plain texts, of texts with a role, and of what is styled already."""
    spans: list[Span] = []
    for part in parts:
        match part:
            case str():
                spans.append(Span(part))
            case (str(text), str(role)):
                spans.append(Span(text, role))
            case _:
                spans += part
    return tuple(span for span in spans if span.text)


def plain(line: StyledText) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


def over(line: StyledText, role: str) -> StyledText:
    """The line with a role laid over those that it has."""
    return tuple(Span(span.text, f"{span.role} {role}".strip(), span.link) for span in line)


def under(line: StyledText, role: str) -> StyledText:
    """The line with a role below those that it has."""
    return tuple(Span(span.text, f"{role} {span.role}".strip(), span.link) for span in line)


def linked(line: StyledText, link: str) -> StyledText:
    """The line as a place that can be clicked."""
    return tuple(Span(span.text, span.role, link) for span in line)


def link_at(line: StyledText, x: int) -> str:
    """What a click on the cell ``x`` of a line stands for; empty for nothing."""
    for span in line if x >= 0 else ():
        x -= width_of(span.text)
        if x < 0:
            return span.link
    return ""


def padded(line: StyledText, width: int) -> StyledText:
    """The line with blanks up to ``width`` cells."""
    room = width - cells(line)
    return (*line, Span(" " * room)) if room > 0 else line


def join(lines: Iterable[StyledText], between: str) -> StyledText:
    """Lines as one, with a text between each two."""
    out: list[Span] = []
    for place, line in enumerate(lines):
        out += (Span(between), *line) if place else line
    return tuple(out)


def sanitized(text: str) -> str:
    """Text in one line that every terminal draws equally wide: nothing hidden, joined emoji reduced to their first."""
    text = printable(text)
    if text.isascii():
        return text
    out: list[str] = []
    skip = False
    for ch in text:
        if skip:
            skip = False
        elif ch == "\u200d":
            skip = bool(out) and ord(out[-1]) > 0x2000
        elif not (
            "\ufe00" <= ch <= "\ufe0f" or "\U0001f3fb" <= ch <= "\U0001f3ff" or "\U000e0000" <= ch <= "\U000e0fff"
        ):
            out.append(ch)
    return "".join(out)


def cells(line: Iterable[Span]) -> int:
    """The width of spans."""
    return sum(width_of(span.text) for span in line)


def width_of(text: str) -> int:
    """The width of a text in cells."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # lazy: the first picture does without it

    return cell_len(text)


def clip(text: str, width: int) -> str:
    """As :func:`wiptui.domain.text.clip`, measured as Textual does."""
    return fitting.clip(text, width, width_of)


def clip_line(line: StyledText, width: int) -> StyledText:
    """The spans in at most ``width`` cells."""
    out: list[Span] = []
    for span in line:
        size = width_of(span.text)
        if size > width:
            if width > 0:
                out.append(replace(span, text=clip(span.text, width)))
            break
        out.append(span)
        width -= size
    return tuple(out)


def day_name(day: date, today: date) -> str:
    """A day near today by its weekday, others by date: ``today``, ``Fri``, ``3 Dec``, ``3 Dec 2027``."""
    if day == today:
        return "today"
    if abs((day - today).days) < 7:
        return weekday(day)
    return day_and_month(day, year=day.year != today.year)


def when_text(at: datetime, zone: tzinfo | None) -> str:
    """The local date and time: ``Sun 22 Nov 14:05``."""
    local = at.astimezone(zone)
    return f"{weekday(local)} {day_and_month(local.date())} {local:%H:%M}"


def wrap(text: str, first: int, width: int, lines: int) -> list[str]:
    """As :func:`wiptui.domain.text.wrap`, measured as Textual does."""
    return fitting.wrap(text, width, first=first, lines=lines, measure=width_of)


def wrap_line(line: StyledText, width: int) -> list[StyledText]:
    """The line in lines of ``width`` cells, broken as :func:`wrap` breaks a plain text."""
    text = plain(line)
    starts = [0, *fitting.line_breaks(text, width, width, width_of)]
    ends = [*starts[1:], len(text)]
    return [_part(line, start, len(text[:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _part(line: StyledText, start: int, end: int) -> StyledText:
    """The characters of a line from ``start`` to ``end``."""
    out: list[Span] = []
    for span in line:
        text = span.text[max(start, 0) : max(end, 0)]
        if text:
            out.append(Span(text, span.role, span.link))
        start, end = start - len(span.text), end - len(span.text)
    return tuple(out)


def paragraph(text: str, width: int, role: str = "", at_most: int = 99) -> list[StyledText]:
    """Text wrapped at words, at most so many lines; what is cut ends in an ellipsis."""
    lines = fitting.wrap(text, max(width, 1), measure=width_of)
    if len(lines) > at_most:
        lines = [*lines[: at_most - 1], clip(f"{lines[at_most - 1]} …", width)]
    return [styled((line, role)) for line in lines]


def pointed(line: StyledText, width: int, here: bool) -> StyledText:
    """A row of one line with room for the cursor before it; ``here``: marked, and lit over its whole width."""
    line = styled(("▸ " if here else "  ", KEY), line)
    return under(padded(line, width), ROW) if here else line
