"""What is to be written: the new text of the data file, made of the old one where few records changed."""

from __future__ import annotations

import zlib

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data
from wiptui.store.file.codec import TABLES, Lines, encode_lines, text_of_lines
from wiptui.store.file.file_slice import FileBytes, FileSlice, PatchedText, whole
from wiptui.store.file.line_patch import Bounds, bounds_after, bounds_of, line_patches
from wiptui.store.file.normalize import difference
from wiptui.store.loading import Loaded


@dataclass(frozen=True)
class NewText:
    """One text of the file, and what the local database lacks of it."""

    text: bytes | PatchedText
    bounds: Bounds
    fresh: Data
    """The records that are not in the database yet; all of them where nobody knows."""
    lines: Lines
    """Their lines."""

    @property
    def crc(self) -> int:
        """The CRC-32 of the text; of a patched one once it is written."""
        return self.text.crc if isinstance(self.text, PatchedText) else zlib.crc32(self.text)

    def is_text_of(self, raw: FileBytes | None) -> bool:
        """Whether nothing has to be written over ``raw``, of which it was made."""
        if isinstance(self.text, PatchedText):
            return not self.text.edits
        return raw is not None and len(raw) == len(self.text) and whole(raw) == self.text


def new_text(found: Loaded, data: Data) -> NewText:
    """The text that says ``data``, which came of what was found.

    Raises FileChanged when the file is another by now, ValueError and TypeError for what is no JSON.
    """
    fresh = difference(found.data, data) if found.trusted else data
    if isinstance(found.raw, FileSlice) and found.trusted:
        lines = encode_lines(fresh)
        known = {name: (start, end) for name, (start, end) in (found.source.get("bounds") or {}).items()}
        edits = line_patches(found.raw, lines, data, known)
        if edits is not None:
            return NewText(PatchedText(found.raw, edits), bounds_after(known, edits), fresh, lines)
    every = encode_lines(data)
    text = text_of_lines(every)
    lines = {name: {key: every[name][key] for key in rows} for name, rows in fresh.items()} if found.trusted else every
    return NewText(text, _bounds(text, data), fresh, lines)


def _bounds(text: bytes, data: Data) -> Bounds:
    names = sorted({*TABLES, *data})
    found = {name: bounds_of(text, name, is_last=name == names[-1]) for name in names}
    return {name: bounds for name, bounds in found.items() if bounds is not None}
