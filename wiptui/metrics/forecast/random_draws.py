"""Random draws from SHAKE-128 over a seed: fast, and equal on every machine and version of Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import shake_128
from struct import unpack

_CHUNK = 1 << 16


def draws(values: Sequence[int], seed: int) -> Iterator[Sequence[int]]:
    """Yield endless chunks of values drawn with replacement and equal probability.

    Raises ValueError for no values or more than 256.
    """
    size = len(values)
    if not 0 < size <= 256:
        raise ValueError("draw from 1 to 256 values")
    usable = 256 - 256 % size
    surplus = bytes(range(usable, 256))
    small = min(values) >= 0 and max(values) < 256
    table = bytes(values[n % size] if small else n % size for n in range(256))
    for number in range(1 << 40):
        raw = shake_128(f"{seed}:{number}".encode()).digest(_CHUNK).translate(table, surplus)
        yield raw if small else [values[place] for place in raw]


def shuffles(size: int, seed: int, trials: int) -> Iterator[list[int]]:
    """Yield ``trials`` random permutations of ``range(size)``."""
    for number in range(trials):
        keys = unpack(f"<{size}Q", shake_128(f"{seed}:{number}".encode()).digest(8 * size))
        yield sorted(range(size), key=keys.__getitem__)
