"""Ids, passed in as a parameter. Only this module of the domain draws random numbers."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # importing typing costs a short command 1 to 2 ms

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 without i, l, o, u, so that an id can be read aloud and typed."""

ID_BITS = 53
"""Stock TinyDB and every JSON reader hold a 53-bit integer exactly."""

ID_LETTERS = 11
SHORT = 5
"""The fewest letters of an id that are shown: enough to type and usually unique."""


class Ids(Protocol):
    """A source of ids. Tests, the demo and screenshots pass their own."""

    def doc_id(self) -> int:
        """Return a new document id, 1 .. 2**53 - 1."""

    def jitter(self) -> int:
        """Return a small random number, 0 .. 31, that keeps ranks of two machines apart."""


class SystemIds:
    """Ids from the operating system's entropy, so that machines do not clash."""

    def doc_id(self) -> int:
        return (int.from_bytes(os.urandom(7)) >> 3) or 1

    def jitter(self) -> int:
        return os.urandom(1)[0] & 31


class SeededIds:
    """Repeatable ids for tests, the demo and screenshots."""

    def __init__(self, seed: int = 0) -> None:
        import random  # lazy: list does without it

        self._random = random.Random(seed)

    def doc_id(self) -> int:
        return self._random.randrange(1, 1 << ID_BITS)

    def jitter(self) -> int:
        return self._random.randrange(len(ALPHABET))


_SHIFTS = range(0, 5 * ID_LETTERS, 5)


def id_text(doc_id: int) -> str:
    """Return the id as people see and type it: eleven base-32 letters, of which a short prefix suffices."""
    return "".join([ALPHABET[doc_id >> shift & 31] for shift in _SHIFTS])


def id_mask(length: int) -> int:
    """Return a mask of the bits that the first ``length`` letters of an id encode."""
    return (1 << 5 * length) - 1


def id_head(letters: str) -> int | None:
    """Return the bits that the first letters of an id encode, or None if no id can begin with them."""
    if len(letters) > ID_LETTERS or any(letter not in ALPHABET for letter in letters):
        return None
    return sum(ALPHABET.index(letter) << 5 * place for place, letter in enumerate(letters))


def id_number(text: str) -> int:
    """Invert :func:`id_text`. Raises ValueError for a text that is not a complete id."""
    if len(text) != ID_LETTERS:
        raise ValueError(f"not an id: {text!r}")
    number = 0
    for letter in reversed(text):
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number
