"""The words of a date: units, names of days and months, and the phrases that :mod:`wiptui.domain.dates.parse` reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from wiptui.domain.dates.date_style import habits
from wiptui.domain.text import MONTHS, WEEKDAYS

_NEAR = {"today": 0, "now": 0, "tonight": 0, "eod": 0, "tomorrow": 1, "overmorrow": 2, "yesterday": -1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_SAME = {
    **dict.fromkeys(("tmr", "tmrw", "tomo", "tmw"), "tomorrow"),
    **dict.fromkeys(("beginning", "begin"), "start"),
    **dict.fromkeys(("workday", "workdays", "weekdays", "bd"), "workday"),
    "ends": "end", "couple": "2", "fortnights": "fortnight", "quarters": "quarter",
}  # fmt: skip
"""Words that mean the same as others."""
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a": "1", "an": "1"}  # fmt: skip
UNITS = {
    "d": "day", "day": "day", "days": "day",
    "w": "week", "wk": "week", "week": "week", "weeks": "week",
    "m": "month", "mo": "month", "month": "month", "months": "month",
    "y": "year", "year": "year", "years": "year",
}  # fmt: skip
"""The words for a unit of time, and the unit."""
_ENDS = {"week": "eow", "month": "eom", "quarter": "eoq", "year": "eoy"}
_STARTS = {"sow": "week", "som": "month", "soq": "quarter", "soy": "year"}


def relative_date(text: str, today: date, past: bool) -> date | None:
    """Return the date of words that count from today: the first row of ``_PHRASES`` that fits; None if none does."""
    sign = text[0] if text[:1] in ("+", "-") else ""
    words = _words(text[len(sign) :])
    if text[-2:] in ("st", "nd", "rd", "th") and text[-3:-2].isdigit():
        before = [word for word in words[:-1] if word not in ("the", "on")]
        if not before or (len(before) == 1 and _is_weekday(before[0])):
            return _if_on(before, _day_of_month(words[-1], today, past))
    words = _plain(words)
    if sign:
        return _sum(words, today, sign == "-")
    return _day(words, today, past)


def parse_iso(text: str) -> date | None:
    """The date of a text of exactly the form YYYY-MM-DD, or None."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    if not (text[:4] + text[5:7] + text[8:]).isdigit():
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def _day(words: Sequence[str], today: date, past: bool) -> date | None:
    """Return the date of plain words; None if they are none."""
    for shape, day_of in _PHRASES:
        if _fits(words, shape):
            return day_of(words, today, past)
    if len(words) > 2 and _is_weekday(words[0]):
        return _if_on(words[:1], _day_and_month(list(words[1:]), today, past))
    for place in range(2, len(words)):
        if words[place] in ("from", "after", "on"):
            base = _day(words[place + 1 :], today, past)
            return _sum(words[:place], base, False) if base is not None else None
    if words and words[-1] == "ago":
        return _sum(words[:-1], today, True)
    return _sum(words, today, past) or _day_and_month(list(words), today, past)


def _fits(words: Sequence[str], shape: _Shape) -> bool:
    """Return whether each word is the literal of its place, or one of several, or passes its test."""
    return len(words) == len(shape) and all(
        part(word) if callable(part) else word == part if isinstance(part, str) else word in part
        for word, part in zip(words, shape, strict=True)
    )


def _plain(words: Sequence[str]) -> list[str]:
    """Return the words without those that say nothing, and each in the form that the phrases have."""
    kept = [_SAME.get(word, word) for word in words if word not in ("the", "'s", "'", "and")]
    if len(kept) > 1:
        kept = [_NUMBERS.get(word, word) for word in kept]
        kept = kept[1:] if kept[0] in ("on", "by", "in") else kept
    if kept[-2:] in (["from", "now"], ["from", "today"]):
        kept = kept[:-2]
    elif len(kept) > 2 and kept[-1] in ("hence", "time"):
        kept = kept[:-1]
    if kept == ["fortnight"]:
        kept = ["1", "fortnight"]
    found: list[str] = []
    for place, word in enumerate(kept):
        before, behind = found[-1:], kept[place + 1 : place + 2]
        if word == "2" and before == ["1"]:
            found[-1] = word  # a couple
            continue
        if word == "of" and before and before[0].isdigit():
            continue  # 15 of january, a couple of days
        if word in ("fortnight", "quarter") and before and before[0].isdigit():
            found[-1] = str(int(before[0]) * (2 if word == "fortnight" else 3))
            word = "weeks" if word == "fortnight" else "months"
        elif word in ("business", "working") and behind and behind[0] in ("day", "days"):
            word = "workday"
        elif word in ("day", "days") and before == ["workday"]:
            continue
        found.append(word)
    return ["6", "months"] if found == ["half", "1", "year"] else found


