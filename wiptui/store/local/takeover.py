"""Takes over what wiptui up to 0.1.0 kept for one data file: several formats of its own, now one database.

It is done once, under the lock: all goes into the database in one transaction, then the old files go. Killed in
between, it is done again, which changes nothing. Until then the old copy counts like the new one.
"""

from __future__ import annotations

import os
from contextlib import suppress

from wiptui.domain.core.errors import DataFileError
from wiptui.store.file.file_io import list_folder, read_own, reason, remove
from wiptui.store.file.salvage import decode
from wiptui.store.kept.kept_copies import KeptCopies
from wiptui.store.local.old_state import MERGES, is_taken, merge_rows, old_documents, old_json, old_names, old_parts
from wiptui.store.local.state_dir import StateDir
from wiptui.sync.merge import merge


def take_over(state_dir: StateDir, now_ms: int) -> None:
    """Take over what is there of wiptui 0.1.0. Raises DataFileError when it cannot be read; nothing is then changed."""
    names = old_names(state_dir.home)
    if not names:
        return
    database, home = state_dir.database, state_dir.home
    parts = old_parts(home)
    decoded = [(name, raw, decode(raw)) for name, raw in parts]
    damaged = {name for name, _, found in decoded if found.is_grave or not found.data}
    known = decode(database.text() or b"")
    data = merge(known.data, *(found.data for _, _, found in decoded))
    documents = old_documents(home, [name for name in names if name.startswith("journal-")])
    merges = old_json(os.path.join(home, MERGES))
    taken = is_taken(home)
    for name in damaged:
        _keep(state_dir, name, now_ms)
    if not database.take_over(data, documents, merge_rows(merges), is_taken=taken):
        return
    for name in names:
        path = os.path.join(home, name)
        for inner in list_folder(path) if name.startswith("journal-") else ():
            remove(os.path.join(path, inner))
        with suppress(OSError):
            os.rmdir(path) if name.startswith("journal-") else remove(path)


def _keep(state_dir: StateDir, name: str, now_ms: int) -> None:
    """Keep the bytes of a damaged old file. Raises DataFileError."""
    raw = read_own(os.path.join(state_dir.home, name))
    try:
        kept = KeptCopies(state_dir.kept_copies_dir).keep(raw or b"", name, now_ms)
    except OSError as error:
        raise DataFileError(f"{name} is damaged, and cannot be kept: {reason(error)}. Nothing was changed.") from error
    state_dir.notes.append(
        f"This machine's own copy of {state_dir.real} was damaged; what could be read of it was taken in. "
        f"The damaged one is kept: {kept}"
    )
