"""The sync screen: the file, who wrote into it, what was merged, the kept copies, and the way back to a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.worker import Worker, WorkerState

from wiptui import maintenance
from wiptui.domain.core.errors import WiptuiError
from wiptui.maintenance import Backup, RestoreStep
from wiptui.service import Service
from wiptui.tui.keys.shared_bindings import bound, leaving, walking
from wiptui.tui.screens.base.full_screen import RowsScreen
from wiptui.tui.screens.dialogs.go_back import GoBack
from wiptui.tui.views import sync_state as words
from wiptui.tui.views.styled_text import BLANK, MUTED, WARN, StyledText, paragraph, styled
from wiptui.tui.widgets.dialogs.dialog import Hint, keys_in_use
from wiptui.tui.widgets.waits_lines import rule, under_cursor


class SyncScreen(RowsScreen[words.Row]):
    """What keeps the file safe, in one place. Snapshots are the rows; enter previews going back."""

    PREFIX = "sync"
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("sync.preview", "enter", "preview", "what going back would change"),
        bound("sync.merge", "s", "merge_now", "merge now", about="Merge what lies beside the file now"),
        *walking("sync"),
        *leaving("sync"),
    ]
    DEFAULT_CSS = """
    SyncScreen { #rows, #side { width: 1fr; } }
    """

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._worker: Worker[maintenance.Overview] | None = None
        self._found: maintenance.Overview | None = None
        self._trouble = ""

    def on_mount(self) -> None:
        self.read_again()

    def show_board(self) -> None:
        """Read the file in a thread, since a long one is read completely.

        The earlier content stays until that is done.
        """
        look = partial(maintenance.overview, self.service)
        self._worker = self.run_worker(look, thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._worker:
            return
        if event.state is WorkerState.SUCCESS:
            self._found, self._trouble = event.worker.result, ""
        elif event.state is WorkerState.ERROR:
            self._trouble = str(event.worker.error)
        else:
            return
        self.show()

    def show_trouble(self, error: WiptuiError) -> None:
        self._trouble = str(error)
        self.show()

    def made_rows(self) -> list[words.Row]:
        if self._found is None:
            return []
        told = [] if self.is_wide else words.sections(self._found, self.board, self.size.width - 4, self._merge_key)
        return [*told, *self._found.backups]

    def is_same(self, row: words.Row, other: words.Row) -> bool:
        return words.is_same(row, other)

    # --- texts

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        state, style = words.headline(self._found, self._trouble)
        return [(state, WARN if style == "warn" else MUTED)]

    def side_lines(self, width: int, height: int) -> list[StyledText]:
        if self._found is None:
            return paragraph(self._trouble or "Looking at the file …", width, MUTED)
        lines: list[StyledText] = []
        for section in words.sections(self._found, self.board, width, self._merge_key):
            lines += [BLANK] if lines else []
            lines += [rule(section.title, width), *_said(section, width)]
        if not self._found.backups:
            lines += [
                BLANK,
                *paragraph("No backup yet: the first is made before the first change.", width, MUTED),
            ]
        return lines

    def draw(self, row: words.Row, width: int, height: int, here: bool) -> Sequence[StyledText]:
        width -= 2
        if isinstance(row, words.Section):
            lines = [under_cursor(line, width) if here else styled("  ") + line for line in _said(row, width)]
            return [rule(row.title, width + 2), *lines, BLANK]
        count = len(self._found.backups) if self._found is not None else 0
        heading = [rule(f"Backups {count}", width + 2)] if row.number == 1 else []
        marked = self._found is not None and row == self._found.sound != self._found.backups[0]
        line = words.backup_line(row, self.board, width, is_marked=marked)
        return [*heading, under_cursor(line, width) if here else styled("  ") + line]

    def offered(self) -> list[Hint]:
        go_back = [Hint("sync.preview", short="go back")]
        return [*(go_back if self._chosen is not None else []), Hint("sync.merge", short="merge")]

    # --- actions

    @property
    def _merge_key(self) -> str:
        return keys_in_use(self)["sync.merge"]

    @property
    def _chosen(self) -> Backup | None:
        """The snapshot under the cursor."""
        row = self._rows.current
        return None if row is None or isinstance(row, words.Section) else row

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._chosen is not None if action == "preview" else True

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing here."""
        return "There is no backup under the cursor."

    def action_merge_now(self) -> None:
        """Merge what lies beside the file now, and say what came of it."""
        try:
            done = maintenance.merge_now(self.service)
        except WiptuiError as error:
            self.wiptui.say_error(error)
            return
        self.wiptui.say(done.words or "Nothing to merge: the file is as this machine knows it.")
        self.wiptui.board_screen.read_again()
        self.read_again()

    def action_preview(self) -> None:
        """Preview going back to the snapshot; nothing happens before it is confirmed."""
        chosen = self._chosen
        if chosen is None:
            return
        try:
            steps, why = maintenance.restoring(self.service, chosen)
        except WiptuiError as error:
            self.wiptui.say_error(error)
            return
        when = words.moment_of(chosen.at_ms, self.board)

        def confirmed(_: bool) -> None:
            self._go_back(steps, f"{'Took in' if why else 'Went back to'} the backup of {when}")

        self.wiptui.ask(GoBack(when, steps, self.board, why), confirmed)

    def _go_back(self, steps: tuple[RestoreStep, ...], label: str) -> None:
        maintenance.go_back(self.service, steps, label)
        self.wiptui.say(label, undo=True)


def _said(section: words.Section, width: int) -> list[StyledText]:
    roles = {"warn": WARN, "muted": MUTED}
    return [line for text, role in section.said for line in paragraph(text, width, roles.get(role, ""), 3)]
