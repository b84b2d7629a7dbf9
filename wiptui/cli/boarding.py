"""``wiptui`` without a command: the board."""

from __future__ import annotations

import sys

from wiptui.cli import out
from wiptui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wiptui.cli.call import Call
    from wiptui.service import Service


def open_board(call: Call) -> int:
    """Open the board and stay until it is left. Raises UsageError where there is no terminal."""
    if call.json:
        raise UsageError("The board has no JSON: wiptui list --json and wiptui status --json have.")
    need_terminal("The board")
    return run_board(call.service)


def need_terminal(what: str) -> None:
    """Raise UsageError where nobody sits in front of a terminal."""
    if not out.is_terminal() or sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            f"{what} needs a terminal. For scripts there are wiptui list, wiptui status and wiptui --help."
        )


def run_board(service: Service) -> int:
    """The board over a service, in the colours and with the keys of the settings."""
    from wiptui.tui import run

    return run(service)


def check_keys(keys: Mapping[str, str]) -> None:
    """Raise UsageError, with both names, for keys that clash, and for an action that there is none of."""
    from wiptui.tui import check_keys

    check_keys(keys)


def theme_names(own: Iterable[str] = ()) -> list[str]:
    """The names that the theme can have, the person's own among them."""
    from wiptui.tui import theme_names

    return theme_names(own)
