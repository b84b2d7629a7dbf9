"""Figures as people read them: rates with as many digits as they carry, and shares that add up."""

from __future__ import annotations

from collections.abc import Sequence


def rate(value: float) -> str:
    """A rate or an average: two digits below 1, where one would hide a third of it, else one; 0 is 0."""
    return "0" if not value else f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


def percents(parts: Sequence[float], whole: int = 100) -> tuple[int, ...]:
    """Whole percentages of parts, none of them negative, that add up to ``whole``: by the largest remainder.

    Of equal remainders the earlier part gets more. All are 0 where all parts are.
    """
    total = sum(parts)
    if not total:
        return (0,) * len(parts)
    shares = [part * whole / total for part in parts]
    found = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda place: (found[place] - shares[place], place))
    for place in by_remainder[: whole - sum(found)]:
        found[place] += 1
    return tuple(found)
