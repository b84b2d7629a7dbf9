"""Take in what was written down outside wiptui, each thing once.

The id of a task follows from what was written, and the stamp of its first patch is of 1970 and the same on every
machine, as in :mod:`wiptui.domain.tasks.recurrence`. So machines that take the same line have one task after a merge,
and whatever a person did with it meanwhile is newer.
"""

from __future__ import annotations

from hashlib import sha256

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.ids import ID_BITS
from wiptui.domain.core.record import make_stamp
from wiptui.domain.fields import checked
from wiptui.domain.tasks.task import State, time_text
from wiptui.domain.text import clean_title

ACTOR = "fileinbox"
"""Who wrote it: the device “file”, the same on every machine."""
SOURCE = "inbox"


def take_in(plan: Plan, command: c.TakeIn) -> None:
    """Capture to ready what is not there yet."""
    changes = []
    for capture, task_id in news(plan.board, command.captures):
        given = {name: value for name, value in checked(capture.fields).items() if value is not None}
        fields = {
            **given,
            "title": clean_title(capture.title),
            "state": State.READY.value,
            "rank": plan.bottom(State.READY),
            "created": capture.created,
            "source": SOURCE,
        }
        changes.append(Change(TASKS, task_id, fields, stamp=make_stamp(0, ACTOR)))
        plan.about.append(task_id)
    if changes:
        plan.apply(changes)


def news(board: Board, captures: tuple[c.Capture, ...]) -> list[tuple[c.Capture, int]]:
    """The captures that the board does not have, each with the id of its task. One that an undo took away is known."""
    found: dict[int, c.Capture] = {}
    known = board.data.get(TASKS, {})
    for capture in captures:
        again = 0
        task_id = capture_id(capture.key, again)
        while _is_over(board, task_id, capture.younger_than):
            again += 1
            task_id = capture_id(capture.key, again)
        if known.get(str(task_id)) is None:
            found.setdefault(task_id, capture)
    return [(capture, task_id) for task_id, capture in found.items()]


def capture_id(key: str, again: int) -> int:
    """The document id of a capture; ``again`` counts equal ones that were over before it was written down."""
    number = int.from_bytes(sha256(f"capture\t{again}\t{key}".encode("utf-8", "surrogatepass")).digest()[:8])
    return (number >> (64 - ID_BITS)) or 1


def _is_over(board: Board, task_id: int, younger_than: str | None) -> bool:
    """Whether the task is an earlier one: it ended, and the capture was written down after it was taken."""
    if younger_than is None:
        return False
    task = board.find(task_id)
    return task is not None and not task.state.is_open and time_text(task.created) <= younger_than
