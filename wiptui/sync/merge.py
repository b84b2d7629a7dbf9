"""Merges two replicas.

A merge takes the union of ids, of the stamps within a record and of the fields within a stamp; then it prunes and
folds. These laws hold for all data in normal form (:func:`folded` records, :func:`normal_meta`), for any clocks, actors
and devices:

* **commutative**   ``merge(a, b) == merge(b, a)``
* **associative**   ``merge(merge(a, b), c) == merge(a, merge(b, c))``
* **idempotent**    ``merge(a, a) == a``
* **fixpoint**      ``merge(merge(a, b), b) == merge(a, b)``: a second pass writes nothing
* **nothing lost**  each patch of ``a`` and ``b`` is in the result, except long values beyond the newest eight that the
  writer of a newer value had seen

So replicas that saw the same changes have the same content, and the codec writes the same bytes. Unknown tables and
fields are merged like known ones. Nothing is ever deleted (a tombstone is a field). Limits do not matter here.

Two values can stand under one stamp and field, though no program writes them so (see
:func:`wiptui.domain.core.record.patched`): then the value with the larger canonical JSON wins. The order of merges
shows in one case only: one of the two values is long, the other short, and pruning met the long one first. Replicas
still converge, and the winner of the field is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.domain.core.record import AFTER, LOG, Data, Json, Record, Table, canonical, fold
from wiptui.domain.core.tables import rows_besides, with_rows
from wiptui.domain.fields import VERSIONED
from wiptui.domain.tasks.history import UNDOES

META = "meta"
META_ID = "1"
LONG_BYTES = 64
"""Values whose JSON has more bytes are pruned; shorter ones (states, dates, ranks) are kept for ever."""
KEEP_LONG = 8

Log = Mapping[str, Mapping[str, Json]]


def merge(*sides: Data) -> Data:
    """Merge all sides. A record that one side has in full stays the same object."""
    result = sides[0] if sides else {}
    for side in sides[1:]:
        result = _merge_two(result, side)
    return result


def merge_records(one: Record, two: Record) -> Record:
    """Merge two versions of one record; return ``one`` or ``two`` itself when it contains the other."""
    if one is two:
        return one
    log_one: Log = one.get(LOG) or {}
    log_two: Log = two.get(LOG) or {}
    news = _news(log_one, log_two)
    if not news:
        return one
    if not _news(log_two, log_one):
        return two
    log = pruned({**log_one, **news})
    if not _news(log_one, log):
        return one  # what the other side had beyond it was pruned again
    return two if not _news(log_two, log) else {**fold(log), LOG: log}


def folded(log: Log) -> Record:
    """Make the record in normal form from a log: prune it, then fold it."""
    kept = pruned(log)
    return {**fold(kept), LOG: kept}


def pruned(log: Log) -> Log:
    """Remove old long values from a log. Of each field, the newest eight values of more than 64 bytes of JSON stay.

    Texts that no writer of a newer text had seen stay too, and so do the fields that say what was seen or undone.

    This is safe with unknown peers: the choice depends only on stamps and on fields that are never pruned. Every
    replica prunes the same values, and prunes a value again when a peer sends it back.
    """
    if len(log) <= KEEP_LONG:
        return log
    seen: dict[str, int] = {}
    drop: set[tuple[str, str]] = set()
    for stamp in sorted(log, reverse=True):
        for name, value in log[stamp].items():
            if is_long(value) and name != UNDOES and not name.endswith(AFTER):
                seen[name] = seen.get(name, 0) + 1
                if seen[name] > KEEP_LONG:
                    drop.add((stamp, name))
    if not drop:
        return log
    # few records have so many long values: others are read sooner
    from wiptui.domain.tasks.concurrent_edits import pending

    for name in {name for _, name in drop}.intersection(VERSIONED):
        drop.difference_update((stamp, name) for stamp in pending(log, name))
    if not drop:
        return log
    kept = {
        stamp: {name: value for name, value in patch.items() if (stamp, name) not in drop}
        for stamp, patch in log.items()
    }
    return {stamp: patch for stamp, patch in kept.items() if patch}


def is_long(value: Json) -> bool:
    """Whether the value's JSON is past 64 bytes of UTF-8."""
    if value is None or isinstance(value, bool | float):
        return False
    if isinstance(value, str) and len(value) <= (LONG_BYTES - 2) // 6:
        return False  # even if each letter were escaped
    return len(canonical(value).encode("utf-8", "backslashreplace")) > LONG_BYTES


