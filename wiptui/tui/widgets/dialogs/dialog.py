"""What the dialogs are made of: the box, lines that are made for the width at hand, the keys, one line to type in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.binding import ActiveBinding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.keys import key_to_character
from textual.screen import ModalScreen, ScreenResultType
from textual.style import Style
from textual.widget import Widget

from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.views.spans import steady
from wiptui.tui.widgets.dialogs.drafts import Drafting

NARROW = 56
"""Columns of content below which words are cut short."""
NARROW_SCREEN = 60
"""Columns of a terminal below which a dialog takes all of them."""
SHORT = 18
"""Lines of a terminal below which every line counts."""
ROOMY = 32
"""Lines of a terminal from which on there is room for blank lines between rows."""
MUTED, FAINT, ACCENT, KEY, WARN, ROW = (
    f".dialog--{role}" for role in ("muted", "faint", "accent", "key", "warn", "row")
)
"""Roles of text: every theme has its say, ansi included."""

Make = Callable[[int, int], Sequence[Content]]
"""Makes the lines for a width in cells, in a terminal of so many lines."""


class DialogScreen(ModalScreen[ScreenResultType], Drafting, ClosesOnce[ScreenResultType]):
    """A calm box in the middle of the screen, which fills a small terminal. ``esc`` leaves it.

    ModalScreen stands first, because Textual takes the styles of the first base alone: they dim the board behind.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW_SCREEN, "-usual")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium"), (ROOMY, "-tall")]
    TYPING: ClassVar[tuple[str, ...]] = ()
    """Actions that are wanted while somebody types a line: one key of each has to be none that the line takes."""
    DEFAULT_CSS = """
    DialogScreen {
        align: center middle;
        & > .dialog {
            width: 74; max-width: 100%; height: auto; max-height: 100%;
            border: round $accent 50%; border-title-color: $foreground; border-title-style: bold;
            border-subtitle-color: $text-muted;
            background: $surface; padding: 1 2;
        }
        &.-narrow > .dialog { width: 100%; padding: 0 1; }
        &.-short > .dialog { padding: 0 1; }
        .gap { height: 1; }
        VerticalScroll {
            scrollbar-size-vertical: 1; scrollbar-background: $surface;
            scrollbar-background-hover: $surface; scrollbar-background-active: $surface;
        }
        &.-short .gap, .gap.-none { display: none; }
    }
    """

    take_answer: Callable[[Any], None] | None = None
    """What an answer is handed to; without it the dialog closes with its answer. See ``Dispatcher.ask``."""
    is_done = False
    """Whether what was answered is done, so that the dialog may close."""

    @on(events.Mount)
    def _begin(self) -> None:
        self.begin_draft()

    async def action_leave(self) -> None:
        """Close without an answer; what was typed is kept."""
        self.keep_draft()
        self.dismiss(None)

    def answer(self, answer: ScreenResultType) -> None:
        """Hand on what was answered. The dialog stays, with all that was typed, until that is saved."""
        if self.take_answer is None:
            self.dismiss(answer)
        elif not self.is_done:
            self.take_answer(answer)

    def finish(self) -> None:
        """Close: what was answered is done."""
        if not self.is_done:
            self.is_done = True
            self.dismiss(None)

    def stay(self, why: str) -> None:
        """Say why the dialog is still there."""
        for box in self.query(Dialog):
            box.say_trouble(why)

    @property
    def typed(self) -> tuple[str, ...]:
        """The texts of all lines and fields."""
        lines = self.query("Input, TextArea")
        return tuple(str(getattr(line, "value", "") or getattr(line, "text", "")) for line in lines)


class Dialog(Vertical):
    """The box itself, with a title that is never read as markup."""

    def __init__(self, title: str, *children: Widget) -> None:
        super().__init__(*children, classes="dialog")
        self._trouble = ""
        self.retitle(title)

    def retitle(self, title: str) -> None:
        """Show another title."""
        self.border_title = Content(title)

    def say_trouble(self, words: str) -> None:
        """Say above all else why what was answered is not saved; empty words take that away."""
        if words == self._trouble:
            return
        self._trouble = words
        lines = next(iter(self.query("#trouble").results(Lines)), None)
        if lines is None:
            self.mount(Lines(self._trouble_lines, id="trouble"), before=0)
        else:
            lines.remake()

    def _trouble_lines(self, width: int, height: int) -> list[Content]:
        words = steady(self._trouble)
        return paragraph(f"! {words}", width, WARN, 2 if height < SHORT else 4) if words else []


class Lines(Widget):
    """Lines of text made for the width at hand: each is clipped, none wraps, nothing is markup."""

    COMPONENT_CLASSES = {
        "dialog--muted", "dialog--faint", "dialog--accent", "dialog--key", "dialog--warn", "dialog--row",
    }  # fmt: skip
    DEFAULT_CSS = """
    Lines {
        width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis;
        & > .dialog--muted { color: $foreground 65%; }
        & > .dialog--faint { color: $foreground 40%; }
        & > .dialog--accent { color: $accent; }
        & > .dialog--key { color: $accent; text-style: bold; }
        & > .dialog--warn { color: $warning; text-style: bold; }
        & > .dialog--row { background: $accent 14%; }
        &:ansi {
            & > .dialog--muted { color: ansi_default; text-style: dim; }
            & > .dialog--faint { color: ansi_default; text-style: dim; }
            & > .dialog--row { background: ansi_default; }
        }
    }
    """

    def __init__(self, make: Make, **more: Any) -> None:
        super().__init__(**more)
        self._make = make

    def remake(self, make: Make | None = None) -> None:
        """Make the lines anew, perhaps in another way."""
        self._make = make or self._make
        self.refresh(layout=True)

    def lines(self, width: int, height: int) -> Sequence[Content]:
        """The lines for a width in cells, in a terminal of ``height`` lines."""
        return self._make(width, height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width, viewport.height))

    def render(self) -> Content:
        lines = self.lines(self.content_size.width, self.screen.size.height)
        return Content("\n").join(lines)


