"""Reads what wiptui up to 0.1.0 kept for one data file in formats of its own: see ``takeover``."""

from __future__ import annotations

import json
import os

from wiptui.domain.core.record import Json
from wiptui.store.file.file_io import list_folder, read_own, signature

SHADOW, TAIL, SEEN, MERGES, TAKEN = "shadow.json", "shadow.tail", "seen.json", "heals.json", "taken.json"
NAMES = frozenset((SHADOW, TAIL, SEEN, MERGES, TAKEN, "present"))
BEGINNINGS = ("years-", "sum-", "journal-")


def old_names(home: str) -> list[str]:
    """The names of the files and folders of wiptui 0.1.0 in a folder."""
    return [name for name in list_folder(home) if name in NAMES or name.startswith(BEGINNINGS)]


def old_parts(home: str) -> list[tuple[str, bytes]]:
    """Names and bytes of the old copy of the data file, and of each change behind it. Raises DataFileError."""
    parts = [(SHADOW, read_own(os.path.join(home, SHADOW)))]
    tail = read_own(os.path.join(home, TAIL)) or b""
    parts += [(TAIL, line) for line in tail.split(b"\n")]
    return [(name, raw) for name, raw in parts if raw]


def old_json(path: str) -> Json | None:
    """A small old JSON file; None when it is missing or damaged. Raises DataFileError when it cannot be read."""
    try:
        return json.loads(read_own(path) or b"null")
    except (ValueError, RecursionError):
        return None


def has_more(home: str) -> bool:
    """Whether the old copy has changes that were not yet in the file. Raises DataFileError."""
    seen = old_json(os.path.join(home, SEEN))
    return bool(old_parts(home)) and (not isinstance(seen, dict) or seen.get("shadow") != _look(home))


def _look(home: str) -> list[list[int]]:
    return [list(signature(os.path.join(home, name)) or ()) for name in (SHADOW, TAIL)]


def is_taken(home: str) -> bool:
    """Whether the old copy was merged at another path, as it is now."""
    noted = old_json(os.path.join(home, TAKEN))
    return isinstance(noted, dict) and noted.get("look") == _look(home)


def old_documents(home: str, folders: list[str]) -> list[tuple[str, str, str]]:
    """Device, name and text of each old document."""
    found = []
    for folder in folders:
        for name in list_folder(os.path.join(home, folder)):
            value = old_json(os.path.join(home, folder, name)) if name.endswith(".json") else None
            if value is not None:
                found.append((folder.removeprefix("journal-"), name.removesuffix(".json"), json.dumps(value)))
    return found


def merge_rows(value: Json) -> list[tuple[int, str]]:
    rows = value if isinstance(value, list) else []
    good = [row for row in rows if isinstance(row, list) and len(row) == 2]
    return [(row[0], row[1]) for row in reversed(good) if type(row[0]) is int and isinstance(row[1], str)]
