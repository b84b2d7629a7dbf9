"""The hours that a person works, in words: ``Mon-Fri 8-18``, or ``Mon-Thu 9-12 13-17; Sat 9-12``."""

from __future__ import annotations

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.weekly_hours import Unclear, days_words, read_days, read_span
from wiptui.domain.text import SHORT_WEEKDAYS

NONE = "none"
"""The word of somebody without such hours."""
EXAMPLE = "Mon-Fri 8-18"


@dataclass(frozen=True, slots=True)
class WorkHours:
    """Spans of minutes of the day by weekday, 0 for Monday: the first minute included, the last not."""

    spans: tuple[tuple[tuple[int, int], ...], ...]

    def of(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """The spans of a weekday; they do not overlap."""
        return self.spans[weekday] if self.spans else ()

    @property
    def words(self) -> str:
        """As they can be typed again: days of the same hours stand together."""
        if not self.spans:
            return NONE
        days: dict[tuple[tuple[int, int], ...], list[str]] = {}
        for name, spans in zip(SHORT_WEEKDAYS, self.spans, strict=True):
            if spans:
                days.setdefault(spans, []).append(name)
        return "; ".join(_entry_words(names, spans) for spans, names in days.items())


def read_work_hours(words: str) -> WorkHours:
    """Working hours from words; ``none`` is somebody without any. Raises UsageError for what is none."""
    if words.strip().lower() == NONE:
        return WorkHours(())
    week: list[list[tuple[int, int]]] = [[] for _ in SHORT_WEEKDAYS]
    entries = [part for part in words.split(";") if part.strip()]
    if not entries or len(words) > 500:
        raise UsageError(f"Working hours are like “{EXAMPLE}”, or “{NONE}”.")
    for entry in entries:
        days, spans = _entry(entry)
        for day in days:
            week[SHORT_WEEKDAYS.index(day)] += spans
    return WorkHours(tuple(_joined(spans) for spans in week))


def _entry(entry: str) -> tuple[list[str], list[tuple[int, int]]]:
    first, *rest = entry.replace(" ,", ",").split()
    try:
        hours = rest if not first[0].isdigit() else [first, *rest]
        if not hours:
            raise Unclear("the hours are missing")
        return read_days("daily" if hours is not rest else first), [read_span(word.strip(",")) for word in hours]
    except Unclear as error:
        raise UsageError(f"“{entry.strip()[:60]}” cannot be working hours ({error}); an example: {EXAMPLE}") from None


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same minutes in as few spans as can be, so that none counts twice."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def _entry_words(days: list[str], spans: tuple[tuple[int, int], ...]) -> str:
    names = days_words(days)
    for day in SHORT_WEEKDAYS:
        names = names.replace(day, day.capitalize())
    return " ".join([*([names] if names else []), *("-".join(_clock(minute) for minute in span) for span in spans)])


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}:{rest:02d}" if rest else str(hour)
