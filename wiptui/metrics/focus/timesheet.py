"""The timesheet: focus by day and by task, project, tag or person (docs/focus.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.task import Task
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.times import SECOND, to_time

GROUPS = ("day", "task", "project", "tag", "person")


@dataclass(frozen=True, slots=True)
class Row:
    """Focus of one key: seconds by day, in the order of days."""

    key: str
    days: dict[date, int]

    @property
    def seconds(self) -> int:
        return sum(self.days.values())


@dataclass(frozen=True, slots=True)
class Timesheet:
    """Focus of a window of days, both included. ``days`` has the seconds of all tasks together."""

    first: date
    last: date
    by: str
    rows: tuple[Row, ...]
    days: dict[date, int]

    @property
    def seconds(self) -> int:
        return sum(self.days.values())


def timesheet(
    board: Board, first: date, last: date, by: str, wanted: Callable[[Task], bool], round_s: int = 1
) -> Timesheet:
    """Return the focus of the days from ``first`` to ``last`` on the tasks that are wanted.

    ``round_s``: each figure of a day is rounded to so many seconds, half of it up, and sums are sums of these, so that
    they agree. A task with two tags counts under both, and in the sum of a day once.
    """
    spent = _by_task(board, first, last, wanted)
    found: dict[str, dict[date, int]] = {}
    for (task_id, day), ms in spent.items():
        for key in _keys(board.find(task_id), day, by):
            found.setdefault(key, {})[day] = found.get(key, {}).get(day, 0) + ms

    def rounded(days: dict[date, int]) -> dict[date, int]:
        kept = {day: (2 * ms // SECOND + round_s) // (2 * round_s) * round_s for day, ms in sorted(days.items())}
        return {day: seconds for day, seconds in kept.items() if seconds}

    rows = [Row(key, days) for key, ms in found.items() if (days := rounded(ms))]
    rows.sort(key=lambda row: row.key if by == "day" else (-row.seconds, row.key))
    if by == "tag":
        total: dict[date, int] = {}
        for (_, day), ms in spent.items():
            total[day] = total.get(day, 0) + ms
        return Timesheet(first, last, by, tuple(rows), rounded(total))
    return Timesheet(first, last, by, tuple(rows), _sum(rows))


def spent_seconds(board: Board, task: Task) -> int:
    """Return the focus on a task, ever."""
    return sum(end - start for task_id, start, end in read_focus(board).slices if task_id == task.id) // SECOND


def _sum(rows: Iterable[Row]) -> dict[date, int]:
    days: dict[date, int] = {}
    for row in rows:
        for day, seconds in row.days.items():
            days[day] = days.get(day, 0) + seconds
    return dict(sorted(days.items()))


def _by_task(board: Board, first: date, last: date, wanted: Callable[[Task], bool]) -> dict[tuple[int, date], int]:
    """Return milliseconds by task and local day."""
    found: dict[tuple[int, date], int] = {}
    known: dict[int, bool] = {}
    for task_id, start, end in read_focus(board).slices:
        if task_id not in known:
            task = board.find(task_id)
            known[task_id] = task is not None and wanted(task)
        if not known[task_id]:
            continue
        while start < end:
            day = local_date(to_time(start), board.zone)
            stop = min(end, _midnight_after(board, day))
            if first <= day <= last:
                found[task_id, day] = found.get((task_id, day), 0) + stop - start
            start = stop
    return found


def _midnight_after(board: Board, day: date) -> int:
    return to_ms(datetime.combine(day + timedelta(days=1), time(), board.zone).astimezone())


def _keys(task: Task | None, day: date, by: str) -> tuple[str, ...]:
    if task is None:
        return ()
    match by:
        case "day":
            return (day.isoformat(),)
        case "task":
            return (task.key,)
        case "project":
            return (task.project or "",)
        case "tag":
            return task.tags or ("",)
        case _:
            return (task.for_whom or "",)
