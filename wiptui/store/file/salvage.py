"""Reads whatever is in a file that should be a data file. No content makes it raise.

It reads line by line first, in the layout that wiptui writes; that handles git's union merges, conflict markers, torn
files and bad lines. If unreadable lines remain, it parses the whole text as JSON in another layout. If that fails, it
searches the bad lines for records. A record that is not found never counts as deleted.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from typing import Any

from wiptui.domain.core.record import LOG, Json, Record, canonical, stamp_ms
from wiptui.store.file.codec import SENTINEL, TABLES, Decoded, FileProblem, KnownLines
from wiptui.store.file.tolerant import KEEPING_DUPLICATES, MAX_DIGITS, TOLERANT, pairs_of, text_of, without_duplicates
from wiptui.sync.digest import digest
from wiptui.sync.hand_edits import MAX_DEPTH, is_stamp, normalized
from wiptui.sync.merge import META, META_ID, merge_meta, merge_records, normal_meta

KNOWN = -1
"""The line number of a record from a line that was known before."""
WINDOW = 1 << 13
"""Characters in which a record is searched for first."""
LONGEST_WORD = MAX_DIGITS + 16
"""Characters of the longest number or word that the end of a window may cut."""
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_ENDS = ("", "}", "}}", "{}", SENTINEL, SENTINEL + ",")
_KEY = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*(?=\{)')
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]]')
_FILLED = re.compile(r'\{[ \t\r\n]*"[0-9]+"[ \t\r\n]*:')


def decode(raw: bytes, known: KnownLines | None = None) -> Decoded:
    """Decode any bytes. Records whose line is in ``known`` come back as the same objects. Never raises."""
    if len(raw) < 1 << 18:
        return _decode(raw, known)
    was_on = gc.isenabled()
    gc.disable()  # it would look through a growing heap of live objects again and again
    try:
        return _decode(raw, known)
    finally:
        if was_on:
            gc.enable()


def _decode(raw: bytes, known: KnownLines | None) -> Decoded:
    text, has_broken_letters, problems = text_of(raw)
    reader = _Reader(known or {}, has_broken_letters)
    reader.problems.extend(problems)
    if text.strip():
        reader.read(text)
    return reader.decoded()


class _Reader:
    """Collects the records of one text."""

    def __init__(self, known: KnownLines, has_broken_letters: bool) -> None:
        self.known = known
        self.has_broken_letters = has_broken_letters
        self.problems: list[FileProblem] = []
        self.records: list[tuple[str | None, str, Record, int]] = []
        self.lines: KnownLines = {}
        self._newest: int | None = None

    def read(self, text: str) -> None:
        """Collect all records of the text."""
        lines = text.split("\n")
        bad = self._by_lines(lines)
        whole = _whole(text) if bad else None
        if whole is not None:
            self.problems.append(FileProblem("layout", 0, "not laid out as wiptui writes it"))
            self.records.clear()
            self.lines.clear()
            self._by_structure(whole)
        elif len(bad) > len(self.records):  # laid out in another way: what looks like an end may be inside a record
            lines = ["" if line.startswith(_MARKERS) else line for line in lines]
            self._by_search(lines, [(number, None) for number in range(len(lines))])
        elif bad:
            self._by_search(lines, bad)
        if whole is None and _is_torn(lines):
            self._grave("torn", len(lines), "the end is missing")

    # --- line by line

    def _by_lines(self, lines: list[str]) -> list[tuple[int, str | None]]:
        """Read every line that wiptui could have written; return the numbers of the others, each with its table."""
        bad: list[tuple[int, str | None]] = []
        table: str | None = None
        before_conflict: str | None = None
        for number, raw_line in enumerate(lines):
            line = raw_line.strip()
            if line.startswith('"') and line not in _ENDS:
                if not self._record_line(table, line, number):
                    bad.append((number, table))
            elif line in _ENDS:
                continue
            elif line.endswith('":{') and (name := _table_name(line)) is not None:
                table = name
            elif line.startswith(_MARKERS):
                if line.startswith("<<<<<<<"):
                    before_conflict = table
                    self.problems.append(FileProblem("markers", number + 1, "conflict markers of git"))
                elif not line.startswith(">>>>>>>"):
                    table = before_conflict
            else:
                bad.append((number, table))
        return bad

    def _record_line(self, table: str | None, line: str, number: int) -> bool:
        body = line[:-1] if line.endswith(",") else line
        cut = body.find('"', 1)
        key = body[1:cut]
        have = self.known.get(table or "", {}).get(key)
        if have is not None and have[0] == body:
            self.records.append((table, key, have[1], KNOWN))
            self.lines.setdefault(table or "", {})[key] = have
            return True
        if body[cut + 1 : cut + 3] != ":{" or not _is_id(key):
            return False
        record = _value(body, cut + 2)
        if record is None:
            return False
        self.records.append((table, key, record, number))
        if table is None:
            self._grave("damaged", number + 1, "a record outside of any table")
        else:
            self.lines.setdefault(table, {})[key] = (body, record)
        return True

    # --- valid JSON in another layout

    def _by_structure(self, whole: dict[str, Json]) -> None:
        for name, table in pairs_of(whole):
            if not isinstance(table, dict):
                self._grave("damaged", 0, f"{name!r} is no table")
                continue
            for key, record in pairs_of(table):
                if isinstance(record, dict):
                    self.records.append((name, key, without_duplicates(record), 0))
                else:
                    self._grave("damaged", 0, f"{key!r} in {name!r} is no record")

    # --- pieces

    def _by_search(self, lines: list[str], bad: list[tuple[int, str | None]]) -> None:
        for first, table, text in _stretches(lines, bad):
            self._grave("damaged", first + 1, "unreadable text")
            for name, key, record in _found(text, table):
                self.records.append((name, key, record, first))

    def _grave(self, kind: str, line: int, words: str) -> None:
        self.problems.append(FileProblem(kind, line, words))

    # --- the result

    def decoded(self) -> Decoded:
        """Return the collected records in normal form."""
        data: dict[str, dict[str, Record]] = {}
        low_confidence: dict[str, dict[str, Record]] = {}
        for table, key, record, number in self.records:
            if key == "0" and not record:
                continue
            if table is not None and self.has_broken_letters and "\ufffd" in table:
                table = None
            into = low_confidence if table is None or self._is_broken(key, record, number) else data
            self._take(into, table if table is not None else _guess(record), key, record, number)
        return Decoded(data, low_confidence, tuple(self.problems), self.lines)

    def _is_broken(self, key: str, record: Record, number: int) -> bool:
        """Whether characters of the record may differ from what was written."""
        if not self.has_broken_letters or number == KNOWN:
            return False
        try:
            return "\ufffd" in key + canonical(record)
        except RecursionError:
            return True

    def _take(self, into: dict[str, dict[str, Record]], name: str, key: str, record: Record, number: int) -> None:
        if key == "0" or not _is_id(key):
            key = str((digest(key) & ((1 << 53) - 1)) | (1 << 32))
        table = into.setdefault(name, {})
        have = table.get(key)
        if (name, key) == (META, META_ID):
            meta = normal_meta(dict(record))
            table[key] = meta if have is None else merge_meta(have, meta)
            return
        normal = record if number == KNOWN else self._normal(name, key, record, number)
        if have is not None and have is not normal:
            self.problems.append(FileProblem("duplicate", max(number, 0) + 1, f"record {key} of {name} is there twice"))
            normal = merge_records(have, normal)
        table[key] = normal

    def _normal(self, name: str, key: str, record: Record, number: int) -> Record:
        normal, wrong = normalized(record, 0 if LOG in record else self._newest_ms())
        for kind in wrong:
            self.problems.append(FileProblem(kind, number + 1, _WORDS[kind].format(id=key, table=name)))
        line = self.lines.get(name, {}).get(key)
        if line is not None and line[1] is record:
            self.lines[name][key] = (line[0], normal)
        return normal

    def _newest_ms(self) -> int:
        """The newest valid stamp in UTC milliseconds; a record typed in by hand is dated right after it."""
        if self._newest is None:
            logs = (record.get(LOG) for _, _, record, _ in self.records)
            tops = [max(log, default="") for log in logs if isinstance(log, dict)]
            self._newest = max((stamp_ms(top) for top in tops if is_stamp(top)), default=0)
        return self._newest


_WORDS = {
    "edited": "record {id} of {table} was edited by hand",
    "log": "the log of record {id} of {table} has entries that are none",
    "deep": "a value in record {id} of {table} is nested too deep",
}


def _whole(text: str) -> dict[str, Json] | None:
    try:
        value = KEEPING_DUPLICATES.decode(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _value(text: str, start: int) -> Record | None:
    """Parse the JSON object that fills the text from ``start`` on; None when there is none."""
    twice = text.count('"_log":') > 1
    try:
        value, end = (KEEPING_DUPLICATES if twice else TOLERANT).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    if end != len(text) or not isinstance(value, dict):
        return None
    return without_duplicates(value) if twice else value


def _is_torn(lines: list[str]) -> bool:
    """Whether a text in lines lacks its end."""
    for line in reversed(lines):
        if line.strip() and not line.startswith(_MARKERS):
            return line.strip() not in ("}}", "{}")
    return False


def _table_name(line: str) -> str | None:
    start = line.find('"')
    if line[:start] not in ("{", "},", "}", ","):
        return None
    try:
        name = json.loads(line[start:-2])
    except ValueError:
        return None
    return name if isinstance(name, str) else None


def _stretches(lines: list[str], bad: list[tuple[int, str | None]]) -> Iterator[tuple[int, str | None, str]]:
    """Join bad lines with nothing but ends between them; yield the number of the first, its table and the text."""
    first, table, last = -1, None, -2
    for number, name in bad:
        if last < 0 or any(line.strip() not in _ENDS for line in lines[last + 1 : number]):
            if first >= 0:
                yield first, table, "\n".join(lines[first : last + 1])
            first, table = number, name
        last = number
    if first >= 0:
        yield first, table, "\n".join(lines[first : last + 1])


def _found(text: str, table: str | None) -> Iterator[tuple[str | None, str, Record]]:
    """Find every complete record in a piece of text."""
    at = 0
    has_failed = False
    while (match := _KEY.search(text, at)) is not None:
        name = match.group(1)
        value, end = None, 0
        if not has_failed or not _nests_deep(text, match.end()):
            value, end = _piece(text, match.end())
        at = match.end()
        has_failed = has_failed or value is None
        if _is_id(name):
            if value is not None:
                at = end
                yield table, name, without_duplicates(value)
        elif value and any(_is_id(key) and isinstance(row, dict) for key, row in pairs_of(value)):
            if not _may_be_table(name):
                continue  # something that lost its end, around the records of the table
            at = end
            for key, row in pairs_of(value):
                if isinstance(row, dict):  # an odd one costs the table nothing
                    yield name, key, without_duplicates(row)
            table = name
        elif value is not None and name != LOG and value:
            at = end
        elif name in TABLES or (_may_be_table(name) and _FILLED.match(text, match.end())):
            table = name


def _nests_deep(text: str, start: int) -> bool:
    """Whether the object that begins at ``start`` is nested too deep to be a record.

    The parser finds that out too, at the end of the text or thousands of levels down, and for each level anew.
    """
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token.group() in ("{", "["):
            depth += 1
        elif token.group() in ("}", "]"):
            depth -= 1
        if depth > 2 * MAX_DEPTH or depth <= 0:
            return depth > 0
    return False


def _may_be_table(name: str) -> bool:
    """Whether this may be the name of a table: it is neither a log nor a stamp in one."""
    return name != LOG and not name[:1].isdigit()


def _piece(text: str, start: int) -> tuple[Any, int]:
    """Parse the object that begins at ``start``; return it, or None, and where it ends.

    The window grows step by step, because Python counts the lines of the text before each error.
    """
    size = WINDOW
    while True:
        part = text[start : start + size]
        try:
            value, end = KEEPING_DUPLICATES.raw_decode(part, 0)
        except RecursionError:
            return None, start
        except ValueError as error:
            if start + size >= len(text) or not _is_cut(error, size):
                return None, start
            size *= 8
            continue
        return (value, start + end) if isinstance(value, dict) else (None, start)


def _is_cut(error: ValueError, size: int) -> bool:
    """Whether an object may only look broken because the window ends."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos >= size - LONGEST_WORD  # that is told by its begin


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 20 and (text[0] != "0" or text == "0")


def _guess(record: Record) -> str:
    """Guess the table of a record whose table header is lost."""
    if "title" in record or "state" in record:
        return "tasks"
    if "start" in record and "task" in record:
        return "stints"
    return "lost"
