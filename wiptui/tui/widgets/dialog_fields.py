"""One line to type in, and a question with one line for its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from wiptui.domain.text import one_line
from wiptui.tui.spans import steady
from wiptui.tui.widgets.dialog import Lines, paragraph


class LineInput(Input):
    """One line; pasted text of several lines becomes one, with nothing in it that could move the cursor."""

    DEFAULT_CSS = """
    LineInput {
        background: $foreground 6%;
        &:focus { background: $foreground 10%; background-tint: transparent; }
        &:ansi { text-style: underline; }
    }
    """

    def __init__(self, value: str = "", placeholder: str = "", **more: Any) -> None:
        super().__init__(value, placeholder, compact=True, **more)

    def on_paste(self, event: events.Paste) -> None:
        """Instead of the first line, all of it as one line."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        self.replace(one_line(event.text), start, end)


class Field(Horizontal):
    """A label and a line to type in, side by side."""

    DEFAULT_CSS = """
    Field {
        height: 1; width: 1fr;
        & > .label { width: 12; color: $text-muted; }
        & > .prompt { width: 2; color: $accent; text-style: bold; }
        &:focus-within > .label { color: $foreground; }
    }
    """

    def __init__(self, label: str, line: Input) -> None:
        super().__init__()
        self._label = label
        self.line = line

    def compose(self) -> ComposeResult:
        if self._label:
            yield Static(self._label, classes="label", markup=False)
        yield Static("›", classes="prompt")
        yield self.line


class AskBar(Vertical):
    """A question, and one line for the answer. Enter posts Answered, also when it stays empty."""

    DEFAULT_CSS = "AskBar { height: auto; width: 1fr; }"

    @dataclass
    class Answered(Message):
        """The answer, in one safe line, perhaps empty."""

        value: str

    def __init__(self, question: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._hint = hint

    def compose(self) -> ComposeResult:
        yield Lines(lambda width, height: paragraph(steady(self._question), width, "bold", 2))
        yield Field("", LineInput(self._value, self._hint, id="answer"))

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(one_line(event.value)))
