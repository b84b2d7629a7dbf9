"""The forms of an experiment: its expectation, its change, its metric; and its end."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ScreenResultType
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.learning import METRICS, Experiment
from wiptui.domain.limits import DOING
from wiptui.domain.text import one_line
from wiptui.metrics.review.before_after import NAMED
from wiptui.metrics.review.review_text import change_of
from wiptui.tui.keys.shared_bindings import bound
from wiptui.tui.views.styled_text import MUTED, WARN, StyledText, paragraph, sanitized
from wiptui.tui.widgets.dialogs.dialog import Dialog, DialogScreen, Hint, Hints
from wiptui.tui.widgets.dialogs.inputs import Field, LineInput
from wiptui.tui.widgets.lines import Lines

FIXED = "One change, 14 days. The metric is fixed now, so that the result cannot choose it."
ROOMY = 50
"""Cells from which each metric is shown with its unit."""


class ExperimentForm(DialogScreen[ScreenResultType]):
    """The way out that both forms share."""

    BINDINGS: ClassVar[list[BindingType]] = [bound("experiment.leave", "escape", "leave", "leave")]
    TYPING = ("leave", "keep")


class StartForm(ExperimentForm[c.StartExperiment | None]):
    """Starts an experiment. A number as the change is a new limit of Doing; any other text is kept as it is."""

    draft = "experiment"

    HINTS = (
        Hint("", "start it", "start", key="enter"),
        Hint("", "next field", "next", key="tab"),
        Hint("experiment.leave"),
    )

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        self._wrong = ""

    def compose(self) -> ComposeResult:
        self._expect = LineInput(placeholder="Fewer open ends make me faster", id="expect")
        limit = self.board.limits[DOING].base
        self._change = LineInput(placeholder=f"a new limit of Doing ({limit} now), or in words", id="change")
        self._metric = LineInput("cycle", suggester=SuggestFromList(METRICS, case_sensitive=False), id="metric")
        self._about = Lines(self._lines)
        yield Dialog(
            "Experiment",
            self._about,
            Static(classes="gap"),
            Field("I expect", self._expect),
            Field("I change", self._change),
            Field("Metric", self._metric),
            Static(classes="gap"),
            Hints(self.HINTS),
        )

    def on_mount(self) -> None:
        self._expect.focus()

    def _lines(self, width: int, height: int) -> list[StyledText]:
        if self._wrong:
            return paragraph(sanitized(self._wrong), width, WARN, 2)
        told = width >= ROOMY
        metrics = "; ".join(f"{name} ({words})" for name, words in NAMED.items()) if told else ", ".join(NAMED)
        return [*paragraph(FIXED, width, MUTED, 2), *paragraph(f"Metrics: {metrics}.", width, MUTED, 2)]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        expect, change, metric = (
            one_line(field.value) for field in (self._expect, self._change, self._metric)
        )  # fmt: skip
        metric = metric.lower()
        if not expect:
            self._refuse("What do you expect? A sentence that can turn out wrong.", self._expect)
        elif not change:
            self._refuse("What do you change? A new limit as a number, or words.", self._change)
        elif metric not in METRICS:
            self._refuse(f"The metric is one of: {', '.join(METRICS)}.", self._metric)
        elif change.isascii() and change.isdigit() and len(change) < 4:
            self.answer(c.StartExperiment(expect, metric, DOING, int(change)))
        else:
            self.answer(c.StartExperiment(expect, metric, change=change))

    def _refuse(self, words: str, field: LineInput) -> None:
        self._wrong = words
        self._about.remake()
        field.focus()


class StopForm(ExperimentForm[c.EndExperiment | None]):
    """Stops the experiment. The limit goes back, or stays with another key."""

    draft = "end of the experiment"

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("experiment.keep", "ctrl+s", "keep", "stop, keep the change"),
    ]

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self.experiment = experiment

    def compose(self) -> ComposeResult:
        self._learned = LineInput(placeholder="may stay empty", id="learned")
        back = self.experiment.limit is not None
        yield Dialog(
            "Stop the experiment",
            Lines(self._lines),
            Static(classes="gap"),
            Field("I learned", self._learned),
            Static(classes="gap"),
            Hints(
                (
                    Hint("", "stop, limit goes back" if back else "stop it", "stop", key="enter"),
                    *((Hint("experiment.keep", "stop, keep the limit", "keep"),) if back else ()),
                    Hint("experiment.leave", "let it run", "leave"),
                )
            ),
        )

    def on_mount(self) -> None:
        self._learned.focus()

    def _lines(self, width: int, height: int) -> list[StyledText]:
        hypothesis = paragraph(sanitized(self.experiment.hypothesis), width, "bold", 2)
        return [*hypothesis, *paragraph(sanitized(change_of(self.experiment)), width, MUTED, 1)]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.answer(c.EndExperiment(False, one_line(self._learned.value)))

    def action_keep(self) -> None:
        """Stop and keep the change."""
        self.answer(c.EndExperiment(True, one_line(self._learned.value)))
