"""Randomness of the store: database ids, the process part of an actor, names of temporary files."""

from __future__ import annotations

import os

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, without i, l, o, u: can be read aloud."""


def token(letters: int) -> str:
    """Random letters of :data:`ALPHABET`, five bits each, from the operating system."""
    return "".join(ALPHABET[byte & 31] for byte in os.urandom(letters))


def digest(text: str) -> int:
    """A 64-bit number of a text, the same on every machine. Spreads well; no defence against forgery.

    FNV-1a, then the finaliser of MurmurHash3. Here because hashlib costs a short command 2 ms to import.
    """
    number = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "surrogatepass"):
        number = ((number ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        number = ((number ^ (number >> 33)) * factor) & 0xFFFFFFFFFFFFFFFF
    return number ^ (number >> 33)


def letters_of(number: int, letters: int) -> str:
    """The lowest bits of a number as ``letters`` base-32 letters."""
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(letters))
