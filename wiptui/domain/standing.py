"""Where records of tasks stand, told without reading each into a Task."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.record import LOG, Record, is_gone
from wiptui.domain.task import STATES, State


def state_of(record: Record | None) -> State | None:
    """The state that a record counts in; None where there is none, or it is gone."""
    if record is None or ("gone" in record and is_gone(record)):
        return None
    state = record.get("state")
    return STATES.get(state, State.READY) if isinstance(state, str) else State.READY


def ids_by_state(rows: Iterable[tuple[str, Record]]) -> dict[State, list[int]]:
    """Ids of the tasks that are not gone, by state, without reading each into a Task."""
    found: dict[State, list[int]] = {state: [] for state in State}
    for key, record in rows:
        state = state_of(record)
        if state is not None:
            found[state].append(int(key))
    return found


def touched_since(record: Record, floor: str, eve: str) -> bool:
    """Whether anything can have happened to a record since a stamp, or the day after ``eve``; never a wrong no."""
    created = record.get("created")
    return max(record.get(LOG) or {}, default="") >= floor or (isinstance(created, str) and created >= eve)
