"""All charts, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable

from wiptui.tui.charts import aging, ahead, days, spent, work
from wiptui.tui.charts.model import Chart, Facts

EVERY: tuple[tuple[str, Callable[[Facts], Chart]], ...] = (
    ("Ageing", aging.ageing),
    ("Cycle time", work.cycle),
    ("Throughput", work.throughput),
    ("WIP", work.wip),
    ("CFD", work.flow),
    ("Age trend", aging.age_trend),
    ("Forecast", ahead.forecast),
    ("Time", spent.time),
    ("Switches", spent.switches),
    ("Days", days.days),
    ("Bottleneck", spent.holdup),
    ("Tied up", spent.value),
)
"""The word of the tab, and what makes the chart."""
