"""A list to choose from: rows made for the current width, a cursor, and the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.message_pump import MessagePump

from wiptui.tui.views.styled_text import StyledText, linked, padded, plain
from wiptui.tui.views.styled_text import pointed as pointed
from wiptui.tui.widgets.lines import Lines, link_of

Row = TypeVar("Row")
Draw = Callable[[Row, int, int, bool], Sequence[StyledText]]
"""Draws a row: what it is about, the width in cells, the lines of the terminal, whether the cursor is on it."""


class RowList(VerticalScroll, Generic[Row], can_focus=False):
    """Rows of one or more lines, one of which the cursor is on. It scrolls where the room is small."""

    DEFAULT_CSS = """
    RowList { height: auto; width: 1fr; }
    """

    @dataclass
    class CursorMoved(Message):
        """The cursor came to another row."""

        place: int

    def __init__(self, rows: Sequence[Row], draw: Draw[Row], **more: Any) -> None:
        super().__init__(**more)
        self.rows = list(rows)
        self.cursor = 0
        self._draw = draw
        self._lines = Lines(self._made)

    def compose(self) -> ComposeResult:
        yield self._lines

    @property
    def current(self) -> Row | None:
        """What the cursor is on."""
        return self.rows[self.cursor] if self.rows else None

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays at its place."""
        self.rows = list(rows)
        self.cursor = min(self.cursor, max(len(rows) - 1, 0))
        self._lines.remake()

    def move_to(self, place: int) -> None:
        """Put the cursor on a row; beyond the ends it stays at the last one."""
        place = max(0, min(place, len(self.rows) - 1))
        if self.rows and place != self.cursor:
            self.cursor = place
            self._lines.refresh()
            self.keep_in_sight()
            self.post_message(self.CursorMoved(place))

    def refresh_rows(self) -> None:
        """Draw the rows again."""
        self._lines.remake()

    def _drawn(self, width: int, height: int) -> list[list[StyledText]]:
        return [list(self._draw(row, width, height, at == self.cursor)) for at, row in enumerate(self.rows)]

    def _made(self, width: int, height: int) -> list[StyledText]:
        lines: list[StyledText] = []
        for at, row in enumerate(self._drawn(width, height)):
            lines += [linked(padded(line, width), str(at)) for line in row]
        while lines and not plain(lines[-1]).strip():
            lines.pop()  # the blank line between rows has no use below the last
        return lines

    def keep_in_sight(self) -> None:
        """Scroll as little as needed to see the row under the cursor."""
        if not self.rows:
            return
        heights = [len(row) for row in self._drawn(self._lines.content_size.width, self.screen.size.height)]
        top = sum(heights[: self.cursor])
        self.scroll_to_region(Region(0, top, 1, heights[self.cursor]), animate=False)

    def on_click(self, event: events.Click) -> None:
        place = link_of(event.style)
        if place:
            event.stop()
            self.move_to(int(place))


class Walking(MessagePump):
    """A screen with rows, over which the keys of ``bindings.walking`` move the cursor."""

    _rows: RowList[Any]

    def action_move(self, steps: int) -> None:
        """Move the cursor; it stays at the ends."""
        self._rows.move_to(self._rows.cursor + steps)
