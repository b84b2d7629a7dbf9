"""The focus view: one task, the time spent on it, where you were, and deliberately nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Digits, Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.record import LOG, stamp_time
from wiptui.domain.focus.timer import Phase, Timer, bell_message, phase, resting
from wiptui.domain.tasks.task import State, Task
from wiptui.service import Service
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.screens.base.following import Following
from wiptui.tui.screens.dialogs.ask import AskLine, InterruptForm
from wiptui.tui.screens.tasks.wait import WaitForm
from wiptui.tui.views.styled_text import (
    ACCENT,
    MUTED,
    StyledText,
    cells,
    clip,
    join,
    padded,
    paragraph,
    sanitized,
    styled,
    width_of,
)
from wiptui.tui.widgets.dialogs.dialog import SHORT, Hint, Hints
from wiptui.tui.widgets.dialogs.task_facts import Worked, worked
from wiptui.tui.widgets.dialogs.wording import day_words, moment, running
from wiptui.tui.widgets.lines import Lines

LISTED = 4
TITLE_WIDTH = 60


class FocusScreen(Following, ClosesOnce[None]):
    """Shows the focused task alone. A passing thought is captured to the backlog without leaving."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("focus.interrupt", "i", "interrupt", "interrupt"),
        bound("focus.wait", "w", "wait", "wait"),
        bound("focus.done", "d", "done", "done"),
        bound("focus.pause", "space", "pause", "pause or go on"),
        bound("focus.note", "n", "note", "note"),
        bound("focus.timer", "t", "timer", "timer: 25/5, 50/10, your own, off"),
        bound("focus.leave", "escape", "leave", "back"),
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
        #timer { display: none; width: 100%; height: 1; text-align: center; margin-bottom: 1; color: $text-muted; }
        &.-timed #timer { display: block; }
        &.-paused #time, &.-paused #time-line { color: $text-muted; }
        &.-short {
            #time { display: none; }
            #time-line { display: block; margin-bottom: 1; }
            #foot { padding: 0 1; }
            #middle { padding: 0 1; }
            #title, #where, #steps, #timer { margin-bottom: 0; }
            &.-timed #time-line { margin-bottom: 0; }
        }
        &:ansi { #time, #time-line, #timer { color: ansi_default; } }
    }
    """

    def __init__(self, service: Service, timer: Timer | None = None, ring: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self.follow(service)
        self.timer = timer or Timer()
        self._ring = ring or (lambda words: self.notify(words, markup=False))
        self._paused_at: datetime | None = None
        self._heard: tuple[bool, int] | None = None
        self._timed = ""
        focus = self.board.focus
        self._task_id = focus.task.id if focus is not None else None
        self._shown = 0.0

    def compose(self) -> ComposeResult:
        self._digits = Digits(self._time, id="time")
        self._line = Static(self._time, id="time-line", markup=False)
        self._timer_line = Static("", id="timer", markup=False)
        with Vertical(id="middle"):
            yield Lines(self._title_lines, id="title")
            yield self._digits
            yield self._line
            yield self._timer_line
            yield Lines(self._where_lines, id="where")
            yield Lines(self._step_lines, id="steps")
        with Vertical(id="foot"):
            self._hints = Hints(self._keys(), closer=True)
            yield self._hints

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        self._show_all()

    # --- reading

    @property
    def subject(self) -> Task | None:
        """The task of this view, also while it is paused; None when it has left doing."""
        task = self.board.find(self._task_id) if self._task_id is not None else None
        return task if task is not None and task.state is State.DOING else None

    @property
    def is_paused(self) -> bool:
        return self.board.focus is None

    def show_board(self) -> None:
        """Follow the focus after a change, and leave when the task is gone."""
        focus = self.board.focus
        if focus is not None:
            self._task_id, self._paused_at = focus.task.id, None
        elif self._paused_at is None:
            self._paused_at = self.service.clock.now()
        if self.subject is None:
            self.call_later(self.action_leave)
        else:
            self._show_all()

    def _show_all(self) -> None:
        self.set_class(self.is_paused, "-paused")
        self.set_class(self.timer.rhythm.is_on, "-timed")
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
        self._tell_timer()

    def _tell_timer(self) -> None:
        """Show what is left and ring once for each bell. Missed bells are not repeated."""
        now, rhythm = self._phase, self.timer.rhythm
        said = f"{rhythm.text}   {_phase_text(now)}" if now is not None else ""
        if said != self._timed:
            self._timed = said
            self._timer_line.update(said, layout=False)
        heard, self._heard = self._heard, None if now is None else (self.is_paused, now.bells)
        if now is not None and heard is not None and heard[0] == self.is_paused and heard[1] < now.bells:
            self._ring(bell_message(rhythm, now))

    @property
    def _phase(self) -> Phase | None:
        """Return the phase of the timer, counted from the start of the stint or from when the timer was chosen."""
        rhythm, at, focus = self.timer.rhythm, self.service.clock.now(), self.board.focus
        if not rhythm.is_on:
            return None
        if focus is not None:
            since = max(focus.since, self.timer.since or focus.since)
            return phase(rhythm, (at - since).total_seconds())
        return resting(rhythm, (at - self._paused_at).total_seconds()) if self._paused_at is not None else None

    @property
    def _time(self) -> str:
        """Return the length of the running stint; while paused, of the last one."""
        focus = self.board.focus
        if focus is not None:
            self._shown = focus.spent(self.service.clock.now()).total_seconds()
        return running(self._shown)

    # --- texts

    def _title_lines(self, width: int, height: int) -> list[StyledText]:
        task = self.subject
        if task is None:
            return [styled(("Nothing is in focus.", MUTED))]
        lines = paragraph(sanitized(task.title), min(width, TITLE_WIDTH), "bold", 2)
        due = f"due {day_words(task.due, self.board.today)}" if task.due else ""
        said = "   ".join(part for part in (f"+{sanitized(task.project)}" if task.project else "", due) if part)
        return [*lines, styled((clip(said, width), MUTED))] if said else lines

    def _where_lines(self, width: int, height: int) -> list[StyledText]:
        task = self.subject
        if task is None:
            return []
        if self.is_paused:
            return [styled(("paused", MUTED))] if height >= SHORT else []
        at = _written(task, "next_step")
        if not task.next_step or at is None:
            last = _last_before(self.board, task)
            return [styled((f"last here {moment(last, self.board)}", MUTED))] if last else []
        said = paragraph(sanitized(task.next_step), min(width, TITLE_WIDTH), "", 2)
        return [styled((f"where you were ({moment(at, self.board)})", MUTED)), *said]

    def _step_lines(self, width: int, height: int) -> list[StyledText]:
        task = self.subject
        if task is None or not task.checklist:
            return []
        steps = [_step(step.done, sanitized(step.text)) for step in task.checklist]
        if sum(cells(step) + 4 for step in steps) <= width:
            return [join(steps, "    ")]
        left = [step for step in task.checklist if not step.done]
        listed = left[: 1 if height < SHORT else LISTED]
        wide = min(max((width_of(sanitized(step.text)) for step in listed), default=0) + 4, width)
        lines = [_step(False, clip(sanitized(step.text), wide - 4)) for step in listed]
        lines = [padded(line, wide) for line in lines]
        done = len(task.checklist) - len(left)
        said = [f"{len(left) - len(listed)} more"] if len(left) > len(listed) else []
        said += [f"{done} done"] if done else []
        return [*lines, styled((", ".join(said), MUTED))] if said else lines

    def _keys(self) -> list[Hint]:
        leave = Hint("focus.leave")
        if self.subject is None:
            return [leave]
        return [
            Hint("focus.interrupt"),
            Hint("focus.wait"),
            Hint("focus.done"),
            Hint("focus.pause", "go on" if self.is_paused else "pause"),
            Hint("focus.note"),
            Hint("focus.timer", "timer"),
            leave,
        ]

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return self.subject is not None or action not in ("interrupt", "wait", "done", "pause", "note", "timer")

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing now."""
        return "Nothing is in focus."

    def _carry_out(self, command: c.Command, **more: Any) -> None:
        self.wiptui.carry_out(command, **more)

    async def action_interrupt(self) -> None:
        """Record an interruption; the focus stays."""
        await self.wiptui.ask(InterruptForm(self.service.board()), self._carry_out)

    async def action_wait(self) -> None:
        """Move the task to waiting."""
        task = self.subject
        if task is not None:
            await self.wiptui.ask(WaitForm(self.service.board(), task), self._carry_out)

    def action_done(self) -> None:
        """Finish the task, which ends this view."""
        if self._task_id is not None:
            self._carry_out(c.Finish((self._task_id,)))

    def action_pause(self) -> None:
        """Pause or go on."""
        self._carry_out(c.FocusOn(self._task_id if self.is_paused else None), quiet=True)

    async def action_note(self) -> None:
        """Append one line to the note."""

        def answered(text: str) -> None:
            task = self.subject
            if text and task is not None:
                self._carry_out(c.Edit(task.id, {"note": f"{task.note}\n{text}".strip("\n")}))

        hint = "One line, added to the note of the task"
        await self.wiptui.ask(AskLine("Note", hint=hint, about=self._task_id), answered)

    def action_timer(self) -> None:
        """Choose another timer, or none."""
        self.timer.turn(self.service.clock.now())
        self._heard = None
        self._show_all()

    def action_leave(self) -> None:
        """Return to the board; the focus stays."""
        self.dismiss(None)


def _step(done: bool, text: str) -> StyledText:
    mark = ("[x] ", ACCENT) if done else ("[ ] ", "")
    return styled(mark, (text, MUTED if done else ""))


def _phase_text(now: Phase) -> str:
    if not now.left:
        return "the rest is over"
    return f"rest, {running(now.left)} left" if now.resting else f"{running(now.left)} to go"


def _written(task: Task, name: str) -> datetime | None:
    """Return when a field got its present value."""
    log = task.record.get(LOG) or {}
    stamps = [stamp for stamp, patch in log.items() if name in patch]
    return stamp_time(max(stamps)) if stamps else None


def _last_before(board: Board, task: Task) -> datetime | None:
    """Return when the task was last in focus before the running stint."""
    focus = board.focus
    if focus is None:
        return None
    earlier = Board(board.data, focus.since, board.zone)
    last = worked(earlier).get(task.id, Worked()).last
    return last if last is not None and last < focus.since else None
