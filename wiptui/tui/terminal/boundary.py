"""The boundary to the terminal under the board: here every text becomes safe to show.

Titles and names come from other machines and programs. Everything that a widget draws, ours or Textual's, passes the
line filter here before it becomes terminal sequences, and so do toasts and copied text. So nothing above has to
remember. The terminal's title and notifications are made in ``signals``, the first picture in ``picture``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter, NoColor

from wiptui.domain.text import drawable, printable
from wiptui.tui.terminal import signs

if sys.platform != "win32":
    from wiptui.tui.terminal.driver import TerminalDriver


class Drawable(LineFilter):
    """Removes everything from a drawn line that a terminal would act on, link targets too. Styles stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(map(_is_safe, segments)):
            return segments
        return [segment if _is_safe(segment) else _made_safe(segment) for segment in segments]


class OtherSigns(LineFilter):
    """Puts signs that the terminal can show in place of ours. Styles stay."""

    def __init__(self, table: signs.Table) -> None:
        super().__init__()
        self._table = table

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(signs.replaced(text, self._table), style, control) for text, style, control in segments]


def _is_safe(segment: Segment) -> bool:
    text, style, control = segment
    return text.isprintable() and not control and (style is None or style.link is None or style.link.isprintable())


def _made_safe(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link is not None and not style.link.isprintable():
        style = style.update_link(None)
    return Segment(drawable(text), style)


class Boundary(App[None]):
    """What an app passes to its terminal, made safe."""

    _drawable = Drawable()
    _no_colour = NoColor()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        table = signs.own_table()
        self._signs = [OtherSigns(table)] if table is not None else []

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, but with NO_COLOR set no greys either, whatever the theme is; and ours."""
        colours = [self._no_colour] if self.no_color else super().get_line_filters()
        return [*colours, self._drawable, *self._signs]

    def notify(self, message: str, *, title: str = "", markup: bool = False, **more: Any) -> None:
        """Show a toast of plain text; brackets are not markup."""
        super().notify(printable(message, lines=True), title=printable(title), markup=False, **more)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy the text as seen, since it may be pasted into a shell."""
        super().copy_to_clipboard(printable(text, lines=True))

    def clear_notifications(self) -> None:
        """Remove the toasts and their containers: Textual would keep each of those widgets until the end."""
        super().clear_notifications()
        for screen in self.screen_stack:
            screen.query("ToastHolder").remove()

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver class, or ours, which leaves the terminal of Linux and macOS, or a browser,
        without waiting.
        """
        chosen = super().get_driver_class()
        if chosen.__name__ == "WebDriver":
            from wiptui.tui.terminal.web_driver import PipeDriver  # lazy: the board does without it

            return PipeDriver
        if sys.platform != "win32" and chosen.__name__ == "LinuxDriver":
            return TerminalDriver
        return chosen
