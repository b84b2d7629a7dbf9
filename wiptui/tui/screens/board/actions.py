"""What the keys of the board do to tasks. Each asks what it needs and passes one command to the app."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.tasks.bulk_edit import edit_all
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import printable
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.plan import day_cap
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.tui.actions import command_builders
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.keymap import BY_ID, Act
from wiptui.tui.screens import on_demand
from wiptui.tui.views.styled_text import clip, sanitized
from wiptui.tui.widgets.cards import CardColumn
from wiptui.tui.widgets.dialogs.wording import dated

HIDE = "mon, +3d, next week: on its morning it stands on top of Ready"


FIELDS_LINE = "+project @tag -@tag due:fri due:due+1w from:mon (A) due:none"


class TaskActions:
    """The task actions of the board, mixed into its screen."""

    if TYPE_CHECKING:
        service: Service
        selected: frozenset[int]
        at: State
        app: Any

        @property
        def board(self) -> Board: ...
        @property
        def here(self) -> CardColumn: ...
        @property
        def current(self) -> Task | None: ...
        @property
        def targets(self) -> tuple[Task, ...]: ...
        def go_to_task(self, task_id: int) -> None: ...
        def read_again(self) -> None: ...
        def show_selected(self) -> None: ...
        def _write_lines(self) -> None: ...
        @property
        def _explains(self) -> bool: ...
        @property
        def _can_save(self) -> bool: ...

        query_text: str
        is_mounted: bool

    drift = ""
    """A line about drift, in place of the advice; empty without."""

    @property
    def _app(self) -> BoardApp:
        return cast(BoardApp, self.app)

    def say_error(self, error: WiptuiError) -> None:
        """Show a toast with the error."""
        self._app.say_error(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return None (greyed, and the key says why) for an action that makes no sense here."""
        return None if self.why_not(action, parameters) else True

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action makes no sense here; empty where it does."""
        if action not in command_builders.NEEDS_TASK:
            return ""
        step = parameters[0] if parameters and isinstance(parameters[0], int) else 0
        return command_builders.why_not(action, self.board, self.targets, step)

    def _do(self, command: c.Command) -> None:
        """Carry out a command about the selection and clear the selection."""
        self._app.carry_out(command, after=self._over)

    def _over(self, _outcome: Outcome) -> None:
        if self.selected:
            self.selected = frozenset()
            self.show_selected()

    # --- capture

    async def action_new(self) -> None:
        """Quick add."""
        await self._capture()

    async def _capture(self, text: str = "") -> None:
        """Open quick add with a text. Text that came in one read with its Enter goes on in the next quick add."""
        form = on_demand.QuickAdd(self.board, State.BACKLOG if self.at is State.BACKLOG else State.READY, text)

        def captured(outcome: Outcome) -> None:
            self._go_to_new(outcome)
            if form.rest:
                self.app.call_next(self._capture, form.rest)

        def answered(add: c.Add | c.Together) -> None:
            self._app.carry_out(add, after=captured)

        await self._app.ask(form, answered)

    def _go_to_new(self, outcome: Outcome) -> None:
        if outcome.accepted.tasks:
            self.go_to_task(outcome.accepted.tasks[0])

    async def action_interrupt(self) -> None:
        await self._ask(on_demand.InterruptForm(self.service.board()))

    async def _ask(self, form: Any) -> None:
        """Show a form that answers with a command."""
        await self._app.ask(form, self._do)

    # --- moves

    def action_start_or_pause(self) -> None:
        self._do(command_builders.start_or_pause(self.board, self.targets))

    def action_done(self) -> None:
        self._do(c.Finish(command_builders.ids(self.targets)))

    def action_drop(self) -> None:
        self._do(c.Drop(command_builders.ids(self.targets)))

    async def action_wait(self) -> None:
        await self._ask(on_demand.WaitForm(self.board, self.targets[0]))

    def action_resolve(self) -> None:
        self._do(c.Together(tuple(c.Resolve(task.id) for task in self.targets)))

    async def action_put_back(self) -> None:
        tasks = self.targets
        if len(tasks) > 1:
            self._do(c.PutBack(command_builders.ids(tasks)))
        else:
            await self._ask_next_step(tasks[0])

    async def _ask_next_step(self, task: Task) -> None:
        def answered(text: str) -> None:
            self._do(c.PutBack((task.id,), text or None))

        await self._app.ask(
            on_demand.AskLine(
                "Next step when you come back?", hint="Enter skips", value=task.next_step or "", about=task.id
            ),
            answered,
        )

    def action_plan(self) -> None:
        self._do(command_builders.plan(self.board, self.targets, day_cap(self.board).limit))

    async def action_hide(self) -> None:
        """Ask until when, and hide the tasks until then."""
        tasks = self.targets

        def day(text: str) -> date:
            return parse_date(text, self.board.today)

        def checked(text: str) -> str:
            if self.board.morning(day(text)) is not None:
                raise UsageError("Give a day that is still to come.")
            return ""

        known = {task.from_date for task in tasks if task.is_hidden and task.from_date}
        value = min(known).isoformat() if len(known) == 1 else ""
        await self._app.ask(
            on_demand.AskLine("Hide until when?", HIDE, value, checked, ("hide it", "hide it"), about=tasks[0].id),
            lambda text: self._do(c.Move(command_builders.ids(tasks), State.BACKLOG, day(text))),
        )

    async def action_shift(self, step: int) -> None:
        tasks = self.targets
        if len({task.state for task in tasks}) > 1:
            self._app.say("The selected tasks stand in several columns.", warn=True)
            return
        command = command_builders.shift(self.board, tasks, step)
        if command is None and len(tasks) == 1:
            await self._ask_and_follow(on_demand.WaitForm(self.board, tasks[0]), tasks[0])
        elif command is None:
            self._do(c.Together(tuple(c.Wait(task.id) for task in tasks)))
        else:
            self._app.carry_out(command, after=lambda outcome: self._follow(outcome, tasks[0]))

    async def _ask_and_follow(self, form: Any, task: Task) -> None:
        def answered(command: c.Command) -> None:
            self._app.carry_out(command, after=lambda outcome: self._follow(outcome, task))

        await self._app.ask(form, answered)

    def _follow(self, outcome: Outcome, task: Task) -> None:
        self._over(outcome)
        self.go_to_task(task.id)

    def action_nudge_due(self, days: int) -> None:
        tasks = self.targets
        try:
            command = command_builders.nudge_due(self.board, tasks, days)
        except OverflowError:
            return
        if self._app.carry_out(command, quiet=True):
            due = self.board.task(tasks[0].id).due
            if due is not None:
                words = f"Due {dated(due, self.board.today)}"
                way = "later" if days > 0 else "earlier"
                self._app.say(words if len(tasks) == 1 else f"{len(tasks)} tasks are due a day {way}")

    def action_reorder(self, step: int) -> None:
        cards, place = self.here.cards, self.here.cursor + step
        if self.current is None:
            return
        if not 0 <= place < len(cards):
            self._app.say(f"It is the {'first' if step < 0 else 'last'} card of its column.")
        else:
            beside = cards[place].id
            before, after = (beside, None) if step < 0 else (None, beside)
            self._app.carry_out(c.Reorder(self.current.id, before=before, after=after), quiet=True)

    # --- selection

    def action_select(self) -> None:
        if self.current is not None:
            self.selected ^= {self.current.id}
            self.here.move(1)
            self.show_selected()

    # --- a closer look

    async def action_details(self, editing: bool = False) -> None:
        if self.targets:
            await self.app.push_screen(on_demand.Details(self.service, self.targets[0].id, editing=editing))

    async def action_edit(self) -> None:
        """Edit the task in its form, or the fields of several in one line."""
        tasks = self.targets
        if len(tasks) < 2:
            await self.action_details(editing=True)
            return

        def checked(text: str) -> str:
            edit_all(tasks, text, self.board.today)
            return ""

        question = f"Change {len(tasks)} tasks"
        await self._app.ask(
            on_demand.AskLine(question, FIELDS_LINE, "", checked, ("change them", "change them")),
            lambda text: self._do(edit_all(tasks, text, self.board.today)),
        )

    def action_editor(self) -> None:
        on_demand.edit(self._app, self.targets[0])

    async def action_focus_view(self) -> None:
        """Show the focus; where the cursor is on other work in Doing, ask before the focus moves there."""
        task, focus = self.current, self.board.focus
        if task is None or task.state is not State.DOING or (focus is not None and focus.task.id == task.id):
            self._app.show_focus()
        elif focus is None:
            self._app.carry_out(c.FocusOn(task.id), after=lambda _: self._app.show_focus())
        else:
            await self._ask_to_move_focus(focus.task, task)

    async def _ask_to_move_focus(self, left: Task, task: Task) -> None:
        def answered(text: str) -> None:
            step = (c.Edit(left.id, {"next_step": text}),) if text and text != left.next_step else ()
            move = c.FocusOn(task.id)
            command = c.Together((*step, move)) if step else move
            self._app.carry_out(command, after=lambda _: self._app.show_focus(), ask=False)

        names = clip(sanitized(left.title), 40), clip(sanitized(task.title), 40)
        question = f"Move the focus from “{names[0]}” to “{names[1]}”? Next step of the first:"
        hint = "Enter moves it"
        await self._app.ask(on_demand.AskLine(question, hint=hint, value=left.next_step or "", about=left.id), answered)

    async def action_why(self) -> None:
        board = self.service.board()
        await self._ask(on_demand.WhyScreen(board, assess(board)))

    def action_review(self) -> None:
        self.app.push_screen(on_demand.ReviewScreen(self.service))

    def action_flow(self) -> None:
        self.app.push_screen(on_demand.FlowScreen(self.service))

    def action_waits(self) -> None:
        self.app.push_screen(on_demand.WaitsScreen(self.service))

    def action_today(self) -> None:
        self.app.push_screen(on_demand.TodayScreen(self.service))

    def action_sync(self) -> None:
        self.app.push_screen(on_demand.SyncScreen(self.service))

    def action_check_in(self) -> None:
        self._app.check_in()

    # --- drift

    def action_drift(self) -> None:
        self._app.decide_drift()

    def show_drift(self, words: str) -> None:
        """Show a line about drift; empty for the advice."""
        if words != self.drift:
            self.drift = words
            if self.is_mounted:
                self._write_lines()

    @property
    def beside_advice(self) -> Act | None:
        """The action whose key is beside the line of advice."""
        if self.drift and not self.selected and not self.query_text:
            return BY_ID["drift"]
        return BY_ID["why"] if self._explains else BY_ID["save-view"] if self._can_save else None

    async def action_room(self) -> None:
        """Show what could leave: so that this task can start, or so that an exceeded limit is kept again."""
        over = on_demand.over_scope(self.board)
        await self._ask(
            on_demand.MakeRoomScreen(self.board, self.targets[0])
            if over is None
            else on_demand.ReconcileScreen(self.board, over)
        )

    def action_copy(self) -> None:
        titles = "\n".join(printable(task.title) for task in self.targets)  # one line each: no title has two
        self.app.copy_to_clipboard(titles)
        self._app.say("Copied the title" if len(self.targets) == 1 else f"Copied {len(self.targets)} titles")

    # --- limits, undo, leaving

    async def action_limit(self) -> None:
        await self._ask(on_demand.LimitForm(self.service.board()))

    def action_undo(self) -> None:
        self._app.undo()

    def action_redo(self) -> None:
        self._app.redo()

    def action_quit(self) -> None:
        """Leave. A focus that ends with the board asks for its next step first; esc stays."""
        if not self._app.may_leave():
            return
        focus = self.service.board().focus
        if focus is None or not self._app.leaving_ends_focus():
            self.app.exit()
            return

        def answered(text: str) -> None:
            if text and text != focus.task.next_step:
                edit = c.Edit(focus.task.id, {"next_step": text})
                self._app.carry_out(edit, after=lambda _: self.app.exit(), quiet=True)
            else:
                self.app.exit()

        question = f"Next step when you come back to “{clip(sanitized(focus.task.title), 60)}”?"
        value = focus.task.next_step or ""
        self._app.ask(on_demand.AskLine(question, hint="Enter leaves", value=value, about=focus.task.id), answered)
