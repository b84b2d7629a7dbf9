"""Bytes to data and back. The bytes are a function of the content: see shared notes in ARCHITECTURE.md.

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

import json

from wiptui.domain.record import Data, Record
from wiptui.domain.values import dataclass

APP = "wiptui"
SENTINEL = '"0":{}'
TABLES = ("devices", "interrupts", "meta", "refusals", "settings", "stints", "tasks")
"""The tables that every file has."""

Lines = dict[str, dict[str, tuple[str, Record]]]
"""Of each table and id the line that was read or written last, and the record it stands for."""

_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Problem:
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
    doubtful: Data
    """Records from lines with broken letters or of an unknown table: better than nothing, worse than any other copy."""
    problems: tuple[Problem, ...]
    lines: Lines
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


def stamp_of_hand(record: Record) -> bool:
    """Whether all that the record has was derived from plain fields, so that any JSON could have looked like it."""
    from wiptui.sync.adopt import BY_HAND

    return all(stamp[19:].startswith(BY_HAND) for stamp in record.get("_log", {}))


def encode(data: Data, known: Lines | None = None) -> bytes:
    """The one text of the data. Lines of ``known`` are used again for records that are the same objects.

    Raises ValueError for NaN and infinities, TypeError for what is no JSON.
    """
    return _text(data, known, None).encode("utf-8", "backslashreplace")


def encode_keeping(data: Data, known: Lines | None) -> tuple[bytes, Lines]:
    """Like ``encode``, and the lines for the next time."""
    kept: Lines = {}
    return _text(data, known, kept).encode("utf-8", "backslashreplace"), kept


def record_line(key: str, record: Record) -> str:
    """The line of a record, without the comma at its end."""
    return f'"{key}":{_encoder.encode(record)}'


def decode_trusted(text: str) -> Data:
    """The data of a text that is known to be what ``encode`` wrote."""
    tables: Data = json.loads(text)
    for table in tables.values():
        table.pop("0", None)
    return {name: table for name, table in tables.items() if table}


def lines_of(text: str, data: Data) -> Lines:
    """The lines of a text that ``encode`` wrote, given the data that ``decode_trusted`` read from it."""
    lines: Lines = {}
    table: dict[str, Record] = {}
    into: dict[str, tuple[str, Record]] = {}
    for line in text.split("\n"):
        if line.startswith('"'):
            key = line[1 : line.index('"', 1)]
            if key != "0":
                into[key] = (line[:-1], table[key])
        elif line.endswith('":{'):
            name = json.loads(line[line.index('"') : -2])
            table, into = data.get(name, {}), lines.setdefault(name, {})
    return lines


def _text(data: Data, known: Lines | None, kept: Lines | None) -> str:
    parts: list[str] = []
    names = {name for name, table in data.items() if table}
    for name in sorted(names.union(TABLES)) if names else ():
        table = data.get(name, {})
        parts.append(("\n\n},%s:{" if parts else "{%s:{") % _encoder.encode(name))
        old = (known or {}).get(name, {})
        new: dict[str, tuple[str, Record]] = {}
        for key in sorted(table):
            record = table[key]
            have = old.get(key)
            line = have[0] if have is not None and have[1] is record else record_line(key, record)
            new[key] = (line, record)
            parts.append(line + ",")
        parts.append(SENTINEL)
        if kept is not None:
            kept[name] = new
    parts.append("}}\n" if parts else "{}\n")
    return "\n".join(parts)