def _sum(words: Sequence[str], day: date, back: bool) -> date | None:
    """Return the day that lies ``1 week 2 days`` on, or back; None for other words."""
    if not words or len(words) % 2 or not all(map(str.isdigit, words[::2])):
        return None
    for number, unit in zip(words[::2], words[1::2], strict=True):
        count = -int(number) if back else int(number)
        if unit == "workday":
            day = _workdays(day, count)
        elif unit in UNITS:
            day = shifted(day, count, unit)
        else:
            return None
    return day


def _workdays(day: date, count: int) -> date:
    """Return the day that is so many working days on; Monday to Friday where nobody has said which they are."""
    hours = habits().hours
    works = [bool(hours.of(at)) if any(hours.spans) else at < 5 for at in range(7)]
    if abs(count) > 5_000:
        raise OverflowError
    while count:
        day += timedelta(days=1 if count > 0 else -1)
        count -= (1 if count > 0 else -1) * works[day.weekday()]
    return day


def _if_on(names: Sequence[str], day: date | None) -> date | None:
    """Return the day if it is on the named weekday, or none is named."""
    return day if day is None or not names or place_of(names[0], WEEKDAYS) == day.weekday() else None


def _month(word: str, today: date, past: bool, year: str = "") -> date:
    """Return the first day of a named month: of that year, else the nearest one from this month on, or back."""
    month = (place_of(word, MONTHS) or 0) + 1
    if year:
        return date(int(year), month, 1)
    if past:
        return date(today.year - (month > today.month), month, 1)
    return date(today.year + (month < today.month), month, 1)


def _part(words: Sequence[str], today: date, past: bool) -> date | None:
    """Return the first day of what is named: ``month``, ``next month``, ``january``, ``january 2027``."""
    if words[0] == "next" and len(words) == 2 and words[1] in _ENDS:
        return _after_end(words[1], today)
    if _is_month(words[0]) and (len(words) == 1 or (len(words) == 2 and _is_year(words[1]))):
        return _month(words[0], today, past, *words[1:])
    if len(words) == 1 and words[0] in _ENDS:
        return _end_of(_ENDS[words[0]], today) if words[0] == "week" else _first_of(words[0], today)
    return None


