"""All charts, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable

from wiptui.tui.charts import aging, cost, days, flow, forecast
from wiptui.tui.charts.model import Chart, Facts

EVERY: tuple[tuple[str, Callable[[Facts], Chart]], ...] = (
    ("Ageing", aging.ageing),
    ("Cycle time", flow.cycle),
    ("Throughput", flow.throughput),
    ("WIP", flow.wip),
    ("CFD", flow.flow),
    ("Age trend", aging.age_trend),
    ("Forecast", forecast.forecast),
    ("Time", cost.time),
    ("Switches", cost.switches),
    ("Days", days.days),
    ("Bottleneck", cost.holdup),
    ("Tied up", cost.value),
)
"""The word of the tab, and what makes the chart."""
