"""The keys of a screen, generated from the keymap; on the board also a short legend."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget

from wiptui.tui.keys.keymap import ACTS, GROUPS, Act, Keymap, acts_of, find_act
from wiptui.tui.keys.screen_keys import PLACES
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.base.closing import ClosesOnce
from wiptui.tui.views.styled_text import BLANK, StyledText, clip_line, padded, paragraph, styled, width_of
from wiptui.tui.widgets.lines import as_content

WORDS = (
    ("WIP", "Work in progress: what is in Doing and in Waiting. A start beyond a limit asks you to choose first."),
    ("FULL", "Every slot is taken. That is fine: finish something."),
    ("OVERLOADED", "Over a limit, or several strains at once. {why} says which."),
    ("▶  !  ●  ✓", "Focused · pressing · back with you · selected or done."),
    ("━━━━────", "How much of your usual time a task has used: 85% of what you finished took no longer."),
)
KEYS_WIDTH, NARROW_KEYS = 14, 9
NARROW, TWO_COLUMNS = 56, 96


class HelpText(Widget):
    """The text, in as many columns as fit."""

    DEFAULT_CSS = "HelpText { height: auto; width: 1fr; }"

    def __init__(self, keys: Keymap, prefix: str = "") -> None:
        super().__init__()
        self._keys = keys
        self._groups = _groups(prefix)
        self._is_board = not prefix

    def _lines(self, width: int) -> list[StyledText]:
        two = width >= TWO_COLUMNS
        room = width // 2 - 2 if two else width
        blocks = [self._block(group, acts, room, width < NARROW) for group, acts in self._groups]
        words = self._words(width) if self._is_board else []
        if not two:
            return _stacked([*blocks, words] if words else blocks)
        left = _stacked(blocks[:1] + blocks[4:])
        right = _stacked(blocks[1:4])
        half = width // 2
        rows = []
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else BLANK
            beside = right[place] if place < len(right) else BLANK
            rows.append((*padded(clip_line(one, half - 2), half), *beside))
        return [*rows, BLANK, *words] if words else rows

    def _block(self, group: str, acts: Sequence[Act], width: int, narrow: bool) -> list[StyledText]:
        return [styled((group, "bold")), *(row for act in acts for row in self._rows(act, width, narrow))]

    def _rows(self, act: Act, width: int, narrow: bool) -> list[StyledText]:
        """Return an action with its keys; what it does runs on in more lines where one has no room for it."""
        keys = (self._keys.first(act) if narrow else self._keys.all_shown(act)) or "palette"
        style = "bold $accent" if self._keys.keys(act) else "$text-muted"
        room = NARROW_KEYS if narrow else KEYS_WIDTH
        first, *more = paragraph(act.about, max(width - room, 8))
        head = styled((keys.ljust(room - 1) + " ", style))
        return [head + first, *(styled(" " * max(room, width_of(keys) + 1)) + line for line in more)]

    def _words(self, width: int) -> list[StyledText]:
        """Return the legend of signs; a narrow screen has room for the keys only."""
        if width < NARROW:
            return [styled(("A wider screen says more.", "$text-muted"))]
        lines = [styled(("Words and signs", "bold"))]
        for word, meaning in WORDS:
            head = word + " " * max(1, KEYS_WIDTH - width_of(word))
            said = meaning.format(why=self._keys.key("why"))
            for place, part in enumerate(paragraph(said, max(20, width - KEYS_WIDTH))):
                lines.append(styled((head if place == 0 else " " * KEYS_WIDTH, "$accent"), part))
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        width = self.size.width
        return as_content([clip_line(line, width) for line in self._lines(width)])


def _groups(prefix: str) -> list[tuple[str, list[Act]]]:
    """Return the actions of a screen by group, its own first; without a prefix those of the board."""
    if not prefix:
        return [(group, [act for act in ACTS if act.group == group]) for group in GROUPS]
    acts = [*acts_of(prefix), *(act for act in ACTS if act.scope == "app")]
    groups = ("", *(group for group in GROUPS if any(act.group == group for act in acts)))
    return [(group or PLACES[prefix].name, [act for act in acts if act.group == group]) for group in groups]


def _stacked(blocks: list[list[StyledText]]) -> list[StyledText]:
    lines: list[StyledText] = []
    for block in blocks:
        lines += [BLANK, *block] if lines else block
    return lines


class HelpScreen(ModalScreen[None], ClosesOnce[None]):  # the first base class gives its styles
    """The keys. Any of esc, q and ? closes it."""

    BINDINGS = [
        bound("help.leave", "escape,q,question_mark", "dismiss", "close"),
        bound("help.down", "j", "scroll(1)", "down"),
        bound("help.up", "k", "scroll(-1)", "up"),
    ]
    AUTO_FOCUS = "#help"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual")]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen #help {
        width: 118; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; padding: 1 2;
        border: round $accent 50%; border-title-color: $foreground; border-title-style: bold;
        border-subtitle-color: $text-muted;
        scrollbar-size-vertical: 1;
    }
    HelpScreen.-narrow #help { padding: 0 1; }
    """

    def __init__(self, keys: Keymap, prefix: str = "") -> None:
        super().__init__()
        self._keys = keys
        self._prefix = prefix
        """The prefix of the action ids of the screen below; empty on the board."""

    def compose(self) -> ComposeResult:
        box = VerticalScroll(HelpText(self._keys, self._prefix), id="help")
        box.border_title = f" Keys: {PLACES[self._prefix].name} " if self._prefix else " Keys "
        box.border_subtitle = f" {self._keys.first(find_act('help.leave'))} closes "
        yield box

    def action_scroll(self, lines: int) -> None:
        self.query_one("#help").scroll_relative(y=lines, animate=False)
