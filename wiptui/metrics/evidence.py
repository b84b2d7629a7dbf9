"""Labels for what a figure rests on, as the screens show them."""

from __future__ import annotations

from wiptui.metrics.overload.rules import DATA, DEFAULT, THUMB

LAW = "law"
"""A theorem, with its conditions."""
SETTING = "your setting"

__all__ = ["DATA", "DEFAULT", "LAW", "SETTING", "THUMB"]
"""``DEFAULT`` is a default of wiptui, used if nobody has set another value or the data are too few."""
