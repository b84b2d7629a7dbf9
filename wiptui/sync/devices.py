"""Which devices wrote into the database and when, derived from the stamps in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Data, Json, make_stamp, stamp_ms
from wiptui.sync.hand_edits import BY_HAND, is_stamp

CODE_LETTERS = 4
DAY_MS = 86_400_000
DRIFT_MS = DAY_MS
"""Milliseconds: a stamp further ahead than this came from a wrong clock."""


@dataclass(frozen=True, slots=True)
class DeviceActivity:
    """What the log knows about one device."""

    code: str
    name: str
    """Its name for people; the code when the data has no name for it."""
    zone: str | None
    last_ms: int | None
    """Its newest stamp that a correct clock may have written, in UTC milliseconds; None when there is none."""
    changes: int
    """The number of its patches in the log."""
    ahead_ms: int
    """How far its clock was ahead at worst, in milliseconds; 0 for less than a day."""


def device_activity(data: Data, now_ms: int) -> list[DeviceActivity]:
    """All devices that wrote, the latest first. ``now_ms`` (UTC milliseconds) tells wrong clocks from correct ones."""
    last: dict[str, str] = {}
    changes: dict[str, int] = {}
    ahead: dict[str, int] = {}
    newest_good = make_stamp(now_ms + DRIFT_MS, "~")
    for table in data.values():
        for record in table.values():
            log = record.get(LOG) or {}
            late = []
            for stamp in log:
                code = stamp[19 : 19 + CODE_LETTERS]
                changes[code] = changes.get(code, 0) + 1
                if stamp > newest_good:
                    late.append(stamp)
                elif stamp > last.get(code, ""):
                    last[code] = stamp
            for stamp in _ahead(log, late):
                code = stamp[19 : 19 + CODE_LETTERS]
                ahead[code] = max(stamp_ms(stamp) - now_ms, ahead.get(code, 0))
    told = {code: record for record in data.get("devices", {}).values() if isinstance(code := record.get("code"), str)}
    rows = [
        DeviceActivity(
            code,
            _text(told.get(code), "name") or ("an edit by hand" if code == BY_HAND else code),
            _text(told.get(code), "zone"),
            stamp_ms(last[code]) if code in last else None,
            count,
            ahead.get(code, 0),
        )
        for code, count in changes.items()
    ]
    return sorted(rows, key=lambda row: (-(row.last_ms or 0), row.name, row.code))


def _ahead(log: Mapping[str, Mapping[str, Json]], late: list[str]) -> Iterator[str]:
    """Those of the stamps from the future that did not have to follow another one: their clock was ahead.

    Whoever edits a field after such a stamp writes the next millisecond, however correct the clock; a deletion follows
    the newest stamp of the whole record.
    """
    newest: dict[str, int] = {}
    newest_of_all = 0
    for stamp in sorted(filter(is_stamp, late)):
        ms, patch = stamp_ms(stamp), log[stamp]
        before = max((newest.get(name, 0) for name in patch), default=0)
        if max(before, newest_of_all if patch.get("gone") else 0) < ms - 1:
            yield stamp
        newest.update(dict.fromkeys(patch, ms))
        newest_of_all = ms


def _text(record: Mapping[str, Json] | None, field: str) -> str | None:
    value = (record or {}).get(field)
    return value if isinstance(value, str) and value else None
