"""``wiptui`` without a command: the board."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from wiptui import tui
from wiptui.cli import out
from wiptui.cli.call import Call
from wiptui.cli.status import cache as statuscache
from wiptui.cli.status import wall_clock
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.service import Service
from wiptui.tui.first_picture.paint import Picture


def open_board(call: Call) -> int:
    """Open the board and stay until it is left. Raises UsageError where there is no terminal."""
    if call.json:
        raise UsageError("The board has no JSON: wiptui list --json and wiptui status --json have.")
    need_terminal("The board")
    with tui.new_picture() as picture:
        _show_kept(picture, call.given.file)
        return run_board(call.service, picture)


PICTURE = "picture"
SETTLED_NS = 10_000_000
"""How long the file stood still at least when the picture was kept: the coarsest step of a clock of Linux."""


def _show_kept(picture: Picture, file: str | None) -> None:
    """Paint the picture that was kept when the board was left, if it still holds."""
    try:
        now_us = wall_clock.now_us()
        kept = statuscache.recall(statuscache.real_path(file), now_us, PICTURE, SETTLED_NS)
        if kept is not None:
            text = tui.whole_picture(kept, wall_clock.time_of_day(now_us))
            if text is not None:
                picture.paint(text)
    except Exception:  # whatever it is, the long way knows better, and how to say so
        return


def _keep(service: Service, board: Board, kept: dict[str, str]) -> None:
    """Keep the picture of the board that is being left."""
    wall_clock.wait_until(statuscache.changed_ns(str(service.path)) + SETTLED_NS, SETTLED_NS)
    statuscache.keep(service, board, kept, PICTURE)


def need_terminal(what: str) -> None:
    """Raise UsageError where nobody sits in front of a terminal."""
    if not out.is_terminal() or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            f"{what} needs a terminal. For scripts there are wiptui list, wiptui status and wiptui --help."
        )


def run_board(service: Service, picture: Picture | None = None) -> int:
    """The board over a service, in the colours and with the keys of the settings.

    Where a ``picture`` may be on the screen, it is taken over, and one is kept for the next time.
    """
    return tui.run(service, picture, _keep if picture is not None else None)


def check_keys(keys: Mapping[str, str]) -> None:
    """Raise UsageError, with both names, for keys that clash, and for an action that there is none of."""
    tui.check_keys(keys)


def theme_names(own: Iterable[str] = ()) -> list[str]:
    """The names that the theme can have, the person's own among them."""
    return tui.theme_names(own)
