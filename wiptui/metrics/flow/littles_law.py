"""Little's law (J. D. C.

Little, 1961) as a consistency check: L = lambda * W, a theorem about averages, with conditions.
"""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass
from wiptui.metrics.figures import rate
from wiptui.metrics.flow.totals import Flow, measure
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.times import DAY

LOW, HIGH = 0.8, 1.25
FEWEST = 5
"""Ended spells of work below which their averages mean nothing."""


@dataclass(frozen=True, slots=True)
class LittlesLaw:
    """``L``: average WIP. ``rate``: lambda, exits per day. ``W``: mean days of the WIP spells that ended in the window.

    ``r`` is L / (lambda * W); near 1 the three agree. It is None if there are no data.
    """

    L: float | None
    rate: float | None
    W: float | None
    r: float | None
    verdict: str
    n: int
    """Spells of work that ended in the window."""

    @property
    def is_enough(self) -> bool:
        """Whether enough spells ended for their averages to mean something."""
        return self.n >= FEWEST

    @property
    def sentence(self) -> str:
        """Both sides of the law, and whether they agree."""
        if not self.is_enough or self.r is None or not self.rate or not self.W:
            return f"too early: {self.n} left work in this window; it takes {FEWEST}"
        product = f"{self.rate:.2f} a day x {rate(self.W)} days"
        return f"L {rate(self.L or 0)} beside {product}, r {self.r:.2f}, n={self.n}: {self.verdict}"


def littles_law(ledger: Ledger, since: int, until: int, flow: Flow | None = None) -> LittlesLaw:
    """Return the check over a window. 28 days are a good length."""
    flow = flow or measure(ledger, since, until)
    since, until = flow.since, flow.until
    spells = zip(ledger.spells.starts, ledger.spells.ends, strict=True)
    ended = [end - start for start, end in spells if since <= end < until]
    a_day = len(ended) * DAY / flow.length if flow.length else None
    mean = sum(ended) / len(ended) / DAY if ended else None
    if flow.average_wip is None or not a_day or not mean:
        said = "nothing left work in this window, so there is no W"
        return LittlesLaw(flow.average_wip, a_day, mean, None, said, len(ended))
    r = flow.average_wip / (a_day * mean)
    return LittlesLaw(flow.average_wip, a_day, mean, r, _verdict(ledger, flow, r, mean), len(ended))


def _verdict(ledger: Ledger, flow: Flow, r: float, mean: float) -> str:
    """Return “consistent”, or the condition of the law that did not hold."""
    if LOW <= r <= HIGH:
        return "consistent"
    if flow.net_flow > 0 and r > HIGH:
        return f"not stable: {flow.net_flow} more came in than went out"
    if flow.net_flow < 0 and r < LOW:
        return f"not stable: {-flow.net_flow} more went out than came in"
    open_ages = [flow.until - start for start, task in ledger.open_spells if start < flow.until]
    spells = zip(ledger.spells.starts, ledger.spells.ends, strict=True)
    open_ages += [flow.until - start for start, end in spells if start < flow.until <= end]
    if r > HIGH and open_ages and max(open_ages) / DAY > mean:
        return "what stays open is older than what went out"
    if r < LOW:
        return "what went out was begun long before this window"
    return "too few tasks for averages"
