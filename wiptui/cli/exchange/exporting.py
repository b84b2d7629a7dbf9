"""``export FORMAT``: everything as JSON, or the tasks as todo.txt, to stdout or into a file."""

from __future__ import annotations

import os
from pathlib import Path

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.exchange.sources import WrongOption
from wiptui.cli.exchange.writers import ONE_FORMAT, WRITERS
from wiptui.cli.options import Command, Option
from wiptui.domain.board import INTERRUPTS, STINTS, TASKS, Board
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.text import for_file, printable


class ExportError(WiptuiError):
    """The file cannot be written. An existing file is unchanged."""

    code = "export"


def export_file(call: Call) -> int:
    """Write all tasks in a format."""
    name, *query = call.words
    entry = WRITERS.get(name.lower())
    if entry is None:
        raise UsageError(f"“{printable(name)[:40]}” is not a format that can be exported: {', '.join(WRITERS)}.")
    for option, only in ONE_FORMAT.items():
        if call.flag(option) and option not in entry.options:
            raise WrongOption(f"--{option} is for {only}: wiptui export {only} --{option} ...")
    file = call.value("output")
    if file is not None and not file.strip():
        raise UsageError("--output needs a file: --output FILE")
    data = for_file(entry.write(_board(call, query), call)).encode()
    if file is None or file == "-":
        out.put_bytes(data)
        return err.DONE
    _write(call, file, data)
    if call.json:
        out.put_json({"written": file})
    else:
        err.say(f"Written: {printable(file)}")
    return err.DONE


def _board(call: Call, query: list[str]) -> Board:
    """Return the board with just the tasks that a query finds, finished ones too, and what is noted about them."""
    board = call.board()
    if not query:
        return board
    wanted = query_of(board, query)
    ids = {task.id for task in board.all_tasks() if wanted.matches(task)}
    data = dict(board.data)
    data[TASKS] = {key: record for key, record in board.data.get(TASKS, {}).items() if int(key) in ids}
    for table in (STINTS, INTERRUPTS):
        rows = board.data.get(table, {}).items()
        data[table] = {key: record for key, record in rows if record.get("task") in ids}
    return Board(data, board.at, board.zone)


def _write(call: Call, file: str, data: bytes) -> None:
    """Write the file completely or not at all: a full disk must not destroy an older export."""
    target = Path(os.path.realpath(file))
    if str(target) == os.path.realpath(str(call.service.path)):
        raise UsageError("That is the data file itself: export into another one.")
    if target.is_dir():
        raise UsageError(f"{file} is a folder: --output needs a file.")
    new = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe
            return
        new.write_bytes(data)
        if target.exists():
            new.chmod(target.stat().st_mode & 0o777)
        new.replace(target)
    except (OSError, ValueError) as error:
        new.unlink(missing_ok=True)
        words = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"{file} cannot be written: {words}.") from None


_WIDTH = max(map(len, WRITERS))
COMMANDS = {
    "export": Command(
        export_file,
        "FORMAT [QUERY...] [--output FILE]",
        "Takes tasks out, to stdout or into a file; with QUERY only those that it finds.\n\n"
        + "\n".join(f"  {name:<{_WIDTH}}  {entry.about}" for name, entry in WRITERS.items()),
        (
            Option("output", "FILE", "into a file instead of stdout"),
            Option("map", "FIELD=COLUMN", "csv: which fields under which names: title=Summary", many=True),
            Option("delimiter", "SIGN", "csv: another sign than a comma, such as ; or tab"),
            Option("report", "standup|week|board", "markdown: which; without it the stand-up"),
            Option("since", "DATE", "markdown: from which day on"),
            Option("bom", about="csv: a byte order mark in front, by which Excel knows UTF-8"),
        ),
        least=1,
        missing="In which format? wiptui export FORMAT, where FORMAT is " + ", ".join(WRITERS),
        examples=(
            ("wiptui export json --output wip-backup.json", "everything, history included"),
            ("wiptui export csv '+acme done>=28d'", "of one project, what was finished lately"),
            ("wiptui export todotxt > todo.txt", "for another program"),
            ("wiptui export taskwarrior | task import", "into Taskwarrior"),
        ),
    )
}
