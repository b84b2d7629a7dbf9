"""A todo.txt line as plain task fields, and what of a task a line can say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_iso
from wiptui.domain.fields import BY_NAME, CHOICE, DATE, LINE, Field
from wiptui.domain.tasks.task import is_state
from wiptui.domain.text import TITLE_MAX, is_visible, one_line
from wiptui.exchange.todotxt.line import HIDES, KEYS, TodoLine, is_priority

ENDED = ("done", "dropped")
WORDS = {
    "project" if row.todotxt == "+" else row.todotxt: row
    for row in sorted(KEYS.values(), key=lambda row: (row.is_of_wait, row.kind == CHOICE))
    if row.kind in (LINE, DATE, CHOICE)
}
"""The fields that a line says in one word each, by the kinds of these words, in their order in a new line."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that a line can say of a task, in the form in which it says it. ``words`` hold one-word values by kind."""

    title: str
    state: str
    priority: str | None
    tags: frozenset[str]
    words: Mapping[str, str]
    """By the kinds of WORDS: those of a wait only for a waiting task."""


def fields_of(line: TodoLine, today: date) -> dict[str, Json]:
    """The plain fields of the task that a line stands for, only those that it gives, on the day ``today``.

    Besides: ``created`` and ``finished`` as the line's local dates (YYYY-MM-DD); ``todotxt``, the source line with the
    blank lines around it; ``todotxt_line``, its number; and, where the state depends on the day (``t:``, ``h:1``),
    ``todotxt_state``, the state it was read as, so that the line is known as unchanged on any later day.
    """
    state = state_of(line, today)
    waits = state == "waiting"
    words = {row.name: line.value(kind) for kind, row in WORDS.items() if waits or not row.is_of_wait}
    fields: dict[str, Json] = {
        "title": _title(line.title),
        "state": state,
        "tags": list(line.contexts),
        "priority": line.priority,
        **{name: value for name, value in words.items() if value != BY_NAME[name].default},
        "created": line.created,
        "finished": line.finished if state in ENDED else None,
        "todotxt": line.source,
        "todotxt_line": line.lineno,
        "todotxt_state": state if _depends_on_day(line) else None,
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def state_of(line: TodoLine, today: date) -> str:
    """Done for ``x``; else what ``state:`` says; else backlog while ``t:`` is ahead or for ``h:1``; else ready."""
    word = line.value("state")
    if line.done:
        return "dropped" if word == "dropped" else "done"
    if word:
        return word
    for key, value in line.keys:
        starts = parse_iso(value) if key == HIDES else None
        if (key, value) == ("h", "1") or (starts and starts > today):
            return "backlog"
    return "ready"


def said_by_line(line: TodoLine, fields: Mapping[str, Json]) -> Said:
    """What the source line says, read as on the day of the import of the task ``fields``."""
    was = fields_of(line, date.min)
    if _depends_on_day(line):
        state = fields.get("todotxt_state", fields.get("state"))
        was["state"] = state if state in ("backlog", "ready") else "ready"
    return said_by_task(was)


def said_by_task(fields: Mapping[str, Json]) -> Said:
    """What a line should say of a task. Fields of a wrong shape count as absent."""
    state = fields.get("state")
    tags = fields.get("tags")
    rows = {kind: row for kind, row in WORDS.items() if state == "waiting" or not row.is_of_wait}
    values = {kind: _word(row, _text(fields.get(row.name))) for kind, row in rows.items()}
    priority = fields.get("priority")
    return Said(
        title=_title(one_line(_text(fields.get("title")))),
        state=state if is_state(state) else "ready",
        priority=priority if is_priority(priority) else None,
        tags=frozenset(_name(_text(tag)) for tag in tags) - {""} if isinstance(tags, list | tuple) else frozenset(),
        words={kind: value for kind, value in values.items() if value},
    )


def iso_day(value: Json) -> str | None:
    """The text if it is a date of the form YYYY-MM-DD, or None."""
    return value if isinstance(value, str) and parse_iso(value) else None


def _title(text: str) -> str:
    """A title as the domain takes it; ``(no title)`` for a line of characters that nobody can see."""
    text = text[:TITLE_MAX].rstrip()
    return text if is_visible(text) else "(no title)"


def _word(row: Field, value: str) -> str:
    """The value as one word of a line; empty for none, and for the choice that goes without saying."""
    if row.kind == DATE:
        return iso_day(value) or ""
    if row.kind == CHOICE and value == row.default:
        return ""
    name = _name(value)
    return name if row.todotxt == "+" else name.replace(":", "_")


def _name(text: str) -> str:
    """One word: white space becomes ``_``, as the format has no quotes."""
    name = "_".join(one_line(text).split())
    return name if is_visible(name) else ""


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _depends_on_day(line: TodoLine) -> bool:
    return line.is_shelved and not line.done and line.value("state") is None
