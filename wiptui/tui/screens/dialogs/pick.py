"""Pick one of several by typing a few letters; the best match comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.queries.matching import fold
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, StyledText, clip, sanitized, styled, width_of
from wiptui.tui.widgets.dialogs.choice_list import RowList, Walking, pointed
from wiptui.tui.widgets.dialogs.dialog import SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput
from wiptui.tui.widgets.lines import Lines

SHOWN = 200
LEAVE = Hint("pick.leave")


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: its value, its label, and the text beside it."""

    value: Any
    label: str
    aside: str = ""


def best(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices with the typed letters in order, the closest first; equal ones stay in order."""
    wanted = fold(typed.strip())
    if not wanted:
        return list(choices)
    scored = []
    for place, choice in enumerate(choices):
        score = closeness(fold(choice.label), wanted)
        if score is not None:
            scored.append((score, place, choice))
    return [choice for _, _, choice in sorted(scored, key=lambda row: row[:2])]


def closeness(text: str, wanted: str) -> int | None:
    """Return how far a text is from the typed letters: 0 for its beginning, None if letters are missing."""
    at = text.find(wanted)
    if at >= 0:
        return 0 if at == 0 else 1 if not text[at - 1].isalnum() else 2
    start, at = -1, -1
    for ch in wanted:
        if ch == " ":
            continue
        at = text.find(ch, at + 1)
        if at < 0:
            return None
        start = at if start < 0 else start
    return 3 + at - start


class PickScreen(Walking, DialogScreen[Any]):
    """Answers with the value of a choice, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", "down", id="pick.down", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", "up", id="pick.up", show=False, priority=True),
        Binding("enter", "take", "take it", id="pick.take", show=False, priority=True),
        bound("pick.leave", "escape", "leave", "leave"),
    ]
    TYPING = ("move", "take", "leave")

    def __init__(self, title: str, choices: Sequence[Choice], verb: str = "take it", empty: str = "Nothing.") -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._verb = verb
        self._empty = empty

    def compose(self) -> ComposeResult:
        self._line = LineInput(placeholder="a few letters of it", id="typed")
        self._rows: RowList[Choice] = RowList(self._choices[:SHOWN], self._draw)
        self._none = Lines(lambda width, height: () if self._rows.rows else [styled((self._said(), MUTED))])
        yield Dialog(
            self._title,
            Field("", self._line),
            Static(classes="gap"),
            self._rows,
            self._none,
            Static(classes="gap"),
            Hints(
                (
                    Hint("pick.take", self._verb),
                    Hint("pick.down", "next"),
                    Hint("pick.leave"),
                )
            ),
        )

    def on_mount(self) -> None:
        self.set_focus(self._line)
        height = self.size.height
        self._rows.styles.max_height = max(2, height - (5 if height < SHORT else 12))

    def _said(self) -> str:
        return "Nothing has these letters." if self._choices else self._empty

    def _draw(self, choice: Choice, width: int, height: int, here: bool) -> Sequence[StyledText]:
        aside = clip(sanitized(choice.aside), width // 2)
        room = max(width - 4 - width_of(aside), 4)
        label = clip(sanitized(choice.label), room)
        gap = " " * max(1, width - 2 - width_of(label) - width_of(aside))
        line = styled(label, gap, (aside, MUTED))
        return [pointed(line, width, here)]

    @on(Input.Changed)
    def _typed(self) -> None:
        self._rows.cursor = 0
        self._rows.show(best(self._choices, self._line.value)[:SHOWN])
        self._none.remake()

    def action_take(self) -> None:
        """Answer with the choice under the cursor; if none matches, the letters can be corrected."""
        choice = self._rows.current
        if choice is not None:
            self.answer(choice.value)
        elif self._choices:
            self.app.bell()
        else:
            self.dismiss(None)
