"""Preview of going back to a snapshot."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wiptui.domain.board import Board
from wiptui.domain.text import counted
from wiptui.maintenance import STEPS, RestoreStep, step_words
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, StyledText, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.dialog import Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.wording import title_text
from wiptui.tui.widgets.lines import Lines

SHOWN = 200


class GoBack(DialogScreen[bool | None]):
    """Lists what returns, leaves and changes. Enter goes back, esc changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("go-back.confirm", "enter", "confirm", "go back"),
        bound("go-back.down", "j,down", "scroll(1)", "down"),
        bound("go-back.up", "k,up", "scroll(-1)", "up"),
        bound("go-back.leave", "escape", "leave", "leave all as it is"),
    ]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    GoBack #steps { height: auto; max-height: 1fr; }
    """

    def __init__(self, when: str, steps: tuple[RestoreStep, ...], board: Board, why: str = "") -> None:
        """``why``: a sentence about what is only added."""
        super().__init__()
        self.why = why
        self.when = when
        self.steps = steps
        self.board = board

    def compose(self) -> ComposeResult:
        leave = Hint("go-back.leave", short="leave")
        confirm = [Hint("go-back.confirm")] if self.steps else []
        yield Dialog(
            f"Go back to {self.when}",
            Lines(self._about),
            Static(classes="gap"),
            VerticalScroll(Lines(self._listed), id="steps", can_focus=False),
            Static(classes="gap"),
            Hints([*confirm, leave]),
        )

    def _about(self, width: int, height: int) -> list[StyledText]:
        if not self.steps:
            return paragraph(self.why or "Nothing differs from that backup.", width)
        counts = [(sum(step.kind == kind for step in self.steps), verb) for kind, verb in STEPS.items()]
        parts = [f"{count} {verb if count == 1 else verb.removesuffix('s')}" for count, verb in counts if count]
        said = f"{counted(len(self.steps), 'change')}: {', '.join(parts)}. Focus and history stay told; undo returns."
        return paragraph(f"{self.why} {said}" if self.why else said, width, MUTED, 4 if self.why else 3)

    def _listed(self, width: int, height: int) -> list[StyledText]:
        lines = []
        for step in self.steps[:SHOWN]:
            verb, fields = step_words(step)
            title = title_text(step.title or step.table, max(width - 10, 8))
            lines.append(styled((f"{verb:<8}  ", MUTED), title, (sanitized(fields), MUTED)))
        if len(self.steps) > SHOWN:
            lines.append(styled((f"and {len(self.steps) - SHOWN} more", MUTED)))
        return lines

    def action_scroll(self, lines: int) -> None:
        self.query_one("#steps").scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.steps) if action == "confirm" else True

    async def action_confirm(self) -> None:
        """Go back."""
        self.answer(True)
