"""CSV, in and out: one task a row, for spreadsheets and for programs that know nothing else.

A table from anywhere needs a column for the title; the others are known by their usual names, or named with a
mapping. Our own export read back is known by the ids in it: then a cell counts that says something else than the
board, unless the task was changed here after the file was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, Json, stamp_time
from wiptui.domain.fields import DATE, LETTER, NOT_WAITING, TAGS, TITLE, Field, checked
from wiptui.domain.tasks.task import State, Task, as_time
from wiptui.domain.text import for_file, printable
from wiptui.exchange.csv.columns import FIELDS, IN_CSV, columns, priority_letter, state_word, tag_list
from wiptui.exchange.csv.dates import read_date, read_day
from wiptui.exchange.csv.table import delimiter_of, read_table, unguarded, write_table
from wiptui.exchange.import_plan import CHANGED, SAME, Incoming, Ranks, Row, own_id
from wiptui.exchange.json.history import Past, past_of
from wiptui.exchange.json.task import local_text, plain_json

_TIMES = ("created", "first_started", "finished")


def outgoing(board: Board, mapping: Mapping[str, str], delimiter: str = ",") -> str:
    """All tasks as a table: every field, or those of a mapping in its order and under its names."""
    chosen = mapping or {field: field for field in FIELDS}
    rows = ([cell(board, task, field) for field in chosen] for task in board.all_tasks())
    return write_table([list(chosen.values()), *rows], delimiter)


def cell(board: Board, task: Task, field: str) -> str:
    """What a cell of a task says, as other programs may have it."""
    return for_file(_cell(board, task, field))


def _cell(board: Board, task: Task, field: str) -> str:
    if field == "id":
        return task.key
    if field == "checklist":
        return "\n".join(f"[{'x' if step.done else ' '}] {step.text}" for step in task.checklist)
    if field in (*_TIMES, "modified"):
        at = _modified(task) if field == "modified" else getattr(task, field)
        return local_text(at, board.zone) or "" if at is not None and at.year > 1970 else ""
    value = plain_json(task)[field] or ""
    return ", ".join(value) if isinstance(value, list) else str(value)


def incoming(text: str, board: Board, given: Mapping[str, str], order: str | None = None) -> Incoming:
    """What importing a table would do; ``given`` maps fields to columns, ``order`` tells what 03/04/2026 means.

    Raises UsageError for a table without a title column, or a mapping to a column that is not there.
    """
    rows, problems = read_table(text)
    found = Incoming(problems=problems)
    if not rows:
        return found
    (_, header), *body = rows
    places, left = columns(header, given)
    if left:
        names = ", ".join(printable(name)[:40] for name in left[:8])
        found.notes.append(f"left out, as no field of a task: {names}{', ...' if len(left) > 8 else ''}")
    past, ranks = past_of(board), Ranks(board)
    delimiter = delimiter_of(text)
    for line, cells in body:
        said = {
            field: unguarded(cells[place], delimiter).strip() for field, place in places.items() if place < len(cells)
        }
        try:
            _one(said, f"line {line}", board, found, past, ranks, order)
        except UsageError as error:
            found.problems.append(f"line {line}: {error}")
    found.problems.sort(key=lambda words: int(words.partition(":")[0].removeprefix("line ")))
    return found


def _one(
    said: dict[str, str], where: str, board: Board, found: Incoming, past: Past, ranks: Ranks, order: str | None
) -> None:
    task_id = own_id(said.get("id"))
    task = board.find(task_id) if task_id is not None else None
    if task is not None:
        _own(task, said, where, board, found, ranks, order)
        return
    value = _from_elsewhere(said, order)
    # A number alone is no name: the next table has a task 1 too.
    foreign = f"csv\t{said.get('id', '')}\t{value['title']}\t{value.get('created', '')}"
    value["id"] = foreign if task_id is None else said["id"]
    past.add(value, found, where)


def _from_elsewhere(said: dict[str, str], order: str | None) -> dict[str, Json]:
    """The row as a task with a past. Raises UsageError."""
    if not said.get("title"):
        raise UsageError("it has no title")
    value = {row.name: _value(row, said[row.name], order) for row in IN_CSV if said.get(row.name)}
    for field in _TIMES:
        if said.get(field) and said[field].lower() not in ("true", "false", "yes", "no"):
            value[field] = read_date(said[field], order)
    state = _state(said, value, order)
    value["state"] = state
    if value.get("finished") and state not in ("done", "dropped"):
        del value["finished"]
    if state == "doing" and not value.get("first_started") and value.get("created"):
        value["first_started"] = value["created"]
    value["checklist"] = [
        {"text": line[3:].strip() if line[:1] == "[" and line[2:3] == "]" else line, "done": line[:3].lower() == "[x]"}
        for line in map(str.strip, said.get("checklist", "").split("\n"))
        if line and line not in ("[ ]", "[x]")
    ]
    return {name: item for name, item in value.items() if item not in (None, "", [])}


def _state(said: dict[str, str], value: dict[str, Json], order: str | None) -> str:
    """The state that a row is in: by its word, or by a date of completion."""
    words = said.get("state", "")
    if words:
        try:
            return state_word(words)
        except UsageError:
            try:  # a column “Completed” with the day in it
                value.setdefault("finished", read_date(words, order))
            except UsageError:
                pass
            else:
                return "done"
            raise
    return "done" if value.get("finished") else "doing" if value.get("first_started") else "ready"


def _value(row: Field, text: str, order: str | None) -> Json:
    if row.kind == DATE:
        return read_day(text, order)
    if row.kind == TAGS:
        return tag_list(text)
    return priority_letter(text) if row.kind == LETTER else text


def _own(
    task: Task, said: dict[str, str], where: str, board: Board, found: Incoming, ranks: Ranks, order: str | None
) -> None:
    """A task of ours: the cells that say something else than the board does."""
    fields = _said_anew(task, said, board, order)
    if fields and _is_older(said.get("modified"), task):
        found.notes.append(f"{where}: “{printable(task.title)[:40]}” was changed here later; it stays as it is")
        fields = {}
    if "state" in fields and State(str(fields["state"])).is_open:
        fields["rank"] = ranks.below(str(fields["state"]))
    if fields:
        found.changes.append(Change(TASKS, task.id, fields))
    title, state = fields.get("title", task.title), fields.get("state", task.state.value)
    found.rows.append(Row(where, CHANGED if fields else SAME, task.id, str(title), str(state)))


def _said_anew(task: Task, said: dict[str, str], board: Board, order: str | None) -> dict[str, Json]:
    now = plain_json(task)
    fields: dict[str, Json] = {}
    for row in IN_CSV:
        if row.name not in said or _same(said[row.name], cell(board, task, row.name)):
            continue
        words = said[row.name]
        kept = checked({row.name: _value(row, words, order) if words else None if row.kind != TITLE else ""})[row.name]
        if (kept or None) != (now[row.name] or None):
            fields[row.name] = kept
    if said.get("state") and said["state"] != task.state.value:
        state = state_word(said["state"])
        if state != task.state.value:
            fields = {**(NOT_WAITING if task.state is State.WAITING else {}), **fields, "state": state}
    return fields


def _same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.strip()


def _is_older(told: str | None, task: Task) -> bool:
    """Whether the file was written before the task was last changed here."""
    written = as_time(told) if told else None
    changed = _modified(task)
    return written is not None and changed is not None and changed > written


def _modified(task: Task) -> datetime | None:
    log = task.record.get(LOG)
    return stamp_time(max(log)) if log else None
