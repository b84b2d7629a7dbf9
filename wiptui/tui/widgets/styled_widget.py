"""From a span's role to the style of the theme in use, and the widgets that draw spans line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from wiptui.tui.views import bars
from wiptui.tui.views.styled_text import Span, StyledText, cells

ROLES = {
    "text--muted", "text--faint", "text--strong", "text--accent", "text--warn", "text--bad", "text--good", "text--key",
    "text--tab", "text--rule", "text--cursor", "text--marked",
}  # fmt: skip


class StyledScreen(Screen[None]):
    """A screen that caches the styles of roles. They are its component classes, so that every theme has its say.

    One cache serves all widgets on it, because each component class costs a widget a pass through the stylesheet.
    """

    COMPONENT_CLASSES = ROLES

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._cached_styles: dict[tuple[str, ...], Style] = {}

    def style_of(self, roles: tuple[str, ...]) -> Style:
        """The style of roles, the later laid over the earlier."""
        if roles not in self._cached_styles:
            self._cached_styles[roles] = self.get_visual_style(
                *(f"text--{role}" for role in " ".join(roles).split())
            ).rich_style
        return self._cached_styles[roles]

    def colours(self) -> dict[str, str]:
        """By roles, with + between: the sequence that a text in them begins with on this terminal."""
        names = [name.removeprefix("text--") for name in ROLES]
        roles = [(), *((name,) for name in names), *(("cursor", name) for name in names)]
        return {"+".join(some): self.begins(self.style_of(some)) for some in roles}

    def begins(self, style: Style) -> str:
        """The sequence that a text in a style begins with, as this terminal is given it; empty for none."""
        strip = Strip([Segment("x", style)])
        for line_filter in self.app.get_line_filters():
            strip = strip.apply_filter(line_filter, self.styles.background)
        return strip.render(self.app.console).partition("x")[0]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._cached_styles.clear()
        for widget in self.query(StyledWidget):
            widget.invalidate()


class StyledWidget(Widget):
    """A widget that draws spans, on a screen that caches their styles."""

    def style_of(self, *roles: str) -> Style:
        """The style of one or more roles."""
        screen = self.screen
        return screen.style_of(roles) if isinstance(screen, StyledScreen) else self.rich_style

    def invalidate(self) -> None:
        """The styles have changed: forget what was painted."""
        self.refresh()

    def segments(self, line: Iterable[Span], *under: str) -> list[Segment]:
        """Segments of spans; ``under`` are roles that lie below each (the cursor)."""
        return [Segment(span.text, self.style_of(*under, span.role)) for span in line if span.text]


class StyledLine(StyledWidget):
    """One line: a left part, which is clipped where it must be, and a right part, which is kept whole."""

    DEFAULT_CSS = """
    StyledLine { height: 1; width: 1fr; }
    """

    def parts(self, width: int) -> tuple[StyledText, StyledText]:
        """Left and right part for a width in cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.style_of())
        return self.line(*bars.laid(*self.parts(width), width))

    def line(self, left: StyledText, right: StyledText = ()) -> Strip:
        """A whole line of a part at the left and one at the right."""
        width = self.size.width
        gap = Segment(" " * max(0, width - cells(left) - cells(right)), self.style_of())
        return Strip([*self.segments(left), gap, *self.segments(right)]).adjust_cell_length(width, self.style_of())
