"""What a chart is: words, points, a table, a way to paint it; and the measures that charts are made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar, overload

from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.dates.date_style import day_and_month
from wiptui.metrics.evidence import DATA
from wiptui.metrics.flow.ageing import Pace
from wiptui.metrics.flow.totals import pace_at
from wiptui.metrics.focus.sessions import FocusLog, read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.times import DAY
from wiptui.metrics.window import last_days, window
from wiptui.tui.charts.canvas import ASCII, UNICODE, Canvas, Glyphs

WINDOWS: tuple[tuple[int, str], ...] = ((28, "28 days"), (90, "90 days"), (365, "year"), (0, "all"))
"""Days of a window, 0 for all there is, and its name."""
POINTS_ENOUGH = 5
"""Values from which on a distribution is drawn (docs/flow.md)."""
T = TypeVar("T")
Tasks = Callable[[], tuple[int, ...]]
Paint = Callable[[Canvas, Glyphs, int], None]
"""Draws a chart on a canvas; the number is the first row of bars to show."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to step to: what it says, and the tasks behind it, which are looked up when they are wanted."""

    said: str
    tasks: Tasks = tuple


class Later(Sequence[T]):
    """So many things, each made when it is wanted: the titles of years of tasks would all have to be read."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._places = range(count)
        self._make = make

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        found = self._places[place]
        return self._make(found) if isinstance(found, int) else list(map(self._make, found))


def _top(point: int | None, height: int) -> int:
    """Charts that show all of their points begin at the top."""
    return 0


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with all that can be done with it."""

    id: str
    name: str
    """A word for its tab."""
    sentence: str
    """What it says, in words that are true of these figures."""
    note: str
    """Its n and what else to know of its sample."""
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    """Its table: also what is exported."""
    points: Sequence[Point]
    paint: Paint
    doubt: str = ""
    """Why nothing is drawn; "" where something is."""
    first: Callable[[int | None, int], int] = _top
    """The first row to show for a point, if any, to be in sight in a picture of so many lines."""
    evidence: str = DATA
    """What its figures rest on: law, the person's own data or setting, a default, a rule of thumb."""

    @property
    def marked_note(self) -> str:
        """The note, after what the figures rest on."""
        return f"{self.evidence}: {self.note}"

    def drawn(self, width: int, height: int, picked: int | None = None, *, plain: bool = False) -> Canvas:
        """The picture in so many cells, with the cursor on a point; ``plain`` is in ASCII."""
        canvas = Canvas(width, height, plain=plain)
        self.paint(canvas, ASCII if plain else UNICODE, self.first(picked, height))
        canvas.point_at(picked)
        return canvas


@dataclass(frozen=True, slots=True)
class Facts:
    """The measures of a board over a window, read once."""

    board: Board
    ledger: Ledger
    focus: FocusLog
    pace: Pace
    since: int
    """UTC milliseconds."""
    until: int
    window: str

    def day(self, ordinal: int) -> str:
        """A day as the axes and tables name it: ``22 Nov``."""
        return day_and_month(date.fromordinal(ordinal))


def iso(ordinal: int) -> str:
    """A day as tables and files have it, with its year: ``2026-11-22``."""
    return date.fromordinal(ordinal).isoformat()


def read_facts(board: Board, place: int = 1, before: Facts | None = None) -> Facts:
    """Read the log for a window, by its place in ``WINDOWS``; a reading ``before`` of the same board serves again."""
    days, name = WINDOWS[place]
    known = before if before is not None and before.board is board else None
    ledger = known.ledger if known else Ledger(board)
    asked = last_days(ledger, days) if days else window(ledger, None, None)
    name = f"last {name}" if days else "all time"
    if asked.is_clipped:
        name += f", {len(ledger.calendar.between(asked.since, asked.until))} recorded"
    focus = known.focus if known else read_focus(board)
    pace = known.pace if known else pace_at(ledger, ledger.now + 1)
    return Facts(board, ledger, focus, pace, asked.since, asked.until, name)


def few(what: str, needed: int) -> str:
    """The sentence in place of a chart: «3 tasks in work so far; from 5 on this is drawn.»"""
    return f"{what} so far; from {needed} on this is drawn."


def title_of(facts: Facts, task: int) -> str:
    """The title of a task behind a point."""
    found = facts.board.find(task)
    return found.title if found is not None else "a task that is gone"


def one(task: int) -> tuple[int, ...]:
    return (task,)


def in_wip(ledger: Ledger, day: int) -> tuple[int, ...]:
    return tuple(ledger.in_wip_at(min(ledger.calendar.start(day + 1), ledger.now + 1)))


__all__ = [
    "DAY", "POINTS_ENOUGH", "WINDOWS", "Chart", "Facts", "Later", "Point", "few", "in_wip", "iso", "one",
    "read_facts", "title_of",
]  # fmt: skip
