"""One line to type in, and a question with one line for its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.text import one_line
from wiptui.tui.views.styled_text import clip, paragraph, sanitized
from wiptui.tui.widgets.dialogs.drafts import Drafting, form_of
from wiptui.tui.widgets.lines import Lines


class LineInput(Input):
    """One line; pasted text of several lines becomes one, with nothing in it that could move the cursor."""

    DEFAULT_CSS = """
    LineInput {
        background: $foreground 6%;
        &:focus { background: $foreground 10%; background-tint: transparent; }
        &:ansi { text-style: underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall", "bring back", show=False),
        Binding("ctrl+j", "submit", "submit", show=False),  # the end of a line in a text that is pasted
    ]

    def __init__(self, value: str = "", placeholder: str = "", **more: Any) -> None:
        super().__init__(value, placeholder, compact=True, **more)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return form_of(self) is not None if action == "recall" else True

    def action_recall(self) -> None:
        """Bring back what was typed here before and left."""
        form = form_of(self)
        if form is not None:
            form.recall_draft()

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


class AskBar(Drafting, Vertical):
    """A question, and one line for the answer. Enter posts Answered, also when it stays empty.

    ``about``: what it is asked of, so that what was typed and left is not offered for another task.
    """

    DEFAULT_CSS = "AskBar { height: auto; width: 1fr; }"

    @dataclass
    class Answered(Message):
        """The answer, in one safe line, perhaps empty."""

        value: str

    def __init__(self, question: str, value: str = "", hint: str = "", about: object = "") -> None:
        super().__init__()
        self.draft = f"{question} {about}"
        self._question = question
        self._value = value
        self._hint = hint

    def compose(self) -> ComposeResult:
        yield Lines(lambda width, height: paragraph(sanitized(self._question), width, "bold", 2))
        yield Field("", LineInput(self._value, self._hint, id="answer"))

    def on_mount(self) -> None:
        self.screen.set_focus(self.query_one(LineInput))
        self.begin_draft()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(one_line(event.value)))


@dataclass(frozen=True, slots=True)
class Read:
    """A date as it was typed: the date, or what is wrong with the words. Both are empty for an empty field."""

    day: date | None = None
    wrong: str = ""


def read_date(words: str, today: date) -> Read:
    """What was typed into a date field, on the day ``today``."""
    if not words.strip():
        return Read()
    try:
        return Read(parse_date(words, today))
    except UsageError:
        return Read(wrong=f"“{clip(sanitized(words), 20)}” is not a date: try fri, +3d, 22 nov.")


def known_people(board: Board) -> SuggestFromList:
    """Completes the names of those whom tasks wait on or are for."""
    names: dict[str, None] = {}
    for record in board.data.get(TASKS, {}).values():
        for name in (record.get("waiting_on"), record.get("for")):
            if isinstance(name, str) and name:
                names[sanitized(name)] = None
    return SuggestFromList(sorted(names), case_sensitive=False)
