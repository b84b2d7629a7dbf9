"""Time, passed in. The only place where wiptui reads a clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, tzinfo

from wiptui.domain.record import EPOCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two


class Clock(Protocol):
    """Tells the time; tests, the demo and screenshots pass their own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    @property
    def zone(self) -> tzinfo | None:
        """The reporting zone for local dates; None stands for the machine's own."""


class SystemClock:
    """The machine's clock and zone."""

    zone: tzinfo | None = None

    def now(self) -> datetime:
        return datetime.now(UTC)


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
