"""One question with one line for its answer; and the form for an interruption."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from wiptui.domain.board import Board
from wiptui.domain.commands import Interrupt
from wiptui.domain.text import one_line
from wiptui.tui.spans import steady
from wiptui.tui.widgets.dialog import MUTED, Dialog, DialogScreen, Hint, Hints, Lines, paragraph
from wiptui.tui.widgets.dialog_fields import AskBar, Field, LineInput, known_people
from wiptui.tui.widgets.dialog_words import running, title_text


class AskLine(DialogScreen[str | None]):
    """Asks one question. Enter answers, with an empty text too; esc answers None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", id="ask.leave", show=False)]
    DEFAULT_CSS = """
    AskLine > .dialog { width: 64; }
    AskLine.-narrow > .dialog { width: 100%; }
    """

    def __init__(self, question: str, hint: str = "", value: str = "") -> None:
        super().__init__()
        self.question = question
        self.hint = hint
        self.value = value

    def compose(self) -> ComposeResult:
        yield Dialog(
            "",
            AskBar(self.question, self.value),
            Lines(lambda width, height: paragraph(steady(self.hint), width, MUTED, 2) if self.hint else ()),
            Static(classes="gap"),
            Hints((Hint("", "enter", "go on"), Hint("ask.leave", "esc", "leave"))),
        )

    def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        self.dismiss(event.value)


class InterruptForm(DialogScreen[Interrupt | None]):
    """Notes one interruption: what came up goes to the backlog, the focus stays. Both fields may be empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "it was nothing", id="interrupt.leave", show=False)
    ]
    HINTS = (
        Hint("", "enter", "note it"),
        Hint("", "tab", "from whom", "from"),
        Hint("interrupt.leave", "esc", "it was nothing", "leave"),
    )

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board

    def compose(self) -> ComposeResult:
        self._what = LineInput(placeholder="may stay empty", id="what")
        self._source = LineInput(placeholder="a person, the phone", suggester=known_people(self.board), id="source")
        yield Dialog(
            "Interrupted",
            Lines(self._about),
            Static(classes="gap"),
            Field("What", self._what),
            Field("From", self._source),
            Static(classes="gap"),
            Hints(self.HINTS),
        )

    def on_mount(self) -> None:
        self._what.focus()

    def _about(self, width: int, height: int) -> list[Content]:
        focus = self.board.focus
        said = "It goes to the backlog."
        if focus is None:
            return paragraph(f"{said} Nothing is in focus.", width, MUTED)
        time = running((self.board.at - focus.since).total_seconds())
        title = title_text(focus.task.title, max(width - 40, 16))
        return paragraph(f"{said} You stay with “{title}”, {time}.", width, MUTED, 2)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(Interrupt(one_line(self._what.value), one_line(self._source.value)))
