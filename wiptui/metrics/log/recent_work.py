"""Recent work, updated from board to board: only the tasks that changed are read again.

Tasks that ended lately are not read from an indexed table but aggregated once: their starts and ends, and
when tasks entered and left WIP. The aggregate is valid as long as the rows that it came from.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import compress

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, Record, Table, is_gone, make_stamp
from wiptui.domain.core.tables import ENDED, IndexedTable, news_between, rows_since
from wiptui.metrics.log.task_log import EARLIEST_STAMP, WIP, Track, read_track
from wiptui.metrics.times import Calendar, stamp_to_ms

SUM = f"flow-2-{sys.byteorder}"
"""The name and version of kept aggregates. Raise the version when their content changes."""


class RecentWork:
    """Recent work: the tracks of the tasks that were ever in WIP, by key, without those that ended long ago, and the
    aggregate of those that need no reading.
    """

    __slots__ = ("_unsure", "anew", "now", "past", "table", "tracks")

    def __init__(self, now: int, table: Table, past: RecentSummary | None, before: RecentWork | None = None) -> None:
        self.now = now
        self.table = table
        self.past = past
        self.tracks: dict[str, Track] = dict(before.tracks) if before is not None else {}
        self.anew: set[int] = set(before.anew) if before is not None else set()
        """The tasks of the aggregate that were read since."""
        self._unsure: set[str] = set()

    def changed_keys(self, table: Table) -> list[str] | None:
        """Return the keys of the rows to read again for another table; None for all of it."""
        if table is self.table:
            return list(self._unsure)
        news = news_between(self.table, table)
        return None if news is None else list({*news, *self._unsure})

    def read(self, key: str, since: str, horizon: str) -> None:
        """Read one task. A task with a time after ``horizon`` may change its meaning later and is read each time."""
        record = self.table[key]
        self.tracks.pop(key, None)
        if self.past is not None and int(key) in self.past.ids:
            self.anew.add(int(key))
        if is_still(record, since):
            return
        if max(record[LOG]) >= horizon:
            self._unsure.add(key)
        track = read_track(int(key), record, self.now, horizon)
        if track is not None and track.committed is not None:
            self.tracks[key] = track

    def cycles(self, calendar: Calendar, first: int) -> list[int]:
        """Return done date - first start date + 1, ascending, of tasks that were started, and done on ``first`` or
        later.
        """
        found = [] if self.past is None else self.past.cycles(calendar, first, self.anew)
        for track in self.tracks.values():
            if track.ended is not None and track.state == "done" and track.committed is not None:
                ended = calendar.day(track.ended)
                if ended >= first:
                    found.append(ended - calendar.day(track.committed) + 1)
        return sorted(found)

    def entries_and_exits(self, since: int) -> tuple[int, int]:
        """Return how many moves after ``since`` (UTC milliseconds) led into WIP, and how many out of it."""
        starts, exits = (0, 0) if self.past is None else self.past.entries_and_exits(since, self.anew)
        for track in self.tracks.values():
            for ms, came, to, _ in track.moves:
                if ms > since and (came in WIP) is not (to in WIP):
                    starts += to in WIP
                    exits += came in WIP
        return starts, exits

    def reaches(self, ms: int) -> bool:
        """Return whether something known here was started or finished at ``ms`` (UTC milliseconds) or before."""
        if self.past is not None and self.past.reaches(ms):
            return True
        return any(
            at <= ms and (to in WIP or to == "done") for track in self.tracks.values() for at, _, to, _ in track.moves
        )


def read_recent_work(board: Board, since: str, before: RecentWork | None = None) -> RecentWork:
    """Return what was in WIP at or after the stamp ``since``. ``before`` was read from an earlier board."""
    now, table = to_ms(board.at), board.data.get(TASKS, {})
    news = before.changed_keys(table) if before is not None and before.now <= now else None
    horizon = make_stamp(now, "")
    if before is not None and news is not None:
        recent = RecentWork(now, table, before.past, before)
    else:
        recent = RecentWork(now, table, read_summary(table, since, now))
        news = [key for key, _ in rows_since(table, since)] if recent.past is None else recent.past.to_read
    for key in news:
        recent.read(key, since, horizon)
    return recent


def is_still(record: Record, since: str) -> bool:
    """Return whether a task was never in WIP, is deleted, or ended before ``since`` without later changes."""
    log = record.get(LOG) or {}
    for patch in log.values():
        if patch.get("state") in ("doing", "waiting"):
            break
    else:
        return True
    if is_gone(record):
        return True
    return max(log) < since and str(record.get("state")) in ENDED


# --- the aggregate of old rows


class RecentSummary:
    """Times (UTC milliseconds) of the tasks that ended lately, from a kept aggregate.

    Rows that changed since take precedence.
    """

    PARTS = 8

    def __init__(self, kept: bytes, changed: frozenset[str]) -> None:
        """``changed`` are ids that may have changed since. Raises ValueError for an invalid aggregate."""
        self.changed = changed
        sizes = array("Q", kept[: 8 * self.PARTS])
        ends, whole = 8 * self.PARTS, []
        for size in sizes:
            whole.append(array("q", kept[ends : ends + 8 * size]))
            ends += 8 * size
        if len(sizes) != self.PARTS or ends != len(kept):
            raise ValueError("not a sum")
        self._done, self._began, self._ended = whole[:3]
        """Done tasks, the time of their first start, and when they were done, in this order."""
        self._came, self._entered, self._left, self._exited = whole[3:7]
        """Tasks that entered WIP with the times, in order; and the same for those that left it."""
        self._odd = whole[7]
        """Tasks that have to be read from the log, and the latest time seen."""

    @property
    def latest(self) -> int:
        """The newest time in it. Before that instant it describes the future."""
        return self._odd[-1]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The tasks in it."""
        return frozenset([*self._done, *self._came, *self._left])

    @property
    def to_read(self) -> list[str]:
        """The keys of tasks that have to be read from their records."""
        return list({*self.changed, *map(str, self._odd[:-1])})

    def cycles(self, calendar: Calendar, first: int, without: set[int]) -> list[int]:
        """See :meth:`RecentWork.cycles`; unordered."""
        place = bisect_left(self._ended, calendar.start(first))
        began, ended = self._began[place:].tolist(), self._ended[place:].tolist()
        if without:
            told = [number not in without for number in self._done[place:]]
            began, ended = list(compress(began, told)), list(compress(ended, told))
        return [end - begin + 1 for end, begin in zip(calendar.days(ended), calendar.days(began), strict=True)]

    def entries_and_exits(self, since: int, without: set[int]) -> tuple[int, int]:
        """See :meth:`RecentWork.crossings`."""
        came = self._came[bisect_right(self._entered, since) :]
        left = self._left[bisect_right(self._exited, since) :]
        return sum(number not in without for number in came), sum(number not in without for number in left)

    def reaches(self, ms: int) -> bool:
        """See :meth:`RecentWork.reaches`."""
        return any(bool(times) and times[0] <= ms for times in (self._entered, self._ended))


