"""The folder of dstask as tasks: a YAML file each, in a folder for each status.

dstask has P2 for every task that nobody gave a priority, so P2 is none here; P0, P1 and P3 are A, B and D. It does not
keep when a task was started; a delegated one waits for whom it was delegated to, since it was created.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.exchange.import_plan import Incoming
from wiptui.exchange.json.history import past_of
from wiptui.exchange.optional import ExtraMissing

MOST_NESTED = 1_000
"""Signs that open a list or a mapping, or name one, which a file of a task may have."""
STATES = {
    "pending": "ready", "active": "doing", "paused": "ready", "delegated": "waiting", "deferred": "backlog",
    "recurring": "backlog", "template": "backlog", "resolved": "done",
}  # fmt: skip
"""What a task becomes by the folder that it lies in."""
PRIORITIES = {"P0": "A", "P1": "B", "P3": "D"}


def incoming(files: Iterable[tuple[str, str, bytes]], board: Board) -> Incoming:
    """What importing the files would do; each is its status, its UUID and its bytes. Raises ExtraMissing."""
    found = Incoming()
    past = past_of(board)
    read: list[tuple[str, str, dict[str, Json]]] = []
    for status, uuid, data in files:
        try:
            read.append((status, uuid, _document(data)))
        except UsageError as error:
            found.problems.append(f"{status}/{uuid}.yml: {error}")
    others = {uuid for _, uuid, _ in read}
    for status, uuid, value in sorted(read, key=lambda row: (str(row[2].get("priority")), str(row[2].get("created")))):
        where = f"{status}/{uuid[:8]}"
        try:
            past.add(_task(status, uuid, value, others, board), found, where)
        except UsageError as error:
            found.problems.append(f"{where}: {error}")
    return found


def _document(data: bytes) -> dict[str, Json]:
    """One file, every scalar as the text it is. Raises UsageError."""
    try:
        import yaml  # lazy: an optional extra
    except ImportError:
        raise ExtraMissing("Reading dstask", "PyYAML") from None
    if sum(data.count(sign) for sign in (b"{", b"[", b"&", b"*")) > MOST_NESTED:  # PyYAML takes the square of them
        raise UsageError("it is nested too deeply")
    try:
        value = yaml.load(data.decode("utf-8"), Loader=yaml.BaseLoader)  # texts only: nothing is made from tags
    except RecursionError:
        raise UsageError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise UsageError("it is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark is not None else ""
        raise UsageError(f"{line}this is not YAML ({printable(getattr(error, 'problem', None) or 'broken')})") from None
    if not isinstance(value, dict):
        raise UsageError("it is no task")
    return value


def _task(status: str, uuid: str, value: Mapping[str, Json], others: Collection[Json], board: Board) -> dict[str, Json]:
    """A file as a task with a past. Raises UsageError."""
    if not isinstance(value.get("summary"), str) or not value["summary"].strip():
        raise UsageError("it has no summary")
    state = STATES[status]
    created = _time(value, "created")
    due = _time(value, "due")
    known = [key for key in _list(value, "dependencies") if isinstance(key, str) and key in others and key != uuid]
    task: dict[str, Json] = {
        "id": f"dstask\t{uuid}",
        "title": value["summary"],
        "state": state,
        "project": _text(value, "project"),
        "tags": [tag for tag in _list(value, "tags") if isinstance(tag, str) and tag],
        "priority": PRIORITIES.get(str(value.get("priority"))),
        "due": local_date(due, board.zone).isoformat() if due else None,
        "note": _text(value, "notes"),
        "blocked_by": [f"dstask\t{key}" for key in known],
        "checklist": [_step(step) for step in _list(value, "subtasks")],
        "created": created.isoformat() if created else None,
        "waiting_on": _text(value, "delegatedto") if state == "waiting" else None,
    }
    ended = _time(value, "resolved")
    if state == "done" and ended:
        task["finished"] = ended.isoformat()
    if state in ("doing", "waiting") and created:
        task["history"] = [{"at": created.isoformat(), "from": "ready", "to": state}]
    return {name: entry for name, entry in task.items() if entry not in (None, "", [])}


def _step(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict) or not isinstance(value.get("summary"), str):
        raise UsageError("a subtask has no summary")
    return {"text": value["summary"], "done": str(value.get("resolved")).lower() == "true"}


def _list(value: Mapping[str, Json], name: str) -> list[Json]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _text(value: Mapping[str, Json], name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found else None


def _time(value: Mapping[str, Json], name: str) -> datetime | None:
    """A time; None for the year 1, by which Go says that there is none. Raises UsageError."""
    words = value.get(name)
    if not words:
        return None
    try:
        at = datetime.fromisoformat(str(words))
    except ValueError:
        raise UsageError(f"“{printable(str(words))[:40]}” in {name} is no time") from None
    return None if at.year == 1 else at.astimezone()
