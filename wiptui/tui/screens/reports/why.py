"""Why this level: each rule with its value, its threshold and its origin; and the one next action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import Assessment
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.screens.limits.reconcile import ReconcileScreen
from wiptui.tui.screens.tasks.wait import WaitForm
from wiptui.tui.views.level_text import describe_level, describe_rule
from wiptui.tui.views.styled_text import KEY, MUTED, WARN, StyledText, cells, clip, paragraph, sanitized, styled
from wiptui.tui.widgets.dialogs.dialog import NARROW, SHORT, Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.wording import fit
from wiptui.tui.widgets.lines import Lines

NAMES = {"age": "age", "switches": "switches", "waiting": "waiting", "net_flow": "net flow", "due": "due"}
Row = tuple[str, str, str, str, str]
"""Mark, name, value, origin of the threshold, kind of evidence."""
WORDS = {
    "finish": "finish it",
    "resume": "resume it",
    "start": "start it",
    "select": "bring it to Ready",
    "follow_up": "set a new follow-up",
}
SIDES = "The values are yours; each threshold says where it comes from."
LEAVE = Hint("why.leave")


class WhyScreen(DialogScreen[c.Command | None]):
    """Shows what the level rests on. Enter does the one next action and answers with its command."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("why.act", "enter", "act", "do it"),
        bound("why.resolve", "r", "resolve", "it is back with me"),
        bound("why.reconcile", "m", "reconcile", "what could leave"),
        bound("why.leave", "escape,o", "leave", "leave"),
    ]
    DEFAULT_CSS = """
    WhyScreen {
        & > .dialog { width: 84; }
        &.-broad > .dialog { width: 108; }
        &.-narrow > .dialog { width: 100%; }
        #rules { height: auto; max-height: 60vh; }
        &.-short #rules { max-height: 5; }
    }
    """

    def __init__(self, board: Board, assessment: Assessment) -> None:
        super().__init__()
        self.board = board
        self.assessment = assessment

    def compose(self) -> ComposeResult:
        count, limit = self.board.count(DOING), self.board.limits[DOING]
        yield Dialog(
            f"{self.assessment.word}: {count} of {limit.text} in doing",
            Lines(self._level),
            Static(classes="gap"),
            VerticalScroll(Lines(self._rules), id="rules"),
            Static(classes="gap"),
            Lines(self._next),
            Static(classes="gap"),
            Hints(self._keys()),
        )

    # --- texts

    def _level(self, width: int, height: int) -> list[StyledText]:
        words = describe_level(self.board, self.assessment)
        return paragraph(words if height < SHORT else f"{words} {SIDES}", width, MUTED, 1 if height < SHORT else 2)

    def _rules(self, width: int, height: int) -> list[StyledText]:
        rows = list(self._rows(width < NARROW))
        sizes = [max(len(row[place]) for row, _ in rows) for place in (1, 3, 4)]
        pressed = WARN if self.assessment.level == "overloaded" else "bold"
        lines: list[StyledText] = []
        for row, active in rows:
            lines += _rule_lines(row, sizes, width, pressed if active else "", height >= SHORT)
        return lines

    def _rows(self, brief: bool) -> Iterator[tuple[Row, bool]]:
        """Yield a row for each exceeded limit, then for each rule, and whether it is active."""
        for scope in self.assessment.over:
            limit = self.board.limits[scope]
            said = f"{sanitized(scope.label)}: {self.board.count(scope)} > {limit.value}"
            yield ("●", "over", said, "your limit" if limit.set_at else "default", "rule"), True
        for rule in self.assessment.rules:
            name = NAMES.get(rule.name, rule.name)
            yield (
                ("●" if rule.active else "○", name, describe_rule(rule, brief), rule.origin, rule.evidence),
                rule.active,
            )

    def _next(self, width: int, height: int) -> list[StyledText]:
        step = self.assessment.next
        if step is None:
            return [styled(("Nothing is left to do: write down what is on your mind.", MUTED))]
        lines = paragraph(sanitized(step.why), width - 2, "bold", 1 if height < SHORT else 2)
        lines = [styled(("▸ " if at == 0 else "  ", KEY), line) for at, line in enumerate(lines)]
        return [*lines, styled((clip(f"  decided by: {step.decided_by}", width), MUTED))]

    def _keys(self) -> list[Hint]:
        step = self.assessment.next
        over = [Hint("why.reconcile", short="leave")] if self.assessment.over else []
        if step is None:
            return [*over, LEAVE]
        act = Hint("why.act", WORDS.get(step.action, "do it"), "do it")
        resolve = [Hint("why.resolve", short="mine")] if step.action == "follow_up" else []
        return [act, *resolve, *over, LEAVE]

    # --- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        step = self.assessment.next
        if action == "resolve":
            return step is not None and step.action == "follow_up"
        if action == "reconcile":
            return bool(self.assessment.over)
        return action != "act" or step is not None

    def why_not(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why a key does nothing now."""
        if action == "reconcile":
            return "No limit is exceeded."
        return "There is no next action." if self.assessment.next is None else "The next action is no follow-up."

    def action_act(self) -> None:
        """Do the one next action; a follow-up asks for its next date."""
        step = self.assessment.next
        if step is None:
            return
        if step.action == "follow_up":
            app = cast(BoardApp, self.app)
            app.ask(WaitForm(self.board, self.board.task(step.task)), self.answer)
        else:
            self.answer(command_of(step.action, step.task))

    def action_reconcile(self) -> None:
        """Show what came from where and what could leave, if a limit is exceeded."""
        if self.assessment.over:
            app = cast(BoardApp, self.app)
            app.ask(ReconcileScreen(self.board, self.assessment.over[0]), self.answer, left=self._left)

    def _left(self) -> None:
        """Show this screen again without taking the enter that closed the other one."""
        self.dismiss(None)

    def action_resolve(self) -> None:
        """Mark the wait as over."""
        step = self.assessment.next
        if step is not None:
            self.answer(c.Resolve(step.task))


def command_of(action: str, task: int) -> c.Command:
    """Return the command of a next action."""
    if action == "finish":
        return c.Finish((task,))
    return c.Move((task,), State.READY) if action == "select" else c.Start((task,))


def _rule_lines(row: Row, sizes: Sequence[int], width: int, style: str, roomy: bool) -> list[StyledText]:
    """Return one rule: in columns if there is room, else with its origin on a separate line."""
    mark, name, said, origin, evidence = row
    head = styled((mark, style or MUTED), " ", (fit(name, sizes[0]), style or MUTED), "  ")
    if width >= NARROW:
        room = width - cells(head) - sizes[1] - sizes[2] - 4
        tail = styled("  ", (fit(origin, sizes[1]), MUTED), "  ", (clip(evidence, sizes[2]), MUTED))
        return [styled(head, (fit(said, room), style), tail)]
    first = styled(head, (clip(said, width - cells(head)), style))
    return [first, styled((clip(f"  {origin} · {evidence}", width), MUTED))] if roomy else [first]


__all__ = ["WhyScreen", "command_of"]
