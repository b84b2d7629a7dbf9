"""A schedule of the doing limit in words: ``mon-fri 09-12 1; mon-fri 12-18 3; 2``. The first match wins."""

from __future__ import annotations

from wiptui.domain.commands import SetSettings
from wiptui.domain.errors import UsageError
from wiptui.domain.limits import LARGEST, WEEKDAYS
from wiptui.domain.record import Json
from wiptui.domain.text import one_line

ENTRY = "mon-fri 09-12 1"
"""An example of an entry: days, hours and the limit; days and hours may be left out."""
WORDS = {"daily": WEEKDAYS, "weekdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:], "else": WEEKDAYS}
MOST = 50


def parse_schedule(words: str) -> list[Json]:
    """The entries of a schedule, one behind each semicolon. Raises UsageError, with an example, for what is none."""
    entries = [_entry(part.split(), part.strip()) for part in words.split(";") if part.strip()]
    if not entries:
        raise UsageError(f"A schedule has at least one entry, like {ENTRY}.")
    if len(entries) > MOST:
        raise UsageError(f"A schedule has at most {MOST} entries.")
    return entries


def set_schedule(words: str, why: str = "") -> SetSettings:
    """The command for a new schedule; ``none`` takes it away. Raises UsageError for words that are no schedule."""
    entries = None if words.strip().lower() in ("none", "off") else parse_schedule(words)
    return SetSettings({"schedule": entries, "schedule_why": one_line(why) or None})


def schedule_words(schedule: Json) -> str:
    """A schedule as it can be typed again; empty where there is none. What cannot be understood is left out."""
    entries = schedule if isinstance(schedule, list) else []
    return "; ".join(entry_words(entry) for entry in entries if isinstance(entry, dict))


def entry_words(entry: dict[str, Json]) -> str:
    """One entry: ``mon-fri 09:00-12:00 1``."""
    given = [day for day in WEEKDAYS if day in (entry.get("days") or ())]
    start, end = entry.get("from"), entry.get("to")
    hours = f"{start or '00:00'}-{end or '24:00'}" if start or end else ""
    return " ".join(part for part in (_days_words(given), hours, str(entry.get("limit"))) if part)


def _days_words(days: list[str]) -> str:
    if not days or len(days) == len(WEEKDAYS):
        return ""
    first, last = WEEKDAYS.index(days[0]), WEEKDAYS.index(days[-1])
    if len(days) > 2 and last - first == len(days) - 1:
        return f"{days[0]}-{days[-1]}"
    return ",".join(days)


def _entry(words: list[str], said: str) -> Json:
    entry: dict[str, Json] = {}
    *before, limit = words
    if not (limit.isascii() and limit.isdigit() and int(limit[:6]) <= LARGEST):
        raise _wrong(said, f"it should end in a limit from 0 to {LARGEST}")
    for word in before:
        if word[0].isdigit() and "from" not in entry:
            entry["from"], entry["to"] = _hours(word, said)
        elif "days" not in entry:
            entry["days"] = _days(word, said)
        else:
            raise _wrong(said, "days and hours stand there once each")
    return {**entry, "limit": int(limit)}


def _days(word: str, said: str) -> list[Json]:
    days: dict[Json, None] = {}
    for part in word.lower().split(","):
        first, dash, last = part.partition("-")
        if part in WORDS:
            days.update(dict.fromkeys(WORDS[part]))
            continue
        start, end = (_day(name, said) for name in (first, last if dash else first))
        count = (end - start) % len(WEEKDAYS) + 1
        days.update(dict.fromkeys(WEEKDAYS[(start + step) % len(WEEKDAYS)] for step in range(count)))
    return [day for day in WEEKDAYS if day in days]


def _day(name: str, said: str) -> int:
    for place, day in enumerate(WEEKDAYS):
        if len(name) >= 3 and name.startswith(day):
            return place
    raise _wrong(said, f"“{name}” is no day")


def _hours(word: str, said: str) -> tuple[str, str]:
    start, dash, end = word.partition("-")
    times = [_time(start, said), _time(end, said)] if dash else []
    if not times or times[0] >= times[1]:
        raise _wrong(said, "hours go from one time to a later one, up to 24: for a night write two entries")
    return times[0], times[1]


def _time(text: str, said: str) -> str:
    hour, _, minute = text.partition(":")
    minute = minute or "00"
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hour, minute)):
        raise _wrong(said, f"“{text}” is no time of day")
    if int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
        raise _wrong(said, f"“{text}” is no time of day")
    return f"{int(hour):02d}:{int(minute):02d}"


def _wrong(said: str, why: str) -> UsageError:
    return UsageError(f"“{said[:60]}” is no entry of a schedule ({why}); one is: {ENTRY}")
