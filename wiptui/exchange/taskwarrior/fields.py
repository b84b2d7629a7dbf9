"""A Taskwarrior task as plain fields, and what it tells of its past.

What a task of Taskwarrior becomes: ``description`` the title, ``pending`` ready, with ``start`` doing, with a ``wait``
still ahead (and ``recurring``, the template) backlog, ``completed`` done, ``deleted`` dropped; ``H M L`` the priorities
A, B, C; ``due`` its local day; ``wait``, or else ``scheduled``, the day until which it is hidden; annotations the note,
a line each with its day. The annotations that Taskwarrior's ``journal.time`` writes, “Started task” and “Stopped task”,
are read as moves.

What Taskwarrior has no word for is written into attributes of wiptui's own, which it keeps: ``wip_state`` (backlog or
waiting), ``wip_on``, ``wip_why``, ``wip_until``, ``wip_for``, ``wip_class``, ``wip_priority``, ``wip_next``,
``wip_every``, ``wip_every_day``, ``wip_after``, ``wip_no_due``. Everything else, user-defined attributes too, is kept
beside the task and written back as it came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo

from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import ID_BITS
from wiptui.domain.core.record import EPOCH, Json
from wiptui.domain.fields import CHOICE, DATE, FIELDS
from wiptui.domain.tasks.task import State
from wiptui.domain.text import TITLE_MAX, clean_title, one_line, printable
from wiptui.exchange.taskwarrior.recurrence import every_said
from wiptui.exchange.todotxt.file import decode as todotxt_decode
from wiptui.exchange.todotxt.line import is_priority

Tw = dict[str, "Json"]
STARTED, STOPPED = "Started task", "Stopped task"
JOURNAL = (STARTED, STOPPED)
DERIVED = ("id", "urgency")
"""What Taskwarrior works out anew by itself."""
STATUSES = ("pending", "waiting", "recurring", "completed", "deleted")
PRIORITIES = {"H": "A", "M": "B", "L": "C"}
IN_TASKWARRIOR = tuple(row for row in FIELDS if row.taskwarrior)
OWN = {row.taskwarrior: row.name for row in IN_TASKWARRIOR if row.taskwarrior.startswith("wip_")} | {
    "wip_every_day": "every_day"
}
"""Attributes of wiptui's own, and the fields that they hold as text."""
NO_DUE = "wip_no_due"
"""The due date that was taken away here, and that Taskwarrior kept: it does not count while it stands so."""
FACETS = (*(row.name for row in IN_TASKWARRIOR), "every_day")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MARK = int.from_bytes(b"wiptui")
_LOW = ID_BITS - 48
"""A UUID of ours (version 8, RFC 9562) has the id in front, 48 bits and 5, and ``wiptui`` in its last 48 bits."""


def decode(data: bytes) -> str:
    """The text of an export. Raises UsageError for bytes that are no text.

    Taskwarrior 2.6 keeps an emoji that was imported as ``\\ud83c\\udf89`` as two halves, which is no UTF-8: they are
    put together again.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    try:
        halves = data.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return todotxt_decode(data)


def checked_task(value: Json) -> Tw:
    """The task without what is derived. Raises UsageError for something that is no task of Taskwarrior."""
    if not isinstance(value, dict):
        raise UsageError("it is no task: {...}")
    task = {name: entry for name, entry in value.items() if name not in DERIVED}
    if not isinstance(task.get("description"), str):
        raise UsageError("it has no description")
    clean_title(_title(task))
    if task.get("status", "pending") not in STATUSES:
        raise UsageError(f"“{printable(str(task['status']))[:40]}” is no status of Taskwarrior: {', '.join(STATUSES)}")
    for name in ("entry", "start", "end", "due", "wait", "scheduled"):
        if name in task:
            instant(task[name], name)
    notes = task.get("annotations", [])
    if not isinstance(notes, list) or not all(_is_annotation(note) for note in notes):
        raise UsageError("its annotations are no list of entry and description")
    for note in notes:
        instant(note["entry"], "an annotation")
    tags = task.get("tags", [])
    if not isinstance(tags, str) and not (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)):
        raise UsageError("its tags are no list of words")
    return task


def facets(task: Tw, zone: tzinfo | None) -> dict[str, Json]:
    """What the task says, as plain fields; only those that it gives."""
    tags = task.get("tags") or []
    said: dict[str, Json] = {
        "title": _title(task),
        "project": _line(task.get("project")),
        "tags": [tag for tag in map(one_line, tags.split(",") if isinstance(tags, str) else tags) if tag],
        "priority": _priority(task),
        "due": _due(task, zone),
        "from": from_day(task, zone),
        "note": "\n".join(note_line(note, zone) for note in notes_of(task)),
        "every": every_said(task),
        **{field: _line(task.get(name)) for name, field in OWN.items()},
    }
    for row in IN_TASKWARRIOR:
        value = said[row.name]
        if row.kind == CHOICE and (value not in row.choices or value == row.default):
            said[row.name] = None
        if row.is_of_wait and (own_state(task) is not State.WAITING or (row.kind == DATE and not _is_day(value))):
            said[row.name] = None
    day = said["every_day"] or ""
    said["every_day"] = int(day) if day.isascii() and day.isdigit() and 1 <= int(day[:4]) <= 31 else None
    return {name: value for name, value in said.items() if value}


def _due(task: Tw, zone: tzinfo | None) -> str | None:
    if not task.get("due") or task["due"] == task.get(NO_DUE):
        return None
    return local_date(instant(task["due"], "due"), zone).isoformat()


def hiding(task: Tw) -> str:
    """The attribute that says before which day a task is not to be seen, or not to be begun."""
    return "scheduled" if task.get("scheduled") and not task.get("wait") else "wait"


def from_day(task: Tw, zone: tzinfo | None) -> str | None:
    """The local day until which it is hidden."""
    at = task.get(hiding(task))
    return local_date(instant(at, hiding(task)), zone).isoformat() if at else None


def state_of(task: Tw, now: datetime) -> State:
    """Where the task is at an instant."""
    status = task.get("status", "pending")
    if status in ("completed", "deleted"):
        return State.DONE if status == "completed" else State.DROPPED
    own = own_state(task)
    if own is not None:
        return own
    if status == "recurring":
        return State.BACKLOG
    if task.get("start"):
        return State.DOING
    return State.BACKLOG if status == "waiting" or hides(task, now) else State.READY


def hides(task: Tw, now: datetime) -> bool:
    """Whether it waits, in Taskwarrior's sense: out of sight until a day still ahead."""
    return bool(task.get(hiding(task))) and instant(task[hiding(task)], hiding(task)) > now


