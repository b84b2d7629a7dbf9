"""Format figures for people: rates with significant digits, and shares that add up."""

from __future__ import annotations

from collections.abc import Sequence

MOST_DIGITS = 4
"""The most digits of a limit."""


def rate(value: float) -> str:
    """Format a rate or an average: two digits below 1, where one digit would hide a third of it; else one; 0 is 0."""
    return "0" if not value else f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


def limit(value: float) -> str:
    """Format a limit next to whole numbers, with enough digits to tell it from the number beside it."""
    short = rate(value)
    digits = len(short.partition(".")[2])
    while float(short).is_integer() and not float(value).is_integer() and digits < MOST_DIGITS:
        digits += 1
        short = f"{value:.{digits}f}"
    return short


def in_percent(fraction: float) -> str:
    """Format a share in percent. Only nothing is «0%», and only all is «100%»."""
    if 0 < fraction < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < fraction < 1 else f"{fraction:.0%}"


def length(hours: float) -> str:
    """Format a length of clock time, nights included: «42 min», «6.5 h», from 100 hours on «12.4 d»."""
    return focus_length(hours) if hours < 100 else f"{hours / 24:,.1f} d"


def focus_length(hours: float) -> str:
    """Format a length of focus: «42 min», «6.5 h». Never in days, because a day of focus is not a workday."""
    if hours < 1:
        return "under 1 min" if 0 < hours < 1 / 120 else f"{hours * 60:.0f} min"
    return f"{hours:,.1f} h"


def percents(parts: Sequence[float], whole: int = 100) -> tuple[int, ...]:
    """Return whole percentages of non-negative parts that add up to ``whole``, by the largest remainder method.

    Of equal remainders the earlier part gets more. All are 0 if all parts are 0.
    """
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    shares = [part * whole / total for part in parts]
    found = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda place: (found[place] - shares[place], place))
    for place in by_remainder[: whole - sum(found)]:
        found[place] += 1
    return tuple(found)
