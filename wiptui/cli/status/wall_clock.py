"""The system's clock and zone, for the cached answer, which comes before the domain and its clock are loaded."""

from __future__ import annotations

import os
import time

LOCALTIME = "/etc/localtime"


def now_us() -> int:
    """UTC microseconds since 1970."""
    return time.time_ns() // 1000


def zone_mark(us: int) -> str:
    """Return what identifies a zone at an instant (UTC microseconds): settings, names, offset, the system's file."""
    try:
        found = os.stat(LOCALTIME)
        system = f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"
    except OSError:
        system = ""
    try:
        local = time.localtime(us // 1_000_000)
    except (OverflowError, OSError, ValueError):
        return ""
    settings = os.environ.get("TZ"), os.environ.get("TZDIR")
    return f"{settings} {time.tzname} {local.tm_gmtoff} {local.tm_zone} {system}"


def time_of_day(us: int) -> str:
    """Return the local time at an instant (UTC microseconds): ``14:05``."""
    return time.strftime("%H:%M", time.localtime(us // 1_000_000))


def wait_until(ns: int, most_ns: int) -> None:
    """Wait until an instant (UTC nanoseconds), at most ``most_ns``."""
    left = ns - time.time_ns()
    if left > 0:
        time.sleep(min(left, most_ns) / 1e9)
