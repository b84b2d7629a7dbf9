"""Randomness of the store: database ids, the process part of an actor, names of temporary files."""

from __future__ import annotations

import os

from wiptui.sync.digest import ALPHABET


def token(letters: int) -> str:
    """Random letters of :data:`ALPHABET`, five bits each, from the operating system."""
    return "".join(ALPHABET[byte & 31] for byte in os.urandom(letters))
