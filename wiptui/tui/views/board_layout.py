"""Where things stand on a board of some size: which columns are in sight, and how the lines are shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.task import State
from wiptui.tui.views import bars
from wiptui.tui.views.card_layout import wanted_width
from wiptui.tui.views.view_models import Column

AIRY_ROWS, TINY_ROWS = 30, 16


def in_sight(states: Sequence[State], at: State, first: int, width: int) -> Sequence[State]:
    """The columns that ``width`` cells have room for, ``at`` among them; ``first`` was the place of the first."""
    size = 1 if width < 60 else 3 if width < 100 else 4 if width < 150 else 5
    first = bars.window(states, at, first, size)
    return states[first : first + size]


def opens_at(board: Board, states: Sequence[State]) -> State:
    """The column that the cursor is in when a board opens."""
    return State.DOING if board.column(State.DOING) or State.READY not in states else State.READY


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """A board of ``width`` by ``height`` cells."""

    width: int
    height: int
    places: Mapping[State, tuple[int, int]]
    """The columns in sight, each with its start and width in cells."""
    below: int = 0
    """Lines that something else has below the columns."""

    @property
    def is_single(self) -> bool:
        """One column at a time, with the others as tabs."""
        return len(self.places) == 1

    @property
    def is_airy(self) -> bool:
        return self.height >= AIRY_ROWS

    @property
    def is_tiny(self) -> bool:
        return self.height < TINY_ROWS

    @property
    def edge(self) -> int:
        """Empty lines, and cells, around the gauge, the advice and the footer."""
        return int(self.is_airy)

    @property
    def top(self) -> int:
        """The first line of the columns, below the gauge and the headings."""
        return 4 if self.is_airy else 2

    @property
    def advice_lines(self) -> int:
        """Lines for the advice between the columns and the footer."""
        return 1 if self.is_airy or self.is_tiny else 2

    @property
    def column_lines(self) -> int:
        """Lines of a column."""
        around = self.top + self.advice_lines + 2 * self.edge + 1 + self.screens_lines + self.below
        return max(1, self.height - around)

    @property
    def screens_lines(self) -> int:
        """Lines that name the screens, below the footer."""
        return int(self.is_airy and self.width >= bars.WIDE)


PANE_COLUMNS, BESIDE_COLUMNS = 120, 160
"""Columns of a terminal from which a pane with the selected task has room: below the columns, or beside them."""
PANE_WIDTH, PANE_ROWS = 54, 24
"""Cells of a pane beside the columns; lines of a terminal that one below them needs."""


@dataclass(frozen=True, slots=True)
class PaneRoom:
    """The room of the pane with the selected task: cells beside the columns, or lines below them; or none."""

    beside: int = 0
    below: int = 0

    def __bool__(self) -> bool:
        return bool(self.beside or self.below)


def pane_room(width: int, height: int) -> PaneRoom:
    """The room that a pane has on a board of ``width`` by ``height`` cells."""
    if width >= BESIDE_COLUMNS:
        return PaneRoom(beside=PANE_WIDTH)
    return PaneRoom(below=min(13, height // 3)) if width >= PANE_COLUMNS and height >= PANE_ROWS else PaneRoom()


NO_PANE = PaneRoom()


def wanted_widths(columns: Sequence[Column]) -> dict[State, int]:
    """Cells in which nothing of a column is cut, by column."""
    return {column.state: wanted_width(column.cards) for column in columns}


def board_layout(width: int, height: int, wanted: Mapping[State, int], pane: PaneRoom = NO_PANE) -> BoardLayout:
    """The board of ``width`` by ``height`` cells with the columns of ``wanted`` in sight, and a pane."""
    airy = height >= AIRY_ROWS
    edge = 0 if len(wanted) == 1 else 2 if airy else 1
    places = bars.spread(width - pane.beside, len(wanted), edge, 2 if airy else 1, tuple(wanted.values()))
    return BoardLayout(width, height, dict(zip(wanted, places, strict=True)), pane.below)
