"""Finds what a change adds, and checks that its records were made by patching."""

from __future__ import annotations

from wiptui.domain.core.record import Data, Record
from wiptui.domain.core.tables import news_of
from wiptui.sync.merge import META, META_ID, merge_meta, merge_records, normal_meta


def changes(old: Data, new: Data) -> Data:
    """Return the records of ``new`` that add something to ``old``, pruned.

    Raises ValueError for a record that is not the fold of its log.
    """
    result: dict[str, dict[str, Record]] = {}
    for name, table in new.items():
        have = old.get(name, {})
        if table is have:
            continue
        rows = {key: _normal(name, key, table[key]) for key in news_of(have, table)}
        news = {key: row for key, row in rows.items() if not _is_known(name, key, have.get(key), row)}
        if news:
            result[name] = news
    return result


def difference(old: Data, new: Data) -> Data:
    """The records of ``new`` that are other objects than in ``old``."""
    result: dict[str, dict[str, Record]] = {}
    for name, table in new.items():
        have = old.get(name, {})
        if table is not have:
            news = {key: table[key] for key in news_of(have, table)}
            if news:
                result[name] = news
    return result


def _normal(name: str, key: str, record: Record) -> Record:
    if (name, key) == (META, META_ID):
        return normal_meta(record)
    from wiptui.sync.hand_edits import normalized  # lazy: the board does without it

    normal, wrong = normalized(record)
    if wrong or not (key.isascii() and key.isdigit() and key[0] != "0"):
        raise ValueError(f"record {key!r} of {name!r} was not made by patching: {', '.join(wrong) or 'bad id'}")
    return normal


def _is_known(name: str, key: str, have: Record | None, row: Record) -> bool:
    if have is None:
        return False
    if (name, key) == (META, META_ID):
        return merge_meta(have, row) is have
    return merge_records(have, row) is have
