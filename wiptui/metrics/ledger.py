"""The ledger: every entry, exit and stretch of work in sorted columns, made once from the journal, asked by window.

All times are UTC milliseconds; windows are half-open, ``[since, until)``.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from operator import attrgetter, itemgetter

from wiptui.domain.board import Board
from wiptui.metrics.heap import uncollected
from wiptui.metrics.journal import Journal, Track, read_journal
from wiptui.metrics.times import DAY, Calendar

DOING, WAITING, QUEUE = "doing", "waiting", "queue"
"""Kinds of time in WIP: being worked on, waiting on others, and resolved but waiting for me."""
KINDS = (DOING, WAITING, QUEUE)

Segment = tuple[int, int, str, int]
"""``(start, end, kind, task)``; the stretch that is under way ends now."""
Spell = tuple[int, int, int]
"""``(start, end, task)``: one unbroken time in WIP that is over."""


class Occupancy:
    """Stretches of time, many at once: how many are under way at an instant, and what they add up to.

    Their sum up to t is the sum of t - start over those begun less that of t - end over those ended, so with running
    sums of the sorted starts and ends any window costs four look-ups.
    """

    __slots__ = ("_end_sums", "_start_sums", "ends", "starts")

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self.starts = sorted(starts)
        self.ends = sorted(ends)
        self._start_sums = list(accumulate(self.starts, initial=0))
        self._end_sums = list(accumulate(self.ends, initial=0))

    def at(self, ms: int) -> int:
        """How many were under way just before an instant."""
        return bisect_left(self.starts, ms) - bisect_left(self.ends, ms)

    def between(self, since: int, until: int) -> int:
        """Milliseconds that all of them together have in the window."""
        return self._up_to(until) - self._up_to(since)

    def _up_to(self, ms: int) -> int:
        begun, ended = bisect_left(self.starts, ms), bisect_left(self.ends, ms)
        return (begun - ended) * ms - self._start_sums[begun] + self._end_sums[ended]


class Ledger:
    """What the moves of all tasks add up to, at the board's instant."""

    def __init__(self, board: Board, journal: Journal | None = None) -> None:
        self.board = board
        with uncollected():
            self._read(journal or read_journal(board))

    def _read(self, journal: Journal) -> None:
        board = self.board
        self.journal = journal
        self.now = self.journal.now
        self.created = sorted([track.created for track in self.journal.tracks])
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
        for ms, came, to, _ in track.moves:
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
        self.spells.sort(key=itemgetter(1, 0, 2))
        self.spell_ends = [spell[1] for spell in self.spells]
        self.open_spells.sort()
        self.finished.sort(key=attrgetter("ended", "id"))
        self.finish_times = [track.ended or 0 for track in self.finished]
        self.dropped.sort()
        self.drops.sort()
        edges: dict[str, tuple[list[int], list[int]]] = {kind: ([], []) for kind in KINDS}
        for start, end, kind, _ in self.segments:
            starts, ends = edges[kind]
            starts.append(start)
            ends.append(end)
        self.time = {kind: Occupancy(*edges[kind]) for kind in KINDS}

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
        return self.spells[bisect_left(self.spell_ends, since) : bisect_left(self.spell_ends, until)]

    def segments_in(self, since: int, until: int) -> list[Segment]:
        """The stretches of WIP, cut to the window, in no order."""
        return [
            (start if start > since else since, end if end < until else until, kind, task)
            for start, end, kind, task in self.segments
            if start < until and end > since
        ]

    def cap(self, until: int) -> int:
        """The end of a window as far as it is known: one that reaches past now includes this instant and no more."""
        return min(until, self.now + 1)


def count_in(times: list[int], since: int, until: int) -> int:
    """How many of ascending ``times`` lie in the window."""
    return bisect_left(times, until) - bisect_left(times, since)


def state_before(track: Track, ms: int) -> str:
    """The state of a task just before an instant; "" before its first."""
    state = ""
    for at, _, to, _ in track.moves:
        if at >= ms:
            break
        state = to
    return state
