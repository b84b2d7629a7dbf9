"""The app: passes commands to the service, shows the results, and watches the file for changes from elsewhere."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.actions import ActionParseResult
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerFailed

from wiptui.browsing import open_link
from wiptui.domain.commands import Command
from wiptui.domain.core.clock import monotonic
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.focus.timer import Timer
from wiptui.mirror.intake import Intake
from wiptui.service import Service
from wiptui.tui.actions.dispatching import PATIENCE_S, UNDOING, Dispatcher
from wiptui.tui.actions.refused import refused_words
from wiptui.tui.app_protocol import Answered
from wiptui.tui.file_watcher import FileWatcher
from wiptui.tui.first_picture import colours
from wiptui.tui.first_picture.kept import Keep, prepare
from wiptui.tui.first_picture.paint import Picture
from wiptui.tui.focus_watch import FocusWatch
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.keys.screen_keys import whole_prefix
from wiptui.tui.screens import on_demand
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.settings import Settings
from wiptui.tui.terminal.input_queue import ACTING, InputQueue
from wiptui.tui.terminal.signals import Signals, has_terminal, terminal_writer
from wiptui.tui.toasts import Toasts
from wiptui.tui.unexpected_errors import close_screen_of, screen_of_error
from wiptui.tui.views.styled_text import sanitized
from wiptui.tui.views.view_models import BoardView
from wiptui.updates import Updated, Watch, watch

if TYPE_CHECKING:
    from wiptui.tui.widgets.dialogs.dialog import DialogScreen

HERE = Path(__file__).parent
OFTEN = 2_000
"""New objects between two garbage collections while a board is open."""


def _palette() -> type[Provider]:
    return on_demand.Everything


class WiptuiApp(Toasts):
    """wiptui in a terminal."""

    TITLE = "wiptui"
    CSS_PATH = [HERE / "app.tcss", HERE / "screens" / "board.tcss"]
    BINDINGS = Keymap().bindings("app")
    COMMANDS: ClassVar[set[Any]] = {_palette}
    NOTIFICATION_TIMEOUT = 4
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        service: Service,
        *,
        keymap: Keymap | None = None,
        settings: Settings | None = None,
        awake: Callable[[], float] = monotonic,
        view: BoardView | None = None,
        picture: Picture | None = None,
        keeps: bool = False,
        trouble: str = "",
    ) -> None:
        self.picture = picture
        """What is on the terminal until the board is."""
        self.keeps = keeps
        self.trouble = trouble
        """What is wrong with the settings at the start, shown once."""
        super().__init__()
        self.service = service
        service.wait_for_lock("", PATIENCE_S)
        self.settings = settings or Settings()
        self.intake = Intake(service, self.settings.config, self.carry_out)
        self.keys = keymap or self.settings.keymap()
        self.settings.colour(self)
        if self.keys.own:
            self.set_keymap(self.keys.own)
        self.board_screen = BoardScreen(service, self.keys, self.settings, view)
        self.dispatcher = Dispatcher(self)
        self.focus_watch = FocusWatch(self, awake)
        self.file_watcher = FileWatcher(self)
        self._drift: on_demand.DriftWatch | None = None
        self.timer = Timer(self.settings.rhythm)
        self.signals = Signals(None)
        self._on_terminal = False
        self.updates: Watch | None = None
        """Checks whether wiptui was updated, on a terminal."""
        self.contains_faults = False
        """Whether an error closes its screen, or the board, with a sentence; in a test it is raised."""
        self.fault: WiptuiError | None = None
        """The error that ended the board."""
        self.drafts: dict[str, dict[str, str]] = {}
        """Text that was typed into a dialog and left with esc, by the question."""
        self.input_queue = InputQueue(self, super().on_event)

    def get_default_screen(self) -> Screen[Any]:
        return self.board_screen

    def exit(self, *args: Any, **more: Any) -> None:
        """Leave. What is known of the focus is saved before the screen goes."""
        self.input_queue.close()
        self.focus_watch.close()
        self._keep_colours()
        super().exit(*args, **more)

    def on_mount(self) -> None:
        self.service.subscribe(self._changed)
        self.file_watcher.start()
        self.app_suspend_signal.subscribe(self, lambda _: self.input_queue.clear())  # typed for the other program
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))  # the screen is empty after ctrl+z
        if self.trouble:
            self.notify(self.trouble, severity="warning", timeout=12, markup=False)
        self.say_notes()
        self.call_after_refresh(self._come_to_rest)
        if not self.is_headless:
            self.updates, self.contains_faults = watch(), True
        if not self.is_headless and not self.is_web:
            self.signals = Signals(terminal_writer())
            self._on_terminal = self.file_watcher.on_terminal = has_terminal()
        self._tell_terminal()

    def _come_to_rest(self) -> None:
        """Freeze the objects of the opened board, so that the garbage collector does not scan them again and again."""
        if not self.is_headless:
            gc.freeze()
            gc.set_threshold(OFTEN)
        self.focus_watch.open()

    def on_unmount(self) -> None:
        self.file_watcher.stop()
        self.signals.close()
        self.focus_watch.close()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, ACTING) and not event.is_forwarded:
            self.focus_watch.touch()
            if not self.input_queue.admits(event):
                return
        await super().on_event(event)

    # --- unexpected errors

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do the action of a key.

        An error that was seen coming is shown; an unexpected one closes the screen it came from. A key that makes no
        sense now says why.
        """
        try:
            if await super().run_action(action, default_namespace, namespaces):
                return True
            why = refused_words(default_namespace, action)
            self.say(why)
            return bool(why)
        except WiptuiError as error:
            self.say_error(error)
        except Exception as error:
            if not self.contains_faults:
                raise
            close_screen_of(self, error, self.screen)
        return True

    def _handle_exception(self, error: Exception) -> None:
        """Handle an uncaught error in place of Textual's traceback. Textual offers no other hook for it."""
        if not self.contains_faults:
            super()._handle_exception(error)
        elif isinstance(error, WorkerFailed):
            close_screen_of(self, error.error, None)
        else:
            close_screen_of(self, error, screen_of_error(error) or self.board_screen)

    # --- changes

    def carry_out(
        self, command: Command, *, after: Answered | None = None, quiet: bool = False, ask: bool = True
    ) -> bool:
        """Dispatch a command and show the result; return True if it was done.

        A refusal opens the decision panel, and the chosen way out replaces the command. ``after`` is called with the
        outcome of what was done in the end. ``quiet`` shows nothing for a success that anybody can see. If the focus
        leaves unfinished work, its next step is asked for, unless ``ask`` is off.
        """
        return self.dispatcher.carry_out(command, after, quiet, ask)

    def ask(
        self, dialog: DialogScreen[Any], then: Callable[[Any], None], left: Callable[[], None] | None = None
    ) -> AwaitMount:
        """Show a dialog that asks for a change. It stays until the change is saved. See :class:`Dispatcher`."""
        return self.dispatcher.ask(dialog, then, left)

    def jump_to(self, task_id: int) -> None:
        """Go to a task: the cursor to it on the board, or its details if it is not there."""
        self.board_screen.go_to_task(task_id)
        current = self.board_screen.current
        if current is None or current.id != task_id:
            self.push_screen(on_demand.Details(self.service, task_id))

    def undo(self) -> None:
        """Undo the last change. If the gate refuses, the panel opens, which can also skip it."""
        self.dispatcher.do(self.service.undo, UNDOING)

    def redo(self) -> None:
        """Redo the last undo."""
        self.dispatcher.do(self.service.redo, UNDOING)

    def may_leave(self) -> bool:
        return self.dispatcher.may_leave()

    def check_in(self) -> None:
        self.focus_watch.check_in()

    def decide_drift(self) -> None:
        self._drift_watch().decide()

    def _drift_watch(self) -> on_demand.DriftWatch:
        if self._drift is None:
            self._drift = on_demand.DriftWatch(self)
        return self._drift

    def leaving_ends_focus(self) -> bool:
        return self.focus_watch.worth_asking()

    def _keep_colours(self) -> None:
        """Keep the colours of this theme on this terminal for the next first picture."""
        if self._on_terminal and self.keeps and self.board_screen.is_mounted:
            colours.keep(colours.depends_on(self.settings.config, os.environ), self.board_screen.colours())

    def keep_picture(self, keep: Keep) -> None:
        """Pass on what a board that opens now would show, if that is known without reading again."""
        view = self.board_screen.assessed
        if self._on_terminal and view is not None and not self.service.notes():
            kept = prepare(view, self.settings, self.keys)
            if kept is not None:
                keep(self.service, view.board, kept)

    # --- changes from elsewhere, and time

    def _changed(self) -> None:
        self.board_screen.read_again(self.file_watcher.prefetched)
        self._tell_terminal()

    def looked(self) -> None:
        """Apply everything else that time may have changed, now that the file could be read."""
        self.follow_settings()
        self.focus_watch.tick()
        if self.keeps:  # the person's own board, and not a demo
            self._drift_watch().tick()
        self._say_updated()
        self._tell_terminal()
        self.say_notes()

    def _say_updated(self) -> None:
        """Say once that wiptui was updated; the loaded version goes on."""
        if self.updates is not None and self.updates.is_updated():
            self.updates = None
            self.say_waiting(str(Updated()))

    def follow_settings(self) -> None:
        """Apply a changed settings file; an invalid one is reported and changes nothing."""
        try:
            changed = self.settings.look()
        except WiptuiError as error:
            self.say_error(error)
            return
        if changed:
            self.intake = Intake(self.service, self.settings.config, self.carry_out)
            self.keys = self.settings.keymap()
            self.set_keymap(self.keys.own)
            self.settings.colour(self)
            self.timer.follow(self.settings.rhythm)
            self.board_screen.follow_settings(self.keys)
            for screen in self.screen_stack:
                for lines in screen.query("Lines"):
                    lines.refresh(layout=True)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open a link in a graphical browser; if there is none, show the address, since a text browser would take
        the keys.
        """
        if self.is_web:
            super().open_url(url, new_tab=new_tab)
        elif not open_link(url, in_terminal=False):
            self.clear_notifications()
            self.notify(f"No browser here: {sanitized(url)}", timeout=60, markup=False)

    # --- actions of every screen

    def show_focus(self) -> None:
        """Show the focus view, with the timer as it was left."""
        self.push_screen(on_demand.FocusScreen(self.service, self.timer, self.ring))

    def ring(self, words: str) -> None:
        """Notify the person, also when another window is in front."""
        self.say(words)
        self.signals.notify(words, self.settings.config)

    def _tell_terminal(self) -> None:
        self.signals.show(self.board_screen.board, self.settings.config)

    def action_settings(self, name: str = "") -> None:
        if not isinstance(self.screen, on_demand.SettingsScreen):
            self.push_screen(on_demand.SettingsScreen(self.settings, name))

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, on_demand.Palette):
            self.push_screen(on_demand.Palette())

    def action_help_quit(self) -> None:
        """Answer ctrl+c with a hint; it leaves nothing."""
        self.say(f"{self.keys.key('quit')} leaves the board, ctrl+q leaves at once")

    def action_help(self) -> None:
        if not isinstance(self.screen, on_demand.HelpScreen):
            self.push_screen(on_demand.HelpScreen(self.keys, whole_prefix(self.screen)))
