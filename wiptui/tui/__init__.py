"""The board in a terminal. The only package that imports Textual, and only when the board opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiptui.service import Service


def run_plain(service: Service, say: Callable[[str], None], ask: Callable[[str], str | None]) -> None:
    """Run the board in lines. ``say`` writes one; ``ask`` shows a prompt and returns the next line typed, or None."""
    from wiptui.tui.plain.session import run as run_lines  # lazy: importing one module of the package does not load all

    run_lines(service, say, ask)


def whole_picture(kept: Mapping[str, str], time: str) -> str | None:
    """Return the picture passed to ``keep``, with the time of day (``14:05``);

    None if it belongs to another terminal.
    """
    from wiptui.tui.first_picture.kept import whole  # lazy: importing one module of the package does not load them all

    return whole(kept, time)


def check_keys(keys: Mapping[str, str]) -> None:
    """Raise UsageError, with both names, for keys that clash, and for an unknown action."""
    from wiptui.tui.keys.keymap import Keymap  # lazy: importing one module of the package does not load them all

    Keymap(keys)


def theme_names(own: Iterable[str] = ()) -> list[str]:
    """Return the possible names of the theme, a person's own included."""
    from wiptui.tui.themes import names  # lazy: importing one module of the package does not load them all

    return names(own)
