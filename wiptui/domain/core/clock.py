"""Time, passed in. The only place where wiptui reads a clock."""

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
    Protocol = object  # typing costs a short command a millisecond or two

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Clock(Protocol):
    """Tells the time; tests, the demo and screenshots pass their own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    @property
    def zone(self) -> tzinfo | None:
        """The reporting zone for local dates; None stands for the machine's own."""


class SystemClock:
    """The machine's clock and zone. A process that goes on follows the zone when its file becomes another one.

    ``every``: seconds from look to look at that file.
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
        """Have the zone read again where its file is another one by now: somebody travels."""
        if time.monotonic() - self._looked < self._every:
            return
        self._looked = time.monotonic()
        if (found := _zone_file()) != self._seen:
            self._seen = found
            _read_zone_again()


LOCALTIME = "/etc/localtime"


def _zone_path() -> str:
    """The file that the zone comes from: the system's, or the one that TZ names; empty where TZ names no file."""
    named = os.environ.get("TZ")
    if named is None:
        return LOCALTIME
    named = named.removeprefix(":")
    return named if named.startswith("/") else ""


def _zone_file() -> tuple[str, int, int, int]:
    """What tells one file of the zone from another."""
    path = _zone_path()
    try:
        found = os.stat(path) if path else None  # noqa: PTH116 - pathlib costs a short command 3 ms
    except OSError:
        found = None
    return (path, found.st_ino, found.st_size, found.st_mtime_ns) if found is not None else (path, 0, 0, 0)


_names = cycle(("/.", "/./."))


def _read_zone_again() -> None:
    """Make the C library read the zone anew. It keeps a zone for as long as its name is the same one, so for a moment
    the same file has another name. Windows has no such call: there a new zone holds from the next start on.
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
    """A clock that stands still until it is told to move."""

    def __init__(self, at: datetime, zone: tzinfo | None = None) -> None:
        self._at = at.astimezone(UTC)
        self.zone: tzinfo | None = zone

    def now(self) -> datetime:
        return self._at

    def advance(self, **span: float) -> None:
        """Move on by ``timedelta(**span)``."""
        self._at += timedelta(**span)

    def set(self, at: datetime) -> None:
        """Stand at another instant."""
        self._at = at.astimezone(UTC)


def local_date(at: datetime, zone: tzinfo | None = None) -> date:
    """The calendar day of an instant in the reporting zone."""
    return at.astimezone(zone).date()


def to_ms(at: datetime) -> int:
    """Whole UTC milliseconds since 1970."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The instant of UTC milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)


def monotonic() -> float:
    """Seconds on a clock that never jumps and stands still while the machine sleeps."""
    return time.monotonic()
