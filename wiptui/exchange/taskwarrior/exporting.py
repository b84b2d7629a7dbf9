"""The board as JSON that ``task import`` takes: a task that came from there as it came, but for what changed here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.record import LOG, Json, stamp_time
from wiptui.domain.fields import BY_NAME, DATE, LETTER, OF_A_WAIT, TAGS, TITLE, plain
from wiptui.domain.tasks.hiding import UNCOMMITTED
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable
from wiptui.exchange.json.escape import dumps
from wiptui.exchange.taskwarrior import fields as tw
from wiptui.exchange.taskwarrior.links import uuid_here, write_depends, write_origin
from wiptui.exchange.taskwarrior.recurrence import write_every

_ENDED = {State.DONE: "completed", State.DROPPED: "deleted"}
_ORDER = ("annotations", "depends", "tags")


def outgoing(board: Board) -> str:
    """All tasks, a task a line, as ``task export`` writes them and ``task import`` reads them."""
    rows = ",\n".join(dumps(task_of(task, board)) for task in board.all_tasks())
    return f"[\n{rows}\n]\n" if rows else "[\n]\n"


def task_of(task: Task, board: Board) -> tw.Tw:
    """One task for Taskwarrior, without what it works out by itself. What was not changed here is as it came."""
    kept = task.record.get("taskwarrior")
    out: tw.Tw = dict(kept) if isinstance(kept, dict) and isinstance(kept.get("description"), str) else {}
    is_new = not out
    out.setdefault("uuid", uuid_here(task))
    out.setdefault("description", printable(task.title))
    out.setdefault("status", "pending")
    if is_new:
        out["entry"] = tw.time_words(task.created)
    before = dict(out)
    write_every(out, task.record)
    day = _safe(plain(BY_NAME["from"], task))
    if day != tw.from_day(out, board.zone):
        _write_from(out, day, board)
    _write_state(out, task, board)
    _write_facets(out, task, board)
    write_depends(out, task, board)
    write_origin(out, task, board)
    if out != before or is_new:
        out["modified"] = tw.time_words(_last_change(task))
    return {name: out[name] for name in sorted(out, key=lambda name: (name in _ORDER, name))}


def _write_state(out: tw.Tw, task: Task, board: Board) -> None:
    """Status, start, end and the journal, where they do not say already what the task is."""
    if _state_read(out, board) is task.state and (task.state is not State.DOING or out.get("start")):
        return
    was_begun = "start" in out
    for name in ("end", "wip_state", "start"):
        out.pop(name, None)
    out["status"] = _ENDED.get(task.state, "recurring" if out["status"] == "recurring" else "pending")
    if not task.state.is_open:
        out["end"] = tw.time_words(task.finished or task.created)
    elif task.state is State.DOING:
        out["start"] = tw.time_words(task.state_since)
    if _state_read(out, board) is not task.state:
        out["wip_state"] = task.state.value
    if "recur" not in out or was_begun:
        _write_journal(out, task)


def _state_read(out: tw.Tw, board: Board) -> State:
    """The state that the task would have here if it were read now."""
    state, day = tw.state_of(out, board.at), tw.from_day(out, board.zone)
    if state not in UNCOMMITTED or day is None:
        return state
    return State.BACKLOG if board.morning(date.fromisoformat(day)) is None else State.READY


def _write_journal(out: tw.Tw, task: Task) -> None:
    """The starts and stops of the history as Taskwarrior's own journal has them."""
    notes = list(out.get("annotations") or [])
    has = {(note["entry"], note["description"]) for note in notes}
    for move in task.history:
        begins, ends = move.to == State.DOING, move.came == State.DOING
        words = tw.STARTED if begins and not ends else tw.STOPPED if ends and not begins else None
        entry = tw.time_words(move.at)
        if words and (entry, words) not in has:
            notes.append({"entry": entry, "description": words})
    if notes:
        out["annotations"] = _apart(notes)


