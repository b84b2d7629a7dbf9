"""The start of a task that others block: names them, goes there, or starts it nevertheless."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from wiptui.domain.board import Board
from wiptui.domain.tasks.dependencies import blockers
from wiptui.domain.tasks.task import Task
from wiptui.tui.keys.shared_bindings import bound, walking
from wiptui.tui.views.styled_text import MUTED, StyledText, clip, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking, pointed
from wiptui.tui.widgets.dialogs.dialog import SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.lines import Lines

ANYWAY = -1
HINTS = (
    Hint("blocked.go", short="go there"),
    Hint("blocked.anyway", short="anyway"),
    Hint("blocked.leave", "leave it", "leave"),
)


class BlockedScreen(Walking, DialogScreen[int | None]):
    """Answers with ``ANYWAY``, the id of the blocker to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("blocked.go", "enter", "go", "go to what blocks it"),
        bound("blocked.anyway", "s", "anyway", "start it anyway"),
        *walking("blocked", ends=False),
        bound("blocked.leave", "escape", "leave", "leave"),
    ]

    def __init__(self, board: Board, task: Task) -> None:
        super().__init__()
        self.board = board
        self.blocked = task

    def compose(self) -> ComposeResult:
        self._rows: RowList[Task] = RowList(blockers(self.board, self.blocked), self._draw)
        said = f"“{sanitized(self.blocked.title)}” waits for {'this' if len(self._rows.rows) == 1 else 'these'}:"
        yield Dialog(
            "Blocked",
            Lines(lambda width, height: paragraph(said, width, "bold", 2)),
            Static(classes="gap"),
            self._rows,
            Static(classes="gap"),
            Hints(HINTS),
        )

    def on_mount(self) -> None:
        self._rows.styles.max_height = max(2, self.size.height - (6 if self.size.height < SHORT else 11))

    def _draw(self, task: Task, width: int, height: int, here: bool) -> Sequence[StyledText]:
        state = task.state.value
        title = clip(sanitized(task.title), max(width - len(state) - 6, 4))
        line = styled(title, (f" · {state}", MUTED))
        return [pointed(line, width, here)]

    def action_go(self) -> None:
        """Move the board's cursor to the blocker."""
        task = self._rows.current
        if task is not None:
            self.answer(task.id)

    def action_anyway(self) -> None:
        """Start it nevertheless; the limit still applies."""
        self.answer(ANYWAY)
