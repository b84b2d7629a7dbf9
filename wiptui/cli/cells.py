"""Text in the cells of a terminal: how wide it is, cut to fit, padded; and times as people read them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, tzinfo

UNKNOWN_YEAR = 1970


def width(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def clip(text: str, cells: int) -> str:
    """At most ``cells`` cells, with an ellipsis where something was cut."""
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for ch in text:
        used += _cells(ch)
        if used > cells - 1:
            break
        kept.append(ch)
    return "".join(kept).rstrip() + "…" if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """The text followed by spaces up to ``cells`` cells."""
    return text + " " * (cells - width(text))


def wrapped(text: str, cells: int, hang: int = 0) -> list[str]:
    """The text in lines of ``cells`` cells, broken at spaces; those after the first are ``hang`` cells narrower and
    stand that far in. A word longer than a line is broken, unless it is a link."""
    if 2 * len(text) <= cells or width(text) <= cells:
        return [text]
    lines: list[str] = []
    line, used, room = "", -1, max(cells, 1)  # -1: no word stands in the line yet
    for word in text.split(" "):
        size = width(word)
        if used > 0 and used + 1 + size > room:
            lines.append(line)
            line, used, room = "", -1, max(cells - hang, 8)
        if used >= 0:
            line, used = f"{line} ", used + 1
        used = max(used, 0)
        while size > room - used and "://" not in word:
            head = _head(word, room - used)
            lines.append(line + head)
            line, used, room, word = "", 0, max(cells - hang, 8), word[len(head) :]
            size = width(word)
        line, used = line + word, used + size
    return [(row if place == 0 else " " * hang + row).rstrip() for place, row in enumerate([*lines, line])]


def _head(word: str, cells: int) -> str:
    """As much of a word as goes into ``cells`` cells; at least one letter."""
    used = 0
    for place, ch in enumerate(word):
        used += _cells(ch)
        if used > cells:
            return word[: max(place, 1)]
    return word


def _cells(ch: str) -> int:
    if ch < "\u0300" or "\u2010" <= ch <= "\u2027":  # the quotes of our own sentences need no table
        return 1
    from unicodedata import category, east_asian_width

    if category(ch) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(ch) in "WF" else 1


def clock(seconds: float) -> str:
    """A span as hours and minutes: ``0:42``."""
    minutes = max(int(seconds), 0) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def moment(at: datetime, zone: tzinfo | None) -> str:
    """An instant as the clock on the wall showed it, ``2026-11-22 14:05``; that of 1970 is one which nobody knows."""
    return "time unknown    " if at.year <= UNKNOWN_YEAR else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def day(at: datetime, zone: tzinfo | None) -> str:
    """The local date of an instant, ``2026-11-22``."""
    return "date unknown" if at.year <= UNKNOWN_YEAR else f"{at.astimezone(zone):%Y-%m-%d}"
