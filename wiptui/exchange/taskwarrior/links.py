"""Links from task to task: ``depends`` of Taskwarrior, and what blocks a task here; the task that one comes after.

A dependency that was never a field here, because it points nowhere or an older wiptui read it, is nobody's to take
away: it goes back as it came.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.domain.board import Board
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import BLOCKER_FIELD, Json
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import Task
from wiptui.exchange.import_plan import doc_id, own_id
from wiptui.exchange.taskwarrior.fields import Tw, uuid_of, wiptui_id_of


def task_id_of(uuid: str) -> int:
    """The id under which the task of a UUID is known here."""
    own = wiptui_id_of(uuid)
    return doc_id(f"taskwarrior\t{uuid.lower()}") if own is None else own


def uuid_here(task: Task) -> str:
    """The UUID under which a task is known in Taskwarrior."""
    kept = task.record.get("taskwarrior")
    uuid = kept.get("uuid") if isinstance(kept, dict) else None
    return uuid if isinstance(uuid, str) and uuid else uuid_of(task.id)


def blockers_of(task: Tw | None) -> dict[int, str]:
    """What a task of Taskwarrior depends on: the UUIDs by the ids here, in their order. Never on itself."""
    given = (task or {}).get("depends")
    words = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []
    found = {task_id_of(word.strip()): word for word in words if isinstance(word, str) and word.strip()}
    uuid = (task or {}).get("uuid")
    if isinstance(uuid, str) and uuid:
        found.pop(task_id_of(uuid), None)
    return found


def said_anew(now: Tw, was: Tw, record: Mapping[str, Json]) -> dict[str, Json]:
    """The fields for what the file says of dependencies and did not say before, or nobody has read yet."""
    new, old = blockers_of(now), blockers_of(was)
    here = {task_id for task_id in (*new, *old) if record.get(BLOCKER_FIELD + id_text(task_id)) is True}
    unknown = {task_id for task_id in new if BLOCKER_FIELD + id_text(task_id) not in record}
    add = [task_id for task_id in new if task_id not in here and (task_id not in old or task_id in unknown)]
    return fields_for(add, [task_id for task_id in old if task_id in here and task_id not in new])


def write_depends(out: Tw, task: Task, board: Board) -> None:
    """Take out what blocks the task no more, and put in what does since."""
    kept = blockers_of(out)
    gone = {task_id for task_id in kept if task.record.get(BLOCKER_FIELD + id_text(task_id), True) is not True}
    others = (board.find(task_id) for task_id in task.blocked_by if task_id not in kept and task_id != task.id)
    new = [uuid_here(other) for other in others if other is not None]
    if not gone and not new:
        return
    uuids = [uuid for task_id, uuid in kept.items() if task_id not in gone] + new
    words = out.pop("depends", None)
    if uuids:
        out["depends"] = ",".join(uuids) if isinstance(words, str) else uuids


def origin_of(task: Tw) -> str | None:
    """The task after which it comes, as the field ``comes_after``: the template of a child, else ``wip_after``."""
    uuid = task.get("parent") or task.get("wip_after")
    return id_text(task_id_of(uuid)) if isinstance(uuid, str) and uuid else None


def write_origin(out: Tw, task: Task, board: Board) -> None:
    """Name the task after which this one comes, where no template does so already."""
    before = own_id(task.record.get("comes_after"))
    if before is not None and origin_of(out) != id_text(before):
        other = board.find(before)
        out["wip_after"] = uuid_of(before) if other is None else uuid_here(other)
