"""Tables over the local database: what is open is held, everything else is read when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import Data, Record, Table, stamp_time
from wiptui.domain.core.tables import LONG, IndexedTable, is_going_on
from wiptui.store.file.codec import Lines, decode_lines
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local_db import LocalDb

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

MOST_NEWS = 256
"""Records that changed since an aggregate was made, from which on it is made again."""
DAYS_BEFORE = 2
"""A date that a record tells may be that of another time zone."""


class RecordIndex:
    """One table of the local database; see :class:`wiptui.domain.core.tables.Index`.

    It answers as long as the database is the one it was made over. Where that is gone, it raises DataFileError: a
    record that cannot be read is never taken for one that is not there.
    """

    def __init__(self, database: LocalDb, name: str, whole: Mapping[str, Record] | None = None) -> None:
        self._database = database
        self._name = name
        self.identity = database.identity
        self._found: dict[str, Record] = {}
        self._whole = whole
        self._since: tuple[str, dict[str, Record]] | None = None
        self._born: dict[str, int] = {}
        self._later: tuple[int, frozenset[str]] | None = None

    def __deepcopy__(self, _: object) -> RecordIndex:
        return self  # a copy of a table reads from where the table does

    def find(self, key: str) -> Record | None:
        """One record; None where there is none. Raises DataFileError."""
        if self._whole is not None:
            return self._whole.get(key)
        found = self._found.get(key)
        if found is None and key.isascii() and key.isdigit():
            line = self._asked(lambda: self._database.line(self._name, key))
            found = None if line is None else self._found.setdefault(key, decode_lines([line])[key])
        return found

    def everything(self) -> Mapping[str, Record]:
        """All of them, in the order of the file. Raises DataFileError."""
        if self._whole is None:
            rows = decode_lines(self._asked(lambda: self._database.table_lines(self._name)))
            self._whole = {**rows, **self._found}
        return self._whole

    def since(self, stamp: str) -> Mapping[str, Record]:
        """Every record that tells of anything at or after a stamp, and others. Raises DataFileError."""
        if self._whole is not None:
            return self._whole
        if self._since is None or stamp < self._since[0]:
            rows = decode_lines(self._asked(lambda: self._database.table_lines(self._name, _day(stamp))))
            self._since = stamp, {key: self._found.setdefault(key, row) for key, row in rows.items()}
        return self._since[1]

    def came(self, key: str, generation: int) -> None:
        """Note in which generation a record came."""
        self._born[key] = generation
        self._later = None

    def later(self, generation: int) -> frozenset[str]:
        """The ids that were not there in a generation, as far as anybody knows here."""
        if self._later is None or self._later[0] != generation:
            self._later = generation, frozenset(key for key, born in self._born.items() if born > generation)
        return self._later[1]

    def ids_like(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``. Raises DataFileError."""
        letters = id_text(head)[:length]
        return self._asked(lambda: self._database.ids_between(self._name, letters, letters + "~"))

    def aggregate(
        self, name: str, generation: int, make: Callable[[Iterable[tuple[str, Record]]], bytes], since: str
    ) -> tuple[bytes, frozenset[str]] | None:
        """See :meth:`wiptui.domain.core.tables.IndexedTable.aggregate`. Raises DataFileError."""
        name = f"{self._name}-{name}"
        kept = self._asked(lambda: self._database.derived(name))
        made = 0 if kept is None else kept[0]
        changed = self._asked(lambda: self._database.changed_ids(self._name, made)) if kept is not None else []
        if kept is None or len(changed) > MOST_NEWS:
            now = self._asked(self._database.generation)
            lines = self._asked(lambda: self._database.table_lines(self._name, _day(since), is_over=True))
            kept = now, make(decode_lines(lines).items())
            if self._asked(self._database.generation) == now:
                self._database.keep_derived(name, *kept)
            changed = self._asked(lambda: self._database.changed_ids(self._name, now))
        return (kept[1], frozenset(changed)) if kept[0] <= generation else None

    def _asked(self, question: Callable[[], T]) -> T:
        try:
            answer = question()
        except DamagedDatabase:
            self._database.note_source({})  # the next read looks at all of it, and mends it
            raise
        if self._database.identity != self.identity:
            raise DataFileError(f"{self._database.path} was replaced while it was being read; try again.")
        return answer


def open_data(database: LocalDb) -> tuple[Data, int]:
    """All data of a database and its generation; what is not going on is read when it is asked for.

    Raises DataFileError.
    """
    generation, lines, long = database.open_lines()
    data: dict[str, Table] = {name: decode_lines(rows.values()) for name, rows in lines.items()}
    for name in long:
        data[name] = IndexedTable(RecordIndex(database, name), dict(data.get(name, {})), generation)
    return {name: data[name] for name in sorted(data)}, generation


def caught_up(database: LocalDb, data: Data, generation: int) -> tuple[Data, int]:
    """Data of an earlier generation brought up to date: what did not change stays the same object.

    Raises DataFileError.
    """
    found = database.changed_lines(generation)
    if found is None or any(_is_over_another(table, database) for table in data.values()):
        return open_data(database)
    now, changed = found
    return with_lines(database, data, changed, now), now


def with_lines(database: LocalDb, data: Data, lines: Lines, generation: int) -> Data:
    """Data with the records of these lines put in."""
    new = {name: decode_lines(rows.values()) for name, rows in lines.items()}
    return shown(database, {**data, **{name: _put(data.get(name), rows) for name, rows in new.items()}}, generation)


def shown(database: LocalDb, data: Data, generation: int) -> Data:
    """Data that the database has in this generation, in tables over it. Tables that are over it stay the same."""
    indexes = {name: table.index for name, table in data.items() if isinstance(table, IndexedTable)}
    before = min((table.generation for table in data.values() if isinstance(table, IndexedTable)), default=generation)
    for name, key, born in database.born_ids(before):
        index = indexes.get(name)
        if isinstance(index, RecordIndex):
            index.came(key, born)
    for name, table in data.items():
        if isinstance(table, IndexedTable):
            table.generation, table.fresh = generation, frozenset()
        elif name in LONG and table:
            held = {key: row for key, row in table.items() if is_going_on(name, row)}
            data = {**data, name: IndexedTable(RecordIndex(database, name, table), held, generation)}
    return data


def _put(table: Table | None, rows: dict[str, Record]) -> Table:
    if isinstance(table, IndexedTable):
        return table.with_rows(rows)
    return {**(table or {}), **rows}


def _is_over_another(table: Table, database: LocalDb) -> bool:
    """Whether a table lies over another database, which stood in this place before."""
    index = table.index if isinstance(table, IndexedTable) else None
    return isinstance(index, RecordIndex) and index.identity != database.identity


def _day(stamp: str) -> str:
    """The date two days before a stamp; empty for none."""
    return (stamp_time(stamp) - timedelta(days=DAYS_BEFORE)).date().isoformat() if stamp else ""
