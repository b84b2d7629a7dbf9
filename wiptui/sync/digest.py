"""Short hashes of contents: the same on every machine and in every version."""

from __future__ import annotations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, without i, l, o and u, so that it can be read aloud."""


def digest(text: str) -> int:
    """A 64-bit hash of a text. It spreads well but does not protect against forgery.

    FNV-1a, then the finaliser of MurmurHash3. Importing hashlib would cost a short command 2 ms.
    """
    number = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "surrogatepass"):
        number = ((number ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        number = ((number ^ (number >> 33)) * factor) & 0xFFFFFFFFFFFFFFFF
    return number ^ (number >> 33)


def letters_of(number: int, letters: int) -> str:
    """The lowest bits of a number as ``letters`` letters of :data:`ALPHABET`, five bits each."""
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(letters))
