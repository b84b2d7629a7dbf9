"""The pane with the task under the cursor, mixed into the board's screen."""

from __future__ import annotations

from typing import Any, cast

from wiptui.domain.board import Board
from wiptui.domain.tasks.task import Task
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.screens import on_demand
from wiptui.tui.views.board_layout import NO_PANE, PANE_COLUMNS, PANE_ROWS, PaneRoom, pane_room
from wiptui.tui.widgets.styled_widget import StyledScreen


class PaneActions(StyledScreen):
    """Opens and closes the pane, and keeps it where it has room."""

    @property
    def board(self) -> Board:
        raise NotImplementedError

    @property
    def current(self) -> Task | None:
        """The task under the cursor."""
        raise NotImplementedError

    def _arrange(self) -> None:
        raise NotImplementedError

    wants_pane = False
    _pane: Any = None

    @property
    def pane_room(self) -> PaneRoom:
        """The room of the pane; none while it is closed or the terminal is too small."""
        return pane_room(*self.app.size) if self.wants_pane else NO_PANE

    def action_pane(self) -> None:
        """Show all of the task under the cursor beside the board, or no longer."""
        if not self.wants_pane and not pane_room(*self.app.size):
            said = f"The pane needs {PANE_COLUMNS} columns and {PANE_ROWS} lines; enter opens the task."
            cast(BoardApp, self.app).say(said)
            return
        self.wants_pane = not self.wants_pane
        self._arrange()

    def _place_pane(self) -> None:
        """Put the pane where it has room now, or away."""
        room = self.pane_room
        if self._pane is not None and (not room or self._pane.is_below != bool(room.below)):
            self._pane.remove()
            self._pane = None
        if room and self._pane is None:
            self._pane = on_demand.TaskPane(lambda: (self.board, self.current), is_below=bool(room.below))
            if room.below:
                self.mount(self._pane, before="#hint")
            else:
                self.query_one("#columns").mount(self._pane)
        if self._pane is not None:
            self._pane.styles.height = room.below or "1fr"

    def _show_pane(self) -> None:
        """Show the present task in the pane, if it is open."""
        if self._pane is not None:
            self._pane.refresh()
