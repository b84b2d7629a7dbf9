"""The task log: what the records say about each task, as whole milliseconds, read once and measured many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, Json, Record, is_gone, make_stamp
from wiptui.domain.core.tables import ENDED, rows_since
from wiptui.domain.tasks.history import UNDOES, timed_moves
from wiptui.metrics.times import EARLIEST, believed, known_ms, stamp_to_ms, text_ms

EARLIEST_STAMP = make_stamp(EARLIEST, "")
WIP = frozenset(("doing", "waiting"))


Move = tuple[int, str | None, str, Mapping[str, Json]]
"""``(ms, came, to, patch)``: when, from where (None: captured), where to, and everything in the same patch."""


class Track:
    """One task: when it was created, and its moves in order of time.

    If ``came`` equals ``to``, a wait ended or was renewed after that. ``committed`` is the first entry into doing or
    waiting, ``ended`` the last completion or drop if it still holds; None if there is none.
    """

    __slots__ = ("committed", "created", "ended", "id", "moves", "record", "state")

    def __init__(self, task_id: int, record: Record, created: int, moved: list[Move]) -> None:
        self.id = task_id
        self.record = record
        self.created = created
        self.moves = moved
        self.state = moved[-1][2] if moved else ""
        self.committed: int | None = None
        for ms, _, to, _ in moved:
            if to in WIP:
                self.committed = ms
                break
        self.ended: int | None = moved[-1][0] if self.state in ENDED else None


class TaskLog:
    """The tracks of all tasks at one instant ``now``; ``unknown`` are ids whose moves have impossible times."""

    __slots__ = ("now", "tracks", "unknown")

    def __init__(self, now: int, tracks: list[Track], unknown: tuple[int, ...]) -> None:
        self.now = now
        self.tracks = tracks
        self.unknown = unknown


def read_task_log(board: Board, since: str = "") -> TaskLog:
    """Return the task log of a board. ``since`` (a stamp) leaves out ended tasks without later changes."""
    now = to_ms(board.at)
    horizon = make_stamp(now, "")
    tracks: list[Track] = []
    unknown: list[int] = []
    for task_id, record in _records(board, since):
        track = read_track(task_id, record, now, horizon)
        if track is None:
            unknown.append(task_id)
        else:
            tracks.append(track)
    return TaskLog(now, tracks, tuple(unknown))


def read_track(task_id: int, record: Record, now: int, horizon: str = "") -> Track | None:
    """Return the track of one record; None if a move or the capture has an impossible time.

    ``horizon`` is the stamp of ``now``, computed once by callers that read many records.
    """
    log = record.get(LOG)
    if not log:
        return None
    first, last = min(log), max(log)
    try:
        if first > EARLIEST_STAMP and last < (horizon or make_stamp(now, "")):
            moved = timed_moves(log, stamp_to_ms, undone=UNDOES in record)
        else:
            known = timed_moves(log, lambda stamp: known_ms(stamp, now))
            moved = [(ms, came, to, patch) for ms, came, to, patch in known if ms is not None]
            if len(moved) < len(known):
                return None
    except ValueError:
        return None
    created = created_at(record, known_ms(first, now), moved[0][0] if moved else None, now)
    return None if created is None else Track(task_id, record, created, moved)


def created_at(record: Record, first: int | None, moved: int | None, now: int) -> int | None:
    """Return when a task was created: as an import says, else at its first stamp, and at the latest at its first move.

    None if the first stamp has an impossible time and nothing else is known.
    """
    said = text_ms(record["created"]) if record.get("created") else None
    created = believed(said, now) if said is not None else None
    if created is None:
        created = first
    return created if created is None or moved is None else min(created, moved)


def _records(board: Board, since: str) -> Iterator[tuple[int, Record]]:
    for key, record in rows_since(board.data.get(TASKS, {}), since):
        if is_gone(record):
            continue
        if since and max(record.get(LOG) or ("",)) < since and str(record.get("state")) in ENDED:
            continue
        yield int(key), record
