"""``import FORMAT FILE``: import tasks from elsewhere, all or nothing, and never twice."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.exchange.readers import ONE_FORMAT, READERS
from wiptui.cli.exchange.sources import ImportFailed, InputFile, WrongOption
from wiptui.cli.options import Command, Option
from wiptui.domain.board import Board
from wiptui.domain.commands import Import
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.text import counted, printable
from wiptui.exchange.import_plan import ACTOR, Incoming

SHOWN = 20


def import_file(call: Call) -> int:
    """Import a file, or print what an import would do."""
    name, file = call.words
    entry = READERS.get(name.lower())
    if entry is None:
        raise UsageError(f"“{printable(name)[:40]}” is not a format that can be imported: {', '.join(READERS)}.")
    for option, only in ONE_FORMAT.items():
        if call.flag(option) and option not in entry.options:
            raise WrongOption(f"--{option} is for {only}: wiptui import {only} FILE --{option} ...")
    board = call.board()
    try:
        found = entry.read(InputFile(file), board, call)
    except UsageError as error:
        raise ImportFailed(f"{file}: {error} Nothing was imported.") from None
    if call.flag("dry-run"):
        return _dry_run(call, board, found)
    if found.problems and not call.flag("partial"):
        _say_all(found.problems, "line")
        able = len(found.rows)
        raise ImportFailed(
            f"{file}: {counted(len(found.problems), 'problem')}, so nothing was imported. "
            f"{counted(able, 'task')} could be read: --partial imports {'it' if able == 1 else 'them'}."
        )
    return _import(call, found)


def _import(call: Call, found: Incoming) -> int:
    if found.changes:
        call.dispatch(Import(tuple(found.changes)))
    board = call.service.board()
    summary = _summary(found)
    if call.json:
        out.put_json({**_json(call, board, found), "words": summary})
    else:
        _say_all(found.problems, "left out")
        _say_all(found.notes, "note")
        err.say(f"{'Imported' if found.changes else 'Nothing to import:'} {summary}.")
    over = [scope for scope in board.limits if board.is_over(scope)]
    if not call.json:
        for scope in over:
            err.say(f"{printable(scope.label)} is OVER its limit now: {board.count(scope)}/{board.limits[scope].text}.")
    return err.FAILED if found.problems else err.DONE


def _dry_run(call: Call, board: Board, found: Incoming) -> int:
    """Print what an import would do, also to the limits."""
    board, _ = board.apply(found.changes, to_ms(board.at), ACTOR)
    if call.json:
        out.put_json({**_json(call, board, found), "words": f"Would do: {_summary(found)}"})
        return err.FAILED if found.problems else err.DONE
    wide = max((len(row.where) for row in found.rows), default=0)
    for row in found.rows:
        out.put(f"{row.where:<{wide}}  {row.action:<7}  {row.state:<7}  {printable(row.title)}")
    _say_all(found.problems, "cannot be read")
    _say_all(found.notes, "note")
    err.say(f"This is a rehearsal, nothing was changed. An import brings {_summary(found)}.")
    for scope in (scope for scope in board.limits if board.is_over(scope)):
        err.say(f"{printable(scope.label)} would be OVER its limit: {board.count(scope)}/{board.limits[scope].text}.")
    return err.FAILED if found.problems else err.DONE


def _json(call: Call, board: Board, found: Incoming) -> dict[str, object]:
    rows = [
        {"where": row.where, "action": row.action, "id": id_text(row.id), "title": row.title, "state": row.state}
        for row in found.rows
    ]
    over = [scope.code for scope in board.limits if board.is_over(scope)]
    return {
        "dry_run": call.flag("dry-run"),
        "tasks": rows,
        "notes": found.notes,
        "problems": found.problems,
        "over": over,
    }


def _summary(found: Incoming) -> str:
    """«312 tasks: 300 new (250 ready, 50 done), 2 changed, 10 known already»."""
    new = [row for row in found.rows if row.action == "new"]
    changed = sum(row.action == "changed" for row in found.rows)
    same = len(found.rows) - len(new) - changed
    states: dict[str, int] = {}
    for row in new:
        states[row.state] = states.get(row.state, 0) + 1
    by_state = ", ".join(f"{count} {state}" for state, count in states.items())
    parts = [f"{len(new)} new ({by_state})"] if new else []
    parts += [f"{changed} changed"] if changed else []
    parts += [f"{same} known already"] if same else []
    return f"{counted(len(found.rows), 'task')}: {', '.join(parts)}" if parts else "no tasks in the file"


def _say_all(words: list[str], label: str) -> None:
    for word in words[:SHOWN]:
        err.say(f"{label}: {printable(word)}" if label != "line" else f"  {printable(word)}")
    if len(words) > SHOWN:
        err.say(f"  and {len(words) - SHOWN} more")


_WIDTH = max(map(len, READERS))
COMMANDS = {
    "import": Command(
        import_file,
        "FORMAT FILE [--dry-run] [--partial]",
        "Brings tasks in from a file, or from the input for -. Importing the same file twice changes nothing. What is "
        "in doing there is in doing here, also over the limit: then it says so.\n\n"
        + "\n".join(f"  {name:<{_WIDTH}}  {entry.about}" for name, entry in READERS.items()),
        (
            Option("dry-run", about="say what would happen, line by line, and change nothing"),
            Option("partial", about="import what can be read of a broken file"),
            Option("map", "FIELD=COLUMN", "csv: which column is what: title=Summary,due=Deadline", many=True),
            Option("dates", "dmy|mdy", "csv: what 03/04/2026 means"),
        ),
        least=2,
        most=2,
        missing="Which file, in which format? wiptui import FORMAT FILE, where FORMAT is " + ", ".join(READERS),
        examples=(
            ("wiptui import todotxt ~/todo.txt --dry-run", "look first"),
            ("task export | wiptui import taskwarrior -", "all of Taskwarrior, finished tasks too"),
            ("wiptui import csv tasks.csv --map title=Summary", "a table from elsewhere"),
        ),
    )
}
