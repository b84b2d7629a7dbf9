"""A yearbook: what a day's work may want to know of the years, written now and then beside the shadow.

It holds the names of all tasks (``store/names.py``) and the lines that were recent when it was made. It is never
changed: what was written since is in the present (``store/present.py``). Where it cannot be read, the years are.
"""

from __future__ import annotations

import os
import zlib

from wiptui.domain.record import Data, Table
from wiptui.store.codec import decode_trusted, encode
from wiptui.store.files import list_folder, remove, replace_whole
from wiptui.store.names import Names
from wiptui.store.tokens import token

PREFIX = "years-"


Pages = tuple[int, int, int]
"""Where a part of a book begins in its file, how many bytes it has, and their CRC-32."""


class Yearbook:
    """One book, in a file of its own; read when somebody asks."""

    def __init__(self, path: str, names: Pages, recent: Pages) -> None:
        self.path = path
        self.pages = (names, recent)
        self._names: Names[int] | None = None
        self._recent: Data | None = None

    def is_there(self) -> bool:
        """Whether its file still is."""
        return os.path.exists(self.path)

    def names(self) -> Names[int] | None:
        """The names of the tasks that there were; None where nobody can tell."""
        if self._names is None:
            part = self._read(self.pages[0])
            if part is not None and len(part) % 8 == 0:
                names = Names("Q")
                names.frombytes(part)
                self._names = names
        return self._names

    def recent(self, table: str) -> Table | None:
        """The records of a table that were recent; None where nobody can tell."""
        if self._recent is None:
            part = self._read(self.pages[1])
            if part is not None:
                self._recent = decode_trusted(part.decode())
        return None if self._recent is None else self._recent.get(table, {})

    def _read(self, pages: Pages) -> bytes | None:
        start, length, crc = pages
        try:
            with open(self.path, "rb") as file:
                file.seek(start)
                part = file.read(length)
        except OSError:
            return None
        return part if len(part) == length and zlib.crc32(part) == crc else None


def write_book(home: str, names: Names[int], recent: Data) -> Yearbook:
    """A new book in the place of all others of this home. Raises OSError."""
    parts = (names.tobytes(), encode(recent))
    book = Yearbook(
        os.path.join(home, PREFIX + token(8)),
        (0, len(parts[0]), zlib.crc32(parts[0])),
        (len(parts[0]), len(parts[1]), zlib.crc32(parts[1])),
    )
    replace_whole(book.path, b"".join(parts), sync=False)
    for name in list_folder(home):
        path = os.path.join(home, name)
        if name.startswith(PREFIX) and path != book.path:
            remove(path)
    return book
