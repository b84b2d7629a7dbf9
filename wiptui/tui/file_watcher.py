"""The file watcher: once a second, check whether others wrote to the file or anything is due. An idle board costs next
to nothing.

Expensive checks wait until something changed or some seconds went by. The event loop wakes the watcher, because the
messages of a Textual timer cost ten times as much.
"""

from __future__ import annotations

import asyncio

from wiptui.domain.core.errors import WiptuiError
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.terminal.signals import has_terminal
from wiptui.tui.views.view_models import BoardView

SECONDS, AWAY_SECONDS = 1.0, 2.0
"""Seconds between checks; and while the terminal says that another window is in front."""
REST = 4
"""Cheap checks without a change until a full one."""
HUNG_UP = 129
"""The exit code after the terminal is gone: 128 and the number of SIGHUP, as in shells."""


class FileWatcher:
    """Watches the file for the app. ``on_terminal``: whether there is a terminal that can go away."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self._next: asyncio.TimerHandle | None = None
        self._rested = 0
        self._is_looking = False
        """Whether a thread is reading what somebody else wrote."""
        self._trouble = ""
        self.on_terminal = False
        self.prefetched: BoardView | None = None
        """The view of the board that the thread found, while it is being taken over."""

    def start(self) -> None:
        """Start watching."""
        seconds = SECONDS if self._app.app_focus else AWAY_SECONDS
        self._next = asyncio.get_running_loop().call_later(seconds, self._wake)

    def stop(self) -> None:
        """Stop watching."""
        if self._next is not None:
            self._next.cancel()

    def _wake(self) -> None:
        self.start()
        if not self.is_idle():
            self._app.call_later(self.check)

    def is_idle(self) -> bool:
        """Return whether a cheap check finds nothing changed; at most some times in a row."""
        app = self._app
        self._rested = (self._rested + 1) % REST
        gone = self.on_terminal and not has_terminal()
        return self._rested > 0 and not (
            gone
            or self._trouble
            or app.service.moved()
            or app.settings.moved()
            or app.board_screen.is_due()
            or app.intake.moved()
        )

    def check(self) -> None:
        """Adopt what others wrote and what time changed."""
        app = self._app
        if self.on_terminal and not has_terminal():
            app.exit(return_code=HUNG_UP)
        elif not self._is_looking:
            try:
                self._is_looking = app.service.moved()
                if self._is_looking:
                    app.run_worker(self._adopt(), group="look")
                elif app.intake.moved():
                    self._is_looking = True
                    app.run_worker(self._take_in(), group="look")
                else:
                    app.board_screen.tick()
                    self._looked()
            except WiptuiError as error:
                self._say(error)

    async def _adopt(self) -> None:
        """Adopt what somebody else wrote. A thread reads and merges, so nobody who types has to wait."""
        try:
            self.prefetched = await asyncio.to_thread(self._prefetch)
            if self.prefetched is not None:
                self._app.service.adopt(self.prefetched.board)
            self._looked()
        except WiptuiError as error:
            self._say(error)
        finally:
            self.prefetched, self._is_looking = None, False

    async def _take_in(self) -> None:
        """Take what a phone wrote down. A thread reads it."""
        try:
            self._app.intake.take(await asyncio.to_thread(self._app.intake.look))
            self._app.board_screen.tick()
            self._looked()
        finally:
            self._is_looking = False

    def _prefetch(self) -> BoardView | None:
        board = self._app.service.prefetch()
        return self._app.board_screen.prepare(board) if board is not None else None

    def _looked(self) -> None:
        """Apply everything else that time may have changed, now that the file could be read."""
        self._trouble = ""
        self._app.looked()

    def _say(self, error: WiptuiError) -> None:
        """Say once, and not each second, that the file cannot be read just now."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            title = "The board may be out of date"
            self._app.notify(str(error), title=title, severity="error", timeout=10, markup=False)
