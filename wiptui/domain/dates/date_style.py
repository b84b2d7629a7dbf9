"""Habits: how a person writes days and when theirs begin. One set for the process, as a locale is.

Each interface says where to find them. They are looked up when a day is first named, so that ``status`` reads no
settings.
"""

from __future__ import annotations

from collections.abc import Callable

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.text import MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from wiptui.domain.dates.working_hours import WorkHours

DATE_FORMATS = ("22 Nov", "Nov 22", "2026-11-22", "22.11.", "22/11", "11/22")
"""How dates can be written, each by its example."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one person."""

    date_format: str = DATE_FORMATS[0]
    week_start: int = 0
    """The first day of a week: 0 for Monday, as ``date.weekday`` counts."""
    workday_hour: int = 4
    """The hour at which a workday begins by the clock on the wall: work past midnight belongs to the evening before."""
    work_hours: str = "Mon-Fri 8-18"
    """The hours that the person works, in words (``workhours``); focus outside them is after hours."""

    sle_days: int = 0
    """Days within which the person expects a task to be finished; 0 where nobody has said."""
    sle_share: int = 85
    """The percentage of tasks for which that is meant to hold."""
    plan_cap: int = 0
    """How many tasks the plan of a day holds at most; 0 for the person's own median."""

    @property
    def hours(self) -> WorkHours:
        """The working hours. Raises UsageError for words that are none; the settings let none through."""
        from wiptui.domain.dates.working_hours import read_work_hours  # lazy: list does without it

        return read_work_hours(self.work_hours)

    @property
    def has_usual_hours(self) -> bool:
        """Whether the working hours are the default, because nobody has said otherwise."""
        return self.work_hours == DEFAULT.work_hours


DEFAULT = Habits()
_told: Habits | Callable[[], Habits] = DEFAULT


def tell(source: Habits | Callable[[], Habits]) -> None:
    """Say what the habits are, or who knows them; who knows is asked once, when they are needed."""
    global _told
    _told = source


def habits() -> Habits:
    """The habits of the person."""
    global _told
    if not isinstance(_told, Habits):
        _told = _told()
    return _told


def day_and_month(day: date, *, year: bool = False) -> str:
    """A date as the person writes it, ``22 Nov``; with its year ``22 Nov 2026``."""
    month = MONTHS[day.month - 1][:3].title()
    match habits().date_format:
        case "Nov 22":
            return f"{month} {day.day}, {day.year}" if year else f"{month} {day.day}"
        case "2026-11-22":
            return day.isoformat()
        case "22.11.":
            return f"{day.day}.{day.month}.{day.year if year else ''}"
        case "22/11":
            return f"{day.day}/{day.month}/{day.year}" if year else f"{day.day}/{day.month}"
        case "11/22":
            return f"{day.month}/{day.day}/{day.year}" if year else f"{day.month}/{day.day}"
        case _:
            return f"{day.day} {month} {day.year}" if year else f"{day.day} {month}"
