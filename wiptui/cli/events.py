"""``log``, ``undo``, ``redo``: what happened, and taking it back."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.cells import clip, moment, width
from wiptui.cli.options import Command, Option
from wiptui.domain.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.call import Call
    from wiptui.domain.board import Board
    from wiptui.domain.history import Transition


NARROWEST = 8
"""Cells that a title keeps at least on a small terminal."""


def log(call: Call) -> int:
    """Print the moves of one task, or of all, newest last."""
    board = call.board()
    tasks = [call.task(call.text, ended=True)] if call.words else list(board.all_tasks())
    rows = sorted(((move.at, task.id, place, task, move) for task in tasks for place, move in enumerate(task.history)),
                  key=lambda row: row[:3])  # fmt: skip
    if call.json:
        from wiptui.exchange.task_json import event_json

        out.put_json([{**event_json(move, board), "task": task.key, "title": task.title}
                      for *_, task, move in rows])  # fmt: skip
        return err.DONE
    if not rows:
        err.say("Nothing has happened yet.")
    columns = out.columns()
    for *_, task, move in rows:
        line, key, title = told(board, move), board.short_id(task.id), printable(task.title)
        if call.words:
            out.put(line)
            continue
        if columns is not None:
            title = clip(title, max(columns - width(printable(line)) - len(key) - 4, NARROWEST))
        out.put(f"{line}  {out.dim(key)}  {title}")
    return err.DONE


def told(board: Board, move: Transition) -> str:
    """One move in a line: «2026-11-22 14:05  waited    on Ana, the signature»."""
    words = {"put_back": "put back", "waited": "waits"}.get(move.event, move.event)
    said = [printable(str(move.fields[name])) for name in _SAID if isinstance(move.fields.get(name), str)]
    if isinstance(move.fields.get("waiting_on"), str):
        said[0] = f"on {said[0]}"
    line = f"{out.dim(moment(move.at, board.zone))}  {words:<9}"
    return f"{line} {', '.join(said)}".rstrip()


_SAID = ("waiting_on", "waiting_why", "start_why", "expedite_why", "drop_why", "next_step")


def undo(call: Call) -> int:
    """Take back the last change made on this device."""
    return _stepped(call, "undo")


def redo(call: Call) -> int:
    """Take back the last undo."""
    return _stepped(call, "redo")


def _stepped(call: Call, name: str) -> int:
    from wiptui.domain.gate import Refusal

    service = call.service
    answer = service.redo() if name == "redo" else service.undo(skip=call.flag("skip"))
    if isinstance(answer, Refusal):
        hints = ("wiptui undo --skip   # passes over it, to what was done before",) if name == "undo" else ()
        call.refuse(answer, name, hints)
    else:
        call.tell(answer)
    return err.DONE


COMMANDS = {
    "log": Command(
        log,
        "[TASK] [--json]",
        "The moves of one task, or of all of them, newest last. What was undone is left out.",
        examples=(("wiptui log | tail", "the last ten"), ("wiptui log parser", "of one task")),
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
