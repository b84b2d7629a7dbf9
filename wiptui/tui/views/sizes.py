"""Sizes at which dialogs change what they show."""

NARROW = 56
"""Columns of content below which words are cut short."""
SHORT = 18
"""Lines of a terminal below which every line counts."""
