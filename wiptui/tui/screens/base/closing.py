"""Close a screen once, and never another screen in its place."""

from __future__ import annotations

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class ClosesOnce(Screen[ScreenResultType]):
    """A screen that closes once.

    Textual removes the top screen, so a screen below another one waits until that one has closed.
    """

    _has_answered = False
    _late: tuple[ScreenResultType | None] | None = None

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close with an answer as soon as this screen is on top; ignore a second answer."""
        if not self._has_answered and self.is_active:
            self._has_answered = True
            return super().dismiss(result)
        self._late = self._late or (result,)
        nothing: AwaitComplete = AwaitComplete.nothing()  # type: ignore[no-untyped-call]
        return nothing

    @on(events.ScreenResume)
    def _dismiss_late(self) -> None:
        if self._late is not None:
            self.dismiss(self._late[0])
