"""Bytes to data and back. The bytes are a function of the content (docs/decisions/merging.md).

Sorted keys, compact JSON, UTF-8, LF, one record a line, tables in order, each closed by the sentinel ``"0":{}``::

    {"meta":{
    "1":{"app":"wiptui","db":"7r2k9q4mxw","schema":1},
    "0":{}


    },"tasks":{
    "4503599627370497":{"_log":{"20261122T091500123-k3fqq8f2k":{"title":"Write report"}},"title":"Write report"},
    "0":{}
    }}

Document ids are sorted as text. The known tables are all there, also empty ones, with two empty lines between them:
git takes conflicts with fewer than four lines between them for one, and its union merge then puts the end of one
table behind the beginning of the next, or two new tables into each other (44 wrong and 32 invalid of 300 merges; so 0).
"""

from __future__ import annotations

import gc
import json
from bisect import bisect_left

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data, Json, Record, Table

APP = "wiptui"
SENTINEL = '"0":{}'
TABLES = ("devices", "interrupts", "meta", "refusals", "settings", "stints", "tasks")
"""The tables that every file has."""
LARGE_TEXT = 1 << 20
"""Letters from which on a text is more than a short command should go through twice."""
GAP = "\n\n"
"""Between two tables, so that git keeps their conflicts apart."""

KnownLines = dict[str, dict[str, tuple[str, Record]]]
"""Of each table and id a line that was read, without its comma, and the record in normal form that it stands for."""

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class FileProblem:
    """Something in a file that is not as wiptui writes it."""

    kind: str
    """``layout duplicate markers encoding edited`` (nothing was at risk), ``torn damaged log deep`` (something was)."""
    line: int
    """Counted from 1; 0 when it concerns the whole file."""
    words: str


GRAVE = frozenset({"torn", "damaged", "log", "deep"})
"""Problems for which the raw bytes are kept before the file is written anew."""


@dataclass(frozen=True)
class Decoded:
    """What a file says."""

    data: Data
    """In normal form: each record pruned and folded, without sentinels and empty tables."""
    low_confidence: Data
    """Records from lines with broken letters or of an unknown table: better than nothing, worse than any other copy."""
    problems: tuple[FileProblem, ...]
    lines: KnownLines
    """The lines that the records were read from, not always as wiptui writes them: good for reading another copy."""

    @property
    def is_ours(self) -> bool:
        """Whether a wiptui wrote this, as far as the content tells."""
        meta = self.data.get("meta", {}).get("1", {})
        return meta.get("app") == APP or any(
            "_log" in record and not stamp_of_hand(record) for table in self.data.values() for record in table.values()
        )

    @property
    def is_grave(self) -> bool:
        """Whether something may have been lost in reading."""
        return any(problem.kind in GRAVE for problem in self.problems)

    @property
    def is_damaged(self) -> bool:
        """Whether this is less than what was written: what is missing in it was not taken away by anybody."""
        return self.is_grave or not self.is_ours or bool(self.low_confidence)


def stamp_of_hand(record: Record) -> bool:
    """Whether all that the record has was derived from plain fields, so that any JSON could have looked like it."""
    from wiptui.sync.hand_edits import BY_HAND

    return all(stamp[19:].startswith(BY_HAND) for stamp in record.get("_log", {}))


class TableLines:
    """The lines of one table as they are written, in order. Never changed once it is made."""

    __slots__ = ("_known", "ids", "lines", "table")

    def __init__(self, table: Table, ids: list[str], lines: list[str]) -> None:
        """``lines`` have no comma at the end; ``table`` is what they stand for."""
        self.table = table
        self.ids = ids
        self.lines = lines
        self._known: dict[str, tuple[str, Record]] | None = None

    def known(self) -> dict[str, tuple[str, Record]]:
        """The same by id, for reading."""
        if self._known is None:
            self._known = {key: (line, self.table[key]) for key, line in zip(self.ids, self.lines, strict=True)}
        return self._known

    def changed_to(self, table: Table) -> TableLines:
        """The lines of ``table``; those of records that are the same objects are used again."""
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
"""What was written last, table by table."""


def table_lines(table: Table) -> TableLines:
    """The lines of a table, all made anew."""
    ids = sorted(table)
    return TableLines(table, ids, [record_line(key, table[key]) for key in ids])


def encode(data: Data, known: Lines | None = None) -> bytes:
    """The one text of the data. Raises ValueError for NaN and infinities, TypeError for what is no JSON."""
    return encode_keeping(data, known)[0]


def encode_keeping(data: Data, known: Lines | None) -> tuple[bytes, Lines]:
    """The one text, and its lines for the next time. Lines of ``known`` are used again where nothing changed."""
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


def record_line(key: str, record: Record) -> str:
    """The line of a record, without the comma at its end."""
    return f'"{key}":{_encoder.encode(record)}'


def table_head(name: str) -> str:
    """The line that begins a table, without what closes the table before it."""
    return f"{_encoder.encode(name)}:{{"


def decode_trusted(text: str) -> Data:
    """The data of a text that is known to be what ``encode`` wrote."""
    tables: Data = load_own_json(text)
    for table in tables.values():
        table.pop("0", None)
    return {name: table for name, table in tables.items() if table}


def decode_knowing(text: str, known: Lines) -> tuple[Data, Lines]:
    """The same, line by line, and its lines: the records of lines that are known are the objects known."""
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
    """JSON that this machine wrote itself."""
    was_on = gc.isenabled()
    gc.disable()  # JSON has no circles, and looking for some takes a third of the time of a large file
    try:
        value = json.loads(text)
    finally:
        if was_on:
            gc.enable()
    if len(text) >= LARGE_TEXT:
        gc.freeze()  # years of work stay as they are: nobody has to look through them for circles again
    return value


def lines_of(text: str, data: Data) -> Lines:
    """The lines of a text that ``encode`` wrote, given the data that it says, in whatever order."""
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
    """Lines that were written, as lines to read others by."""
    return None if lines is None else {name: chunk.known() for name, chunk in lines.items()}
