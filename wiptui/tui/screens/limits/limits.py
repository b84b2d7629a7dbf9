"""Show the limits, and change one of them or the schedule, with a reason."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.limit_schedule import ENTRY, schedule_words, set_schedule
from wiptui.domain.limits import DOING, EXPEDITE, LARGEST, WAITING, Limit, Scope
from wiptui.domain.text import one_line
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import BLANK, MUTED, WARN, StyledText, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput
from wiptui.tui.widgets.dialogs.refusal_text import limit_origin
from wiptui.tui.widgets.dialogs.wording import fit, title_text
from wiptui.tui.widgets.lines import Lines

NAMES = {"doing": DOING, "waiting": WAITING, "expedite": EXPEDITE}
NONE = ("none", "off")
LISTED = 6
LABEL = 12


class LimitForm(DialogScreen[c.Command | None]):
    """Asks which limit, how many and why. A raise holds until the end of the day unless it is permanent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("limit.lasting", "ctrl+l", "lasting", "until tonight or for good"),
        bound("limit.leave", "escape", "leave", "leave"),
    ]
    TYPING = ("lasting", "leave")
    draft = "limit"
    HINTS = (
        Hint("", "set it", "set", key="enter"),
        Hint("", "next field", "next", key="tab"),
        Hint("limit.lasting", "for good", "for good"),
        Hint("limit.leave"),
    )

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        self._lasting = False
        self._schedule_before = schedule_words(board.settings.get("schedule"))

    def compose(self) -> ComposeResult:
        board = self.board
        projects = sorted({f"+{task.project}" for task in board.open_tasks() if task.project})
        tags = sorted({f"@{tag}" for task in board.open_tasks() for tag in task.tags})
        names = [sanitized(name) for name in (*NAMES, *projects, *tags)]
        self._of = LineInput("doing", "doing, waiting, +project, @tag", suggester=SuggestFromList(names), id="of")
        self._number = LineInput("", "a whole number", id="number")
        self._why = LineInput("", "what for", id="why")
        self._plan = LineInput(self._schedule_before, f"{ENTRY}; 2", id="plan")
        yield Dialog(
            "Limits",
            Lines(self._listed, id="limits"),
            Static(classes="gap"),
            Field("Limit of", self._of),
            Field("How many", self._number),
            Field("Why", self._why),
            Field("Schedule", self._plan),
            Static(classes="gap"),
            Lines(self._said, id="said"),
            Static(classes="gap"),
            Hints(self.HINTS),
        )

    def on_mount(self) -> None:
        self._number.focus()

    # --- texts

    def _listed(self, width: int, height: int) -> list[StyledText]:
        rows = list(self.board.limits.items())
        if height < SHORT:
            scope = self._scope
            rows = [row for row in rows if row[0] == scope]
        lines = [self._row(scope, limit, width) for scope, limit in rows[:LISTED]]
        more = len(rows) - LISTED
        return [*lines, styled((f"{more} more: wiptui limit", MUTED))] if more > 0 else lines

    def _row(self, scope: Scope, limit: Limit, width: int) -> StyledText:
        name = sanitized(scope.label) if scope.name else scope.kind.capitalize()
        gauge = f"{self.board.count(scope)}/{limit.text}"
        origin = title_text(limit_origin(self.board, limit), max(width - LABEL - 9, 0))
        return styled((fit(name, LABEL - 1) + " ", "bold"), f"{gauge:<9}", (origin, MUTED))

    def _said(self, width: int, height: int) -> list[StyledText]:
        """Return what enter would do, or what is wrong; always the same number of lines, so that nothing jumps."""
        room = 2 if width < NARROW else 1
        try:
            command = self._command()
            words, style = (self._words(), MUTED) if command is not None else ("Type how many, or a schedule.", MUTED)
        except UsageError as error:
            words, style = sanitized(str(error)), WARN
        lines = paragraph(words, width, style, room)
        return [*lines, *[BLANK] * (room - len(lines))]

    def _words(self) -> str:
        scope, typed = self._scope, self._number.value.strip()
        said = []
        if typed and scope is not None:
            now = self.board.limits.get(scope)
            name = scope.label
            if typed.lower() in NONE:
                said.append(f"{name} will have no limit of its own.")
            elif now is not None and int(typed) > now.base:
                until = "for good" if self._lasting else f"until the end of the day, then {now.base} again"
                said.append(f"{name}: {typed} {until}.")
            elif int(typed) == 0:
                said.append(f"{name}: 0 is closed, nothing new comes in.")
            else:
                said.append(f"{name}: {typed} from now on.")
        if self._plan_changed:
            said.append("The schedule changes.")
        return " ".join(said)

    # --- the command

    @property
    def _scope(self) -> Scope | None:
        text = one_line(self._of.value)
        if text[:1] in ("+", "@") and text[1:].strip():
            return Scope("project" if text[0] == "+" else "tag", text[1:].strip())
        return NAMES.get(text.lower())

    @property
    def _plan_changed(self) -> bool:
        return one_line(self._plan.value).strip() != self._schedule_before

    def _command(self) -> c.Command | None:
        """Return what enter would do; None for nothing. Raises UsageError for invalid input."""
        parts: list[c.Command] = []
        why, typed = one_line(self._why.value), self._number.value.strip()
        if typed:
            parts.append(c.SetLimit(self._wanted(), self._value(typed), self._lasting, why))
        if self._plan_changed:
            parts.append(set_schedule(one_line(self._plan.value).strip() or "none", why))
        return None if not parts else parts[0] if len(parts) == 1 else c.Together(tuple(parts))

    def _wanted(self) -> Scope:
        scope = self._scope
        if scope is None:
            raise UsageError("Limit of what? doing, waiting, expedite, +project or @tag.")
        return scope

    def _value(self, typed: str) -> int | None:
        if typed.lower() in NONE and self._wanted().name:
            return None
        if not (typed.isascii() and typed.isdigit() and int(typed[:6]) <= LARGEST):
            raise UsageError(f"A limit is a whole number from 0 to {LARGEST}.")
        return int(typed)

    # --- actions

    def on_input_changed(self) -> None:
        self.query_one("#said", Lines).refresh()
        self.query_one("#limits", Lines).remake()

    def action_lasting(self) -> None:
        """Toggle a raise between permanent and until the end of the day."""
        self._lasting = not self._lasting
        self.query_one("#said", Lines).refresh()
        words = "until tonight" if self._lasting else "for good"
        lasting = Hint("limit.lasting", words, words)
        self.query_one(Hints).show([lasting if hint.id == lasting.id else hint for hint in self.HINTS])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            command = self._command()
        except UsageError:
            self.app.bell()
            return
        if command is None:
            self._number.focus()
            self.app.bell()
        else:
            self.answer(command)
