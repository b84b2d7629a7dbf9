"""The text that a save of a long file writes, in one piece."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.record import Data
from wiptui.store.splice import exchanges
from wiptui.store.text import Exchanged


def spliced(raw: bytes, delta: Data, names: Iterable[str]) -> bytes | None:
    """``raw`` with the records of ``delta`` in it; None where that takes the encoder itself."""
    edits = exchanges(raw, delta, names)
    return None if edits is None else Exchanged(raw, edits).whole()
