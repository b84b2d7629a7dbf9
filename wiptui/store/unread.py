"""What lies behind a long table: the lines of a text that the codec wrote, each read when somebody asks for it."""

from __future__ import annotations

import json

from wiptui.domain.board import TASKS
from wiptui.domain.ids import id_mask
from wiptui.domain.record import Record, Table
from wiptui.store.codec import load_quietly
from wiptui.store.names import alike, names_of
from wiptui.store.splice import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.yearbook import Yearbook


class Unread:
    """The records of one table in ``raw``, from ``start`` to ``end``; ``book`` knows names and what was recent.

    Only for tables whose ids are plain numbers.
    """

    def __init__(
        self, raw: bytes, start: int, end: int, name: str, book: Yearbook, added: list[int], whole: Table | None = None
    ) -> None:
        self._raw, self._start, self._end = raw, start, end
        self._name = name
        self._book = book
        self.added = added
        """Ids that are not in the book."""
        self._found: Table = {}
        self._whole = whole
        self._recent: Table | None = None

    def find(self, key: str) -> Record | None:
        """One record; None where there is none."""
        if self._whole is not None:
            return self._whole.get(key)
        found = self._found.get(key)
        if found is None and key.isascii() and key.isdigit():
            start, end = place_of(self._raw, key.encode(), self._start, self._end) or (0, 0)
            if start < end:
                line = self._raw[start:end].decode()
                found = self._found.setdefault(key, json.loads(line[line.index(":") + 1 : -2]))
        return found

    def everything(self) -> Table:
        """All of them, in the order of the text."""
        if self._whole is None:
            lines = self._raw[self._start : self._end].decode()
            self._whole = {**load_quietly(f"{{{lines[:-2]}}}"), **self._found}
        return self._whole

    def recent(self) -> Table:
        """Those that may have been touched since the book begins, and others."""
        if self._recent is None:
            rows = self._book.recent(self._name)
            if rows is None:
                return self.everything()
            known = self._found if self._whole is None else self._whole
            self._recent = {key: known.setdefault(key, row) for key, row in rows.items()}
        return self._recent

    def alike(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""
        names = self._book.names() if self._name == TASKS else None
        if names is None:
            names = names_of(map(int, self.everything()))
        mask = id_mask(length)
        return alike(names, head, length) + [number for number in self.added if number & mask == head]
