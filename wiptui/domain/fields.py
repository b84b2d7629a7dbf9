"""The fields of a task that a person writes: one table, over which every form and every format loops.

A row says where its field appears and under which name; an empty column means that it does not appear there. What one
kind of value needs (how a date is read, what a cell of it says) is a function of the kind, in the form or
format that needs it. tests/cli/test_fields.py fails for a field that a format neither carries nor names as left out.

A new field is a row here and an attribute of :class:`wiptui.domain.tasks.task.Task`. Checklist, blockers, parent and
moves are no such fields: they are several fields of a record each, and have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import BLOCKER_FIELD, STEP_FIELD, Json
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.text import clean_text, clean_title, one_line

TITLE, LINE, TEXT, TAGS, LETTER, CHOICE, DATE, REPETITION = (
    "title", "line", "text", "tags", "letter", "choice", "date", "repetition",
)  # fmt: skip
"""The kinds of a value. A choice is one of a few words; a repetition is how often a task comes again."""
RECURRENCE, TEMPLATE, SPLIT = "recurrence", "template", "split"
"""What makes a task from another one, and copies fields."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``name`` is that of the record, of JSON, of a CSV column and of an agent's argument."""

    name: str
    kind: str
    label: str
    """In the edit form and in the details."""
    attribute: str = ""
    """Of the task, where it is not the name."""
    called: str = ""
    """In a sentence, where it is not the name."""
    choices: tuple[str, ...] = ()
    default: str = ""
    """The choice that goes without saying, and is not kept."""
    copied: tuple[str, ...] = ()
    """What copies it: a recurrence, a template, a split."""
    is_of_wait: bool = False
    """Whether it ends with the wait that it is about."""
    version: int = 0
    """Its place among the texts of which another device may have a second version; 0: it is none."""

    token: str = ""
    """In a line of quick add: ``+`` or ``@`` before a name, ``(`` around a letter, or a word with a colon."""
    query: tuple[str, ...] = ()
    """Words of a query before the sign of comparison."""
    is_searched: bool = False
    """Whether the words of a query are looked for in it."""
    option: str = ""
    """Of ``wiptui edit``; ``takes`` and ``about`` are its help."""
    takes: str = ""
    about: str = ""
    editor: str = ""
    """The line of the form that ``wiptui edit`` opens in an editor."""
    show: int = 0
    """The place in ``wiptui show``; ``shown_as`` names it there."""
    shown_as: str = ""
    form: int = 0
    """The place in the edit form; ``hint`` is in the empty line."""
    hint: str = ""
    details: int = 0
    """The place among the details of a task; tags stand beside the project, a wait below."""
    agent: bool = False
    """Whether an agent may edit it."""

    in_json: bool = True
    schema: str = ""
    """What the schema of the JSON says of it; ``schema_in`` is that of an import."""
    schema_in: str = ""
    csv: str | None = None
    """Other names of its CSV column; None: it has none."""
    todotxt: str = ""
    """``+``, ``@``, or the key of ``key:value``."""
    taskwarrior: str = ""
    """The attribute; those that begin with ``wip_`` hold the value as text."""
    icalendar: str = ""
    """An event of that name for its date, or the part of an event that it is: ``description``, ``categories``."""

    @property
    def said(self) -> str:
        """The field in a sentence: «next step»."""
        return self.called or self.name


