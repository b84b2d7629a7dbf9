"""The decision panel: what a person sees instead of an error when a limit binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.widgets import Static

from wiptui.domain.board import Board
from wiptui.domain.commands import Command, Split
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import Task
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.tasks.split import SplitForm
from wiptui.tui.views.styled_text import StyledText
from wiptui.tui.widgets.dialogs.advice import Holder, advised
from wiptui.tui.widgets.dialogs.choice_list import RowList
from wiptui.tui.widgets.dialogs.dialog import NARROW_SCREEN, SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import AskBar
from wiptui.tui.widgets.dialogs.refusal_text import block_lines, title_of
from wiptui.tui.widgets.dialogs.slot_holders import holder_lines, short_facts
from wiptui.tui.widgets.dialogs.ways_out import WAYS_OUT, Block
from wiptui.tui.widgets.dialogs.wording import title_text
from wiptui.tui.widgets.lines import Lines

WIDTH = 84
"""Columns of the panel if there is room."""


class SkipUndo:
    """The answer to a refused undo: skip it, so that the one before can be undone."""


HINTS = {way: Hint(f"panel.{way}", short=short) for way, (_, _, short) in WAYS_OUT.items()}
MARK = Hint("panel.mark", short="choose")
LEAVE = Hint("panel.leave", short="leave")
ASKING = (
    Hint("", "go on; an answer is optional", "go on", key="enter"),
    Hint("panel.leave", "choose again", "back"),
)


class PanelScreen(DialogScreen[Command | SkipUndo | None]):
    """Names the limit that binds and what holds its slots, and offers one key for each way out.

    The answer is one command, so that everything is one transaction and one undo; or None to change nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(bound(f"panel.{way}", key, f"choose('{way}')", words) for way, (key, words, _) in WAYS_OUT.items()),
        bound("panel.mark", "space", "mark", "choose several"),
        bound("panel.down", "j,down", "move(1)", "next"),
        bound("panel.up", "k,up", "move(-1)", "previous"),
        bound("panel.leave", "escape", "leave", "leave all as it is"),
    ]
    TYPING = ("leave",)
    DEFAULT_CSS = """
    PanelScreen {
        & > .dialog { width: 84; }
        &.-broad > .dialog { width: 108; }
        &.-narrow > .dialog { width: 100%; }
        #answer-bar { height: auto; }
        #why { display: none; height: auto; }
        &.-short #why { display: block; }
    }
    """

    def __init__(self, board: Board, refusal: Refusal, wish: Command) -> None:
        super().__init__()
        self.block = Block(board, refusal, wish)
        self.holders = advised(board, refusal.holders)
        self.marked: dict[int, Task] = {}
        self._asked = ""

    def compose(self) -> ComposeResult:
        self._list: RowList[Holder] = RowList(self.holders, self._draw, id="holders")
        self._hints = Hints(columns=3, id="ways")
        self._bar = Vertical(self._hints, id="answer-bar")
        yield Dialog(
            self.heading(),
            Lines(self.upper_lines, id="wish"),
            Static(classes="gap"),
            self._list,
            Lines(self._why_lines, id="why"),
            Static(classes="gap"),
            self._bar,
        )

    def on_mount(self) -> None:
        self._list.display = bool(self.holders)
        self.query(".gap").last().set_class(not self.holders, "-none")
        self._offer()

    def _draw(self, holder: Holder, width: int, height: int, selected: bool) -> list[StyledText]:
        block = self.block
        marked = self.marked if block.need > 1 else None
        extra = self.extra(holder)
        return holder_lines(
            block.board, holder, width, height, selected, marked=marked, say_device=block.is_over, extra=extra
        )

    def _why_lines(self, width: int, height: int) -> list[StyledText]:
        holder = self._list.current
        return short_facts(self.block.board, holder, width, self.extra(holder)) if holder else []

    # --- texts that subclasses replace

    def heading(self) -> str:
        """The title of the panel."""
        return title_of(self.block)

    def upper_lines(self, width: int, height: int) -> Sequence[StyledText]:
        """Return the lines above the holders."""
        return block_lines(self.block, width, height)

    def extra(self, holder: Holder) -> str:
        """Return the text below a holder in place of its recommendation."""
        return ""

    def offered(self) -> Sequence[Hint]:
        """Return the keys for the chosen tasks."""
        block = self.block
        hints = []
        for way in block.ways(self.holder):
            words = f"start the first {block.room}" if way == "some" else ""
            hints.append(replace(HINTS[way], words=words, off=block.blocked(way)))
        return [*hints, MARK] if self.check_action("mark", ()) else hints

    # --- actions

    @property
    def holder(self) -> Task | None:
        """The task under the cursor."""
        return self._list.current.task if self._list.current else None

    @property
    def chosen(self) -> tuple[Task, ...]:
        """The tasks of the next key: the marked ones, else the one under the cursor."""
        return tuple(self.marked.values()) or ((self.holder,) if self.holder else ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if self._asked:
            return action not in ("choose", "move", "mark")
        if action == "choose":
            return parameters[0] in self.block.ways(self.holder)
        if action == "mark":
            return self.block.need > 1 and bool(self.holders)
        return True

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing now."""
        if action == "mark":
            return "" if self._asked else "One slot is enough: there is no need to choose several."
        way = WAYS_OUT.get(str(parameters[0])) if parameters and action == "choose" else None
        return f"“{way[1]}” is not a way out here." if way is not None else ""

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Give the holders the lines that the rest of the panel leaves, so that the keys are always visible."""
        short, narrow = size.height < SHORT, size.width < NARROW_SCREEN
        width = (size.width if narrow else min(size.width, WIDTH)) - (4 if narrow or short else 6)
        asked = (3 if width < 74 else 2) if self._asked else 0  # the question may take two lines
        bar = asked + len(self._hints.lines(width, size.height))
        around = len(self.upper_lines(width, size.height)) + bar + (3 if short else 6)
        self._list.styles.max_height = max(size.height - around, 2)

    def _offer(self) -> None:
        """Show the keys of the ways out for the chosen tasks."""
        self._hints.show([*self.offered(), LEAVE])
        self._fit(self.size)

    def on_row_list_cursor_moved(self) -> None:
        self.query_one("#why", Lines).remake()
        self._offer()

    def action_move(self, step: int) -> None:
        """Choose another holder."""
        self._list.move_to(self._list.cursor + step)

    def action_mark(self) -> None:
        """Choose several holders if several slots are needed."""
        task = self.holder
        if task is not None:
            if self.marked.pop(task.id, None) is None:
                self.marked[task.id] = task
            self._list.refresh_rows()
            self._offer()

    async def action_choose(self, way: str) -> None:
        """Take a way out. Two of them ask for one line first, a split for its parts."""
        if way == "skip":
            self.answer(SkipUndo())
        elif way == "split":
            await self._split()
        elif way in ("wait", "back") and len(self.chosen) == 1:
            await self._ask(way, self.chosen[0])
        else:
            self.answer(self.block.carried_out(way, self.chosen))

    async def _split(self) -> None:
        task = self.chosen[0]

        def carry_on(split: Split) -> None:
            self.answer(self.block.carried_out("split", (task,), titles=split.titles))

        await cast(BoardApp, self.app).ask(SplitForm(self.block.board, task), carry_on)

    # --- the one line

    async def _ask(self, way: str, task: Task) -> None:
        name = f"“{title_text(task.title, 40)}”"
        if way == "wait":
            bar = AskBar(
                f"Who or what does {name} wait for?", task.waiting_on or "", "a person, a delivery, an answer", task.id
            )
        else:
            bar = AskBar(
                f"Next step when you come back to {name}?", task.next_step or "", "one line, for later", task.id
            )
        self._asked = way
        self._hints.show(ASKING)
        self._fit(self.size)
        await self._bar.mount(bar, before=self._hints)

    async def on_ask_bar_answered(self, event: AskBar.Answered) -> None:
        event.stop()
        self.answer(self.block.carried_out(self._asked, self.chosen, event.value))

    async def action_leave(self) -> None:
        """Close the question; else change nothing."""
        if not self._asked:
            self.dismiss(None)
            return
        self._asked = ""
        self.query_one(AskBar).keep_draft()
        await self.query(AskBar).remove()
        self._offer()


__all__ = ["PanelScreen", "SkipUndo"]
