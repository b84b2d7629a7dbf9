"""Data files in which anything may be odd: types, times, numbers, nesting, lines; and a few sound tasks among them."""
# ruff: noqa: E501

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import hostile
from builders import NOON
from fuzz_seeds import VALUES

from wiptui.domain.core.record import LOG, patched

SOUND = {str(4503599627370497 + 1000 * number): f"sound {number}" for number in range(4)}
"""Tasks that nothing is done to: their ids and titles."""
STAMPS = [
    "89991231T235959999-zzzz99999", "89990101T000000000-q8f2k", "99991231T235959999-q8f2k", "10000101T000000000-q8f2k",
    "00010101T000000000-q8f2k", "20261340T990000000-q8f2k", "20261122T091500123", "", "soon", "２０２６1122T130500123-q8f2k",
    "20991122T091500123-q8f2k1234", "19700101T000000000-", "20261122T091500123-" + "x" * 300,
]  # fmt: skip
TIMES = [
    "8999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-22T25:61Z",
    "2026-11-22T09:00:00+99:00", "1969-12-31T23:59:59-14:00", 10**30, -1, 1e300,
]  # fmt: skip
DEEP: Any = 1
for _ in range(60):
    DEEP = [DEEP]
ODD = [*VALUES, *TIMES, DEEP, 10**4100, "\ufffd", "9" * 400, [None] * 50, {"": {"": None}}, {LOG: {}}]
LINES = [
    '"1":', '"77":{"_log":{"20261122T0915', '"77":[1,2],', '"78":{"title":"by hand"},', '{"a":' * 300, "[" * 3000, "<<<<<<< HEAD",
    "=======", ">>>>>>> x", '"0":{}', "}}", '"79":{"_log":{"20261122T130500000-aaaa11111":{"a":NaN}},"a":Infinity},',
    '"80":{"_log":{"20261122T130500000-aaaa11111":{"due":%s}}},' % ("9" * 5000), '"n":1e999', "\0\0\0", "\ufeff", "\u2028", '"_log":{',
]  # fmt: skip


def tables(random: Random, share: float = 0.06) -> dict[str, Any]:
    """Records of every table with about ``share`` of their values odd, and the sound tasks."""
    made: dict[str, Any] = copy.deepcopy(hostile.harmless())
    for table in made.values():
        for key, record in table.items():
            if random.random() < 0.6:
                table[key] = _odd_record(random, record, share)
    for name, value in (("tasks", "x"), ("unheard of", {"1": 5}), ("stints", {"7": []})):
        if random.random() < 0.2:
            made.setdefault(name, {})[random.choice(["5", "x", "0", "99999999999999999999"])] = value
    for number, (key, title) in enumerate(SOUND.items()):
        record, _ = patched(None, {"title": title, "state": "ready", "rank": f"b{number}"}, _ms(), "k3fqq8f2k")
        made["tasks"][key] = record
    return made


def raw(random: Random) -> bytes:
    """The bytes of such a file, in one of several layouts, with odd lines between its lines."""
    text = json.dumps(tables(random), indent=random.choice([None, 0, 1]), ensure_ascii=random.random() < 0.5)
    if random.random() < 0.5:
        lines = text.replace('}, "', '},\n"').split("\n")
        first = next(number for number, line in enumerate(lines) if min(SOUND) in line)
        last = max(number for number, line in enumerate(lines) if '"sound ' in line) + 6  # where its record ends
        for _ in range(random.randint(0, 4)):
            at = random.randint(0, len(lines))
            at = first if first < at <= last else at
            lines.insert(at, random.choice(LINES))
            first, last = first + (at <= first), last + (at <= last)
        text = "\n".join(lines)
    return text.encode("utf-8", "surrogatepass" if random.random() < 0.3 else "backslashreplace")


def _ms() -> int:
    return round(NOON.timestamp() * 1000) - 3_600_000


def _odd_record(random: Random, record: dict[str, Any], share: float) -> Any:
    if random.random() < share / 4:
        return random.choice(ODD)
    made = {name: _odd(random, value, share) for name, value in record.items() if name != LOG}
    log = record.get(LOG, {})
    if random.random() < share:
        return {**made, LOG: random.choice(ODD)}
    patches: dict[str, Any] = {}
    for stamp, patch in log.items():
        as_read = {
            name: made[name] if name in made and record[name] == value else value for name, value in patch.items()
        }
        row = as_read if random.random() > share else _odd(random, patch, share)
        patches[random.choice(STAMPS) if random.random() < share else stamp] = row
    return {**made, LOG: patches}


def _odd(random: Random, value: Any, share: float) -> Any:
    """The value, or an odd one in its place, or one with odd parts."""
    if random.random() < share:
        return copy.deepcopy(random.choice(ODD))
    if isinstance(value, dict):
        return {(random.choice(STAMPS) if random.random() < share / 4 else name): _odd(random, item, share)
                for name, item in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_odd(random, item, share) for item in value] * random.choice([1, 1, 1, 2])
    return value
