"""Ratios, measured in one run: ``python -m bench``."""
