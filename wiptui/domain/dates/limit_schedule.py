"""A schedule of the doing limit in words: ``mon-fri 09-12 1; mon-fri 12-18 3; 2``. The first match wins."""

from __future__ import annotations

from wiptui.domain.commands import SetSettings
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.weekly_hours import Unclear, days_words, read_days, read_span
from wiptui.domain.limits import LARGEST
from wiptui.domain.text import one_line

ENTRY = "mon-fri 09-12 1"
"""An example of an entry: days, hours and the limit; days and hours may be left out."""
MOST = 50


def parse_schedule(words: str) -> list[Json]:
    """The entries of a schedule, one after each semicolon. Raises UsageError, with an example, for what is none."""
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
    start, end, days = entry.get("from"), entry.get("to"), entry.get("days")
    hours = f"{start or '00:00'}-{end or '24:00'}" if start or end else ""
    return " ".join(
        part for part in (days_words(days if isinstance(days, list) else ()), hours, str(entry.get("limit"))) if part
    )


def _entry(words: list[str], said: str) -> Json:
    entry: dict[str, Json] = {}
    *before, limit = words
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 6 and int(limit) <= LARGEST):
        raise _wrong(said, f"it should end in a limit from 0 to {LARGEST}")
    try:
        for word in before:
            if word[0].isdigit() and "from" not in entry:
                entry["from"], entry["to"] = (f"{at // 60:02d}:{at % 60:02d}" for at in read_span(word))
            elif "days" not in entry:
                entry["days"] = list(read_days(word))
            else:
                raise Unclear("days and hours stand there once each")
    except Unclear as error:
        raise _wrong(said, str(error)) from None
    return {**entry, "limit": int(limit)}


def _wrong(said: str, why: str) -> UsageError:
    return UsageError(f"“{said[:60]}” is no entry of a schedule ({why}); one is: {ENTRY}")
