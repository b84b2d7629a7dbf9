"""The lines above and below the columns: gauge, tabs, advice, footer. Each repaints only when its text changes."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from wiptui.domain.tasks.task import State
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.views import bars
from wiptui.tui.views.styled_text import StyledText, cells, link_at
from wiptui.tui.views.view_models import BoardView, Column
from wiptui.tui.widgets.styled_widget import StyledLine


class GaugeLine(StyledLine):
    """The gauge: Doing and Waiting with their limits, the level, the focused task and its running time, the date."""

    gauge: bars.Gauge | None = None

    def show(self, gauge: bars.Gauge) -> None:
        """Show another gauge."""
        if gauge != self.gauge:
            self.gauge = gauge
            self.refresh()

    def parts(self, width: int) -> tuple[StyledText, StyledText]:
        if self.gauge is None:
            return (), ()
        left, right, _ = bars.fit(self.gauge, width)
        return left, right


class HintLine(StyledLine):
    """The one next action, and the key that says why; or the filter, and the key that saves it."""

    advice: tuple[StyledText, StyledText] = (), ()

    class Pressed(Message):
        """It was clicked."""

    def show(self, hint: StyledText, key: str, does: str = "why") -> None:
        """Show other words; ``key`` is what goes with them, or empty, and ``does`` says what for."""
        advice = bars.advice(hint, key, does)
        if advice != self.advice:
            self.advice = advice
            self.refresh()

    def parts(self, width: int) -> tuple[StyledText, StyledText]:
        return self.advice

    def render_line(self, y: int) -> Strip:
        """The words run on in a second line where there is one."""
        lines = bars.hint_lines(*self.parts(self.size.width), self.size.width, self.size.height)
        return self.line(*lines[y]) if y < len(lines) else Strip.blank(self.size.width, self.style_of())

    def on_click(self) -> None:
        self.post_message(self.Pressed())


class ClickableLine(StyledLine):
    """A line of items that can be clicked."""

    class Clicked(Message):
        """An item was clicked: ``link`` is that of its text."""

        def __init__(self, line: ClickableLine, link: str) -> None:
            super().__init__()
            self.line = line
            self.link = link

    def items(self, width: int) -> tuple[Sequence[StyledText], Sequence[StyledText]]:
        """The items at the left and at the right for a width in cells."""
        raise NotImplementedError

    def parts(self, width: int) -> tuple[StyledText, StyledText]:
        return bars.with_gaps(*self.items(width - 2), width - 2)

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        width = self.size.width
        left, right = bars.laid(*self.parts(width), width)
        link = link_at(left, at.x) or link_at(right, at.x - width + cells(right))
        if link:
            self.post_message(self.Clicked(self, link))


class FooterLine(ClickableLine):
    """What can be done here, by key. Help and quit are never cut off."""

    keys: tuple[bars.Key, ...] = ()
    always: tuple[bars.Key, ...] = ()

    def show(self, keys: Sequence[bars.Key], always: Sequence[bars.Key]) -> None:
        """Show other keys."""
        if (tuple(keys), tuple(always)) != (self.keys, self.always):
            self.keys, self.always = tuple(keys), tuple(always)
            self.refresh()

    def items(self, width: int) -> tuple[Sequence[StyledText], Sequence[StyledText]]:
        return bars.footer(self.keys, self.always, width)


class ScreensLine(ClickableLine):
    """The screens that a number goes to, on a board with room for them."""

    keys: Keymap | None = None

    def show(self, keys: Keymap) -> None:
        """Show them with these keys."""
        if keys is not self.keys:
            self.keys = keys
            self.refresh()

    def items(self, width: int) -> tuple[Sequence[StyledText], Sequence[StyledText]]:
        return bars.screen_keys(self.keys) if self.keys is not None else ((), ())


class HeadLine(ClickableLine):
    """The columns' headings above them; tabs where only one column is in sight."""

    view: BoardView | None = None
    states: tuple[State, ...] = ()
    at: State = State.READY
    places: tuple[tuple[Column, int, int], ...] = ()
    """The columns in sight, each with its start and width in cells."""

    def show(
        self, view: BoardView, states: Sequence[State], at: State, places: Sequence[tuple[Column, int, int]]
    ) -> None:
        """Show another board, or another column in front."""
        shown = (view, tuple(states), at, tuple(places))
        if shown != (self.view, self.states, self.at, self.places):
            self.view, self.states, self.at, self.places = shown
            self.refresh()

    @property
    def has_tabs(self) -> bool:
        return len(self.places) == 1

    def items(self, width: int) -> tuple[Sequence[StyledText], Sequence[StyledText]]:
        return (bars.tabs(self.view, self.states, self.at, width), ()) if self.view is not None else ((), ())

    def parts(self, width: int) -> tuple[StyledText, StyledText]:
        if self.has_tabs:
            return super().parts(width)
        return bars.heads(self.places, self.at), ()
