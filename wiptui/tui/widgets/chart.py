"""One chart on the screen: its name in a rule, its sentence, the picture or the table, and its n."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from wiptui.tui.charts.canvas import ASCII, HOLLOW, UNICODE, Canvas, Run
from wiptui.tui.charts.model import Chart
from wiptui.tui.spans import clip, steady, width_of
from wiptui.tui.widgets.dialog import ACCENT, MUTED, WARN, Lines, paragraph

ROLES = {"": "", "muted": MUTED, "strong": "bold", "accent": ACCENT, "warn": WARN, HOLLOW: ACCENT}


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
        super().__init__(self._drawn, **more)
        self._heading = ""
        self._chart: Chart | None = None
        self._waiting = ""
        self._picked: int | None = None
        self._is_current = self._is_alone = self._as_table = self._in_ascii = False

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
        self.refresh()

    def _drawn(self, width: int, _height: int) -> list[Content]:
        height = self.content_size.height
        lines = [] if self._is_alone else [self._rule(width)]
        chart = self._chart
        if chart is None:
            return [*lines, *paragraph(self._waiting, width, MUTED)]
        small = height < 9
        lines += paragraph(steady(chart.sentence), width, "bold" if self._is_alone else "", 1 if small else 2)
        if chart.doubt:
            return [*lines, Content(""), *paragraph(chart.doubt, width, MUTED)]
        note = [] if small else [Content.styled(clip(chart.note, width), MUTED)]
        lines += note
        lines += [] if small else [Content("")]
        room = max(height - len(lines), 1)
        lines += self._table(chart, width, room) if self._as_table else self._picture(chart, width, room)
        return lines

    def _rule(self, width: int) -> Content:
        mark = ACCENT if self._is_current else MUTED
        line = ("━" if self._is_current else "─") if not self._in_ascii else ("=" if self._is_current else "-")
        rest = max(width - width_of(self._heading) - 4, 0)
        return Content.assemble((line * 2 + " ", mark), (self._heading, "bold"), (" " + line * rest, mark))

    def _picture(self, chart: Chart, width: int, height: int) -> list[Content]:
        canvas = Canvas(width, height, plain=self._in_ascii)
        chart.paint(canvas, ASCII if self._in_ascii else UNICODE, self._picked)
        rows = canvas.rows()
        picked = self._under_cursor(rows)
        return [Content.assemble(*(self._cell(run, picked) for run in runs)) for runs in rows]

    def _under_cursor(self, rows: list[list[Run]]) -> int | None:
        """The point that stands for the picked one: where several share a cell it bears the number of the first."""
        if self._picked is None or not self._is_current:
            return None
        drawn = {run.point for runs in rows for run in runs if run.point is not None}
        return max((point for point in drawn if point <= self._picked), default=None)

    def _cell(self, run: Run, picked: int | None) -> Content:
        is_here = run.point is not None and run.point == picked
        style = ROLES[run.role]
        content = Content.styled(run.text, style) if style else Content(run.text)
        if run.role == HOLLOW:
            content = content.stylize("reverse")
        if is_here and run.text.strip():
            # A block that is reversed would be a hole: it is told by the plain colour of the text instead.
            content = content.stylize("reverse") if _reads(run.text) else _lit(run)
        return content if run.point is None else content.stylize(Style.from_meta({"point": run.point}))

    def _table(self, chart: Chart, width: int, height: int) -> list[Content]:
        rows = [tuple(steady(cell) for cell in row) for row in chart.rows]
        if not rows:
            return [Content.styled("No figures.", MUTED)]
        sizes = [max(width_of(cell) for cell in column) for column in zip(chart.header, *rows, strict=True)]
        spare = width - sum(sizes) - 2 * (len(sizes) - 1)
        widest = max(range(len(sizes)), key=lambda place: sizes[place])
        sizes[widest] = max(sizes[widest] + min(spare, 0), 6)
        at = self._picked if self._picked is not None else len(rows) - 1
        first = max(min(at - (height - 2) // 2, len(rows) - (height - 1)), 0)
        lines = [Content.styled(_row(chart.header, sizes), MUTED)]
        for place, row in enumerate(rows[first : first + height - 1], first):
            text = Content(_row(row, sizes)).stylize(Style.from_meta({"point": place}))
            lines.append(text.stylize("reverse") if place == self._picked and self._is_current else text)
        return lines

    def on_click(self, event: events.Click) -> None:
        event.stop()
        point = event.style.meta.get("point")
        self.post_message(self.Picked(self, point if isinstance(point, int) else None))


def _lit(run: Run) -> Content:
    """A block under the cursor."""
    lit = Content.styled(run.text, "bold")
    return lit.stylize("reverse") if run.role == HOLLOW else lit


def _reads(text: str) -> bool:
    """Whether there is something to read, or a dot, rather than a bar."""
    return any(ch.isalnum() for ch in text) or text.strip() in (ASCII.dot, UNICODE.dot)


def _row(cells: tuple[str, ...], sizes: list[int]) -> str:
    """Cells in columns; what looks like a number stands at the right of its own."""
    parts = []
    for cell, size in zip(cells, sizes, strict=True):
        cell = clip(cell, size)
        gap = " " * (size - width_of(cell))
        parts.append(gap + cell if cell[:1].isdigit() or cell[:1] == "-" else cell + gap)
    return "  ".join(parts).rstrip()
