"""Turn a decision about undecided time into a command, for the board and the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.parse import parse_time
from wiptui.domain.focus.checkin import Undecided
from wiptui.domain.text import clip, printable


def keep(mark: Undecided) -> c.Command:
    """Count the time as focus."""
    return c.Assign(mark.stint, mark.start, mark.end)


def discard(mark: Undecided) -> c.Command:
    """Remove the time; what came after it stays focus."""
    return c.CutStint(mark.stint, mark.start, mark.end)


def end_at(board: Board, mark: Undecided, words: str) -> c.Command:
    """End the focus at a given time. Raises UsageError."""
    return c.EndStint(mark.stint, parse_moment(board, mark, words))


def split(board: Board, mark: Undecided, words: str) -> c.Command:
    """Remove the time between two given times, as in ``10:40 - 11:20``. Raises UsageError."""
    start, dash, end = words.replace(" to ", " - ").replace("–", "-").partition(" - ")
    if not dash:
        start, dash, end = words.replace("–", "-").partition("-") if words.count("-") == 1 else (words, "", "")
    if not dash:
        raise UsageError("Write both times, like 10:40 - 11:20.")
    low, high = parse_moment(board, mark, start), parse_moment(board, mark, end)
    if low >= high:
        raise UsageError("The first time comes before the second.")
    return c.CutStint(mark.stint, low, high)


def parse_moment(board: Board, mark: Undecided, words: str) -> datetime:
    """Read a time of day: the first such time within the absence, else the last one before it. Raises UsageError."""
    text, zone = words.strip(), board.zone
    try:
        at = parse_time(text, board.today, zone)
    except UsageError:
        shown = clip(printable(text), 20)
        raise UsageError(f"“{shown}” is not a time: write 23:10, or yesterday 23:10.") from None
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        return at
    clock = at.astimezone(zone).time()
    first, last = (moment.astimezone(zone).date() for moment in (mark.start, board.at))
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    found = [datetime.combine(day, clock, zone).astimezone(UTC) for day in days]
    inside = [time for time in found if mark.start.replace(second=0, microsecond=0) <= time <= mark.end]
    yesterday = datetime.combine(last - timedelta(days=1), clock, zone).astimezone(UTC)
    return inside[0] if inside else at if at <= board.at else yesterday
