"""The plan of the day in figures: how much it may hold, and what became of former plans."""

from __future__ import annotations

from datetime import date, timedelta

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import from_ms, local_date
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Json, Record, make_stamp
from wiptui.domain.core.tables import rows_since
from wiptui.domain.dates.date_style import habits
from wiptui.domain.limits import PLAN, Limit
from wiptui.domain.tasks.hiding import morning_stamp
from wiptui.domain.tasks.history import moves, stamps_in_force

DEFAULT_CAP = 3
WINDOW_DAYS = 28
ENOUGH_DAYS = 10
"""Working days from which the median is the person's own."""


@dataclass(frozen=True, slots=True)
class DayCap:
    """How many tasks the plan of a day may hold, and why. ``n`` is the number of working days behind a median."""

    value: int
    origin: str
    """``setting``, ``median`` or ``default``."""
    n: int = 0

    @property
    def words(self) -> str:
        """Where the cap comes from, for a sentence that begins with the cap."""
        if self.origin == "setting":
            return "your setting"
        if self.origin == "median":
            return f"the median of what you finish on a working day, n={self.n}"
        return f"the default, until {ENOUGH_DAYS} working days are recorded"

    @property
    def limit(self) -> Limit:
        """Return the cap as a limit that a plan is held to."""
        return Limit(PLAN, self.value, self.value, why=self.words)


def day_cap(board: Board) -> DayCap:
    """Return the cap of the day: the setting, else the median of tasks finished a working day of the last 28 days.

    Days count from the first one on which anything was finished. The median is rounded up, and at least 1.
    """
    if habits().plan_cap:
        return DayCap(habits().plan_cap, "setting")
    today = board.today
    counts: dict[date, int] = {}
    for task in board.done_since(today - timedelta(days=WINDOW_DAYS)):
        if task.finished is not None:
            day = local_date(task.finished, board.zone)
            counts[day] = counts.get(day, 0) + 1
    first = min(counts, default=today)
    hours = habits().hours
    days = [first + timedelta(days=step) for step in range((today - first).days)]
    finished = sorted(counts.get(day, 0) for day in days if not hours.spans or hours.of(day.weekday()))
    n = len(finished)
    if n < ENOUGH_DAYS:
        return DayCap(DEFAULT_CAP, "default", n)
    twice = finished[(n - 1) // 2] + finished[n // 2]
    return DayCap(max(1, (twice + 1) // 2), "median", n)


def plan_record(board: Board, since: int, until: int) -> dict[str, int]:
    """Return what was planned for the workdays that begin in ``[since, until)`` (UTC milliseconds).

    ``planned`` counts tasks, once for each day, ``done`` those that were finished on it, and ``carried`` those that
    were not when it was over. What was taken out of the plan on the day itself was not planned.
    """
    found = {"planned": 0, "done": 0, "carried": 0}
    since_day = local_date(from_ms(max(since, 0)), board.zone) - timedelta(days=1)
    floor = morning_stamp(since_day, board.at, board.zone) or ""
    low, high = make_stamp(max(since, 0), ""), make_stamp(until, "")
    for _, record in rows_since(board.data.get(TASKS, {}), floor):
        if "planned" in record:
            for day in planned_days(record):
                began = morning_stamp(day, board.at, board.zone)
                if began is not None and low <= began < high and _was_planned(record, day, board):
                    found["planned"] += 1
                    if _was_done(record, day, board):
                        found["done"] += 1
                    elif day < board.workday:
                        found["carried"] += 1
    return found


def planned_days(record: Record) -> list[date]:
    """Return every day for which a task was ever planned."""
    said = {patch.get("planned") for patch in (record.get(LOG) or {}).values()}
    return sorted(day for day in map(_day, said) if day is not None)


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _was_planned(record: Record, day: date, board: Board) -> bool:
    """Return whether the plan of the day still had the task at the end of it, or of the task."""
    log = record.get(LOG) or {}
    end = _end(day, board)
    last: Json = None
    for stamp in sorted(stamps_in_force(log)):
        patch = log[stamp]
        if stamp < end and "planned" in patch and not (patch["planned"] is None and patch.get("carried")):
            last = patch["planned"]
    return bool(last == day.isoformat())


def _was_done(record: Record, day: date, board: Board) -> bool:
    began = morning_stamp(day, board.at, board.zone) or ""
    return any(to == "done" and began <= stamp < _end(day, board) for stamp, _, to, _ in moves(record.get(LOG) or {}))


def _end(day: date, board: Board) -> str:
    """Return the stamp at which a workday ends, or one after every other while it goes on."""
    return morning_stamp(day + timedelta(days=1), board.at, board.zone) or "~"
