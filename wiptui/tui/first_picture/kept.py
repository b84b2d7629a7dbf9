"""The picture of a board that was just left, kept whole: while nothing changes it is the next first picture.

Years of finished work take time to read and to weigh. Whether a kept picture still holds is known without either, in
the same way as the last answer of ``status``: that is for who keeps it. Here it is made, in two halves with the time of
day between them, and told apart by everything else that it depends on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from wiptui.domain.board import Board
from wiptui.paths import config_file
from wiptui.tui.first_picture.colours import depends_on, recall, terminal_of
from wiptui.tui.first_picture.paint import painted, row_begins, terminal_size

if TYPE_CHECKING:
    from wiptui.service import Service
    from wiptui.tui.keys.keymap import Keymap
    from wiptui.tui.settings import Settings
    from wiptui.tui.views.view_models import BoardView

Keep: TypeAlias = "Callable[[Service, Board, dict[str, str]], None]"
"""Keeps what a board that opens now would show."""
Kept = dict[str, str]
"""``on``: what it depends on beside the data and the settings. ``before`` and ``after``: the text around the time."""


def depends() -> str | None:
    """Size and terminal, and the place of the settings; None where there is to be no picture."""
    size = terminal_size()
    return repr([size, config_file(), terminal_of(os.environ)]) if size is not None else None


def prepare(view: BoardView, settings: Settings, keys: Keymap) -> Kept | None:
    """The picture of the board as it opens; None for a board on which more than the time of day runs."""
    size, on = terminal_size(), depends()
    colours = recall(depends_on(settings.config, os.environ))
    if size is None or on is None or colours is None or view.board.focus is not None:
        return None
    from wiptui.tui.first_picture.first_frame import first_frame  # lazy: a kept first picture does without it
    from wiptui.tui.views.board_layout import BoardLayout

    text = painted(first_frame(view, settings, keys, *size), colours)
    if text is None:
        return None
    time = f"{view.board.at.astimezone(view.board.zone):%H:%M}"
    top, below, rest = text.partition(row_begins(2 + BoardLayout(*size, {}).edge))
    before, found, after = top.rpartition(time)  # in the gauge, whose last word it is
    return {"on": on, "before": before, "after": after + below + rest} if found else None


def whole(kept: Mapping[str, str], time: str) -> str | None:
    """The kept picture with the time of day, ``14:05``; None where it is another terminal's."""
    return kept["before"] + time + kept["after"] if kept.get("on") == depends() else None
