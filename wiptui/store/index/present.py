"""The present: what is open, and what was written lately, kept beside the shadow, so that the years need not be read.

It stands for one text of the data file, told by its check sums, and is believed for no other. ``list`` then reads some
sixty lines instead of a hundred thousand; what somebody asks for besides is read line by line, or all of it. Nothing
is lost with it: it is made again from the file whenever it does not fit, or cannot be read.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

from wiptui.domain.board import INTERRUPTS, REFUSALS, STINTS, TASKS
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.record import EPOCH, Data, Record, Table, make_stamp
from wiptui.domain.core.years import LongTable, at_hand, is_going_on, is_over, lately, news_between
from wiptui.store.file.codec import TABLES, Lines, decode_knowing, decode_trusted, encode_keeping
from wiptui.store.file.file_io import replace_whole
from wiptui.store.file.file_slice import FileBytes, FileSlice, PatchedText
from wiptui.store.index.names import LARGEST, names_of, put_in
from wiptui.store.index.splice import Bounds, bounds_after, bounds_of
from wiptui.store.index.sums import Sums
from wiptui.store.index.unread import Unread
from wiptui.store.index.yearbook import NEVER, Yearbook, write_book
from wiptui.store.local.state_dir import StateDir

LONG = (INTERRUPTS, REFUSALS, STINTS, TASKS)
"""The tables that grow with the years, but for some rows a week."""
NAME = "present"
MARK = f"wiptui-present 3 {sys.byteorder}"
"""Raised whenever a present means something else, or other rows are at hand."""
DAY_MS = 86_400_000
RECENT_DAYS, STALE_DAYS = 100, 130
"""How far back a book calls things recent when it is made, and when it is too old: measures look back 91 days."""
LEAVES_DAYS = (32, 16, 8, 4, 1)
"""Where a book divides what is recent: what was done this week is read without the weeks before."""
MOST_NEWS = 256
"""Ended records written since the book was made, from which on it is made again."""


class NewText(Protocol):
    """What was written over a text; :class:`wiptui.store.index.edition.Edition` is one."""

    @property
    def data(self) -> Data: ...
    @property
    def text(self) -> bytes | PatchedText: ...
    @property
    def sums(self) -> Sums: ...
    @property
    def delta(self) -> Data | None: ...


@dataclass(frozen=True)
class Present:
    """What is known of a text besides its records."""

    sums: Sums
    since: str
    bounds: Bounds
    added: dict[str, list[int]]
    """Ids of the long tables that were not there when the book was made."""
    book: Yearbook
    lines: Lines | None = None
    """The lines of what is at hand, where they were written or read one by one."""


def begin(
    state_dir: StateDir, data: Data, text: FileBytes, raw: bytes, sums: Sums, now_ms: int
) -> tuple[Present, Data] | None:
    """The present of ``text``, which is ``raw``, and ``data``, which it says, in long tables.

    None where there cannot be one.
    """
    bounds: Bounds = {}
    last = max({*TABLES, *data})
    for name in sorted({*TABLES, *data}):
        found = bounds_of(raw, name, is_last=name >= last)
        if found is None or (name in LONG and not all(map(_is_plain, data.get(name, {})))):
            return None
        bounds[name] = found
    since, eve = _since(now_ms)
    tables = {name: dict(data[name].items()) for name in LONG if name in data}
    try:
        recent = {name: _recent(name, table.items(), since, eve) for name, table in tables.items()}
        book = write_book(state_dir.home, names_of(map(int, data.get(TASKS, {}))), _leaves(recent, now_ms))
    except OSError:
        return None
    present = Present(sums, since, bounds, {}, book)
    rows = {name: {key: row for key, row in table.items() if is_going_on(name, row)} for name, table in tables.items()}
    return keep(state_dir, present, _lengthened(present, {**data, **rows}, state_dir, text, tables))


def go_on(
    state_dir: StateDir, present: Present, new: NewText, text: FileSlice, now_ms: int
) -> tuple[Present, Data] | None:
    """The same after a save that exchanged lines: of ``text``, in which ``new`` was written."""
    data = new.data
    if not isinstance(new.text, PatchedText) or new.delta is None:
        return None
    tables = {name: data[name] for name in LONG if name in data}
    if not all(isinstance(table, LongTable) or len(table) <= MOST_NEWS for table in tables.values()):
        return None
    if not all(_is_plain(key) for table in tables.values() for key, _ in at_hand(table)):
        return None
    added = {name: _added(table) for name, table in tables.items()}
    bounds = bounds_after(present.bounds, new.text.edits)
    ended = sum(not is_going_on(name, row) for name, table in tables.items() for _, row in at_hand(table))
    inserted = {line[1 : line.index(b'"', 1)].decode() for start, end, line in new.text.edits if start == end}
    for name, table in tables.items():
        if isinstance(table, LongTable):
            table.behind.move(text, bounds[name], inserted.intersection(new.delta.get(name, {})))  # type: ignore[attr-defined]
    present = Present(new.sums, present.since, bounds, added, present.book, present.lines)
    if ended > MOST_NEWS or present.since < _since(now_ms, STALE_DAYS)[0]:
        return _with_new_book(state_dir, present, data, text, now_ms)
    return keep(state_dir, present, data)


def _with_new_book(
    state_dir: StateDir, present: Present, data: Data, text: FileBytes, now_ms: int
) -> tuple[Present, Data] | None:
    """The same with a book that tells what was written since the last one."""
    since, eve = _since(now_ms)
    since = max(since, present.since)
    tables = {name: data[name] for name in LONG if name in data}
    old = present.book.names()
    if old is None:
        return None
    names = old[:]
    for number in present.added.get(TASKS, []):
        put_in(names, number)
    try:
        recent = {name: _recent(name, lately(table, since), since, eve) for name, table in tables.items()}
        book = write_book(state_dir.home, names, _leaves(recent, now_ms))
    except OSError:
        return None
    present = Present(present.sums, since, present.bounds, {}, book, present.lines)
    rows = {name: {key: row for key, row in at_hand(table) if is_going_on(name, row)} for name, table in tables.items()}
    return keep(state_dir, present, _lengthened(present, {**data, **rows}, state_dir, text))


def keep(state_dir: StateDir, present: Present, data: Data) -> tuple[Present, Data] | None:
    """Keep the present for whoever reads next, and go on from it with its lines; None where that is not possible."""
    rows, lines = encode_keeping({name: dict(at_hand(table)) for name, table in data.items()}, present.lines)
    head = {
        "mark": MARK,
        "real": state_dir.real,
        "sums": present.sums,
        "since": present.since,
        "bounds": present.bounds,
        "added": present.added,
        "book": [os.path.basename(present.book.path), present.book.pages, *present.book.leaves],
        "rows": [len(rows), zlib.crc32(rows)],
    }
    try:
        replace_whole(os.path.join(state_dir.home, NAME), json.dumps(head).encode() + b"\n" + rows, sync=False)
    except OSError:
        return None
    return replace(present, lines=lines), data


def recall(
    state_dir: StateDir, text: FileBytes, sums: Sums, held: tuple[Present, Data] | None = None
) -> tuple[Present, Data] | None:
    """The present that was kept of ``text``, and its data in long tables; None where there is none that fits.

    ``sums`` are those of ``text``. ``held`` is what this process had before: what did not change stays the same object.
    """
    try:
        with open(os.path.join(state_dir.home, NAME), "rb") as file:
            line, _, rows = file.read().partition(b"\n")
        head = json.loads(line)
        if head["mark"] != MARK or head["real"] != state_dir.real or head["sums"] != sums:
            return None
        if head["rows"] != [len(rows), zlib.crc32(rows)]:
            return None
        name, names, *leaves = head["book"]
        book = Yearbook(os.path.join(state_dir.home, name), tuple(names), map(tuple, leaves))
        bounds = {name: (start, end) for name, (start, end) in head["bounds"].items()}
        present = Present(sums, head["since"], bounds, head["added"], book)
        if not book.is_there():
            return None
        if held is not None and (held[0].book.path, held[0].since) == (book.path, present.since):
            return _caught_up(present, rows.decode(), state_dir, text, held)
        return present, _lengthened(present, decode_trusted(rows.decode()), state_dir, text)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _caught_up(
    present: Present, text_of_rows: str, state_dir: StateDir, text: FileBytes, held: tuple[Present, Data]
) -> tuple[Present, Data]:
    """The present and its data where both began with the same book: every record written since is at hand in both."""
    lines = held[0].lines
    if lines is None:
        _, lines = encode_keeping({name: dict(at_hand(table)) for name, table in held[1].items()}, None)
    rows, lines = decode_knowing(text_of_rows, lines)
    present = replace(present, lines=lines)
    data = _lengthened(present, rows, state_dir, text)
    for name, old in held[1].items():
        table = data.get(name, {})
        if isinstance(old, LongTable) and isinstance(table, LongTable):
            came = {str(number) for number in set(present.added.get(name, [])).difference(_added(old))}
            fresh = {key for key, _ in table.at_hand() if not old.holds(key)}
            if fresh != came or not all(table.holds(key) for key, _ in old.at_hand()):
                continue  # of a record that ended before, and was changed since, nobody can tell any more what it was
            old.behind.move(text, present.bounds[name], came)  # type: ignore[attr-defined]
            table = LongTable(dict(table.at_hand()), old.behind, old.since, came.union(map(str, old.news)))
        if table:
            data[name] = old if news_between(old, table) == [] else table
    return present, data


def _added(table: Table) -> list[int]:
    """The ids that were not there when the book was made."""
    return table.behind.added + table.news if isinstance(table, LongTable) else list(map(int, table))  # type: ignore[attr-defined]


def _lengthened(present: Present, rows: Data, state_dir: StateDir, text: FileBytes, whole: Data | None = None) -> Data:
    """The data whose long tables hold ``rows`` over the lines of ``text``, which say ``whole`` where that is known."""
    data = dict(rows)
    for name in LONG:
        start, end = present.bounds[name]
        if start < end:
            added = present.added.get(name, [])
            known = whole.get(name) if whole else None
            behind = Unread(text, (start, end), name, present.book, added, state_dir, known)
            data[name] = LongTable(rows.get(name, {}), behind, present.since)
    return {name: data[name] for name in sorted(data)}


def _since(now_ms: int, days: int = RECENT_DAYS) -> tuple[str, str]:
    """The stamp from which on things are recent, and the date two days before."""
    ms = max(now_ms - days * DAY_MS, 3 * DAY_MS)
    eve = EPOCH + timedelta(milliseconds=ms - 2 * DAY_MS)
    return make_stamp(ms, ""), eve.date().isoformat()


def _recent(name: str, rows: Iterable[tuple[str, Record]], since: str, eve: str) -> Table:
    return {key: row for key, row in rows if not is_going_on(name, row) and not is_over(row, since, eve)}


def _leaves(recent: Data, now_ms: int) -> list[tuple[str, Data]]:
    """The recent records by age, each part with the stamp before which all of it was over."""
    leaves = []
    for days in LEAVES_DAYS:
        over, later = {}, {}
        since, eve = _since(now_ms, days)
        for name, rows in recent.items():
            over[name] = {key: row for key, row in rows.items() if is_over(row, since, eve)}
            later[name] = {key: row for key, row in rows.items() if key not in over[name]}
        leaves.append((since, over))
        recent = later
    return [*leaves, (NEVER, recent)]


def _is_plain(key: str) -> bool:
    """Whether an id is a number that letters can tell whole."""
    return key.isascii() and key.isdigit() and key[0] != "0" and len(key) < 18 and int(key) <= LARGEST
