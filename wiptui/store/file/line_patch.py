"""A file with a few records changed: the new text is the old one with some lines patched.

Finding the place of a line is a binary search over bytes, so that a save of ten thousand tasks costs what copying and
writing their text costs.
"""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.store.file.codec import SENTINEL, TABLES, Lines, table_head
from wiptui.store.file.file_slice import Edit, FileBytes

MOST = 64
"""More changed records than this are not worth it."""
_END = f"\n{SENTINEL}\n".encode()


Bounds = dict[str, tuple[int, int]]
"""Where the lines of tables begin and end in a text."""


def line_patches(raw: FileBytes, lines: Lines, names: Iterable[str], known: Bounds | None = None) -> list[Edit] | None:
    """The patches, in order, so that ``raw``, which ``encode`` wrote, has these lines too.

    None when that takes ``encode`` itself. ``names`` are the tables of the whole data, ``known`` bounds that need no
    looking for. Raises ValueError for NaN and infinities, TypeError for what is no JSON.
    """
    if sum(len(table) for table in lines.values()) > MOST:
        return None
    last = max({*TABLES, *names})
    edits: list[Edit] = []
    for name, table in lines.items():
        bounds = (known or {}).get(name) or bounds_of(raw, name, is_last=name >= last)
        if bounds is None:
            return None
        for key, line in table.items():
            place = place_of(raw, key.encode(), *bounds) if key.isascii() and key.isdigit() else None
            if place is None:
                return None
            start, end = place
            if raw[start:end] != line + b",\n":
                edits.append((start, end, line + b",\n"))
    return sorted(edits)


def bounds_after(bounds: Bounds, edits: list[Edit]) -> Bounds:
    """Where the tables are with these patches."""

    def grown(before: int) -> int:
        return sum(len(line) - (end - start) for start, end, line in edits if start < before)

    return {name: (start + grown(start), end + grown(end + 1)) for name, (start, end) in bounds.items()}


def bounds_of(raw: FileBytes, name: str, *, is_last: bool) -> tuple[int, int] | None:
    """Where the records of a table begin and end; None when the table is not in the text."""
    head = f"{table_head(name)}\n".encode("utf-8", "backslashreplace")
    is_first = raw[: len(head) + 1] == b"{" + head
    at = 0 if is_first else raw.find(b"}," + head) + 1
    if at == 0 and not is_first:
        return None
    start = at + 1 + len(head)
    end = raw.rfind(_END, 0, len(raw)) if is_last else raw.find(_END, start - 1)
    return (start, end + 1) if end >= start - 1 else None


def place_of(raw: FileBytes, key: bytes, low: int, high: int) -> tuple[int, int] | None:
    """Start and end of the line of ``key`` between ``low`` and ``high``; the same where it has to be put in.

    None where an id that was met is written with escapes: bytes do not tell its place.
    """
    while low < high:
        start = raw.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = raw.find(b"\n", start) + 1
        found = raw[start + 1 : raw.find(b'"', start + 1)]
        if b"\\" in found:
            return None
        if found == key:
            return start, end
        if found < key:
            low = end
        else:
            high = start
    return low, low
