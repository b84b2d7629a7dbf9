"""Times of the measures as whole UTC milliseconds, and the local days they fall on."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import EPOCH, Json
from wiptui.domain.tasks.task import as_time

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EARLIEST = 631_152_000_000
"""1 January 1990. An earlier stamp, like one of tomorrow, comes from a wrong clock."""


class _Days(dict[str, int]):
    """A cache of the UTC milliseconds of midnight of ``YYYYMMDD``."""

    def __missing__(self, text: str) -> int:
        if len(text) != 8 or not text.isdigit():
            raise ValueError(f"not a date: {text!r}")
        ms = self[text] = (date(int(text[:4]), int(text[4:6]), int(text[6:])) - EPOCH.date()).days * DAY
        return ms


class _Minutes(dict[str, int]):
    """A cache of the milliseconds from midnight to ``HHMM``."""

    def __missing__(self, text: str) -> int:
        if len(text) != 4 or not text.isdigit() or text > "2359" or text[2:] > "59":
            raise ValueError(f"not a time: {text!r}")
        ms = self[text] = int(text[:2]) * HOUR + int(text[2:]) * MINUTE
        return ms


_DAYS = _Days()
_MINUTES = _Minutes()


def stamp_to_ms(stamp: str) -> int:
    """Return the UTC milliseconds of a stamp, fast. Raises ValueError for a text that is not a stamp."""
    return _DAYS[stamp[:8]] + _MINUTES[stamp[9:13]] + int(stamp[13:18])


def stamps_to_ms(stamps: list[str]) -> list[int]:
    """Return the same for many stamps."""
    days, minutes = _DAYS, _MINUTES
    return [days[stamp[:8]] + minutes[stamp[9:13]] + int(stamp[13:18]) for stamp in stamps]


def known_ms(stamp: str, now: int) -> int | None:
    """Return the UTC milliseconds of a stamp; None for an impossible time, from which nothing is computed.

    A clock up to a day ahead is accepted, cut to now: what is recorded has happened.
    """
    try:
        ms = stamp_to_ms(stamp)
    except ValueError:
        return None
    return believed(ms, now)


def believed(ms: int, now: int) -> int | None:
    """Return ``ms`` itself, ``now`` if it is up to a day later than that, or None for an impossible time."""
    if EARLIEST <= ms <= now:
        return ms
    return now if now < ms <= now + DAY else None


def text_ms(value: Json) -> int | None:
    """Return the UTC milliseconds of an ISO text; None for anything else."""
    if isinstance(value, str) and len(value) == 24 and value[23] == "Z" and value[19] == "." and "1" <= value[0] <= "8":
        try:  # as wiptui writes it: 2026-11-22T09:15:00.123Z
            clock = _MINUTES[value[11:13] + value[14:16]] + int(value[17:19] + value[20:23])
            return _DAYS[value[:4] + value[5:7] + value[8:10]] + clock
        except ValueError:
            return None
    at = as_time(value)
    return None if at is None else to_ms(at)


def to_time(ms: int) -> datetime:
    """Return the instant of UTC milliseconds, aware, in UTC."""
    return EPOCH + timedelta(milliseconds=ms)


def day_start(day: int, zone: tzinfo | None, hour: int = 0) -> int:
    """Return the UTC milliseconds at which a local day (an ordinal) begins, ``hour`` hours after local midnight."""
    return round(datetime.combine(date.fromordinal(day), time(hour), zone).timestamp() * 1000)


def clock_time(day: int, minute: int, zone: tzinfo | None) -> int:
    """Return the UTC milliseconds of a minute (up to 1440) of a local day (an ordinal)."""
    day, minute = day + minute // 1440, minute % 1440
    return round(datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60), zone).timestamp() * 1000)


class Calendar:
    """Local days of a zone, each beginning at ``hour`` o'clock. Days are proleptic ordinals, ``date.toordinal()``.

    A table of midnights between ``first`` and ``last`` (UTC milliseconds) makes thousands of look-ups cheap and handles
    days of 23 and 25 hours. Times outside it are computed one by one.
    """

    def __init__(self, zone: tzinfo | None, first: int, last: int, hour: int = 0) -> None:
        self.zone = zone
        self.hour = hour
        self.first_day = self._work_out(first)
        days = range(self.first_day, self._work_out(max(first, last)) + 2)
        self.starts = [day_start(day, zone, hour) for day in days]

    def day(self, ms: int) -> int:
        """Return the ordinal of the local day of an instant."""
        if self.starts[0] <= ms < self.starts[-1]:
            return self.first_day + bisect_right(self.starts, ms) - 1
        return self._work_out(ms)

    def days(self, times: list[int]) -> list[int]:
        """Return the same for many instants."""
        if times and self.starts[0] <= min(times) and max(times) < self.starts[-1]:
            before = self.first_day - 1
            return [before + place for place in map(partial(bisect_right, self.starts), times)]
        return [self.day(ms) for ms in times]

    def between(self, since: int, until: int) -> list[int]:
        """Return the local days that ``[since, until)`` touches, without days that a zone skipped, as Samoa did in
        2011.
        """
        if until <= since:
            return []
        days = range(self.day(since), self.day(until - 1) + 1)
        return [day for day in days if self.start(day) < self.start(day + 1)]

    def start(self, day: int) -> int:
        """Return the instant at which a local day begins."""
        place = day - self.first_day
        return self.starts[place] if 0 <= place < len(self.starts) else day_start(day, self.zone, self.hour)

    def _work_out(self, ms: int) -> int:
        # In wall-clock time on purpose: a day begins at the same local hour, also when clocks change.
        local = to_time(ms).astimezone(self.zone).replace(tzinfo=None)
        return (local - timedelta(hours=self.hour)).toordinal()
