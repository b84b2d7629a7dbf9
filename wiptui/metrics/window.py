"""Windows: the stretch of time that a measure covers. None begins before recording did."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.log.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Window:
    """``[since, until)`` in UTC milliseconds."""

    since: int
    until: int
    is_clipped: bool
    """Whether more was requested than was recorded."""


def window(ledger: Ledger, since: datetime | None, until: datetime | None) -> Window:
    """Return the requested window; None means the start of recording, and now."""
    begin = None if since is None else to_ms(since)
    end = ledger.now + 1 if until is None else ledger.cap(to_ms(until))
    return _clipped(ledger, begin, end)


def last_days(ledger: Ledger, days: int) -> Window:
    """Return the window of the last local days up to now, counting today: 28 are four weeks."""
    calendar = ledger.calendar
    first = calendar.day(ledger.now) - days + 1
    if ledger.recorded_from is None:
        first = max(first, calendar.day(ledger.first))
    return _clipped(ledger, calendar.start(first), ledger.now + 1)


def _clipped(ledger: Ledger, begin: int | None, end: int) -> Window:
    recorded = ledger.recorded_from
    if recorded is None:  # nothing was started or finished: there is no sample to separate
        recorded = ledger.calendar.start(ledger.calendar.day(ledger.first)) if begin is None else begin
    since = recorded if begin is None else max(begin, recorded)
    return Window(since, max(since, end), begin is not None and begin < recorded)
