"""The text that a save of a long file writes, in one piece."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.core.record import Data
from wiptui.store.file.codec import encode_lines
from wiptui.store.file.file_slice import PatchedText
from wiptui.store.file.line_patch import line_patches


def spliced(raw: bytes, delta: Data, names: Iterable[str]) -> bytes | None:
    """``raw`` with the records of ``delta`` in it; None where that takes the encoder itself."""
    edits = line_patches(raw, encode_lines(delta), names)
    return None if edits is None else PatchedText(raw, edits).whole()
