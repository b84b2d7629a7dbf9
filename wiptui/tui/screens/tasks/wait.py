"""The form for a wait: on whom or what, why, and when to ask again.

Each may stay empty; the form names what is missing.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import one_line
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import BLANK, MUTED, WARN, StyledText, paragraph, styled
from wiptui.tui.widgets.dialogs.dialog import NARROW, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput, Read, known_people, read_date
from wiptui.tui.widgets.dialogs.wording import dated, title_text
from wiptui.tui.widgets.lines import Lines


class WaitForm(DialogScreen[c.Wait | c.Together | None]):
    """Asks for the words of a wait. Enter in any field saves, also with empty fields."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("wait.leave", "escape", "leave", "leave")]
    TYPING = ("leave",)
    HINTS = (
        Hint("", "move to waiting", "wait", key="enter"),
        Hint("", "next field", "next", key="tab"),
        Hint("wait.leave"),
    )

    def __init__(self, board: Board, task: Task) -> None:
        super().__init__()
        self.board = board
        self.waiting_task = task
        self.draft = f"wait {task.id}"

    def compose(self) -> ComposeResult:
        task = self.waiting_task
        until = task.follow_up.isoformat() if task.follow_up else ""
        people = known_people(self.board)
        self._on = LineInput(task.waiting_on or "", "a person or a thing", suggester=people, id="on")
        self._why = LineInput(task.waiting_why or "", "what you need", id="why")
        self._until = LineInput(until, "fri, +3d, 22 nov", id="until")
        self._step = LineInput(task.next_step or "", "when you are back", id="step")
        yield Dialog(
            "Waiting",
            Lines(lambda width, height: [styled((title_text(task.title, width), "bold"))]),
            Static(classes="gap"),
            Field("On", self._on),
            Field("Why", self._why),
            Field("Follow up", self._until),
            Field("Next step", self._step),
            Static(classes="gap"),
            Lines(self._said, id="said"),
            Static(classes="gap"),
            Hints((Hint("", "keep it", "keep", key="enter"), *self.HINTS[1:]) if self._is_waiting else self.HINTS),
        )

    def on_mount(self) -> None:
        self.set_focus(self._on)

    @property
    def _is_waiting(self) -> bool:
        return self.waiting_task.state is State.WAITING

    @property
    def _read(self) -> Read:
        return read_date(self._until.value, self.board.today)

    def _said(self, width: int, height: int) -> list[StyledText]:
        """Return how the date was understood and what is missing; always the same number of lines, so that nothing
        jumps.
        """
        room = 2 if width < NARROW else 1
        read = self._read
        if read.wrong:
            return _filled(paragraph(read.wrong, width, WARN, room), room)
        day = f"Follow-up {dated(read.day, self.board.today)}." if read.day else ""
        missing = [
            words
            for words, there in (("on whom", one_line(self._on.value)), ("a follow-up date", read.day))
            if not there
        ]
        if not missing:
            return _filled(paragraph(day, width, MUTED, room), room)
        said = f"Missing: {' and '.join(missing)}. You can still go on."
        return _filled(paragraph(f"{day} {said}".strip(), width, MUTED, room), room)

    def on_input_changed(self) -> None:
        self.query_one("#said", Lines).refresh()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        read = self._read
        if read.wrong:
            self._until.focus()
            self.app.bell()
            return
        task = self.waiting_task
        on, why = one_line(self._on.value), one_line(self._why.value)
        step = one_line(self._step.value)
        wait = c.Wait(
            task.id,
            on if on or task.waiting_on else None,
            why if why or task.waiting_why else None,
            read.day,
            step if step or task.next_step else None,
        )
        if task.follow_up and not read.day:
            self.answer(c.Together((wait, c.Edit(task.id, {"follow_up": None}))))
        else:
            self.answer(wait)


def _filled(lines: list[StyledText], count: int) -> list[StyledText]:
    return [*lines, *[BLANK] * (count - len(lines))]
