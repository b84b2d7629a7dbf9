"""Change fields of many tasks by one line: ``+acme @review -@draft due:due+1w (B) from:none``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from wiptui.domain.commands import Command, Edit, Together
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.tasks.quick_add import parse_inline
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip

_MOVED = re.compile(r"(due|from)\s*([+-].+)", re.IGNORECASE)
_CLEARED = {
    "due:none": "due",
    "from:none": "from",
    "project:none": "project",
    "pri:none": "priority",
    "for:none": "for",
}


def moved_date(words: str, task: Task) -> date | None:
    """Return the date that ``due+1w`` means: so long after the task's own; None where the task has none.

    Raises UsageError where the words are no such date.
    """
    found = _MOVED.fullmatch(words.strip())
    if found is None:
        raise UsageError(f"“{clip(words, 40)}” moves no date: due+1w, from-2d.")
    base = task.due if found.group(1).lower() == "due" else task.from_date
    return parse_date(found.group(2), base) if base is not None else None


def is_moved(words: str) -> bool:
    """Return whether the words mean a date from the task's own."""
    return _MOVED.fullmatch(words.strip()) is not None


def edit_all(tasks: Sequence[Task], line: str, today: date) -> Command:
    """Return the command for a line of fields. Raises UsageError for what is no field, or nothing at all."""
    fixed: dict[str, Json] = {}
    moves: dict[str, str] = {}
    gone: list[str] = []
    rest: list[str] = []
    for word in line.split():
        name, _, value = word.partition(":")
        if word.lower() in _CLEARED:
            fixed[_CLEARED[word.lower()]] = None
        elif word.startswith("-@") and len(word) > 2:
            gone.append(word[2:])
        elif name.lower() in ("due", "from") and is_moved(value):
            moves[name.lower()] = value
        else:
            rest.append(word)
    parsed = parse_inline(" ".join(rest), today)
    if parsed.title.strip() or parsed.notes:
        said = parsed.notes[0] if parsed.notes else f"“{clip(parsed.title.strip(), 40)}” is no field"
        raise UsageError(f"{said}: +project @tag -@tag due:fri due:due+1w from:mon (A), or due:none.")
    given = parsed.fields()
    more = given.pop("tags", [])
    fixed |= given
    if not (fixed or moves or gone or more):
        raise UsageError("What is to be changed? +project @tag -@tag due:fri due:due+1w from:mon (A)")
    edits = []
    for task in tasks:
        fields = dict(fixed)
        for name, value in moves.items():
            day = moved_date(value, task)
            if day is not None:
                fields[name] = day.isoformat()
        if more or gone:
            fields["tags"] = list(dict.fromkeys([*(tag for tag in task.tags if tag not in gone), *more]))
        if fields:
            edits.append(Edit(task.id, fields, seen=task.record))
    return edits[0] if len(edits) == 1 else Together(tuple(edits))
