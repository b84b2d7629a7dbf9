"""What every screen over the board's data shares: it is told of each change while it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual import events, on
from textual.message_pump import MessagePump

from wiptui.domain.board import Board
from wiptui.domain.core.errors import WiptuiError
from wiptui.service import Service
from wiptui.tui.app_protocol import BoardApp


class Following(MessagePump):
    """Keeps ``board`` up to date and calls ``show_board`` after each change, here or elsewhere."""

    service: Service
    board: Board
    _unsubscribe: Callable[[], None] | None = None

    def follow(self, service: Service) -> None:
        """Begin with the present board. Raises DataFileError."""
        self.service = service
        self.board = service.board()

    @on(events.Mount)
    def _subscribe(self) -> None:
        self._unsubscribe = self.service.subscribe(self.read_again)

    @on(events.Unmount)
    def _leave_alone(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    def read_again(self) -> None:
        """Read the board again. If the file cannot be read, the screen stays and the app reports it once."""
        try:
            self.board = self.service.board()
        except WiptuiError as error:
            self.show_trouble(error)
        else:
            self.show_board()

    def show_board(self) -> None:
        """Show the present board."""

    def show_trouble(self, error: WiptuiError) -> None:
        """Show that the board cannot be read just now."""

    @property
    def wiptui(self) -> BoardApp:
        """The app, which carries out commands and shows their results."""
        return cast(BoardApp, self.app)

    def action_undo(self) -> None:
        """Undo the last change."""
        self.wiptui.undo()
