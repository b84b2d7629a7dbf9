"""A question with one line for its answer; and the form for an interruption."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from wiptui.domain.board import Board
from wiptui.domain.commands import Interrupt
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import clock, one_line
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, WARN, StyledText, paragraph, sanitized
from wiptui.tui.widgets.dialogs.dialog import Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import AskBar, Field, LineInput, known_people
from wiptui.tui.widgets.dialogs.wording import title_text
from wiptui.tui.widgets.lines import Lines


class AskLine(DialogScreen[str | None]):
    """Asks one question. Enter answers, also with an empty text; esc answers None.

    ``check`` is called before an answer is accepted. It raises UsageError for an invalid answer, and the question stays
    with that message; or it returns a doubt, and a second enter on the same words accepts them. ``about``: the subject,
    as for an ``AskBar``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [bound("ask.leave", "escape", "leave", "leave")]
    TYPING = ("leave",)
    DEFAULT_CSS = """
    AskLine > .dialog { width: 64; }
    AskLine.-narrow > .dialog { width: 100%; }
    """

    def __init__(
        self,
        question: str,
        hint: str = "",
        value: str = "",
        check: Callable[[str], str] | None = None,
        verbs: tuple[str, str] = ("go on", "go on"),
        about: object = "",
    ) -> None:
        super().__init__()
        self.question = question
        self.hint = hint
        self.value = value
        self._check = check
        self._about = about
        self._verbs = verbs
        """What enter does, and what it does in doubt."""
        self._said, self._doubted = "", ""

    def compose(self) -> ComposeResult:
        self._words = Lines(self._worded)
        self._hints = Hints(self._keys())
        yield Dialog(
            "", AskBar(self.question, self.value, about=self._about), self._words, Static(classes="gap"), self._hints
        )

    def _worded(self, width: int, height: int) -> list[StyledText]:
        if self._said:
            return paragraph(f"! {sanitized(self._said)}", width, WARN, 3)
        return paragraph(sanitized(self.hint), width, MUTED, 2) if self.hint else []

    def _keys(self) -> tuple[Hint, ...]:
        return Hint("", self._verbs[bool(self._doubted)], key="enter"), Hint("ask.leave")

    def _say(self, words: str, doubted: str = "") -> None:
        self._said, self._doubted = words, doubted
        self._words.remake()
        self._hints.show(self._keys())

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._said and one_line(event.value) != self._doubted:
            self._say("")

    async def action_leave(self) -> None:
        """Close without an answer and keep what was typed."""
        self.query_one(AskBar).keep_draft()
        self.dismiss(None)

    def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        if self._check is not None and not (self._doubted and event.value == self._doubted):
            try:
                doubt = self._check(event.value)
            except UsageError as error:
                self._say(str(error))
                return
            if doubt:
                self._say(doubt, event.value)
                return
        self.answer(event.value)


class InterruptForm(DialogScreen[Interrupt | None]):
    """Records one interruption: its text goes to the backlog, the focus stays. Both fields may be empty."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("interrupt.leave", "escape", "leave", "don't record it")]
    TYPING = ("leave",)
    draft = "interrupt"
    HINTS = (
        Hint("", "note it", key="enter"),
        Hint("", "from whom", "from", key="tab"),
        Hint("interrupt.leave", short="leave"),
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
        self.set_focus(self._what)

    def _about(self, width: int, height: int) -> list[StyledText]:
        focus = self.board.focus
        said = "It goes to the backlog."
        if focus is None:
            return paragraph(f"{said} Nothing is in focus.", width, MUTED)
        time = clock(focus.spent(self.board.at).total_seconds())
        title = title_text(focus.task.title, max(width - 40, 16))
        return paragraph(f"{said} You stay with “{title}”, {time}.", width, MUTED, 2)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.answer(Interrupt(one_line(self._what.value), one_line(self._source.value)))
