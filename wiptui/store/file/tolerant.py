"""Tolerant decoding of bytes to text and of text to JSON values."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Iterable
from typing import Any

from wiptui.domain.core.record import LOG, Json, Record
from wiptui.store.file.codec import FileProblem
from wiptui.sync.hand_edits import MAX_DEPTH

MAX_DIGITS = 4000
"""Digits of the longest integer that Python reads."""


class DuplicateKeys(dict[str, Json]):
    """A JSON object with duplicate keys; ``pairs`` has all of its pairs."""

    pairs: list[tuple[str, Json]]


def pairs_of(value: dict[str, Json]) -> Iterable[tuple[str, Json]]:
    """The pairs of an object in the order of the text, duplicates included."""
    return value.pairs if isinstance(value, DuplicateKeys) else value.items()


def without_duplicates(record: Record) -> Record:
    """Merge duplicate keys of a record: all logs and patches count, of other fields the last one."""
    result: Record = _single(record, MAX_DEPTH + 4)
    if isinstance(record, DuplicateKeys) or isinstance(record.get(LOG), DuplicateKeys):
        logs = [value for name, value in pairs_of(record) if name == LOG and isinstance(value, dict)]
        if logs:
            united: dict[str, Json] = {}
            for stamp, patch in (pair for log in logs for pair in pairs_of(log)):
                patch = _single(patch, MAX_DEPTH + 4)
                both = isinstance(patch, dict) and isinstance(united.get(stamp), dict)
                united[stamp] = {**united[stamp], **patch} if both else patch
            result = {**result, LOG: united}
    return result


def _single(value: Json, depth: int) -> Json:
    """The value without any :class:`DuplicateKeys`; the same object when there are none."""
    if depth == 0:
        return value
    if isinstance(value, dict):
        items = {name: _single(inner, depth - 1) for name, inner in value.items()}
        changed = isinstance(value, DuplicateKeys) or any(items[name] is not value[name] for name in items)
        return items if changed else value
    if isinstance(value, list):
        rows = [_single(inner, depth - 1) for inner in value]
        return rows if any(new is not old for new, old in zip(rows, value, strict=True)) else value
    return value


def _united(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    twice = DuplicateKeys(value)
    twice.pairs = pairs
    return twice


def _real(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= MAX_DIGITS else text


def _nothing(_: str) -> None:
    """Read NaN and the infinities, which are not JSON, as null."""


_TOLERANT: dict[str, Any] = {"parse_float": _real, "parse_int": _whole, "parse_constant": _nothing, "strict": False}
TOLERANT = json.JSONDecoder(**_TOLERANT)
"""Reads NaN and infinities as null, integers past 4000 digits as text, control characters as they are."""
KEEPING_DUPLICATES = json.JSONDecoder(object_pairs_hook=_united, **_TOLERANT)
"""The same, but it keeps duplicate keys: see :class:`DuplicateKeys`."""


def text_of(raw: bytes) -> tuple[str, bool, list[FileProblem]]:
    """Decode bytes; return the text, whether characters of it are broken (U+FFFD), and the problems."""
    problems: list[FileProblem] = []
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.append(FileProblem("encoding", 0, "written as UTF-16"))
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    if raw.startswith(codecs.BOM_UTF8):
        problems.append(FileProblem("encoding", 0, "begins with a byte order mark"))
        raw = raw[len(codecs.BOM_UTF8) :]
    if b"\r" in raw:
        problems.append(FileProblem("encoding", 0, "lines end with a carriage return"))
        raw = raw.replace(b"\r\n", b"\n") if b"\n" in raw else raw.replace(b"\r", b"\n")
    if b"\0" in raw:
        problems.append(FileProblem("damaged", 0, "holds zero bytes"))
        raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8"), False, problems
    except UnicodeDecodeError:
        problems.append(FileProblem("damaged", 0, "holds bytes that are no letters"))
    return raw.decode("utf-8", "replace"), True, problems
