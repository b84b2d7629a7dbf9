"""The history of a task, read from the log of its record."""

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
"""The field of an undo: the stamps of the moves that it reverts. The history leaves both out."""

MOVED_AT = "moved_at"
"""When a move really was, where it was told late or corrected: a field of the patch of the move, or with ``WHEN`` of a
later patch about it. The log keeps both times, and the later word counts."""
WHEN = "when"
"""The stamp of the move that a patch corrects."""

EARLY = "1971"
"""Stamps before this one mean that the time is unknown."""
DERIVED = ("comes_after", "source")
"""Fields of a first patch that is equal on all machines: of a task that comes again, or that came from outside."""
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
    """One move, or the end of a wait (then ``came`` and ``to`` are both ``waiting``)."""

    at: datetime
    event: str
    came: str | None
    to: str
    device: str
    """The four-character code of the device that wrote it."""
    fields: Mapping[str, Json] = field(default_factory=dict)
    """What the same patch wrote: on whom, why, the limit in force."""


Move = tuple[str, str | None, str, Mapping[str, Json]]
"""``(stamp, came, to, patch)``. If ``came`` equals ``to``, a wait ended or was renewed after that."""


def moves(log: Mapping[str, Mapping[str, Json]]) -> list[Move]:
    """Return the moves of a log as plain tuples in stamp order, without undone moves and their undo.

    The last move leads to the state that the log folds to. If an undo crossed another person's move, that counts as a
    move.
    """
    return timed_moves(log, str)


def timed_moves(
    log: Mapping[str, Mapping[str, Json]], time: Callable[[str], T], *, undone: bool = True
) -> list[tuple[T, str | None, str, Mapping[str, Json]]]:
    """Return the same with ``time(stamp)`` in place of each stamp.

    ``undone=False`` states that the log has no undo, which saves the search for one.
    """
    struck = _undone_stamps(log) if undone else None
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
    """Yield the moves of the patches except those in ``apart``."""
    found: list[tuple[T, str | None, str, Mapping[str, Json]]] = []
    state: str | None = None
    resolved = False
    came = creation_stamp(log)
    told = _told_times(log, apart)
    latest = ""
    for stamp in sorted(log):
        if stamp in apart:
            continue
        patch = log[stamp]
        to = patch.get("state")
        moved = to if isinstance(to, str) and to != state else None
        turned = state == "waiting" and "resolved_at" in patch and bool(patch["resolved_at"]) is not resolved
        if moved is None and not turned:
            continue
        at = came if came and stamp < EARLY else stamp
        if told:
            latest = at = max(told.get(stamp, at), latest)  # two machines may have told times out of their order
        found.append((time(at), state, moved or "waiting", patch))
        state, resolved = moved or state, not resolved if moved is None else False
    return found


def move_stamps(log: Mapping[str, Mapping[str, Json]]) -> list[tuple[str, str, str | None, str]]:
    """Return the moves as ``(stamp, told, came, to)``: the stamp of the patch, by which a correction names it, and the
    one of the time that counts.
    """
    by_patch = {id(patch): stamp for stamp, patch in log.items()}
    return [(by_patch[id(patch)], at, came, to) for at, came, to, patch in moves(log) if came != to]


def _told_times(log: Mapping[str, Mapping[str, Json]], apart: Set[str]) -> dict[str, str]:
    """Return the stamps of the times that were told, by the stamps of the moves; none is after it was told."""
    found: dict[str, str] = {}
    if not any(MOVED_AT in patch for patch in log.values()):
        return found
    for stamp in sorted(log):
        patch = log[stamp]
        said = patch.get(MOVED_AT)
        of = patch.get(WHEN) or stamp
        if stamp in apart or not isinstance(said, str) or not isinstance(of, str):
            continue
        told = "".join(ch for ch in said if ch in "0123456789T") + of[18:]
        if len(told) == len(of) and EARLY < told[:18] <= stamp[:18] and _is_time(told):
            found[of] = told
    return found


def _is_time(stamp: str) -> bool:
    try:
        stamp_time(stamp)
    except ValueError:
        return False
    return True


def creation_stamp(log: Mapping[str, Mapping[str, Json]]) -> str | None:
    """Return the stamp at which a recurring or captured task was created; None for any other task.

    Its first patch is of 1970 and holds ``created``. The task existed at the latest when the next patch was written,
    whichever ``created`` a merge kept.
    """
    first = min(log, default=EARLY)
    if first >= EARLY:
        return None
    said = log[first].get("created")
    if not any(name in log[first] for name in DERIVED) or not isinstance(said, str):
        return None
    stamp = "".join(ch for ch in said if ch in "0123456789T") + first[18:]
    return min([stamp, *sorted(log)[1:2]]) if len(stamp) == len(first) else None


def transitions(log: Mapping[str, Mapping[str, Json]]) -> tuple[Transition, ...]:
    """Return the same moves for display: with an instant, an event name and the device. Renewed waits are left out."""
    told: list[Transition] = []
    for stamp, came, to, patch in moves(log):
        if came == to and not patch.get("resolved_at"):
            continue
        event = "resolved" if came == to else EVENTS.get((came, to)) or BY_TARGET.get(to, "moved")
        told.append(Transition(stamp_time(stamp), event, came, to, stamp_actor(stamp)[:4], patch))
    return tuple(told)


def stamps_in_force(log: Mapping[str, Mapping[str, Json]]) -> set[str]:
    """Return the stamps of a log without undone patches and their undo."""
    struck = _undone_stamps(log)
    return set(log) if struck is None else {stamp for stamp in log if stamp not in struck and UNDOES not in log[stamp]}


def first_time(log: Mapping[str, Mapping[str, Json]]) -> datetime | None:
    """Return the instant of the oldest patch."""
    return stamp_time(min(log)) if log else None


def _undone_stamps(log: Mapping[str, Mapping[str, Json]]) -> set[str] | None:
    """Return the stamps that an undo reverted, unless a redo restored them, newest first; None if there is no undo."""
    if not any(UNDOES in patch for patch in log.values()):
        return None
    struck: set[str] = set()
    for stamp in sorted(log, reverse=True):
        undone = log[stamp].get(UNDOES)
        if isinstance(undone, list) and stamp not in struck:
            struck.update(item for item in undone if isinstance(item, str))
    return struck
