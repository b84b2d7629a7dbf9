"""Texts that were edited on both sides: the newest is shown, and the other one must not be forgotten.

Stamps alone do not tell whether the writer of the newer text had seen the older one. So whoever writes a long text says
what it stands on: beside ``note`` the same patch has ``note_after``, the stamp of the note that was on the screen.
"""

from __future__ import annotations

from wiptui.domain.record import LOG, Json, Record
from wiptui.sync.merge import same


def after(record: Record | None, field: str = "note") -> dict[str, Json]:
    """What to write beside a new value of ``field``: which ones it stands on. Empty for a first value.

    Where rivals were shown, the new value stands on them as well, which ends the rivalry.
    """
    heads = _heads(record or {}, field)
    if not heads:
        return {}
    return {f"{field}_after": heads[0] if len(heads) == 1 else heads}


def rivals(record: Record, field: str = "note") -> list[tuple[str, Json]]:
    """Stamps and values that nobody who wrote a newer one had seen, newest first; without the one that is shown.

    A value whose patch does not say what it stands on is taken to follow the newest before it.
    """
    heads = _heads(record, field)
    if len(heads) < 2:
        return []
    log = record[LOG]
    shown = log[heads[0]][field]
    others = [(stamp, log[stamp][field]) for stamp in heads[1:]]
    return [(stamp, value) for stamp, value in others if value not in (None, "") and not same(value, shown)]


def _heads(record: Record, field: str) -> list[str]:
    """The stamps of values that no newer one stands on, newest first: the first is the one that is shown."""
    log = record.get(LOG) or {}
    stamps = sorted(stamp for stamp, patch in log.items() if field in patch)
    stood_on: set[str] = set()
    for place, stamp in enumerate(stamps):
        told = log[stamp].get(f"{field}_after")
        before = [told] if isinstance(told, str) else told if isinstance(told, list) else stamps[:place][-1:]
        stood_on.update(other for other in before if isinstance(other, str) and other < stamp)
    return [stamp for stamp in reversed(stamps) if stamp not in stood_on]
