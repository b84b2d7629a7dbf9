"""Days: UTC for durations, local dates for days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache

from reckoner.history import EPOCH, ms_of

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
QUARTER_MS = 15 * MINUTE_MS


def local(ms: int, zone: tzinfo) -> datetime:
    return (EPOCH + timedelta(milliseconds=ms)).astimezone(zone)


def date_of(ms: int, zone: tzinfo) -> date:
    return local(ms, zone).date()


@cache
def midnight(day: date, zone: tzinfo) -> int:
    """The first instant of a local day."""
    return ms_of(datetime.combine(day, time(), zone).astimezone(UTC))


@cache
def exists(day: date, zone: tzinfo) -> bool:
    """Whether a local day has any instant; when a zone changes sides of the date line, one has none."""
    return any(date_of(midnight(day, zone) + hours * HOUR_MS, zone) == day for hours in range(25))


def days_between(since: int, until: int, zone: tzinfo) -> Iterator[date]:
    """Each local day of which an instant lies in ``[since, until)``."""
    day, last = date_of(since, zone), date_of(until - 1, zone)
    while day <= last:
        if exists(day, zone):
            yield day
        day += timedelta(days=1)


def workday(ms: int, zone: tzinfo) -> date:
    """The workday of an instant: it begins at 04:00 by the clock on the wall."""
    at = local(ms, zone)
    if at.hour >= 4:
        return at.date()
    eve = at.date() - timedelta(days=1)
    return eve if exists(eve, zone) else eve - timedelta(days=1)
