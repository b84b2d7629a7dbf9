"""Tasks of a ``task export`` as changes of the board: new ones with their past, known ones with what is said anew."""

from __future__ import annotations

from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, Json, Record, is_gone, make_stamp, stamp_ms
from wiptui.domain.fields import NOT_WAITING, OF_A_WAIT
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import State
from wiptui.exchange.import_plan import (
    ACTOR,
    CHANGED,
    SAME,
    Incoming,
    Patch,
    Ranks,
    Row,
    action_of,
    bring,
    doc_id,
    stamped,
)
from wiptui.exchange.json.rows import read_rows
from wiptui.exchange.taskwarrior import fields as tw
from wiptui.exchange.taskwarrior import recurrence as taskwarrior_recur
from wiptui.exchange.taskwarrior.exporting import task_of
from wiptui.exchange.taskwarrior.links import blockers_of, origin_of, said_anew, task_id_of

SOURCE = "taskwarrior"
"""The field that keeps a task of Taskwarrior as it came."""


def incoming(text: str, board: Board) -> Incoming:
    """What importing an export of Taskwarrior would do. Never raises; the tasks that matter most stand on top."""
    values, problems = read_rows(text)
    found = Incoming(problems=problems)
    read: list[tuple[int, tw.Tw, float]] = []
    lines: dict[str, int] = {}
    for line, value in values:
        try:
            task = tw.checked_task(value)
            tw.facets(task, board.zone)
            first = lines.setdefault(_key(task), line)
            if first != line:
                raise UsageError(f"it is the task of line {first} once more")
            urgency = value.get("urgency")
            read.append((line, task, urgency if isinstance(urgency, int | float) else 0.0))
        except UsageError as error:
            found.problems.append(f"line {line}: {error}")
    found.problems.sort(key=lambda words: int(words.split(":")[0].removeprefix("line ")))
    ranks = Ranks(board)
    rows = [(line, _one(task, line, board, ranks, found)) for line, task, _ in sorted(read, key=_by_urgency)]
    found.rows += [row for _, row in sorted(rows, key=lambda pair: pair[0])]
    return found


def _by_urgency(row: tuple[int, tw.Tw, float]) -> tuple[float, int]:
    return -row[2], row[0]


def _key(task: tw.Tw) -> str:
    uuid = task.get("uuid")
    if isinstance(uuid, str) and uuid:
        return f"taskwarrior\t{uuid.lower()}"
    return f"taskwarrior\t{task.get('entry')}\t{task['description']}"


def _one(task: tw.Tw, line: int, board: Board, ranks: Ranks, found: Incoming) -> Row:
    uuid = task.get("uuid")
    task_id = task_id_of(uuid) if isinstance(uuid, str) and uuid else doc_id(_key(task))
    said = tw.facets(task, board.zone)
    state = tw.state_of(task, board.at)
    record = board.data.get(TASKS, {}).get(str(task_id))
    if record is None:
        changes = bring(board, task_id, stamped(_patches(task, said, board, ranks)))
        action = action_of(board, task_id, changes)
    else:
        changes, notes = _updates(task_id, record, task, board, ranks)
        found.notes += [f"line {line}: {note}" for note in notes]
        action = CHANGED if any(set(change.fields) - {SOURCE} for change in changes) else SAME
    if action != SAME and (words := taskwarrior_recur.not_read(task)):
        found.notes.append(f"line {line}: {words}")
    found.changes += changes
    return Row(f"line {line}", action, task_id, said["title"], state.value)


