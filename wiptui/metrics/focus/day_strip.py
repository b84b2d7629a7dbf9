"""A strip of focus for each workday, one cell for each quarter of an hour. Changes of letters show the switches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import habits
from wiptui.domain.dates.working_hours import WorkHours
from wiptui.metrics.focus.sessions import FocusLog
from wiptui.metrics.times import MINUTE, to_time

QUARTER = 15 * MINUTE
LETTERS = "ABCDEFGH"
OTHER, FREE, OFF = "+", "·", " "
"""Signs for a task beyond the letters, for time without focus in the working hours, and for time outside them."""


@dataclass(frozen=True, slots=True)
class DayStrips:
    """The focus of some workdays. Quarters count from midnight of the workday, so 1 o'clock at night is 100."""

    days: tuple[tuple[date, dict[int, dict[int, int]]], ...]
    """For each workday with focus: by quarter, the milliseconds of each task."""
    tasks: tuple[tuple[int, int], ...]
    """``(task, milliseconds)``, most focus first."""
    bounds: tuple[tuple[int, int], ...]
    """For each day, the minutes from its midnight at which its focus began and ended."""

    @property
    def letters(self) -> dict[int, str]:
        """The letter of each task; ``+`` from the ninth on."""
        return lettered(self.tasks)

    def tasks_of(self, place: int) -> tuple[tuple[int, int], ...]:
        """Return ``(task, milliseconds)`` of one day, most focus first."""
        sums: dict[int, int] = {}
        for cell in self.days[place][1].values():
            for task, ms in cell.items():
                sums[task] = sums.get(task, 0) + ms
        return _ranked(sums)

    def scale(self, room: int) -> tuple[int, int, int]:
        """Return the first hour, the quarters for each cell, and the cells of all days; at most ``room`` cells.

        A cell covers 15 to 60 minutes; a longer stretch is cut at its end.
        """
        quarters = [quarter for _, cells in self.days for quarter in cells]
        if not quarters or room < 1:
            return 0, 1, 0
        first, last = min(quarters) // 4, max(quarters) // 4 + 1
        step = next((step for step in (1, 2) if (last - first) * 4 // step <= room), 4)
        return first, step, min((last - first) * 4 // step, room)

    def strip(self, place: int, scale: tuple[int, int, int], letters: dict[int, str]) -> str:
        """Return the cells of one day."""
        first, step, count = scale
        day, cells = self.days[place]
        hours = habits().hours
        return "".join(
            _cell(cells, quarter, step, letters) or _free(day, quarter, step, hours)
            for quarter in range(first * 4, first * 4 + count * step, step)
        )

    def drawn(self, width: int) -> tuple[int, list[str]]:
        """Return the minutes of a cell and the rows, within ``width`` cells: the hours, then one line for each day."""
        scale, letters = self.scale(max(width - 5, 6)), self.letters
        if not self.days:
            return 15, []
        rows = [f"{day:%a}  {self.strip(place, scale, letters)}".rstrip() for place, (day, _) in enumerate(self.days)]
        return 15 * scale[1], ["     " + hours_above(scale), *rows]


def lettered(tasks: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Return a letter for each of ``(task, milliseconds)``; ``+`` from the ninth on."""
    return {task: LETTERS[n] if n < len(LETTERS) else OTHER for n, (task, _) in enumerate(tasks)}


def day_strips(focus: FocusLog, zone: tzinfo | None, since: int, until: int) -> DayStrips:
    """Return the strips of the focus within ``[since, until)`` (UTC milliseconds), by workdays of the zone."""
    night = timedelta(hours=habits().workday_hour)
    days: dict[int, dict[int, dict[int, int]]] = {}
    totals: dict[int, int] = {}
    bounds: dict[int, tuple[int, int]] = {}
    for task, start, end in focus.slices:
        at, end = max(start, since), min(end, until)
        while at < end:
            after = min((at // QUARTER + 1) * QUARTER, end)
            local = to_time(at).astimezone(zone).replace(tzinfo=None)
            day = (local - night).toordinal()
            quarter = (local.toordinal() - day) * 96 + local.hour * 4 + local.minute // 15
            cell = days.setdefault(day, {}).setdefault(quarter, {})
            cell[task] = cell.get(task, 0) + after - at
            minute = (local.toordinal() - day) * 1440 + local.hour * 60 + local.minute
            begun, over = bounds.get(day, (minute, minute))
            bounds[day] = min(begun, minute), max(over, minute + round((after - at) / MINUTE))
            totals[task] = totals.get(task, 0) + after - at
            at = after
    return DayStrips(
        tuple((date.fromordinal(day), days[day]) for day in sorted(days)),
        _ranked(totals),
        tuple(bounds[day] for day in sorted(days)),
    )


def _ranked(sums: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _cell(cells: dict[int, dict[int, int]], first: int, step: int, letters: dict[int, str]) -> str:
    """Return the letter of the task with most of a cell; "" if no task has any."""
    sums: dict[int, int] = {}
    for quarter in range(first, first + step):
        for task, ms in cells.get(quarter, {}).items():
            sums[task] = sums.get(task, 0) + ms
    return letters[min(sums, key=lambda task: (-sums[task], task))] if sums else ""


def _free(day: date, first: int, step: int, hours: WorkHours) -> str:
    """Return the sign of a cell without focus: inside or outside the working hours."""
    days, minute = divmod(first * 15, 24 * 60)
    spans = hours.of((day.weekday() + days) % 7)
    return FREE if not hours.spans or any(begin < minute + step * 15 and minute < end for begin, end in spans) else OFF


def hours_above(scale: tuple[int, int, int]) -> str:
    """Return the row of hours: every second hour above its cell, or every fourth if cells are coarse."""
    first, step, count = scale
    per_hour = 4 // step
    row = [" "] * count
    every = 2 if per_hour > 1 else 4
    for n in range(0, count, per_hour * every):
        for place, sign in enumerate(str((first + n // per_hour) % 24)):
            if n + place < count:
                row[n + place] = sign
    return "".join(row).rstrip()
