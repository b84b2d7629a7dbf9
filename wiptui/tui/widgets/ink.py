"""Ink: from a span's role to the style of the theme at hand, and the one-line widgets written in it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from wiptui.tui.spans import Line, Span, cells, clip_line

INKS = {
    "ink--muted", "ink--faint", "ink--strong", "ink--accent", "ink--warn", "ink--bad", "ink--key", "ink--tab",
    "ink--rule", "ink--cursor", "ink--marked",
}  # fmt: skip


class Ink(Widget):
    """What can write spans. The roles are component classes, so that every theme has its say."""

    COMPONENT_CLASSES = INKS

    def ink(self, *roles: str) -> Style:
        """The style of one or more roles, laid over the widget's own."""
        return self.get_visual_style(*(f"ink--{role}" for role in roles if role)).rich_style

    def segments(self, line: Iterable[Span], *under: str) -> list[Segment]:
        """Segments of spans; ``under`` are roles that lie below each (the cursor)."""
        return [Segment(span.text, self.ink(*under, span.role)) for span in line if span.text]


class InkLine(Ink):
    """One line: a left part, which is clipped where it must be, and a right part, which is kept whole."""

    DEFAULT_CSS = """
    InkLine { height: 1; width: 1fr; }
    """

    def parts(self, width: int) -> tuple[Line, Line]:
        """Left and right part for a width in cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.ink())
        left, right = self.parts(width)
        room = width - cells(right)
        return self.line(clip_line(left, room - (1 if right else 0)), right)

    def line(self, left: Line, right: Line = ()) -> Strip:
        """A whole line of a part at the left and one at the right."""
        width = self.size.width
        gap = Segment(" " * max(0, width - cells(left) - cells(right)), self.ink())
        return Strip([*self.segments(left), gap, *self.segments(right)]).adjust_cell_length(width, self.ink())