def read_summary(table: Table, since: str, now: int) -> RecentSummary | None:
    """Return the kept aggregate of a table for what was in WIP at or after ``since`` (a stamp);

    None if all rows are read.
    """
    if not isinstance(table, IndexedTable):
        return None
    month = f"{since[:6]}01T000000000-"
    found = table.aggregate(f"{SUM}-{since[:6]}", lambda rows: pack_summary(rows, now), month)
    if found is None:
        return None
    past = RecentSummary(*found)
    return past if past.latest <= now else None


def pack_summary(rows: Iterable[tuple[str, Record]], now: int) -> bytes:
    """Serialize the aggregate of records for :class:`RecentSummary`. Tasks with odd times are only named."""
    horizon = make_stamp(now, "")
    done: list[tuple[int, int, int]] = []
    came: list[tuple[int, int]] = []
    left: list[tuple[int, int]] = []
    odd: list[int] = []
    latest = 0
    for key, record in rows:
        if is_still(record, ""):
            continue
        log = record[LOG]
        track = read_track(int(key), record, now, horizon)
        if track is None or min(log) <= EARLIEST_STAMP or max(log) >= horizon or str(record.get("state")) not in ENDED:
            odd.append(int(key))
            continue
        latest = max(latest, stamp_to_ms(max(log)))
        if track.state == "done" and track.committed is not None and track.ended is not None:
            done.append((track.ended, track.committed, track.id))
        for ms, entered, exited in _crossings(track):
            came += [(ms, track.id)] * entered
            left += [(ms, track.id)] * exited
    done.sort(), came.sort(), left.sort()
    parts = [
        [row[2] for row in done], [row[1] for row in done], [row[0] for row in done],
        [row[1] for row in came], [row[0] for row in came],
        [row[1] for row in left], [row[0] for row in left],
        [*odd, latest],
    ]  # fmt: skip
    return array("Q", map(len, parts)).tobytes() + b"".join(array("q", part).tobytes() for part in parts)


def _crossings(track: Track) -> Iterator[tuple[int, bool, bool]]:
    for ms, came, to, _ in track.moves:
        if (came in WIP) is not (to in WIP):
            yield ms, to in WIP, came in WIP
