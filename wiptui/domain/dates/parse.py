"""Dates as people write them: ``fri``, ``+3d``, ``in two weeks``, ``22 nov``, ``next week``, ``2026-11-22``.

English words in any case; ``-`` may stand for a space (``next-week``), so that a date fits into one token. All of the
words have to be understood: “Move old **mon**itor” is no Monday.

* A weekday is the next such day *after* today, as in Taskwarrior: ``fri`` said on a Friday is a week later.
* ``this fri`` may be today; ``next fri`` is the one of next week.
* ``the 15th`` is the next such day of a month, perhaps today; ``22.11.`` and, as the person writes dates, ``22/11``.
* A day without a year is the nearest one from today on: ``22 nov`` said on 22 November is today.
* ``next week`` is its first day, by habit a Monday; so are ``next month`` and ``next year``.
* ``eow`` is the last day of a week, a Sunday where it begins on Monday; ``eow``, ``eom`` and ``eoy`` may be today.
* A month after 31 January is 28 or 29 February.
* Looking back (``past=True``, for times such as --as-of) mirrors this: ``fri`` is the latest Friday up to today,
  ``14d`` is 14 days ago, ``22 nov`` the latest one up to today. ``--since 14d`` are 14 days, today among them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.date_style import day_and_month, habits
from wiptui.domain.text import MONTHS, WEEKDAYS, clip, printable, weekday

EXAMPLES = "today, fri, +3d, 22 nov, next week or 2026-11-22"
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1}
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a": "1", "an": "1"}  # fmt: skip
UNITS = {
    "d": "day", "day": "day", "days": "day",
    "w": "week", "wk": "week", "week": "week", "weeks": "week",
    "m": "month", "mo": "month", "month": "month", "months": "month",
    "y": "year", "year": "year", "years": "year",
}  # fmt: skip
"""The words for a unit of time, and the unit."""
_ENDS = {"week": "eow", "month": "eom", "year": "eoy"}
_LONGEST = 40


def parse_date(words: str, today: date, *, past: bool = False) -> date:
    """The date that the words stand for on the day ``today``. Raises UsageError for words that are no date."""
    day = None
    text = words.strip().lower()
    if text.isascii() and len(text) <= _LONGEST:
        try:
            day = parse_iso(text) or _in_figures(text, today, past) or _relative(text, today, past)
        except (OverflowError, ValueError):
            day = None  # beyond the calendar, which has the years 1 to 9999
    if day is None:
        raise UsageError(f"“{_shown(words)}” is not a date: try {EXAMPLES}.")
    return day


def parse_iso(text: str) -> date | None:
    """The date of a text of exactly the form YYYY-MM-DD, or None."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    if not (text[:4] + text[5:7] + text[8:]).isdigit():
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


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
        return datetime.fromisoformat(text)
    words, _, clock = text.rpartition(" ")
    clock = f"0{clock}" if clock[1:2] == ":" else clock
    return datetime.combine(parse_date(words or "today", today, past=True), time.fromisoformat(clock))


def _relative(text: str, today: date, past: bool) -> date | None:
    """Return the date of words that count from today: the first row of ``_PHRASES`` that fits; None if none does."""
    sign = text[0] if text[:1] in ("+", "-") else ""
    words = _words(text[len(sign) :])
    if text[-2:] in ("st", "nd", "rd", "th") and text[-3:-2].isdigit() and words[:-1] in ([], ["the"]):
        return _day_of_month(words[-1], today, past)
    if len(words) > 1:
        words = [_NUMBERS.get(word, word) for word in words]
    if sign:
        return _counted(words, today, sign == "-") if _fits(words, _COUNTED) else None
    for shape, day_of in _PHRASES:
        if _fits(words, shape):
            return day_of(words, today, past)
    return _day_and_month(words, today, past)


def _fits(words: Sequence[str], shape: _Shape) -> bool:
    """Return whether each word is the literal of its place, or one of several, or passes its test."""
    return len(words) == len(shape) and all(
        part(word) if callable(part) else word == part if isinstance(part, str) else word in part
        for word, part in zip(words, shape, strict=True)
    )


def _is_weekday(word: str) -> bool:
    return place_of(word, WEEKDAYS) is not None


def _on_weekday(word: str, first: date) -> date:
    """Return the named weekday on or after ``first``."""
    return first + timedelta(days=((place_of(word, WEEKDAYS) or 0) - first.weekday()) % 7)


def _after_end(unit: str, today: date) -> date:
    """Return the first day of the next week, month or year."""
    return _end_of(_ENDS[unit], today) + timedelta(days=1)


def _counted(words: Sequence[str], today: date, back: bool) -> date:
    number, unit = int(words[0]), words[1]
    return shifted(today, -number if back else number, unit)