def _patches(task: tw.Tw, said: dict[str, Json], board: Board, ranks: Ranks) -> list[Patch]:
    """How a task that is new here was captured, and its moves since."""
    created, moves = tw.moves_of(task, board.at)
    waits: dict[str, Json] = {name: said.pop(name) for name in OF_A_WAIT if name in said}
    state = tw.state_of(task, board.at)
    first: dict[str, Json] = {**said, **fields_for(blockers_of(task)), SOURCE: task, "state": State.READY.value}
    if (before := origin_of(task)) is not None:
        first["comes_after"] = before
    if not moves or (len(moves) == 1 and state in (State.READY, State.BACKLOG)):
        first["state"] = state.value
        moves = []
    patches: list[Patch] = [(None if created is None else tw.epoch_ms(created), first)]
    if moves and created is None:
        patches[0] = (tw.epoch_ms(moves[0][0]) - 1, first)
    patches += [(tw.epoch_ms(at), {"state": to.value}) for at, to in moves]
    if state is State.WAITING:
        patches[-1][1].update(waits)
    if state.is_open:
        patches[-1][1]["rank"] = ranks.below(state.value)
    return patches


def _updates(task_id: int, record: Record, task: tw.Tw, board: Board, ranks: Ranks) -> tuple[list[Change], list[str]]:
    """What the file says of a task that is here and did not say when it was last read or written; and doubts."""
    changes: list[Change] = []
    if is_gone(record):
        changes.append(Change(TASKS, task_id, returning(record)))
        board, _ = board.apply(changes, to_ms(board.at), ACTOR)
    here = board.task(task_id)
    source = record.get(SOURCE)
    before = source if isinstance(source, dict) else None
    if task == before:
        fresh = said_anew(task, task, record)
        return [*changes, Change(TASKS, task_id, fresh)] if fresh else changes, []
    written = task_of(here, board)
    if _content(task) == _content(written):
        return changes, []
    was_task = before or written
    was, now = tw.facets(was_task, board.zone), tw.facets(task, board.zone)
    fields: dict[str, Json] = {
        name: now.get(name)
        for name in tw.FACETS
        if tw.differs(now.get(name), was.get(name)) and tw.differs(now.get(name), record.get(name))
    }
    if taskwarrior_recur.said_anew(task, written):
        fields["every"] = taskwarrior_recur.every_of(task["recur"])
    if "every" in fields or "due" in fields:
        fields.setdefault("every_day", None)
    fields |= {**said_anew(task, was_task, record), SOURCE: task}
    state = tw.state_of(task, board.at)
    if state is not tw.state_of(was_task, board.at) and state is not here.state:
        move: dict[str, Json] = {"state": state.value}
        if here.state is State.WAITING:
            move |= NOT_WAITING
        if state.is_open:
            move["rank"] = ranks.below(state.value)
        stamp = _stamp(task, state, board)
        if not stamp:
            fields = {**move, **fields}
        elif stamp > _moved(record):
            changes.append(Change(TASKS, task_id, move, stamp=_just_after(record, stamp)))
        else:
            note = f"it became {state.value} there before it was moved here; it stays {here.state.value}"
            return [*changes, Change(TASKS, task_id, fields)], [note]
    return [*changes, Change(TASKS, task_id, fields)], []


def _content(task: tw.Tw) -> tw.Tw:
    """The task without ``modified``, which Taskwarrior sets anew when it takes in what went there."""
    return {name: value for name, value in task.items() if name != "modified"}


def _stamp(task: tw.Tw, state: State, board: Board) -> str:
    """The stamp of the move that led to a state, where the file knows when that was."""
    at = task.get("start") if state is State.DOING else task.get("end") if not state.is_open else None
    ms = min(tw.epoch_ms(tw.instant(at, "a move")), to_ms(board.at)) if at else None
    return "" if ms is None else make_stamp(ms, ACTOR)


def _just_after(record: Record, stamp: str) -> str:
    """The stamp, or one just after the last move here where both fall into the second that Taskwarrior keeps."""
    last = max((known for known, patch in (record.get(LOG) or {}).items() if "state" in patch), default="")
    return stamp if stamp > last else make_stamp(stamp_ms(last) + 1, ACTOR)


def _moved(record: Record) -> str:
    """The stamp of the last move here, to the second, which is all that Taskwarrior keeps."""
    stamps = [stamp for stamp, patch in (record.get(LOG) or {}).items() if "state" in patch]
    return make_stamp(stamp_ms(max(stamps)) // 1000 * 1000, "") if stamps else ""
