"""JSON, in and out: everything wiptui knows, a task a line; and tasks from elsewhere with their past.

``{"app": "wiptui", "format": 1, "tasks": [...], "tables": {...}}``: a task has the promised fields of
:mod:`wiptui.exchange.json.task` and beside them ``log``, the stamped patches that it is made of; ``tables`` has the
logs of all other records (settings, focus, interruptions, refusals, devices, tasks that are gone). So nothing is lost:
an import into an empty file makes the same records, to the last stamp.

Tasks from elsewhere need only a title; :mod:`wiptui.exchange.json.history` reads their history.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import ID_BITS
from wiptui.domain.core.record import LOG, Json, Record, fold, is_gone, stamp_ms
from wiptui.domain.fields import IN_JSON, checked
from wiptui.domain.tasks.task import read_task
from wiptui.domain.text import printable
from wiptui.exchange.import_plan import Incoming, Row, action_of, own_id
from wiptui.exchange.json.escape import dumps
from wiptui.exchange.json.history import past_of
from wiptui.exchange.json.task import plain_json, task_json

FORMAT = 1
_FILE_MARKS = "meta"


def write(board: Board) -> str:
    """Everything as one JSON document, ended by a newline."""
    tasks = [
        f'{dumps(task_json(task, board))[:-1]},"log":{dumps(task.record.get(LOG) or {}, sort_keys=True)}}}'
        for task in board.all_tasks()
    ]
    tables = {}
    for name, records in sorted(board.data.items()):
        if name == _FILE_MARKS:
            continue
        kept = {key: record[LOG] for key, record in sorted(records.items()) if _goes_apart(name, record)}
        if kept:
            tables[name] = kept
    rows = ",\n".join(
        f"{dumps(name)}:{{\n"
        + ",\n".join(f"{dumps(key)}:{dumps(log, sort_keys=True)}" for key, log in kept.items())
        + "\n}"
        for name, kept in tables.items()
    )
    body = ",\n".join(tasks)
    return f'{{"app":"wiptui","format":{FORMAT},"tasks":[\n{body}\n],"tables":{{{rows}}}}}\n'


def _goes_apart(table: str, record: Record) -> bool:
    return bool(record.get(LOG)) and (table != TASKS or is_gone(record))


def read(text: str) -> tuple[dict[str, Json], list[str]]:
    """The document of a file, and what of it could not be read. A list of tasks is a document too.

    Of broken JSON the tasks that stand whole on a line of their own are read. Raises UsageError for anything else.
    """
    problems: list[str] = []
    try:
        value = json.loads(text)
    except RecursionError:
        raise UsageError("The file is nested too deeply to be an export.") from None
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            problems.append(f"line {error.lineno}: this is not JSON ({error.msg.removesuffix(' at')})")
        else:  # Python refuses to read such a number
            problems.append("A number in the file has too many digits.")
        value = {"tasks": list(_whole_lines(text))}
    if isinstance(value, list):
        value = {"tasks": value}
    if not isinstance(value, dict) or not isinstance(value.get("tasks"), list):
        if isinstance(value, dict) and isinstance(value.get("tasks"), dict) and "meta" in value:
            raise UsageError(
                "This is a data file of wiptui, not an export: open it with --file, "
                "or bring its tasks in with wiptui backup restore PATH (--dry-run shows them)."
            )
        raise UsageError('There are no tasks in the file: it should be {"tasks": [...]} or a list of tasks.')
    if isinstance(value.get("format"), int) and value["format"] > FORMAT:
        raise UsageError(f"The file is of format {value['format']}; this wiptui reads up to {FORMAT}.")
    return value, problems


def _whole_lines(text: str) -> Iterator[Json]:
    for line in text.split("\n"):
        line = line.strip().rstrip(",")
        if line.startswith("{") and line.endswith("}"):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict) and "title" in value:
                yield value


def incoming(document: dict[str, Json], board: Board) -> Incoming:
    """What importing a document would do to the board."""
    found = Incoming()
    past = past_of(board)
    for place, task in enumerate(document["tasks"], start=1):
        try:
            if not isinstance(task, dict):
                raise UsageError("it is no task: {...}")
            if isinstance(task.get("log"), dict):
                _own(board, task, found, f"task {place}")
            else:
                past.add(task, found, f"task {place}")
        except UsageError as error:
            found.problems.append(f"task {place}: {error}")
    tables = document.get("tables")
    if isinstance(tables, dict):
        for name in sorted(tables):
            _table(board, name, tables[name], found)
    return found


def _own(board: Board, task: dict[str, Json], found: Incoming, where: str) -> None:
    """A task of our own export: its log, and what somebody changed beside it with a script."""
    task_id = own_id(task.get("id"))
    if task_id is None:
        raise UsageError("its id is none of wiptui's")
    log = valid_log(task["log"])
    if "title" not in fold(log):
        raise UsageError("its log has no title")
    changes = _missing(board, TASKS, str(task_id), log)
    edits = _edited_beside(board, task_id, task, fold(log))
    if edits:
        changes.append(Change(TASKS, task_id, edits))
    title, state = str(fold(log)["title"]), fold(log).get("state")
    found.rows.append(Row(where, action_of(board, task_id, changes), task_id, title, str(state)))
    found.changes += changes


def _edited_beside(board: Board, task_id: int, task: dict[str, Json], base: Record) -> dict[str, Json]:
    """Plain fields that differ from the log of the file, where the board is still as that log says."""
    told = plain_json(read_task(task_id, base))
    record = board.data.get(TASKS, {}).get(str(task_id)) or base
    here = plain_json(read_task(task_id, record))
    edits: dict[str, Json] = {}
    for name in (row.name for row in IN_JSON):
        if name in task and (task[name] or None) != (told[name] or None) and here[name] == told[name]:
            edits |= checked({name: task[name]})
    return edits


def _table(board: Board, name: str, records: Json, found: Incoming) -> None:
    if name == _FILE_MARKS or not isinstance(records, dict):
        return
    for key in sorted(records):
        try:
            if not (key.isascii() and key.isdigit() and 0 < int(key) < 1 << ID_BITS and key == str(int(key))):
                raise UsageError("its id is no number of wiptui's")
            found.changes += _missing(board, name, key, valid_log(records[key]))
        except UsageError as error:
            found.problems.append(f"{printable(name)} {printable(key)[:20]}: {error}")


def _missing(board: Board, table: str, key: str, log: dict[str, dict[str, Json]]) -> list[Change]:
    """The patches that the board has not got; and a return, if the file has what an undo took away here."""
    record = board.data.get(table, {}).get(key)
    known = (record or {}).get(LOG) or {}
    changes = [
        Change(table, int(key), patch, stamp=stamp)
        for stamp, patch in sorted(log.items())
        if any(field not in known.get(stamp, {}) for field in patch) or (stamp not in known)
    ]
    if record is not None and is_gone(record) and not fold(log).get("gone"):
        changes.append(Change(table, int(key), returning(record)))
    return changes


def valid_log(log: Json) -> dict[str, dict[str, Json]]:
    """The log, if it is one. Raises UsageError."""
    if not isinstance(log, dict) or not log:
        raise UsageError("it has no log")
    for stamp, patch in log.items():
        try:
            stamp_ms(stamp)
        except ValueError:
            raise UsageError(f"“{printable(stamp)[:40]}” in its log is no stamp") from None
        if len(stamp) < 20 or stamp[18] != "-" or not stamp.isascii() or not isinstance(patch, dict):
            raise UsageError(f"“{printable(stamp)[:40]}” in its log is no patch")
    return log


__all__ = ["FORMAT", "incoming", "read", "write"]