def _in_figures(text: str, today: date, past: bool) -> date | None:
    """``22.11.``, ``22.11.2027``; with a slash in the order in which the person writes dates."""
    form = habits().date_format
    sign = "." if "." in text else "/" if form in ("22/11", "11/22") else ""
    parts = text.split(sign) if sign else []
    if len(parts) not in (2, 3) or not all(part.isdigit() and len(part) <= 4 for part in parts[:2]):
        return None
    day, month = (parts[1], parts[0]) if sign == "/" and form == "11/22" else (parts[0], parts[1])
    if not 1 <= int(month) <= 12 or len(day) > 2 or (sign == "." and len(parts) == 2):
        return None
    year = [parts[2]] if len(parts) == 3 and parts[2] else []
    return _day_and_month([day, MONTHS[int(month) - 1], *year], today, past)


def _day_of_month(number: str, today: date, past: bool) -> date | None:
    """``the 15th``: the nearest such day from today on, or looking back."""
    if len(number) > 2:
        return None
    month = today.replace(day=1)
    for _ in range(12):
        day = parse_iso(f"{month:%Y-%m}-{number:0>2}")
        if day and (day <= today if past else day >= today):
            return day
        month = (month - timedelta(days=1)).replace(day=1) if past else _end_of("eom", month) + timedelta(days=1)
    return None


def _words(text: str) -> list[str]:
    """Words and numbers apart: ``3d``, ``22-nov``, ``nov 22, 2027``, ``22nd nov``."""
    apart = ""
    for ch in text:
        if apart and ch.isalnum() and apart[-1].isalnum() and ch.isdigit() != apart[-1].isdigit():
            apart += " "
        apart += " " if ch == "-" and apart[-1:].isalnum() else ch
    words = apart.replace(", ", " ").split() if not text.endswith("-") else []
    return [
        word
        for place, word in enumerate(words)
        if not (word in ("st", "nd", "rd", "th") and words[place - 1].isdigit())
    ]


def shifted(day: date, count: int, unit: str) -> date:
    """``count`` units (day, week, month, year) on; where the month is shorter, its last day. Raises OverflowError."""
    unit = UNITS[unit]
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1), 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _end_of("eom", first).day))


def _end_of(what: str, day: date) -> date:
    """The last day of the week, month or year of ``day``."""
    if what == "eow":
        return day + timedelta(days=6 - (day.weekday() - habits().week_start) % 7)
    if what == "eoy" or day.month == 12:
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)


def _weekday(place: int, today: date, past: bool) -> date:
    if past:
        return today - timedelta(days=(today.weekday() - place) % 7)
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _day_and_month(parts: list[str], today: date, past: bool) -> date | None:
    """``22 nov``, ``nov 22``, each with or without a year of four digits."""
    if len(parts) not in (2, 3):
        return None
    number, name = parts[:2] if parts[0].isdigit() else (parts[1], parts[0])
    month = place_of(name, MONTHS)
    if month is None or not number.isdigit() or len(number) > 2:
        return None
    if len(parts) == 3:
        return parse_iso(f"{parts[2]}-{month + 1:02d}-{number:0>2}")
    for step in range(9):  # 29 February comes within eight years
        day = parse_iso(f"{today.year + (-step if past else step):04d}-{month + 1:02d}-{number:0>2}")
        if day and (day <= today if past else day >= today):
            return day
    return None


def place_of(word: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that begins with the word, of three letters or more."""
    for place, name in enumerate(names):
        if len(word) >= 3 and name.startswith(word):
            return place
    return None


def _shown(words: str) -> str:
    text = printable(words)
    return clip(text, _LONGEST)


_Shape = tuple["str | Collection[str] | Callable[[str], bool]", ...]
_COUNTED: _Shape = (str.isdigit, UNITS)
_PHRASES: tuple[tuple[_Shape, Callable[[Sequence[str], date, bool], date | None]], ...] = (
    ((_NEAR,), lambda words, today, past: today + timedelta(days=_NEAR[words[0]])),
    ((_ENDS.values(),), lambda words, today, past: _end_of(words[0], today)),
    (("day", "after", "tomorrow"), lambda words, today, past: today + timedelta(days=2)),
    (("end", "of", _ENDS), lambda words, today, past: _end_of(_ENDS[words[2]], today)),
    (("end", "of", "next", _ENDS), lambda words, today, past: _end_of(_ENDS[words[3]], _after_end(words[3], today))),
    (("this", _is_weekday), lambda words, today, past: _on_weekday(words[1], today)),
    (("next", _is_weekday), lambda words, today, past: _on_weekday(words[1], _after_end("week", today))),
    (("next", _ENDS), lambda words, today, past: _after_end(words[1], today)),
    (("in", *_COUNTED), lambda words, today, past: _counted(words[1:], today, False)),
    ((*_COUNTED, "ago"), lambda words, today, past: _counted(words, today, True)),
    (_COUNTED, _counted),
    ((_is_weekday,), lambda words, today, past: _weekday(place_of(words[0], WEEKDAYS) or 0, today, past)),
)
"""The words that count from today, in the order in which they are tried, and the date of each."""
