"""The focus view: one task, how long you are at it, where you were; and deliberately nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Digits, Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.record import LOG, stamp_time
from wiptui.domain.task import State, Task
from wiptui.tui.spans import clip, steady, width_of
from wiptui.tui.widgets.dialog import ACCENT, MUTED, SHORT, Hint, Hints, Lines, paragraph
from wiptui.tui.widgets.dialog_facts import Worked, worked
from wiptui.tui.widgets.dialog_words import day_words, moment, running

if TYPE_CHECKING:
    from wiptui.service import Service
    from wiptui.tui.app import WiptuiApp

LISTED = 4
TITLE_WIDTH = 60


class FocusScreen(Screen[None]):
    """Shows the focused task alone. A thought that comes up is captured to the backlog without leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "interrupt", "interrupt", id="focus.interrupt", show=False),
        Binding("w", "wait", "wait", id="focus.wait", show=False),
        Binding("d", "done", "done", id="focus.done", show=False),
        Binding("space", "pause", "pause or go on", id="focus.pause", show=False),
        Binding("n", "note", "note", id="focus.note", show=False),
        Binding("escape", "leave", "back", id="focus.leave", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium")]
    DEFAULT_CSS = """
    FocusScreen {
        align: center middle;
        #middle { width: 100%; height: 1fr; align: center middle; padding: 0 2; }
        Lines { text-align: center; }
        #title, #where, #steps { margin-bottom: 1; }
        #time { width: 100%; text-align: center; color: $accent; margin-bottom: 1; }
        #time-line { display: none; width: 100%; text-align: center; color: $accent; text-style: bold; }
        #foot { height: auto; padding: 0 2 1 2; }
        &.-paused #time, &.-paused #time-line { color: $foreground 50%; }
        &.-short {
            #time { display: none; }
            #time-line { display: block; margin-bottom: 1; }
            #foot { padding: 0 1; }
            #middle { padding: 0 1; }
            #title, #where, #steps { margin-bottom: 0; }
        }
        &:ansi { #time, #time-line { color: ansi_default; } }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.board: Board = service.board()
        focus = self.board.focus
        self._task_id = focus.task.id if focus is not None else None
        self._shown = 0.0
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        self._digits = Digits(self._time, id="time")
        self._line = Static(self._time, id="time-line", markup=False)
        with Vertical(id="middle"):
            yield Lines(self._title_lines, id="title")
            yield self._digits
            yield self._line
            yield Lines(self._where_lines, id="where")
            yield Lines(self._step_lines, id="steps")
        with Vertical(id="foot"):
            self._hints = Hints(self._keys())
            yield self._hints

    def on_mount(self) -> None:
        self._unsubscribe = self.service.subscribe(self._read_again)
        self.set_interval(1.0, self.tick)
        self._show_all()

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    # --- reading

    @property
    def subject(self) -> Task | None:
        """The task of this view, also while it is paused; None when it has left doing."""
        task = self.board.find(self._task_id) if self._task_id is not None else None
        return task if task is not None and task.state is State.DOING else None

    @property
    def is_paused(self) -> bool:
        return self.board.focus is None

    def _read_again(self) -> None:
        """Something changed, here or elsewhere: follow the focus, and leave when the task has gone."""
        self.board = self.service.board()
        focus = self.board.focus
        if focus is not None:
            self._task_id = focus.task.id
        if self.subject is None:
            self.call_later(self.action_leave)
        else:
            self._show_all()

    def _show_all(self) -> None:
        self.set_class(self.is_paused, "-paused")
        self._hints.show(self._keys())
        for lines in self.query(Lines):
            lines.remake()
        self.tick()

    def tick(self) -> None:
        """Show the time; only its own cells are painted again."""
        time = self._time
        if time != self._digits.value:
            self._digits.update(time)
            self._line.update(f"{time}  paused" if self.is_paused else time, layout=False)

    @property
    def _time(self) -> str:
        """How long the running stint is; while paused, how long the last one was."""
        focus = self.board.focus
        if focus is not None:
            self._shown = (self.service.clock.now() - focus.since).total_seconds()
        return running(self._shown)

    # --- what is shown

    def _title_lines(self, width: int, height: int) -> list[Content]:
        task = self.subject
        if task is None:
            return [Content.styled("Nothing is in focus.", MUTED)]
        lines = paragraph(steady(task.title), min(width, TITLE_WIDTH), "bold", 2)
        due = f"due {day_words(task.due, self.board.today)}" if task.due else ""
        said = "   ".join(part for part in (f"+{steady(task.project)}" if task.project else "", due) if part)
        return [*lines, Content.styled(clip(said, width), MUTED)] if said else lines

    def _where_lines(self, width: int, height: int) -> list[Content]:
        task = self.subject
        if task is None:
            return []
        if self.is_paused:
            return [Content.styled("paused", MUTED)] if height >= SHORT else []
        at = _written(task, "next_step")
        if not task.next_step or at is None:
            last = _last_before(self.board, task)
            return [Content.styled(f"last here {moment(last, self.board)}", MUTED)] if last else []
        said = paragraph(steady(task.next_step), min(width, TITLE_WIDTH), "", 2)
        return [Content.styled(f"where you were ({moment(at, self.board)})", MUTED), *said]

    def _step_lines(self, width: int, height: int) -> list[Content]:
        task = self.subject
        if task is None or not task.checklist:
            return []
        cells = [_step(step.done, steady(step.text)) for step in task.checklist]
        if sum(cell.cell_length + 4 for cell in cells) <= width:
            return [Content("    ").join(cells)]
        left = [step for step in task.checklist if not step.done]
        listed = left[: 1 if height < SHORT else LISTED]
        wide = min(max((width_of(steady(step.text)) for step in listed), default=0) + 4, width)
        lines = [_step(False, clip(steady(step.text), wide - 4)) for step in listed]
        lines = [line.pad_right(wide - line.cell_length) for line in lines]
        done = len(task.checklist) - len(left)
        said = [f"{len(left) - len(listed)} more"] if len(left) > len(listed) else []
        said += [f"{done} done"] if done else []
        return [*lines, Content.styled(", ".join(said), MUTED)] if said else lines

    def _keys(self) -> list[Hint]:
        leave = Hint("focus.leave", "esc", "back")
        if self.subject is None:
            return [leave]
        return [
            Hint("focus.interrupt", "i", "interrupt"),
            Hint("focus.wait", "w", "wait"),
            Hint("focus.done", "d", "done"),
            Hint("focus.pause", "space", "go on" if self.is_paused else "pause"),
            Hint("focus.note", "n", "note"),
            leave,
        ]

    # --- what can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return self.subject is not None or action not in ("interrupt", "wait", "done", "pause", "note")

    def _carry_out(self, command: c.Command, **more: Any) -> None:
        cast("WiptuiApp", self.app).carry_out(command, **more)

    def action_interrupt(self) -> None:
        """Note what came up; the focus stays."""
        from wiptui.tui.screens.ask import InterruptForm

        self.app.push_screen(InterruptForm(self.service.board()), self._answered)

    def action_wait(self) -> None:
        """Move the task to waiting."""
        from wiptui.tui.screens.wait import WaitForm

        task = self.subject
        if task is not None:
            self.app.push_screen(WaitForm(self.service.board(), task), self._answered)

    def _answered(self, command: c.Command | None) -> None:
        if command is not None:
            self._carry_out(command)

    def action_done(self) -> None:
        """Finish the task, which ends this view."""
        if self._task_id is not None:
            self._carry_out(c.Finish((self._task_id,)))

    def action_pause(self) -> None:
        """Pause, or go on."""
        self._carry_out(c.FocusOn(self._task_id if self.is_paused else None), quiet=True)

    def action_note(self) -> None:
        """Append one line to the note."""
        from wiptui.tui.screens.ask import AskLine

        def answered(text: str | None) -> None:
            task = self.subject
            if text and task is not None:
                self._carry_out(c.Edit(task.id, {"note": f"{task.note}\n{text}".strip("\n")}))

        self.app.push_screen(AskLine("Note", hint="One line, added to the note of the task"), answered)

    def action_leave(self) -> None:
        """Back to the board; the focus stays."""
        if self.is_current:
            self.dismiss(None)


def _step(done: bool, text: str) -> Content:
    mark = ("[x] ", ACCENT) if done else ("[ ] ", "")
    return Content.assemble(mark, (text, MUTED if done else ""))


def _written(task: Task, name: str) -> datetime | None:
    """When a field got the value that it has."""
    log = task.record.get(LOG) or {}
    stamps = [stamp for stamp, patch in log.items() if name in patch]
    return stamp_time(max(stamps)) if stamps else None


def _last_before(board: Board, task: Task) -> datetime | None:
    """When the task was last in focus before the stint that is running."""
    focus = board.focus
    if focus is None:
        return None
    earlier = Board(board.data, focus.since, board.zone)
    last = worked(earlier).get(task.id, Worked()).last
    return last if last is not None and last < focus.since else None
