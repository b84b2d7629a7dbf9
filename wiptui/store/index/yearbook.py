"""A yearbook: what a day's work may want to know of the years, written now and then beside the shadow.

It holds the names of all tasks (``store/index/names.py``) and the lines that were recent when it was made, in leaves by
age. It is never changed: what was written since is in the present (``store/index/present.py``). What somebody worked
out of the recent lines is kept beside it, for this book alone. Where it cannot be read, the years are.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from contextlib import suppress

from wiptui.domain.core.record import Data, Table
from wiptui.store.file.codec import decode_trusted, encode
from wiptui.store.file.file_io import list_folder, remove, replace_whole
from wiptui.store.index.names import Names
from wiptui.store.local.random_ids import token

PREFIX = "years-"
SUMS = "sum-"


Pages = tuple[int, int, int]
"""Where a part of a book begins in its file, how many bytes it has, and their CRC-32."""
Leaf = tuple[str, int, int, int]
"""The stamp before which all of a part of the recent lines was over, and its pages. The newest has none: ``~``."""
NEVER = "~"


class Yearbook:
    """One book, in a file of its own; read when somebody asks."""

    def __init__(self, path: str, names: Pages, leaves: Iterable[Leaf]) -> None:
        self.path = path
        self.pages = names
        self.leaves = tuple(leaves)
        self._names: Names[int] | None = None
        self._read_leaves: dict[Leaf, Data] = {}

    def is_there(self) -> bool:
        """Whether its file still is."""
        return os.path.exists(self.path)

    def names(self) -> Names[int] | None:
        """The names of the tasks that there were; None where nobody can tell."""
        if self._names is None:
            part = self._read(self.pages)
            if part is not None and len(part) % 8 == 0:
                names = Names("Q")
                names.frombytes(part)
                self._names = names
        return self._names

    def recent(self, table: str, since: str) -> list[Table] | None:
        """The records of a table that may have been about a time at or after ``since`` (a stamp), leaf by leaf.

        None where nobody can tell.
        """
        found = []
        for leaf in self.leaves:
            if leaf[0] > since:
                if leaf not in self._read_leaves:
                    part = self._read(leaf[1:])
                    if part is None:
                        return None
                    self._read_leaves[leaf] = decode_trusted(part.decode())
                found.append(self._read_leaves[leaf].get(table, {}))
        return found

    def summed(self, name: str) -> bytes | None:
        """What was kept under ``name`` for this book; None where nothing was."""
        try:
            with open(self._beside(name), "rb") as file:
                head, _, kept = file.read().partition(b"\n")
        except OSError:
            return None
        return kept if head == self._head(kept) else None

    def keep(self, name: str, kept: bytes) -> None:
        """Keep what was worked out of the recent lines. Where that cannot be, it is worked out again."""
        with suppress(OSError):
            replace_whole(self._beside(name), self._head(kept) + b"\n" + kept, sync=False)

    def _beside(self, name: str) -> str:
        return os.path.join(os.path.dirname(self.path), SUMS + name)

    def _head(self, kept: bytes) -> bytes:
        return f"{os.path.basename(self.path)} {self.leaves} {len(kept)} {zlib.crc32(kept)}".encode()

    def _read(self, pages: Pages) -> bytes | None:
        start, length, crc = pages
        try:
            with open(self.path, "rb") as file:
                file.seek(start)
                part = file.read(length)
        except OSError:
            return None
        return part if len(part) == length and zlib.crc32(part) == crc else None


def write_book(home: str, names: Names[int], recent: Iterable[tuple[str, Data]]) -> Yearbook:
    """A new book in the place of all others of this home. Raises OSError.

    ``recent`` are the recent records, each part with the stamp before which all of it was over.
    """
    parts = [names.tobytes()]
    leaves: list[Leaf] = []
    for floor, data in recent:
        part = encode(data)
        leaves.append((floor, sum(map(len, parts)), len(part), zlib.crc32(part)))
        parts.append(part)
    path = os.path.join(home, PREFIX + token(8))
    book = Yearbook(path, (0, len(parts[0]), zlib.crc32(parts[0])), leaves)
    replace_whole(book.path, b"".join(parts), sync=False)
    for name in list_folder(home):
        path = os.path.join(home, name)
        if name.startswith(PREFIX) and path != book.path:
            remove(path)
    return book
