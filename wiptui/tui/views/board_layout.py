"""Where things stand on a board of some size: which columns are in sight, and how the lines are shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.task import State
from wiptui.tui.views import bars

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
        return max(1, self.height - self.top - self.advice_lines - 2 * self.edge - 1)


def board_layout(width: int, height: int, sight: Sequence[State]) -> BoardLayout:
    """The board of ``width`` by ``height`` cells with these columns in sight."""
    airy = height >= AIRY_ROWS
    edge = 0 if len(sight) == 1 else 2 if airy else 1
    places = bars.spread(width, len(sight), edge, 2 if airy else 1)
    return BoardLayout(width, height, dict(zip(sight, places, strict=True)))
