"""Lines of styled text in a widget: the one place where it becomes Textual's content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.content import Content
from textual.content import Span as ContentSpan
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from wiptui.tui.views.styled_text import ACCENT, FAINT, KEY, MUTED, ROW, WARN, StyledText, plain

Make = Callable[[int, int], Sequence[StyledText]]
"""Makes the lines for a width in cells, in a terminal of so many lines."""
CLASSES = {role: f"dialog--{role}" for role in (MUTED, FAINT, ACCENT, KEY, WARN, ROW)}
"""The component classes of roles: every theme has its say, ansi included. Other roles are Textual's own styles."""
LINK = "link"


class Lines(Widget):
    """Lines of text made for the current width: each is clipped, none wraps, nothing is markup."""

    COMPONENT_CLASSES = {
        "dialog--muted", "dialog--faint", "dialog--accent", "dialog--key", "dialog--warn", "dialog--row",
    }  # fmt: skip
    DEFAULT_CSS = """
    Lines {
        width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis;
        & > .dialog--muted { color: $text-muted; }
        & > .dialog--faint { color: $text-disabled; }
        & > .dialog--accent { color: $accent; }
        & > .dialog--key { color: $accent; text-style: bold; }
        & > .dialog--warn { color: $warning; text-style: bold; }
        & > .dialog--row { background: $panel; }
        &:ansi {
            & > .dialog--muted { color: ansi_default; text-style: dim; }
            & > .dialog--faint { color: ansi_default; text-style: dim; }
            & > .dialog--accent, & > .dialog--key { color: ansi_magenta; }
            & > .dialog--warn { color: ansi_red; }
            & > .dialog--row { background: ansi_default; }
        }
    }
    """

    def __init__(self, make: Make, **more: Any) -> None:
        super().__init__(**more)
        self._make = make

    def remake(self, make: Make | None = None) -> None:
        """Make the lines anew, perhaps in another way."""
        self._make = make or self._make
        self.refresh(layout=True)

    def lines(self, width: int, height: int) -> Sequence[StyledText]:
        """The lines for a width in cells, in a terminal of ``height`` lines."""
        return self._make(width, height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width, viewport.height))

    def render(self) -> Content:
        return as_content(self.lines(self.content_size.width, self.screen.size.height))


def as_content(lines: Sequence[StyledText]) -> Content:
    """The lines as Textual's content, which clips them and lets a person select text with the mouse."""
    return Content("\n").join([_content(line) for line in lines])


def _content(line: StyledText) -> Content:
    spans: list[ContentSpan] = []
    at = 0
    for part in line:
        end = at + len(part.text)
        spans += (ContentSpan(at, end, _style(role)) for role in part.role.split())
        if part.link:
            spans.append(ContentSpan(at, end, Style.from_meta({LINK: part.link})))
        at = end
    return Content(plain(line), spans)


def _style(role: str) -> str:
    return f".{CLASSES[role]}" if role in CLASSES else role


def link_of(style: Any) -> str:
    """What a click on a text of this style stands for; empty for nothing."""
    return str(style.meta.get(LINK, ""))
