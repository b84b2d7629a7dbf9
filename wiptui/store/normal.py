"""What may be written: records that were made by patching."""

from __future__ import annotations

from wiptui.domain.record import Data, Record
from wiptui.sync.merge import META, META_ID, normal_meta


def normalised(old: Data, new: Data) -> Data:
    """``new`` with its changed records pruned. Raises ValueError for a record that is not the fold of its log."""
    result = dict(new)
    for name, table in new.items():
        have = old.get(name, {})
        if table is have:
            continue
        rows = {}
        for key, record in table.items():
            rows[key] = record if have.get(key) is record else _normal(name, key, record)
        result[name] = rows
    return result


def _normal(name: str, key: str, record: Record) -> Record:
    if (name, key) == (META, META_ID):
        return normal_meta(record)
    from wiptui.sync.adopt import adopted

    normal, wrong = adopted(record)
    if wrong or not (key.isascii() and key.isdigit() and key[0] != "0"):
        raise ValueError(f"record {key!r} of {name!r} was not made by patching: {', '.join(wrong) or 'bad id'}")
    return normal
