"""The weekly review: six steps through one week; its results are written to the data file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region

from wiptui.domain import commands as c
from wiptui.domain.learning import running
from wiptui.exchange.markdown import escaped
from wiptui.metrics.focus.sessions import FocusLog, read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.review_text import (
    ITEM,
    LOUD,
    QUIET,
    STRIPS,
    ReviewLine,
    ReviewStep,
    markdown,
    steps,
    title_of,
)
from wiptui.metrics.review.week import Week, week, week_of, week_to_review
from wiptui.noticed.beside import Noticed
from wiptui.noticed.week import seen_lines
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.tui.keys.shared_bindings import MOVE, bound, leaving
from wiptui.tui.screens.base.full_screen import WIDE, WholeScreen
from wiptui.tui.screens.dialogs.ask import AskLine
from wiptui.tui.screens.reports.experiment import StartForm, StopForm
from wiptui.tui.views.styled_text import ACCENT, BLANK, MUTED, StyledText, clip, paragraph, sanitized, styled, width_of
from wiptui.tui.widgets.dialogs.dialog import NARROW, ROOMY, SHORT, Hint, keys_in_use
from wiptui.tui.widgets.lines import Lines
from wiptui.tui.widgets.waits_lines import rule

READABLE = 76
"""The widest line in cells, so that the figures stay near their names."""
LOAD_QUESTION = "How loaded did today feel? 1 light to 5 too much"
KEYS = "{try} writes down one thing, {note} a note, {experiment} starts or stops an experiment."
HINTS = (
    Hint("review.next", short="next"),
    Hint("review.previous", short="back"),
    Hint("review.try", short="try"),
    Hint("review.load", short="load"),
    Hint("review.experiment"),
    Hint("review.earlier"),
    Hint("review.copy", "copy it", "copy"),
)
BRIEF = ("review.next", "review.previous", "review.try", "review.load")
"""The keys to show if lines are scarce."""


class ReviewScreen(WholeScreen):
    """Walks through a week. Every step can be skipped."""

    PREFIX = "review"
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("review.try", "t", "try", "one thing to try"),
        bound("review.note", "n", "note", "note", about="A note about the week"),
        bound("review.load", "c", "load", "load of today", about="How loaded today felt, 1 to 5"),
        bound("review.experiment", "e", "experiment", "experiment", about="Start or stop one"),
        bound("review.copy", "y", "copy", "copy as Markdown"),
        bound("review.close", "p", "close", "close the day", about="End the day, with what is left"),
        bound("review.next", "l,right,space,enter", "step(1)", "next step", group=MOVE),
        bound("review.previous", "h,left", "step(-1)", "step back", group=MOVE),
        bound("review.down", "j,down", "scroll(1)", "down", group=MOVE),
        bound("review.up", "k,up", "scroll(-1)", "up", group=MOVE),
        bound("review.earlier", "left_square_bracket", "week(-1)", "week before", group=MOVE),
        bound("review.later", "right_square_bracket", "week(1)", "week after", group=MOVE),
        *leaving("review"),
    ]
    DEFAULT_CSS = """
    ReviewScreen {
        #steps { display: none; width: 24; padding: 0 0 0 2; }
        #said { height: 1fr; width: 1fr; padding: 0 2; }
        &.-wide #steps { display: block; }
        &.-short #said { padding: 0 1; }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.first: date = week_of(self.board, self.board.today)
        self._is_chosen = False
        self.place = 0
        self.week: Week | None = None
        self.steps: tuple[ReviewStep, ...] = ()
        self._read: tuple[Ledger, FocusLog] | None = None
        self._seen: tuple[ReviewLine, ...] = ()

    def body(self) -> ComposeResult:
        self._list = Lines(self._step_lines, id="steps")
        self._said = Lines(self._said_lines)
        self._scroll = VerticalScroll(self._said, id="said", can_focus=False)
        yield self._list
        yield self._scroll

    def on_mount(self) -> None:
        self.call_after_refresh(self._measure)
        # A step that grew is laid out later, and only then can be scrolled to its end.
        self.watch(self._scroll, "virtual_size", self._keep_in_sight, init=False)

    def show_board(self) -> None:
        self._read = None
        self._measure()

    def _measure(self) -> None:
        """Read the week after the screen is shown, since it needs the whole log."""
        if self._read is None:
            self._read = Ledger(self.board), read_focus(self.board)
        if not self._is_chosen:
            self.first, self._is_chosen = week_to_review(self.board, self._read[0]), True
        self.week = week(self.board, self.first, *self._read)
        self._seen = self._seen_lines(self.week) if self.wiptui.keeps else ()
        self.steps = steps(self.week, self.board.zone, seen=self._seen)
        self.show()

    def _seen_lines(self, found: Week) -> tuple[ReviewLine, ...]:
        """What was noticed on this machine, beside the declared focus."""
        noticed = Noticed(self.board, self.wiptui.settings.config)
        return seen_lines(noticed, found.first, found.last, found.focus.switches)

    def show(self) -> None:
        for lines in (self._list, self._said):
            lines.remake()
        super().show()

    # --- texts

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        said = title_of(self.week) if self.week is not None else "…"
        room = width - len("Review   ") - width_of(self.asides()[0]) - 2
        return [(clip(said, max(room, 0)), ACCENT)]

    def asides(self) -> Sequence[str]:
        return [f"{self.place + 1} of {len(self.steps)}" if self.steps else ""]

    def _step_lines(self, width: int, height: int) -> list[StyledText]:
        lines: list[StyledText] = []
        for place, step in enumerate(self.steps):
            here = place == self.place
            lines += [
                styled(("▌ " if here else "  ", ACCENT), (step.title, "bold" if here else MUTED)),
                BLANK,
            ]
        return lines

    def _said_lines(self, width: int, height: int) -> list[StyledText]:
        """Return the current step; the whole week if there is room for it."""
        if not self.steps:
            return [styled(("…", MUTED))]
        width = min(width, READABLE)
        if not self._is_roomy:
            return self._step(self.steps[self.place], width, height, here=True)
        lines: list[StyledText] = []
        for place, step in enumerate(self.steps):
            lines += [*self._step(step, width, height, here=place == self.place), BLANK]
        return lines[:-1]

    @property
    def _is_roomy(self) -> bool:
        return self.is_mounted and self.size.width >= WIDE and self.size.height >= ROOMY

    def _step(self, step: ReviewStep, width: int, height: int, *, here: bool) -> list[StyledText]:
        lines = [rule(step.title, width)]
        if here:
            question = paragraph(step.question, width, ACCENT if self._is_roomy else MUTED)
            lines += [*question, *[BLANK] * (height >= SHORT)]
        for line in self._lines_of(step, width):
            lines += drawn(line, width)
        if step.key == "try" and here and height >= SHORT:
            keys = {name.removeprefix("review."): key for name, key in keys_in_use(self).items()}
            lines += [BLANK, *paragraph(KEYS.format_map(keys), width, MUTED)]
        return lines

    def _keep_in_sight(self) -> None:
        """Scroll to the current step."""
        if not self.steps:
            return  # the week is not read yet
        width, height = self._said.content_size.width, self.size.height
        if not self._is_roomy or not width:
            self._scroll.scroll_home(animate=False)
            return
        width = min(width, READABLE)
        above = sum(len(self._step(step, width, height, here=False)) + 1 for step in self.steps[: self.place])
        own = len(self._step(self.steps[self.place], width, height, here=True))
        self._scroll.scroll_to_region(Region(0, above, 1, own), animate=False)

    def _lines_of(self, step: ReviewStep, width: int) -> Sequence[ReviewLine]:
        """Return the lines of a step with its strips as wide as possible."""
        if self.week is None or not any(line.kind == STRIPS for line in step.lines):
            return step.lines
        wide = steps(self.week, self.board.zone, width=width, seen=self._seen)
        return next(each.lines for each in wide if each.key == step.key)

    def offered(self) -> list[Hint]:
        small = self.is_mounted and (self.size.height < SHORT or self.size.width < NARROW)
        close = [Hint("review.close")] if self.week is not None and self.week.left and self.place == 0 else []
        return [*close, *(hint for hint in HINTS if not small or hint.id in BRIEF)]

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "close":
            return self.week is not None and bool(self.week.left)
        return action != "week" or parameters != (1,) or self.first + timedelta(days=7) <= self.board.today

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing here."""
        return "That week is still to come."

    def action_step(self, steps: int) -> None:
        """Go to the next or previous step; stay at the ends."""
        place = max(0, min(self.place + steps, len(self.steps) - 1))
        if place != self.place:
            self.place = place
            self.show()
            self.call_after_refresh(self._keep_in_sight)

    def action_scroll(self, lines: int) -> None:
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_week(self, weeks: int) -> None:
        """Go to the week before or after."""
        if self.week is None:
            self._measure()
        self.first += timedelta(days=7 * weeks)
        self._measure()

    async def _ask(self, question: str, hint: str, value: str, then: Callable[[str], None]) -> None:
        await self.wiptui.ask(AskLine(question, hint=hint, value=value, about=self.first), then)

    async def action_try(self) -> None:
        """Ask for the one thing to try."""
        value = self.week.review.improvement if self.week is not None else ""
        await self._ask(
            "One thing to try next week", "small enough to do on Monday; empty takes it away", value,
            lambda text: self._write(c.WriteReview(self.first, improvement=text)),
        )  # fmt: skip

    async def action_note(self) -> None:
        """Ask for a note about the week."""
        value = " ".join(self.week.review.note.split()) if self.week is not None else ""
        await self._ask(
            "A note about this week", "", value, lambda text: self._write(c.WriteReview(self.first, note=text))
        )

    async def action_load(self) -> None:
        """Ask how loaded today felt."""

        def answered(text: str) -> None:
            text = text.strip()
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
            self.wiptui.carry_out(c.CheckLoad(self.board.today, number if text else None))

        loads = dict(self.week.loads) if self.week is not None else {}
        value = str(loads.get(self.board.today, ""))
        await self._ask(LOAD_QUESTION, "for you alone; empty takes it back", value, answered)

    def _write(self, command: c.Command) -> None:
        """Write it and go to the last step, which shows it."""

        def written(_: Outcome) -> None:
            self.place = len(self.steps) - 1
            self.show()
            self.call_after_refresh(self._keep_in_sight)

        self.wiptui.carry_out(command, after=written)

    async def action_experiment(self) -> None:
        """Start an experiment, or stop the running one."""
        now = running(self.board)
        await self.wiptui.ask(StartForm(self.board) if now is None else StopForm(now), self._write)

    def action_close(self) -> None:
        """End the day: what is left of its plan goes back."""
        self.wiptui.carry_out(c.ClosePlan())

    def action_copy(self) -> None:
        """Copy the review as Markdown to the clipboard."""
        if self.week is not None:
            self.app.copy_to_clipboard(markdown(self.week, self.board.zone, escaped))
            self.wiptui.say("Copied the review as Markdown, without the load")


def drawn(line: ReviewLine, width: int) -> list[StyledText]:
    """Return a line of the review for a width in cells."""
    text, end = sanitized(line.text), sanitized(line.end)
    if line.kind == STRIPS:
        return [styled((line.text, ACCENT))]
    if line.kind != ITEM and not end:
        return paragraph(text, width, {QUIET: MUTED, LOUD: "bold"}.get(line.kind, ""))
    room = max(width - 2 - width_of(end) - 2, 8)
    name = clip(text, room)
    gap = " " * max(width - 2 - width_of(name) - width_of(end), 1)
    style = "bold" if line.kind == LOUD else ""
    return [styled(("· ", MUTED), (name, style), gap, (end, style or MUTED))]
