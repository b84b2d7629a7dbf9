"""The board's list alone in an app: what the board itself may cost is measured against it. ``list_app.py TASKS``."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult

from wiptui.domain.tasks.task import State
from wiptui.tui.views.card import Card
from wiptui.tui.views.styled_text import Span
from wiptui.tui.views.view_models import Column
from wiptui.tui.widgets.cards import CardColumn
from wiptui.tui.widgets.styled_widget import StyledScreen


class Alone(StyledScreen):
    """One column of cards, and its keys."""

    BINDINGS = [
        ("q", "app.quit", "quit"), ("j", "move(1)", "down"), ("k", "move(-1)", "up"), ("g", "to(0)", "top"),
        ("G", "to(-1)", "bottom"), ("ctrl+d", "half(1)", "down"), ("ctrl+u", "half(-1)", "up"),
    ]  # fmt: skip
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        count = int(sys.argv[1])
        cards = tuple(
            Card(number + 1, f"task {number}", details=((Span("+acme", "muted"),),)) for number in range(count)
        )
        self.column = CardColumn(Column(State.READY, "Ready", "", cards, ()))
        self.column.active = True
        yield self.column

    def action_move(self, steps: int) -> None:
        self.column.move(steps)

    def action_to(self, place: int) -> None:
        self.column.move_to(place)

    def action_half(self, direction: int) -> None:
        self.column.half_page(direction)


class ListApp(App[None]):
    """An app of nothing but the list."""

    def get_default_screen(self) -> Alone:
        return Alone()


if __name__ == "__main__":
    ListApp().run()
