"""Words for dialogs: when something happened, how long it took, a title that fits. Pure; no widget is needed."""

from __future__ import annotations

from datetime import date, datetime

from wiptui.domain.board import DEVICES, Board
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.text import clock, weekday
from wiptui.tui.views.styled_text import clip, sanitized, width_of


def title_text(text: str, width: int) -> str:
    """A title in at most ``width`` cells: nothing hidden in it, an ellipsis where something was cut."""
    return clip(sanitized(text), width)


def fit(text: str, width: int) -> str:
    """A title clipped or padded to exactly ``width`` cells."""
    text = title_text(text, width)
    return text + " " * (width - width_of(text))


def day_words(day: date, today: date) -> str:
    """A date that cannot be mistaken: ``Fri 27 Nov``, with the year if it is another one."""
    return f"{weekday(day)} {day_and_month(day, year=day.year != today.year)}"


def distance(day: date, today: date) -> str:
    """How far off a date is: ``today``, ``tomorrow``, ``in 5 days``, ``2 days ago``."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def dated(day: date, today: date) -> str:
    """A date and how far off it is: ``Fri 27 Nov, in 5 days``."""
    return f"{day_words(day, today)}, {distance(day, today)}"


def moment(at: datetime, board: Board) -> str:
    """A past instant: ``14:05`` today, ``yesterday 17:40``, ``Fri 17:40`` within a week, else the date."""
    local = at.astimezone(board.zone)
    days = (board.today - local.date()).days
    time = f"{local:%H:%M}"
    if days == 0:
        return time
    if days == 1:
        return f"yesterday {time}"
    if 1 < days < 7:
        return f"{weekday(local)} {time}"
    return day_and_month(local.date(), year=local.year != board.today.year)


def stamp_words(at: datetime, board: Board) -> str:
    """A past instant in a timeline, always with date and time: ``Fri 20 Nov 17:40``."""
    local = at.astimezone(board.zone)
    return f"{day_words(local.date(), board.today)} {local:%H:%M}"


def running(seconds: float) -> str:
    """A running time with its seconds, for the focus view alone: ``0:42:17``. Elsewhere it is ``0:42``."""
    seconds = max(int(seconds), 0)
    return f"{clock(seconds)}:{seconds % 60:02d}"


def device_name(board: Board, code: str) -> str:
    """The name of a device for people, from its four-character code; the code where no name is known."""
    for record in board.data.get(DEVICES, {}).values():
        if record.get("code") == code and isinstance(record.get("name"), str):
            return sanitized(record["name"])
    return code
