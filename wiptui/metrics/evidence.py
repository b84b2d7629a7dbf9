"""What a figure rests on, in the words of the screens: whoever reads it should not have to guess."""

from __future__ import annotations

from wiptui.metrics.overload.rules import DATA, DEFAULT, THUMB

LAW = "law"
"""A theorem, with its conditions."""
SETTING = "your setting"

__all__ = ["DATA", "DEFAULT", "LAW", "SETTING", "THUMB"]
"""``DEFAULT`` is a number of ours, where nobody has said another or the data are too few."""
