"""The least that a list on Textual can be: what the board is measured against. ``empty`` leaves the list out."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import OptionList


class Minimal(App[None]):
    """One list, one key to leave."""

    BINDINGS = [("q", "quit", "quit"), ("j", "down", "down"), ("k", "up", "up"), ("slash", "answer", "answer")]

    def compose(self) -> ComposeResult:
        if "empty" not in sys.argv:
            yield OptionList(*(f"task {number}" for number in range(100)), markup=False)

    def on_mount(self) -> None:
        if "empty" not in sys.argv:
            self.query_one(OptionList).highlighted = 0

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_answer(self) -> None:
        self.query_one(OptionList).replace_option_prompt_at_index(0, "answered")


if __name__ == "__main__":
    Minimal().run()
