"""The local database: all that this machine keeps about one data file, in SQLite, never in a synced folder.

::

    meta       generation, path, source (what the file looked like when the records equalled it), taken
    records    a full merged copy of the data file, one row a record, with what is asked of it most
    documents  small JSON documents of this device
    merges     what the last merges did
    derived    what was worked out of the records; dropping it changes no answer

An acknowledged change comes back from the records when a sync client puts an old file in the place of the new one. So
only a missing database means that there is none: every other error is raised as DataFileError, and nothing is written
over what cannot be read. For a database that SQLite calls damaged it is ``DamagedDatabase``; the store keeps a copy of
it before it begins a new one.

A change of records is durable when ``save`` returns (``synchronous=FULL``). Documents and what the file looked like are
written without waiting for the disk: losing them in a power cut does no harm.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import LOG, Data, Json, Record
from wiptui.domain.core.tables import LONG, is_going_on
from wiptui.store.file.codec import Lines, encode_lines, text_of_lines
from wiptui.store.local.connection import DamagedDatabase, LocalConnection

PUT = (
    "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tbl, id) DO UPDATE"
    " SET line = excluded.line, open = excluded.open, last = excluded.last, gen = excluded.gen"
)
MERGES_KEPT = 20


class LocalDb(LocalConnection):
    """The local database of one data file. Creating the object touches no file; reading makes none."""

    # --- records

    def generation(self) -> int:
        """A number that grows with each change of the records; 0 where there are none. Raises DataFileError."""
        found = self._meta("generation")
        return found if isinstance(found, int) else 0

    def source(self) -> dict[str, Json]:
        """What the data file looked like when the records equalled it; empty where nobody knows.

        Raises DataFileError.
        """
        found = self._meta("source")
        value = json.loads(found) if isinstance(found, str) else {}
        return value if isinstance(value, dict) else {}

    def text(self) -> bytes | None:
        """The records as the text of a data file; None where there are none. Raises DataFileError."""
        lines = self.lines()
        return text_of_lines(lines) if lines else None

    def lines(self) -> Lines:
        """The lines of all records. Raises DataFileError."""
        return _lines(self._rows("SELECT tbl, id, line FROM records ORDER BY tbl, id"))

    def salvaged(self) -> bytes | None:
        """As much of the text as a damaged database still tells; None where it tells nothing."""
        lines: Lines = {}
        with suppress(DataFileError), self._turn, self._errors_told():
            connection = self._opened(make=False)
            rows = connection.execute("SELECT tbl, id, line FROM records NOT INDEXED") if connection is not None else ()
            for name, key, line in rows:
                lines.setdefault(_name(name), {})[key] = line
        return text_of_lines(lines) if lines else None

    def open_lines(self) -> tuple[int, Lines, frozenset[str]]:
        """The generation, the lines of what is going on, and the names of tables that have others. Raises
        DataFileError.
        """
        with self._reading():
            found = _lines(self._rows("SELECT tbl, id, line FROM records WHERE open"))
            others = {name for name in LONG if self._rows("SELECT 1 FROM records WHERE tbl = ? LIMIT 1", (name,))}
            return self.generation(), found, frozenset(others)

    def changed_lines(self, since: int) -> tuple[int, Lines] | None:
        """The generation, and the lines written after an earlier one; None where something was taken out since.

        Raises DataFileError.
        """
        with self._reading():
            if since < (self._meta("taken out") or 0) or since > self.generation():
                return None
            return self.generation(), _lines(self._rows("SELECT tbl, id, line FROM records WHERE gen > ?", (since,)))

    def save(self, lines: Lines, records: Data, source: dict[str, Json], *, is_all: bool, sync: bool = True) -> int:
        """Keep records and what the file looks like that equals them; return their generation, 0 where that failed.

        ``lines`` are those of ``records``. ``is_all`` says that these are all the records there are; only those that
        differ are written. Raises DamagedDatabase.
        """
        try:
            with self._writing(sync=sync) as do:
                generation = self.generation() + 1
                if is_all:
                    known = {(name, key): line for name, key, line in do("SELECT tbl, id, line FROM records")}
                    new: Lines = {}
                    for name, table in lines.items():
                        column = _column(name)
                        new[name] = {key: line for key, line in table.items() if known.pop((column, key), None) != line}
                    for name, key in known:
                        do("DELETE FROM records WHERE tbl = ? AND id = ?", (name, key))
                    if known:
                        do("INSERT OR REPLACE INTO meta VALUES ('taken out', ?)", (generation,))
                    lines = new
                self._put_rows(lines, records, generation)
                do("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation,))
                do("INSERT OR REPLACE INTO meta VALUES ('source', ?)", (_json(source),))
        except DamagedDatabase:
            raise
        except (DataFileError, OSError):
            return 0
        return generation

    def _put_rows(self, lines: Lines, records: Data, generation: int) -> None:
        rows = [
            _row(name, key, line, records[name][key], generation)
            for name, table in lines.items()
            for key, line in table.items()
        ]
        self._many(PUT, rows)

    # --- the index

    def line(self, table: str, key: str) -> bytes | None:
        """The line of one record. Raises DataFileError."""
        found = self._rows("SELECT line FROM records WHERE tbl = ? AND id = ?", (table, key))
        return found[0][0] if found else None

    def table_lines(self, table: str, last: str = "", *, is_over: bool = False) -> list[bytes]:
        """The lines of a table in the order of the file: of records whose latest date is ``last`` or later.

        With ``is_over`` only of those that are not going on. Raises DataFileError.
        """
        question = "SELECT line FROM records WHERE tbl = ? AND last >= ? AND NOT (open AND ?) ORDER BY id"
        return [line for (line,) in self._rows(question, (table, last, is_over))]

    def ids_between(self, table: str, low: str, high: str) -> list[int]:
        """The ids whose letters are ``low`` or later, and before ``high``. Raises DataFileError."""
        question = "SELECT id FROM records WHERE tbl = ? AND letters >= ? AND letters < ?"
        return [int(key) for (key,) in self._rows(question, (table, low, high))]

    def changed_ids(self, table: str, since: int) -> list[str]:
        """The ids of records that were written after a generation. Raises DataFileError."""
        return [key for (key,) in self._rows("SELECT id FROM records WHERE gen > ? AND +tbl = ?", (since, table))]

    def born_ids(self, since: int) -> list[tuple[str, str, int]]:
        """Table, id and generation of records that were not there in a generation. Raises DataFileError."""
        return self._rows("SELECT tbl, id, born FROM records WHERE gen > ? AND born > ?", (since, since))

    def derived(self, name: str) -> tuple[int, bytes] | None:
        """What was kept under a name, and the generation it was made of. Raises DataFileError."""
        found = self._rows("SELECT gen, value FROM derived WHERE name = ?", (name,))
        return found[0] if found else None

    def keep_derived(self, name: str, generation: int, value: bytes) -> None:
        """Keep what was worked out of the records, in the place of what was kept for another time."""
        with suppress(DataFileError, OSError), self._writing(sync=False) as do:
            do("DELETE FROM derived WHERE name GLOB ?", (name.rstrip("0123456789") + "*",))
            do("INSERT OR REPLACE INTO derived VALUES (?, ?, ?)", (name, generation, value))

    def take_over(
        self,
        records: Data,
        documents: Iterable[tuple[str, str, str]],
        merges: Iterable[tuple[int, str]],
        *,
        is_taken: bool,
    ) -> bool:
        """Begin with what an older wiptui kept; return whether it is kept. What is known here already goes first."""
        try:
            with self._writing(sync=True) as do:
                generation = self.generation() + 1
                self._put_rows(encode_lines(records), records, generation)
                self._many("INSERT OR IGNORE INTO documents VALUES (?, ?, ?)", documents)
                self._many("INSERT INTO merges VALUES (?, ?)", merges)
                do("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation,))
                do("DELETE FROM meta WHERE key = 'source'")
                if is_taken:
                    do("INSERT OR REPLACE INTO meta VALUES ('taken', ?)", (generation,))
        except (DataFileError, OSError):
            return False
        return True

    def note_source(self, source: dict[str, Json]) -> None:
        """Note what the file looks like that equals the records. Where that cannot be, it is found out again."""
        self._note("source", _json(source))

    # --- notes

    def data_path(self) -> str:
        """The real path of the data file; empty where it is not known. Raises DataFileError."""
        found = self._meta("path")
        return os.fsdecode(found) if isinstance(found, bytes) else ""

    def taken_at(self) -> int:
        """The generation that was taken in at another path; -1 for none. Raises DataFileError."""
        found = self._meta("taken")
        return found if isinstance(found, int) else -1

    def note_taken(self, generation: int) -> None:
        """Note that the records of that generation are safe at another path."""
        self._note("taken", generation)

    def merges(self) -> list[tuple[int, str]]:
        """The last merges, newest first: UTC milliseconds, and a sentence. Raises DataFileError."""
        return self._rows("SELECT at, words FROM merges ORDER BY rowid DESC LIMIT ?", (MERGES_KEPT,))

    def add_merges(self, merges: Iterable[tuple[int, str]]) -> None:
        """Remember what merges did, oldest first. A failure to write is ignored."""
        with suppress(DataFileError, OSError), self._writing(sync=False) as do:
            self._many("INSERT INTO merges VALUES (?, ?)", merges)
            do("DELETE FROM merges WHERE rowid <= (SELECT max(rowid) FROM merges) - ?", (MERGES_KEPT,))

    # --- documents

    def document(self, device: str, name: str) -> str | None:
        """The text of a document. Raises DataFileError."""
        found = self._rows("SELECT value FROM documents WHERE device = ? AND name = ?", (device, name))
        return next((str(value) for (value,) in found), None)

    def put_document(self, device: str, name: str, value: str | None) -> bool:
        """Keep the text of a document; None takes it away. Returns whether that worked."""
        try:
            if value is None and not self.exists():
                return True
            with self._writing(sync=False) as do:
                if value is None:
                    do("DELETE FROM documents WHERE device = ? AND name = ?", (device, name))
                else:
                    do("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (device, name, value))
        except (DataFileError, OSError):
            return False
        return True


def _lines(rows: Iterable[tuple[str | bytes, str, bytes]]) -> Lines:
    lines: Lines = {}
    for name, key, line in rows:
        lines.setdefault(_name(name), {})[key] = line
    return lines


def _column(name: str) -> str | bytes:
    """The name of a table as it is stored: SQLite takes no text with half a character in it."""
    return name if name.isascii() else name.encode("utf-8", "surrogatepass")


def _name(column: str | bytes) -> str:
    return column if isinstance(column, str) else column.decode("utf-8", "surrogatepass")


def _row(
    name: str, key: str, line: bytes, record: Record, generation: int
) -> tuple[str | bytes, str, bytes, bool, str, str, int, int]:
    letters = id_text(int(key)) if key.isascii() and key.isdigit() else ""
    return _column(name), key, line, is_going_on(name, record), last_date(record), letters, generation, generation


def last_date(record: Record) -> str:
    """The latest date that a record tells, as an ISO text; never too early. A record without a log is always late."""
    log = record.get(LOG)
    if not log:
        return "~"
    stamp = max(log)
    last = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    for value in record.values():
        if isinstance(value, str) and value[:4].isdigit() and value > last:
            last = value[:10]
    return last.encode("utf-8", "replace").decode()


def _json(value: Json) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
