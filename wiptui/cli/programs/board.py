"""``wiptui`` without a command: the board."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from wiptui import tui
from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.status import cache as statuscache
from wiptui.cli.status import wall_clock
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable
from wiptui.tui.first_picture.paint import Picture

TYPE_CHECKING = False
if TYPE_CHECKING:  # the picture is there before these are loaded
    from wiptui.service import Service


def open_board(call: Call) -> int:
    """Open the board until the person leaves it, drawn or in lines. Raises UsageError if there is no terminal."""
    if call.json:
        raise UsageError("The board has no JSON: wiptui list --json and wiptui status --json have.")
    if call.given.plain:
        tui.run_plain(call.service, _say, _ask)
        return err.DONE
    need_terminal("The board")
    with Picture() as picture:
        _show_kept(picture, call.given.file)
        return run_board(call.service, picture)


def _say(line: str) -> None:
    out.put(line)
    out.flush()


def _ask(prompt: str) -> str | None:
    """Show a prompt and return the next line of the input; None at its end."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        out.put_text(prompt)
        out.flush()
    line = sys.stdin.readline()
    return printable(line.rstrip("\r\n")) if line else None


PICTURE = "picture"
SETTLED_NS = 10_000_000
"""How long the file was unchanged at least when the picture was kept: the coarsest step of a Linux clock."""


def _show_kept(picture: Picture, file: str | None) -> None:
    """Paint the picture that was kept when the board was last left, if it is still valid."""
    try:
        now_us = wall_clock.now_us()
        kept = statuscache.recall(statuscache.real_path(file), now_us, PICTURE, SETTLED_NS)
        if kept is not None:
            text = tui.whole_picture(kept, wall_clock.time_of_day(now_us))
            if text is not None:
                picture.paint(text)
    except Exception:  # the full start finds the error and reports it
        return


def _keep(service: Service, board: Board, kept: dict[str, str]) -> None:
    """Keep the picture of the board that the person is leaving."""
    wall_clock.wait_until(statuscache.changed_ns(str(service.path)) + SETTLED_NS, SETTLED_NS)
    statuscache.keep(service, board, kept, PICTURE)


def need_terminal(what: str) -> None:
    """Raise UsageError if there is no terminal."""
    if not out.is_terminal() or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            f"{what} needs a terminal. For scripts there are wiptui list, wiptui status and wiptui --help; "
            "wiptui --plain is the board in lines."
        )
    if os.environ.get("TERM") == "dumb":
        raise UsageError(f"{what} cannot be drawn on this terminal (TERM=dumb): wiptui --plain is the board in lines.")


def run_board(service: Service, picture: Picture | None = None, *, guided: bool = False) -> int:
    """Run the board over a service, with the colours and keys of the settings.

    A ``picture`` that may be on the screen is taken over, and a new one is kept for the next start. ``guided`` adds the
    line that says the next step of the guide.
    """
    from wiptui.tui.program import run  # lazy: a kept first picture is painted before it

    return run(service, picture, _keep if picture is not None else None, guided=guided)


def check_keys(keys: Mapping[str, str]) -> None:
    """Raise UsageError, with both names, for keys that clash, and for an unknown action."""
    tui.check_keys(keys)


def theme_names(own: Iterable[str] = ()) -> list[str]:
    """Return the possible names of the theme, the person's own included."""
    return tui.theme_names(own)
