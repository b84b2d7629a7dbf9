"""Free a slot for one task: which tasks could leave their slots so that this one can start, the easiest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from wiptui.domain.board import Board
from wiptui.domain.commands import Start
from wiptui.domain.core.frozen import replace
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.tasks.task import State, Task
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.limits.decision_panel import PanelScreen
from wiptui.tui.views.styled_text import MUTED, StyledText, paragraph, sanitized
from wiptui.tui.widgets.dialogs.advice import Holder
from wiptui.tui.widgets.dialogs.dialog import SHORT, Hint
from wiptui.tui.widgets.dialogs.wording import title_text

VERBS = {"finish": "finish it", "wait": "let it wait", "back": "put it back", "split": "split it"}


class MakeRoomScreen(PanelScreen):
    """The decision panel before a refusal: each holder with its suggested way out. Enter takes that way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("room.fitting", "enter", "fitting", "do what is advised"),
    ]

    def __init__(self, board: Board, task: Task) -> None:
        self.newcomer = task
        super().__init__(board, _asked(board, task), Start((task.id,)))

    def heading(self) -> str:
        return f"Make room for “{title_text(self.newcomer.title, 40)}”"

    def upper_lines(self, width: int, height: int) -> Sequence[StyledText]:
        refusal = self.block.refusal
        limit, name = refusal.limit, sanitized(refusal.limit.scope.label)
        if limit.is_closed:
            said = f"{name} is closed: its limit is 0."
        elif self.block.room:
            said = f"{name} has {refusal.count} of {limit.value}: there is room, it can start now."
        elif self.block.is_over:
            said = f"{name} is over its limit, {refusal.count} of {limit.value}. What could leave:"
        else:
            said = f"{name} is full, {refusal.count} of {limit.value}. What could leave, the best choice first:"
        return paragraph(said, width, MUTED, 1 if height < SHORT else 2)

    def fitting(self, holder: Holder) -> str:
        """Return the suggested way out of a holder, if it is available; else empty."""
        ways = self.block.ways(holder.task)
        way = holder.way if holder.way in ways and not self.block.blocked(holder.way) else "back"
        return way if way in ways else next((way for way in ("swap", "finish") if way in ways), "")

    def extra(self, holder: Holder) -> str:
        way = self.fitting(holder)
        if way not in VERBS:
            return ""
        if way != holder.way:
            return f"{VERBS[way]} for now"
        why = holder.why if way == "finish" and holder.why else holder.way_why
        return f"{VERBS[way]}: {sanitized(why)}"

    def offered(self) -> Sequence[Hint]:
        found = [hint for hint in super().offered() if hint.id not in ("panel.queue", "panel.some")]
        if "some" in self.block.ways(self.holder):
            found.insert(0, Hint("panel.some", "start it now", "start"))
        holder = self._list.current
        if holder is not None and self.fitting(holder):
            words = "do what is advised" if not self.block.room else "advised"
            found.insert(0, Hint("room.fitting", words, "advised"))
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action == "choose" and parameters[0] == "queue":
            return False
        return super().check_action(action, parameters) and not (action == "fitting" and self._asked)

    async def action_fitting(self) -> None:
        """Take the suggested way out of the holder under the cursor; with a free slot and no holders, start."""
        holder = self._list.current
        way = self.fitting(holder) if holder is not None else "some"
        if way and way in self.block.ways(self.holder):
            await self.action_choose(way)


def _asked(board: Board, task: Task) -> Refusal:
    """Return the limit that would refuse a start of the task, or else the doing limit, and its holders."""
    started = replace(task, state=State.DOING)
    scope = next((scope for scope in board.limits if _binds(board, scope, task, started)), DOING)
    count = board.count(scope)
    return Refusal(board.limits[scope], count, count + 1, board.holders(scope), (started,))


def _binds(board: Board, scope: Scope, task: Task, started: Task) -> bool:
    conwip = board.waiting_counts
    if not scope.counts(started, waiting_counts=conwip) or scope.counts(task, waiting_counts=conwip):
        return False
    return scope.kind != "waiting" and board.count(scope) >= board.limits[scope].value
