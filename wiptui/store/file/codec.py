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
from collections.abc import Iterable, Mapping

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Data, Json, Record

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


Lines = dict[str, dict[str, bytes]]
"""The lines of each table by id, without their commas."""


def encode(data: Data) -> bytes:
    """Encode the data. Raises ValueError for NaN and infinities, TypeError for values that are not JSON."""
    return text_of_lines(encode_lines(data))


def encode_lines(data: Data) -> Lines:
    """The lines of all records. Raises what ``encode`` raises."""
    return {name: {key: record_line(key, table[key]) for key in sorted(table)} for name, table in data.items() if table}


def text_of_lines(lines: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """The text with these lines, which are in the order of their ids."""
    if not lines:
        return b"{}\n"
    parts: list[bytes] = []
    for name in sorted({*lines, *TABLES}):
        parts.append(((GAP + "}," if parts else "{") + table_head(name)).encode("utf-8", "backslashreplace"))
        parts += [line + b"," for line in lines.get(name, {}).values()]
        parts.append(SENTINEL.encode())
    return b"\n".join([*parts, b"}}\n"])


def record_line(key: str, record: Record) -> bytes:
    """Encode one record as its line, without the comma at the end."""
    return f'"{key}":{_encoder.encode(record)}'.encode("utf-8", "backslashreplace")


def decode_lines(lines: Iterable[bytes]) -> dict[str, Record]:
    """The records of lines that ``record_line`` wrote, by id."""
    rows: dict[str, Record] = load_own_json(f"{{{b','.join(lines).decode()}}}")
    return rows


def table_head(name: str) -> str:
    """The line that opens a table, without what closes the table before it."""
    return f"{_encoder.encode(name)}:{{"


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
