"""Dates as people write them: ``fri``, ``+3d``, ``in two weeks``, ``22 nov``, ``next week``, ``2026-11-22``.

English words in any case; ``-`` may stand for a space (``next-week``), so that a date fits into one token. All of the
words have to be understood: “Move old **mon**itor” is no Monday.

* A weekday is the next such day *after* today, as in Taskwarrior: ``fri`` said on a Friday is a week later.
* ``this fri`` may be today; ``next fri`` is the one of next week.
* ``friday next week``; ``friday week`` is a week after the next one; ``weekend`` its Saturday, on a Sunday today.
* ``the 15th`` is the next such day of a month, perhaps today; ``22.11.`` and, as the person writes dates, ``22/11``.
  ``fri 25 dec`` has to be a Friday. ``2026-W50``, ``20261225`` and ``2026/12/25`` as ISO 8601 and others write them.
* ``end of january``, ``eoq``, ``first monday of january``, ``last day of next month``; ``january`` is its first day.
* ``two weeks from friday``, ``1w 2d``, ``10 business days``: working days are those with working hours.
* A day without a year is the nearest one from today on: ``22 nov`` said on 22 November is today.
* ``next week`` is its first day, by habit a Monday; so are ``next month`` and ``next year``.
* ``eow`` is the last day of a week, a Sunday where it begins on Monday; ``eow``, ``eom`` and ``eoy`` may be today.
* A month after 31 January is 28 or 29 February.
* Looking back (``past=True``, for times such as --as-of) mirrors this: ``fri`` is the latest Friday up to today,
  ``14d`` is 14 days ago, ``22 nov`` the latest one up to today. ``--since 14d`` are 14 days, today among them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.dates.phrases import UNITS, date_in_figures, parse_iso, place_of, relative_date, shifted
from wiptui.domain.text import clip, printable, weekday

EXAMPLES = "today, fri, +3d, 22 nov, next week or 2026-11-22"
_LONGEST = 40


def parse_date(words: str, today: date, *, past: bool = False) -> date:
    """The date that the words stand for on the day ``today``. Raises UsageError for words that are no date."""
    day = None
    text = words.strip().lower()
    if text.isascii() and len(text) <= _LONGEST:
        try:
            day = parse_iso(text) or date_in_figures(text, today, past) or relative_date(text, today, past)
        except (OverflowError, ValueError):
            day = None  # beyond the calendar, which has the years 1 to 9999
    if day is None:
        raise UsageError(f"“{_shown(words)}” is not a date: try {EXAMPLES}.")
    return day


def parse_time(words: str, today: date, zone: tzinfo | None = None, *, end: bool = False) -> datetime:
    """The instant (UTC) that the words stand for: a date, a date and a time, a time of today; looking back.

    A date means its local midnight, with ``end`` the midnight that ends it. A time without an offset is local: in
    ``zone``, or in the machine's zone for None. Raises UsageError for words that are no time.
    """
    text = words.strip()
    try:
        if ":" in text or "t" in text[10:11].lower():
            at = _date_and_time(text, today)
        else:
            day = parse_date(text, today, past=True)
            at = datetime.combine(day + timedelta(days=end), time())
        if at.tzinfo is None and zone is not None:
            at = at.replace(tzinfo=zone)
        return at.astimezone(UTC)
    except (ValueError, OverflowError, OSError, UsageError):
        raise UsageError(
            f"“{_shown(words)}” is not a time: try yesterday, 14d, 2026-11-22 or 2026-11-22T14:30."
        ) from None


def parse_since(words: str, today: date, zone: tzinfo | None = None) -> datetime:
    """Where a window begins: as :func:`parse_time`, but ``28d`` and ``4w`` are so many days with today among them."""
    text = words.strip().lower()
    number, unit = text[:-1].strip(), UNITS.get(text[-1:])
    if unit in ("day", "week") and number.isascii() and number.isdigit() and len(number) < 7:
        days = max(int(number) * (7 if unit == "week" else 1) - 1, 0)
        return parse_time(f"{days}d" if days else "today", today, zone)
    return parse_time(words, today, zone)


def describe_date(day: date, today: date, *, due: bool = False) -> str:
    """Short words for a card: ``today``, ``tomorrow``, ``Fri``, ``22 Nov``, ``3 d ago``, or ``3 d late`` if due."""
    days = (day - today).days
    if days < 0 and due:
        return f"{-days} d late"
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    if 1 < days < 7:
        return weekday(day)
    if -28 <= days < 0:
        return f"{-days} d ago"
    return day_and_month(day, year=day.year != today.year and abs(days) > 180)


def _date_and_time(text: str, today: date) -> datetime:
    """``2026-11-22T14:30+01:00``, ``2026-11-22 14:30``, ``yesterday 14:30``, ``14:30``. Naive without an offset."""
    if not text.isascii():
        raise ValueError
    if parse_iso(text[:10]):
        return datetime.fromisoformat(f"{text[:11]}0{text[11:]}" if text[12:13] == ":" else text)
    words, _, clock = text.rpartition(" ")
    clock = f"0{clock}" if clock[1:2] == ":" else clock
    return datetime.combine(parse_date(words or "today", today, past=True), time.fromisoformat(clock))


def _shown(words: str) -> str:
    text = printable(words)
    return clip(text, _LONGEST)


__all__ = [
    "EXAMPLES", "UNITS", "describe_date", "parse_date", "parse_iso", "parse_since", "parse_time", "place_of", "shifted",
]  # fmt: skip