FIELDS = (
    Field(
        "title", TITLE, "Title", copied=(RECURRENCE, TEMPLATE), version=1, query=("title",), is_searched=True,
        option="title", takes="TEXT", about="the title, letter by letter", editor="title",
        form=10, hint="what it is", agent=True,
        csv="summary task taskname name subject content todo item issue what", taskwarrior="description",
    ),
    Field(
        "project", LINE, "Project", copied=(RECURRENCE, TEMPLATE, SPLIT), version=7, is_searched=True,
        token="+", query=("+",), option="project", takes="P", about="the project", editor="project",
        show=30, form=30, hint="acme", details=50, agent=True,
        csv="list listname board epic projectname area folder category", todotxt="+", taskwarrior="project",
        icalendar="categories",
    ),
    Field(
        "tags", TAGS, "Tags", copied=(RECURRENCE, TEMPLATE, SPLIT), is_searched=True,
        token="@", query=("@",), option="tag", takes="T", about="one more tag", editor="tags",
        show=40, form=40, hint="phone home", agent=True,
        csv="tag label labels context contexts keywords", todotxt="@", taskwarrior="tags", icalendar="categories",
    ),
    Field(
        "priority", LETTER, "Priority", copied=(RECURRENCE, TEMPLATE, SPLIT),
        token="(", query=("pri", "priority"), option="priority", takes="A", about="A to Z, none", editor="priority",
        show=20, form=70, hint="A to Z", details=60, agent=True,
        schema_in="A letter.", csv="prio importance", todotxt="pri", taskwarrior="priority",
    ),
    Field(
        "due", DATE, "Due", called="due date", copied=(SPLIT,),
        token="due:", query=("due",), option="due", takes="DATE", about="fri, +3d, 2026-11-27, none", editor="due",
        show=60, form=50, hint="fri, +3d, 22 nov", details=20, agent=True,
        schema_in="A date.", csv="duedate deadline dueby dueon duetime", todotxt="due", taskwarrior="due",
        icalendar="Due",
    ),
    Field(
        "from", DATE, "From", attribute="from_date", called="date until which it is hidden", copied=(SPLIT,),
        token="from:", query=("from",), option="from", takes="DATE", about="hidden until then: mon, +3d, none",
        editor="from", show=65, form=55, hint="hidden until then: mon, +3d", details=25,
        schema="It is hidden until this date.", schema_in="A date: it is hidden until then.",
        csv="hiddenuntil hideuntil deferuntil deferdate scheduled threshold wait", todotxt="t", taskwarrior="wait",
        icalendar="Back",
    ),
    Field(
        "class", CHOICE, "Class", query=("class",), attribute="service_class", called="class of service",
        choices=("standard", "fixed-date", "intangible", "expedite"), default="standard",
        copied=(RECURRENCE, TEMPLATE, SPLIT),
        option="class", takes="C", about="standard, fixed-date, intangible, expedite", editor="class",
        show=90, form=80, hint="standard, fixed-date, intangible, expedite", details=70,
        schema="The class of service.", csv="classofservice", todotxt="class", taskwarrior="wip_class",
    ),
    Field(
        "for", LINE, "For", attribute="for_whom", copied=(RECURRENCE, TEMPLATE, SPLIT), version=6,
        token="for:", query=("for",), option="for", takes="WHO", about="who waits for it", editor="for",
        show=50, form=90, hint="who waits for it", details=80,
        schema="Who waits for it.", csv="requester reporter requestedby customer client", todotxt="for",
        taskwarrior="wip_for",
    ),
    Field(
        "waiting_on", LINE, "Waits on", called="name of whom it waits for", is_of_wait=True, version=4,
        is_searched=True,
        query=("on",), option="on", takes="WHO", about="on whom it waits",
        csv="blockedby delegatedto", todotxt="on", taskwarrior="wip_on", icalendar="description",
    ),
    Field(
        "waiting_why", LINE, "Waits for", called="reason of the wait", is_of_wait=True, version=5,
        option="why", takes="TEXT", about="for what it waits",
        csv="", taskwarrior="wip_why", icalendar="description",
    ),
    Field(
        "follow_up", DATE, "Follow up", is_of_wait=True, query=("until",),
        option="until", takes="DATE", about="when to follow up",
        schema_in="A date.", csv="followupdate", todotxt="until", taskwarrior="wip_until", icalendar="Follow up",
    ),
    Field(
        "next_step", LINE, "Next step", called="next step", copied=(TEMPLATE,), version=3,
        option="next", takes="TEXT", about="the next step", editor="next",
        show=10, shown_as="next step", form=20, hint="where to go on", details=10, agent=True,
        csv="nextaction", taskwarrior="wip_next", icalendar="description",
    ),
    Field(
        "note", TEXT, "Note", copied=(RECURRENCE, TEMPLATE), version=2, query=("note",), is_searched=True,
        option="note", takes="TEXT", about="the note", agent=True,
        schema="Markdown, empty for none.", schema_in="Markdown.",
        csv="notes description details body comment comments", taskwarrior="annotations", icalendar="description",
    ),
    Field(
        "every", REPETITION, "Again", copied=(RECURRENCE, TEMPLATE),
        token="every:", option="every", takes="HOW",
        about="it comes again: week, mon,thu, month on last fri, after 3 days, week until 31 dec, none",
        show=70, shown_as="comes again", form=60, hint="week, mon,thu, after 3 days", details=30,
        schema="How often it comes again: 2w, mon,thu, 1m on last fri, after 3d, 1w until 2026-12-31.",
        schema_in="How often it comes again: 2w, mon,thu, 1m on last fri, after 3d, 1w until 2026-12-31.",
        taskwarrior="recur",
    ),
    Field("expedite_why", LINE, "Expedite", in_json=False),
)  # fmt: skip
"""All of them, in the order of JSON."""
BY_NAME = {row.name: row for row in FIELDS}
BY_OPTION = {row.option: row for row in FIELDS if row.option}
IN_FORM = tuple(sorted((row for row in FIELDS if row.form), key=lambda row: row.form))
IN_JSON = tuple(row for row in FIELDS if row.in_json)
VERSIONED = tuple(row.name for row in sorted(FIELDS, key=lambda row: row.version) if row.version)
"""The texts in which a person's words could be lost, in the order in which second versions are told."""
OF_A_WAIT = tuple(row.name for row in FIELDS if row.is_of_wait)
NOT_WAITING: dict[str, Json] = {**dict.fromkeys(OF_A_WAIT), "resolved_at": None}
"""What a task no longer says once it has left waiting; the log keeps it."""


