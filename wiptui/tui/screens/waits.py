"""The waits view: who has the ball, since when, when to ask again; who waits on me; and where the waiting went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.dates import parse_date
from wiptui.domain.errors import UsageError
from wiptui.domain.task import Task
from wiptui.tui import waiting as words
from wiptui.tui.spans import clip, steady, when_text, width_of
from wiptui.tui.waiting import Headwind, OwedRow, Row, WaitRow, WindRow
from wiptui.tui.widgets.dialog import ACCENT, MUTED, NARROW, SHORT, WARN, Hint, Hints, Lines, paragraph
from wiptui.tui.widgets.dialog_list import RowList
from wiptui.tui.widgets.wait_lines import bars, owed_line, rule, under_cursor

if TYPE_CHECKING:
    from wiptui.service import Service
    from wiptui.tui.app import WiptuiApp

WIDE = 100
EMPTY = (
    "Nobody keeps you waiting.",
    "What you hand over with {wait} stands here: on whom it waits, why, since when, and when to ask again.",
)


class WaitsScreen(Screen[None]):
    """All that waits, and what can be done about it with one key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "down", id="waits.down", show=False),
        Binding("k,up", "move(-1)", "up", id="waits.up", show=False),
        Binding("g,home", "move(-9999)", "first", id="waits.top", show=False),
        Binding("G,end", "move(9999)", "last", id="waits.bottom", show=False),
        Binding("enter", "details", "open", id="waits.details", show=False),
        Binding("r", "resolve", "resolve", id="waits.resolve", show=False),
        Binding("s,space", "resume", "resume", id="waits.resume", show=False),
        Binding("f", "follow_up", "follow-up", id="waits.follow-up", show=False),
        Binding("n", "nudge", "asked", id="waits.nudge", show=False),
        Binding("u", "undo", "undo", id="waits.undo", show=False),
        Binding("escape,1,3", "leave", "board", id="waits.leave", show=False),
        Binding("q", "quit", "quit", id="waits.quit", show=False),
    ]
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium")]
    DEFAULT_CSS = """
    WaitsScreen {
        background: $background;
        #head { height: auto; padding: 1 2; }
        #body { height: 1fr; width: 100%; layout: horizontal; }
        #rows { max-height: 100%; height: 1fr; width: 3fr; padding: 0 1; }
        #side { display: none; width: 2fr; padding: 0 2 0 3; }
        &.-wide #side { display: block; }
        #foot { height: auto; padding: 1 2 0 2; }
        &.-empty #rows { display: none; }
        &.-empty #side { display: block; width: 1fr; padding: 0 2; }
        &.-short #head, &.-short #foot, &.-short.-empty #side { padding: 0 1; }
        &.-narrow #rows { padding: 0; }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.board: Board = service.board()
        self._headwind: Headwind | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        self._head = Lines(self._head_lines, id="head")
        self._rows: RowList[Row] = RowList((), self._draw, id="rows")
        self._side = Lines(self._side_lines, id="side")
        self._hints = Hints(self._keys(), id="foot")
        yield self._head
        with Container(id="body"):
            yield self._rows
            yield self._side
        yield self._hints

    def on_mount(self) -> None:
        self._unsubscribe = self.service.subscribe(self._read_again)
        self.set_interval(30.0, self._read_again)
        self._show_rows()
        self.call_after_refresh(self._measure)

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _measure(self) -> None:
        """The shares take a look at the whole log, so the waits are shown first."""
        self._headwind = words.headwind(self.board)
        self._side.remake()
        self._rows.refresh_rows()

    def _read_again(self) -> None:
        """Something changed, or time has passed; the cursor stays on its task."""
        at = self.at_task
        self.board = self.service.board()
        self._show_rows()
        place = next((n for n, row in enumerate(self._rows.rows) if at is not None and _task(row) == at), None)
        if place is not None:
            self._rows.move_to(place)
        self._measure()

    def _show_rows(self) -> None:
        rows = words.rows_of(self.board)
        self.set_class(not rows, "-empty")
        if rows and self.size.width < WIDE:
            rows.append(WindRow("Headwind"))
        self._rows.show(rows)
        self._head.remake()
        self._hints.show(self._keys())

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        return self._rows.current

    @property
    def at_task(self) -> int | None:
        """The id of the task that the cursor is on."""
        return _task(self.row)

    @property
    def waiting(self) -> Task | None:
        """The wait that the cursor is on; None on a task that somebody waits for."""
        return self.row.task if isinstance(self.row, WaitRow) else None

    # --- what is shown

    def _head_lines(self, width: int, height: int) -> list[Content]:
        roles = {"accent": ACCENT, "warn": WARN, "muted": MUTED}
        parts: list[str | tuple[str, str]] = [("Waits", "bold")]
        for span in words.summary(self._rows.rows, brief=width < NARROW):
            parts += ["   ", (span.text, roles[span.role])]
        left = Content.assemble(*parts)
        when = when_text(self.board.at, self.board.zone)
        if width - left.cell_length - len(when) < 3:
            when = when[-5:]
        gap = width - left.cell_length - len(when)
        return [left + Content(" " * gap) + Content.styled(when, MUTED) if gap >= 2 else left]

    def _draw(self, row: Row, width: int, height: int, here: bool) -> Sequence[Content]:
        cramped = height < SHORT
        heading = [rule(row.heading, width)] if row.heading else []
        before = [Content("")] if isinstance(row, WindRow) and not cramped else []
        after = [Content("")] if isinstance(row, WaitRow) and not cramped else []
        width -= 2
        if isinstance(row, WindRow):
            lines = [Content("  ") + line for line in self._wind_lines(width - 2)]
        elif isinstance(row, OwedRow):
            lines = [owed_line(row, width, self.board.today)]
        elif cramped or width < 44:
            lines = self._brief(row, width)
        else:
            lines = self._full(row, width)
        beside = [under_cursor(line, width) if here else Content("  ") + line for line in lines]
        return [*before, *heading, *beside, *after]

    def _title(self, row: WaitRow, width: int) -> Content:
        mark = ("● ", ACCENT) if row.back_since is not None else ("! ", WARN) if row.late else ("  ", "")
        days = f"{row.days} d"
        room = width - 2 - 2 - width_of(days) - 2
        title = clip(steady(row.task.title), room)
        gap = " " * (room - width_of(title) + 2)
        return Content.assemble(mark, (title, "bold"), gap, (days, MUTED))

    def _full(self, row: WaitRow, width: int) -> list[Content]:
        today = self.board.today
        what = Content.assemble("  ", words.on_words(row), ("   " + words.since_words(row, today), MUTED))
        asked = words.nudge_words(row, self.board)
        more = Content.styled("   " + asked, MUTED) if asked else Content("")
        return [self._title(row, width), what, Content("  ") + self._follow(row) + more]

    def _brief(self, row: WaitRow, width: int) -> list[Content]:
        follow = self._follow(row, brief=True)
        if row.nudges:
            follow += Content.styled(f" · asked {len(row.nudges)}×", MUTED)
        who = clip(steady(row.task.waiting_on or "not said"), max(width - follow.cell_length - 5, 6))
        return [self._title(row, width), Content.assemble("  ", who, (" · ", MUTED)) + follow]

    def _follow(self, row: WaitRow, *, brief: bool = False) -> Content:
        said = words.follow_words(row, self.board.today, brief=brief)
        return Content.styled(said, ACCENT if row.back_since is not None else WARN if row.late else MUTED)

    def _side_lines(self, width: int, height: int) -> list[Content]:
        if self.has_class("-empty"):
            lines = paragraph(EMPTY[0], width, "bold")
            said = EMPTY[1].format(wait=cast("WiptuiApp", self.app).keys.key("wait"))
            return [*lines, *(() if height < SHORT else (Content(""),)), *paragraph(said, min(width, 60), MUTED)]
        return [rule("Headwind", width), *self._wind_lines(width)]

    def _wind_lines(self, width: int) -> list[Content]:
        if self._headwind is None:
            return [Content.styled("…", MUTED)]
        lines = paragraph(self._headwind.sentence, width, MUTED)
        for name, shares, unnamed in (
            ("With whom", self._headwind.people, "nobody named"),
            ("For what", self._headwind.reasons, "no reason given"),
        ):
            if shares:
                lines += [Content(""), Content.styled(name, "bold"), *bars(shares, unnamed, width)]
        return lines

    def _keys(self) -> list[Hint]:
        row = self.row
        leave = [Hint("waits.leave", "esc", "board"), Hint("waits.quit", "q", "quit")]
        if row is None or isinstance(row, WindRow):
            return leave
        if isinstance(row, OwedRow):
            return [Hint("waits.details", "enter", "open"), *leave]
        resolve = [] if row.back_since is not None else [Hint("waits.resolve", "r", "it is back")]
        nudge = [] if row.back_since is not None else [Hint("waits.nudge", "n", "asked again", "asked")]
        return [
            *resolve,
            Hint("waits.resume", "s", "resume"),
            Hint("waits.follow-up", "f", "follow-up date", "follow-up"),
            *nudge,
            Hint("waits.details", "enter", "open"),
            *leave,
        ]

    # --- what can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("resolve", "nudge"):
            return isinstance(self.row, WaitRow) and self.row.back_since is None
        if action in ("resume", "follow_up"):
            return self.waiting is not None
        return self.at_task is not None if action == "details" else True

    def _carry_out(self, command: c.Command) -> None:
        cast("WiptuiApp", self.app).carry_out(command)

    def action_move(self, steps: int) -> None:
        self._rows.move_to(self._rows.cursor + steps)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._hints.show(self._keys())

    def action_details(self) -> None:
        """All of the task."""
        from wiptui.tui.screens.details import Details

        if self.at_task is not None:
            self.app.push_screen(Details(self.service, self.at_task))

    def action_resolve(self) -> None:
        """The ball is back."""
        if self.waiting is not None:
            self._carry_out(c.Resolve(self.waiting.id))

    def action_resume(self) -> None:
        """Back into doing, through the gate."""
        if self.waiting is not None:
            self._carry_out(c.Start((self.waiting.id,)))

    def action_nudge(self) -> None:
        """Note that it was asked after, just now."""
        if self.waiting is not None:
            self._carry_out(c.Nudge(self.waiting.id))

    def action_follow_up(self) -> None:
        """Ask when to ask again."""
        from wiptui.tui.screens.ask import AskLine

        task = self.waiting
        if task is None:
            return
        name = steady(task.waiting_on) if task.waiting_on else ""
        question = f"When do you ask {name} again?" if name else "When do you ask again?"
        value = task.follow_up.isoformat() if task.follow_up is not None else ""
        self.app.push_screen(
            AskLine(question, hint="fri, +3d, 22 nov; empty takes the date away", value=value),
            lambda text: self._dated(task, text),
        )

    def _dated(self, task: Task, text: str | None) -> None:
        if text is None:
            return
        try:
            day = parse_date(text, self.board.today) if text.strip() else None
        except UsageError as error:
            cast("WiptuiApp", self.app).say_error(error)
            return
        self._carry_out(c.Edit(task.id, {"follow_up": day}))

    def action_undo(self) -> None:
        cast("WiptuiApp", self.app).undo()

    def action_leave(self) -> None:
        """Back to the board."""
        if self.is_current:
            self.dismiss(None)

    async def action_quit(self) -> None:
        await self.app.run_action("quit", self.app.screen_stack[0])

    def on_resize(self, event: events.Resize) -> None:
        if self.is_mounted:
            self._show_rows()


def _task(row: Row | None) -> int | None:
    return None if row is None or isinstance(row, WindRow) else row.task.id
