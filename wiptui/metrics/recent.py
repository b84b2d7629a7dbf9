"""What was in work lately, followed from board to board: only the tasks that changed are read again."""

from __future__ import annotations

from wiptui.domain.board import TASKS, Board
from wiptui.domain.clock import to_ms
from wiptui.domain.record import LOG, Record, Table, is_gone, make_stamp
from wiptui.domain.years import ENDED, lately, news_between
from wiptui.metrics.journal import Journal, Track, read_track


class Recent:
    """The tracks of the tasks that were ever in work, by key, without those that ended long ago."""

    __slots__ = ("_unsure", "now", "table", "tracks")

    def __init__(self, now: int, table: Table, before: Recent | None = None) -> None:
        self.now = now
        self.table = table
        self.tracks: dict[str, Track] = dict(before.tracks) if before is not None else {}
        self._unsure: set[str] = set()

    @property
    def journal(self) -> Journal:
        """The same as a journal."""
        return Journal(self.now, list(self.tracks.values()), ())

    def news(self, table: Table) -> list[str] | None:
        """The keys of what has to be read again for another table; None for all of it."""
        if table is self.table:
            return list(self._unsure)
        news = news_between(self.table, table)
        return None if news is None else list({*news, *self._unsure})

    def read(self, key: str, since: str, horizon: str) -> None:
        """Read one task. What bears a time after ``horizon`` may say something else later, and is read each time."""
        record = self.table[key]
        self.tracks.pop(key, None)
        if is_still(record, since):
            return
        if max(record[LOG]) >= horizon:
            self._unsure.add(key)
        track = read_track(int(key), record, self.now, horizon)
        if track is not None and track.committed is not None:
            self.tracks[key] = track


def read_recent(board: Board, since: str, before: Recent | None = None) -> Recent:
    """What was in work at or after the stamp ``since``; ``before`` was read from an earlier board."""
    now, table = to_ms(board.at), board.data.get(TASKS, {})
    news = before.news(table) if before is not None and before.now <= now else None
    recent = Recent(now, table, before if news is not None else None)
    horizon = make_stamp(now, "")
    for key in [key for key, _ in lately(table, since)] if news is None else news:
        recent.read(key, since, horizon)
    return recent


def is_still(record: Record, since: str) -> bool:
    """Whether a task was never in work, or is gone, or ended before ``since`` and was let alone."""
    log = record.get(LOG)
    if not log or not any(patch.get("state") in ("doing", "waiting") for patch in log.values()) or is_gone(record):
        return True
    return max(log) < since and str(record.get("state")) in ENDED
