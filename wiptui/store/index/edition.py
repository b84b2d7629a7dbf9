"""What is to be written: the new text of the data file, made of the old one where that is large."""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data
from wiptui.store.file.codec import Lines, encode_keeping, lines_of
from wiptui.store.file.file_io import Signature
from wiptui.store.file.file_slice import FileBytes, FileSlice, PatchedText, whole
from wiptui.store.file.normalize import difference
from wiptui.store.index.splice import exchanges
from wiptui.store.index.sums import Sums, sums_after, sums_of
from wiptui.store.loading import Loaded
from wiptui.store.local.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.index.present import Present


@dataclass(frozen=True)
class Edition:
    """One text of the file that says ``data``."""

    data: Data
    text: bytes | PatchedText
    sums: Sums
    delta: Data | None
    """What is new in it, where it came of the old text by exchanging lines."""
    lines: Lines | None
    """Its lines, where all were written anew."""

    def is_text(self, raw: FileBytes | None) -> bool:
        """Whether nothing has to be written over ``raw``, of which it was made."""
        return not self.text.edits if isinstance(self.text, PatchedText) else self.text == raw

    def as_written(self, state_dir: StateDir, sign: Signature) -> FileBytes:
        """The text to go on from; a large one is read again when it is needed, if ``sign`` is that of the file."""
        if isinstance(self.text, PatchedText) or (len(self.text) > state_dir.large and sign is not None):
            return FileSlice(state_dir.real, sign)
        return self.text


def edition_of(state_dir: StateDir, found: Loaded, data: Data, lines: Lines | None) -> Edition:
    """The text that says ``data``, which came of what was found.

    Raises Moved when the file is another by now, ValueError and TypeError for what is no JSON.
    """
    old, present = found.raw, found.present
    if found.trusted and old is not None and len(old) > state_dir.large:
        delta = difference(found.data, data)
        edits = exchanges(old, delta, data, present.bounds if present else None)
        if edits is not None:
            text = PatchedText(old, edits)
            if present is not None:
                return Edition(data, text, sums_after(present.sums, edits, old), delta, None)
            raw = text.whole()
            return Edition(data, raw, sums_of(raw), delta, None)
    if lines is None and found.trusted and old is not None:
        lines = lines_of(whole(old).decode(), found.data)
    raw, lines = encode_keeping(data, lines)
    return Edition(data, raw, sums_of(raw), None, lines)


def presented(
    state_dir: StateDir, found: Loaded, new: Edition, text: FileBytes, now_ms: int
) -> tuple[Data, Present | None]:
    """The data of an edition that was written as ``text``; of a large one in the shape that saves reading, kept for
    whoever reads next.
    """
    if len(new.text) <= state_dir.large:
        return new.data, None
    from wiptui.store.index.present import begin, go_on  # lazy: add does without it

    begun = None
    if isinstance(new.text, bytes):
        begun = begin(state_dir, new.data, text, new.text, new.sums, now_ms)
    elif found.present is not None and new.delta is not None and isinstance(text, FileSlice):
        begun = go_on(state_dir, found.present, new, text, now_ms)
    return (new.data, None) if begun is None else (begun[1], begun[0])
