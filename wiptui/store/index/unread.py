"""What lies behind a long table: the lines of a text that the codec wrote, each read when somebody asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from wiptui.domain.board import TASKS
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.ids import id_mask
from wiptui.domain.core.record import Record, Table
from wiptui.store.file.codec import load_own_json
from wiptui.store.file.file_io import FileChanged
from wiptui.store.file.file_slice import FileBytes
from wiptui.store.file.salvage import decode
from wiptui.store.index.names import alike, names_of
from wiptui.store.index.splice import place_of
from wiptui.store.index.yearbook import Yearbook
from wiptui.store.local.state_dir import StateDir

FEW, STEP = 64, 20_000
"""Finding a line costs what reading so many bytes costs: who asked for more lines than that is given all of them."""


class Unread:
    """The records of one table, whose ids are plain numbers; see :class:`wiptui.domain.core.years.Behind`.

    When somebody else changes the file before it was asked for, this machine's shadow says the same.
    """

    def __init__(
        self,
        text: FileBytes,
        bounds: tuple[int, int],
        name: str,
        book: Yearbook,
        added: list[int],
        state_dir: StateDir,
        whole: Table | None = None,
    ) -> None:
        """The lines of the table ``name`` are those of ``text`` within ``bounds``; ``whole`` is what they say, if that
        was read. ``added`` are ids that are not in the book.
        """
        self._place = text, bounds  # exchanged at once: another thread may be reading
        self._name = name
        self._book = book
        self._state_dir = state_dir
        self._found: Table = {}
        self._later: set[str] = set()
        self._whole = whole
        self._recent: tuple[str, Table] | None = None
        self._asked = 0
        self._is_astray = False  # whether the lines were gone when all of them were asked for
        self.added = added

    def find(self, key: str) -> Record | None:
        """One record; None where there is none."""
        if self._whole is not None:
            return self._whole.get(key)
        found = self._found.get(key)
        if found is not None or key in self._later or not (key.isascii() and key.isdigit()):
            return found
        text, bounds = self._place
        self._asked += 1
        if self._asked > max(FEW, (bounds[1] - bounds[0]) // STEP):
            return self.everything().get(key)
        try:
            start, end = place_of(text, key.encode(), *bounds) or (0, 0)
            line = text[start:end].decode()
        except (FileChanged, OSError):
            return self.everything().get(key)
        if not line:
            self._later.add(key)  # also if it comes: whoever writes it has it at hand
            return None
        return self._found.setdefault(key, json.loads(line[line.index(":") + 1 : -2]))

    def everything(self) -> Table:
        """All of them, in the order of the text."""
        if self._whole is None:
            self._whole = self._read()
        return self._whole

    def _read(self) -> Table:
        try:
            text, (start, end) = self._place
            lines = text[start:end].decode()
            table: Table = load_own_json(f"{{{lines[:-2]}}}")
        except (FileChanged, OSError):
            table, self._is_astray = self._shadowed(), True
        for key in self._later:
            table.pop(key, None)
        return {**table, **self._found}

    def recent(self, since: str) -> Table:
        """Those that may have been about a time at or after ``since``, and others."""
        if self._recent is None or since < self._recent[0]:
            leaves = self._book.recent(self._name, since)
            if leaves is None:
                return self.everything()
            known = self._found if self._whole is None else self._whole
            rows = {key: known.setdefault(key, row) for leaf in leaves for key, row in leaf.items()}
            self._recent = since, rows
        return self._recent[1]

    def summed(self, name: str, add: Callable[[Iterable[tuple[str, Record]]], bytes]) -> bytes:
        """What ``add`` makes of the recent ones, kept under ``name`` for as long as the book is."""
        name = f"{self._name}-{name}"
        found = self._book.summed(name)
        if found is None:
            leaves = self._book.recent(self._name, "")
            rows = self.recent("")
            found = add(rows.items())
            if leaves is not None:
                self._book.keep(name, found)
        return found

    def all_summed(self, name: str, add: Callable[[Iterable[tuple[str, Record]]], bytes]) -> bytes:
        """The same of all of them."""
        name = f"{self._name}-{name}"
        found = self._book.summed(name)
        if found is None:
            rows = self._read() if self._whole is None else self._whole  # needed once: the years are not held for it
            found = add(rows.items())
            if not self._is_astray:
                self._book.keep(name, found)
        return found

    def alike(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""
        names, added = (self._book.names() if self._name == TASKS else None), self.added
        if names is None:
            names, added = names_of(map(int, self.everything())), []
        mask = id_mask(length)
        return alike(names, head, length) + [number for number in added if number & mask == head]

    def move(self, text: FileBytes, bounds: tuple[int, int], later: Iterable[str]) -> None:
        """From now on the lines are read from ``text``, where they are the same but for those of records that are at
        hand or were read. ``later`` are ids that were not there before.
        """
        self._later.update(later)
        self._place = text, bounds

    def _shadowed(self) -> Table:
        """What this machine's own copy says. Raises DataFileError where there is none."""
        table = decode(self._state_dir.database.text() or b"").data.get(self._name)
        if table is None:
            raise DataFileError(f"{self._state_dir.real} was changed while it was being read; try again.")
        return dict(table)
