"""A data file that comes back under another path: a stick that is mounted elsewhere, a folder with another name.

What this machine knows is kept by path, and found by the id of the database. What was saved here for a path that is no
more, and never reached the file there, is taken in at the path where the file is now. A copy that somebody made on
purpose is another file: while both are there, they share nothing.
"""

from __future__ import annotations

import os

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data
from wiptui.store.file.codec import encode
from wiptui.store.file.file_io import ABSENT, list_folder, replace_whole
from wiptui.store.file.salvage import decode
from wiptui.store.index.sums import fits
from wiptui.store.local.state_dir import StateDir, read_json, write_json
from wiptui.sync.merge import META, META_ID, database_ids, merge

TAKEN = "taken.json"
"""In the folder of the former path: what stat said of its copy when that was taken in elsewhere, and where."""


@dataclass(frozen=True)
class EarlierPath:
    """What this machine saved for a file at a path where it is no more."""

    path: str
    taken: str
    """The file that notes that it was taken in."""
    look: list[list[int]]
    """What stat said of it."""
    data: Data


def ids_of(data: Data) -> frozenset[str]:
    """All names of the database."""
    return database_ids(data.get(META, {}).get(META_ID, {}))


def find_earlier_paths(state_dir: StateDir, data: Data) -> tuple[EarlierPath, ...]:
    """What was saved for the database of ``data`` at paths that are no more, and is in no file yet."""
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


def note_taken(earlier: EarlierPath, by: str) -> None:
    """Note that what was saved is safe at another path. Where it cannot be noted, it is taken in once more."""
    write_json(earlier.taken, {"by": by, "look": earlier.look})


def keep_other_database(state_dir: StateDir, other_database: bytes) -> bool:
    """Keep what was saved here for another database, whose file gave way to this one and may come back elsewhere.

    Whether it is kept, or the file had all of it.
    """
    data = decode(other_database).data
    if fits(state_dir.seen().get("sums"), encode(data)):
        return True
    other = StateDir(
        state_dir.state, os.path.join(state_dir.real, min(ids_of(data), default=""))
    )  # no file can be there
    data = merge(data, decode(other.read_shadow() or b"").data)
    if not other.prepare():
        return False
    try:
        replace_whole(other.shadow_path, encode(data))
    except OSError:
        return False
    distrust_other_paths(state_dir)
    return write_json(other.seen_path, {"path": other.real, "stood_at": state_dir.real})


def distrust_other_paths(state_dir: StateDir) -> None:
    """Let other paths take a closer look the next time: something was saved here that is in no file yet."""
    for other in _others(state_dir):
        write_json(other.seen_path, {**other.seen(), "shadow": None})


def _others(state_dir: StateDir) -> list[StateDir]:
    """This machine's folders for other paths, as far as they tell their path."""
    top, own = os.path.split(state_dir.home)
    others = []
    for name in sorted(list_folder(top)):
        seen = read_json(os.path.join(top, name, "seen.json")) if name != own else None
        path = seen.get("path") if isinstance(seen, dict) else None
        if isinstance(path, str):
            other = StateDir(state_dir.state, path)
            if os.path.basename(other.home) == name:
                others.append(other)
    return others


def _pending(other: StateDir, ids: frozenset[str]) -> EarlierPath | None:
    seen = other.seen()
    look = [list(sign or ()) for sign in other.shadow_signature()]
    taken = os.path.join(other.home, TAKEN)
    noted = read_json(taken)
    if look == seen.get("shadow") or (isinstance(noted, dict) and noted.get("look") == look):
        return None
    try:
        os.lstat(other.real)
    except ABSENT:
        pass
    except OSError:
        return None
    else:
        return None
    data = merge(*(decode(part).data for part in (other.read_shadow() or b"", *other.read_tail())))
    if not ids & ids_of(data) or fits(seen.get("sums"), encode(data)):
        return None
    return EarlierPath(seen.get("stood_at") or other.real, taken, look, data)
