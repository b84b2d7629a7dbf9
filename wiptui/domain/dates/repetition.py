"""How often a task comes again: what people write, the short form that is kept, and the day that follows.

The short form is ``2w``, ``1m``, ``weekday``, ``mon,thu``, ``2w on mon,thu``, ``1m on 15``, ``1m on last fri``;
``after 3d`` counts from the day it was done, and ``until 2026-12-31`` at the end says where it stops.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.dates.date_style import day_and_month
from wiptui.domain.dates.parse import UNITS, parse_date, place_of, shifted
from wiptui.domain.text import SHORT_WEEKDAYS, WEEKDAYS, printable

EXAMPLES = "day, week, 2 weeks, month, weekday, mon,thu, month on 15, month on last fri, or after 3 days"
_ADVERBS = {
    "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year",
    "biweekly": "2 weeks", "fortnight": "2 weeks", "fortnightly": "2 weeks",
    "quarter": "3 months", "quarterly": "3 months",
}  # fmt: skip
_WORDS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_UNTIL = re.compile(r"[\s-]until[\s-]+(.+)$")
WEEKDAY = "weekday"
MOST = 1000


@dataclass(frozen=True, slots=True)
class Every:
    """How often: ``count`` units of d, w, m or y, on a day of them, or simply the weekdays ``days`` (0 is Monday)."""

    count: int = 1
    unit: str = ""
    days: tuple[int, ...] = ()
    after: bool = False
    """Whether it counts from the day it was done, and not from the day it was due."""
    place: int = 0
    """In months, the day of the month, or with a weekday which of them; -1 is the last, 0 none is named."""
    until: date | None = None
    """The last day on which it may be due."""

    @property
    def text(self) -> str:
        """The short form that is kept."""
        names = ",".join(SHORT_WEEKDAYS[day] for day in self.days)
        place = next((word for word, place in _ORDINALS.items() if place == self.place), "")
        place = place if self.days or self.place < 0 else str(self.place or "")
        often = f"{'after ' if self.after else ''}{self.count}{self.unit}"
        if self.days == (0, 1, 2, 3, 4) and not self.unit:
            often = WEEKDAY
        elif self.days and not self.unit:
            often = names
        elif self.days or self.place:
            often = f"{often} on {' '.join(filter(None, (place, names)))}"
        return often if self.until is None else f"{often} until {self.until.isoformat()}"

    @property
    def words(self) -> str:
        """For people: ``every 2 weeks``, ``every Mon and Thu``, ``3 days after it is done``."""
        if self.until is not None:
            return f"{replace(self, until=None).words} until {day_and_month(self.until, year=True)}"
        if self.text == WEEKDAY:
            return "every weekday"
        names = [SHORT_WEEKDAYS[day].title() for day in self.days]
        days = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
        if not self.unit:
            return f"every {days}"
        unit = _WORDS[self.unit]
        many = unit if self.count == 1 else f"{self.count} {unit}s"
        if self.after:
            return f"{'a ' if self.count == 1 else ''}{many} after it is done"
        if self.unit == "w" and days:
            return f"every {many} on {days}"
        if self.place:
            return f"every {many} on the {_place_words(self.place, days)}"
        return f"every {many}"


def _place_words(place: int, weekday: str) -> str:
    """``last day``, ``15th``, ``first Mon``."""
    if weekday:
        return f"{next(word for word, number in _ORDINALS.items() if number == place)} {weekday}"
    if place < 0:
        return "last day"
    return f"{place}{'th' if 10 < place < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def parse_every(words: str, today: date | None = None) -> Every:
    """What somebody wrote: ``week``, ``every 2 weeks``, ``mon,thu``, ``month on last fri``, ``after 3d``.

    ``until`` takes a date as ``2026-12-31``, and in any words where ``today`` is known. Raises UsageError.
    """
    text, until = words.lower().strip(), None
    end = _UNTIL.search(text)
    try:
        if end is not None:
            until = date.fromisoformat(end[1]) if today is None else parse_date(end[1], today)
            text = text[: end.start()]
        found = None if text.startswith("-") else _parsed(" ".join(text.replace("-", " ").replace(",", " ").split()))
    except (UsageError, ValueError):
        found = None
    if found is not None:
        return replace(found, until=until)
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

    ``anchor`` is the day of the month that months and years come back to after a shorter one. It may be later than
    ``every.until``: then there is no next one. Raises OverflowError or ValueError beyond the year 9999.
    """
    last = max(due or done, done)
    if every.unit == "m" and every.place:
        return next(day for day in _months(every, due or done) if day > last)
    if every.days:
        return _on_weekdays(every, due or done, last)
    if every.after or due is None:
        return shifted(done, every.count, _WORDS[every.unit])
    step = 1
    if every.unit in ("d", "w"):
        length = every.count * (7 if every.unit == "w" else 1)
        step = max(1, (done - due).days // length + 1)
    while True:
        day = shifted(due, every.count * step, _WORDS[every.unit])
        if anchor and every.unit in ("m", "y"):
            day = day.replace(day=min(anchor, _length(day)))
        if day > done:
            return day
        step += 1


def _on_weekdays(every: Every, base: date, last: date) -> date:
    """The first of the weekdays after ``last``, in every ``count``-th week from that of ``base``."""
    monday = base - timedelta(days=base.weekday())
    for step in range(1, 7 * every.count + 8):
        day = last + timedelta(days=step)
        if day.weekday() in every.days and (day - monday).days // 7 % every.count == 0:
            return day
    raise ValueError("a week has seven days")


def _months(every: Every, base: date) -> Iterator[date]:
    """The day that is meant in the month of ``base``, and in each that follows."""
    month = base.replace(day=1)
    while True:
        yield _in_month(month, every)
        month = shifted(month, every.count, "month")


def _in_month(first: date, every: Every) -> date:
    length = _length(first)
    if not every.days:
        return first.replace(day=length if every.place < 0 else min(every.place, length))
    before = (every.days[0] - first.weekday()) % 7  # days before the first of these weekdays
    weeks = every.place - 1 if every.place > 0 else (length - 1 - before) // 7
    return first + timedelta(days=before + 7 * weeks)


def _length(day: date) -> int:
    """The number of days of a month."""
    return monthrange(day.year, day.month)[1]


# --- what people write


def _parsed(text: str) -> Every | None:
    """A text in lower case without commas and hyphens, read; None where it is not understood."""
    text = text.removeprefix("every ")
    after = text.startswith("after ")
    text, on, where = text.removeprefix("after ").partition(" on ")
    days = _days(text)
    if days is not None:
        return None if after or on else Every(days=days)
    text = _ADVERBS.get(text, text)
    number = text[: len(text) - len(text.lstrip("0123456789"))]
    unit = text[len(number) :].strip()
    unit = UNITS.get(unit) or UNITS.get(_ADVERBS.get(unit, ""), "")
    if not (text.isascii() and len(number) <= 4 and unit and 1 <= int(number or 1) <= MOST):
        return None
    found = Every(int(number or 1), unit[0], after=after)
    if not on:
        return found
    return None if after else _placed(found, where.removeprefix("the "))


def _placed(every: Every, where: str) -> Every | None:
    """The same on weekdays of a week, or on a day of a month."""
    if every.unit == "w":
        days = _days(where)
        plain = every.count == 1
        return None if days is None else Every(1 if plain else every.count, "" if plain else "w", days)
    if every.unit != "m":
        return None
    word, _, rest = where.partition(" ")
    day = word.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    if word in _ORDINALS and rest not in ("", "day"):
        days = _days(rest)
        return replace(every, days=days, place=_ORDINALS[word]) if days is not None and len(days) == 1 else None
    if where in ("last", "last day"):
        return replace(every, place=-1)
    if where == word and day.isascii() and day.isdigit() and len(day) <= 2 and 1 <= int(day) <= 31:
        return replace(every, place=int(day))
    return None


def _days(text: str) -> tuple[int, ...] | None:
    if text in (WEEKDAY, "weekdays", "workday", "workdays"):
        return (0, 1, 2, 3, 4)
    names = [word for word in text.split() if word != "and"]
    places = [place_of(name, WEEKDAYS) for name in names]
    if not names or None in places:
        return None
    return tuple(sorted({at for at in places if at is not None}))
