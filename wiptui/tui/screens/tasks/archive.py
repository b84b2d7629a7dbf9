"""What has ended: the archive of done tasks and the trash of dropped ones; searched, opened, and restored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from wiptui.domain import commands as c
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.tasks.task import State, Task
from wiptui.service import Service
from wiptui.tui.keys.shared_bindings import bound, walking
from wiptui.tui.screens.base.following import Following
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.views.styled_text import MUTED, WARN, StyledText, clip, day_name, sanitized, styled, width_of
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking, pointed
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Dialog, DialogScreen, Hint, Hints, keys_in_use
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput
from wiptui.tui.widgets.lines import Lines

SHOWN = 300
"""The most rows to draw; a query finds the rest."""
NAMES = {State.DONE: "Archive", State.DROPPED: "Trash"}
EMPTY = {State.DONE: "Nothing is finished yet.", State.DROPPED: "Nothing was dropped."}


class ArchiveScreen(Following, Walking, DialogScreen[None]):
    """Two lists, newest first: done and dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *walking("archive", pages=True),
        bound("archive.other", "tab,h,l,left,right", "other", "the other list"),
        bound("archive.search", "slash", "search", "search"),
        bound("archive.open", "enter", "open", "open"),
        bound("archive.restore", "r", "restore", "bring it back"),
        bound("archive.undo", "u", "undo", "undo"),
        bound("archive.leave", "escape,A,q", "leave", "close"),
    ]
    TYPING = ("leave",)
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ArchiveScreen {
        & > .dialog { width: 90; }
        &.-narrow > .dialog { width: 100%; }
        #search { display: none; }
        &.-searching #search { display: block; }
        #said { margin-top: 1; }
        &.-short #said { margin-top: 0; }
    }
    """

    def __init__(self, service: Service, state: State = State.DONE) -> None:
        super().__init__()
        self.follow(service)
        self.state = state
        self._wrong = ""
        self._total = 0
        self._close = False

    def compose(self) -> ComposeResult:
        self._line = LineInput(placeholder="words  +project  @tag  done>=14d", id="archive-query")
        field = Field("", self._line)
        field.id = "search"
        self._rows: RowList[Task] = RowList((), self._draw)
        self._said = Lines(self._words, id="said")
        self._hints = Hints()
        self._dialog = Dialog("", field, self._rows, self._said, Static(classes="gap"), self._hints)
        yield self._dialog

    def on_mount(self) -> None:
        self._fit(self.size.height)
        self.show_board()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.height)

    def _fit(self, height: int) -> None:
        around = (6 if height < SHORT else 9) + self.has_class("-searching")
        self._rows.styles.max_height = max(2, height - around)

    # --- texts

    def show_board(self) -> None:
        tasks: list[Task] = list(self.board.column(self.state))
        self._wrong, self._close = "", False
        if self._line.value.strip():
            try:
                query = query_of(self.board, self._line.value)
            except UsageError as error:
                self._wrong = str(error)
            else:
                tasks, self._close = query.among(tasks)
        self._total = len(tasks)
        self._rows.show(tasks[:SHOWN])
        here, other = self.state, State.DROPPED if self.state is State.DONE else State.DONE
        self._dialog.retitle(f"{NAMES[here]} {len(self.board.column(here))}")
        self._said.remake()
        restore = Hint("archive.restore", "back to Ready", "back")
        some = [Hint("archive.open"), restore] if self._total else []
        self._hints.show(
            [
                *some,
                Hint("archive.search"),
                Hint("archive.other", NAMES[other].lower()),
                Hint("archive.leave"),
            ]
        )

    def _words(self, width: int, height: int) -> list[StyledText]:
        if self._wrong:
            return [styled((clip(f"! {sanitized(self._wrong)}", width), WARN))]
        if not self._total:
            return [styled(("Nothing matches." if self._line.value.strip() else EMPTY[self.state], MUTED))]
        words = "No task has just these words; these come close. " if self._close else ""
        if self._total > SHOWN:
            search = keys_in_use(self)["archive.search"]
            words += f"The newest {SHOWN} of {self._total}; {search} finds the others."
        elif self._line.value.strip():
            words += f"{self._total} found."
        return [styled((words, MUTED))] if words else []

    def _draw(self, task: Task, width: int, height: int, here: bool) -> Sequence[StyledText]:
        day = day_name(local_date(task.finished or task.created, self.board.zone), self.board.today)
        cycle = task.cycle_days(self.board.zone)
        aside = f"{cycle} d   {day}" if cycle is not None and width >= NARROW else day
        project = f"  +{sanitized(task.project)}" if task.project and width >= NARROW else ""
        room = max(width - 5 - width_of(aside) - width_of(project), 4)
        title = clip(sanitized(task.title), room)
        gap = " " * max(1, width - 2 - width_of(title) - width_of(project) - width_of(aside))
        line = styled(title, (project, MUTED), gap, (aside, MUTED))
        return [pointed(line, width, here)]

    # --- actions

    @property
    def _is_searching(self) -> bool:
        return self._line.has_focus

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "restore") and self._rows.current is None:
            return None
        return action == "leave" or not self._is_searching

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing here."""
        return "" if self._rows.current is not None else "There is no task in this list."

    def action_other(self) -> None:
        """Show the other of the two lists."""
        self.state = State.DROPPED if self.state is State.DONE else State.DONE
        self._rows.cursor = 0
        self.show_board()

    def action_search(self) -> None:
        self.add_class("-searching")
        self.set_focus(self._line)
        self._fit(self.size.height)

    @on(Input.Changed, "#archive-query")
    def _typed(self) -> None:
        self._rows.cursor = 0
        self.show_board()

    @on(Input.Submitted, "#archive-query")
    def _searched(self) -> None:
        self.set_focus(None)

    def action_open(self) -> None:
        """Show the whole task."""
        task = self._rows.current
        if task is not None:
            self.app.push_screen(Details(self.service, task.id))

    def action_restore(self) -> None:
        """Restore to Ready, where no limit applies."""
        task = self._rows.current
        if task is not None:
            self.wiptui.carry_out(c.Move((task.id,), State.READY))

    async def action_leave(self) -> None:
        """Go back one step: from the search, then from the screen."""
        if self.has_class("-searching"):
            self.remove_class("-searching")
            self._line.value = ""
            self.set_focus(None)
            self._fit(self.size.height)
        else:
            self.dismiss(None)
