"""How the flow screen gets its charts: a thread reads the log and makes them. Mixed into the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.worker import Worker, WorkerState

from wiptui.domain.board import Board
from wiptui.domain.core.errors import WiptuiError
from wiptui.service import Service
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.charts.model import WINDOWS, Chart, Facts, read_facts


@dataclass(frozen=True, slots=True)
class MadeCharts:
    """The result of the worker: measures, and some charts by index."""

    facts: Facts
    charts: dict[int, Chart]


def _make(facts: Facts, places: Sequence[int]) -> MadeCharts:
    return MadeCharts(facts, {place: EVERY[place][1](facts) for place in places})


class ChartReading:
    """The measures of a window, and the charts made so far."""

    if TYPE_CHECKING:
        service: Service
        board: Board
        picked: dict[str, int]
        run_worker: Any

        @property
        def shown(self) -> range: ...
        def show_charts(self) -> None: ...

    def begin_reading(self) -> None:
        """Initialize before anything is read."""
        self.facts: Facts | None = None
        self.trouble = ""
        """Why there is nothing to show."""
        self._window = 1
        self._charts: dict[int, Chart] = {}
        self._worker: Worker[MadeCharts] | None = None
        self._reads_anew = False
        """Whether the log is being read, so that charts of the earlier reading are not worth making."""

    def show_board(self) -> None:
        """Read the log of the window in a thread; the earlier charts stay until it is done."""
        board, window, before, places = self.board, self._window, self.facts, tuple(self.shown)
        self._reads_anew = True
        self._work(lambda: _make(read_facts(board, window, before), places))

    def show_trouble(self, error: WiptuiError) -> None:
        """Show why there is nothing to show."""
        self.trouble = str(error)
        self.show_charts()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._worker:
            return
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, MadeCharts):
            made, self._worker, self.trouble, self._reads_anew = event.worker.result, None, "", False
            if made.facts is not self.facts:
                self._charts.clear()
            self.facts = made.facts
            self._charts |= made.charts
            self.show_charts()
            self._make_missing()
        elif event.state is WorkerState.ERROR:
            self._reads_anew = False
            self._worker, self.trouble = None, f"The measures could not be read: {event.worker.error}."
            self.show_charts()

    def _work(self, work: Callable[[], MadeCharts]) -> None:
        self._worker = self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)

    def _make_missing(self) -> None:
        """Make the visible charts that are missing, then the others one by one, so that they are ready when wanted."""
        facts = self.facts
        if facts is None or self.trouble:
            return
        wanted = tuple(place for place in self.shown if place not in self._charts)
        wanted = wanted or tuple(place for place in range(len(EVERY)) if place not in self._charts)[:1]
        if wanted:
            self._work(lambda: _make(facts, wanted))

    def chart(self, place: int) -> Chart | None:
        """Return one chart; None while the worker makes it."""
        return self._charts.get(place)

    def want_shown(self) -> None:
        """Make visible charts before others; reading the log comes first."""
        if self.facts is not None and not self._reads_anew and any(p not in self._charts for p in self.shown):
            self._make_missing()

    def action_window(self) -> None:
        """Go to the next window: 28 days, 90 days, a year, everything."""
        self._window = (self._window + 1) % len(WINDOWS)
        self.picked.clear()
        self.show_board()
