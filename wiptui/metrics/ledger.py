"""The ledger: every entry, exit and stretch of work in sorted columns, made once from the journal, asked by window.

All times are UTC milliseconds; windows are half-open, ``[since, until)``.
"""

from __future__ import annotations

from bisect import bisect_left

from wiptui.domain.board import Board
from wiptui.metrics.journal import Journal, Track, read_journal
from wiptui.metrics.times import DAY, Calendar

DOING, WAITING, QUEUE = "doing", "waiting", "queue"
"""Kinds of time in WIP: being worked on, waiting on others, and resolved but waiting for me."""

Segment = tuple[int, int, str, int]
"""``(start, end, kind, task)``; the stretch that is under way ends now."""
Spell = tuple[int, int, int]
"""``(start, end, task)``: one unbroken time in WIP that is over."""


class Ledger:
    """What the moves of all tasks add up to, at the board's instant."""

    def __init__(self, board: Board, journal: Journal | None = None) -> None:
        self.board = board
        self.journal = journal or read_journal(board)
        self.now = self.journal.now
        self.created = sorted(track.created for track in self.journal.tracks)
        self.first = min(self.created[0], self.now) if self.created else self.now
        self.calendar = Calendar(board.zone, self.first - DAY, self.now)
        self.entries: list[int] = []
        self.exits: list[int] = []
        self.segments: list[Segment] = []
        self.spells: list[Spell] = []
        self.open_spells: list[tuple[int, int]] = []
        self.finished: list[Track] = []
        self.dropped: list[int] = []
        self.drops: list[int] = []
        self.voided: list[int] = []
        for track in self.journal.tracks:
            if track.moves:
                self._walk(track)
        self._sort()

    def _walk(self, track: Track) -> None:
        """Enter one task's stretches, spells and endings."""
        kind = ""
        since = entered = -1
        for ms, came, to in track.moves:
            if kind and ms > since:
                self.segments.append((since, ms, kind, track.id))
            since = ms
            if came == to:
                kind = WAITING if kind == QUEUE else QUEUE
                continue
            if to in (DOING, WAITING):
                kind = to
                if entered < 0:
                    self.entries.append(ms)
                    entered = ms
                continue
            kind = ""
            if entered >= 0:
                self.exits.append(ms)
                self.spells.append((entered, ms, track.id))
                entered = -1
            if to == "dropped":
                self.drops.append(ms)
            elif to == "done" and ms != track.ended:
                self.voided.append(ms)
        if kind:
            self.segments.append((since, self.now, kind, track.id))
            self.open_spells.append((entered, track.id))
        elif track.state == "done":
            self.finished.append(track)
        elif track.state == "dropped" and track.ended is not None:
            self.dropped.append(track.ended)

    def _sort(self) -> None:
        self.entries.sort()
        self.exits.sort()
        self.segments.sort()
        self.spells.sort(key=lambda spell: (spell[1], spell[0], spell[2]))
        self.open_spells.sort()
        self.finished.sort(key=lambda track: (track.ended or 0, track.id))
        self.dropped.sort()
        self.drops.sort()
        self.finish_times = [track.ended or 0 for track in self.finished]

    # --- asked by instant: what happened before it

    def wip_at(self, ms: int) -> int:
        """Tasks in WIP just before an instant."""
        return bisect_left(self.entries, ms) - bisect_left(self.exits, ms)

    def shelved_at(self, ms: int) -> list[int]:
        """Ids of tasks that were started, unfinished and in no slot just before an instant."""
        found = []
        for track in self.journal.tracks:
            if track.committed is None or track.committed >= ms:
                continue
            if track.ended is not None and track.ended < ms:
                continue
            if state_before(track, ms) in ("ready", "backlog"):
                found.append(track.id)
        return found

    def in_wip_at(self, ms: int) -> list[int]:
        """Ids of the tasks in WIP just before an instant."""
        found = [task for start, end, task in self.spells if start < ms <= end]
        return found + [task for start, task in self.open_spells if start < ms]

    # --- asked by window

    def finished_in(self, since: int, until: int) -> list[Track]:
        """Tasks whose last completion, still valid, lies in the window; by time, then id."""
        return self.finished[bisect_left(self.finish_times, since) : bisect_left(self.finish_times, until)]

    def spells_in(self, since: int, until: int) -> list[Spell]:
        """The spells in WIP that ended in the window."""
        ends = [spell[1] for spell in self.spells]
        return self.spells[bisect_left(ends, since) : bisect_left(ends, until)]

    def segments_in(self, since: int, until: int) -> list[Segment]:
        """The stretches of WIP, cut to the window."""
        found = []
        for start, end, kind, task in self.segments[: bisect_left(self.segments, (until,))]:
            if end > since:
                found.append((max(start, since), min(end, until), kind, task))
        return found

    def cap(self, until: int) -> int:
        """The end of a window as far as it is known: what happened now is in it, the future is not."""
        return min(until, self.now + 1) if until < self.now else self.now + 1


def count_in(times: list[int], since: int, until: int) -> int:
    """How many of ascending ``times`` lie in the window."""
    return bisect_left(times, until) - bisect_left(times, since)


def state_before(track: Track, ms: int) -> str:
    """The state of a task just before an instant; "" before its first."""
    state = ""
    for at, _, to in track.moves:
        if at >= ms:
            break
        state = to
    return state
