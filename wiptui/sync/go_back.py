"""Restoring a snapshot: the changes that lead from the current data to the data of a snapshot.

They get new stamps, so a restore travels to the other machines like any other change. Stints, interruptions, refusals
and devices are not touched: they say what happened.
"""

from __future__ import annotations

from wiptui.domain.board import DEVICES, INTERRUPTS, REFUSALS, STINTS, Change
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import AFTER, LOG, Data, Json, Record, is_gone, patches, stamp_ms
from wiptui.domain.tasks.history import UNDOES
from wiptui.sync.merge import META, same

KEPT = frozenset({META, DEVICES, STINTS, INTERRUPTS, REFUSALS})
"""Tables that a restore does not touch."""


@dataclass(frozen=True, slots=True)
class RestoreStep:
    """What a restore does to one record."""

    table: str
    id: int
    kind: str
    """``back`` (it was gone or unknown), ``gone`` (it came later) or ``changed``."""
    title: str
    fields: dict[str, tuple[Json, Json]]
    """The changed fields, each with its value now and then."""
    changes: tuple[Change, ...]


def restore_steps(now: Data, then: Data) -> tuple[RestoreStep, ...]:
    """The steps that turn ``now`` into ``then``; none when they are equal."""
    steps = []
    for name in sorted({*now, *then} - KEPT):
        rows_now, rows_then = now.get(name, {}), then.get(name, {})
        for key in sorted({*rows_now, *rows_then}, key=int):
            step = _step(name, int(key), rows_now.get(key), rows_then.get(key))
            if step is not None:
                steps.append(step)
    return tuple(steps)


def _step(table: str, key: int, now: Record | None, then: Record | None) -> RestoreStep | None:
    is_there, was_there = now is not None and not is_gone(now), then is not None and not is_gone(then)
    title = str((now or {}).get("title") or (then or {}).get("title") or "")
    if not was_there:
        if not is_there:
            return None
        return RestoreStep(table, key, "gone", title, {}, (Change(table, key, {"gone": True}),))
    assert then is not None
    if now is None:
        told = tuple(Change(table, key, dict(patch), stamp_ms(stamp)) for stamp, patch in patches(then))
        return RestoreStep(table, key, "back", title, {}, told)
    fields = _differing(now, then)
    if not is_there:
        news = {name: value for name, (_, value) in fields.items()} | {"gone": None}
        return RestoreStep(table, key, "back", title, fields, (Change(table, key, news),))
    if not fields:
        return None
    return RestoreStep(
        table, key, "changed", title, fields, (Change(table, key, {n: new for n, (_, new) in fields.items()}),)
    )


def _differing(now: Record, then: Record) -> dict[str, tuple[Json, Json]]:
    """The fields that differ, without ``*_after`` fields, which the new patch sets itself."""
    names = sorted(name for name in {*now, *then} - {LOG, UNDOES, "gone"} if not name.endswith(AFTER))
    pairs = {name: (now.get(name), then.get(name)) for name in names}
    return {name: (mine, his) for name, (mine, his) in pairs.items() if not same(mine, his)}
