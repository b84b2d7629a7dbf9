"""``wiptui guide``: the board with one more line, which says the next of six steps."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.screens.limits.decision_panel import PanelScreen
from wiptui.tui.views.guide_steps import Progress
from wiptui.tui.widgets.dialogs.dialog import SHORT, DialogScreen


class GuideLine(Static):
    """What to do now, at the bottom of the screen."""

    DEFAULT_CSS = """
    GuideLine {
        dock: bottom; height: auto; max-height: 3; width: 100%; padding: 0 1;
        background: $accent; color: auto; text-style: bold;
    }
    App:ansi GuideLine { background: ansi_default; color: ansi_default; text-style: reverse; }
    """


class GuidedApp(WiptuiApp):
    """The board on prepared tasks, with a line that follows what the person does. It is left like every board."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.progress = Progress(self.service.board())

    def on_mount(self) -> None:
        self.service.subscribe(self._soon)
        self._soon()

    def push_screen(self, *args: Any, **more: Any) -> Any:
        pushed = super().push_screen(*args, **more)
        self._soon()
        return pushed

    def pop_screen(self) -> Any:
        popped = super().pop_screen()
        self._soon()
        return popped

    def _soon(self) -> None:
        self.call_after_refresh(self._look)

    def _look(self) -> None:
        """Go on if the step is done, and say what comes on the screen that is in front."""
        self.progress.see(self.service.board(), is_refused=isinstance(self.screen, PanelScreen))
        if isinstance(self.screen, BoardScreen | DialogScreen):
            self._say(self.screen, self.progress.words(self.keys, is_small=self.size.height < SHORT))

    def _say(self, screen: Screen[Any], words: str) -> None:
        line = next(iter(screen.query(GuideLine)), None)
        if line is None:
            screen.mount(GuideLine(words, markup=False))
        else:
            line.update(words)
