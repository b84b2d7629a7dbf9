"""The board: its columns side by side, the gauge above, the advice and the keys below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.widgets import Input

from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import replace
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.times import MINUTE
from wiptui.service import Service
from wiptui.tui.actions import command_builders
from wiptui.tui.keys.keymap import BY_ID, Keymap
from wiptui.tui.screens.board.actions import TaskActions
from wiptui.tui.screens.board.find import FindActions
from wiptui.tui.screens.board.mouse import MouseActions
from wiptui.tui.screens.board.pane import PaneActions
from wiptui.tui.settings import Settings
from wiptui.tui.views import bars
from wiptui.tui.views.board_layout import board_layout, in_sight, opens_at, wanted_widths
from wiptui.tui.views.styled_text import Span, StyledText, sanitized
from wiptui.tui.views.view_models import BoardView, Column, board_view, column, first_board_view
from wiptui.tui.widgets.bar_lines import ClickableLine, FooterLine, GaugeLine, HeadLine, HintLine, ScreensLine
from wiptui.tui.widgets.cards import CardColumn

STATES = command_builders.ORDER
IN_ORDER = (State.DOING, State.WAITING, State.READY, State.BACKLOG, State.DONE, State.DROPPED)
KEEP = "keep"
TYPING = (("escape", "show all"), ("down", "next card"))
"""What keys do while somebody types a filter."""


def minute(at: datetime) -> int:
    """Return the minute of an instant, since 1970."""
    return to_ms(at) // MINUTE


class BoardScreen(TaskActions, FindActions, PaneActions, MouseActions):
    """The start screen of wiptui."""

    BINDINGS = Keymap().bindings("board")
    AUTO_FOCUS = ""

    def __init__(
        self, service: Service, keys: Keymap, settings: Settings | None = None, view: BoardView | None = None
    ) -> None:
        super().__init__(id="board")
        self.service = service
        self.keys = keys
        self.settings = settings or Settings()
        self.opened: frozenset[State] = frozenset()
        """Columns that were opened although the settings leave them out."""
        self.closed: frozenset[State] = frozenset()
        self.selected: frozenset[int] = frozenset()
        self.query_text = ""
        self.view = view or first_board_view(service, self.settings)
        self._assessed = self.view.board
        self.filter_day = self.view.board.today
        self.at = opens_at(self.view.board, self.states)
        self._first = 0
        self._ticked: object = None
        """The minutes shown last: of the day, and of the focus."""
        self._places: Mapping[State, tuple[int, int]] = {}
        self._columns: dict[State, CardColumn] = {}
        self._wanted: dict[State, int] = {}
        """The width that each column in sight would take, without a filter."""

    # --- its parts

    def compose(self) -> ComposeResult:
        self._gauge, self._heads = GaugeLine(id="gauge"), HeadLine(id="heads")
        self._hint, self._footer, self._screens = (
            HintLine(id="hint"),
            FooterLine(id="footer"),
            ScreensLine(id="screens"),
        )
        self._columns = {state: CardColumn(Column(state, "", "", (), ())) for state in STATES}
        self._arrange()
        if self.board.focus is not None:
            self.here.move_to_task(self.board.focus.task.id)
        yield self._gauge
        yield self._heads
        yield Horizontal(*self._columns.values(), id="columns")
        yield self._hint
        yield self._footer
        yield self._screens

    def colours(self) -> dict[str, str]:
        """The colours of styles and scroll bars, for the next first picture."""
        bar = self.here.styles
        ground = self.styles.background + bar.scrollbar_background
        thumb = (ground + bar.scrollbar_color).rich_color
        styles = {
            "bar-back": Style(bgcolor=ground.rich_color),
            "bar-thumb": Style(color=thumb, bgcolor=ground.rich_color, reverse=True),
            "bar-end": Style(color=thumb, bgcolor=ground.rich_color, reverse=True),
        }
        return super().colours() | {name: self.begins(style) for name, style in styles.items()}

    @property
    def assessed(self) -> BoardView | None:
        """What is shown, where it was worked out for this very instant of the board and the data are still the same."""
        same = self._assessed is self.board and self.service.board().data is self.board.data
        return replace(self.view, matches=None) if same else None

    @property
    def board(self) -> Board:
        return self.view.board

    @property
    def here(self) -> CardColumn:
        """The column with the cursor."""
        return self._columns[self.at]

    @property
    def current(self) -> Task | None:
        """The task under the cursor."""
        card = self.here.card if self._columns else None
        return self.board.find(card.id) if card is not None else None

    @property
    def targets(self) -> tuple[Task, ...]:
        """The tasks of an action: the selected ones, else the one under the cursor."""
        if self.selected:
            found = [task for task in map(self.board.find, self.selected) if task is not None]
            states = {task.state for task in found}
            columns = (self.board.column(state) for state in IN_ORDER if state in states)
            return tuple(task for column in columns for task in column if task.id in self.selected)
        return (self.current,) if self.current is not None else ()

    # --- visible columns

    @property
    def states(self) -> tuple[State, ...]:
        """The columns in their order."""
        wanted = (self.settings.columns | self.opened) - self.closed
        return tuple(state for state in STATES if state in wanted)

    @property
    def in_sight(self) -> tuple[State, ...]:
        """The columns that fit the width, including the one with the cursor."""
        sight = in_sight(self.states, self.at, self._first, self.app.size.width - self.pane_room.beside)
        self._first = self.states.index(sight[0])
        return tuple(sight)

    def _arrange(self) -> None:
        """Show the columns that fit and fill them, also before the first paint, so that nothing flickers."""
        sight = self.in_sight
        self._arranged_for = size = self.app.size
        columns = {state: column(self.view, state, self.keys) for state in sight}
        if self.matches is None or self._wanted.keys() != columns.keys():  # a filter does not move the columns
            self._wanted = wanted_widths(list(columns.values()))
        layout = board_layout(size.width, size.height, self._wanted, self.pane_room)
        choices = self.settings.densities(layout.is_tiny)
        self.set_class(layout.is_single, "-single")
        self.set_class(layout.is_airy, "-airy")
        self.set_class(layout.is_tiny, "-tiny")
        self._screens.display = bool(layout.screens_lines)
        self._screens.show(self.keys)
        self._places = layout.places
        for state, shown in self._columns.items():
            if state in sight:
                width = layout.places[state][1]
                shown.styles.width = width
                shown.give_room(Size(width, layout.column_lines), choices, layout.edge)
                shown.show(columns[state])
                shown.mark(self.selected)
            shown.display = state in sight
            shown.activate(state is self.at)
        self._place_pane()
        self._write_lines()

    def go(self, state: State) -> None:
        """Move the cursor into a column and make it visible."""
        if state not in self.states:
            self.opened, self.closed = self.opened | {state}, self.closed - {state}
        before, self.at = self.in_sight, state
        if self.in_sight != before or not self.here.display:
            self._arrange()
        for other, shown in self._columns.items():
            shown.activate(other is state)
        self._write_lines()

    def go_to_task(self, task_id: int) -> None:
        """Move the cursor to a task, wherever it is."""
        task = self.board.find(task_id)
        if task is None or task.state not in STATES:
            return
        self.go(task.state)
        if not self.here.move_to_task(task_id) and self.matches is not None:
            self.set_filter("")
            self.here.move_to_task(task_id)
        self._write_footer()

    # --- showing changes

    def _view_of(self, board: Board) -> BoardView:
        return board_view(board, assess(board, self.view.found), self.matches, self.settings.marks)

    def prepare(self, board: Board) -> BoardView:
        """The view of a board that may come next; shows nothing, and changes nothing that is shown."""
        return self._view_of(board)

    def read_again(self, prefetched: BoardView | None = None) -> None:
        """Show the board as it is now; ``ahead`` is its prefetched view, if it is still valid."""
        try:
            board = self.service.board()
        except WiptuiError as error:
            self.say_error(error)
            return
        if prefetched is not None and prefetched.board.data is board.data and prefetched.marks == self.settings.marks:
            board, self.view = prefetched.board, replace(prefetched, matches=self.matches)
        else:
            self.view = self._view_of(board)
        self._assessed = board
        self.selected = frozenset(task_id for task_id in self.selected if board.find(task_id))
        if self._columns:
            self._arrange()

    def show_selected(self) -> None:
        """Show the present selection."""
        for state in self.in_sight:
            self._columns[state].mark(self.selected)
        self._write_lines()

    def follow_settings(self, keys: Keymap) -> None:
        """Apply changed settings to the board."""
        self.keys = keys
        self.opened = self.closed = frozenset()
        if self.at not in self.states:
            self.at = State.DOING
        self.view = replace(self.view, marks=self.settings.marks)
        self._first = 0
        if self._columns:
            self._arrange()
            self.read_again()

    def _minutes(self) -> object:
        """The minutes to show now: of the day, and of the focus."""
        now, focus = self.service.clock.now(), self.board.focus
        return minute(now), focus and focus.spent(now) // timedelta(minutes=1)

    def is_due(self) -> bool:
        """Return whether time has changed what is shown."""
        return self._minutes() != self._ticked

    def tick(self) -> None:
        """Repaint what shows time, and nothing else. It changes by the minute."""
        if not self.is_due():
            return
        self._ticked = self._minutes()
        before, board = self.board, self.service.board()
        if minute(board.at) != minute(self._assessed.at):
            self.service.look_again(before)
            if self.query_text and board.today != self.filter_day:
                self.view = replace(self.view, board=board)
                self.set_filter(self.query_text)  # “today” means another day by now
            else:
                self.read_again()  # switches, levels and advice change with time alone
            return
        if board.limits != before.limits or board.data is not before.data:
            self.read_again()
            return
        self.view = replace(self.view, board=board)
        self._gauge.show(bars.gauge(self.view, self._folded()))
        if State.DOING in self.in_sight:
            self._columns[State.DOING].show(column(self.view, State.DOING, self.keys))

    def _folded(self) -> list[State]:
        return [state for state in STATES if state not in self.in_sight]

    def _write_lines(self) -> None:
        """Write the lines around the columns."""
        if self.app.size != self._arranged_for:  # resized, and the event has not come yet
            self._arrange()
            return
        self._gauge.show(bars.gauge(self.view, self._folded()))
        places = [(self._columns[state].column, *self._places[state]) for state in self.in_sight]
        self._heads.show(self.view, self.states, self.at, places)
        beside = BY_ID["escape"] if self.selected else self.beside_advice
        does = "clears" if self.selected else beside.label if beside else ""
        self._hint.show(self._advice(), self.keys.first(beside) if beside else "", does)
        self._write_footer()

    @property
    def _explains(self) -> bool:
        """Return whether the line of advice shows the next action, which the why key explains."""
        return bool(self.view.next_words) and not self.selected and not self.query_text

    @property
    def _can_save(self) -> bool:
        """Return whether the line of advice shows a filter that is not a view yet."""
        return bool(self.query_text and not self.selected and not self.filtering and not self.view_of(self.query_text))

    def _advice(self) -> StyledText:
        if self.selected:
            return bars.selected_line(self.targets)
        if self.query_text and not self.filtering:
            more = f"{'   these come close;' if self.is_close else '  '} {self.keys.key('escape')} shows all"
            view = self.view_of(self.query_text)
            named = (Span(f"{sanitized(view)}  ", "strong"),) if view else ()
            return (Span("/ ", "accent"), *named, Span(sanitized(self.query_text)), Span(more, "muted"))
        return (Span("· ", "muted"), Span(self.drift)) if self.drift else bars.hint(self.view, self.keys)

    def _write_footer(self) -> None:
        tasks = self.targets
        made = bars.selection_keys if self.selected else bars.footer_keys
        keys = self._while_typing() if self.filtering else made(self.board, self.keys, tasks)
        self._footer.show(keys, bars.always_keys(self.keys))
        self._show_pane()

    def _while_typing(self) -> list[bars.Key]:
        keys = [(name, self.keys.first_while_typing(BY_ID[name]), words) for name, words in TYPING]
        return [bars.Key(KEEP, "enter", "keep"), *(bars.Key(*key) for key in keys if key[1])]

    # --- moving the cursor

    def action_cursor(self, steps: int) -> None:
        self.here.move(steps)

    def action_cursor_to(self, place: int) -> None:
        self.here.move_to(place)

    def action_half_page(self, direction: int) -> None:
        self.here.half_page(direction)

    def action_column(self, step: int) -> None:
        place = self.states.index(self.at) + step
        if 0 <= place < len(self.states):
            self.go(self.states[place])

    def action_backlog(self) -> None:
        """Show the backlog and go there, or hide it."""
        backlog = {State.BACKLOG}
        if State.BACKLOG in self.states:
            self.opened, self.closed = self.opened - backlog, self.closed | backlog
            target = self.states[0] if self.at is State.BACKLOG else self.at
        else:
            self.opened, self.closed = self.opened | backlog, self.closed - backlog
            target = State.BACKLOG
        self._first = 0
        self.at = target
        self._arrange()
        self.go(target)

    # --- events

    def on_resize(self, event: events.Resize) -> None:
        if self._columns and event.size != self._arranged_for:
            self._arrange()

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self.set_filter(event.value)

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.filter_kept()

    @on(CardColumn.CursorMoved)
    def _cursor_moved(self) -> None:
        self._write_footer()

    @on(CardColumn.Clicked)
    async def _column_clicked(self, event: CardColumn.Clicked) -> None:
        self.go(event.state)
        if event.menu:
            self.show_menu()
        elif event.twice:
            await self.action_details()

    @on(HintLine.Pressed)
    async def _hint_pressed(self) -> None:
        if self.selected:
            self.action_escape()
        elif self._can_save:
            await self.action_save_view()
        elif not self.query_text:
            await self.action_why()

    @on(ClickableLine.Clicked)
    async def _item_clicked(self, event: ClickableLine.Clicked) -> None:
        if isinstance(event.line, HeadLine):
            self.go(State(event.link))
        elif event.link == KEEP:
            self.filter_kept()
        else:
            act = BY_ID[event.link]
            await self.run_action(act.runs if act.scope == "board" else f"app.{act.runs}")
