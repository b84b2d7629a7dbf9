"""Ageing: how old work in progress is, compared with how long finished work took in the last 90 days."""

from __future__ import annotations

from collections.abc import Iterable

from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import make_stamp
from wiptui.domain.tasks.task import Task
from wiptui.metrics.log.task_log import TaskLog, Track, read_task_log, read_track
from wiptui.metrics.percentile import nearest_rank
from wiptui.metrics.times import DAY, Calendar

WINDOW_DAYS = 90
ENOUGH = 12
"""Finished tasks from which the user's own 85th percentile is used."""
DEFAULT_P85 = 7


@dataclass(frozen=True, slots=True)
class Pace:
    """Percentiles of the cycle times (days) of the tasks finished in the last 90 days.

    With fewer than 12 tasks ``p85`` is a default of 7. The other percentiles are None without tasks.
    """

    n: int
    p50: int | None
    p70: int | None
    p85: int
    p95: int | None
    is_default: bool

    @property
    def origin(self) -> str:
        """Where p85 comes from, as the screens show it."""
        return "default" if self.is_default else f"your p85, n={self.n}"


def pace(board: Board) -> Pace:
    """Return how long work took lately, at the board's instant."""
    now = to_ms(board.at)
    since = now - (WINDOW_DAYS + 1) * DAY
    return pace_of(read_task_log(board, make_stamp(since, "")), Calendar(board.zone, since, now))


def pace_of(journal: TaskLog, calendar: Calendar) -> Pace:
    """Return the same from a task log that was read before."""
    first = calendar.day(journal.now) - WINDOW_DAYS + 1
    days = sorted(
        cycle
        for track in journal.tracks
        if track.ended is not None and calendar.day(track.ended) >= first
        if (cycle := cycle_days(track, calendar)) is not None
    )
    return pace_from(days)


def pace_from(days: Iterable[int]) -> Pace:
    """Return the pace of ascending cycle times (days)."""
    ordered = list(days)
    n = len(ordered)
    if not n:
        return Pace(0, None, None, DEFAULT_P85, None, True)
    p85 = nearest_rank(ordered, 85) if n >= ENOUGH else DEFAULT_P85
    p50, p70, p95 = (nearest_rank(ordered, p) for p in (50, 70, 95))
    return Pace(n, p50, p70, p85, p95, n < ENOUGH)


def cycle_days(track: Track, calendar: Calendar) -> int | None:
    """Return done date - first start date + 1 of a task that was started and is done; else None."""
    if track.state != "done" or track.committed is None or track.ended is None:
        return None
    return calendar.day(track.ended) - calendar.day(track.committed) + 1


def age_of(task: Task, board: Board, calendar: Calendar | None = None) -> int | None:
    """Return today - first start + 1 (days) of a started open task; None if its log has an impossible time."""
    if not task.state.is_open:
        return None
    track = read_track(task.id, dict(task.record), to_ms(board.at))
    if track is None or track.committed is None:
        return None
    calendar = calendar or Calendar(board.zone, to_ms(board.at), to_ms(board.at))
    return calendar.day(to_ms(board.at)) - calendar.day(track.committed) + 1


def ages(board: Board) -> dict[int, int]:
    """Return the age in days of each task in WIP, by id. Tasks with an unknown start are absent."""
    calendar = Calendar(board.zone, to_ms(board.at) - WINDOW_DAYS * DAY, to_ms(board.at))
    found = {task.id: age_of(task, board, calendar) for task in board.wip}
    return {task_id: age for task_id, age in found.items() if age is not None}
