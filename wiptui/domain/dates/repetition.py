"""How often a task comes again: what people write, the short form that is kept, and the day that follows.

The short form is ``2w``, ``1m``, ``weekday``, ``mon,thu``; ``after 3d`` counts from the day it was done.
"""

from __future__ import annotations

from datetime import date, timedelta

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.parse import UNITS, place_of, shifted
from wiptui.domain.text import SHORT_WEEKDAYS, WEEKDAYS, printable

EXAMPLES = "day, week, 2 weeks, month, weekday, mon,thu, or after 3 days"
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_WORDS = {unit[0]: unit for unit in _ADVERBS.values()}
WEEKDAY = "weekday"
MOST = 1000


@dataclass(frozen=True, slots=True)
class Every:
    """How often: ``count`` units of d, w, m or y, or the weekdays ``days`` (0 is Monday)."""

    count: int = 1
    unit: str = ""
    days: tuple[int, ...] = ()
    after: bool = False
    """Whether it counts from the day it was done, and not from the day it was due."""

    @property
    def text(self) -> str:
        """The short form that is kept."""
        if self.days == (0, 1, 2, 3, 4):
            return WEEKDAY
        if self.days:
            return ",".join(SHORT_WEEKDAYS[day] for day in self.days)
        return f"{'after ' if self.after else ''}{self.count}{self.unit}"

    @property
    def words(self) -> str:
        """For people: ``every 2 weeks``, ``every Mon and Thu``, ``3 days after it is done``."""
        if self.text == WEEKDAY:
            return "every weekday"
        if self.days:
            names = [SHORT_WEEKDAYS[day].title() for day in self.days]
            return "every " + (" and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0])
        unit = _WORDS[self.unit]
        many = unit if self.count == 1 else f"{self.count} {unit}s"
        if self.after:
            return f"{'a ' if self.count == 1 else ''}{many} after it is done"
        return f"every {many}"


def parse_every(words: str) -> Every:
    """What somebody wrote: ``week``, ``every 2 weeks``, ``mon,thu``, ``after 3d``. Raises UsageError."""
    text = "" if words.startswith("-") else " ".join(words.lower().replace("-", " ").replace(",", " ").split())
    text = text.removeprefix("every ")
    after = text.startswith("after ")
    text = text.removeprefix("after ")
    found = _days(text) if not after else None
    if found is not None:
        return found
    number = text[: len(text) - len(text.lstrip("0123456789"))]
    unit = text[len(number) :].strip()
    unit = _ADVERBS.get(unit) or UNITS.get(unit, "")
    if text.isascii() and len(number) <= 4 and unit and 1 <= int(number or 1) <= MOST:
        return Every(int(number or 1), unit[0], after=after)
    shown = printable(words).strip()
    raise UsageError(f"“{shown[:40]}” is not how often something comes again: try {EXAMPLES}.")


def read_every(text: str | None) -> Every | None:
    """The kept form, read; None where there is none or somebody broke it."""
    try:
        return parse_every(text) if text else None
    except UsageError:
        return None


def next_due(every: Every, due: date | None, done: date, anchor: int | None = None) -> date:
    """When the next one is due, always after ``done`` (the day it was finished) and after the former due date.

    ``anchor`` is the day of the month that months and years come back to after a shorter one. Raises OverflowError
    or ValueError beyond the year 9999.
    """
    if every.days:
        day = max(due or done, done)
        return next(day + timedelta(days=step) for step in range(1, 8) if (day.weekday() + step) % 7 in every.days)
    if every.after or due is None:
        return shifted(done, every.count, _WORDS[every.unit])
    step = 1
    if every.unit in ("d", "w"):
        length = every.count * (7 if every.unit == "w" else 1)
        step = max(1, (done - due).days // length + 1)
    while True:
        day = shifted(due, every.count * step, _WORDS[every.unit])
        if anchor and every.unit in ("m", "y"):
            day = _anchored(day, anchor)
        if day > done:
            return day
        step += 1


def _days(text: str) -> Every | None:
    if text in (WEEKDAY, "weekdays", "workday", "workdays"):
        return Every(days=(0, 1, 2, 3, 4))
    names = [word for word in text.split() if word != "and"]
    places = [place_of(name, WEEKDAYS) for name in names]
    if not names or None in places:
        return None
    return Every(days=tuple(sorted({at for at in places if at is not None})))


def _anchored(day: date, anchor: int) -> date:
    last = (shifted(day.replace(day=1), 1, "month") - timedelta(days=1)).day
    return day.replace(day=min(anchor, last))
