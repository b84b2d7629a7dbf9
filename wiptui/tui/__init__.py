"""The board in a terminal. The only floor that knows Textual, which is imported when the board opens and not before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiptui.service import Service


def run(service: Service, *, theme: str | None = None, keys: Mapping[str, str] | None = None) -> int:
    """Open the board and stay until it is left; the answer is the exit code.

    ``theme`` is a theme's name, ``keys`` a person's own keys by action id. Raises DataFileError when the data file
    cannot be read, and UsageError for keys that clash: both before the screen is taken over.
    """
    from wiptui.tui.keymap import Keymap

    keymap = Keymap(keys)
    service.board()
    from wiptui.tui.app import WiptuiApp

    app = WiptuiApp(service, keymap=keymap, theme=theme)
    app.run()
    return app.return_code or 0


def check_keys(keys: Mapping[str, str]) -> None:
    """Raise UsageError, with both names, for keys that clash, and for an action that there is none of."""
    from wiptui.tui.keymap import Keymap

    Keymap(keys)


def theme_names(own: Iterable[str] = ()) -> list[str]:
    """The names that the theme can have, a person's own among them."""
    from wiptui.tui.themes import names

    return names(own)
