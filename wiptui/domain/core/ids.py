"""Identity, passed in. The only place of the domain that draws random numbers."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that an id can be read aloud and typed."""

ID_BITS = 53
"""Stock TinyDB and every JSON reader hold a 53-bit integer exactly."""

ID_LETTERS = 11
SHORT = 5
"""Letters of an id that are shown at least: enough to type, and long unique."""


class Ids(Protocol):
    """Draws ids; tests, the demo and screenshots pass their own."""

    def doc_id(self) -> int:
        """A new document id, 1 .. 2**53 - 1."""

    def jitter(self) -> int:
        """A small random number that keeps ranks of two machines apart, 0 .. 31."""


class SystemIds:
    """Ids from the operating system's entropy: no clash between machines."""

    def doc_id(self) -> int:
        return (int.from_bytes(os.urandom(7)) >> 3) or 1

    def jitter(self) -> int:
        return os.urandom(1)[0] & 31


class SeededIds:
    """Repeatable ids for tests, the demo and screenshots."""

    def __init__(self, seed: int = 0) -> None:
        import random

        self._random = random.Random(seed)

    def doc_id(self) -> int:
        return self._random.randrange(1, 1 << ID_BITS)

    def jitter(self) -> int:
        return self._random.randrange(len(ALPHABET))


_SHIFTS = range(0, 5 * ID_LETTERS, 5)


def id_text(doc_id: int) -> str:
    """The id as people see and type it: eleven base-32 letters, whose first few are enough."""
    return "".join([ALPHABET[doc_id >> shift & 31] for shift in _SHIFTS])


def id_mask(length: int) -> int:
    """The bits of an id that its first ``length`` letters tell."""
    return (1 << 5 * length) - 1


def id_head(letters: str) -> int | None:
    """The bits that the first letters of an id tell; None where no id begins so."""
    if len(letters) > ID_LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return sum(ALPHABET.index(letter) << 5 * place for place, letter in enumerate(letters))


def id_number(text: str) -> int:
    """The inverse of :func:`id_text`. Raises ValueError for a text that is no whole id."""
    if len(text) != ID_LETTERS:
        raise ValueError(f"not an id: {text!r}")
    number = 0
    for letter in reversed(text):
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number
