"""What a figure rests on, in the words of the screens: whoever reads it should not have to guess."""

from __future__ import annotations

LAW = "law"
"""A theorem, with its conditions."""
DATA = "your data"
SETTING = "your setting"
DEFAULT = "default"
"""A number of ours, where nobody has said another, or the data are too few."""
THUMB = "rule of thumb"
