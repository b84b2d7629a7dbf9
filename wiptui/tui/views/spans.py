"""Text for screens: spans with a role, measured in terminal cells.

Roles are "" (plain), muted, strong, accent, warn and bad; the widgets know which style a role has. Titles are data from
anywhere, so they pass :func:`steady` before they are shown, and are never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from wiptui.domain import text as fitting
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.text import printable, weekday

# Variation selectors, skin tones, tag letters: terminals disagree about what they do to a width.
_UNSTEADY = (("\ufe00", "\ufe0f"), ("\U0001f3fb", "\U0001f3ff"), ("\U000e0000", "\U000e0fff"))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one role: "" (plain), muted, strong, accent, warn or bad."""

    text: str
    role: str = ""


Line = tuple[Span, ...]


def steady(text: str) -> str:
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


def clip_line(line: Line, width: int) -> Line:
    """The spans in at most ``width`` cells."""
    out: list[Span] = []
    for span in line:
        size = width_of(span.text)
        if size > width:
            if width > 0:
                out.append(Span(clip(span.text, width), span.role))
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


def clock_text(span: timedelta) -> str:
    """A span as hours and minutes: ``0:42``. One that would be negative (a clock set back) is ``0:00``."""
    minutes = max(0, int(span.total_seconds()) // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def when_text(at: datetime, zone: tzinfo | None) -> str:
    """The local date and time: ``Sun 22 Nov 14:05``."""
    local = at.astimezone(zone)
    return f"{weekday(local)} {day_and_month(local.date())} {local:%H:%M}"


def wrap(text: str, first: int, width: int, lines: int) -> list[str]:
    """As :func:`wiptui.domain.text.wrap`, measured as Textual does."""
    return fitting.wrap(text, width, first=first, lines=lines, measure=width_of)
