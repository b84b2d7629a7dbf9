"""The short way to read: for a file that this machine wrote or read last, with nothing new beside it.

That is nearly every ``wiptui status`` in a prompt, so this needs neither the merge nor the salvage to be loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Data
from wiptui.store.file.codec import decode_trusted
from wiptui.store.file.file_io import FileChanged, Signature, list_folder, signature
from wiptui.store.file.file_slice import FileBytes, whole
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wiptui.store.index.present import Present

Look = tuple[Signature, tuple[int, int] | None, int]
"""What stat says of the file, of its folder (inode and mtime), and the generation of this machine's own records."""


class Quick:
    """Data that was read the short way."""

    def __init__(
        self, data: Data, text: FileBytes, present: Present | None, look: Look, copies: dict[str, list[int]]
    ) -> None:
        self.data = data
        self.present = present
        self.text = text
        self.look = look
        self.copies = copies
        """Copies beside the file that were looked at, and what was seen of them."""


def look_at(real: str, state_dir: StateDir) -> Look:
    """How things look now; different, not newer, means that something moved."""
    folder = signature(os.path.dirname(real) or ".")
    try:
        generation = state_dir.database.generation()
    except DataFileError:
        generation = -1  # reading says what is wrong
    return signature(real), None if folder is None else (folder[0], folder[2]), generation


def quick_read(real: str, state_dir: StateDir, now_ms: int) -> Quick | None:
    """The data, if the file is as this machine left it; None when it takes a closer look.

    Raises DataFileError when the file cannot be read.
    """
    look = look_at(real, state_dir)
    try:
        source = state_dir.database.source()
    except DamagedDatabase:
        return None
    if look[0] is None or not source:
        return None
    found = state_dir.trusted(source)
    if found is None or not _all_copies_known(real, source):
        return None
    try:
        data, present = read_trusted(found[0], state_dir, source, now_ms)
    except (FileChanged, OSError):
        return None
    return Quick(data, found[0], present, look, source.get("copies") or {})


def read_trusted(
    text: FileBytes,
    state_dir: StateDir,
    source: dict[str, Any],
    now_ms: int,
    read: Callable[[bytes], Data] | None = None,
    held: tuple[Present, Data] | None = None,
) -> tuple[Data, Present | None]:
    """What a text says that the machine trusts; of a large one only what is open, and the rest when it is asked for.

    ``read`` reads all of it, where there is a better way than doing it anew; ``held`` is what was read before.
    Raises Moved and OSError.
    """
    if len(text) > state_dir.large:
        from wiptui.store.index.present import begin, recall  # lazy: list does without it

        found = recall(state_dir, text, source["sums"], held)
        if found is not None:
            return found[1], found[0]
    raw = whole(text)
    data = read(raw) if read is not None else decode_trusted(raw.decode())
    begun = begin(state_dir, data, text, raw, source["sums"], now_ms) if len(text) > state_dir.large else None
    return (data, None) if begun is None else (begun[1], begun[0])


def copies_moved(real: str, copies: dict[str, list[int]]) -> bool:
    """Whether a copy that was left in place is another now: rewriting it does not touch the folder."""
    folder = os.path.dirname(real) if copies else ""
    for name, mark in copies.items():
        sign = signature(os.path.join(folder, name))
        if sign is not None and mark[:2] != [sign[1], sign[2]]:
            return True
    return False


def _all_copies_known(real: str, source: dict[str, Any]) -> bool:
    """Whether no conflict copy lies beside the file but those that were merged already."""
    folder, base = os.path.split(real)
    stem = os.path.splitext(base)[0]
    alike = [name for name in list_folder(folder) if stem in name and name != base]
    if not alike:
        return True
    from wiptui.sync.conflict_names import nominated  # lazy: list does without it

    marks = source.get("copies") or {}
    for name, _ in nominated(base, alike):
        sign = signature(os.path.join(folder, name))
        if sign is not None and (marks.get(name) or [])[:2] != [sign[1], sign[2]]:
            return False
    return True
