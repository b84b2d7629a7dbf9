"""The sync screen: the file, who wrote into it, what was healed, what was put away, and the way back to a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen

from wiptui import upkeep
from wiptui.domain.errors import WiptuiError
from wiptui.tui import syncing as words
from wiptui.tui.spans import when_text
from wiptui.tui.widgets.dialog import MUTED, SHORT, WARN, Hint, Hints, Lines, keys_in_use, paragraph
from wiptui.tui.widgets.dialog_list import RowList
from wiptui.tui.widgets.wait_lines import rule, under_cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wiptui.service import Service
    from wiptui.store.backups import Backup
    from wiptui.sync.goback import Step
    from wiptui.tui.app import WiptuiApp

WIDE = 100


class SyncScreen(Screen[None]):
    """What keeps the file safe, in one place. Snapshots are the rows; enter shows what going back would change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "down", id="sync.down", show=False),
        Binding("k,up", "move(-1)", "up", id="sync.up", show=False),
        Binding("g,home", "move(-9999)", "first", id="sync.top", show=False),
        Binding("G,end", "move(9999)", "last", id="sync.bottom", show=False),
        Binding("enter", "preview", "what going back would change", id="sync.preview", show=False),
        Binding("s", "heal", "heal now", id="sync.heal", show=False),
        Binding("u", "undo", "undo", id="sync.undo", show=False),
        Binding("escape,1,5", "leave", "board", id="sync.leave", show=False),
        Binding("q", "quit", "quit", id="sync.quit", show=False),
    ]
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium")]
    DEFAULT_CSS = """
    SyncScreen {
        background: $background;
        #head { height: auto; padding: 1 2; }
        #body { height: 1fr; width: 100%; layout: horizontal; }
        #rows { max-height: 100%; height: 1fr; width: 1fr; padding: 0 1; }
        #side { display: none; width: 1fr; padding: 0 2 0 3; }
        &.-wide #side { display: block; }
        #foot { height: auto; padding: 1 2 0 2; }
        &.-empty #rows { display: none; }
        &.-empty #side { display: block; padding: 0 2; }
        &.-short #head, &.-short #foot { padding: 0 1; }
        &.-narrow #rows { padding: 0; }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.board = service.board()
        self._found: upkeep.Overview | None = None
        self._trouble = ""
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        self._head = Lines(self._head_lines, id="head")
        self._rows: RowList[words.Row] = RowList((), self._draw, id="rows")
        self._side = Lines(self._side_lines, id="side")
        self._hints = Hints(self._keys(), id="foot")
        yield self._head
        with Container(id="body"):
            yield self._rows
            yield self._side
        yield self._hints

    def on_mount(self) -> None:
        self._unsubscribe = self.service.subscribe(self.read_again)
        self.call_after_refresh(self.read_again)

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    def read_again(self) -> None:
        """Look at the file anew; the cursor stays on its snapshot."""
        at = self._rows.current
        self._trouble = ""
        try:
            self.board = self.service.board()
            self._found = upkeep.overview(self.service)
        except WiptuiError as error:
            self._trouble = str(error)
        self._show_rows()
        place = next((n for n, row in enumerate(self._rows.rows) if words.is_same(row, at)), None)
        if place is not None:
            self._rows.move_to(place)

    def _show_rows(self) -> None:
        rows: list[words.Row] = []
        if self._found is not None:
            if self.size.width < WIDE:
                rows += words.sections(self._found, self.board, self.size.width - 4, self._heal_key)
            rows += self._found.backups
        self.set_class(not rows, "-empty")
        self._rows.show(rows)
        self._head.remake()
        self._side.remake()
        self._hints.show(self._keys())

    # --- what is shown

    def _head_lines(self, width: int, height: int) -> list[Content]:
        state, style = words.headline(self._found, self._trouble)
        left = Content.assemble(("Sync", "bold"), "   ", (state, WARN if style == "warn" else MUTED))
        when = when_text(self.board.at, self.board.zone)
        if width - left.cell_length - len(when) < 3:
            when = when[-5:]
        gap = width - left.cell_length - len(when)
        return [left + Content(" " * gap) + Content.styled(when, MUTED) if gap >= 2 else left]

    def _side_lines(self, width: int, height: int) -> list[Content]:
        if self._found is None:
            return paragraph(self._trouble or "Looking at the file …", width, MUTED)
        lines: list[Content] = []
        for section in words.sections(self._found, self.board, width, self._heal_key):
            lines += [Content("")] if lines else []
            lines += [rule(section.title, width), *_said(section, width)]
        if not self._found.backups:
            lines += [
                Content(""),
                *paragraph("No backup yet: the first is made before the first change.", width, MUTED),
            ]
        return lines

    def _draw(self, row: words.Row, width: int, height: int, here: bool) -> Sequence[Content]:
        width -= 2
        if isinstance(row, words.Section):
            lines = [under_cursor(line, width) if here else Content("  ") + line for line in _said(row, width)]
            return [rule(row.title, width + 2), *lines, Content("")]
        count = len(self._found.backups) if self._found is not None else 0
        heading = [rule(f"Backups {count}", width + 2)] if row.number == 1 else []
        line = words.backup_line(row, self.board, width)
        return [*heading, under_cursor(line, width) if here else Content("  ") + line]

    def _keys(self) -> list[Hint]:
        go_back = [Hint("sync.preview", "enter", "what going back would change", "go back")]
        return [
            *(go_back if self._chosen is not None else []),
            Hint("sync.heal", "s", "heal now", "heal"),
            Hint("sync.leave", "esc", "board"),
            Hint("sync.quit", "q", "quit"),
        ]

    # --- what can be done

    @property
    def _heal_key(self) -> str:
        return keys_in_use(self)["sync.heal"]

    @property
    def _chosen(self) -> Backup | None:
        """The snapshot under the cursor."""
        row = self._rows.current
        return None if row is None or isinstance(row, words.Section) else row

    @property
    def _app(self) -> WiptuiApp:
        return cast("WiptuiApp", self.app)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._chosen is not None if action == "preview" else True

    def action_move(self, steps: int) -> None:
        self._rows.move_to(self._rows.cursor + steps)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._hints.show(self._keys())

    def action_heal(self) -> None:
        """Merge what lies beside the file now, and say what came of it."""
        try:
            done = upkeep.heal(self.service)
        except WiptuiError as error:
            self._app.say_error(error)
            return
        self._app.say(done.words or "Nothing to heal: the file is as this machine knows it.")
        self._app.board_screen.read_again()
        self.read_again()

    def action_preview(self) -> None:
        """What going back to the snapshot would change; nothing happens before it is confirmed."""
        from wiptui.tui.screens.go_back import GoBack

        chosen = self._chosen
        if chosen is None:
            return
        try:
            steps = upkeep.steps_to(self.service, chosen)
        except WiptuiError as error:
            self._app.say_error(error)
            return
        when = words.moment_of(chosen.at_ms, self.board)

        def answered(confirmed: bool | None) -> None:
            if confirmed:
                self._go_back(steps, f"Went back to the backup of {when}")

        self.app.push_screen(GoBack(when, steps, self.board), answered)

    def _go_back(self, steps: tuple[Step, ...], label: str) -> None:
        try:
            upkeep.go_back(self.service, steps, label)
        except WiptuiError as error:
            self._app.say_error(error)
            return
        self._app.say(label, undo=True)

    def action_undo(self) -> None:
        self._app.undo()

    def action_leave(self) -> None:
        """Back to the board."""
        if self.is_current:
            self.dismiss(None)

    async def action_quit(self) -> None:
        await self.app.run_action("quit", self.app.screen_stack[0])

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_rows()


def _said(section: words.Section, width: int) -> list[Content]:
    roles = {"warn": WARN, "muted": MUTED}
    return [line for text, role in section.said for line in paragraph(text, width, roles.get(role, ""), 3)]
