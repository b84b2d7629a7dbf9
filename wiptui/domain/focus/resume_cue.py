"""The resume cue: where the person was in a task when they left it, and how long ago."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Record, make_stamp, stamp_time
from wiptui.domain.core.tables import IndexedTable, rows_since
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.tasks.task import State, Task, as_time
from wiptui.domain.text import printable, weekday

LOOKED_BACK = (2, 30, 365)
"""Days to look back for the last focus, step by step, before all of it is read."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The next step of a task and when it was written (in UTC)."""

    task: Task
    step: str
    at: datetime

    def describe(self, board: Board) -> str:
        """``Where you were (Fri 17:40): failing test 7``."""
        return f"Where you were ({moment(self.at, board.at, board.zone)}): {printable(self.step)}"


def cue_of(board: Board, task: Task, since: datetime) -> Cue | None:
    """Return the cue for resuming a task at ``since``; None for a new task or one without an earlier next step."""
    at = written(task, "next_step")
    if not task.next_step or at is None or at >= since or task.first_started is None or task.first_started >= since:
        return None
    return Cue(task, task.next_step, at)


def left_last(board: Board) -> tuple[Task, datetime] | None:
    """Return the task in doing whose focus ended last, and when; None while a task is focused or if none ever was."""
    if board.focus is not None:
        return None
    if not board.column(State.DOING):
        return None
    stints = board.data.get(STINTS, {})
    for days in LOOKED_BACK if isinstance(stints, IndexedTable) else ():
        floor = board.at - timedelta(days=days)
        best = _left_last(board, rows_since(stints, make_stamp(to_ms(floor), "")))
        if best is not None and best[1] >= floor:
            return best
    return _left_last(board, stints.items())


def _left_last(board: Board, stints: Iterable[tuple[str, Record]]) -> tuple[Task, datetime] | None:
    best: tuple[Task, datetime] | None = None
    doing = {task.id for task in board.column(State.DOING)}
    for _, record in stints:
        end = as_time(record.get("end"))
        task = record.get("task")
        if end is not None and isinstance(task, int) and task in doing and (best is None or end > best[1]):
            best = board.task(task), end
    return best


def written(task: Task, name: str) -> datetime | None:
    """Return when a field got its present value; None if the log does not say."""
    stamps = [stamp for stamp, patch in (task.record.get(LOG) or {}).items() if name in patch]
    return stamp_time(max(stamps)) if stamps else None


def moment(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    """Format a past instant: ``14:05`` today, ``yesterday 17:40``, ``Fri 17:40`` within a week, else the date."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return f"yesterday {local:%H:%M}"
    if 1 < days < 7:
        return f"{weekday(local)} {local:%H:%M}"
    return day_and_month(local.date(), year=local.year != today.year)
