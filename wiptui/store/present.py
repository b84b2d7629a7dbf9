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

from wiptui.domain.board import INTERRUPTS, REFUSALS, STINTS, TASKS
from wiptui.domain.record import EPOCH, Data, Record, Table, make_stamp
from wiptui.domain.values import dataclass
from wiptui.domain.years import LongTable, at_hand, is_going_on, is_over, lately
from wiptui.store.codec import TABLES, decode_trusted, encode
from wiptui.store.files import replace_whole
from wiptui.store.machine import Machine
from wiptui.store.names import LARGEST, names_of, put_in
from wiptui.store.splice import Bounds, bounds_after, bounds_of
from wiptui.store.sums import Sums
from wiptui.store.text import Exchanged, FileText, Text
from wiptui.store.unread import Unread
from wiptui.store.yearbook import NEVER, Yearbook, write_book

LONG = (INTERRUPTS, REFUSALS, STINTS, TASKS)
"""The tables that grow with the years, but for some rows a week."""
NAME = "present"
MARK = f"wiptui-present 2 {sys.byteorder}"
"""Raised whenever a present means something else, or other rows are at hand."""
DAY_MS = 86_400_000
RECENT_DAYS, STALE_DAYS = 100, 130
"""How far back a book calls things recent when it is made, and when it is too old: measures look back 91 days."""
LEAVES_DAYS = (32, 16, 8, 4, 1)
"""Where a book divides what is recent: what was done this week is read without the weeks before."""
MOST_NEWS = 256
"""Ended records written since the book was made, from which on it is made again."""


TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.edition import Edition


@dataclass(frozen=True)
class Present:
    """What is known of a text besides its records."""

    sums: Sums
    since: str
    bounds: Bounds
    added: list[int]
    """Ids of tasks that are not in the book."""
    book: Yearbook


def begin(machine: Machine, data: Data, text: Text, raw: bytes, sums: Sums, now_ms: int) -> tuple[Present, Data] | None:
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
        book = write_book(machine.home, names_of(map(int, data.get(TASKS, {}))), _leaves(recent, now_ms))
    except OSError:
        return None
    present = Present(sums, since, bounds, [], book)
    rows = {name: {key: row for key, row in table.items() if is_going_on(name, row)} for name, table in tables.items()}
    long = _lengthened(present, {**data, **rows}, machine, text, tables)
    return (present, long) if keep(machine, present, long) else None


def go_on(machine: Machine, present: Present, new: Edition, text: FileText, now_ms: int) -> tuple[Present, Data] | None:
    """The same after a save that exchanged lines: of ``text``, in which ``new`` was written."""
    data = new.data
    if not isinstance(new.text, Exchanged) or new.delta is None:
        return None
    tables = {name: data[name] for name in LONG if name in data}
    if not all(isinstance(table, LongTable) or len(table) <= MOST_NEWS for table in tables.values()):
        return None
    tasks = tables.get(TASKS, {})
    added = tasks.behind.added + tasks.news if isinstance(tasks, LongTable) else list(map(int, tasks))  # type: ignore[attr-defined]
    if not all(_is_plain(key) for table in tables.values() for key, _ in at_hand(table)):
        return None
    bounds = bounds_after(present.bounds, new.text.edits)
    ended = sum(not is_going_on(name, row) for name, table in tables.items() for _, row in at_hand(table))
    inserted = {line[1 : line.index(b'"', 1)].decode() for start, end, line in new.text.edits if start == end}
    for name, table in tables.items():
        if isinstance(table, LongTable):
            table.behind.move(text, bounds[name], inserted.intersection(new.delta.get(name, {})))  # type: ignore[attr-defined]
    present = Present(new.sums, present.since, bounds, added, present.book)
    if ended > MOST_NEWS or present.since < _since(now_ms, STALE_DAYS)[0]:
        return _with_new_book(machine, present, data, text, now_ms)
    return (present, data) if keep(machine, present, data) else None


def _with_new_book(
    machine: Machine, present: Present, data: Data, text: Text, now_ms: int
) -> tuple[Present, Data] | None:
    """The same with a book that tells what was written since the last one."""
    since, eve = _since(now_ms)
    since = max(since, present.since)
    tables = {name: data[name] for name in LONG if name in data}
    old = present.book.names()
    if old is None:
        return None
    names = old[:]
    for number in present.added:
        put_in(names, number)
    try:
        recent = {name: _recent(name, lately(table, since), since, eve) for name, table in tables.items()}
        book = write_book(machine.home, names, _leaves(recent, now_ms))
    except OSError:
        return None
    present = Present(present.sums, since, present.bounds, [], book)
    rows = {name: {key: row for key, row in at_hand(table) if is_going_on(name, row)} for name, table in tables.items()}
    long = _lengthened(present, {**data, **rows}, machine, text)
    return (present, long) if keep(machine, present, long) else None


def keep(machine: Machine, present: Present, data: Data) -> bool:
    """Keep the present for whoever reads next; whether that was possible."""
    rows = encode({name: dict(at_hand(table)) for name, table in data.items()})
    head = {
        "mark": MARK,
        "real": machine.real,
        "sums": present.sums,
        "since": present.since,
        "bounds": present.bounds,
        "added": present.added,
        "book": [os.path.basename(present.book.path), present.book.pages, *present.book.leaves],
        "rows": [len(rows), zlib.crc32(rows)],
    }
    try:
        replace_whole(os.path.join(machine.home, NAME), json.dumps(head).encode() + b"\n" + rows, sync=False)
    except OSError:
        return False
    return True


def recall(machine: Machine, text: Text, sums: Sums) -> tuple[Present, Data] | None:
    """The present that was kept of ``text``, and its data in long tables; None where there is none that fits.

    ``sums`` are those of ``text``.
    """
    try:
        with open(os.path.join(machine.home, NAME), "rb") as file:
            line, _, rows = file.read().partition(b"\n")
        head = json.loads(line)
        if head["mark"] != MARK or head["real"] != machine.real or head["sums"] != sums:
            return None
        if head["rows"] != [len(rows), zlib.crc32(rows)]:
            return None
        name, names, *leaves = head["book"]
        book = Yearbook(os.path.join(machine.home, name), tuple(names), map(tuple, leaves))
        bounds = {name: (start, end) for name, (start, end) in head["bounds"].items()}
        present = Present(sums, head["since"], bounds, head["added"], book)
        data = _lengthened(present, decode_trusted(rows.decode()), machine, text)
        return (present, data) if book.is_there() else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _lengthened(present: Present, rows: Data, machine: Machine, text: Text, whole: Data | None = None) -> Data:
    """The data whose long tables hold ``rows`` over the lines of ``text``, which say ``whole`` where that is known."""
    data = dict(rows)
    for name in LONG:
        start, end = present.bounds[name]
        if start < end:
            added = present.added if name == TASKS else []
            known = whole.get(name) if whole else None
            behind = Unread(text, (start, end), name, present.book, added, machine, known)
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
