"""Decodes and encodes the data file. Equal data always gives equal bytes (docs/decisions/merging.md).

Sorted keys, compact JSON, UTF-8, LF, one record a line, tables in order, each closed by the sentinel ``"0":{}``::

    {"meta":{
    "1":{"app":"wiptui","db":"7r2k9q4mxw","schema":1},
    "0":{}


    },"tasks":{
    "4503599627370497":{"_log":{"20261122T091500123-k3fqq8f2k":{"title":"Write report"}},"title":"Write report"},
    "0":{}
    }}

Document ids are sorted as text. Every known table is written, also an empty one, with two empty lines between tables.
git joins conflicts that are fewer than four lines apart, and its union merge then mixes neighbouring tables: 76 of 300
merges were wrong or invalid without the empty lines, none with them.
"""

from __future__ import annotations

import gc
import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data, Json, Record, Table

APP = "wiptui"
SENTINEL = '"0":{}'
TABLES = ("devices", "interrupts", "meta", "refusals", "settings", "stints", "tasks")
"""The tables that every file contains."""
LARGE_TEXT = 1 << 20
"""Characters from which on a text is too long for a short command to go through twice."""
GAP = "\n\n"
"""Stands between two tables, so that git keeps their conflicts apart."""

KnownLines = dict[str, dict[str, tuple[str, Record]]]
"""For each table and id a line that was read (without its comma) and its record in normal form."""

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class FileProblem:
    """Something in a file that wiptui would not write."""

    kind: str
    """``layout duplicate markers encoding edited`` (nothing was at risk), ``torn damaged log deep`` (something was)."""
    line: int
    """Counted from 1; 0 when it concerns the whole file."""
    words: str


GRAVE = frozenset({"torn", "damaged", "log", "deep"})
"""Kinds of problems for which a copy of the bytes is kept before the file is written anew."""


@dataclass(frozen=True)
class Decoded:
    """The content of a file."""

    data: Data
    """Data in normal form: every record pruned and folded, no sentinels, no empty tables."""
    low_confidence: Data
    """Records from lines with broken characters or without a table: used only when no other copy has them."""
    problems: tuple[FileProblem, ...]
    lines: KnownLines
    """The lines that the records were read from, which speed up reading another copy."""

    @property
    def is_ours(self) -> bool:
        """Whether wiptui wrote this, judging by the content."""
        meta = self.data.get("meta", {}).get("1", {})
        return meta.get("app") == APP or any(
            "_log" in record and not stamp_of_hand(record) for table in self.data.values() for record in table.values()
        )

    @property
    def is_grave(self) -> bool:
        """Whether reading may have lost something."""
        return any(problem.kind in GRAVE for problem in self.problems)

    @property
    def is_damaged(self) -> bool:
        """Whether this is less than what was written: nobody deleted what is missing."""
        return self.is_grave or not self.is_ours or bool(self.low_confidence)


def stamp_of_hand(record: Record) -> bool:
    """Whether the whole log was derived from plain fields, so that any JSON could have looked like this record."""
    from wiptui.sync.hand_edits import BY_HAND  # lazy: list does without it

    return all(stamp[19:].startswith(BY_HAND) for stamp in record.get("_log", {}))


class TableLines:
    """The lines of one table in the order of the file. Immutable."""

    __slots__ = ("_known", "ids", "lines", "table")

    def __init__(self, table: Table, ids: list[str], lines: list[str]) -> None:
        """``lines`` have no comma at the end; ``table`` has their records."""
        self.table = table
        self.ids = ids
        self.lines = lines
        self._known: dict[str, tuple[str, Record]] | None = None

    def known(self) -> dict[str, tuple[str, Record]]:
        """Lines and records by id, for reading another text."""
        if self._known is None:
            self._known = {key: (line, self.table[key]) for key, line in zip(self.ids, self.lines, strict=True)}
        return self._known

    def changed_to(self, table: Table) -> TableLines:
        """Return the lines of ``table``, reusing those of records that are the same objects."""
        old = self.table
        if table is old:
            return self
        news = [key for key, record in table.items() if old.get(key) is not record]
        if len(table) != len(old) + sum(key not in old for key in news):
            return table_lines(table)
        ids, lines = self.ids.copy(), self.lines.copy()
        for key in news:
            place = bisect_left(ids, key)
            line = record_line(key, table[key])
            if place < len(ids) and ids[place] == key:
                lines[place] = line
            else:
                ids.insert(place, key)
                lines.insert(place, line)
        return TableLines(table, ids, lines)


