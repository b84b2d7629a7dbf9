"""History: what the log of a record says about when the task moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wiptui.domain.record import Json, stamp_actor, stamp_time

UNDOES = "undoes"
"""The field of an undo: the stamps whose moves it takes back. Both sides of it are struck from the history."""

EVENTS = {
    (None, "backlog"): "captured",
    (None, "ready"): "captured",
    ("backlog", "ready"): "selected",
    ("ready", "backlog"): "deferred",
    ("doing", "ready"): "put_back",
    ("waiting", "ready"): "put_back",
    ("doing", "backlog"): "put_back",
    ("waiting", "backlog"): "put_back",
    ("waiting", "doing"): "resumed",
    ("done", "doing"): "reopened",
    ("dropped", "doing"): "reopened",
}
BY_TARGET = {
    "doing": "started",
    "waiting": "waited",
    "done": "finished",
    "dropped": "dropped",
    "ready": "reopened",
    "backlog": "reopened",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One move, or a wait that was resolved (then ``came`` and ``to`` are both ``waiting``)."""

    at: datetime
    event: str
    came: str | None
    to: str
    device: str
    """The four-character code of the device that wrote it."""
    fields: Mapping[str, Json] = field(default_factory=dict)
    """What was written in the same patch: on whom, why, the limit it was made under."""


def transitions(log: Mapping[str, Mapping[str, Json]]) -> tuple[Transition, ...]:
    """The moves that a log tells, in stamp order, without those that were undone and the undoing itself."""
    struck = _struck(log)
    moves: list[Transition] = []
    state: str | None = None
    for stamp in sorted(log):
        patch = log[stamp]
        if stamp in struck or UNDOES in patch:
            continue
        came = state
        to = patch.get("state", state)
        if isinstance(to, str) and to != came:
            event = EVENTS.get((came, to)) or BY_TARGET.get(to, "moved")
            state = to
        elif patch.get("resolved_at") and came == "waiting":
            to, event = came, "resolved"
        else:
            continue
        moves.append(Transition(stamp_time(stamp), event, came, to, stamp_actor(stamp)[:4], patch))
    return tuple(moves)


def first_time(log: Mapping[str, Mapping[str, Json]]) -> datetime | None:
    """The instant of the oldest patch."""
    return stamp_time(min(log)) if log else None


def _struck(log: Mapping[str, Mapping[str, Json]]) -> set[str]:
    """Stamps taken back by an undo that was not itself taken back by a redo, newest first."""
    struck: set[str] = set()
    for stamp in sorted(log, reverse=True):
        undone = log[stamp].get(UNDOES)
        if isinstance(undone, list) and stamp not in struck:
            struck.update(item for item in undone if isinstance(item, str))
    return struck
