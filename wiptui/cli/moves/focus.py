"""``focus`` and ``interrupt``: the one focused task, and interruptions."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.moves.move import told
from wiptui.cli.options import AT, Command, Option
from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import clock, printable


def focus(call: Call) -> int:
    """Focus a task in doing, end the focus, or print what is focused."""
    if call.flag("off"):
        if call.words:
            raise UsageError("--off ends the focus, whatever it is on: leave the task out.")
        return call.report(call.dispatch(told(call, c.FocusOn(None))))
    if call.words:
        return call.report(call.dispatch(told(call, c.FocusOn(call.task(call.text).id))))
    board = call.board()
    now = board.focus
    seconds = int(now.spent(board.at).total_seconds()) if now else 0
    if call.json:
        row = {"id": now.task.key, "title": now.task.title, "seconds": seconds} if now else None
        out.put_json({"focus": row})
    elif now is None:
        err.say("Nothing is focused. wiptui focus TASK takes one that is in doing.")
    else:
        out.put(f"{board.short_id(now.task.id)} {printable(now.task.title)} {clock(seconds)}")
    return err.DONE


def interrupt(call: Call) -> int:
    """Count one interruption; its text, if any, is captured to the backlog."""
    return call.report(call.dispatch(c.Interrupt(call.text, call.value("from") or "")))


COMMANDS = {
    "focus": Command(
        focus,
        "[TASK] [--off] [--at TIME]",
        "Focuses one task that is in doing; without TASK it says which one is focused and for how long.",
        (Option("off", about="end the focus: a pause"), AT),
    ),
    "interrupt": Command(
        interrupt,
        "[TEXT] [--from WHO]",
        "Counts one interruption. Its text is captured to the backlog; the focus stays where it is.",
        (Option("from", "WHO", "who or what it came from"),),
        examples=(('wiptui interrupt "printer is out of paper" --from Bea', "noted, and back to work"),),
        is_text=True,
    ),
}