def paragraph(text: str, width: int, style: str = "", at_most: int = 99) -> list[Content]:
    """Text wrapped at words, at most so many lines; what is cut ends in an ellipsis."""
    lines = Content(text).wrap(max(width, 1))
    if len(lines) > at_most:
        last = lines[at_most - 1].plain.rstrip() + " …"
        lines = [*lines[: at_most - 1], Content(last).truncate(width, ellipsis=True)]
    return [line.stylize(style) if style else line for line in lines]


# --- keys


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does; ``short`` for a narrow terminal. ``off`` says why it would do nothing now."""

    id: str
    key: str
    words: str
    short: str = ""
    off: str = ""


class Hints(Lines):
    """The keys of a dialog. A click on one does what the key does. Remapped keys show as they are.

    With ``closer`` they move together where that saves a line.
    """

    DEFAULT_CSS = "Hints { pointer: pointer; }"

    def __init__(self, hints: Sequence[Hint] = (), *, columns: int = 0, closer: bool = False, **more: Any) -> None:
        super().__init__(lambda width, height: (), **more)
        self._closer = closer
        self._hints = tuple(hints)
        self._columns = columns
        self._keys: dict[str, str] = {}

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self._look_again, init=False)

    def _look_again(self) -> None:
        """A line to type in takes keys: what works beside it is shown."""
        if keys_in_use(self) != self._keys:
            self.refresh(layout=True)

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other keys."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh(layout=True)

    def lines(self, width: int, height: int) -> Sequence[Content]:
        brief = width < NARROW
        keys = self._keys = keys_in_use(self)
        cells = [self._cell(hint, brief, keys) for hint in self._hints]
        if self._columns and not brief and len(cells) > self._columns:
            return [*_in_columns(cells[:-1], width, self._columns), cells[-1]]
        lines = _flowing(cells, width, 2 if brief else 4)
        if self._closer and not brief and len(lines) > 1:
            closer = _flowing([self._cell(hint, True, keys) for hint in self._hints], width, 3)
            return closer if len(closer) < len(lines) else lines
        return lines

    def _cell(self, hint: Hint, brief: bool, keys: Mapping[str, str]) -> Content:
        words = hint.short if brief and hint.short else hint.words
        if hint.off and not brief:
            words = f"{words} ({hint.off})"
        key, style = (FAINT, FAINT) if hint.off else (KEY, MUTED if brief else "")
        cell = Content.assemble((keys.get(hint.id, hint.key), key), " " if brief else "  ", (words, style))
        return cell.stylize(Style.from_meta({"hint": hint.id}))

    def on_click(self, event: events.Click) -> None:
        wanted = event.style.meta.get("hint")
        for active in self.screen.active_bindings.values():
            if wanted is not None and active.binding.id == wanted:
                event.stop()
                self.call_later(self.app.run_action, active.binding.action, active.node)
                return


def keys_in_use(widget: Widget) -> dict[str, str]:
    """The keys as a person presses them now, by the ids of their actions, also after they were remapped."""
    own = getattr(widget.app, "keys", None)
    found = {name: shown(keys.partition(",")[0]) for name, keys in own.own.items()} if isinstance(own, Keymap) else {}
    line = widget.screen.focused
    active = [active for active in reversed(widget.screen.active_bindings.values()) if not _is_typed(line, active)]
    return {**found, **{each.binding.id: shown(each.binding.key) for each in active if each.binding.id}}


def _is_typed(line: Widget | None, active: ActiveBinding) -> bool:
    """Whether a key goes into the line that has the focus: keys that were remapped are not left out by Textual."""
    key = active.binding.key
    return line is not None and active.node is not line and line.check_consume_key(key, key_to_character(key))


def _in_columns(cells: Sequence[Content], width: int, columns: int) -> list[Content]:
    """Cells in columns as wide as their widest cell; fewer columns where they do not fit."""
    for count in range(columns, 0, -1):
        wide = [max(cell.cell_length for cell in cells[place::count]) for place in range(min(count, len(cells)))]
        if sum(wide) + 3 * (len(wide) - 1) <= width or count == 1:
            break
    lines = []
    for start in range(0, len(cells), count):
        row = [
            cell.pad_right(wide[place] - cell.cell_length) for place, cell in enumerate(cells[start : start + count])
        ]
        lines.append(Content("   ").join(row))
    return lines


def _flowing(cells: Sequence[Content], width: int, gap: int) -> list[Content]:
    """Cells one after the other, each whole on one line."""
    lines: list[list[Content]] = []
    used = 0
    for cell in cells:
        if lines and used + gap + cell.cell_length <= width:
            lines[-1].append(cell)
            used += gap + cell.cell_length
        else:
            lines.append([cell])
            used = cell.cell_length
    return [Content(" " * gap).join(line) for line in lines]
