"""``guide``: the board in six steps, each done by the person's own key, in a temporary file."""

from __future__ import annotations

from wiptui.cli import err
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.cli.programs.board import need_terminal, run_board
from wiptui.demo import clear_away, open_guide
from wiptui.domain.core.errors import UsageError


def guide(call: Call) -> int:
    """Open the board with the guide. Raises UsageError if there is no terminal."""
    if call.given.file is not None:
        raise UsageError("The guide brings a file of its own: leave --file out.")
    if call.json:
        raise UsageError("The guide has no JSON: it is the board, and your keys.")
    need_terminal("The guide")
    service = open_guide()
    try:
        code = run_board(service, guided=True)
    finally:
        service.store.close()
        clear_away()
    err.say("Nothing of yours was touched. Your own board: wiptui")
    return code


COMMANDS = {
    "guide": Command(
        guide,
        "",
        "Learn the board in six steps, each done with your own key: capture, start, be refused, decide, finish. It "
        "takes two minutes, can be left at any step, and lives in a temporary file: nothing of yours is touched.",
        most=0,
    )
}
