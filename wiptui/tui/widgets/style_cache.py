"""Ink: from a span's role to the style of the theme at hand, and the one-line widgets written in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from wiptui.tui.views import bars
from wiptui.tui.views.spans import Line, Span, cells

INKS = {
    "ink--muted", "ink--faint", "ink--strong", "ink--accent", "ink--warn", "ink--bad", "ink--good", "ink--key",
    "ink--tab", "ink--rule", "ink--cursor", "ink--marked",
}  # fmt: skip


class InkWell(Screen[None]):
    """A screen that keeps the ink: the roles are its component classes, so that every theme has its say.

    One well for all widgets on it, because each component class costs a widget a pass through the stylesheet.
    """

    COMPONENT_CLASSES = INKS

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._inks: dict[tuple[str, ...], Style] = {}

    def ink(self, roles: tuple[str, ...]) -> Style:
        """The style of roles, the later laid over the earlier."""
        if roles not in self._inks:
            self._inks[roles] = self.get_visual_style(*(f"ink--{role}" for role in roles if role)).rich_style
        return self._inks[roles]

    def colours(self) -> dict[str, str]:
        """By roles, with + between: the sequence that a text in them begins with on this terminal."""
        names = [name.removeprefix("ink--") for name in INKS]
        roles = [(), *((name,) for name in names), *(("cursor", name) for name in names)]
        return {"+".join(some): self.begins(self.ink(some)) for some in roles}

    def begins(self, style: Style) -> str:
        """The sequence that a text in a style begins with, as this terminal is given it; empty for none."""
        strip = Strip([Segment("x", style)])
        for line_filter in self.app.get_line_filters():
            strip = strip.apply_filter(line_filter, self.styles.background)
        return strip.render(self.app.console).partition("x")[0]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()
        for widget in self.query(Ink):
            widget.dry()


class Ink(Widget):
    """What can write spans, on a screen that is an ink well."""

    def ink(self, *roles: str) -> Style:
        """The style of one or more roles."""
        well = self.screen
        return well.ink(roles) if isinstance(well, InkWell) else self.rich_style

    def dry(self) -> None:
        """The inks have changed: forget what was painted."""
        self.refresh()

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
        return self.line(*bars.laid(*self.parts(width), width))

    def line(self, left: Line, right: Line = ()) -> Strip:
        """A whole line of a part at the left and one at the right."""
        width = self.size.width
        gap = Segment(" " * max(0, width - cells(left) - cells(right)), self.ink())
        return Strip([*self.segments(left), gap, *self.segments(right)]).adjust_cell_length(width, self.ink())
