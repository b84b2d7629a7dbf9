"""Everything about one task: to read, to tick its steps, and to edit it in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from wiptui.domain.commands import Edit, Settle
from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks import checklist
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import ServiceClass, Step, Task
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.tui.actions import command_builders
from wiptui.tui.actions.editor import edit
from wiptui.tui.actions.links import open_links
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.base.following import Following
from wiptui.tui.screens.dialogs.ask import AskLine
from wiptui.tui.screens.dialogs.pick import Choice, PickScreen
from wiptui.tui.views.styled_text import StyledText
from wiptui.tui.widgets.dialogs.details_lines import body
from wiptui.tui.widgets.dialogs.dialog import ROOMY, SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.edit_form import EditForm
from wiptui.tui.widgets.dialogs.inputs import AskBar
from wiptui.tui.widgets.lines import Lines

LEAVE = Hint("details.leave")
BLOCK = Hint("details.block", short="blocked")
READING = (Hint("details.edit"), Hint("details.add", short="step"), LEAVE)
TICK = (Hint("details.tick", "tick", "tick"), Hint("details.remove", "remove", "remove"))
REWORD = Hint("details.rename", "reword", "reword")
NOTE = Hint("details.editor", short="note")
SETTLE = (
    Hint("details.take", short="take"),
    Hint("details.both", "keep both", "both"),
    Hint("details.keep", "keep this one", "keep"),
)
ADDING = (Hint("", "add", key="enter"), Hint("details.leave", "that is all", "all"))
EDITING = (Hint("details.save"), Hint("", "next field", "next", key="tab"), LEAVE)
UNSAVED = (
    Hint("details.save", "save what you changed", "save"),
    Hint("details.leave", "discard it", "discard"),
)


def _reason(words: str) -> str:
    if not words:
        raise UsageError("It needs a reason.")
    return ""


class Details(Following, DialogScreen[None]):
    """Shows a task and changes it through the app, so that every change asks the gate and can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("details.edit", "e", "edit", "edit"),
        bound("details.add", "a", "add_step", "add a step"),
        bound("details.tick", "space", "tick", "tick the step"),
        bound("details.rename", "r", "rename_step", "reword the step"),
        bound("details.step-down", "J", "shift_step(1)", "step lower"),
        bound("details.step-up", "K", "shift_step(-1)", "step higher"),
        bound("details.editor", "E", "editor", "note in $EDITOR"),
        bound("details.take", "t", "settle('take')", "take the other text"),
        bound("details.both", "B", "settle('both')", "keep both texts"),
        bound("details.keep", "equals_sign", "settle('keep')", "keep this text"),
        bound("details.links", "O", "links", "open a link"),
        bound("details.block", "b", "block", "blocked by"),
        bound("details.later", "plus", "nudge_due(1)", "due a day later"),
        bound("details.earlier", "minus", "nudge_due(-1)", "due a day earlier"),
        bound("details.remove", "delete", "remove_step", "remove the step"),
        bound("details.down", "j,down", "move(1)", "down"),
        bound("details.up", "k,up", "move(-1)", "up"),
        bound("details.page-down", "ctrl+d,pagedown", "page(1)", "page down"),
        bound("details.page-up", "ctrl+u,pageup", "page(-1)", "page up"),
        bound("details.save", "ctrl+s", "save", "save"),
        bound("details.leave", "escape", "leave", "close"),
    ]
    TYPING = ("save", "leave")
    DEFAULT_CSS = """
    Details {
        & > .dialog { width: 84; }
        &.-broad > .dialog { width: 108; }
        &.-narrow > .dialog { width: 100%; }
        #all { height: auto; padding-right: 1; }
        #foot { height: auto; }
        &.-tall TextArea { height: 9; }
    }
    """

    def __init__(self, service: Service, task_id: int, editing: bool = False) -> None:
        super().__init__()
        self.follow(service)
        self.task_id = task_id
        self._opened_to_edit = editing
        steps = self.shown.checklist
        self._cursor = next((at for at, step in enumerate(steps) if not step.done), 0)
        self._warned = False
        self._renamed: Step | None = None

    @property
    def shown(self) -> Task:
        """The present task."""
        return self.board.task(self.task_id)

    def compose(self) -> ComposeResult:
        self._body = Lines(self._lines)
        self._all = VerticalScroll(self._body, id="all", can_focus=False)
        self._hints = Hints()
        self._foot = Vertical(self._hints, id="foot")
        yield Dialog(f"Task {self.board.short_id(self.task_id)}", self._all, Static(classes="gap"), self._foot)

    async def on_mount(self) -> None:
        self._offer()
        if self._opened_to_edit:
            await self.action_edit()

    def _lines(self, width: int, height: int) -> list[StyledText]:
        return body(self.board, self.shown, width, height, self._cursor).lines

    def show_board(self) -> None:
        task = self.board.find(self.task_id)
        if task is None:
            self.dismiss(None)
            return
        self._cursor = max(0, min(self._cursor, len(task.checklist) - 1))
        self._body.remake()
        self._offer()

    # --- keys

    @property
    def _form(self) -> EditForm | None:
        return next(iter(self.query(EditForm)), None)

    @property
    def _is_adding(self) -> bool:
        return bool(self.query(AskBar))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action in ("edit", "add_step", "move", "page", "editor", "links", "block", "nudge_due"):
            return self._form is None and not self._is_adding
        if action == "settle":
            return self._form is None and not self._is_adding and bool(self.shown.overruled)
        if action in ("tick", "remove_step", "rename_step", "shift_step"):
            return self._form is None and not self._is_adding and self._step is not None
        return action != "save" or self._form is not None

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing now."""
        if self._form is not None or self._is_adding:
            return ""
        if action == "settle":
            return "There is no second version of a text here."
        return "Nothing is being edited." if action == "save" else "This task has no steps."

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.height)

    def _fit(self, height: int) -> None:
        """Give the middle what the border, the keys and the question leave of the screen."""
        around = (4 if height < SHORT else 7) + (1 if height >= ROOMY else 0) + 2 * self._is_adding
        for part in (self._all, self._form):
            if part is not None:
                part.styles.max_height = max(height - around, 3)

    def _offer(self) -> None:
        self._fit(self.size.height)
        if self._form is not None:
            self._hints.show(UNSAVED if self._warned else EDITING)
        elif self._is_adding:
            self._hints.show(ADDING)
        else:
            tick = TICK if self.shown.checklist else ()
            more = (*((REWORD,) if tick else ()), NOTE, BLOCK) if self.size.height >= SHORT else ()
            settle = SETTLE if self.shown.overruled else ()
            self._hints.show((*settle, *READING[:2], *tick, *more, LEAVE))

    # --- reading

    def action_move(self, step: int) -> None:
        """Choose another step; beyond the ends, and without steps, scroll."""
        place = self._cursor + step
        if 0 <= place < len(self.shown.checklist):
            self._cursor = place
            self._body.refresh()
            width, height = self._body.content_size.width, self.size.height
            line = body(self.board, self.shown, width, height, place).steps[place]
            self._all.scroll_to_region(Region(0, line, 1, 1), animate=False)
        else:
            self._all.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by half a page."""
        self._all.scroll_relative(y=step * max(self._all.size.height // 2, 1), animate=False)

    # --- steps

    @property
    def _step(self) -> Step | None:
        steps = self.shown.checklist
        return steps[self._cursor] if steps else None

    def _carry_out(self, fields: dict[str, Any], seen: Mapping[str, Any] | None = None, **more: Any) -> bool:
        return self.wiptui.carry_out(Edit(self.task_id, fields, seen), **more)

    def action_tick(self) -> None:
        """Tick the chosen step or remove the tick."""
        step = self._step
        if step is not None:
            self._carry_out(checklist.written(step, done=not step.done), quiet=True)

    def action_remove_step(self) -> None:
        """Remove the chosen step; undo restores it."""
        step = self._step
        if step is not None:
            self._carry_out(checklist.removed(step))

    async def action_add_step(self) -> None:
        """Ask for one step after the other until nothing is typed."""
        await self._foot.mount(
            AskBar("Add a checklist item", "", "one item, then enter", self.task_id), before=self._hints
        )
        self._offer()

    async def action_rename_step(self) -> None:
        """Ask for other words for the chosen step."""
        step = self._step
        if step is not None:
            self._renamed = step
            await self._foot.mount(AskBar("What is the step?", step.text, about=step.key), before=self._hints)
            self._offer()

    def action_shift_step(self, by: int) -> None:
        """Move the chosen step up or down in the list."""
        steps, place, to = self.shown.checklist, self._cursor, self._cursor + by
        if 0 <= to < len(steps):
            self._cursor = to
            self._carry_out(checklist.moved(steps, place, to, self.service.ids), quiet=True)

    async def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        event.stop()
        step = self._renamed
        if not event.value:
            await self._close_bar()
        elif step is not None:
            fields = checklist.written(step, text=event.value)
            self._carry_out(fields, after=lambda _: self.call_next(self._close_bar), quiet=True)
        else:
            fields = checklist.added(self.shown.checklist, [event.value], self.service.ids)
            self._carry_out(fields, after=lambda _: self.call_next(self._next_bar), quiet=True)

    async def _close_bar(self) -> None:
        self._renamed = None
        await self.query(AskBar).remove()
        self._offer()

    async def _next_bar(self) -> None:
        """Ask for one more step."""
        self._all.scroll_end(animate=False)
        await self._close_bar()
        await self.action_add_step()

    # --- concurrent edits

    def action_settle(self, choice: str) -> None:
        """Choose between the first pair of concurrent texts."""
        others = self.shown.overruled
        if others:
            self.wiptui.carry_out(Settle(self.task_id, others[0].field, choice))

    # --- due date, links, blockers

    def action_nudge_due(self, days: int) -> None:
        """Move the due date by a day."""
        self.wiptui.carry_out(command_builders.nudge_due(self.board, (self.shown,), days), quiet=True)

    def action_links(self) -> None:
        open_links(self.wiptui, self.shown)

    async def action_block(self) -> None:
        """Pick a blocker; picking it again removes it."""
        task = self.shown
        held = set(task.blocked_by)
        others = [other for other in self.board.open_tasks() if other.id != task.id]
        others.sort(key=lambda other: other.id not in held)
        choices = [
            Choice(other.id, other.title, "blocks it: remove the block" if other.id in held else other.state.value)
            for other in others
        ]

        def chosen(other: int) -> None:
            self._carry_out(fields_for(remove=[other]) if other in held else fields_for([other]))

        await self.wiptui.ask(
            PickScreen("What has to be done first?", choices, "that", "There is no other task."), chosen
        )

    # --- editing

    def action_editor(self) -> None:
        """Edit title and note in the person's own editor."""
        edit(self.wiptui, self.shown)

    async def action_edit(self) -> None:
        """Edit in place."""
        self._all.display = False
        await self.query_one(Dialog).mount(EditForm(self.board, self.shown), before=self._all)
        self._offer()

    def action_save(self) -> None:
        """Write the changes as one command; if a value is invalid, stay and say so."""
        form = self._form
        if form is None:
            return
        problem = form.problem()
        if problem is not None:
            form.focus_field(problem[0])
            self.app.bell()
            return
        fields = form.fields()
        if fields.get("class") == ServiceClass.EXPEDITE and not self.shown.is_expedite:
            self._ask_why_expedite(form, fields)
        elif not fields:
            self.call_later(self._close_form)
        else:
            self._carry_out(fields, form.edited.record, after=self._saved)

    def _saved(self, _outcome: Outcome) -> None:
        self.call_later(self._close_form)

    def _ask_why_expedite(self, form: EditForm, fields: dict[str, Any]) -> None:
        def answered(why: str) -> None:
            if why:
                self._carry_out({**fields, "expedite_why": why}, form.edited.record, after=self._saved)

        question = "Expedite goes before everything: why?"
        self.wiptui.ask(AskLine(question, hint="It needs a reason", check=_reason, about=self.task_id), answered)

    def on_edit_form_changed(self) -> None:
        if self._warned:
            self._warned = False
            self._offer()

    async def _close_form(self) -> None:
        self._warned = False
        if self._opened_to_edit:
            self.dismiss(None)
            return
        await self.query(EditForm).remove()
        self._all.display = True
        self.read_again()

    async def action_leave(self) -> None:
        """Go back one step: from the question, from the form (asking once about changes), from the screen."""
        form = self._form
        if self._is_adding:
            self.query_one(AskBar).keep_draft()
            await self._close_bar()
        elif form is not None and form.is_changed and not self._warned:
            self._warned = True
            self._offer()
        elif form is not None:
            await self._close_form()
        else:
            self.dismiss(None)
