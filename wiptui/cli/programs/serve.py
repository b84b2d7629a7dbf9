"""``serve``: the board in a browser, on this machine only unless requested otherwise."""

from __future__ import annotations

import sys
from secrets import token_urlsafe
from shlex import join
from subprocess import list2cmdline

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.extras import need
from wiptui.cli.options import Command, Option
from wiptui.cli.programs.board import run_board
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.text import printable

PORT = 8765
LOCAL = ("127.0.0.1", "::1", "localhost")


class ServeError(WiptuiError):
    """The address cannot be listened on."""

    code = "serve"


def serve(call: Call) -> int:
    """Serve the board until interrupted."""
    host, port = _address(call)
    need("The board in a browser", "web", "textual-serve")
    from wiptui.web.server import listen  # lazy: an optional extra
    from wiptui.web.server import serve as serve_board

    path = str(call.service.path)
    call.service.board()  # report an unusable file now and not in the browser
    try:
        listening = listen("127.0.0.1" if host == "localhost" else host, port)
    except OSError as error:
        words = f"{host}:{port} cannot be listened on: {error.strerror or error}. Another port: --port N"
        raise ServeError(f"{words}, and --port 0 takes a free one.") from None
    port, secrets = listening.getsockname()[1], (token_urlsafe(12), token_urlsafe(16), token_urlsafe(32))
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{port}/{secrets[0]}/?key={secrets[1]}"
    if call.json:
        out.put_json({"url": url, "host": host, "port": port, "file": path})
    else:
        out.put(url)
        err.say("Open this address in a browser of yours: it is good for one. Ctrl+C ends it.")
        if host not in LOCAL:
            err.say(f"Reachable from other machines, without encryption. {_MEANS}")
    out.flush()
    with listening:
        serve_board(_board_command(path), listening, secrets, LOCAL if host in LOCAL else ("*",))
    return err.DONE


_MEANS = (
    "Whoever learns the address can read and change your tasks, and whoever listens on the way learns it. "
    "Safer is a tunnel: ssh -L 8765:localhost:8765 THIS-MACHINE"
)


def _address(call: Call) -> tuple[str, int]:
    """Return the address to listen on. Raises UsageError for one that other machines reach, unless requested."""
    host = call.value("host")
    host = LOCAL[0] if host is None else host.strip()
    if not host:
        raise UsageError("--host needs an address: --host ADDRESS")
    if host not in LOCAL and not call.flag("expose"):
        raise UsageError(f"{printable(host)[:60]} can be reached from other machines. {_MEANS}\n"
                         "If that is what you want, add --expose.")  # fmt: skip
    words = call.value("port")
    port = PORT if words is None else whole_number(words, "--port N, from 0 to 65535.")
    if not 0 <= port <= 65535:
        raise UsageError("There is no such port: --port N, from 0 to 65535.")
    return host, port


def _board_command(path: str) -> str:
    """Return the command line of the board for a browser, for the shell that textual-serve starts."""
    argv = [sys.executable, "-m", "wiptui", "_board", "--file", path]
    if sys.platform == "win32":
        return list2cmdline(argv)
    return f"exec {join(argv)}"


def board(call: Call) -> int:
    """Run the board on a driver that is not a terminal."""
    return run_board(call.service)


COMMANDS = {
    "serve": Command(
        serve,
        "[--port N] [--host ADDRESS --expose]",
        "The board in a browser on this machine. Prints an address with a key that only you know, good for one "
        "browser; every tab has a board of its own over the same file. It needs the extra: pip install 'wiptui[web]'.",
        (
            Option("port", "N", f"another port than {PORT}; 0 takes a free one"),
            Option("host", "ADDRESS", "another address to listen on than 127.0.0.1"),
            Option("expose", about="also one that other machines reach: they can then use your board"),
        ),
        most=0,
        examples=(("wiptui serve", "then open the address that it prints"),),
    ),
    "_board": Command(board, "", "The board for a driver that is no terminal; wiptui serve starts it.", most=0),
}
