"""Waits: on whom, why and for how long, with the words that held at the time."""

from __future__ import annotations

from collections.abc import Iterator

from wiptui.domain.history import moves
from wiptui.domain.record import LOG
from wiptui.domain.task import as_text
from wiptui.domain.values import dataclass
from wiptui.metrics.journal import Track
from wiptui.metrics.ledger import Ledger
from wiptui.metrics.times import known_ms


@dataclass(frozen=True, slots=True)
class Wait:
    """One stretch in waiting, ``[start, end)`` in UTC milliseconds; the one under way ends now.

    ``resolved``: the ball was back already, so it waited for its owner. ``on`` and ``why`` are "" where nobody said.
    """

    task: int
    start: int
    end: int
    on: str
    why: str
    resolved: bool
    is_open: bool


def waits(ledger: Ledger, since: int = 0, until: int | None = None) -> list[Wait]:
    """The waits of a window, cut to it, by start and task."""
    until = ledger.now if until is None else ledger.cap(until)
    found = [
        Wait(
            wait.task, max(wait.start, since), min(wait.end, until), wait.on, wait.why, wait.resolved,
            wait.is_open and wait.end <= until,
        )
        for track in ledger.journal.tracks
        if any(to == "waiting" for _, _, to in track.moves)
        for wait in _waits_of(track, ledger.now)
        if wait.start < until and wait.end > since
    ]  # fmt: skip
    return sorted(found, key=lambda wait: (wait.start, wait.task))


def _waits_of(track: Track, now: int) -> Iterator[Wait]:
    log = track.record.get(LOG) or {}
    turns = {stamp: (came, to) for stamp, came, to, _ in moves(log)}
    on = why = ""
    start = -1
    resolved = False
    for stamp in sorted(log):
        patch = log[stamp]
        said_on = (as_text(patch["waiting_on"]) or "") if "waiting_on" in patch else on
        said_why = (as_text(patch["waiting_why"]) or "") if "waiting_why" in patch else why
        turn = turns.get(stamp)
        # Words that come late say what the wait was about from its start; other words begin another wait.
        changed = bool((on and said_on != on) or (why and said_why != why))
        if turn is not None or (changed and start >= 0):
            ms = known_ms(stamp, now)
            if ms is None:
                return
            if start >= 0 and ms > start:
                yield Wait(track.id, start, ms, on, why, resolved, False)
            if turn is not None:
                came, to = turn
                resolved = came == to and not resolved
                start = ms if to == "waiting" else -1
            else:
                start = ms
        on, why = said_on, said_why
    if start >= 0 and now > start:
        yield Wait(track.id, start, now, on, why, resolved, True)
