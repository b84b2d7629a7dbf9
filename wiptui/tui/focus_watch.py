"""The focus heartbeat in the terminal: started with the board, told of time and keys, and asking about undecided
time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from textual.screen import ModalScreen

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.clock import monotonic
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.dates.length import length_text
from wiptui.domain.focus.checkin import Away, Undecided, undecided
from wiptui.domain.focus.resume_cue import Cue, cue_of, left_last, moment
from wiptui.focus_heartbeat import FocusHeartbeat, Recovered
from wiptui.tui.actions.hints import GLANCE_S
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.screens import on_demand
from wiptui.tui.views.styled_text import clip, sanitized

WIDTH = 60


def _span(marks: Sequence[Undecided]) -> str:
    """``42 min are``, ``9 h 05 min are``."""
    return f"{length_text(timedelta(minutes=sum(mark.minutes for mark in marks)))} are"


class FocusWatch:
    """Runs the focus heartbeat for the app. ``awake``: seconds of a clock that stops while the machine sleeps.

    The file watcher reports an unreadable file; here the action is tried again.
    """

    def __init__(self, app: BoardApp, awake: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._awake = awake
        self._heartbeat: FocusHeartbeat | None = None
        self._why: dict[int, str] = {}
        self._asking = False

    def open(self) -> None:
        """Start with the board: show where the person was, what a crash left, and undecided time."""
        try:
            self._heartbeat = FocusHeartbeat(self._app.service, self._awake())
            recovered, away = self._heartbeat.open(self._awake())
            board = self._app.service.board()
        except WiptuiError:
            return
        words = "\n".join(self._welcome(board, recovered))
        if words:
            self._app.notify(words, timeout=8, markup=False)
        self._ask_about(away)

    def tick(self) -> None:
        """Handle a second that has passed."""
        self._heard(lambda heartbeat: heartbeat.tick(self._awake()))

    def touch(self) -> None:
        """Note that the person is here."""
        self._heard(lambda heartbeat: heartbeat.touch(self._awake()))

    def close(self) -> None:
        """Stop with the board."""
        heartbeat, self._heartbeat = self._heartbeat, None
        if heartbeat is not None:
            try:
                heartbeat.close()
            except WiptuiError:
                return

    def _heard(self, look: Callable[[FocusHeartbeat], Away | None]) -> None:
        if self._heartbeat is None:
            return
        try:
            self._ask_about(look(self._heartbeat))
        except WiptuiError:
            return

    # --- messages

    def _welcome(self, board: Board, recovered: Recovered | None) -> list[str]:
        said = []
        if recovered is not None:
            task = board.find(recovered.task)
            name = f"“{clip(sanitized(task.title), WIDTH)}”" if task is not None else "the last task"
            at = moment(recovered.at, board.at, board.zone)
            said.append(f"wiptui broke off: the focus on {name} ended at {at}, an estimate.")
        last = left_last(board)
        if last is not None:
            cue: Cue | None = cue_of(board, last[0], board.at)
            if cue is not None:
                said += [f"“{clip(sanitized(last[0].title), WIDTH)}”", clip(sanitized(cue.describe(board)), 2 * WIDTH)]
        open_marks = undecided(board)
        if open_marks:
            said.append(f"{_span(open_marks)} unassigned: {self._key} decides.")
        return said

    @property
    def _key(self) -> str:
        return self._app.keys.key("check-in") or "the palette"

    # --- the check-in

    def _ask_about(self, away: Away | None) -> None:
        if away is None:
            return
        for mark in undecided(self._app.service.board()):
            if mark.start <= away.start < mark.end:
                self._why[mark.stint] = away.why
        self._app.call_later(self._ask_or_say)

    def _ask_or_say(self) -> None:
        """Never open the question over a form that somebody may be typing into; show a line instead."""
        if isinstance(self._app.screen, ModalScreen):
            marks = undecided(self._app.service.board())
            if marks and not self._asking:
                self._app.say(f"{_span(marks[-1:])} unassigned: {self._key} decides.")
        else:
            self.check_in()

    def check_in(self) -> None:
        """Ask about the undecided marks one after the other; esc leaves the rest for later."""
        board = self._app.service.board()
        marks = undecided(board)
        if not marks:
            self._app.say("There is no open time to decide.")
            return
        if self._asking:
            return

        def answered(command: c.Command) -> None:
            self._app.carry_out(command, after=lambda _: decided())

        def decided() -> None:
            self._asking = False
            if undecided(self._app.service.board()):
                self._app.call_later(self.check_in)

        def left() -> None:
            self._asking = False
            self._app.say(f"Still unassigned. {self._key} decides.")

        self._asking = True
        why = self._why.get(marks[0].stint, "")
        self._app.ask(on_demand.CheckInScreen(board, marks[0], why, len(marks) - 1), answered, left)

    # --- leaving

    def worth_asking(self) -> bool:
        """Return whether the focus that leaving would end is more than a glance."""
        focus = self._app.service.board().focus
        mine = self._heartbeat is not None and self._heartbeat.ends_on_leaving
        now = self._app.service.clock.now()
        return mine and focus is not None and focus.spent(now).total_seconds() >= GLANCE_S
