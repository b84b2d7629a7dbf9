"""Turns edits by hand, or by other programs, into patches.

The stamp of such a patch is derived from the content, so two machines that read the same edited file write the same
bytes. A record that wiptui wrote comes back as the same object.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wiptui.domain.core.record import LOG, Json, Record, canonical, fold, stamp_after, stamp_ms
from wiptui.sync.digest import digest, letters_of
from wiptui.sync.merge import KEEP_LONG, folded, pruned, same

BY_HAND = "edit"
"""The device code of edits by hand. No device has it, because codes do not use the letter ``i``."""
MAX_DEPTH = 32
_NESTED = (list, dict, float)
_STAMP = re.compile(r"[1-8][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])([0-5][0-9]){2}[0-9]{3}-")


def normalized(record: Mapping[str, Json], fallback_ms: int = 0) -> tuple[Record, tuple[str, ...]]:
    """Return the record in normal form, and what was wrong with it: any of ``edited``, ``log``, ``deep``.

    ``fallback_ms`` (UTC milliseconds) dates a record without a log, such as one typed in by hand.
    """
    whole = record if isinstance(record, dict) else dict(record)
    if _is_normal(whole):
        return whole, ()
    given = whole.get(LOG)
    log, wrong = clean_log(given)
    fields = fold(log)
    edits, deep = _edits(whole, fields)
    problems = ("log",) * wrong + ("deep",) * deep
    if not edits:
        kept = pruned(log)
        if kept is given and not problems and len(whole) == len(fields) + 1:
            return whole, ()
        return folded(log), problems
    newest = max(log, default="")
    actor = BY_HAND + letters_of(digest(canonical(edits)), 5)
    return folded({**log, stamp_after(newest or None, 0 if newest else fallback_ms + 1, actor): edits}), (
        *problems,
        "edited",
    )


def clean_log(log: Json) -> tuple[dict[str, dict[str, Json]], bool]:
    """Return the log without invalid patches, and whether there were any. A valid log is returned as it is."""
    if not isinstance(log, dict):
        return {}, log is not None
    if all(_is_patch(stamp, patch) for stamp, patch in log.items()):
        return log, False
    kept = {stamp: _shallow(patch) for stamp, patch in log.items() if is_stamp(stamp) and isinstance(patch, dict)}
    return {stamp: patch for stamp, patch in kept.items() if patch}, True


def is_stamp(text: str) -> bool:
    """Whether the text is a stamp with a valid time in the years 1000 to 8999."""
    if not _STAMP.match(text):
        return False
    if text[6:8] <= "28":
        return True
    try:
        stamp_ms(text)
    except ValueError:
        return False
    return True


def is_deep(value: Json, depth: int = MAX_DEPTH) -> bool:
    """Whether the value is nested deeper than ``depth``, so that it may not be writable."""
    if isinstance(value, dict):
        return depth == 0 or any(is_deep(inner, depth - 1) for inner in value.values())
    if isinstance(value, list):
        return depth == 0 or any(is_deep(inner, depth - 1) for inner in value)
    return False


def _is_normal(record: dict[str, Json]) -> bool:
    """Whether the record is in normal form already, as nearly all are: its fields are the fold of a valid log."""
    log = record.get(LOG)
    if type(log) is not dict:
        return False
    fields: Record = {}
    for stamp in sorted(log) if len(log) > 1 else log:
        patch = log[stamp]
        if type(patch) is not dict or not patch or not is_stamp(stamp):
            return False
        for value in patch.values():
            if type(value) in _NESTED and is_deep(value):
                return False
        fields.update(patch)
    if len(log) > KEEP_LONG and pruned(log) is not log:
        return False
    if len(record) != len(fields) + 1 or LOG in fields:
        return False
    for name, value in fields.items():
        if name not in record:
            return False
        mine = record[name]
        if type(mine) is not type(value) or mine != value:
            return False
        if type(mine) in _NESTED and canonical(mine) != canonical(value):
            return False
    return True


def _is_patch(stamp: str, patch: Json) -> bool:
    if not isinstance(patch, dict) or not patch or LOG in patch or not is_stamp(stamp):
        return False
    return not any(isinstance(value, dict | list) and is_deep(value) for value in patch.values())


def _shallow(patch: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in patch.items() if name != LOG and not is_deep(value)}


def _edits(record: dict[str, Json], fields: Record) -> tuple[Record, bool]:
    """Return the fields that differ from the fold, and whether one was nested too deep to keep.

    A field that somebody removed from the line becomes null. A record with only a log was not edited.
    """
    edits: Record = {}
    deep = False
    for name, value in record.items():
        if name == LOG or (name in fields and same(value, fields[name])):
            continue
        if is_deep(value):
            deep = True
        else:
            edits[name] = value
    if len(record) > 1 or LOG not in record:
        for name, value in fields.items():
            if name not in record and value is not None:
                edits[name] = None
    return edits, deep
