"""A pane with all of the task under the cursor, beside the columns or below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wiptui.domain.board import Board
from wiptui.domain.tasks.task import Task
from wiptui.tui.views.styled_text import BLANK, MUTED, StyledText, padded, styled
from wiptui.tui.widgets.dialogs.details_lines import body
from wiptui.tui.widgets.dialogs.dialog import ROOMY
from wiptui.tui.widgets.lines import Lines

GAP = 3
"""Cells between the halves of a pane below the columns."""
Subject = Callable[[], tuple[Board, Task | None]]


class TaskPane(Lines):
    """The lines of a task's details, in one piece beside the columns or in two halves below them."""

    DEFAULT_CSS = """
    TaskPane { height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; background: $background; }
    TaskPane.-below { border-left: none; border-top: solid $border-blurred; padding: 0 3; height: auto; }
    """

    def __init__(self, subject: Subject, *, is_below: bool) -> None:
        super().__init__(self._lines_of, id="pane", classes="-below" if is_below else "")
        self._subject = subject
        self.is_below = is_below

    def _lines_of(self, width: int, height: int) -> Sequence[StyledText]:
        board, task = self._subject()
        if task is None:
            return [styled(("There is no card here.", MUTED))]
        if not self.is_below:
            return body(board, task, width, ROOMY, -1).lines
        rows = max(1, self.content_size.height)
        half = max(1, (width - GAP) // 2)
        lines = [line for line in body(board, task, half, ROOMY, -1).lines if line != BLANK]
        left, right = lines[:rows], lines[rows : 2 * rows]
        right += [BLANK] * (len(left) - len(right))
        return [padded(line, half + GAP) + beside for line, beside in zip(left, right, strict=True)]
