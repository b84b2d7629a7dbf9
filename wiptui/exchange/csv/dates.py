"""Dates as spreadsheets and other programs write them: 2026-12-31, 31.12.2026, 12/31/2026, 31 Dec 2026, with a time."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import MONTHS, printable

ORDERS = ("dmy", "mdy")
_PARTS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:,?[ T]+(\S.*))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[. -]+([a-z]{3,9})\.?[ ,-]+(\d{4})(?:,?[ T]+(\d.*))?", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[ ](\d{1,2}),?[ ](\d{4})(?:,?[ T]+(\d.*))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([ap]m)?", re.ASCII)


def read_date(text: str, order: str | None = None) -> str:
    """The date as ISO 8601, with the time where one is given; ``order`` tells what 03/04/2026 means.

    Dots always mean day, month, year. Raises UsageError for what is no date, or may be two.
    """
    words = text.strip()
    try:
        at = datetime.fromisoformat(words)
        return words[:10] if len(words) == 10 else at.isoformat()
    except ValueError:
        pass
    lower = words.lower()
    try:
        if match := _PARTS.fullmatch(words):
            day, clock = _numbers(match, order), match[5]
        elif match := _DAY_FIRST.fullmatch(lower):
            day, clock = date(int(match[3]), _month(match[2]), int(match[1])), match[4]
        elif match := _MONTH_FIRST.fullmatch(lower):
            day, clock = date(int(match[3]), _month(match[1]), int(match[2])), match[4]
        else:
            raise ValueError
        return day.isoformat() if not clock else datetime.combine(day, _time(clock)).isoformat()
    except ValueError:
        raise UsageError(f"“{printable(words)[:40]}” is not a date: write it as 2026-12-31") from None


def read_day(text: str, order: str | None = None) -> str:
    """The same without the time. Raises UsageError."""
    return read_date(text, order)[:10]


def _numbers(match: re.Match[str], order: str | None) -> date:
    one, sign, two, three = match[1], match[2], int(match[3]), match[4]
    if len(one) == 4:
        return date(int(one), two, int(three))
    first, year = int(one), int(three) + (2000 if len(three) <= 2 else 0)
    if sign == ".":
        order = "dmy"
    if order is None and first != two and first <= 12 and two <= 12:
        raise UsageError(f"“{printable(match[0])[:40]}” may be two days: say which with --dates dmy or --dates mdy")
    if order is None:
        order = "dmy" if first > 12 else "mdy"
    return date(year, two, first) if order == "dmy" else date(year, first, two)


def _month(word: str) -> int:
    found = [place for place, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    if len(found) != 1:
        raise ValueError(word)
    return found[0]


def _time(words: str) -> time:
    match = _CLOCK.fullmatch(words.strip().lower())
    if not match:
        raise ValueError(words)
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    return time(hour, int(match[2]), int(match[3] or 0))