def _first_of(unit: str, today: date) -> date:
    month = {"month": today.month, "quarter": (today.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    return date(today.year, month, 1)


def _last_of(words: Sequence[str], today: date, past: bool) -> date | None:
    """Return the last day of what is named."""
    first = _part(words, today, past)
    unit = words[-1] if words[-1] in _ENDS else "month"
    return _end_of(_ENDS[unit], first) if first is not None else None


def _nth(words: Sequence[str], today: date, past: bool) -> date | None:
    """``first monday of january``, ``last day of next month``."""
    number, name, part = _ORDINALS[words[0]], words[1], words[3:]
    first = _part(part, today, past)
    if first is None or part[-1] == "week":
        return None
    last = _last_of(part, today, past) or first
    if name == "day":
        return first + timedelta(days=number - 1) if number > 0 else last
    if number < 0:
        return _on_weekday(name, last - timedelta(days=6))
    day = _on_weekday(name, first) + timedelta(weeks=number - 1)
    return day if day <= last else None


def _weekend(today: date) -> date:
    """Return the Saturday of this week, or today where it is Sunday."""
    return today if today.weekday() == 6 else today + timedelta(days=5 - today.weekday())


def _is_month(word: str) -> bool:
    return place_of(word, MONTHS) is not None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def _coming(day: date | None, name: str, today: date) -> date | None:
    """Return the start of what is named: of the next month, quarter or year, where this one has begun before today."""
    if day is None or name not in _ENDS:
        return day
    return today if day == today and name != "week" else _after_end(name, today)


def _is_any(word: str) -> bool:
    return bool(word)


def _is_day_name(word: str) -> bool:
    return word == "day" or _is_weekday(word)


def _is_weekday(word: str) -> bool:
    return place_of(word, WEEKDAYS) is not None


def _on_weekday(word: str, first: date) -> date:
    """Return the named weekday on or after ``first``."""
    return first + timedelta(days=((place_of(word, WEEKDAYS) or 0) - first.weekday()) % 7)


def _after_end(unit: str, today: date) -> date:
    """Return the first day of the next week, month or year."""
    return _end_of(_ENDS[unit], today) + timedelta(days=1)


def _iso_week(text: str, today: date, past: bool) -> date | None:
    """``2026-W50``, ``2026W50``, ``w50``: its Monday; ``2026-W50-3`` its Wednesday."""
    year, _, rest = text.partition("w")
    week, dash, day = rest.partition("-")
    year = year.removesuffix("-")
    if not (week.isdigit() and len(week) <= 2 and (not dash or (len(day) == 1 and day.isdigit()))):
        return None
    if year:
        return date.fromisocalendar(int(year), int(week), int(day or 1)) if _is_year(year) else None
    this = today.isocalendar().year
    for number in (this, this - 1) if past else (this, this + 1):
        found = date.fromisocalendar(number, int(week), int(day or 1))
        if found <= today if past else found + timedelta(days=6) >= today:
            return found
    return None


def _day_of_month(number: str, today: date, past: bool) -> date | None:
    """``the 15th``: the nearest such day from today on, or looking back."""
    if len(number) > 2:
        return None
    month = today.replace(day=1)
    for _ in range(12):
        day = parse_iso(f"{month:%Y-%m}-{number:0>2}")
        if day and (day <= today if past else day >= today):
            return day
        month = (month - timedelta(days=1)).replace(day=1) if past else _end_of("eom", month) + timedelta(days=1)
    return None


def _words(text: str) -> list[str]:
    """Words and numbers apart: ``3d``, ``22-nov``, ``nov 22, 2027``, ``22nd nov``."""
    apart = ""
    for ch in text:
        if apart and ch.isalnum() and apart[-1].isalnum() and ch.isdigit() != apart[-1].isdigit():
            apart += " "
        apart += " " if ch == "-" and apart[-1:].isalnum() else ch
    words = apart.replace(", ", " ").split() if not text.endswith("-") else []
    return [
        word
        for place, word in enumerate(words)
        if not (word in ("st", "nd", "rd", "th") and words[place - 1].isdigit())
    ]


def shifted(day: date, count: int, unit: str) -> date:
    """``count`` units (day, week, month, year) on; where the month is shorter, its last day. Raises OverflowError."""
    unit = UNITS[unit]
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1), 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _end_of("eom", first).day))


def _end_of(what: str, day: date) -> date:
    """The last day of the week, month or year of ``day``."""
    if what == "eow":
        return day + timedelta(days=6 - (day.weekday() - habits().week_start) % 7)
    if what == "eoq":
        day = day.replace(day=1, month=(day.month + 2) // 3 * 3)
    if what == "eoy" or day.month == 12:
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)


def _weekday_of(word: str, today: date, past: bool) -> date:
    place = place_of(word, WEEKDAYS) or 0
    if past:
        return today - timedelta(days=(today.weekday() - place) % 7)
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _day_and_month(parts: list[str], today: date, past: bool) -> date | None:
    """``22 nov``, ``nov 22``, each with or without a year of four digits."""
    if len(parts) not in (2, 3):
        return None
    number, name = parts[:2] if parts[0].isdigit() else (parts[1], parts[0])
    month = place_of(name, MONTHS)
    if month is None or not number.isdigit() or len(number) > 2:
        return None
    if len(parts) == 3:
        return parse_iso(f"{parts[2]}-{month + 1:02d}-{number:0>2}")
    for step in range(9):  # 29 February comes within eight years
        day = parse_iso(f"{today.year + (-step if past else step):04d}-{month + 1:02d}-{number:0>2}")
        if day and (day <= today if past else day >= today):
            return day
    return None