Lines = dict[str, TableLines]
"""The lines written last, by table."""


def table_lines(table: Table) -> TableLines:
    """Encode all lines of a table."""
    ids = sorted(table)
    return TableLines(table, ids, [record_line(key, table[key]) for key in ids])


def encode(data: Data, known: Lines | None = None) -> bytes:
    """Encode the data. Raises ValueError for NaN and infinities, TypeError for values that are not JSON."""
    return encode_keeping(data, known)[0]


def encode_keeping(data: Data, known: Lines | None) -> tuple[bytes, Lines]:
    """Encode the data; return bytes and lines. Reuses the lines of ``known`` where nothing changed."""
    parts: list[str] = []
    kept: Lines = {}
    names = {name for name, table in data.items() if table}
    for name in sorted(names.union(TABLES)) if names else ():
        parts.append((GAP + "}," if parts else "{") + table_head(name))
        if name in names:
            old = known.get(name) if known else None
            kept[name] = chunk = table_lines(data[name]) if old is None else old.changed_to(data[name])
            parts.append(",\n".join(chunk.lines) + ",")
        parts.append(SENTINEL)
    parts.append("}}\n" if parts else "{}\n")
    return "\n".join(parts).encode("utf-8", "backslashreplace"), kept


def text_of_lines(tables: Mapping[str, Sequence[bytes]]) -> bytes:
    """The text of the lines of each table (without their commas), as ``encode`` would write it."""
    parts: list[bytes] = []
    for name in sorted({*tables, *TABLES}):
        parts.append(((GAP + "}," if parts else "{") + table_head(name)).encode("utf-8", "backslashreplace"))
        parts += [line + b"," for line in tables.get(name, ())]
        parts.append(SENTINEL.encode())
    return b"\n".join([*parts, b"}}\n"])


def record_line(key: str, record: Record) -> str:
    """Encode one record as its line, without the comma at the end."""
    return f'"{key}":{_encoder.encode(record)}'


def table_head(name: str) -> str:
    """The line that opens a table, without what closes the table before it."""
    return f"{_encoder.encode(name)}:{{"


def decode_trusted(text: str) -> Data:
    """Decode a text that ``encode`` wrote."""
    tables: Data = load_own_json(text)
    for table in tables.values():
        table.pop("0", None)
    return {name: table for name, table in tables.items() if table}


def decode_knowing(text: str, known: Lines) -> tuple[Data, Lines]:
    """Decode a text that ``encode`` wrote, line by line. Lines in ``known`` return the record objects known there."""
    data: Data = {}
    lines: Lines = {}
    for line in text.split("\n"):
        if line.endswith('":{'):
            name = json.loads(line[line.index('"') : -2])
            have = known[name].known() if name in known else {}
            table: Table = {}
            kept: list[str] = []
        elif line.startswith(SENTINEL):
            if table:
                data[name], lines[name] = table, TableLines(table, list(table), kept)
        elif line.startswith('"'):
            line = line[:-1]
            key = line[1 : line.index('"', 1)]
            old = have.get(key)
            if old is not None and old[0] == line:
                table[key] = old[1]
            else:
                table.update(json.loads(f"{{{line}}}"))
            kept.append(line)
    return data, lines


def load_own_json(text: str) -> Json:
    """Parse JSON that this machine wrote."""
    was_on = gc.isenabled()
    gc.disable()  # JSON has no reference cycles; looking for them takes a third of the time of a large file
    try:
        value = json.loads(text)
    finally:
        if was_on:
            gc.enable()
    if len(text) >= LARGE_TEXT:
        gc.freeze()  # the data stays: the garbage collector need not look through it again
    return value


def lines_of(text: str, data: Data) -> Lines:
    """Split a text that ``encode`` wrote into its lines; ``data`` is its data, in any order."""
    all_lines = text.split("\n")
    lines: Lines = {}
    head = 0
    while (line := all_lines[head]).endswith('":{'):
        name = json.loads(line[line.index('"') : -2])
        table = data.get(name, {})
        end = head + 1 + len(table)
        if table:
            lines[name] = TableLines(table, sorted(table), [line[:-1] for line in all_lines[head + 1 : end]])
        head = end + 1  # past the sentinel
        while not all_lines[head] and head + 1 < len(all_lines):
            head += 1
    return lines


def known_of(lines: Lines | None) -> KnownLines | None:
    """Turn written lines into lines for reading another text."""
    return None if lines is None else {name: chunk.known() for name, chunk in lines.items()}