def own_state(task: Tw) -> State | None:
    """What ``wip_state`` says of an open task, if nobody started or finished it in Taskwarrior since."""
    if task.get("start") or task.get("status", "pending") in ("completed", "deleted"):
        return None
    return {"backlog": State.BACKLOG, "waiting": State.WAITING, "ready": State.READY}.get(str(task.get("wip_state")))


def moves_of(task: Tw, now: datetime) -> tuple[datetime | None, list[tuple[datetime, State]]]:
    """When it was captured, and its moves after that in the order of time; nothing is later than ``now``."""
    created = _past(task, "entry", now)
    found: list[tuple[datetime, int, State]] = []
    for note in task.get("annotations") or []:
        if note["description"] in JOURNAL:
            state = State.DOING if note["description"] == STARTED else State.READY
            found.append((min(instant(note["entry"], "an annotation"), now), 1, state))
    begun, ended = _past(task, "start", now), _past(task, "end", now)
    state = state_of(task, now)
    if begun is not None:
        found.append((begun, 0, State.DOING))
    if not state.is_open:
        found.append((ended or _past(task, "modified", now) or created or EPOCH, 2, state))
    moves: list[tuple[datetime, State]] = []
    here = State.READY
    for at, _, to in sorted(found, key=lambda row: row[:2]):
        if to is not here and (here.is_open or not to.is_open):
            moves.append((at, to))
            here = to
    if here is not state:
        moves.append((_past(task, "modified", now) or (moves[-1][0] if moves else created) or now, state))
    if moves and created is not None:
        created = min(created, moves[0][0])
    return created, moves


def instant(value: Json, what: str) -> datetime:
    """The instant of a time as Taskwarrior writes it, 20261127T230000Z, or as ISO 8601. Raises UsageError."""
    text = value if isinstance(value, str) else ""
    match = _TIME.fullmatch(text)
    try:
        if match:
            return datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at.replace(microsecond=0)
    except (ValueError, OverflowError):
        raise UsageError(f"“{printable(str(value))[:40]}” in {what} is no time like 20261127T230000Z") from None


def time_words(at: datetime) -> str:
    """An instant as Taskwarrior writes it, to the second."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def midnight(day: str, zone: tzinfo | None) -> str:
    """The local midnight that begins a day, which is what Taskwarrior makes of a bare date."""
    local = datetime.combine(date.fromisoformat(day), time(), zone)
    return time_words(local.astimezone(UTC))


def note_line(note: Mapping[str, Json], zone: tzinfo | None) -> str:
    """An annotation as a line of the note."""
    day = local_date(instant(note["entry"], "an annotation"), zone)
    return f"{day.isoformat()} {one_line(note['description'])}".rstrip()


def notes_of(task: Tw) -> list[dict[str, Json]]:
    """The annotations that people wrote."""
    return [note for note in task.get("annotations") or [] if note["description"] not in JOURNAL]


def uuid_of(task_id: int) -> str:
    """The UUID of a task of ours in Taskwarrior, from which :func:`wiptui_id_of` knows the task again."""
    high, low = task_id >> _LOW, task_id & ((1 << _LOW) - 1)
    text = f"{high << 80 | 8 << 76 | low << 64 | 2 << 62 | _MARK:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def wiptui_id_of(uuid: str) -> int | None:
    """The id of a task of ours that went to Taskwarrior; None for any other UUID."""
    if not _UUID.fullmatch(uuid.lower()):
        return None
    number = int(uuid.replace("-", ""), 16)
    task_id = number >> 80 << _LOW | (number >> 64 & ((1 << _LOW) - 1))
    return task_id if task_id and uuid_of(task_id) == uuid.lower() else None


def differs(one: Json, other: Json) -> bool:
    """Whether two values of a field say different things; the order of tags says nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) != sorted(other)
    return (one or None) != (other or None)


def epoch_ms(at: datetime) -> int:
    """UTC milliseconds, not before 1970."""
    return max(to_ms(at), 0)


def _past(task: Tw, name: str, now: datetime) -> datetime | None:
    try:
        return min(instant(task[name], name), now) if task.get(name) else None
    except UsageError:
        return None


def _priority(task: Tw) -> str | None:
    own, given = task.get("wip_priority"), task.get("priority")
    plain = PRIORITIES.get(str(given), given if is_priority(given) else None)
    if is_priority(own) and tw_priority(str(own)) == given:
        return str(own)
    return plain if isinstance(plain, str) else None


def tw_priority(letter: str) -> str:
    """H, M or L for a letter."""
    return {"A": "H", "B": "M"}.get(letter, "L")


def _title(task: Tw) -> str:
    return one_line(task["description"])[:TITLE_MAX]


def _line(value: Json) -> str | None:
    return (one_line(value) or None) if isinstance(value, str) else None


def _is_day(value: Json) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _is_annotation(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("description"), str) and "entry" in value
