"""Dispatch changes from the board and show the results. A dialog closes when its change is saved.

A refused save keeps the dialog open with everything that was typed, and says why. While another process holds the data
file, the change waits and the board still answers keys. The change is tried again until it is saved or withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.widget import AwaitMount

from wiptui.domain.commands import Command, Edit, Restore
from wiptui.domain.core.errors import FileBusy, TaskBlocked, WiptuiError
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import Task
from wiptui.faults import keep_typed
from wiptui.outcome import Outcome
from wiptui.tui.actions import command_builders, hints
from wiptui.tui.app_protocol import Answered, BoardApp
from wiptui.tui.screens import on_demand
from wiptui.tui.views.styled_text import clip, sanitized
from wiptui.updates import Updated

if TYPE_CHECKING:
    from wiptui.tui.widgets.dialogs.dialog import DialogScreen


PATIENCE_S, RETRY_S = 0.1, 0.4
"""How long a change waits for the lock of the data file while keys wait too, and the time between retries."""
UNDOING = Restore(())
"""The panel's stand-in for an undo, whose changes come from the undo journal."""


@dataclass(frozen=True)
class ChangeRequest:
    """A requested change."""

    do: Callable[[], Outcome | Refusal]
    command: Command
    after: Answered | None = None
    quiet: bool = False
    ask: bool = True
    dialogs: tuple[DialogScreen[Any], ...] = ()
    """The dialogs that asked for it, topmost first. They close when it is saved."""
    typed: tuple[str, ...] = ()
    """The text in the topmost dialog when the change was requested."""


