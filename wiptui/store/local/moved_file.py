"""A data file that comes back under another path, such as a stick that is mounted elsewhere.

The state of this machine is stored by path and found by the id of the database. Changes saved for a path that no longer
exists, which never reached the file there, are merged at the current path. A copy that somebody made on purpose is
another file: while both exist, they share nothing.
"""

from __future__ import annotations

import os
import zlib

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data
from wiptui.store.file.codec import encode, encode_lines
from wiptui.store.file.file_io import ABSENT, list_folder
from wiptui.store.file.salvage import decode
from wiptui.store.local.old_state import SEEN, has_more, is_taken, old_json, old_parts
from wiptui.store.local.state_dir import StateDir
from wiptui.store.local.takeover import take_over
from wiptui.store.local_db import LocalDb
from wiptui.sync.merge import META, META_ID, database_ids, merge


@dataclass(frozen=True)
class EarlierPath:
    """What this machine saved for the file at an earlier path."""

    path: str
    state_dir: StateDir
    generation: int
    data: Data


def ids_of(data: Data) -> frozenset[str]:
    """All ids of the database."""
    return database_ids(data.get(META, {}).get(META_ID, {}))


def find_earlier_paths(state_dir: StateDir, data: Data) -> tuple[EarlierPath, ...]:
    """Find what was saved for the database of ``data`` at paths that no longer exist, and is in no file yet."""
    ids = ids_of(data)
    found = []
    for other in _others(state_dir) if ids else ():
        try:
            state = _pending(other, ids)
        except DataFileError:
            continue  # of another path: it stays as it is, and is looked at again next time
        if state is not None:
            found.append(state)
    return tuple(found)


def note_taken(earlier: EarlierPath, now_ms: int) -> None:
    """Note that what was saved is safe at another path. Where it cannot be noted, it is taken in once more."""
    database = earlier.state_dir.database
    if not earlier.generation:
        take_over(earlier.state_dir, now_ms)
    database.note_taken(earlier.generation or database.generation())
    database.close()


def keep_other_database(state_dir: StateDir, other_database: bytes) -> bool:
    """Keep the records of another database, whose file was replaced by this one and may come back elsewhere.

    Returns whether they are kept, or the file had all of them.
    """
    data = decode(other_database).data
    source = state_dir.database.source()
    if source.get("pending") is False and zlib.crc32(encode(data)) == source.get("crc"):
        return True
    other = StateDir(
        state_dir.state, os.path.join(state_dir.real, min(ids_of(data), default=""))
    )  # no file can be there
    data = merge(data, decode(other.database.text() or b"").data)
    if not other.prepare():
        return False
    source = {"pending": True, "stood_at": state_dir.real}
    is_kept = bool(other.database.save(encode_lines(data), data, source, is_all=True))
    other.database.close()
    if is_kept:
        distrust_other_paths(state_dir)
    return is_kept


def distrust_other_paths(state_dir: StateDir) -> None:
    """Make the other paths load fully next time, because something was saved here that is in no file yet."""
    for other in _others(state_dir):
        try:
            source = other.database.source()
            if source:
                other.database.note_source(source | {"size": None, "sign": []})
        except DataFileError:
            continue  # it does so anyway
        finally:
            other.database.close()


def _others(state_dir: StateDir) -> list[StateDir]:
    """The state folders of other paths, as far as their path is known."""
    top, own = os.path.split(state_dir.home)
    others = []
    for name in sorted(list_folder(top)):
        path = _path_of(os.path.join(top, name)) if name != own else ""
        if path:
            other = StateDir(state_dir.state, path)
            if os.path.basename(other.home) == name:
                others.append(other)
    return others


def _path_of(home: str) -> str:
    """The path of the data file that a state folder belongs to; empty where nobody knows."""
    database = LocalDb(home, "")
    try:
        if path := database.data_path():
            return path
        seen = old_json(os.path.join(home, SEEN))
        old = seen.get("path") if isinstance(seen, dict) else ""
    except DataFileError:
        return ""  # of another path: it stays as it is, and is looked at again next time
    finally:
        database.close()
    return old if isinstance(old, str) else ""


def _pending(other: StateDir, ids: frozenset[str]) -> EarlierPath | None:
    database = other.database
    try:
        generation, source, has_old = database.generation(), database.source(), has_more(other.home)
        if not has_old and (source.get("pending") is False or database.taken_at() == generation):
            return None
        if has_old and not generation and is_taken(other.home):
            return None
        try:
            os.lstat(other.real)
        except ABSENT:
            pass
        except OSError:
            return None
        else:
            return None
        parts = [database.text() or b"", *(raw for _, raw in old_parts(other.home))]
    finally:
        database.close()
    data = merge(*(decode(part).data for part in parts))
    if not ids & ids_of(data):
        return None
    stood_at = source.get("stood_at")
    where = stood_at if isinstance(stood_at, str) else other.real
    return EarlierPath(where, other, 0 if has_old else generation, data)
