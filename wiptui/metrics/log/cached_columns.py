"""Cached columns: the columns of the tasks that are over are computed once and kept in the index.

Tasks that changed since are left out of them and read anew, as are those with odd times.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable
from itertools import accumulate, chain, pairwise
from typing import TypeVar

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import Record
from wiptui.domain.core.tables import IndexedTable
from wiptui.metrics.log.columns import WAITS, Columns, Label, read_columns, read_plain
from wiptui.metrics.log.gc_disabled import gc_disabled

T = TypeVar("T")
KEPT = f"moves-2-{sys.byteorder}"
"""The name and version of kept columns. Raise the version when their content changes."""


def columns_of(board: Board) -> Columns:
    """Return the columns of a board."""
    table, now = board.data.get(TASKS, {}), to_ms(board.at)
    with gc_disabled():
        found = _indexed(table, now) if isinstance(table, IndexedTable) else None
        return read_columns(table.items(), now) if found is None else found


def _indexed(table: IndexedTable, now: int) -> Columns | None:
    """Return the columns of an indexed table at an instant; None if the kept ones were made at a later instant."""

    def add(rows: Iterable[tuple[str, Record]]) -> bytes:
        columns, odd = read_plain(rows, now)
        return pack(columns, list(map(int, dict(odd))))

    aggregate = table.aggregate(KEPT, add)
    found = unpack(aggregate[0], now) if aggregate is not None else None
    if aggregate is None or found is None:
        return None
    columns, silent = found
    columns.leave_out(set(map(int, aggregate[1])))
    beside = {key: table.get(key) for key in {*aggregate[1], *map(str, silent)}}
    columns.add(read_columns([(key, record) for key, record in beside.items() if record], now))
    return columns


def pack(columns: Columns, silent: list[int]) -> bytes:
    """Serialize columns, with the ids of the tasks that they leave out.

    Tasks are sorted by their start: sorting nearly ordered data later is several times as fast.
    """
    order = sorted(range(len(columns.ids)), key=columns.created.__getitem__)
    marks = [columns.marks[start:end] for start, end in _bounds(columns.counts)]
    waits = [sum(part.translate(WAITS)) for part in marks]
    labels, label_at = _numbered(columns.labels, id)
    words, word_at = _numbered(columns.words, lambda pair: pair)
    head = {
        "now": columns.now,
        "silent": silent,
        "labels": [[label.project, label.is_classed, *label.tags] for label in labels],
        "words": words,
        "sizes": [len(order), len(columns.times), len(columns.words)],
    }

    def put(kind: str, column: list[int]) -> bytes:
        return array(kind, [column[place] for place in order]).tobytes()

    def put_parts(kind: str, column: list[int], counts: list[int]) -> bytes:
        parts = [column[start:end] for start, end in _bounds(counts)]
        return array(kind, chain.from_iterable([parts[place] for place in order])).tobytes()

    body = (
        put("Q", columns.ids),
        put("q", columns.created),
        put("I", columns.counts),
        put("I", label_at),
        put_parts("q", columns.times, columns.counts),
        put_parts("I", word_at, waits),
        *(marks[place] for place in order),
    )
    return json.dumps(head).encode() + b"\n" + b"".join(body)


def unpack(kept: bytes, now: int) -> tuple[Columns, list[int]] | None:
    """Deserialize columns; None if they were packed at a later instant than ``now``."""
    line, _, rest = kept.partition(b"\n")
    head = json.loads(line)
    if head["now"] > now:
        return None
    tasks, moves, waits = head["sizes"]
    place = 0

    def take(kind: str, count: int) -> list[int]:
        nonlocal place
        column = array(kind)
        start, place = place, place + count * column.itemsize
        column.frombytes(rest[start:place])
        return column.tolist()

    columns = Columns(now)
    columns.ids, columns.created, columns.counts = take("Q", tasks), take("q", tasks), take("I", tasks)
    labels = [Label(project, is_classed, tuple(tags)) for project, is_classed, *tags in head["labels"]]
    columns.labels = list(map(labels.__getitem__, take("I", tasks)))
    columns.times = take("q", moves)
    words = [None if pair is None else (pair[0], pair[1]) for pair in head["words"]]
    columns.words = list(map(words.__getitem__, take("I", waits)))
    columns.marks = rest[place:]
    return columns, head["silent"]


def _bounds(counts: list[int]) -> Iterable[tuple[int, int]]:
    """Yield the bounds of the moves of each task, from the number of moves of each."""
    return pairwise(accumulate(counts, initial=0))


def _numbered(column: list[T], key: Callable[[T], object]) -> tuple[list[T], list[int]]:
    """Return the distinct values of a column and, for each row, the index of its value."""
    numbers: dict[object, int] = {}
    values: list[T] = []
    places: list[int] = []
    for value in column:
        number = numbers.setdefault(key(value), len(values))
        if number == len(values):
            values.append(value)
        places.append(number)
    return values, places
