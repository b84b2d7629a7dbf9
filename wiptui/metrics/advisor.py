"""The limit advisor: at which WIP how much was finished and how fast, from the own log. A look back, no promise."""

from __future__ import annotations

from wiptui.domain.values import dataclass
from wiptui.metrics.flow import Spread, cycle_spread, wip_time
from wiptui.metrics.journal import Track
from wiptui.metrics.ledger import Ledger
from wiptui.metrics.series import days_of

ENOUGH_DAYS = 10
"""Days at a WIP from which on its row is more than an anecdote."""


@dataclass(frozen=True, slots=True)
class AtWip:
    """What the days with an average WIP of about ``wip`` brought."""

    wip: int
    days: int
    finished: int
    cycle: Spread
    """Cycle times (days) of what was finished on them."""

    @property
    def per_day(self) -> float:
        return self.finished / self.days

    @property
    def is_enough(self) -> bool:
        return self.days >= ENOUGH_DAYS


def by_wip(ledger: Ledger, since: int, until: int) -> list[AtWip]:
    """The complete days of a window by their average WIP, rounded half up; days without any WIP are left out."""
    until = min(ledger.cap(until), ledger.now)
    days: dict[int, int] = {}
    done: dict[int, list[Track]] = {}
    for day in days_of(ledger, since, until):
        start, end = ledger.calendar.start(day), ledger.calendar.start(day + 1)
        if start < since or end > until:
            continue
        total = wip_time(ledger, start, end).total
        if total:
            wip = (2 * total + end - start) // (2 * (end - start))
            days[wip] = days.get(wip, 0) + 1
            done.setdefault(wip, []).extend(ledger.finished_in(start, end))
    return [AtWip(wip, days[wip], len(done[wip]), cycle_spread(done[wip], ledger.calendar)) for wip in sorted(days)]


def advice(rows: list[AtWip]) -> str:
    """One sentence about the limits that the log speaks for, with its doubt."""
    known = [row for row in rows if row.is_enough and row.wip > 0]
    if len(known) < 2:
        return f"Too few days to compare: it takes {ENOUGH_DAYS} at each of two levels of WIP."
    best = max(known, key=lambda row: (row.per_day, -row.wip))
    fast = [row for row in known if row.cycle.n]
    quick = min(fast, key=lambda row: (row.cycle.p(50) or 0, row.wip)) if fast else None
    said = f"Most was finished at WIP {best.wip} ({best.per_day:.1f} a day, {best.days} days)"
    if quick is not None:
        said += f", fastest at WIP {quick.wip} (median {quick.cycle.p(50)} d, n={quick.cycle.n})"
    return f"{said}. Other things differed too: try a limit for two weeks and compare."
