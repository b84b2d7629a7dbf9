"""Days and hours in words, ``mon-fri 9-12``: what the schedule of a limit and the working hours are written in."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.text import SHORT_WEEKDAYS

WORDS = {"daily": SHORT_WEEKDAYS, "weekdays": SHORT_WEEKDAYS[:5], "weekend": SHORT_WEEKDAYS[5:], "else": SHORT_WEEKDAYS}
FULL_DAY = 24 * 60


class Unclear(ValueError):
    """Words that name no days or hours; the message says why, without a full stop."""


def read_days(word: str) -> list[str]:
    """The weekdays of ``mon-fri``, ``sat,sun`` or ``weekdays``, Monday first. Raises Unclear."""
    days: set[str] = set()
    for part in word.lower().split(","):
        first, dash, last = part.partition("-")
        if part in WORDS:
            days.update(WORDS[part])
            continue
        start, end = (_day(name) for name in (first, last if dash else first))
        count = (end - start) % len(SHORT_WEEKDAYS) + 1
        days.update(SHORT_WEEKDAYS[(start + step) % len(SHORT_WEEKDAYS)] for step in range(count))
    return [day for day in SHORT_WEEKDAYS if day in days]


def days_words(days: Iterable[str]) -> str:
    """Weekdays as they can be typed again: ``mon-fri``, ``sat,sun``; empty for none or all."""
    named = list(days)
    given = [day for day in SHORT_WEEKDAYS if day in named]
    if not given or len(given) == len(SHORT_WEEKDAYS):
        return ""
    first, last = SHORT_WEEKDAYS.index(given[0]), SHORT_WEEKDAYS.index(given[-1])
    if len(given) > 2 and last - first == len(given) - 1:
        return f"{given[0]}-{given[-1]}"
    return ",".join(given)


def read_span(word: str) -> tuple[int, int]:
    """The minutes of the day of ``9-12`` or ``9:30-24``, the first included and the last not. Raises Unclear."""
    start, dash, end = word.partition("-")
    times = [_minute(start), _minute(end)] if dash else []
    if not times or times[0] >= times[1]:
        raise Unclear("hours go from one time to a later one, up to 24: for a night write two entries")
    return times[0], times[1]


def _day(name: str) -> int:
    for place, day in enumerate(SHORT_WEEKDAYS):
        if len(name) >= 3 and name.startswith(day):
            return place
    raise Unclear(f"“{name[:20]}” is not a day")


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    minute = minute or "00"
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hour, minute)):
        raise Unclear(f"“{text[:20]}” is not a time of day")
    if int(minute) > 59 or int(hour) * 60 + int(minute) > FULL_DAY:
        raise Unclear(f"“{text[:20]}” is not a time of day")
    return int(hour) * 60 + int(minute)
