"""The ids of a table in the order of the letters that people type, so that those which begin alike stand together."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from wiptui.domain.core.ids import ID_LETTERS

BITS = 5 * ID_LETTERS
LARGEST = (1 << BITS) - 1
"""The largest id that letters can tell whole."""

Names = array
"""Turned ids, sorted: the first letter, which an id has in its lowest bits, counts most."""


def names_of(ids: Iterable[int]) -> Names[int]:
    """The names of these ids, each at most ``LARGEST``."""
    return array("Q", sorted(map(_turned, ids)))


def put_in(names: Names[int], number: int) -> None:
    """Put one more id in its place."""
    name = _turned(number)
    names.insert(bisect_left(names, name), name)


def alike(names: Names[int], head: int, length: int) -> list[int]:
    """The ids whose first ``length`` letters are those of ``head``."""
    first = _turned(head)
    low = bisect_left(names, first)
    high = bisect_left(names, first + (1 << BITS - 5 * length), low)
    return [_turned(name) for name in names[low:high]]


def _turned(number: int) -> int:
    """The letters of an id, five bits each, in the other order; turned twice it is the id again."""
    return (
        (number & 31) << 50
        | (number >> 5 & 31) << 45
        | (number >> 10 & 31) << 40
        | (number >> 15 & 31) << 35
        | (number >> 20 & 31) << 30
        | (number >> 25 & 31) << 25
        | (number >> 30 & 31) << 20
        | (number >> 35 & 31) << 15
        | (number >> 40 & 31) << 10
        | (number >> 45 & 31) << 5
        | (number >> 50 & 31)
    )
