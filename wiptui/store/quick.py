"""The short way to read: for a file that this machine wrote or read last, with nothing new beside it.

That is nearly every ``wiptui status`` in a prompt, so this needs neither the merge nor the salvage to be loaded.
"""

from __future__ import annotations

import os

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Data, Json
from wiptui.store.file.file_io import Signature, list_folder, signature
from wiptui.store.file.file_slice import FileSlice
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local.state_dir import StateDir
from wiptui.store.record_index import open_data

Look = tuple[Signature, tuple[int, int] | None, int]
"""What stat says of the file, of its folder (inode and mtime), and the generation of this machine's own records."""


class Quick:
    """Data that was read the short way."""

    def __init__(self, data: Data, generation: int, text: FileSlice, look: Look, copies: dict[str, list[int]]) -> None:
        self.data = data
        self.generation = generation
        """The generation of the records that this is."""
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


def quick_read(real: str, state_dir: StateDir) -> Quick | None:
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
        data, generation = open_data(state_dir.database)
    except DamagedDatabase:
        return None
    return Quick(data, generation, found, look, source.get("copies") or {})


def copies_moved(real: str, copies: dict[str, list[int]]) -> bool:
    """Whether a copy that was left in place is another now: rewriting it does not touch the folder."""
    folder = os.path.dirname(real) if copies else ""
    for name, mark in copies.items():
        sign = signature(os.path.join(folder, name))
        if sign is not None and mark[:2] != [sign[1], sign[2]]:
            return True
    return False


def _all_copies_known(real: str, source: dict[str, Json]) -> bool:
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
