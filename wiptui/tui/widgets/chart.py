"""One chart on the screen: its name in a rule, its sentence, the picture or the table, and its n.

The picture is kept as a canvas of cells: a step of the cursor writes only the lines anew that look different after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from wiptui.tui.charts.canvas import ASCII, HOLLOW, UNICODE, Canvas, Run
from wiptui.tui.charts.model import Chart
from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    MUTED,
    WARN,
    StyledText,
    clip,
    over,
    paragraph,
    sanitized,
    styled,
    width_of,
)
from wiptui.tui.widgets.lines import CLASSES, Lines, as_content

DRAWN = {MUTED: MUTED, ACCENT: ACCENT, WARN: WARN, HOLLOW: ACCENT}
"""Roles of a picture, and as which of the lines' roles they are drawn."""
BOLD, REVERSE = Style(bold=True), Style(reverse=True)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The table of a chart as it is shown: its cells, and how wide each column is."""

    chart: Chart
    rows: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]


class Shape(NamedTuple):
    """What the picture was made for: where that is different, it has to be made anew."""

    width: int
    height: int
    first: int


class ChartView(Lines):
    """Draws one chart into the room that it is given. It knows nothing of boards."""

    DEFAULT_CSS = """
    ChartView { height: 1fr; width: 1fr; }
    """

    @dataclass
    class Picked(Message):
        """A click on the chart; ``point`` is the one that was hit, if any."""

        view: ChartView
        point: int | None

    def __init__(self, **more: Any) -> None:
        super().__init__(self._words, **more)
        self._heading = ""
        self._chart: Chart | None = None
        self._waiting = ""
        self._picked: int | None = None
        self._is_current = self._is_alone = self._as_table = self._in_ascii = False
        self._canvas = Canvas(0, 0)
        self._shape: Shape | None = None
        self._top = 0
        """The line on which the picture or the rows of the table begin."""
        self._styles: dict[tuple[str, bool, bool], Style] = {}
        self._figures: Figures | None = None

    def show(
        self,
        name: str,
        chart: Chart | None,
        waiting: str,
        *,
        picked: int | None,
        is_current: bool,
        is_alone: bool,
        as_table: bool,
        in_ascii: bool,
    ) -> None:
        """Show a chart, or the words ``waiting`` while there is none."""
        self._heading, self._chart, self._waiting, self._picked = name, chart, waiting, picked
        self._is_current, self._is_alone = is_current, is_alone
        self._as_table, self._in_ascii = as_table, in_ascii
        self._shape = None
        self.refresh()

    def pick(self, picked: int | None) -> None:
        """Move the cursor to another point of the chart that is shown."""
        self._picked = picked
        if self._shape is None or self._shape != self._wanted(self._top):
            self.refresh()
            return
        for y in self._canvas.point_at(self._cursor):
            self.refresh(Region(0, self._top + y, self.size.width, 1))

    def render(self) -> Content:
        width, height = self.content_size
        lines = self._words(width, height)
        self._top = len(lines)
        chart = self._chart
        if chart is None or chart.doubt:
            self._shape = None
        elif self._as_table:
            lines += self._table(chart, width, max(height - len(lines), 1))
        elif self._shape != (wanted := self._wanted(self._top)):
            self._shape = wanted
            self._canvas = chart.drawn(width, height - self._top, self._cursor, plain=self._in_ascii)
        return as_content(lines)

    def render_line(self, y: int) -> Strip:
        words = super().render_line(y)
        if self._shape is None or y < self._top:
            return words
        return Strip([self._segment(run) for run in self._canvas.row(y - self._top)], self._canvas.width)

    @property
    def _cursor(self) -> int | None:
        """The point that the cursor is on: only the current chart has one."""
        return self._picked if self._is_current else None

    def _wanted(self, top: int) -> Shape | None:
        """What the picture has to be made for, under so many lines of words; None where there is none."""
        chart = self._chart
        if chart is None or chart.doubt or self._as_table:
            return None
        width, height = self.content_size
        return Shape(width, height, chart.first(self._cursor, height - top))

    # --- words and table

    def _words(self, width: int, height: int) -> list[StyledText]:
        """What is above the picture or the table."""
        lines = [] if self._is_alone else [self._rule(width)]
        chart = self._chart
        if chart is None:
            return [*lines, *paragraph(self._waiting, width, MUTED)]
        small = height < 9
        # Nothing is drawn under a doubt: its sentence has all the room.
        most = height if chart.doubt else 1 if small else 2
        said = paragraph(sanitized(chart.sentence), width, "bold" if self._is_alone else "", most)
        if chart.doubt:
            # A doubt that begins with the sentence has said it.
            is_said = chart.doubt.startswith(chart.sentence.rstrip("."))
            lines += [] if is_said else [*said, BLANK]
            return [*lines, *paragraph(chart.doubt, width, MUTED)]
        lines += said
        return [*lines, *([] if small else [styled((clip(chart.marked_note, width), MUTED)), BLANK])]

    def _rule(self, width: int) -> StyledText:
        mark = ACCENT if self._is_current else MUTED
        line = ("━" if self._is_current else "─") if not self._in_ascii else ("=" if self._is_current else "-")
        rest = max(width - width_of(self._heading) - 4, 0)
        return styled((line * 2 + " ", mark), (self._heading, "bold"), (" " + line * rest, mark))

    def _table(self, chart: Chart, width: int, height: int) -> list[StyledText]:
        if self._figures is None or self._figures.chart is not chart:
            self._figures = _figures(chart)
        rows, sizes = self._figures.rows, list(self._figures.sizes)
        if not rows:
            return [styled(("No figures.", MUTED))]
        spare = width - sum(sizes) - 2 * (len(sizes) - 1)
        widest = max(range(len(sizes)), key=lambda place: sizes[place])
        sizes[widest] = max(sizes[widest] + min(spare, 0), 6)
        first = self._first_row(len(rows), height)
        lines = [styled((_row(chart.header, sizes), MUTED))]
        for place, row in enumerate(rows[first : first + height - 1], first):
            text = styled(_row(row, sizes))
            lines.append(over(text, "reverse") if place == self._cursor else text)
        return lines

    def _first_row(self, count: int, height: int) -> int:
        """The first row of the table in sight: the picked one is in the middle; without one the last are shown."""
        at = self._picked if self._picked is not None else count - 1
        return max(min(at - (height - 2) // 2, count - (height - 1)), 0)

    # --- the picture

    def _segment(self, run: Run) -> Segment:
        is_here = run.point is not None and run.point == self._canvas.here and bool(run.text.strip())
        # A block that is reversed would be a hole: it is told by the plain colour of the text instead.
        reads = is_here and _reads(run.text)
        key = run.role, is_here, reads
        if key not in self._styles:
            self._styles[key] = self._style(*key)
        return Segment(run.text, self._styles[key])

    def _style(self, role: str, is_here: bool, reads: bool) -> Style:
        """The style of a role, perhaps under the cursor, perhaps of something to read."""
        classes = [CLASSES[DRAWN[role]]] if role in DRAWN and (reads or not is_here) else []
        style = self.get_visual_style(*classes).rich_style
        if role == "strong" or (is_here and not reads):
            style += BOLD
        return style + REVERSE if (role == HOLLOW) != reads else style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Picked(self, self._point_under(event)))

    def _point_under(self, event: events.Click) -> int | None:
        at = event.get_content_offset(self)
        if at is None or at.y < self._top:
            return None
        if self._shape is not None:
            return self._canvas.point(at.x, at.y - self._top)
        if self._figures is None or not self._as_table:
            return None
        count = len(self._figures.rows)
        row = self._first_row(count, max(self.content_size.height - self._top, 1)) + at.y - self._top - 1
        return row if at.y > self._top and row < count else None


def _reads(text: str) -> bool:
    """Whether there is something to read, or a dot, rather than a bar."""
    return any(ch.isalnum() for ch in text) or text.strip() in (ASCII.dot, UNICODE.dot)


def _figures(chart: Chart) -> Figures:
    rows = tuple(tuple(sanitized(cell) for cell in row) for row in chart.rows)
    sizes = tuple(max(width_of(cell) for cell in column) for column in zip(chart.header, *rows, strict=True))
    return Figures(chart, rows, sizes)


def _row(cells: tuple[str, ...], sizes: list[int]) -> str:
    """Cells in columns; what looks like a number is at the right of its own."""
    parts = []
    for cell, size in zip(cells, sizes, strict=True):
        cell = clip(cell, size)
        gap = " " * (size - width_of(cell))
        parts.append(gap + cell if cell[:1].isdigit() or cell[:1] == "-" else cell + gap)
    return "  ".join(parts).rstrip()
