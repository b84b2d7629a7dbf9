"""One task as JSON: the shape that every ``--json`` and the export promise (schema/task.json).

Absent values are null or empty, times are ISO 8601 with the offset of the reporting zone, ids are whole.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from wiptui.domain.board import Board
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import LOG, Json, stamp_actor, stamp_time
from wiptui.domain.fields import IN_JSON, OF_A_WAIT, plain
from wiptui.domain.tasks.concurrent_edits import Overruled
from wiptui.domain.tasks.history import Transition
from wiptui.domain.tasks.task import Task, as_text

EXTRAS = {
    "waiting_on": "on",
    "waiting_why": "why",
    "start_why": "why",
    "expedite_why": "why",
    "drop_why": "why",
    "follow_up": "until",
    "from": "until",
    "limit_at": "limit",
    "next_step": "next_step",
}
"""Fields written together with a move, and the names under which its event tells them."""

BEHIND_WAIT = tuple(
    row.name for row in IN_JSON[max(place for place, row in enumerate(IN_JSON) if row.is_of_wait) + 1 :]
)
"""The fields that JSON tells after those of a wait."""
UNKNOWN_YEAR = 1970


def task_json(task: Task, board: Board) -> dict[str, Json]:
    """The task as its schema promises it."""
    zone, focus = board.zone, board.focus
    told = plain_json(task)
    wait = {name: told.pop(name) for name in OF_A_WAIT}
    rest = {name: told.pop(name) for name in BEHIND_WAIT}
    return {
        "id": task.key,
        **told,
        "hidden": task.is_hidden,
        "planned": task.planned.isoformat() if task.planned is not None else None,
        "rank": task.rank or None,
        "created": _known_text(task.created, zone),
        "first_started": _known_text(task.first_started, zone),
        "finished": _known_text(task.finished, zone),
        "age_days": task.age_days(board.today, zone),
        "cycle_days": task.cycle_days(zone),
        **wait,
        "resolved_at": local_text(task.resolved_at, zone),
        **rest,
        "checklist": [{"key": step.key, "text": step.text, "done": step.done} for step in task.checklist],
        "parent": id_text(task.parent) if task.parent else None,
        "blocked_by": [id_text(other) for other in task.blocked_by],
        "other_texts": [_other_json(other, board) for other in task.overruled],
        "comes_after": as_text(task.record.get("comes_after")),
        "focused": focus is not None and focus.task.id == task.id,
        "device": _last_device(task, board),
        "history": [event_json(move, board) for move in task.history],
    }


def plain_json(task: Task) -> dict[str, Json]:
    """The fields that a person writes, as they are told."""
    title, *others = IN_JSON
    return {
        title.name: plain(title, task),
        "state": task.state.value,
        **{row.name: plain(row, task) for row in others},
    }


def _other_json(other: Overruled, board: Board) -> dict[str, Json]:
    """A text that another machine wrote without knowing of the one that is shown."""
    return {
        "field": other.field,
        "text": other.text,
        "at": local_text(stamp_time(other.stamp), board.zone),
        "device": board.device_name(stamp_actor(other.stamp)[:4]),
    }


def event_json(move: Transition, board: Board) -> dict[str, Json]:
    """One move of a task, with what was said along with it."""
    row: dict[str, Json] = {
        "at": local_text(move.at, board.zone),
        "event": move.event,
        "from": move.came,
        "to": move.to,
        "device": board.device_name(move.device),
    }
    for name, said in EXTRAS.items():
        value = move.fields.get(name)
        if value is not None:
            row.setdefault(said, value)
    return row


def local_text(at: datetime | None, zone: tzinfo | None) -> str | None:
    """An instant as ISO 8601 with offset, to the millisecond where it has any."""
    if at is None:
        return None
    return at.astimezone(zone).isoformat(timespec="milliseconds" if at.microsecond else "seconds")


def _known_text(at: datetime | None, zone: tzinfo | None) -> str | None:
    """The same; None for the time of 1970 that stands for one which nobody knows."""
    return local_text(at, zone) if at is not None and at.year > UNKNOWN_YEAR else None


def _last_device(task: Task, board: Board) -> str | None:
    """The device that changed the task last."""
    log = task.record.get(LOG)
    return board.device_name(stamp_actor(max(log))[:4]) if log else None
