"""Percentiles by nearest rank, in whole numbers: the result is always a value that occurred."""

from __future__ import annotations

from collections.abc import Sequence


def nearest_rank(ordered: Sequence[int], p: int) -> int:
    """The p-th percentile of ascending values: ``x[ceil(p * n / 100)]``, counted from 1.

    ``p`` is 1 .. 100. Raises ValueError where there are no values.
    """
    if not ordered:
        raise ValueError("no values, no percentile")
    return ordered[-(-p * len(ordered) // 100) - 1]


def percentile(values: Sequence[int], p: int) -> int | None:
    """The p-th percentile of values in any order; None without values."""
    return nearest_rank(sorted(values), p) if values else None
