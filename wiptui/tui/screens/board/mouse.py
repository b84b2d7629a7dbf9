"""The mouse on cards: a card is dragged to another column or place, and the right button shows what can be done."""

from __future__ import annotations

from typing import cast

from textual import events

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.tasks.task import State, Task
from wiptui.tui.actions import command_builders
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.keymap import ACTS, Keymap
from wiptui.tui.screens import on_demand
from wiptui.tui.views.styled_text import Span, clip, sanitized
from wiptui.tui.views.view_models import SHORT_NAMES
from wiptui.tui.widgets.bar_lines import HintLine
from wiptui.tui.widgets.cards import CardColumn
from wiptui.tui.widgets.styled_widget import StyledScreen

MENU = ("Tasks",)
"""The groups of actions that the right button offers."""
LEFT = 1


class MouseActions(StyledScreen):
    """Dragging and the menu of a card, mixed into the board's screen."""

    keys: Keymap
    _dragged: int | None = None
    """The task under the mouse when its button went down."""

    @property
    def board(self) -> Board:
        raise NotImplementedError

    @property
    def targets(self) -> tuple[Task, ...]:
        """The tasks of an action."""
        raise NotImplementedError

    def column_at(self, x: int, y: int) -> CardColumn | None:
        """The column at a place of the screen."""
        return next((shown for shown in self.query(CardColumn) if shown.display and shown.region.contains(x, y)), None)

    def go_to_task(self, task_id: int) -> None:
        """Move the cursor to a task."""
        raise NotImplementedError

    def _write_lines(self) -> None:
        raise NotImplementedError

    def say_moving(self, words: str) -> None:
        """Show in the line of advice where a dragged card would go; empty words: it goes nowhere."""
        if words:
            self.query_one(HintLine).show((Span("▸ ", "accent"), Span(words)), "")
        else:
            self._write_lines()

    # --- dragging

    def on_mouse_down(self, event: events.MouseDown) -> None:
        shown = self.column_at(event.screen_x, event.screen_y) if event.button == LEFT else None
        card = shown.card_on(event.screen_y - shown.region.y) if shown is not None else None
        self._dragged = card.id if card is not None else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged is None:
            return
        if event.button != LEFT:  # it was let go outside of the terminal
            self._dragged = None
            self.say_moving("")
            return
        task, shown = self.board.find(self._dragged), self.column_at(event.screen_x, event.screen_y)
        if task is not None and shown is not None and shown.column.state is not task.state:
            self.say_moving(f"Move “{clip(sanitized(task.title), 40)}” to {SHORT_NAMES[shown.column.state]}")
        else:
            self.say_moving("")

    async def on_mouse_up(self, event: events.MouseUp) -> None:
        dragged, self._dragged = self._dragged, None
        shown = self.column_at(event.screen_x, event.screen_y)
        task = self.board.find(dragged) if dragged is not None else None
        if task is None:
            return
        self.say_moving("")
        if shown is None:
            return
        if shown.column.state is not task.state:
            await self._move(task, shown.column.state)
            return
        beside = shown.card_on(event.screen_y - shown.region.y)
        if beside is not None and beside.id != task.id and command_builders.allowed("reorder", self.board, (task,)):
            order = [card.id for card in shown.cards]
            is_up = order.index(beside.id) < order.index(task.id)
            before, after = (beside.id, None) if is_up else (None, beside.id)
            reorder = c.Reorder(task.id, before=before, after=after)
            cast(BoardApp, self.app).carry_out(reorder, after=lambda _: self.go_to_task(task.id), quiet=True)

    async def _move(self, task: Task, target: State) -> None:
        """Move a task to a column, as its keys would: waiting asks on whom."""
        app = cast(BoardApp, self.app)

        def carry_out(command: c.Command) -> None:
            app.carry_out(command, after=lambda _: self.go_to_task(task.id))

        command = command_builders.move_to((task,), target)
        if command is not None:
            carry_out(command)
        else:
            await app.ask(on_demand.WaitForm(self.board, task), carry_out)

    # --- the right button

    def show_menu(self) -> None:
        """Offer what can be done to the task under the cursor."""
        tasks = self.targets
        if not tasks:
            return
        acts = [
            act
            for act in ACTS
            if act.group in MENU and act.runs.partition("(")[0] in command_builders.NEEDS_TASK
            if command_builders.allowed(act.runs.partition("(")[0], self.board, tasks)
        ]
        choices = [on_demand.Choice(act.runs, act.about, self.keys.first(act)) for act in acts]
        title = clip(sanitized(tasks[0].title), 50) if len(tasks) == 1 else f"{len(tasks)} selected"

        async def chosen(runs: str | None) -> None:
            if runs is not None:
                await self.run_action(runs)

        self.app.push_screen(on_demand.PickScreen(title, choices, "do it"), chosen)
