"""Quick add: one line with inline tokens, and below it what was understood of them while it is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from wiptui.domain.board import TASKS, Board
from wiptui.domain.commands import Add, Together
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.repetition import parse_every
from wiptui.domain.fields import DATE, FIELDS, REPETITION
from wiptui.domain.tasks.quick_add import Inline, parse_inline
from wiptui.domain.tasks.task import State
from wiptui.domain.text import clean_title, counted, is_visible, one_line
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.terminal.input_queue import InputQueue
from wiptui.tui.views.styled_text import ACCENT, BLANK, MUTED, WARN, StyledText, clip, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.dialog import SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput
from wiptui.tui.widgets.dialogs.wording import dated, title_text
from wiptui.tui.widgets.lines import Lines

BULLET = re.compile(r"^\s*(?:[-*•]\s+)?(?:\[[ xX]?\]\s+)?")
"""What a pasted list has before its items; a number is left, as it may belong to the title."""
LISTED = 6
START = Hint("add.start", short="start")


def bare_line(line: str) -> str:
    """A line of a list without its bullet."""
    return one_line(BULLET.sub("", line, count=1))


class QuickAdd(DialogScreen[Add | Together | None]):
    """Captures one task, or one a line of what was pasted. Capturing is never blocked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("add.add", "enter", "add", "add"),
        bound("add.start", "ctrl+s", "start", "add and start"),
        bound("add.leave", "escape", "leave", "leave"),
    ]
    TYPING = ("add", "start", "leave")
    draft = "new task"

    def __init__(self, board: Board, state: State = State.READY, text: str = "") -> None:
        super().__init__()
        self.board = board
        self.state = state
        self._text = text
        self.rest = ""
        """What was typed after the last Enter, in one go with it: the beginning of the next task."""
        self._several: list[str] = []
        self._refused = ""

    def compose(self) -> ComposeResult:
        self._line = TokenInput(self.board, self._text)
        self._field = Field("", self._line)
        self._preview = Lines(self._understood, id="understood")
        self._hints = Hints(self._keys())
        yield Dialog("New task", self._field, Static(classes="gap"), self._preview, self._hints)

    def on_mount(self) -> None:
        self.set_focus(self._line)

    # --- what was understood

    @property
    def inline(self) -> Inline:
        """What the line says so far."""
        return parse_inline(self._line.value, self.board.today)

    def _understood(self, width: int, height: int) -> list[StyledText]:
        if self._several:
            return self._list(width)
        inline = self.inline
        lines = [_title_line(inline, bool(self._line.value.strip()), width), _token_line(inline, self.board, width)]
        lines += self._problem(self._refused or " · ".join(inline.notes), width)
        roomy = height >= SHORT  # then the lines keep their places while one types
        return [*lines, *[BLANK] * (4 - len(lines) if roomy else 0)]

    def _list(self, width: int) -> list[StyledText]:
        lines = []
        for line in self._several[:LISTED]:
            inline = parse_inline(line, self.board.today)
            title = title_text(inline.title, width - 2)
            tokens = clip("  ".join(_tokens(inline, self.board)), max(width - 4 - len(title), 0))
            lines.append(styled(("· ", ACCENT), (title, "bold"), "  ", (tokens, MUTED)))
        more = len(self._several) - LISTED
        if more > 0:
            lines.append(styled((f"  and {more} more", MUTED)))
        return [*lines, *self._problem(self._refused, width), BLANK]

    def _problem(self, words: str, width: int) -> list[StyledText]:
        return paragraph(f"! {sanitized(words)}.", width, WARN, 2) if words else []

    def _keys(self) -> list[Hint]:
        where = "Ready" if self.state is State.READY else "the backlog"
        leave = Hint("add.leave")
        if self._several:
            return [Hint("add.add", f"add all {len(self._several)} to {where}", "add all"), leave]
        return [Hint("add.add", f"add to {where}", "add"), START, leave]

    def on_input_changed(self) -> None:
        self._refused = ""
        self._preview.remake()

    # --- several lines

    def on_token_input_several(self, event: TokenInput.Several) -> None:
        """Several lines were pasted: one task each."""
        event.stop()
        typed = [self._line.value] if is_visible(self._line.value) else []
        self._show_several([*typed, *event.lines])

    def _show_several(self, lines: list[str]) -> None:
        self._several = lines
        self._field.display = not lines
        self.query(".gap").first().set_class(bool(lines), "-none")
        self.query_one(Dialog).retitle(f"{counted(len(lines), 'new task')}" if lines else "New task")
        self._hints.show(self._keys())
        self._preview.remake()
        if lines:
            self.set_focus(None)
        else:
            self._line.focus()

    # --- answers

    def _made(self, line: str, state: State) -> Add:
        """The command of one line. Raises UsageError for a line without a title."""
        inline = parse_inline(line, self.board.today)
        return Add(clean_title(inline.title), inline.fields(), state)

    def _answer(self, state: State) -> None:
        try:
            if self._several:
                self.answer(Together(tuple(self._made(line, state) for line in self._several)))
            else:
                self.answer(self._made(self._line.value, state))
        except UsageError as error:
            self._refuse(error)

    def _refuse(self, error: UsageError) -> None:
        """Say what cannot be; what was typed stays."""
        self._refused = str(error).rstrip(".")
        self._preview.remake()
        self.app.bell()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = await self._typed_after_enter()
        *lines, rest = (bare_line(line) for line in f"{self._line.value}\n{typed}".split("\n"))
        whole = [line for line in lines if is_visible(line)]
        if typed and whole:
            self._answer_all(whole, rest)
        elif is_visible(rest):
            self._line.value = rest
            self._line.cursor_position = len(rest)
        else:
            self._answer(self.state)

    async def _typed_after_enter(self) -> str:
        """The text that came in one go with Enter: a paste of several lines that the terminal does not mark as one."""
        queue = getattr(self.app, "input_queue", None)
        return await queue.take_text() if isinstance(queue, InputQueue) else ""

    def _answer_all(self, lines: list[str], rest: str) -> None:
        """Capture one task a line. Where a line cannot be, nothing is captured, and all lines stay."""
        try:
            made = [self._made(line, self.state) for line in lines]
        except UsageError as error:
            self._show_several([*lines, *([rest] if is_visible(rest) else [])])
            self._refuse(error)
            return
        self.rest = rest if is_visible(rest) else ""
        if len(made) > 1:
            self._show_several(lines)  # they stay in sight where they cannot be saved
        self.answer(made[0] if len(made) == 1 else Together(tuple(made)))

    def action_add(self) -> None:
        """Capture what was pasted."""
        self._answer(self.state)

    def action_start(self) -> None:
        """Capture the task and start it; the gate is asked when the command is carried out."""
        if not self._several:
            self._answer(State.DOING)

    def typed_texts(self) -> dict[str, str]:
        """The line, or the lines that were pasted."""
        lines = [*(self._several or [self._line.value]), *([self.rest] if self.rest else [])]
        return {"line": "\n".join(lines)}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Several lines come back as the list that they were."""
        lines = texts.get("line", "").split("\n")
        if len(lines) > 1:
            self._show_several(lines)
        else:
            super().show_texts(texts)

    async def action_leave(self) -> None:
        """Back from a pasted list to the one line, which brings the list back; else leave."""
        if self._several:
            self.keep_draft()
            self._show_several([])
        else:
            await super().action_leave()


def _title_line(inline: Inline, typed: bool, width: int) -> StyledText:
    if is_visible(inline.title):
        return styled((title_text(inline.title, width), "bold"))
    return styled(("A title is missing." if typed else "What is on your mind?", MUTED))


def _token_line(inline: Inline, board: Board, width: int) -> StyledText:
    tokens = _tokens(inline, board)
    if tokens:
        return styled((clip("  ".join(tokens), width), ACCENT))
    return styled((clip("+project  @tag  due:fri  every:week  (A)  for:Ana", width), MUTED))


def _tokens(inline: Inline, board: Board) -> list[str]:
    """What was understood besides the title, in words."""
    said = []
    for row in sorted((row for row in FIELDS if row.name in inline.values), key=lambda row: row.token != "("):
        value = inline.values[row.name]
        if row.token in ("+", "@"):
            said += [f"{row.token}{sanitized(name)}" for name in ((value,) if isinstance(value, str) else value)]
        elif row.kind == REPETITION:
            said.append(parse_every(value).words)
        else:
            said.append(f"{row.name} {dated(value, board.today) if row.kind == DATE else sanitized(value)}")
    return said


class TokenInput(LineInput):
    """The line: tokens stand out while it is typed, and names of projects and tags complete themselves."""

    COMPONENT_CLASSES = {"token--known", "token--problem"}
    DEFAULT_CSS = """
    TokenInput {
        & > .token--known { color: $accent; text-style: bold; }
        & > .token--problem { color: $warning; text-style: underline; }
    }
    """

    class Several(Message):
        """More than one line was pasted."""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, board: Board, text: str = "") -> None:
        super().__init__(text, "Call the bank +home due:fri", suggester=_Names(board), select_on_focus=False, id="line")
        self.highlighter = _Tokens(self, board)

    def on_paste(self, event: events.Paste) -> None:
        """One line goes into the line; several are offered as several tasks."""
        bare = [bare_line(line) for line in event.text.splitlines()]
        lines = [line for line in bare if is_visible(line)]
        if len(lines) > 1:
            event.prevent_default()
            event.stop()
            self.post_message(self.Several(lines))


class _Tokens(Highlighter):
    """Styles the tokens of the line as the theme has it."""

    def __init__(self, line: TokenInput, board: Board) -> None:
        self._line = line
        self._today = board.today

    def highlight(self, text: Text) -> None:
        for span in parse_inline(text.plain, self._today).spans:
            kind = "token--problem" if span.kind == "problem" else "token--known"
            text.stylize(self._line.get_component_rich_style(kind, partial=True), span.start, span.end)


class _Names(Suggester):
    """Completes the ``+project`` or ``@tag`` at the end of the line with one that is in use."""

    def __init__(self, board: Board) -> None:
        super().__init__(case_sensitive=True)
        names: dict[str, None] = {}
        for record in board.data.get(TASKS, {}).values():
            project, tags = record.get("project"), record.get("tags")
            if isinstance(project, str):
                names[f"+{project}"] = None
            for tag in tags if isinstance(tags, list) else ():
                names[f"@{tag}"] = None
        self._names = sorted(name for name in names if not any(ch.isspace() for ch in name))

    async def get_suggestion(self, value: str) -> str | None:
        word = value.rsplit(" ", 1)[-1]
        if len(word) > 1 and word[0] in "+@":
            for name in self._names:
                if name.startswith(word) and name != word:
                    return value + name[len(word) :]
        return None
