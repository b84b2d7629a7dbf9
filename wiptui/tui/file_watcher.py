"""The lookout: once a second, whether others wrote into the file, or anything is due; a board that rests costs next to
nothing.

What costs more than a few looks at files is left until something moved, or some seconds went by. It is the event loop
that wakes the lookout, and no timer of Textual's, whose messages cost ten times what they are sent for.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wiptui.domain.core.errors import WiptuiError
from wiptui.tui.terminal.signals import has_terminal

if TYPE_CHECKING:
    from wiptui.tui.app import WiptuiApp
    from wiptui.tui.views.view_models import Look

SECONDS, AWAY_SECONDS = 1.0, 2.0
"""From look to look; and where the terminal says that another window is in front."""
REST = 4
"""Looks at which nothing moved, until everything is gone through all the same."""
HUNG_UP = 129
"""The exit code after a terminal that went away: 128 and the number of SIGHUP, as shells have it."""


class FileWatcher:
    """Looks for the app. ``on_terminal``: whether there is a terminal that can go away."""

    def __init__(self, app: WiptuiApp) -> None:
        self._app = app
        self._next: asyncio.TimerHandle | None = None
        self._rested = 0
        self._is_looking = False
        """Whether a thread is looking at what somebody else wrote."""
        self._trouble = ""
        self.on_terminal = False
        self.prefetched: Look | None = None
        """The look of the board that the thread found, while it is being taken over."""

    def begin(self) -> None:
        """Look from now on."""
        seconds = SECONDS if self._app.app_focus else AWAY_SECONDS
        self._next = asyncio.get_running_loop().call_later(seconds, self._wake)

    def end(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()

    def _wake(self) -> None:
        self.begin()
        if not self.rests():
            self._app.call_later(self.look)

    def rests(self) -> bool:
        """Whether nothing moved, as far as a glance can tell; not more than some times in a row."""
        app = self._app
        self._rested = (self._rested + 1) % REST
        gone = self.on_terminal and not has_terminal()
        return self._rested > 0 and not (
            gone or self._trouble or app.service.moved() or app.settings.moved() or app.board_screen.is_due()
        )

    def look(self) -> None:
        """Take in what others wrote, and what came with time."""
        app = self._app
        if self.on_terminal and not has_terminal():
            app.exit(return_code=HUNG_UP)
        elif not self._is_looking:
            try:
                self._is_looking = app.service.moved()
                if self._is_looking:
                    app.run_worker(self._take_in(), group="look")
                else:
                    app.board_screen.tick()
                    self._looked()
            except WiptuiError as error:
                self._say(error)

    async def _take_in(self) -> None:
        """Take in what somebody else wrote. Reading and healing are for a thread: nobody who types has to wait."""
        try:
            self.prefetched = await asyncio.to_thread(self._prefetch)
            if self.prefetched is not None:
                self._app.service.adopt(self.prefetched.board)
            self._looked()
        except WiptuiError as error:
            self._say(error)
        finally:
            self.prefetched, self._is_looking = None, False

    def _prefetch(self) -> Look | None:
        board = self._app.service.prefetch()
        return self._app.board_screen.made(board) if board is not None else None

    def _looked(self) -> None:
        """The file could be read: go on with everything else that time may have changed."""
        self._trouble = ""
        self._app.looked()

    def _say(self, error: WiptuiError) -> None:
        """Say once, and not each second, that the file cannot be read just now."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            title = "The board may be out of date"
            self._app.notify(str(error), title=title, severity="error", timeout=10, markup=False)
