"""Which column of a table is which field of a task, and what a cell says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from wiptui.domain import fields
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable

IN_CSV = tuple(row for row in fields.FIELDS if row.csv is not None)
_ALIASES = {
    "id": "key uuid issuekey taskid issueid",
    IN_CSV[0].name: IN_CSV[0].csv or "",
    "state": "status column stage done completed iscompleted progress",
    **{row.name: row.csv or "" for row in IN_CSV},
    "checklist": "subtasks steps",
    "created": "createdat createddate creationdate datecreated createdtime added opened entry",
    "first_started": "started startedat start startdate",
    "finished": "finishedat completedat completeddate completiondate datecompleted closed closedat resolved resolvedat",
    "modified": "updated updatedat lastmodified lastchanged",
}
FIELDS = tuple(_ALIASES)
"""The columns in their order, and other names that each is known by."""
_STATES = {
    "backlog": "backlog someday later icebox deferred wishlist",
    "ready": "ready todo open new next pending notstarted needsaction false no 0 incomplete planned reopened unstarted",
    "doing": "doing inprogress inprocess active started wip working current paused",
    "waiting": "waiting blocked onhold hold waitingfor delegated",
    "done": "done complete completed closed finished resolved true yes x 1 shipped merged",
    "dropped": "dropped cancelled canceled deleted wontdo wontfix rejected abandoned discarded",
}
_WORDS = {word: state for state, words in _STATES.items() for word in words.split()}
_PRIORITIES = {
    "high": "A", "highest": "A", "urgent": "A", "critical": "A", "h": "A", "p0": "A", "p1": "A", "1": "A",
    "medium": "B", "normal": "B", "m": "B", "p2": "B", "2": "B",
    "low": "C", "lowest": "C", "l": "C", "p3": "C", "3": "C", "p4": "D", "4": "D",
    "none": "", "0": "", "no": "",
}  # fmt: skip


def read_mapping(given: Sequence[str]) -> dict[str, str]:
    """``title=Summary,due=Deadline`` as a mapping of fields to columns. Raises UsageError."""
    found: dict[str, str] = {}
    for part in (part for words in given for part in words.split(",")):
        field, equals, column = part.partition("=")
        field = field.strip().lower().replace("-", "_")
        if not equals or not column.strip():
            raise UsageError(f"“{printable(part)[:40]}” is no FIELD=COLUMN: --map title=Summary,due=Deadline")
        if field not in FIELDS:
            raise UsageError(f"“{printable(field)[:40]}” is not a field of a task: {', '.join(FIELDS)}.")
        if field in found:
            raise UsageError(f"--map names {field} twice.")
        found[field] = column.strip()
    return found


def columns(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """The place of each field in the header, and the columns that are none. Raises UsageError without a title."""
    plain = [plain_word(name) for name in header]
    exact = [name.strip().casefold() for name in header]
    places: dict[str, int] = {}
    for field, column in mapping.items():
        if column.casefold() not in exact:
            raise UsageError(f"There is no column “{printable(column)[:40]}”: {_listed(header)}.")
        places[field] = exact.index(column.casefold())
    for field in FIELDS:
        for alias in (plain_word(field), *_ALIASES[field].split()):
            if field not in places and alias in plain and plain.index(alias) not in places.values():
                places[field] = plain.index(alias)
    if "title" not in places and "note" in places and "note" not in mapping:
        places["title"] = places.pop("note")
    if "title" not in places:
        raise UsageError(f"No column is the title: {_listed(header)}. Say which: --map title=COLUMN")
    left = [name.strip() for place, name in enumerate(header) if place not in places.values() and name.strip()]
    return places, left


def state_word(text: str) -> str:
    """The state that a cell means. Raises UsageError for a word that is none."""
    state = _WORDS.get(plain_word(text))
    if state is None:
        raise UsageError(f"“{printable(text)[:40]}” is no state: {', '.join(_STATES)}")
    return state


def priority_letter(text: str) -> str:
    """The letter that a cell means, or nothing. Raises UsageError."""
    word = text.strip().lower()
    if word in _PRIORITIES:
        return _PRIORITIES[word]
    letter = word.strip("()").upper()
    if len(letter) == 1 and "A" <= letter <= "Z":
        return letter
    raise UsageError(f"“{printable(text)[:40]}” is not a priority: give a letter, A to Z, or high, medium, low")


def tag_list(text: str) -> list[str]:
    """The tags of a cell, apart by commas, semicolons or lines."""
    return [tag for tag in (part.strip().lstrip("#@").strip() for part in re.split(r"[,;|\n]", text)) if tag]


def plain_word(text: str) -> str:
    """Letters and digits in lower case: “In Progress” and “in-progress” are one word."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _listed(header: Sequence[str]) -> str:
    names = [printable(name.strip())[:40] for name in header if name.strip()][:12]
    return f"the columns are {', '.join(names)}" if names else "the first line is empty"
