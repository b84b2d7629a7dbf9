"""A data file that comes back under another path, such as a stick that is mounted elsewhere.

The state of this machine is stored by path and found by the id of the database. Changes saved for a path that no longer
exists, which never reached the file there, are merged at the current path. A copy that somebody made on purpose is
another file: while both exist, they share nothing.
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
"""In the folder of the earlier path: the stat data of its shadow when it was merged elsewhere, and where."""


@dataclass(frozen=True)
class EarlierPath:
    """What this machine saved for the file at an earlier path."""

    path: str
    taken: str
    """The path of the note that it was merged."""
    look: list[list[int]]
    """The stat data of its shadow and tail."""
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


def note_taken(earlier: EarlierPath, by: str) -> None:
    """Note that what was saved is safe at another path. Where it cannot be noted, it is taken in once more."""
    write_json(earlier.taken, {"by": by, "look": earlier.look})


def keep_other_database(state_dir: StateDir, other_database: bytes) -> bool:
    """Keep the shadow of another database, whose file was replaced by this one and may come back elsewhere.

    Returns whether it is kept, or the file had all of it.
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
    """Make the other paths load fully next time, because something was saved here that is in no file yet."""
    for other in _others(state_dir):
        write_json(other.seen_path, {**other.seen(), "shadow": None})


def _others(state_dir: StateDir) -> list[StateDir]:
    """The state folders of other paths, as far as their path is known."""
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
