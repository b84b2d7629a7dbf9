"""``log``, ``undo``, ``redo``: print what happened, and revert it."""

from __future__ import annotations

from collections.abc import Iterator

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.cells import moment, wrapped
from wiptui.cli.options import Command, Option
from wiptui.domain.board import Board
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound
from wiptui.domain.dates.parse import parse_since
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.history import Transition
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip, printable, width

NARROWEST = 16
"""Cells below which words go on a separate line."""
HEAD = 27
"""Cells of the time and name of a move: «2026-11-22 14:05  put back »."""


def log(call: Call) -> int:
    """Print the moves of one task, or of all, newest last."""
    board = call.board()
    tasks = _meant(call, board)
    is_one = len(tasks) == 1 and bool(call.words)
    words = call.value("since")
    since = parse_since(words, board.today, board.zone) if words is not None else None
    rows = sorted(((move.at, task.id, place, task, move) for task in tasks for place, move in enumerate(task.history)
                   if since is None or move.at >= since), key=lambda row: row[:3])  # fmt: skip
    if call.json:
        from wiptui.exchange.json.task import event_json  # lazy: undo does without it

        out.put_json([{**event_json(move, board), "task": task.key, "title": task.title}
                      for *_, task, move in rows])  # fmt: skip
        return err.DONE
    if not rows:
        err.say("Nothing has happened yet." if since is None else "Nothing has happened since then.")
    columns = out.line_width()
    for *_, task, move in rows:
        lines = event_lines(board, move, columns) if is_one else _in_the_log(board, task, move, columns)
        for line in lines:
            out.put(line)
    return err.DONE


def _meant(call: Call, board: Board) -> list[Task]:
    """Return the one task that the words name, else those that they find as a query; without words all of them."""
    if not call.words:
        return list(board.all_tasks())
    try:
        return [call.task(call.text, ended=True, looking=True)]
    except (TaskNotFound, AmbiguousTask):
        from wiptui.domain.queries.of_board import query_of  # lazy: a log of one task, and undo, do without it

        query = query_of(board, call.words)
        found = [task for task in board.all_tasks() if query.matches(task)]
        if not found:
            raise
        return found


def _in_the_log(board: Board, task: Task, move: Transition, columns: int) -> Iterator[str]:
    """Yield a move among those of all tasks. Its text follows the title if there is no room below it."""
    key, title, said = board.short_id(task.id), printable(task.title), _event_text(move)
    head = f"{out.dim(moment(move.at, board.zone))}  {_event(move):<9} {out.dim(key)}"
    room = columns - HEAD - len(key) - 3
    if width(title) + width(said) + 2 <= room:
        yield f"{head}  {title}" + (f"  {out.dim(said)}" if said else "")
    elif room >= NARROWEST:
        yield f"{head}  {clip(title, room)}"
        yield from _below(said, columns, columns - room)
    else:
        yield head
        yield from (f"  {line}" for line in wrapped(title, columns - 2))
        yield from _below(said, columns, 2)


def _below(text: str, columns: int, indent: int) -> Iterator[str]:
    for line in wrapped(text, columns - indent) if text else ():
        yield " " * indent + out.dim(line)


def event_lines(board: Board, move: Transition, columns: int) -> list[str]:
    """Return one move, «2026-11-22 14:05  waits     on Ana, the signature», in lines of ``columns`` columns."""
    at, said = moment(move.at, board.zone), _event_text(move)
    head = f"{out.dim(at)}  {_event(move):<9}"
    room = columns - HEAD - 1
    if room >= NARROWEST:
        first, *rest = wrapped(said, room)
        return [f"{head} {first}".rstrip(), *(" " * (HEAD + 1) + line for line in rest)]
    return [head.rstrip(), *_below(said, columns, 2)]


def _event(move: Transition) -> str:
    return {"put_back": "put back", "waited": "waits"}.get(move.event, move.event)


def _event_text(move: Transition) -> str:
    """Return on whom and why, in the person's own words."""
    said = [printable(str(move.fields[name])) for name in _EVENT_FIELDS if isinstance(move.fields.get(name), str)]
    if isinstance(move.fields.get("waiting_on"), str):
        said[0] = f"on {said[0]}"
    return ", ".join(said)


_EVENT_FIELDS = ("waiting_on", "waiting_why", "start_why", "expedite_why", "drop_why", "next_step")


def undo(call: Call) -> int:
    """Undo the last change made on this device."""
    return _stepped(call, "undo")


def redo(call: Call) -> int:
    """Redo the last undo."""
    return _stepped(call, "redo")


def _stepped(call: Call, name: str) -> int:
    service = call.service
    answer = service.redo() if name == "redo" else service.undo(skip=call.flag("skip"))
    if isinstance(answer, Refusal):
        hints = ("wiptui undo --skip   # passes over it, to what was done before",) if name == "undo" else ()
        call.refuse(answer, name, hints)
    else:
        call.report(answer)
    return err.DONE


COMMANDS = {
    "log": Command(
        log,
        "[TASK or QUERY...] [--since D] [--json]",
        "The moves of one task, of those that a query finds, or of all, newest last. What was undone is left out.",
        (Option("since", "D", "from this day or time on, or so many days with today: mon, 7d"),),
        examples=(
            ("wiptui log | tail", "the last ten"),
            ("wiptui log parser", "of one task"),
            ("wiptui log +acme --since 7d", "of a project, this week"),
        ),
    ),
    "undo": Command(
        undo,
        "[--skip]",
        "Takes back the last change made on this device, in whichever window. An undo asks the limit like any other "
        "change; one that is refused can be passed over.",
        (Option("skip", about="leave the last change as it is and pass over it"),),
        most=0,
    ),
    "redo": Command(redo, "", "Takes back the last undo.", most=0),
}
