"""``mcp``: the interface for agents."""

from __future__ import annotations

import os
import sys

from wiptui.cli import err
from wiptui.cli.call import Call
from wiptui.cli.extras import need
from wiptui.cli.options import Command
from wiptui.domain.core.errors import UsageError
from wiptui.updates import watch


def serve_mcp(call: Call) -> int:
    """Serve the Model Context Protocol on stdin and stdout until the agent hangs up."""
    if call.json:
        raise UsageError("mcp speaks its own JSON: leave --json out.")
    need("The server for agents", "mcp", "mcp")
    from wiptui.agent.server import serve  # lazy: an optional extra

    watch()

    if sys.stdin is not None and sys.stdin.isatty():
        err.say("This waits for an agent on its input: a program starts it. Ctrl+C ends it. See docs/agents.md.")
    call.service.board()  # report an unusable file now and not at the first tool
    serve(call.service, lambda: _leave(call))
    return err.DONE


def _leave(call: Call) -> None:
    """End now: everything that was requested is saved."""
    call.close()
    os._exit(err.DONE)


COMMANDS = {
    "mcp": Command(
        serve_mcp,
        "",
        "A server of the Model Context Protocol on stdin and stdout, for agents: the same commands through the same "
        "limit. It cannot raise a limit. It needs the extra: pip install 'wiptui[mcp]'.",
        most=0,
        examples=(("wiptui mcp", "what an agent's settings name as the command"),),
    )
}
