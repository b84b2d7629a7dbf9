"""The clock, passed in as a parameter. Only this module of the domain reads the system time."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import cycle

from wiptui.domain.core.record import EPOCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # importing typing costs a short command 1 to 2 ms


class Clock(Protocol):
    """A source of the current time. Tests, the demo and screenshots pass their own."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    @property
    def zone(self) -> tzinfo | None:
        """Return the time zone for local dates; None means the system's zone."""


class SystemClock:
    """The system's clock and zone. A long-running process picks up a changed zone file.

    ``every``: seconds between two checks of that file.
    """

    zone: tzinfo | None = None

    def __init__(self, every: float = 5.0) -> None:
        self._every = every
        self._looked = time.monotonic()
        self._seen = _zone_file()

    def now(self) -> datetime:
        self.follow()
        return datetime.now(UTC)

    def follow(self) -> None:
        """Read the zone again if its file changed, for example after a journey."""
        if time.monotonic() - self._looked < self._every:
            return
        self._looked = time.monotonic()
        if (found := _zone_file()) != self._seen:
            self._seen = found
            _read_zone_again()


LOCALTIME = "/etc/localtime"


def _zone_path() -> str:
    """Return the path of the zone file: the system's, or the one that TZ names; empty if TZ names no file."""
    named = os.environ.get("TZ")
    if named is None:
        return LOCALTIME
    named = named.removeprefix(":")
    return named if named.startswith("/") else ""


def _zone_file() -> tuple[str, int, int, int]:
    """Return values that identify one state of the zone file."""
    path = _zone_path()
    try:
        found = os.stat(path) if path else None  # noqa: PTH116 - pathlib costs a short command 3 ms
    except OSError:
        found = None
    return (path, found.st_ino, found.st_size, found.st_mtime_ns) if found is not None else (path, 0, 0, 0)


_names = cycle(("/.", "/./."))


def _read_zone_again() -> None:
    """Make the C library read the zone again. It caches a zone by name, so the same file gets another name for a
    moment. Windows has no such call; there a new zone takes effect at the next start.
    """
    if sys.platform == "win32":
        return
    path, named = _zone_path(), os.environ.get("TZ")
    if path:
        os.environ["TZ"] = f":{next(_names)}{path}"
    time.tzset()
    if named is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = named


class FixedClock:
    """A clock that changes only when told to."""

    def __init__(self, at: datetime, zone: tzinfo | None = None) -> None:
        self._at = at.astimezone(UTC)
        self.zone: tzinfo | None = zone

    def now(self) -> datetime:
        return self._at

    def advance(self, **span: float) -> None:
        """Advance by ``timedelta(**span)``."""
        self._at += timedelta(**span)

    def set(self, at: datetime) -> None:
        """Set the clock to another instant."""
        self._at = at.astimezone(UTC)


def local_date(at: datetime, zone: tzinfo | None = None) -> date:
    """Return the calendar day of an instant in a time zone."""
    return at.astimezone(zone).date()


def to_ms(at: datetime) -> int:
    """Return the whole milliseconds since 1970 in UTC."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """Return the instant of UTC milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)


def monotonic() -> float:
    """Return seconds of a clock that never jumps and stops while the machine sleeps."""
    return time.monotonic()