class Dispatcher:
    """Carries out changes for the app, see :meth:`wiptui.tui.app.WiptuiApp.carry_out`."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self._answering: tuple[DialogScreen[Any], ...] = ()
        """The dialogs whose answer is being carried out, topmost first."""
        self._held: set[DialogScreen[Any]] = set()
        """Those of them whose change is not saved yet."""
        self._waiting: list[ChangeRequest] = []
        self._said = ""
        """The message about the process that holds the data file."""
        self._is_warned = False

    # --- dialogs that ask for changes

    def ask(
        self, dialog: DialogScreen[Any], then: Callable[[Any], None], left: Callable[[], None] | None = None
    ) -> AwaitMount:
        """Show a dialog and pass its answers to ``then`` until the change that ``then`` carries out is saved.

        ``left`` is called if the dialog closes without that.
        """

        def closed(_: object) -> None:
            self._waiting = [change for change in self._waiting if dialog not in change.dialogs]
            if not dialog.is_done and left is not None:
                left()

        dialog.take_answer = lambda answer: self._take(dialog, then, answer)
        shown: AwaitMount = self._app.push_screen(dialog, closed)
        return shown

    def _take(self, dialog: DialogScreen[Any], then: Callable[[Any], None], answer: Any) -> None:
        before, self._answering = self._answering, (*self._answering, dialog)
        self._held.discard(dialog)
        try:
            then(answer)
        except WiptuiError as error:
            self._hold(self._answering, str(error))
        finally:
            self._answering = before
        if dialog not in self._held:
            dialog.finish()

    def _hold(self, dialogs: tuple[DialogScreen[Any], ...], why: str) -> None:
        """Keep the dialogs open, with the reason if there is one."""
        self._held.update(dialogs)
        if dialogs:
            dialogs[0].stay(why)

    # --- carrying out

    def carry_out(self, command: Command, after: Answered | None, quiet: bool, ask: bool) -> bool:
        """Dispatch a command and show the result; return True if it was done."""
        return self.do(lambda: self._app.service.dispatch(command), command, after, quiet, ask)

    def do(
        self,
        do: Callable[[], Outcome | Refusal],
        command: Command,
        after: Answered | None = None,
        quiet: bool = False,
        ask: bool = True,
        beneath: tuple[DialogScreen[Any], ...] = (),
    ) -> bool:
        """Make the change of ``command``. ``beneath``: dialogs that close together with the answering ones."""
        dialogs = (*self._answering, *beneath)
        typed = dialogs[0].typed if dialogs else ()
        change = ChangeRequest(do, command, after, quiet, ask, dialogs, typed)
        if self._waiting:
            self._wait(change)
            if self._try_again():
                return True
            self._say_waiting(change)
            return False
        return self._settle(change)

    def _settle(self, change: ChangeRequest) -> bool:
        app = self._app
        try:
            before = app.service.board()
            answer = change.do()
        except TaskBlocked as error:
            self._ask_about_blockers(before.task(error.task), change)
            return False
        except FileBusy as error:
            said = f"Waiting for {error.holder}, which holds the data file. This is saved as soon as it lets go."
            is_news, self._said = said != self._said, said
            self._wait(change)
            if is_news or change.dialogs:
                self._say_waiting(change)
            return False
        except WiptuiError as error:
            kept = keep_typed(change.typed, app.service.clock.now()) if isinstance(error, Updated) else ""
            self._hold(change.dialogs, f"Not saved. {error}{kept}")
            if not change.dialogs:
                app.say_error(error)
            return False
        if isinstance(answer, Refusal):
            self._open_panel(answer, change)
            return False
        for dialog in change.dialogs:
            dialog.finish()
        if self._said:
            self._said, self._is_warned = "", False
            app.clear_notifications()
        board = app.service.board()
        words = "" if change.quiet else "\n".join([answer.words, *hints.hint_lines(before, board, change.command)])
        if change.after is not None:
            change.after(answer)
        left = hints.unfinished_left(before, board) if change.ask and change.command is not UNDOING else None
        if left is not None:
            self._ask_next_step(left, words)
        else:
            app.say(words, undo=command_builders.undoable(change.command))
        return True

    # --- waiting for the data file

    def may_leave(self) -> bool:
        """Return whether the app may close: no change waits, or the person was told."""
        if not self._waiting or self._is_warned:
            return True
        self._is_warned = True
        self._app.say_waiting(f"{self._said} The same key once more leaves without it.")
        return False

    def _wait(self, change: ChangeRequest) -> None:
        """Try a change again later; another answer of the same dialog replaces the earlier one."""
        if not self._waiting:
            self._app.set_timer(RETRY_S, self._look_again)
        self._held.update(change.dialogs)
        mine = change.dialogs[:1]
        rest = [other for other in self._waiting if not mine or other.dialogs[:1] != mine]
        if mine or all(other.command != change.command for other in rest):
            rest.append(change)
        self._waiting = rest

    def _say_waiting(self, change: ChangeRequest) -> None:
        if change.dialogs:
            change.dialogs[0].stay(self._said)
        else:
            self._app.say_waiting(self._said)

    def _look_again(self) -> None:
        self._try_again()
        if self._waiting:
            self._app.set_timer(RETRY_S, self._look_again)

    def _try_again(self) -> bool:
        """Try the waiting changes in order; return True if none is left."""
        waiting, self._waiting = self._waiting, []
        while waiting and not self._waiting:
            change = waiting.pop(0)
            if change.dialogs and change.dialogs[0].typed != change.typed:
                change.dialogs[0].stay("Not saved yet: it was changed while the data file was held.")
            else:
                self._settle(change)
        self._waiting += waiting
        return not self._waiting

    # --- questions about a change

    def _ask_about_blockers(self, task: Task, change: ChangeRequest) -> None:
        app = self._app

        def chosen(answer: int) -> None:
            if answer == on_demand.ANYWAY:
                app_command = command_builders.anyway(change.command)
                self.do(lambda: app.service.dispatch(app_command), app_command, change.after, beneath=change.dialogs)
            else:
                for dialog in (*self._answering, *change.dialogs):
                    dialog.finish()
                app.board_screen.go_to_task(answer)

        self._hold(change.dialogs, "")
        self.ask(on_demand.BlockedScreen(app.service.board(), task), chosen)

    def _ask_next_step(self, task: Task, words: str) -> None:
        """Ask for the next step of the task that lost the focus, then show the message."""
        app = self._app

        def answered(text: str) -> None:
            if text and text != task.next_step:
                app.carry_out(Edit(task.id, {"next_step": text}), after=lambda _: app.say(words), quiet=True)
            else:
                app.say(words)

        question = f"Next step when you come back to “{clip(sanitized(task.title), 60)}”?"
        dialog = on_demand.AskLine(question, hint="Enter skips", value=task.next_step or "", about=task.id)
        self.ask(dialog, answered, left=lambda: app.say(words))

    def _open_panel(self, refusal: Refusal, change: ChangeRequest) -> None:
        service = self._app.service

        def chosen(way: Command | on_demand.SkipUndo) -> None:
            if isinstance(way, on_demand.SkipUndo):
                self.do(lambda: service.undo(skip=True), change.command, beneath=change.dialogs)
            else:
                self.do(lambda: service.dispatch(way), way, change.after, ask=False, beneath=change.dialogs)

        self._hold(change.dialogs, "")
        self.ask(on_demand.PanelScreen(service.board(), refusal, change.command), chosen)
