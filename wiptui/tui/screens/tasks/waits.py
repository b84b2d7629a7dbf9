"""The waits view: on whom tasks wait, since when, when to ask again; who waits for me; and where the waiting time
went.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from wiptui.domain import commands as c
from wiptui.domain.dates.parse import parse_date
from wiptui.domain.tasks.task import Task
from wiptui.service import Service
from wiptui.tui.keys.shared_bindings import bound, leaving, walking
from wiptui.tui.screens.base.full_screen import RowsScreen
from wiptui.tui.screens.dialogs.ask import AskLine
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.views import waits as words
from wiptui.tui.views.styled_text import (
    ACCENT,
    BLANK,
    MUTED,
    WARN,
    StyledText,
    cells,
    clip,
    paragraph,
    sanitized,
    styled,
    width_of,
)
from wiptui.tui.views.waits import Headwind, OwedRow, Row, WaitRow, WindRow
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Hint
from wiptui.tui.widgets.waits_lines import bars, owed_line, rule, under_cursor

EMPTY = (
    "Nobody keeps you waiting.",
    "What you hand over with {wait} stands here: on whom it waits, why, since when, and when to ask again.",
)
FOLLOW_UP = "fri, +3d, 22 nov; empty takes the date away"
LOOK_SECONDS = 30.0
"""Seconds between updates of the days and the follow-ups while nothing changes."""


class WaitsScreen(RowsScreen[Row]):
    """All waits, and what can be done about each with one key."""

    PREFIX = "waits"
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("waits.resolve", "r", "resolve", "resolve", about="The wait is over: back with you"),
        bound("waits.resume", "s,space", "resume", "resume", about="Back into Doing"),
        bound("waits.follow-up", "f", "follow_up", "follow-up", about="When to ask again"),
        bound("waits.nudge", "n", "nudge", "asked", about="Note that you asked again just now"),
        bound("waits.details", "enter", "details", "open", about="See all of the task"),
        *walking("waits"),
        *leaving("waits"),
    ]

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._headwind: Headwind | None = None

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.read_again)
        self.call_after_refresh(self._measure)

    def _measure(self) -> None:
        """Compute the shares after the waits are shown, since they need the whole log."""
        self._headwind = words.headwind(self.board)
        self._side.remake()
        self._rows.refresh_rows()

    def show_board(self) -> None:
        super().show_board()
        self._measure()

    def made_rows(self) -> list[Row]:
        rows = words.rows_of(self.board)
        return [*rows, WindRow("Headwind")] if rows and not self.is_wide else rows

    def is_same(self, row: Row, other: Row) -> bool:
        return type(row) is type(other) and _task(row) == _task(other)

    @property
    def at_task(self) -> int | None:
        """The id of the task under the cursor."""
        return _task(self.row)

    @property
    def waiting(self) -> Task | None:
        """The wait under the cursor; None for a task that somebody waits for."""
        return self.row.task if isinstance(self.row, WaitRow) else None

    # --- texts

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        roles = {"accent": ACCENT, "warn": WARN, "muted": MUTED}
        return [(span.text, roles[span.role]) for span in words.summary(self._rows.rows, brief=width < NARROW)]

    def draw(self, row: Row, width: int, height: int, here: bool) -> Sequence[StyledText]:
        cramped = height < SHORT
        heading = [rule(row.heading, width)] if row.heading else []
        before = [BLANK] if isinstance(row, WindRow) and not cramped else []
        after = [BLANK] if isinstance(row, WaitRow) and not cramped else []
        width -= 2
        if isinstance(row, WindRow):
            lines = [styled("  ") + line for line in self._wind_lines(width - 2)]
        elif isinstance(row, OwedRow):
            lines = [owed_line(row, width, self.board.today)]
        elif cramped or width < 44:
            lines = self._brief(row, width)
        else:
            lines = self._full(row, width)
        beside = [under_cursor(line, width) if here else styled("  ") + line for line in lines]
        return [*before, *heading, *beside, *after]

    def _title(self, row: WaitRow, width: int) -> StyledText:
        mark = ("● ", ACCENT) if row.back_since is not None else ("! ", WARN) if row.late else ("  ", "")
        days = f"{row.days} d"
        room = width - 2 - 2 - width_of(days) - 2
        title = clip(sanitized(row.task.title), room)
        gap = " " * (room - width_of(title) + 2)
        return styled(mark, (title, "bold"), gap, (days, MUTED))

    def _full(self, row: WaitRow, width: int) -> list[StyledText]:
        today = self.board.today
        what = styled("  ", words.on_words(row), ("   " + words.since_words(row, today), MUTED))
        asked = words.nudge_words(row, self.board)
        more = styled(("   " + asked, MUTED)) if asked else BLANK
        return [self._title(row, width), what, styled("  ") + self._follow(row) + more]

    def _brief(self, row: WaitRow, width: int) -> list[StyledText]:
        follow = self._follow(row, brief=True)
        if row.nudges:
            follow += styled((f" · asked {len(row.nudges)}×", MUTED))
        who = clip(sanitized(row.task.waiting_on or "not said"), max(width - cells(follow) - 5, 6))
        return [self._title(row, width), styled("  ", who, (" · ", MUTED)) + follow]

    def _follow(self, row: WaitRow, *, brief: bool = False) -> StyledText:
        said = words.follow_words(row, self.board.today, brief=brief)
        return styled((said, ACCENT if row.back_since is not None else WARN if row.late else MUTED))

    def side_lines(self, width: int, height: int) -> list[StyledText]:
        if self.has_class("-empty"):
            lines = paragraph(EMPTY[0], width, "bold")
            said = EMPTY[1].format(wait=self.wiptui.keys.key("wait"))
            return [*lines, *(() if height < SHORT else (BLANK,)), *paragraph(said, min(width, 60), MUTED)]
        return [rule("Headwind", width), *self._wind_lines(width)]

    def _wind_lines(self, width: int) -> list[StyledText]:
        if self._headwind is None:
            return [styled(("…", MUTED))]
        lines = paragraph(self._headwind.sentence, width, MUTED)
        for name, shares, unnamed in (
            ("With whom", self._headwind.people, "nobody named"),
            ("For what", self._headwind.reasons, "no reason given"),
        ):
            if shares:
                lines += [BLANK, styled((name, "bold")), *bars(shares, unnamed, width)]
        return lines

    def offered(self) -> list[Hint]:
        row, details = self.row, Hint("waits.details")
        if isinstance(row, OwedRow):
            return [details]
        if not isinstance(row, WaitRow):
            return []
        is_back = row.back_since is not None
        return [
            *([] if is_back else [Hint("waits.resolve", "returned")]),
            Hint("waits.resume"),
            Hint("waits.follow-up", "follow-up date", "follow-up"),
            *([] if is_back else [Hint("waits.nudge", "asked again", "asked")]),
            details,
        ]

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("resolve", "nudge"):
            return isinstance(self.row, WaitRow) and self.row.back_since is None
        if action in ("resume", "follow_up"):
            return self.waiting is not None
        return self.at_task is not None if action == "details" else True

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing to the row under the cursor."""
        if isinstance(self.row, WaitRow):
            return f"“{clip(sanitized(self.row.task.title), 40)}” is back with you already."
        if isinstance(self.row, OwedRow):
            return "Here somebody waits for you; that is for tasks that wait for others."
        return "There is no task here."

    def action_details(self) -> None:
        """Show the whole task."""
        if self.at_task is not None:
            self.app.push_screen(Details(self.service, self.at_task))

    def action_resolve(self) -> None:
        """Mark the wait as over."""
        if self.waiting is not None:
            self.wiptui.carry_out(c.Resolve(self.waiting.id))

    def action_resume(self) -> None:
        """Move the task back into doing, through the gate."""
        if self.waiting is not None:
            self.wiptui.carry_out(c.Start((self.waiting.id,)))

    def action_nudge(self) -> None:
        """Record that somebody asked just now."""
        if self.waiting is not None:
            self.wiptui.carry_out(c.Nudge(self.waiting.id))

    async def action_follow_up(self) -> None:
        """Ask for the next follow-up date."""
        task = self.waiting
        if task is None:
            return
        name = sanitized(task.waiting_on) if task.waiting_on else ""
        question = f"When do you ask {name} again?" if name else "When do you ask again?"
        value = task.follow_up.isoformat() if task.follow_up is not None else ""
        await self.wiptui.ask(
            AskLine(question, hint=FOLLOW_UP, value=value, about=task.id), lambda text: self._dated(task, text)
        )

    def _dated(self, task: Task, text: str) -> None:
        day = parse_date(text, self.board.today) if text.strip() else None
        self.wiptui.carry_out(c.Edit(task.id, {"follow_up": day}))


def _task(row: Row | None) -> int | None:
    return None if row is None or isinstance(row, WindRow) else row.task.id