def place_of(word: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that begins with the word, of three letters or more."""
    for place, name in enumerate(names):
        if len(word) >= 3 and name.startswith(word):
            return place
    return None


def date_in_figures(text: str, today: date, past: bool) -> date | None:
    """``22.11.``, ``22.11.2027``, ``20261122``, ``2026/11/22``, ``2026-W47``, ``2026-11``; with a slash in the order in
    which the person writes dates.
    """
    if len(text) == 8 and text.isdigit():
        return parse_iso(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    if len(text) == 10 and text[4] in "/." and text[7] == text[4]:
        return parse_iso(text.replace(text[4], "-"))
    if len(text) == 7 and text[4] == "-" and text[:4].isdigit() and text[5:].isdigit():
        return parse_iso(f"{text}-01")
    if "w" in text and (text[0] == "w" or text[:4].isdigit()):
        return _iso_week(text, today, past)
    form = habits().date_format
    sign = "." if "." in text else "/" if form in ("22/11", "11/22") else ""
    parts = text.split(sign) if sign else []
    if len(parts) not in (2, 3) or not all(part.isdigit() and len(part) <= 4 for part in parts[:2]):
        return None
    day, month = (parts[1], parts[0]) if sign == "/" and form == "11/22" else (parts[0], parts[1])
    if not 1 <= int(month) <= 12 or len(day) > 2:
        return None
    year = [parts[2]] if len(parts) == 3 and parts[2] else []
    return _day_and_month([day, MONTHS[int(month) - 1], *year], today, past)


_Shape = tuple["str | Collection[str] | Callable[[str], bool]", ...]
_PHRASES: tuple[tuple[_Shape, Callable[[Sequence[str], date, bool], date | None]], ...] = (
    ((_NEAR,), lambda words, today, past: today + timedelta(days=_NEAR[words[0]])),
    ((_ENDS.values(),), lambda words, today, past: _end_of(words[0], today)),
    (("day", "after", "tomorrow"), lambda words, today, past: today + timedelta(days=2)),
    (("end", "of", _is_any), lambda words, today, past: _last_of(words[2:], today, past)),
    (("end", "of", _is_any, _is_any), lambda words, today, past: _last_of(words[2:], today, past)),
    (("mid", _is_month), lambda words, today, past: _month(words[1], today, past).replace(day=15)),
    (("start", "of", _is_any), lambda words, today, past: _coming(_part(words[2:], today, past), words[2], today)),
    (("start", "of", _is_any, _is_any), lambda words, today, past: _part(words[2:], today, past)),
    ((_STARTS,), lambda words, today, past: _after_end(_STARTS[words[0]], today)),
    ((_ORDINALS, _is_day_name, "of", _is_any), _nth),
    ((_ORDINALS, _is_day_name, "of", _is_any, _is_any), _nth),
    (("weekend",), lambda words, today, past: _weekend(today)),
    (("this", "weekend"), lambda words, today, past: _weekend(today)),
    (("next", "weekend"), lambda words, today, past: _on_weekday("sat", _after_end("week", today))),
    (("next", "workday"), lambda words, today, past: _workdays(today, 1)),
    ((_ENDS, "after", "next"), lambda words, today, past: _after_end(words[0], _after_end(words[0], today))),
    ((_is_weekday, "next", "week"), lambda words, today, past: _on_weekday(words[0], _after_end("week", today))),
    (("next", "week", _is_weekday), lambda words, today, past: _on_weekday(words[2], _after_end("week", today))),
    ((_is_weekday, "week"), lambda words, today, past: _weekday_of(words[0], today, past) + timedelta(weeks=1)),
    (("this", _is_weekday), lambda words, today, past: _on_weekday(words[1], today)),
    (("next", _is_weekday), lambda words, today, past: _on_weekday(words[1], _after_end("week", today))),
    (("last", _is_weekday), lambda words, today, past: _weekday_of(words[1], today - timedelta(days=1), True)),
    (("next", _ENDS), lambda words, today, past: _after_end(words[1], today)),
    (("next", _is_month), lambda words, today, past: _month(words[1], _after_end("month", today), past)),
    ((_is_month,), lambda words, today, past: _month(words[0], today, past)),
    ((_is_month, _is_year), lambda words, today, past: _month(words[0], today, past, words[1])),
    ((_is_weekday,), lambda words, today, past: _weekday_of(words[0], today, past)),
)
"""The words that count from today, in the order in which they are tried, and the date of each."""
