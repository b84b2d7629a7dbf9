"""What two long rows have in common at their ends, so that only what lies between has to be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import is_


def same_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many objects at the start, and how many at the end, are the very same in both. They never overlap."""
    shorter = min(len(old), len(new))
    start = _same(old, new)
    end = _same(reversed(old), reversed(new)) if start < shorter else 0
    return start, min(end, shorter - start)


def _same(old: Iterable[object], new: Iterable[object]) -> int:
    alike = list(map(is_, old, new))
    return alike.index(False) if False in alike else len(alike)
