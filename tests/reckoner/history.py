"""What a raw log tells of a task: when it stood in which phase."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WIP = ("doing", "waiting", "queue")
"""Phases in work: the state waiting is ``waiting`` until it is resolved, then ``queue``."""
ENDED = ("done", "dropped")


def ms_of(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


def ms_of_text(text: str) -> int:
    return ms_of(datetime.fromisoformat(text).astimezone(UTC))


@cache
def ms_of_stamp(stamp: str) -> int:
    return ms_of(datetime.strptime(stamp[:18], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC))


def time_of(stamp: str, log: dict[str, dict[str, Any]]) -> int:
    """When a patch was made. The first of a task that comes again is of 1970, so that two machines make one: it came
    when it was ``created``, at the latest when somebody moved it.
    """
    if stamp < "1971" and ("comes_after" in log[stamp] or "source" in log[stamp]):
        return min([ms_of_text(log[stamp]["created"]), *map(ms_of_stamp, sorted(log)[1:2])])
    return ms_of_stamp(stamp)


def folded(log: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Field by field the value with the greatest stamp."""
    fields: dict[str, Any] = {}
    for stamp in sorted(log):
        fields.update(log[stamp])
    return fields


def is_gone(log: dict[str, dict[str, Any]]) -> bool:
    """A tombstone, and nothing was written after it."""
    return bool(folded(log).get("gone") and log[max(log)].get("gone"))


def undone(log: dict[str, dict[str, Any]]) -> set[str]:
    """The stamps of what was taken back, by an undo that was not taken back itself, and of all undoing."""
    struck: set[str] = set()
    for stamp in sorted(log, reverse=True):
        if "undoes" in log[stamp] and stamp not in struck:
            struck.update(log[stamp]["undoes"] or ())
    return struck | {stamp for stamp in log if "undoes" in log[stamp]}


@dataclass
class Past:
    """One task: its plain fields now, and its phases ``(ms, phase)`` in order of time."""

    id: int
    log: dict[str, dict[str, Any]]
    now: int
    fields: dict[str, Any] = field(init=False)
    phases: list[tuple[int, str]] = field(init=False)
    created: int = field(init=False)

    def __post_init__(self) -> None:
        self.fields = folded(self.log)
        self.phases = [(min(time_of(stamp, self.log), self.now), phase) for stamp, phase in phases_of(self.log)]
        said = self.fields.get("created")
        times = [ms_of_text(said) if said else time_of(min(self.log), self.log)]
        self.created = min([*times, *(ms for ms, _ in self.phases[:1]), self.now])

    def phase_before(self, ms: int) -> str | None:
        """Where it is just before an instant; None while it does not exist."""
        before = [phase for at, phase in self.phases if at < ms]
        return before[-1] if before else None

    def said_before(self, name: str, ms: int) -> Any:
        """The value that a field had just before an instant."""
        known = {stamp: patch for stamp, patch in self.log.items() if min(ms_of_stamp(stamp), self.now) < ms}
        return folded(known).get(name)

    @property
    def first_start(self) -> int | None:
        """The commitment point: the first entry into doing or waiting."""
        return next((ms for ms, phase in self.phases if phase in WIP), None)

    def ended(self, phase: str) -> int | None:
        """When it came into ``phase`` last, if it is there now."""
        return self.phases[-1][0] if self.phases and self.phases[-1][1] == phase else None

    @property
    def phase(self) -> str:
        """Where it is; of a task of which only a part was known at a time, nobody said anything else than ready."""
        return self.phases[-1][1] if self.phases else "ready"

    def exits_from(self, phase: str) -> list[int]:
        """The instants at which it left a phase."""
        return [ms for (_, came), (ms, _) in pairwise(self.phases) if came == phase]

    def turns(self) -> list[tuple[int, int]]:
        """Entries into work as ``(ms, 1)``, exits as ``(ms, -1)``."""
        found, inside = [], False
        for ms, phase in self.phases:
            if (phase in WIP) is not inside:
                inside = not inside
                found.append((ms, 1 if inside else -1))
        return found

    def spells(self) -> list[tuple[int, int | None]]:
        """Spans in work; the last may still run."""
        ends = [ms for ms, step in self.turns() if step < 0]
        starts = [ms for ms, step in self.turns() if step > 0]
        return [(start, ends[n] if n < len(ends) else None) for n, start in enumerate(starts)]

    def segments(self, until: int) -> list[tuple[int, int, str]]:
        """Spans in each phase of work, up to ``until``."""
        edges = [*self.phases, (until, "")]
        return [
            (start, min(edges[n + 1][0], until), phase)
            for n, (start, phase) in enumerate(self.phases)
            if phase in WIP and start < until
        ]


def phases_of(log: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """``(stamp, phase)`` of each move that was not undone. Where an undo led to what the log folds to, it is a move."""
    struck = undone(log)
    found = told(log, struck)
    last = "waiting" if found and found[-1][1] == "queue" else found[-1][1] if found else None
    state = folded(log).get("state")
    if state in (None, last):
        return found
    return told(log, struck - {max(stamp for stamp in log if "state" in log[stamp])})


def told(log: dict[str, dict[str, Any]], struck: set[str]) -> list[tuple[str, str]]:
    """The same of the patches that are not struck."""
    found: list[tuple[str, str]] = []
    for stamp in sorted(set(log) - struck):
        patch, came = log[stamp], found[-1][1] if found else None
        state = patch.get("state")
        is_waiting = came in ("waiting", "queue")
        if state is not None and not (state == came or (state == "waiting" and is_waiting)):
            found.append((stamp, state))
        elif is_waiting and "resolved_at" in patch:
            phase = "queue" if patch["resolved_at"] else "waiting"
            if phase != came:
                found.append((stamp, phase))
    return found


def pasts_of(data: dict[str, Any], now: int) -> list[Past]:
    """The tasks that are there."""
    rows = data.get("tasks", {}).items()
    return [Past(int(key), row["_log"], now) for key, row in rows if not is_gone(row["_log"])]
