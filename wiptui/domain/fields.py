"""The plain fields that a person may write: what each may hold, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.tasks.task import BLOCKER_FIELD, CLASSES, STEP_FIELD, ServiceClass
from wiptui.domain.text import clean_text, clean_title, one_line


def checked(fields: Mapping[str, Json]) -> dict[str, Json]:
    """The fields as they are kept; None stands for empty. Raises UsageError for a value that cannot be."""
    return {name: _checked(name, value) for name, value in fields.items()}


def _checked(name: str, value: Json) -> Json:
    if name == "title":
        return clean_title(value)
    if name.startswith(STEP_FIELD):
        return value
    if name.startswith(BLOCKER_FIELD):
        return True if value else None
    if name not in _KEPT:
        raise UsageError(f"A task has no “{name}” that could be edited.")
    return None if value in (None, "", [], ()) else _KEPT[name](value)


def _line(value: Json) -> Json:
    return one_line(str(value)) or None


def _text(value: Json) -> Json:
    return clean_text(str(value)) or None


def _tags(value: Json) -> Json:
    return list(dict.fromkeys(tag for tag in (one_line(str(item)) for item in value) if tag)) or None


def _priority(value: Json) -> Json:
    if not (isinstance(value, str) and len(value) == 1 and "A" <= value.upper() <= "Z"):
        raise UsageError(f"“{value}” is no priority: give one letter, A to Z.")
    return value.upper()


def _class(value: Json) -> Json:
    if value not in CLASSES:
        raise UsageError(f"“{value}” is no class of service: {', '.join(CLASSES)}.")
    return None if value == ServiceClass.STANDARD else str(value)


def _date(value: Json) -> Json:
    try:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise UsageError(f"“{value}” is no date: write it as 2026-11-22.") from None


def _every(value: Json) -> Json:
    from wiptui.domain.dates.repetition import parse_every

    return parse_every(str(value)).text


def _as_is(value: Json) -> Json:
    return value


_KEPT: dict[str, Callable[[Json], Json]] = {
    "project": _line,
    "tags": _tags,
    "priority": _priority,
    "due": _date,
    "class": _class,
    "for": _line,
    "note": _text,
    "next_step": _line,
    "waiting_on": _line,
    "waiting_why": _line,
    "follow_up": _date,
    "every": _every,
    "expedite_why": _line,
    "todotxt": _as_is,
}
