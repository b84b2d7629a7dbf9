"""todo.txt and the board: the lines of a file as changes, and the tasks as a file."""

from __future__ import annotations

from datetime import date, datetime, time

from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.record import LOG, Json, Record
from wiptui.domain.fields import OF_A_WAIT
from wiptui.domain.tasks.task import STATES, State
from wiptui.domain.text import for_file
from wiptui.exchange.import_plan import CHANGED, NEW, SAME, Incoming, Patch, Ranks, Row, bring, doc_id, stamped
from wiptui.exchange.todotxt import file as todotxt
from wiptui.exchange.todotxt.file import TodoLine
from wiptui.exchange.todotxt.line import KEYS

UNKNOWN = 0
"""When a finished line without any date was finished: 1970, which no measure takes for a time."""
_SAID = ("title", *(row.name for row in KEYS.values()), "state", "todotxt_state")
"""What a line says of a task."""


def incoming(text: str, board: Board) -> Incoming:
    """What importing a file would do to the board. Never raises: every line can be read."""
    lines, problems = todotxt.read(text)
    found = Incoming(notes=[str(problem) for problem in problems])
    ranks = Ranks(board)
    rows: list[tuple[int, Row]] = []
    # By priority, as todo.txt programs list them: what matters most is on top of its column.
    by_priority = sorted(zip(lines, todotxt.source_keys(lines), strict=True), key=lambda pair: pair[0].priority or "~")
    for line, key in by_priority:
        task_id = doc_id(key)
        fields = todotxt.fields_of(line, board.today)
        record = board.data.get(TASKS, {}).get(str(task_id))
        if record is None:
            changes = bring(board, task_id, stamped(_patches(board, fields, ranks)))
            action = NEW
        else:
            changes = _updates(task_id, record, line, fields, board, ranks)
            action = CHANGED if any(set(change.fields) - {"todotxt", "todotxt_line"} for change in changes) else SAME
        found.changes += changes
        row = Row(f"line {line.lineno}", action, task_id, str(fields["title"]), str(fields["state"]))
        rows.append((line.lineno, row))
    found.rows += [row for _, row in sorted(rows, key=lambda numbered: numbered[0])]
    return found


def _patches(board: Board, fields: dict[str, Json], ranks: Ranks) -> list[Patch]:
    """A task that is not there yet: how it was captured, and what became of it."""
    created, finished = (_midnight(fields.pop(name, None), board) for name in ("created", "finished"))
    state = str(fields["state"])
    if STATES[state] in (State.READY, State.BACKLOG):
        return [(created, {**fields, "rank": ranks.below(state)})]
    ended = not STATES[state].is_open
    if ended and finished is None:
        finished = UNKNOWN if created is None else created
    waits: dict[str, Json] = {name: fields.pop(name) for name in OF_A_WAIT if name in fields}
    first = {**fields, "state": State.READY.value}
    if created is None:
        created = finished
    elif finished is not None:
        created = min(created, finished)
    move: dict[str, Json] = {"state": state, **waits}
    if not ended:
        move["rank"] = ranks.below(state)
        if created is None:
            # Captured and begun at an unknown time: now, in one patch for the fields and one for the move.
            created = to_ms(board.at) - 1
    return [(created, first), (finished, move)]


def _midnight(day: Json, board: Board) -> int | None:
    """The local midnight that begins a day (UTC milliseconds); a day still to come counts as now."""
    if not isinstance(day, str):
        return None
    try:
        at = datetime.combine(date.fromisoformat(day), time(), board.zone)
        return max(min(to_ms(at.astimezone(board.at.tzinfo)), to_ms(board.at)), 0)
    except (ValueError, OverflowError, OSError):
        return UNKNOWN


def _updates(
    task_id: int, record: Record, line: TodoLine, fields: dict[str, Json], board: Board, ranks: Ranks
) -> list[Change]:
    """A task that is there: only what the file says differently than when it was last read."""
    changes: list[Change] = []
    task = board.find(task_id)
    if task is None:
        changes.append(Change(TASKS, task_id, returning(record)))
    source = {name: fields[name] for name in ("todotxt", "todotxt_line") if record.get(name) != fields[name]}
    ours = todotxt.line_of(as_fields(board, record, task_id))
    if line.raw in (ours, for_file(ours)):
        said: dict[str, Json] = {}  # the file says what the board says: perhaps wiptui wrote it
        source = {} if "todotxt" in source else source
    else:
        said = _said_anew(record, fields, board)
    if "state" in said and STATES[str(said["state"])].is_open:
        said["rank"] = ranks.below(str(said["state"]))
    if said or source:
        changes.append(Change(TASKS, task_id, {**said, **source}))
    return changes


def _said_anew(record: Record, fields: dict[str, Json], board: Board) -> dict[str, Json]:
    """Of what the line says now and did not say before: what the board does not know yet."""
    before = record.get("todotxt")
    rows = [row for row in before.split("\n") if row.strip()] if isinstance(before, str) else []
    was = todotxt.fields_of(todotxt.parse_line(rows[0]), board.today) if rows else {}
    return {
        name: fields.get(name)
        for name in _SAID
        if fields.get(name) != was.get(name) and (fields.get(name) or None) != (record.get(name) or None)
    }


def as_fields(board: Board, record: Record, task_id: int) -> dict[str, Json]:
    """A record as the todo.txt writer wants it: plain fields, and the local days of capture and completion."""
    fields = {name: value for name, value in record.items() if name not in (LOG, "created", "finished")}
    task = board.find(task_id)
    if task is not None:
        for name, at in (("created", task.created), ("finished", task.finished)):
            if at is not None and to_ms(at) != UNKNOWN and at.year >= 1990:
                fields[name] = local_date(at, board.zone).isoformat()
    return fields


def outgoing(board: Board) -> str:
    """All tasks as a todo.txt: those of an imported file as its lines, the others below them."""
    return todotxt.write(as_fields(board, task.record, task.id) for task in board.all_tasks())  # type: ignore[arg-type]
