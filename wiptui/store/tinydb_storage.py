"""The replica as a storage for TinyDB. The only module that imports tinydb.

A crash can tear a file that TinyDB's own JSONStorage writes, so this one reads and saves through the replica. Changes
made with TinyDB's tables are stamped and logged like all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from tinydb import Storage, TinyDB
from tinydb.table import Document, Table

from wiptui.domain.core.record import LOG, Data, Record, fold, patched
from wiptui.store.replica import Replica
from wiptui.sync.merge import META, same


class ReplicaStore(Protocol):
    """The store whose replica is read and written; :class:`wiptui.store.tiny_store.TinyStore` is one."""

    @property
    def replica(self) -> Replica: ...
    @property
    def actor(self) -> str: ...
    def read(self) -> Data: ...
    def now_ms(self) -> int: ...


class ReplicaStorage(Storage):
    """TinyDB's two methods over the replica of a store."""

    def __init__(self, store: ReplicaStore) -> None:
        self._store = store

    def read(self) -> dict[str, dict[str, Any]]:
        """Return copies of all data, which TinyDB may change."""
        data = self._store.read()
        return {name: {key: dict(row) for key, row in table.items()} for name, table in data.items()}

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Save ``data``; inside a transaction exactly that.

        Outside of a transaction the fields that differ from their log are stamped and logged. A record that ``data``
        lacks stays: a task is deleted by a field that says that it is gone.
        """
        replica = self._store.replica
        if replica.is_writing:
            replica.commit(cast("Data", data))
            return
        replica.transact(lambda now: (self._stamped(now, data), None))

    def _stamped(self, now: Data, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> Data:
        result = dict(now)
        for name, rows in data.items():
            if name == META:
                continue
            table = dict(now.get(name, {}))
            for key, row in rows.items():
                known = fold(row.get(LOG) or {})
                news = {
                    field: value
                    for field, value in row.items()
                    if field != LOG and not (field in known and same(known[field], value))
                }
                news |= {field: None for field in known if field not in row and known[field] is not None}
                if news:
                    table[str(key)] = self._patched(table.get(str(key)), news)
            if table:
                result[name] = table
        return result

    def _patched(self, record: Record | None, fields: Mapping[str, Any]) -> Record:
        return patched(record, fields, self._store.now_ms(), self._store.actor)[0]


class ReplicaTable(Table):
    """A table that inserts documents with random ids only: two machines would count up to the same id."""

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a Document with an explicit ``doc_id``. Raises ValueError for a plain mapping.

        Counting up to the next id would give two machines the same one.
        """
        _with_id(document)
        return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert Documents with explicit ids. Raises ValueError for a plain mapping."""
        return super().insert_multiple([_with_id(document) for document in documents])


class ReplicaDB(TinyDB):
    """A TinyDB over a store."""

    table_class = ReplicaTable


def _with_id(document: Mapping[str, Any]) -> Document:
    if not isinstance(document, Document):
        raise ValueError("Insert a tinydb Document with a doc_id of its own: ids are drawn, not counted.")
    return document