def _write_facets(out: tw.Tw, task: Task, board: Board) -> None:
    """The plain fields that the task of Taskwarrior does not say already."""
    was = tw.facets(out, board.zone)
    record = task.record
    now: dict[str, Json] = {name: record.get(name) or None for name in tw.FACETS}
    if task.state is not State.WAITING:
        now |= dict.fromkeys(OF_A_WAIT)
    # What is no date here is none there; what the attributes of our own hold goes as it is kept.
    now |= {
        row.name: plain(row, task) or None
        for row in tw.IN_TASKWARRIOR
        if row.kind in (TITLE, DATE, TAGS, LETTER) and not row.is_of_wait
    }
    now = {name: _safe(value) for name, value in now.items()}
    for name in tw.FACETS:
        if name not in ("every", "from") and tw.differs(now[name], was.get(name)):
            _write_facet(out, name, now[name], board)


def _safe(value: Json) -> Json:
    """What a record says, as Taskwarrior may print it on a terminal."""
    if isinstance(value, list):
        return [_safe(item) for item in value]
    return printable(value, lines=True) if isinstance(value, str) else value


def _write_facet(out: tw.Tw, name: str, value: Json, board: Board) -> None:
    attribute = {field: own for own, field in tw.OWN.items()}.get(name, name)
    if name == "title":
        out["description"] = value
    elif name == "note":
        _write_note(out, str(value or ""), board)
    elif name == "due":
        _write_due(out, value, board)
    elif value is None:
        out.pop(attribute, None)
        if name == "priority":
            out.pop("wip_priority", None)
    elif name == "tags":
        out["tags"] = list(dict.fromkeys("_".join(str(tag).split()) for tag in value))
    elif name == "priority":
        out.pop("wip_priority", None)
        out["priority"] = tw.tw_priority(value)
        if tw.PRIORITIES[out["priority"]] != value:
            out["wip_priority"] = value
    else:
        out[attribute] = str(value)


def _write_due(out: tw.Tw, value: str | None, board: Board) -> None:
    """Taskwarrior lets nobody take the due date out of what comes again: there it is said not to count."""
    out.pop(tw.NO_DUE, None)
    if value is not None:
        out["due"] = tw.midnight(value, board.zone)
    elif out.get("recur"):
        out[tw.NO_DUE] = out["due"]
    else:
        del out["due"]


def _write_from(out: tw.Tw, value: str | None, board: Board) -> None:
    if value is not None:
        out[tw.hiding(out)] = tw.midnight(value, board.zone)
    else:
        out.pop(tw.hiding(out), None)


def _write_note(out: tw.Tw, text: str, board: Board) -> None:
    """The lines of the note as annotations; one that is still there keeps its time."""
    kept = [note for note in out.get("annotations") or [] if note["description"] in tw.JOURNAL]
    old: dict[str, list[dict[str, Json]]] = {}
    for note in tw.notes_of(out):
        old.setdefault(tw.note_line(note, board.zone), []).append(note)
    entry = out.get("entry") or tw.time_words(board.at)
    for line in text.split("\n"):
        if not line.strip():
            continue
        same = old.get(line)
        kept.append(same.pop(0) if same else {"entry": entry, "description": line.strip()})
    out.pop("annotations", None)
    if kept:
        out["annotations"] = _apart(kept)


def _apart(notes: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """The annotations in the order of time, a second apart: Taskwarrior knows each by its time."""
    taken: set[str] = set()
    found: list[dict[str, Json]] = []
    for note in notes:
        at = tw.instant(note["entry"], "an annotation")
        while (entry := tw.time_words(at)) in taken:
            at += timedelta(seconds=1)
        taken.add(entry)
        found.append(note if note["entry"] == entry else {**note, "entry": entry})
    return sorted(found, key=lambda note: tw.instant(note["entry"], "an annotation"))


def _last_change(task: Task) -> datetime:
    """Never before it was captured: what comes again has a first patch of 1970 (domain/tasks/recurrence.py)."""
    log = task.record.get(LOG)
    return max(stamp_time(max(log)), task.created) if log else task.created


__all__ = ["outgoing", "task_of"]
