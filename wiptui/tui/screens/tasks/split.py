"""Split a task: one title a line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static, TextArea

from wiptui.domain.board import Board
from wiptui.domain.commands import Split
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import counted, is_visible, one_line
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, StyledText, paragraph, styled
from wiptui.tui.widgets.dialogs.dialog import SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.wording import title_text
from wiptui.tui.widgets.lines import Lines

HINTS = (
    Hint("split.save"),
    Hint("split.leave", short="leave"),
)


class SplitForm(DialogScreen[Split | None]):
    """Asks for the parts of a task, one title a line. It starts with the open steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("split.save", "ctrl+s", "save", "split"),
        bound("split.leave", "escape", "leave", "leave it whole"),
    ]
    TYPING = ("save", "leave")
    DEFAULT_CSS = """
    SplitForm {
        TextArea {
            height: 8; border: none; padding: 0 1; background: $foreground 6%;
            &:focus { border: none; background: $foreground 10%; }
            &:ansi { border-left: solid $accent; }
        }
        &.-short TextArea { height: 5; }
        #said { height: auto; }
    }
    """

    def __init__(self, board: Board, task: Task) -> None:
        super().__init__()
        self.board = board
        self.task_to_split = task
        self.draft = f"split {task.id}"

    def compose(self) -> ComposeResult:
        task = self.task_to_split
        steps = "\n".join(step.text for step in task.checklist if not step.done)
        yield Dialog(
            "Split a task",
            Lines(self._about, id="about"),
            Static(classes="gap"),
            TextArea(steps, soft_wrap=True, show_line_numbers=False, placeholder="One part a line", id="parts"),
            Lines(self._said, id="said"),
            Static(classes="gap"),
            Hints(HINTS),
        )

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    @property
    def titles(self) -> tuple[str, ...]:
        """The parts as they would be kept, without empty lines."""
        lines = (one_line(line) for line in self.query_one(TextArea).text.split("\n"))
        return tuple(line for line in lines if is_visible(line))

    def _about(self, width: int, height: int) -> list[StyledText]:
        lines = [styled((title_text(self.task_to_split.title, width), "bold"))]
        if height >= SHORT:
            lines += paragraph("It leaves the board; its parts go on top of Ready.", width, MUTED)
        return lines

    def _said(self, width: int, height: int) -> list[StyledText]:
        count = len(self.titles) if self.is_mounted else 0
        words = f"{counted(count, 'part')}, in this order." if count else "Write at least one part."
        return [styled((words, MUTED))]

    def on_text_area_changed(self) -> None:
        self.query_one("#said", Lines).remake()

    def action_save(self) -> None:
        """Split, if there is at least one part."""
        if self.titles:
            self.answer(Split(self.task_to_split.id, self.titles))
        else:
            self.app.bell()
