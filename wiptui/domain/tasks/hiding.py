"""Tasks that are hidden until a day: when its morning has come, and where they stand then.

Nobody writes that a task came back. It follows from the date and the clock, so that all machines agree on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from operator import attrgetter

from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.record import make_stamp
from wiptui.domain.dates.date_style import habits
from wiptui.domain.tasks.task import State, Task

UNCOMMITTED = frozenset((State.READY, State.BACKLOG))
"""The states between which a day moves a task that is hidden until then."""
board_order = attrgetter("rank", "id")


def morning_stamp(day: date, at: datetime, zone: tzinfo | None) -> str | None:
    """Return the stamp at which the workday ``day`` begins; None while that is still to come at ``at``."""
    try:
        began = to_ms(datetime.combine(day, time(habits().workday_hour), zone).astimezone(UTC))
    except OverflowError:  # the first and the last day of the calendar
        return None if day > local_date(at, zone) else ""
    return make_stamp(max(began, 0), "") if began <= to_ms(at) else None


def back_since(task: Task, at: datetime, zone: tzinfo | None) -> date | None:
    """Return the day on which a task came back to ready: the present workday, or an earlier one while nobody has moved
    it; else None.
    """
    day = task.from_date
    if day is None or task.state is not State.READY or task.is_back:
        return day if task.is_back else None
    began = morning_stamp(day, at, zone)
    is_over = day == date.max or morning_stamp(day + timedelta(days=1), at, zone) is not None
    return None if began is None or is_over or make_stamp(to_ms(task.created), "") >= began else day


def in_board_order(tasks: Iterable[Task], state: State) -> list[Task]:
    """Return the tasks of a column by rank.

    In ready those that came back stand on top, the last day first; in the backlog the hidden ones stand below, the next
    day first.
    """
    ordered = sorted(tasks, key=board_order)
    if state is State.READY and any(task.is_back for task in ordered):
        ordered.sort(key=lambda task: -task.from_date.toordinal() if task.is_back and task.from_date else 0)
    elif state is State.BACKLOG and any(task.is_hidden for task in ordered):
        ordered.sort(key=lambda task: task.from_date.toordinal() if task.is_hidden and task.from_date else 0)
    return ordered
