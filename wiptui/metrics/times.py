"""Times as whole UTC milliseconds inside the measures, and the local days they fall on."""

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
"""1 January 1990: a stamp before it, like one of tomorrow, is a clock gone wrong and no time at all."""


class _Days(dict[str, int]):
    """UTC milliseconds at the midnight of ``YYYYMMDD``, worked out once each."""

    def __missing__(self, text: str) -> int:
        if len(text) != 8 or not text.isdigit():
            raise ValueError(f"not a date: {text!r}")
        ms = self[text] = (date(int(text[:4]), int(text[4:6]), int(text[6:])) - EPOCH.date()).days * DAY
        return ms


class _Minutes(dict[str, int]):
    """Milliseconds from midnight to ``HHMM``, worked out once each."""

    def __missing__(self, text: str) -> int:
        if len(text) != 4 or not text.isdigit() or text > "2359" or text[2:] > "59":
            raise ValueError(f"not a time: {text!r}")
        ms = self[text] = int(text[:2]) * HOUR + int(text[2:]) * MINUTE
        return ms


_DAYS = _Days()
_MINUTES = _Minutes()


def stamp_to_ms(stamp: str) -> int:
    """UTC milliseconds of a stamp, fast. Raises ValueError for a text that is no stamp."""
    return _DAYS[stamp[:8]] + _MINUTES[stamp[9:13]] + int(stamp[13:18])


def stamps_to_ms(stamps: list[str]) -> list[int]:
    """The same of many stamps."""
    days, minutes = _DAYS, _MINUTES
    return [days[stamp[:8]] + minutes[stamp[9:13]] + int(stamp[13:18]) for stamp in stamps]


def known_ms(stamp: str, now: int) -> int | None:
    """UTC milliseconds of a stamp, or None where its time cannot be: nothing is computed from it then.

    A clock that is up to a day ahead is believed as far as it can be true: what is seen has happened by now.
    """
    try:
        ms = stamp_to_ms(stamp)
    except ValueError:
        return None
    return believed(ms, now)


def believed(ms: int, now: int) -> int | None:
    """``ms`` itself, ``now`` if it is up to a day later than that, or None for a time that cannot be."""
    if EARLIEST <= ms <= now:
        return ms
    return now if now < ms <= now + DAY else None


def text_ms(value: Json) -> int | None:
    """UTC milliseconds of an ISO text, or None for anything else."""
    if isinstance(value, str) and len(value) == 24 and value[23] == "Z" and value[19] == ".":
        try:  # as wiptui writes it: 2026-11-22T09:15:00.123Z
            clock = _MINUTES[value[11:13] + value[14:16]] + int(value[17:19] + value[20:23])
            return _DAYS[value[:4] + value[5:7] + value[8:10]] + clock
        except ValueError:
            return None
    at = as_time(value)
    return None if at is None else to_ms(at)


def to_time(ms: int) -> datetime:
    """The instant of UTC milliseconds, aware, in UTC."""
    return EPOCH + timedelta(milliseconds=ms)


def day_start(day: int, zone: tzinfo | None, hour: int = 0) -> int:
    """UTC milliseconds at which a local day (an ordinal) begins, ``hour`` hours after midnight by the clock there."""
    return round(datetime.combine(date.fromordinal(day), time(hour), zone).timestamp() * 1000)


def clock_time(day: int, minute: int, zone: tzinfo | None) -> int:
    """UTC milliseconds of a minute (up to 1440) of a local day (an ordinal), by the clock there."""
    day, minute = day + minute // 1440, minute % 1440
    return round(datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60), zone).timestamp() * 1000)


class Calendar:
    """Local days of a zone, each beginning at ``hour`` o'clock. Days are proleptic ordinals, ``date.toordinal()``.

    A table of midnights between ``first`` and ``last`` (UTC milliseconds) makes thousands of look-ups cheap and gives
    days of 23 and 25 hours their due; times outside it are worked out one by one.
    """

    def __init__(self, zone: tzinfo | None, first: int, last: int, hour: int = 0) -> None:
        self.zone = zone
        self.hour = hour
        self.first_day = self._work_out(first)
        days = range(self.first_day, self._work_out(max(first, last)) + 2)
        self.starts = [day_start(day, zone, hour) for day in days]

    def day(self, ms: int) -> int:
        """The ordinal of the local day that an instant falls on."""
        if self.starts[0] <= ms < self.starts[-1]:
            return self.first_day + bisect_right(self.starts, ms) - 1
        return self._work_out(ms)

    def days(self, times: list[int]) -> list[int]:
        """The same of many instants."""
        if times and self.starts[0] <= min(times) and max(times) < self.starts[-1]:
            before = self.first_day - 1
            return [before + place for place in map(partial(bisect_right, self.starts), times)]
        return [self.day(ms) for ms in times]

    def between(self, since: int, until: int) -> list[int]:
        """The local days that ``[since, until)`` touches. A day that a zone skipped, as Samoa did in 2011, is none."""
        if until <= since:
            return []
        days = range(self.day(since), self.day(until - 1) + 1)
        return [day for day in days if self.start(day) < self.start(day + 1)]

    def start(self, day: int) -> int:
        """The instant at which a local day begins."""
        place = day - self.first_day
        return self.starts[place] if 0 <= place < len(self.starts) else day_start(day, self.zone, self.hour)

    def _work_out(self, ms: int) -> int:
        # On the wall clock on purpose: a day begins at the same hour by the clock, also when clocks change.
        local = to_time(ms).astimezone(self.zone).replace(tzinfo=None)
        return (local - timedelta(hours=self.hour)).toordinal()
