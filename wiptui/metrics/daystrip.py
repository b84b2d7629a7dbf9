"""Who had the focus: a strip for each workday, a quarter of an hour a cell; the boundaries show the switches."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo

from wiptui.domain.habits import habits
from wiptui.domain.values import dataclass
from wiptui.metrics.sessions import FocusLog
from wiptui.metrics.times import MINUTE, to_time

QUARTER = 15 * MINUTE
LETTERS = "ABCDEFGH"
OTHER, FREE, OFF = "+", "·", " "
"""A task beyond the letters; a time without focus in the working hours, and outside them."""


@dataclass(frozen=True, slots=True)
class DayStrips:
    """Focus of some workdays. A quarter is counted from midnight of its workday, so that 1 o'clock at night is 100."""

    days: tuple[tuple[date, dict[int, dict[int, int]]], ...]
    """For each workday with focus: by quarter, the milliseconds of each task."""
    tasks: tuple[tuple[int, int], ...]
    """``(task, milliseconds)``, most focus first."""

    @property
    def letters(self) -> dict[int, str]:
        """The letter of each task; ``+`` from the ninth on."""
        return {task: LETTERS[n] if n < len(LETTERS) else OTHER for n, (task, _) in enumerate(self.tasks)}

    def drawn(self, width: int) -> tuple[int, list[str]]:
        """How many minutes a cell stands for, and the rows: the hours above, then a line a day, within ``width`` cells.

        A cell of 15 minutes is the finest, one of an hour the coarsest; a longer stretch is cut at its end.
        """
        quarters = [quarter for _, cells in self.days for quarter in cells]
        if not quarters:
            return 15, []
        first, last = min(quarters) // 4, max(quarters) // 4 + 1
        room = max(width - 5, 6)
        step = next((step for step in (1, 2) if (last - first) * 4 // step <= room), 4)
        count = min((last - first) * 4 // step, room)
        letters = self.letters
        rows = ["     " + _hours(first, count, 4 // step)]
        for day, cells in self.days:
            strip = "".join(_cell(day, cells, first * 4 + n * step, step, letters) for n in range(count))
            rows.append(f"{day:%a}  {strip}".rstrip())
        return 15 * step, rows


def day_strips(focus: FocusLog, zone: tzinfo | None, since: int, until: int) -> DayStrips:
    """The strips of the focus within ``[since, until)`` (UTC milliseconds), by workdays of the zone."""
    night = timedelta(hours=habits().workday_hour)
    days: dict[int, dict[int, dict[int, int]]] = {}
    totals: dict[int, int] = {}
    for task, start, end in focus.slices:
        at, end = max(start, since), min(end, until)
        while at < end:
            after = min((at // QUARTER + 1) * QUARTER, end)
            local = to_time(at).astimezone(zone).replace(tzinfo=None)
            day = (local - night).toordinal()
            quarter = (local.toordinal() - day) * 96 + local.hour * 4 + local.minute // 15
            cell = days.setdefault(day, {}).setdefault(quarter, {})
            cell[task] = cell.get(task, 0) + after - at
            totals[task] = totals.get(task, 0) + after - at
            at = after
    return DayStrips(
        tuple((date.fromordinal(day), days[day]) for day in sorted(days)),
        tuple(sorted(totals.items(), key=lambda item: (-item[1], item[0]))),
    )


def _cell(day: date, cells: dict[int, dict[int, int]], first: int, step: int, letters: dict[int, str]) -> str:
    """The task that had most of a cell; free where nothing did, and off where no work is expected."""
    sums: dict[int, int] = {}
    for quarter in range(first, first + step):
        for task, ms in cells.get(quarter, {}).items():
            sums[task] = sums.get(task, 0) + ms
    if sums:
        return letters[min(sums, key=lambda task: (-sums[task], task))]
    hours = habits().hours
    days, minute = divmod(first * 15, 24 * 60)
    spans = hours.of((day.weekday() + days) % 7)
    return FREE if not hours.spans or any(begin < minute + step * 15 and minute < end for begin, end in spans) else OFF


def _hours(first: int, count: int, per_hour: int) -> str:
    """Every second hour above its cell, or every fourth where cells are coarse."""
    row = [" "] * count
    every = 2 if per_hour > 1 else 4
    for n in range(0, count, per_hour * every):
        for place, sign in enumerate(str((first + n // per_hour) % 24)):
            if n + place < count:
                row[n + place] = sign
    return "".join(row).rstrip()
