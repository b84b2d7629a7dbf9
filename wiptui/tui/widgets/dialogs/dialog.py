"""What the dialogs are made of: the box, lines that are made for the current width, the keys, one line to type in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.binding import ActiveBinding
from textual.containers import Vertical
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import ACTS, BY_ID, Keymap
from wiptui.tui.keys.screen_keys import bindings_by_id
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.views.sizes import NARROW as NARROW
from wiptui.tui.views.sizes import SHORT as SHORT
from wiptui.tui.views.styled_text import (
    FAINT,
    KEY,
    MUTED,
    WARN,
    StyledText,
    cells,
    join,
    linked,
    padded,
    paragraph,
    sanitized,
    styled,
)
from wiptui.tui.widgets.dialogs.drafts import Drafting
from wiptui.tui.widgets.lines import Lines, link_of

NARROW_SCREEN = 60
"""Columns of a terminal below which a dialog takes all of them."""
BROAD_SCREEN = 150
"""Columns of a terminal from which on a dialog with much to say is wider."""
ROOMY = 32
"""Lines of a terminal from which on there is room for blank lines between rows."""


class DialogScreen(ModalScreen[ScreenResultType], Drafting, ClosesOnce[ScreenResultType]):
    """A calm box in the middle of the screen, which fills a small terminal. ``esc`` leaves it.

    ModalScreen is first, because Textual takes the styles of the first base alone: they dim the board behind.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW_SCREEN, "-usual"), (BROAD_SCREEN, "-broad")]
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

    def _trouble_lines(self, width: int, height: int) -> list[StyledText]:
        words = sanitized(self._trouble)
        return paragraph(f"! {words}", width, WARN, 2 if height < SHORT else 4) if words else []


# --- keys


@dataclass(frozen=True, slots=True)
class Hint:
    """A key in the last lines of a screen, by the id of its binding, which says the key and what it does.

    ``words`` say it better for what is shown now, ``short`` on a narrow terminal; ``off`` says why the key would do
    nothing now. Without an id it is a ``key`` of the line that somebody types in.
    """

    id: str
    words: str = ""
    short: str = ""
    off: str = ""
    key: str = ""


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

    def lines(self, width: int, height: int) -> Sequence[StyledText]:
        brief = width < NARROW
        keys = self._keys = keys_in_use(self)
        items = [self._item(hint, brief, keys) for hint in self._hints]
        if self._columns and not brief and len(items) > self._columns:
            return [*_in_columns(items[:-1], width, self._columns), items[-1]]
        lines = _flowing(items, width, 2 if brief else 4)
        if self._closer and not brief and len(lines) > 1:
            closer = _flowing([self._item(hint, True, keys) for hint in self._hints], width, 3)
            return closer if len(closer) < len(lines) else lines
        return lines

    def _item(self, hint: Hint, brief: bool, keys: Mapping[str, str]) -> StyledText:
        words = hint.short if brief and hint.short else hint.words or self._binding_words(hint.id)
        if hint.off and not brief:
            words = f"{words} ({hint.off})"
        key, style = (FAINT, FAINT) if hint.off else (KEY, MUTED if brief else "")
        item = styled((hint.key or keys.get(hint.id, ""), key), " " if brief else "  ", (words, style))
        return linked(item, hint.id)

    def _binding_words(self, name: str) -> str:
        return BY_ID[name].label if name in BY_ID else bindings_by_id(type(self.screen))[name].description

    def on_click(self, event: events.Click) -> None:
        wanted = link_of(event.style)
        for active in self.screen.active_bindings.values():
            if wanted and active.binding.id == wanted:
                event.stop()
                self.call_later(self.app.run_action, active.binding.action, active.node)
                return


def keys_in_use(widget: Widget) -> dict[str, str]:
    """The keys as a person presses them now, by the ids of their actions, also after they were remapped."""
    app_keys = {act.id: act.keys for act in ACTS if act.scope == "app"}
    bound = {name: binding.key for name, binding in bindings_by_id(type(widget.screen)).items()}
    own = getattr(widget.app, "keys", None)
    remapped = own.own if isinstance(own, Keymap) else {}
    found = {name: shown(keys.partition(",")[0]) for name, keys in {**app_keys, **bound, **remapped}.items()}
    line = widget.screen.focused
    active = [active for active in reversed(widget.screen.active_bindings.values()) if not _is_typed(line, active)]
    return {**found, **{each.binding.id: shown(each.binding.key) for each in active if each.binding.id}}


def _is_typed(line: Widget | None, active: ActiveBinding) -> bool:
    """Whether a key goes into the line that has the focus: keys that were remapped are not left out by Textual."""
    key = active.binding.key
    return line is not None and active.node is not line and line.check_consume_key(key, key_to_character(key))


def _in_columns(items: Sequence[StyledText], width: int, columns: int) -> list[StyledText]:
    """Texts in columns as wide as their widest; fewer columns where they do not fit."""
    for count in range(columns, 0, -1):
        wide = [max(map(cells, items[place::count])) for place in range(min(count, len(items)))]
        if sum(wide) + 3 * (len(wide) - 1) <= width or count == 1:
            break
    rows = [items[start : start + count] for start in range(0, len(items), count)]
    return [join((padded(item, wide[place]) for place, item in enumerate(row)), "   ") for row in rows]


def _flowing(items: Sequence[StyledText], width: int, gap: int) -> list[StyledText]:
    """Texts one after the other, each whole on one line."""
    lines: list[StyledText] = []
    for item in items:
        if lines and cells(lines[-1]) + gap + cells(item) <= width:
            lines[-1] = join((lines[-1], item), " " * gap)
        else:
            lines.append(item)
    return lines
