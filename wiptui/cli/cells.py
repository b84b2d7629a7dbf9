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


def _cells(ch: str) -> int:
    if ch < "\u0300":
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
