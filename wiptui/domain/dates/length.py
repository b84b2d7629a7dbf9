"""Write a length of time for people: the one way to say how long something took or takes."""

from __future__ import annotations

from datetime import datetime, timedelta


def length_text(length: timedelta) -> str:
    """Return a length in whole minutes: ``under a minute``, ``42 min``, ``1 h 05 min``, ``16 h``."""
    minutes = length // timedelta(minutes=1)
    if minutes < 1:
        return "under a minute"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d} min" if rest else f"{hours} h"


def rounded_minutes(start: datetime, end: datetime) -> int:
    """Return the nearest number of minutes between two instants, at least 1."""
    return max(1, round((end - start).total_seconds() / 60))


def between(start: datetime, end: datetime) -> str:
    """Return the length between two instants to the nearest minute, at least ``1 min``."""
    return length_text(timedelta(minutes=rounded_minutes(start, end)))
