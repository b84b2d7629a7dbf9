"""Actions on the current chart: step through its points, open the task of one, export it. Mixed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiptui.domain.board import Board
from wiptui.domain.core.errors import WiptuiError
from wiptui.service import Service
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.charts.export import exported
from wiptui.tui.charts.model import Chart, Facts
from wiptui.tui.screens.dialogs.ask import AskLine
from wiptui.tui.screens.dialogs.pick import Choice, PickScreen
from wiptui.tui.screens.tasks.details import Details


class ChartActions:
    """The actions of the flow screen on one chart."""

    if TYPE_CHECKING:
        service: Service
        board: Board
        facts: Facts | None
        at: int
        picked: dict[str, int]
        wiptui: BoardApp
        app: Any

        def chart(self, place: int) -> Chart | None: ...
        def show_step(self) -> None: ...

    def point_of(self, chart: Chart | None) -> int | None:
        """Return the picked point of a chart, if any; if the chart has fewer points than before, its last one."""
        picked = None if chart is None else self.picked.get(chart.id)
        return None if chart is None or picked is None or not chart.points else min(picked, len(chart.points) - 1)

    def action_step(self, step: int) -> None:
        """Go to another point of the chart; the first step goes to the newest or the first one."""
        chart = self.chart(self.at)
        if chart is None or not chart.points or chart.doubt:
            return
        last = len(chart.points) - 1
        at = self.point_of(chart)
        if at is None:
            self.picked[chart.id] = 0 if step > 0 else last
        else:
            self.picked[chart.id] = max(0, min(at + step, last))
        self.show_step()

    def action_open(self) -> None:
        """Open the task of the point, or choose one of several."""
        chart = self.chart(self.at)
        picked = self.point_of(chart)
        if chart is None or picked is None:
            self.wiptui.say("Step to a point of the chart first; the arrow keys do.")
            return
        tasks = [task for task in chart.points[picked].tasks() if self.board.find(task) is not None]
        if not tasks:
            self.wiptui.say("There is no task behind this point.")
        elif len(tasks) == 1:
            self._open(tasks[0])
        else:
            found = [self.board.task(task) for task in tasks]
            choices = [Choice(task.id, task.title, task.state.value) for task in found]
            self.app.push_screen(PickScreen(f"{len(tasks)} tasks", choices, "open"), self._open)

    def _open(self, task: int | None) -> None:
        if task is not None:
            self.app.push_screen(Details(self.service, task))

    def action_export(self) -> None:
        """Write the chart to a file; its ending gives the format."""
        chart, facts = self.chart(self.at), self.facts
        if chart is None or facts is None:
            self.wiptui.say("There is no chart to export yet.")
            return
        name = f"wiptui-{chart.id}-{self.board.today.isoformat()}.svg"

        def answered(path: str) -> None:
            self._write(chart, facts, path)

        hint = "The ending says how: .csv or .json for the figures, .svg for the picture."
        self.wiptui.ask(AskLine("Export this chart to", hint=hint, value=name, about=chart.id), answered)

    def _write(self, chart: Chart, facts: Facts, path: str) -> None:
        """Write the chart to a new file. Raises WiptuiError if that is impossible."""
        target = _absolute(path)
        text = exported(chart, facts, target.suffix.removeprefix(".").lower())
        try:
            with target.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except FileExistsError:
            raise WiptuiError(f"{target} is there already; nothing was written.") from None
        except (OSError, ValueError) as error:
            raise WiptuiError(f"{target} cannot be written: {getattr(error, 'strerror', None) or error}.") from None
        self.wiptui.say(f"Wrote {target}")


def _absolute(path: str) -> Path:
    """Return the absolute path of a name. Raises WiptuiError."""
    if not path.strip():
        raise WiptuiError("Type the name of a file.")
    try:
        return Path(path.strip()).expanduser().absolute()
    except RuntimeError as error:
        raise WiptuiError(f"{error}") from None