def copied_by(maker: str) -> tuple[str, ...]:
    """The fields that a recurrence, a template or a split copies."""
    return tuple(row.name for row in FIELDS if maker in row.copied)


# --- what may be kept


def checked(fields: Mapping[str, Json]) -> dict[str, Json]:
    """The fields as they are kept; None stands for empty. Raises UsageError for a value that cannot be."""
    return {name: _checked(name, value) for name, value in fields.items()}


def _checked(name: str, value: Json) -> Json:
    if name.startswith(STEP_FIELD) or name == "todotxt":
        return value or None
    if name.startswith(BLOCKER_FIELD):
        return True if value else None
    row = BY_NAME.get(name)
    if row is None:
        raise UsageError(f"A task has no “{name}” that could be edited.")
    return None if row.kind != TITLE and value in (None, "", [], ()) else _CHECKS[row.kind](row, value)


def _line(row: Field, value: Json) -> Json:
    return one_line(str(value)) or None


def _text(row: Field, value: Json) -> Json:
    return clean_text(str(value)) or None


def _title(row: Field, value: Json) -> Json:
    return clean_title(value)


def _tags(row: Field, value: Json) -> Json:
    return list(dict.fromkeys(tag for tag in (one_line(str(item)) for item in value) if tag)) or None


def _letter(row: Field, value: Json) -> Json:
    if not (isinstance(value, str) and len(value) == 1 and "A" <= value.upper() <= "Z"):
        raise UsageError(f"“{value}” is no {row.said}: give one letter, A to Z.")
    return value.upper()


def _choice(row: Field, value: Json) -> Json:
    if value not in row.choices:
        raise UsageError(f"“{value}” is no {row.said}: {', '.join(row.choices)}.")
    return None if value == row.default else str(value)


def _date(row: Field, value: Json) -> Json:
    try:
        return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise UsageError(f"“{value}” is not a date: write it as 2026-11-22.") from None


def _repetition(row: Field, value: Json, today: date | None = None) -> Json:
    from wiptui.domain.dates.repetition import parse_every  # few tasks come again: a short command does without

    return parse_every(str(value), today).text


_CHECKS: dict[str, Callable[[Field, Json], Json]] = {
    TITLE: _title, LINE: _line, TEXT: _text, TAGS: _tags, LETTER: _letter, CHOICE: _choice, DATE: _date,
    REPETITION: _repetition,
}  # fmt: skip


# --- what people type, and what they read


def typed(row: Field, words: str, today: date) -> Json:
    """What somebody typed for a field, on the day ``today``; None clears it. Raises UsageError for no date."""
    if row.kind in (TITLE, TEXT):
        return words or ("" if row.kind == TITLE else None)
    words = one_line(words)
    if not words:
        return [] if row.kind == TAGS else None
    if row.kind == DATE:
        return parse_date(words, today).isoformat()
    if row.kind == TAGS:
        return [tag.removeprefix("@") for tag in words.split()]
    if row.kind == REPETITION:
        return _repetition(row, words, today)
    return words.lower() if row.kind == CHOICE else words


def value_of(row: Field, task: object) -> Json:
    """What a task has in a field: as the task has it."""
    return getattr(task, row.attribute or row.name)


def plain(row: Field, task: object) -> Json:
    """What a task has in a field, as JSON tells it."""
    value = value_of(row, task)
    if row.kind == TAGS:
        return list(value)
    if row.kind == DATE:
        return value.isoformat() if value else None
    return str(value) if row.kind == CHOICE and value is not None else value


def as_typed(row: Field, task: object) -> str:
    """What a task has in a field, as it can be typed again."""
    value = plain(row, task)
    return " ".join(value) if row.kind == TAGS else str(value or "")
