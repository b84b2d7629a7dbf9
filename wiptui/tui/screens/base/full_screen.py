"""What full screens share: the frame, the head, the keys at the foot, the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container

from wiptui.service import Service
from wiptui.tui.keys.screen_keys import PLACES
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.screens.base.following import Following
from wiptui.tui.views.styled_text import MUTED, StyledText, cells, styled, when_text, width_of
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking
from wiptui.tui.widgets.dialogs.dialog import SHORT, Hint, Hints
from wiptui.tui.widgets.lines import Lines

WIDE = 100
"""Columns from which something fits beside the body."""
Row = TypeVar("Row")


class WholeScreen(Following, ClosesOnce[None]):
    """A screen that opens from the board by a number and closes with ``esc``.

    A subclass gives its ``PREFIX``, a ``body``, the text of the head, and the keys at the foot.
    """

    PREFIX: ClassVar[str]
    """The prefix of its action ids."""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium")]
    DEFAULT_CSS = """
    WholeScreen {
        background: $background;
        #head { height: auto; padding: 1 2; }
        #body { height: 1fr; width: 100%; layout: horizontal; }
        #foot { height: auto; padding: 1 2 0 2; }
        VerticalScroll { scrollbar-size-vertical: 1; }
        &.-short #head, &.-short #foot { padding: 0 1; }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.follow(service)

    def compose(self) -> ComposeResult:
        self._head = Lines(self.head_lines, id="head")
        self._foot = Hints((), closer=True, id="foot")
        yield self._head
        with Container(id="body"):
            yield from self.body()
        yield self._foot

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        if self.is_mounted:
            self.show()

    def show_board(self) -> None:
        self.show()

    # --- for subclasses

    def body(self) -> ComposeResult:
        """The widgets between head and foot."""
        raise NotImplementedError

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        """Return the texts of the head after the name, with their styles."""
        return ()

    def asides(self) -> Sequence[str]:
        """Return texts for the right end of the head; the first that fits is shown."""
        when = when_text(self.board.at, self.board.zone)
        return when, when[-5:]

    def offered(self) -> list[Hint]:
        """Return the keys that do something now, without the ways out."""
        return []

    # --- showing

    def show(self) -> None:
        """Show the present state."""
        self._head.remake()
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        self._foot.show([*self.offered(), *self.ways_out()])

    def ways_out(self) -> list[Hint]:
        """Return the keys that every such screen has."""
        return [
            Hint(f"{self.PREFIX}.leave"),
            Hint("help"),
            Hint(f"{self.PREFIX}.quit"),
        ]

    def head_lines(self, width: int, height: int) -> list[StyledText]:
        """Return the head: the name, the summary, and the text at the right end."""
        spaced = [part for text in self.summary(width) for part in ("   ", text)]
        left = styled((PLACES[self.PREFIX].name, "bold"), *spaced)
        for aside in self.asides():
            gap = width - cells(left) - width_of(aside)
            if gap >= 2:
                return [left + styled(" " * gap) + styled((aside, MUTED))]
        return [left]

    # --- actions

    def action_leave(self) -> None:
        """Return to the board."""
        self.dismiss(None)

    def action_go(self, name: str) -> None:
        """Go to the screen of another number by way of the board."""
        if self.is_active:
            self.dismiss(None)
            self.app.call_later(self.app.run_action, name, self.wiptui.board_screen)

    async def action_quit(self) -> None:
        """Quit, as on the board."""
        await self.app.run_action("quit", self.app.screen_stack[0])


class RowsScreen(Walking, WholeScreen, Generic[Row]):
    """Rows with a cursor, and a side with details: beside the rows on a wide screen, in their place if there are
    none.
    """

    DEFAULT_CSS = """
    RowsScreen {
        #rows { max-height: 100%; height: 1fr; width: 3fr; padding: 0 1; }
        #side { display: none; width: 2fr; padding: 0 2 0 3; }
        &.-wide #side { display: block; }
        &.-empty #rows { display: none; }
        &.-empty #side { display: block; width: 1fr; padding: 0 2; }
        &.-short.-empty #side { padding: 0 1; }
        &.-narrow #rows { padding: 0; }
    }
    """

    def body(self) -> ComposeResult:
        self._rows: RowList[Row] = RowList((), self.draw, id="rows")
        self._side = Lines(self.side_lines, id="side")
        yield self._rows
        yield self._side

    # --- for subclasses

    def made_rows(self) -> list[Row]:
        """Return the present rows."""
        raise NotImplementedError

    def is_same(self, row: Row, other: Row) -> bool:
        """Return whether two rows are about the same thing, so that the cursor stays on it."""
        raise NotImplementedError

    def draw(self, row: Row, width: int, height: int, here: bool) -> Sequence[StyledText]:
        """Return the lines of a row; ``here``: the cursor is on it."""
        raise NotImplementedError

    def side_lines(self, width: int, height: int) -> list[StyledText]:
        """Return the text beside the rows, or in their place."""
        raise NotImplementedError

    # --- shared

    @property
    def is_wide(self) -> bool:
        """Whether the side is beside the rows."""
        return self.size.width >= WIDE

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows.current

    def show(self) -> None:
        at = self.row
        rows = self.made_rows()
        self.set_class(not rows, "-empty")
        self._rows.show(rows)
        place = next((n for n, row in enumerate(rows) if at is not None and self.is_same(row, at)), None)
        if place is not None:
            self._rows.move_to(place)
        self._side.remake()
        super().show()

    def on_row_list_cursor_moved(self, event: RowList.CursorMoved) -> None:
        self.show_keys()
