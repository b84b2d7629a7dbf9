"""The today view: one list of what asks for the person, and beside it the plan of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from wiptui.domain import commands as c
from wiptui.domain.day_plan import left_over
from wiptui.domain.tasks.task import State, Task
from wiptui.metrics.plan import day_cap
from wiptui.service import Service
from wiptui.tui.actions import command_builders
from wiptui.tui.keys.shared_bindings import bound, leaving, walking
from wiptui.tui.screens.base.full_screen import RowsScreen
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.views import today as words
from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    MUTED,
    WARN,
    StyledText,
    clip,
    paragraph,
    sanitized,
    styled,
    width_of,
)
from wiptui.tui.views.today import TodayRow
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Hint
from wiptui.tui.widgets.waits_lines import rule, under_cursor

EMPTY = (
    "Nothing asks for you today.",
    "What is due or overdue, whom to ask, what came back and what you planned stands here. {plan} on a card plans it.",
)
ROLES = {"accent": ACCENT, "warn": WARN, "bad": WARN, "muted": MUTED, "": ""}
LOOK_SECONDS = 30.0
"""Seconds between updates of what the clock changes."""


class TodayScreen(RowsScreen[TodayRow]):
    """What asks for the person today, each task once."""

    PREFIX = "today"
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("today.start", "s,space", "start", "start", about="Start, pause or resume"),
        bound("today.done", "d", "done", "done", about="Finish"),
        bound("today.plan", "p", "plan", "plan", about="Plan for today, or take it out"),
        bound("today.later", "t", "later", "tomorrow", about="Plan it for tomorrow"),
        bound("today.close", "c", "close", "close the day", about="End the day, with what is left"),
        bound("today.details", "enter", "details", "open", about="See all of the task"),
        *walking("today"),
        *leaving("today"),
    ]

    def __init__(self, service: Service) -> None:
        super().__init__(service)

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.read_again)

    def made_rows(self) -> list[TodayRow]:
        return words.rows_of(self.board)

    def is_same(self, row: TodayRow, other: TodayRow) -> bool:
        return row.task.id == other.task.id

    @property
    def at_task(self) -> Task | None:
        """The task under the cursor."""
        return self.row.task if self.row is not None else None

    # --- texts

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        said = words.summary(self.board)
        return [(span.text, ROLES[span.role]) for span in (said[:1] if width < NARROW else said)]

    def draw(self, row: TodayRow, width: int, height: int, here: bool) -> Sequence[StyledText]:
        heading = [rule(row.heading, width)] if row.heading else []
        before = [BLANK] if row.heading and height >= SHORT and row is not self._rows.rows[0] else []
        line = self._line(row, width - 2)
        return [*before, *heading, under_cursor(line, width - 2) if here else styled("  ") + line]

    def _line(self, row: TodayRow, width: int) -> StyledText:
        focus = self.board.focus
        mark = "▶ " if focus is not None and focus.task.id == row.task.id else "  "
        why, place = words.why_words(row, self.board), words.place_words(row.task, self.board)
        place = place if width >= 44 else ""
        said = clip(why.text, max(width // (3 if place else 2), 10))
        room = width - 2 - sum(width_of(text) + 2 for text in (said, place) if text)
        title = clip(sanitized(row.task.title), max(room, 8))
        gap = " " * max(room - width_of(title), 0)
        aside = [("  " + said, ROLES[why.role])] if said else []
        return styled((mark, ACCENT), (title, "bold"), gap, *aside, ("  " + place if place else "", MUTED))

    def side_lines(self, width: int, height: int) -> list[StyledText]:
        keys = self.wiptui.keys
        lines: list[StyledText] = []
        if self.has_class("-empty"):
            lines += [*paragraph(EMPTY[0], width, "bold"), *(() if height < SHORT else (BLANK,))]
            lines += [*paragraph(EMPTY[1].format(plan=keys.key("plan")), min(width, 60), MUTED), BLANK]
        lines.append(rule("Plan of today", width))
        for sentence in words.plan_words(self.board):
            lines += paragraph(sentence, width, MUTED)
        return lines

    def offered(self) -> list[Hint]:
        task = self.at_task
        close = [Hint("today.close", short="close")] if self.board.planned or left_over(self.board) else []
        if task is None:
            return close
        word = command_builders.start_word(self.board, (task,))
        is_planned = task.planned == self.board.workday
        return [
            Hint("today.start", word, word),
            Hint("today.done", short="done"),
            Hint("today.plan", "take it out" if is_planned else "plan it", "plan"),
            *([Hint("today.later", short="tomorrow")] if is_planned else []),
            *close,
            Hint("today.details", short="open"),
        ]

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        task = self.at_task
        if action in ("start", "done", "plan", "details"):
            return task is not None
        if action == "later":
            return task is not None and task.planned == self.board.workday
        return bool(self.board.planned or left_over(self.board)) if action == "close" else True

    def action_start(self) -> None:
        """Start, pause or resume, through the gate."""
        if self.at_task is not None:
            self.wiptui.carry_out(command_builders.start_or_pause(self.board, (self.at_task,)))

    def action_done(self) -> None:
        """Finish the task."""
        if self.at_task is not None and self.at_task.state is not State.DONE:
            self.wiptui.carry_out(c.Finish((self.at_task.id,)))

    def action_plan(self) -> None:
        """Plan the task, or take it out of the plan."""
        if self.at_task is not None:
            self.wiptui.carry_out(command_builders.plan(self.board, (self.at_task,), day_cap(self.board).limit))

    def action_later(self) -> None:
        """Plan the task for tomorrow."""
        if self.at_task is not None:
            self.wiptui.carry_out(command_builders.plan_tomorrow(self.board, (self.at_task,)))

    def action_close(self) -> None:
        """End the day."""
        self.wiptui.carry_out(c.ClosePlan())

    def action_details(self) -> None:
        """Show the whole task."""
        if self.at_task is not None:
            self.app.push_screen(Details(self.service, self.at_task.id))