def same(one: Json, two: Json) -> bool:
    """Whether two values are the same JSON. Unlike ``==`` it tells 1, 1.0 and true apart."""
    if one is two:
        return True
    if type(one) is not type(two):
        return False
    if isinstance(one, str | int):
        return bool(one == two)
    return canonical(one) == canonical(two)


def merge_meta(one: Record, two: Record) -> Record:
    """Merge two versions of the record of the database, which has no log.

    When two databases become one, because each machine created its own before the first sync, the smaller id stays and
    the other goes to ``also``, so that replicas of both know that they belong together.
    """
    if same(one, two):
        return one
    result = dict(one)
    for name, value in two.items():
        if name not in result or _size(value) > _size(result[name]):
            result[name] = value
    result["also"] = [*(database_ids(one) | database_ids(two))]
    united = normal_meta(result)
    return one if same(united, one) else two if same(united, two) else united


def normal_meta(meta: Record) -> Record:
    """Sort the ids of the meta record: the smallest is ``db``, the others go to ``also``."""
    names = sorted(database_ids(meta))
    result = {name: value for name, value in meta.items() if name not in ("db", "also")}
    if names:
        result["db"] = names[0]
    if len(names) > 1:
        result["also"] = names[1:]
    return result


def _size(value: Json) -> tuple[float, str]:
    """The sort key of values in the meta record: schema 10 is larger than schema 9."""
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
    return number, canonical(value)


def database_ids(meta: Record) -> frozenset[str]:
    """All ids of the database in a meta record."""
    also = meta.get("also")
    names = [meta.get("db"), *(also if isinstance(also, list) else [])]
    return frozenset(name for name in names if isinstance(name, str) and name)


def _merge_two(one: Data, two: Data) -> Data:
    if one is two or not two:
        return one
    if not one:
        return two
    result: dict[str, Table] = {}
    for name, table in two.items():
        mine = one.get(name)
        united = table if mine is None else _merge_tables(name, mine, table)
        if united is not mine:
            result[name] = united
    return {**one, **result} if result else one


def _merge_tables(name: str, one: Table, two: Table) -> Table:
    if one is two:
        return one
    rows: dict[str, Record] = {}
    for key, record in rows_besides(one, two):
        mine = one.get(key)
        if mine is record:
            continue
        unite = merge_meta if (name, key) == (META, META_ID) else merge_records
        united = record if mine is None else unite(mine, record)
        if united is not mine:
            rows[key] = united
    return with_rows(one, rows) if rows else one


def _news(mine: Log, other: Log) -> dict[str, Mapping[str, Json]]:
    """The patches that ``other`` adds to ``mine``, each merged with the patch of ``mine`` under that stamp."""
    news: dict[str, Mapping[str, Json]] = {}
    for stamp, patch in other.items():
        have = mine.get(stamp)
        if have is None:
            news[stamp] = patch
        elif have is not patch:
            both = _merge_patches(have, patch)
            if both is not have:
                news[stamp] = both
    return news


def _merge_patches(one: Mapping[str, Json], two: Mapping[str, Json]) -> Mapping[str, Json]:
    result: dict[str, Json] | None = None
    for name, value in two.items():
        if name in one:
            have = one[name]
            if same(have, value) or canonical(have) > canonical(value):
                continue
        if result is None:
            result = dict(one)
        result[name] = value
    return one if result is None else result


def related(one: Data, two: Data) -> bool:
    """Whether two data belong to one database: they share a database id or a record with a random id.

    Data without a meta record, such as from a torn file, is related to whatever it was found beside.
    """
    names_one = database_ids(one.get(META, {}).get(META_ID, {}))
    names_two = database_ids(two.get(META, {}).get(META_ID, {}))
    if not names_one or not names_two or names_one & names_two:
        return True
    return any(
        len(key) > 9 and key in two.get(name, {})
        for name, table in one.items()
        if name not in (META, "devices")
        for key in table
    )
