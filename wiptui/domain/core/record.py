"""Records: plain fields folded from a log of stamped patches.

A record is one document of the data file::

{"_log": {"20261122T091500123-k3fqq8f2k": {"title": "Write report"}}, "title": "Write report"}

The plain fields are the *fold* of ``_log``: for each field, the value with the greatest stamp wins. The fold needs no
schema, so a field that this version does not know survives and folds like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from wiptui.domain.core.frozen import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Json = Any
else:
    Json = object  # importing typing costs a short command 1 to 2 ms
"""A JSON value: None, bool, int, float, str, list or dict with string keys."""

Record = dict[str, Json]
Table = Mapping[str, Record]
Data = Mapping[str, Table]
"""All tables: name -> document id in decimal -> record. The file's sentinel ``"0"`` is never in it."""

LOG = "_log"
AFTER = "_after"
"""The suffix of the field with the base of a text: see :mod:`wiptui.domain.tasks.concurrent_edits`."""
STEP_FIELD = "step:"
"""Checklist items are fields of their own, ``step:<key>`` -> ``[rank, done, text]``, so that they merge one by one."""
BLOCKER_FIELD = "blocker:"
"""What blocks a task: a field ``blocker:<id>`` -> true for each."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """One patch to one record. ``at`` is given only for what happened in the past (an import)."""

    table: str
    id: int
    fields: Mapping[str, Json]
    at: int | None = None
    """UTC milliseconds, or None for now."""
    stamp: str = ""
    """A complete stamp, for a patch written elsewhere. ``at`` is then ignored."""
    seen: Mapping[str, Json] | None = None
    """The record that the writer saw; None for the present one."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a change did, with what undo needs."""

    table: str
    id: int
    before: Mapping[str, Json]
    """The fields before the change. A field that was absent is absent here too."""
    after: Mapping[str, Json]
    stamp: str
    is_new: bool


def canonical(value: Json) -> str:
    """Return the canonical JSON text of a value: sorted keys, compact. Unlike ``==`` it tells 1, 1.0 and true apart."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def make_stamp(ms: int, actor: str) -> str:
    """Return the stamp of a patch made at ``ms`` (UTC milliseconds since 1970) by ``actor``.

    As text, stamps of the years 1970 to 9999 sort by time, then by actor.
    """
    at = EPOCH + timedelta(milliseconds=ms)
    return f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}-{actor}"


LAST_MS = 221_845_391_999_999
"""The end of the year 8999, in UTC milliseconds since 1970: no stamp has a later time."""


def stamp_after(newest: str | None, ms: int, actor: str) -> str:
    """Return a stamp that sorts after ``newest``, at ``ms`` (UTC milliseconds) if that is later.

    A field may have a stamp of the last millisecond that there is, and the next value has to win over it nevertheless:
    it gets the same stamp with a tilde at the end, which sorts after it.
    """
    if newest is not None:
        ms = max(ms, stamp_ms(newest) + 1)
    if ms <= LAST_MS:
        return make_stamp(ms, actor)
    last = make_stamp(LAST_MS, actor)
    return last if newest is None or newest < last[:18] else f"{newest}~"


def stamp_ms(stamp: str) -> int:
    """Return the UTC milliseconds of a stamp. Raises ValueError for a text that is not a stamp."""
    return round((stamp_time(stamp) - EPOCH) / timedelta(milliseconds=1))


def stamp_time(stamp: str) -> datetime:
    """Return the instant of a stamp, in UTC. Raises ValueError for a text that is not a stamp."""
    if len(stamp) < 18 or stamp[8] != "T" or not (stamp[:8] + stamp[9:18]).isdigit():
        raise ValueError(f"not a stamp: {stamp!r}")
    return datetime(
        int(stamp[0:4]), int(stamp[4:6]), int(stamp[6:8]),
        int(stamp[9:11]), int(stamp[11:13]), int(stamp[13:15]), int(stamp[15:18]) * 1000, UTC,
    )  # fmt: skip


def stamp_actor(stamp: str) -> str:
    """Return the actor of a stamp: four characters for the device, the rest for the process."""
    return stamp[19:]


def patches(record: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield the patches of a record in stamp order."""
    log = record.get(LOG) or {}
    for stamp in sorted(log):
        yield stamp, log[stamp]


def fold(log: Mapping[str, Mapping[str, Json]]) -> Record:
    """Return the plain fields of a log: for each field, the value with the greatest stamp."""
    fields: Record = {}
    for stamp in sorted(log):
        fields.update(log[stamp])
    return fields


def patched(record: Mapping[str, Json] | None, fields: Mapping[str, Json], ms: int, actor: str) -> tuple[Record, str]:
    """Return a new record with ``fields`` written at ``ms`` by ``actor``, and the stamp. The given record is not
    changed.

    The stamp is the later of ``ms`` and one millisecond past the newest stamp *of these fields*. So a machine whose
    clock is years ahead damages only the fields that it writes, and whoever saw its value can still change it. One
    change is one patch, so that a move and its reason stay together. Two changes never share a patch, so that each can
    be undone. A deletion is stamped past everything in the record; whatever is written later restores the record.
    """
    log = dict((record or {}).get(LOG) or {})
    stamp = stamp_after(max(log) if fields.get("gone") and log else _newest(log, fields), ms, actor)
    while stamp in log:
        stamp = stamp_after(stamp, ms, actor)
    log[stamp] = dict(fields)
    return {**fold(log), LOG: log}, stamp


def placed(record: Mapping[str, Json] | None, fields: Mapping[str, Json], stamp: str) -> tuple[Record, str]:
    """Return the record with a patch under its original stamp. A newer value of a field still wins."""
    log = dict((record or {}).get(LOG) or {})
    log[stamp] = {**log.get(stamp, {}), **fields}
    return {**fold(log), LOG: log}, stamp


def _newest(log: Mapping[str, Mapping[str, Json]], names: Mapping[str, Json]) -> str | None:
    return next((stamp for stamp in sorted(log, reverse=True) if any(name in names for name in log[stamp])), None)


def is_gone(record: Mapping[str, Json]) -> bool:
    """Return whether the record is a tombstone: ``gone`` was set and nothing was written after it."""
    if not record.get("gone"):
        return False
    log = record.get(LOG) or {}
    newest = max(log, default="")
    return not log or bool(log[newest].get("gone"))
