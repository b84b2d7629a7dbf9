"""``next``: the one recommended action, and why."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import AS_OF, Command
from wiptui.domain.board import Board
from wiptui.domain.core.record import Json
from wiptui.domain.text import printable
from wiptui.metrics.overload.next_action import NextAction
from wiptui.metrics.overload.rules import assess

VERBS = {"finish": "done", "resume": "start", "start": "start", "follow_up": "show", "select": "select"}
"""The command of each action."""


def advise(call: Call) -> int:
    """Print the one next action."""
    board = call.board()
    action = assess(board).next
    if call.json:
        out.put_json(action_json(board, action))
        return err.DONE
    if action is None:
        err.say("Nothing needs you now. wiptui add TEXT captures something.")
        return err.DONE
    from wiptui.cli.cells import wrapped  # lazy: status does without it

    for line in wrapped(printable(action.why), out.line_width()):
        out.put(line)
    out.put(f"  {command_of(board, action)}")
    return err.DONE


def action_json(board: Board, action: NextAction | None) -> Json:
    """Return the action for scripts; None if there is none."""
    if action is None:
        return None
    return {
        "action": action.action,
        "task": board.task(action.task).key,
        "why": action.why,
        "title": action.title,
        "decided_by": action.decided_by,
        "command": command_of(board, action),
    }


def command_of(board: Board, action: NextAction) -> str:
    return f"wiptui {VERBS.get(action.action, 'show')} {board.short_id(action.task)}"


COMMANDS = {
    "next": Command(
        advise,
        "[--as-of TIME] [--json]",
        "Names one action and what decided it. Finishing comes before resuming, resuming before starting.",
        (AS_OF,),
        most=0,
    )
}
