"""History: what the log of a record says about when the task moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import datetime

from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import Json, stamp_actor, stamp_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")
UNDOES = "undoes"
"""The field of an undo: the stamps whose moves it takes back. Both sides of it are struck from the history."""

EARLY = "1971"
"""What is stamped before is of a time that nobody was told."""
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


Move = tuple[str, str | None, str, Mapping[str, Json]]
"""``(stamp, came, to, patch)``; where ``came`` equals ``to``, a wait was resolved, or renewed after that."""


def moves(log: Mapping[str, Mapping[str, Json]]) -> list[Move]:
    """The moves that a log tells, lean, in stamp order, without those that were undone and the undoing itself.

    The last one leads to the state that the log folds to: where an undo crossed somebody else's move, that is a move.
    """
    return timed_moves(log, str)


def timed_moves(
    log: Mapping[str, Mapping[str, Json]], time: Callable[[str], T], *, undone: bool = True
) -> list[tuple[T, str | None, str, Mapping[str, Json]]]:
    """The same with ``time(stamp)`` in the place of each stamp.

    ``undone=False`` says that there is no undo in the log, which saves looking for one.
    """
    struck = _struck(log) if undone else None
    if struck is None:
        return _moves(log, frozenset(), time)
    apart = struck | {stamp for stamp, patch in log.items() if UNDOES in patch}
    found = _moves(log, apart, time)
    newest = max((stamp for stamp, patch in log.items() if isinstance(patch.get("state"), str)), default="")
    if newest in apart and (not found or found[-1][2] != log[newest]["state"]):
        return _moves(log, apart - {newest}, time)
    return found


def _moves(
    log: Mapping[str, Mapping[str, Json]], apart: Set[str], time: Callable[[str], T]
) -> list[tuple[T, str | None, str, Mapping[str, Json]]]:
    """The moves that the patches tell, but for those ``apart``."""
    found: list[tuple[T, str | None, str, Mapping[str, Json]]] = []
    state: str | None = None
    resolved = False
    came = born(log)
    for stamp in sorted(log):
        if stamp in apart:
            continue
        patch = log[stamp]
        to = patch.get("state")
        if isinstance(to, str) and to != state:
            found.append((time(came if came and stamp < EARLY else stamp), state, to, patch))
            state, resolved = to, False
        elif state == "waiting" and "resolved_at" in patch and bool(patch["resolved_at"]) is not resolved:
            found.append((time(stamp), state, state, patch))
            resolved = not resolved
    return found


def born(log: Mapping[str, Mapping[str, Json]]) -> str | None:
    """The stamp at which a task that comes again came; None for any other.

    Its first patch is of 1970 and says ``created``. It came at the latest when the next thing was done with it,
    whichever machine's ``created`` a merge kept.
    """
    first = min(log, default=EARLY)
    if first >= EARLY:
        return None
    said = log[first].get("created")
    if "comes_after" not in log[first] or not isinstance(said, str):
        return None
    stamp = "".join(ch for ch in said if ch in "0123456789T") + first[18:]
    return min([stamp, *sorted(log)[1:2]]) if len(stamp) == len(first) else None


def transitions(log: Mapping[str, Mapping[str, Json]]) -> tuple[Transition, ...]:
    """The same moves for people: with an instant, the name of the event and the device. A renewed wait is none."""
    told: list[Transition] = []
    for stamp, came, to, patch in moves(log):
        if came == to and not patch.get("resolved_at"):
            continue
        event = "resolved" if came == to else EVENTS.get((came, to)) or BY_TARGET.get(to, "moved")
        told.append(Transition(stamp_time(stamp), event, came, to, stamp_actor(stamp)[:4], patch))
    return tuple(told)


def standing(log: Mapping[str, Mapping[str, Json]]) -> set[str]:
    """The stamps of a log without what was undone and the undoing itself."""
    struck = _struck(log)
    return set(log) if struck is None else {stamp for stamp in log if stamp not in struck and UNDOES not in log[stamp]}


def first_time(log: Mapping[str, Mapping[str, Json]]) -> datetime | None:
    """The instant of the oldest patch."""
    return stamp_time(min(log)) if log else None


def _struck(log: Mapping[str, Mapping[str, Json]]) -> set[str] | None:
    """Stamps taken back by an undo that was not itself taken back by a redo, newest first; None without any undo."""
    if not any(UNDOES in patch for patch in log.values()):
        return None
    struck: set[str] = set()
    for stamp in sorted(log, reverse=True):
        undone = log[stamp].get(UNDOES)
        if isinstance(undone, list) and stamp not in struck:
            struck.update(item for item in undone if isinstance(item, str))
    return struck
