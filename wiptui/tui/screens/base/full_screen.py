"""What the screens of the whole terminal share: the frame, the head, the keys at the foot, the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from wiptui.tui.keys.screen_keys import PLACES
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.screens.base.following import Following
from wiptui.tui.views.spans import when_text, width_of
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking
from wiptui.tui.widgets.dialogs.dialog import MUTED, SHORT, Hint, Hints, Lines

if TYPE_CHECKING:
    from wiptui.service import Service

WIDE = 100
"""Columns from which on there is room for something beside the body."""
Row = TypeVar("Row")


class WholeScreen(Following, ClosesOnce[None]):
    """A screen that one goes to from the board with a number, and back with ``esc``.

    A screen gives its ``PREFIX``, a ``body``, what is said in the head, and the keys that are offered at the foot.
    """

    PREFIX: ClassVar[str]
    """What the ids of its actions begin with."""
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

    # --- what a screen gives

    def body(self) -> ComposeResult:
        """The widgets between head and foot."""
        raise NotImplementedError

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        """What is said in the head behind the name: texts with their styles."""
        return ()

    def asides(self) -> Sequence[str]:
        """What stands at the right end of the head; of several the first that there is room for."""
        when = when_text(self.board.at, self.board.zone)
        return when, when[-5:]

    def offered(self) -> list[Hint]:
        """The keys that do something now, besides the ways out."""
        return []

    # --- what is shown

    def show(self) -> None:
        """Show what is known now."""
        self._head.remake()
        self.show_keys()

    def show_keys(self) -> None:
        """Offer the keys that do something now."""
        self._foot.show([*self.offered(), *self.ways_out()])

    def ways_out(self) -> list[Hint]:
        """The keys that every such screen has."""
        return [
            Hint(f"{self.PREFIX}.leave", "esc", "board"),
            Hint("help", "?", "help"),
            Hint(f"{self.PREFIX}.quit", "q", "quit"),
        ]

    def head_lines(self, width: int, height: int) -> list[Content]:
        """The name, what is said of all, and what stands at the right end."""
        spaced = [part for text in self.summary(width) for part in ("   ", text)]
        left = Content.assemble((PLACES[self.PREFIX].name, "bold"), *spaced)
        for aside in self.asides():
            gap = width - left.cell_length - width_of(aside)
            if gap >= 2:
                return [left + Content(" " * gap) + Content.styled(aside, MUTED)]
        return [left]

    # --- what can be done

    def action_leave(self) -> None:
        """Back to the board."""
        self.dismiss(None)

    def action_go(self, name: str) -> None:
        """To the screen of another number, past the board."""
        if self.is_active:
            self.dismiss(None)
            self.app.call_later(self.app.run_action, name, self.wiptui.board_screen)

    async def action_quit(self) -> None:
        """As on the board."""
        await self.app.run_action("quit", self.app.screen_stack[0])


class RowsScreen(Walking, WholeScreen, Generic[Row]):
    """Rows with a cursor, and a side that tells the rest: beside them where it is wide, in their place when empty."""

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

    # --- what a screen gives

    def made_rows(self) -> list[Row]:
        """The rows, as things stand now."""
        raise NotImplementedError

    def is_same(self, row: Row, other: Row) -> bool:
        """Whether two rows are about the same thing, so that the cursor stays with it."""
        raise NotImplementedError

    def draw(self, row: Row, width: int, height: int, here: bool) -> Sequence[Content]:
        """The lines of a row; ``here``: the cursor is on it."""
        raise NotImplementedError

    def side_lines(self, width: int, height: int) -> list[Content]:
        """What stands beside the rows, or in their place."""
        raise NotImplementedError

    # --- the same for all

    @property
    def is_wide(self) -> bool:
        """Whether the side stands beside the rows."""
        return self.size.width >= WIDE

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
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
