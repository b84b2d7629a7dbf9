"""Over a limit, after a merge or a lowered limit: what came from which device, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wiptui.domain.board import Board
from wiptui.domain.commands import Together
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import Scope
from wiptui.domain.text import counted
from wiptui.tui.screens.limits.decision_panel import HINTS, MARK, PanelScreen
from wiptui.tui.views.styled_text import MUTED, StyledText, paragraph, sanitized
from wiptui.tui.widgets.dialogs.dialog import SHORT, Hint
from wiptui.tui.widgets.dialogs.task_facts import started_on

WAYS = ("finish", "wait", "back", "split")


def over_scope(board: Board) -> Scope | None:
    """Return the first exceeded limit; None if there is none."""
    return next((scope for scope in board.limits if board.is_over(scope)), None)


class ReconcileScreen(PanelScreen):
    """The decision panel without a new task: as many leave as are over, or all stay and nothing is lost."""

    def __init__(self, board: Board, scope: Scope) -> None:
        limit, count = board.limits[scope], board.count(scope)
        self.excess = count - limit.value
        super().__init__(board, Refusal(limit, count, count + self.excess, board.holders(scope), ()), Together(()))

    def heading(self) -> str:
        refusal = self.block.refusal
        return f"{sanitized(refusal.limit.scope.label)} is OVER {refusal.count}/{refusal.limit.text}"

    def upper_lines(self, width: int, height: int) -> Sequence[StyledText]:
        said = f"{counted(self.excess, 'task')} too many. {self._origins()}"
        rest = "Nothing was taken from you: you choose what leaves. Until then only a swap brings in something new."
        brief = height < SHORT
        return paragraph(said if brief else f"{said} {rest}", width, MUTED, 1 if brief else 3)

    def _origins(self) -> str:
        counts: dict[str, int] = {}
        for task in self.block.refusal.holders:
            device = started_on(self.block.board, task)
            counts[device] = counts.get(device, 0) + 1
        if len(counts) < 2:
            return "The limit was lowered, or work came in from elsewhere."
        return ", ".join(f"{count} from {sanitized(device) or 'elsewhere'}" for device, count in counts.items()) + "."

    def offered(self) -> Sequence[Hint]:
        hints = [replace(HINTS[way], off=self.block.blocked(way)) for way in self._ways()]
        return [*hints, MARK] if self.check_action("mark", ()) else hints

    def _ways(self) -> list[str]:
        return [way for way in self.block.ways(self.holder) if way in WAYS]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action == "choose" and parameters[0] not in WAYS:
            return False
        return super().check_action(action, parameters)
