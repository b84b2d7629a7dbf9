"""Drift on an open board: once a minute it looks where the person works, and tells one quiet line if that is not where
the focus is.
"""

from __future__ import annotations

from contextlib import suppress

from wiptui.domain import commands as c
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.tasks.task import State, Task
from wiptui.noticed.beside import Noticed
from wiptui.noticed.drift import belongs_here, drift_to_tell, drift_words, leave, sample_terminals, tasks_of
from wiptui.sensing import kept, log_file
from wiptui.sensing.compare import Drift
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.screens.dialogs.pick import Choice, PickScreen
from wiptui.tui.views.styled_text import sanitized

MINUTE_MS = 60_000
MOVE, NOTE, HERE, TODAY = "move", "note", "here", "today"


class DriftWatch:
    """Watches for the app; it writes nothing unless the person turned sensing on."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self._looked = 0
        self.drift: Drift | None = None

    def tick(self) -> None:
        """Look again if a minute has passed."""
        now = to_ms(self._app.service.clock.now())
        if 0 <= now - self._looked < MINUTE_MS:
            return
        before, self._looked = self._looked, now
        if log_file.is_on():
            with suppress(OSError):  # the disk is full; nothing is lost but a line
                sample_terminals(before // 1000 or now // 1000 - 60)
        self.look()

    def look(self) -> None:
        """Show what there is to tell now."""
        if not log_file.is_on():
            self._show(None, "")
            return
        noticed = self._noticed()
        drift = drift_to_tell(noticed)
        self._show(drift, sanitized(drift_words(noticed, drift)) if drift is not None else "")

    def _show(self, drift: Drift | None, words: str) -> None:
        self.drift = drift
        self._app.board_screen.show_drift(words)

    def _noticed(self) -> Noticed:
        return Noticed(self._app.service.board(), self._app.settings.config)

    # --- the answer

    def decide(self) -> None:
        """Ask what the drift is; without one, say so."""
        drift = self.drift
        if drift is None:
            self._app.say("You were not seen anywhere else than your focus.")
            return
        noticed = self._noticed()
        name = noticed.name_of(drift.target)
        choices = [
            Choice(MOVE, "Move the focus there", name),
            Choice(NOTE, "Note an interruption, and stay with the focus"),
            Choice(HERE, "It belongs to the focus", noticed.name_of(drift.focus)),
            Choice(TODAY, "Do not tell it again today"),
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._answered(answer, drift)

        self._app.push_screen(PickScreen(drift_words(noticed, drift), choices, "take it"), chosen)

    def _answered(self, answer: str, drift: Drift) -> None:
        noticed = self._noticed()
        try:
            if answer == MOVE:
                self._move(noticed, drift)
            elif answer == NOTE:
                self._app.carry_out(c.Interrupt("", noticed.name_of(drift.target)))
                leave(noticed, drift, kept.NO)
            elif answer == HERE:
                belongs_here(noticed, drift)
            else:
                leave(noticed, drift, kept.TODAY)
        except OSError as error:
            raise WiptuiError(f"The answer cannot be kept: {error.strerror or error}.") from None
        self.look()

    def _move(self, noticed: Noticed, drift: Drift) -> None:
        tasks = tasks_of(noticed, drift)
        if not tasks:
            self._app.say(f"There is no open task of {sanitized(noticed.name_of(drift.target))}.", warn=True)
        elif len(tasks) == 1:
            self._focus(tasks[0])
        else:
            choices = [Choice(task, task.title, task.state.value) for task in tasks]
            self._app.push_screen(PickScreen("Which one?", choices, "focus it"), self._focus)

    def _focus(self, task: Task | None) -> None:
        if task is not None:
            self._app.carry_out(c.FocusOn(task.id) if task.state is State.DOING else c.Start((task.id,)))
            self.look()
