"""The check-in: undecided time, and what it was. Leaving it loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.length import length_text
from wiptui.domain.focus.checkin import QUIET, SLEPT, Undecided
from wiptui.domain.focus.decisions import discard, end_at, keep, parse_moment, split
from wiptui.domain.tasks.task import as_time
from wiptui.domain.text import WEEKDAYS
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, WARN, StyledText, paragraph, styled
from wiptui.tui.widgets.dialogs.dialog import SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import AskBar
from wiptui.tui.widgets.dialogs.wording import day_words, title_text
from wiptui.tui.widgets.lines import Lines

REASONS = {SLEPT: "The machine slept", QUIET: "No key was pressed"}
SHORT_DAYS = [name[:3].title() for name in WEEKDAYS]
ENDED, CUT = "ended", "cut"
ASKING = (Hint("", "go on", key="enter"), Hint("checkin.leave", "back"))


class CheckInScreen(DialogScreen[c.Command | None]):
    """Asks about one mark and answers with the deciding command; None leaves it unassigned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("checkin.keep", "k", "keep", "keep"),
        bound("checkin.ended", "e", "ended", "end at …"),
        bound("checkin.cut", "s", "cut", "split"),
        bound("checkin.discard", "d", "discard", "discard"),
        bound("checkin.leave", "escape", "leave", "later"),
    ]
    TYPING = ("leave",)

    def __init__(self, board: Board, mark: Undecided, why: str = "", more: int = 0) -> None:
        super().__init__()
        self.board = board
        self.mark = mark
        self.why = why
        self.more = more
        self._asked = ""
        self._wrong = ""

    def compose(self) -> ComposeResult:
        self._about = Lines(self._about_lines)
        self._hints = Hints(self._offers(), columns=1)
        yield Dialog(
            f"Check in: {length_text(self.mark.end - self.mark.start)}",
            self._about,
            Static(classes="gap"),
            self._hints,
        )

    def _about_lines(self, width: int, height: int) -> list[StyledText]:
        task = self.board.find(self.mark.task)
        title = title_text(task.title if task is not None else "", width)
        lines = [styled((title, "bold"))]
        reason = REASONS.get(self.why, "You seem to have been away")
        start, end = self._clock(self.mark.start), self._clock(self.mark.end)
        today = "today " if " " in start and " " not in end else ""
        span = f"{start} to {today}{end}"
        lines += paragraph(f"{reason} from {span}. Were you working on this?", width, "", 2)
        if self._wrong:
            lines += paragraph(self._wrong, width, WARN, 2)
        elif height >= SHORT:
            more = f" {self.more} more to decide after this." if self.more else ""
            lines += paragraph(f"Until you decide, it does not count.{more}", width, MUTED, 2)
        return lines

    def _offers(self) -> list[Hint]:
        runs = self._end_of_stint is None
        return [
            Hint("checkin.keep", "keep: I was working", "keep"),
            Hint("checkin.ended", f"end at …: it was over by {self._clock(self.mark.start)}, or later", "end at"),
            Hint("checkin.cut", "split: I was away for a part of it", "split"),
            Hint("checkin.discard", f"discard: no focus{', and on from now' if runs else ''}", "discard"),
            Hint("checkin.leave", "later: leave it open", "later"),
        ]

    @property
    def _end_of_stint(self) -> datetime | None:
        return as_time(self.board.data.get(STINTS, {}).get(str(self.mark.stint), {}).get("end"))

    def _clock(self, at: datetime) -> str:
        """Return ``23:10``, with its day if that is not today."""
        local, today = at.astimezone(self.board.zone), self.board.today
        days = (today - local.date()).days
        day = "" if days == 0 else "yesterday " if days == 1 else f"{day_words(local.date(), today)} "
        return f"{day}{local:%H:%M}"

    def _typed(self, at: datetime) -> str:
        """Return a time as it can be typed, without the day if less than a day has passed."""
        local = at.astimezone(self.board.zone)
        clock = f"{local:%H:%M}"
        short = self.mark.end - self.mark.start < timedelta(days=1)
        if short and parse_moment(self.board, self.mark, clock) == at.replace(second=0, microsecond=0):
            return clock
        days = (self.board.today - local.date()).days
        near = {0: "today", 1: "yesterday"}.get(days, SHORT_DAYS[local.weekday()])
        return f"{near if days < 7 else local.date().isoformat()} {clock}"

    # --- deciding

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        return not self._asked or action not in ("keep", "ended", "cut", "discard")

    def action_keep(self) -> None:
        """Count the time as focus."""
        self.answer(keep(self.mark))

    def action_discard(self) -> None:
        """Remove the time; what came after it stays focus."""
        self.answer(discard(self.mark))

    async def action_ended(self) -> None:
        """Ask when the focus was over."""
        await self._ask(ENDED, "When was it over?", self._typed(self.mark.start))

    async def action_cut(self) -> None:
        """Ask which part was not focus."""
        span = f"{self._typed(self.mark.start)} - {self._typed(self.mark.end)}"
        await self._ask(CUT, "From when to when were you away?", span)

    async def _ask(self, what: str, question: str, value: str) -> None:
        self._asked = what
        self._hints.show(ASKING)
        self.refresh_bindings()
        await self.query_one(Dialog).mount(
            AskBar(question, value, about=(self.mark.stint, self.mark.start)), before=self._hints
        )

    def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        event.stop()
        try:
            self.answer(self._decision(event.value))
        except UsageError as error:
            self._wrong = str(error)
            self._about.remake()

    def _decision(self, text: str) -> c.Command:
        decide = end_at if self._asked == ENDED else split
        return decide(self.board, self.mark, text)

    async def action_leave(self) -> None:
        """Close the question; else leave the time undecided."""
        if not self._asked:
            self.dismiss(None)
            return
        self._asked, self._wrong = "", ""
        self.query_one(AskBar).keep_draft()
        await self.query(AskBar).remove()
        self._hints.show(self._offers())
        self._about.remake()
        self.refresh_bindings()
