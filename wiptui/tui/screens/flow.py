"""The flow screen: what the work says about itself, one chart a tab or four at once, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.content import Content
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from wiptui.domain.errors import UsageError, WiptuiError
from wiptui.tui.charts.every import EVERY
from wiptui.tui.charts.model import WINDOWS, Chart, Facts, read_facts
from wiptui.tui.spans import clip, steady, when_text
from wiptui.tui.widgets.chart import ChartView
from wiptui.tui.widgets.dialog import ACCENT, MUTED, SHORT, Hint, Hints, Lines, keys_in_use

if TYPE_CHECKING:
    from wiptui.service import Service
    from wiptui.tui.app import WiptuiApp

WIDE, TALL = 110, 34
"""Columns and lines from which on four charts are shown at once."""
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Made:
    """What the worker brings: measures, and some charts of them by place."""

    facts: Facts
    charts: dict[int, Chart]


def _make(facts: Facts, places: Sequence[int]) -> Made:
    return Made(facts, {place: EVERY[place][1](facts) for place in places})


class FlowScreen(Screen[None]):
    """Ten charts. Tab goes to the next, the arrows step through points, enter opens the task behind one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right_square_bracket", "chart(1)", "next chart", id="flow.next", show=False),
        Binding("shift+tab,left_square_bracket", "chart(-1)", "previous chart", id="flow.previous", show=False),
        Binding("right,l,down,j", "step(1)", "next point", id="flow.step", show=False),
        Binding("left,h,up,k", "step(-1)", "previous point", id="flow.back", show=False),
        Binding("home,g", "step(-99999)", "first point", id="flow.first", show=False),
        Binding("end,G", "step(99999)", "last point", id="flow.last", show=False),
        Binding("enter", "open", "the tasks behind it", id="flow.open", show=False),
        Binding("t", "table", "as a table", id="flow.table", show=False),
        Binding("w", "window", "another window", id="flow.window", show=False),
        Binding("x", "export", "export", id="flow.export", show=False),
        Binding("a", "ascii", "plain letters", id="flow.ascii", show=False),
        Binding("escape,1,2", "leave", "board", id="flow.leave", show=False),
        Binding("q", "quit", "quit", id="flow.quit", show=False),
    ]
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT, "-medium")]
    DEFAULT_CSS = """
    FlowScreen {
        background: $background;
        #head { height: auto; padding: 1 2 0 2; }
        #charts { height: 1fr; width: 100%; padding: 1 2; grid-size: 1; grid-gutter: 1 3; }
        &.-four #charts { grid-size: 2 2; }
        &.-four.-two #charts { grid-size: 2 1; }
        #said { height: auto; padding: 0 2; }
        #foot { height: auto; padding: 1 2 0 2; }
        &.-short {
            #head, #said, #foot { padding: 0 1; }
            #charts { padding: 0 1; }
        }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service
        self.board = service.board()
        self.at = 0
        """Which chart the keys are about."""
        self._window = 1
        self._facts: Facts | None = None
        self._charts: dict[int, Chart] = {}
        self._picked: dict[str, int] = {}
        self._as_table = False
        self._in_ascii = False
        self._trouble = ""
        self._worker: Worker[Made] | None = None
        self._reads_anew = False
        """Whether the log is being read, so that charts of the reading before are not worth making."""
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        self._head = Lines(self._head_lines, id="head")
        self._views = [ChartView() for _ in range(AT_ONCE)]
        self._said = Lines(self._said_lines, id="said")
        self._hints = Hints(self._keys(), id="foot")
        yield self._head
        yield Grid(*self._views, id="charts")
        yield self._said
        yield self._hints

    def on_mount(self) -> None:
        self._unsubscribe = self.service.subscribe(self.read_again)
        self._in_ascii = not _speaks_unicode()
        self._arrange()
        self.call_after_refresh(self.read_again)

    def on_unmount(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()

    # --- reading, apart from the screen

    def read_again(self) -> None:
        """Read the log for the window in a thread; the charts of before stay until it is done."""
        try:
            self.board = self.service.board()
        except WiptuiError as error:
            self._trouble = str(error)
            self._show()
            return
        board, window, before, places = self.board, self._window, self._facts, tuple(self._shown)
        self._reads_anew = True
        self._work(lambda: _make(read_facts(board, window, before), places))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker is not self._worker:
            return
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, Made):
            made, self._worker, self._trouble, self._reads_anew = event.worker.result, None, "", False
            if made.facts is not self._facts:
                self._charts.clear()
            self._facts = made.facts
            self._charts |= made.charts
            self._show()
            self._make_missing()
        elif event.state is WorkerState.ERROR:
            self._reads_anew = False
            self._worker, self._trouble = None, f"The measures could not be read: {event.worker.error}."
            self._show()

    def _work(self, work: Callable[[], Made]) -> None:
        self._worker = self.run_worker(work, thread=True, exclusive=True, exit_on_error=False)

    def _make_missing(self) -> None:
        """Make what is in sight and not there yet; then the others, one by one, so that they are there when wanted."""
        facts = self._facts
        if facts is None or self._trouble:
            return
        wanted = tuple(place for place in self._shown if place not in self._charts)
        wanted = wanted or tuple(place for place in range(len(EVERY)) if place not in self._charts)[:1]
        if wanted:
            self._work(lambda: _make(facts, wanted))

    def chart(self, place: int) -> Chart | None:
        """One chart; None while it is being made, apart from the screen."""
        return self._charts.get(place)

    # --- what is shown

    @property
    def _shown(self) -> range:
        """The places of the charts in sight: the page of four that the current one is on, or it alone."""
        if not self.has_class("-four"):
            return range(self.at, self.at + 1)
        first = self.at // AT_ONCE * AT_ONCE
        return range(first, min(first + AT_ONCE, len(EVERY)))

    def _arrange(self) -> None:
        self.set_class(self.size.width >= WIDE and self.size.height >= TALL and not self._as_table, "-four")
        self._show()
        self._want_shown()

    def _want_shown(self) -> None:
        """What is in sight goes before what is made ahead; a log that is being read comes first."""
        if self._facts is not None and not self._reads_anew and any(p not in self._charts for p in self._shown):
            self._make_missing()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        shown = self._shown
        self.set_class(len(shown) == 2, "-two")
        for number, view in enumerate(self._views):
            place = shown[number] if number < len(shown) else None
            view.display = place is not None
            if place is None:
                continue
            chart = self.chart(place)
            view.show(
                EVERY[place][0],
                chart,
                self._trouble or "Reading the log …",
                picked=None if chart is None else self._picked.get(chart.id),
                is_current=place == self.at,
                is_alone=len(shown) == 1,
                as_table=self._as_table,
                in_ascii=self._in_ascii,
            )
        self._head.remake()
        self._said.remake()
        self._hints.show(self._keys())

    def _head_lines(self, width: int, height: int) -> list[Content]:
        window = self._facts.window if self._facts is not None else ""
        left = Content.assemble(("Flow", "bold"), "   ", (window, MUTED))
        when = when_text(self.board.at, self.board.zone)
        if width - left.cell_length - len(when) < 3:
            when = when[-5:]
        gap = width - left.cell_length - len(when)
        top = left + Content(" " * gap) + Content.styled(when, MUTED) if gap >= 2 else left
        return [top, *([Content("")] if height >= SHORT else []), self._tabs(width)]

    def _tabs(self, width: int) -> Content:
        """The names of the charts; where they do not fit, the current one and how many there are."""
        parts: list[str | tuple[str, str]] = []
        for place, (name, _) in enumerate(EVERY):
            style = ACCENT if place == self.at else "" if place in self._shown else MUTED
            parts += ["  "] if parts else []
            parts.append((name, style))
        tabs = Content.assemble(*parts)
        if tabs.cell_length <= width:
            return tabs
        return Content.assemble((EVERY[self.at][0], ACCENT), (f"  {self.at + 1} of {len(EVERY)}", MUTED))

    def _said_lines(self, width: int, height: int) -> list[Content]:
        """What the point under the cursor says, or how to get to one."""
        chart = self.chart(self.at)
        if chart is None or chart.doubt or not chart.points:
            return [Content("")]
        picked = self._picked.get(chart.id)
        if picked is None:
            keys = keys_in_use(self)
            said = f"{keys['flow.back']} {keys['flow.step']} step through the points"
            return [Content.styled(clip(said, width), MUTED)]
        return [Content.assemble(("▸ ", ACCENT), clip(steady(chart.points[picked].said), width - 2))]

    def _keys(self) -> list[Hint]:
        chart = self.chart(self.at)
        has_point = chart is not None and self._picked.get(chart.id) is not None
        point = [Hint("flow.open", "enter", "open")] if has_point else []
        # One line at 80 columns: with a point in hand, leaving for good is a step further away.
        leave = [] if has_point else [Hint("flow.quit", "q", "quit")]
        return [
            Hint("flow.next", "tab", "next"),
            *point,
            Hint("flow.table", "t", "chart" if self._as_table else "table"),
            Hint("flow.window", "w", "window"),
            Hint("flow.export", "x", "export"),
            Hint("flow.leave", "esc", "board"),
            *leave,
        ]

    # --- what can be done

    @property
    def _app(self) -> WiptuiApp:
        return cast("WiptuiApp", self.app)

    def action_chart(self, step: int) -> None:
        """Go to another chart."""
        self.at = (self.at + step) % len(EVERY)
        self._show()
        self._want_shown()

    def action_step(self, step: int) -> None:
        """Go to another point of the chart; the first step goes to the newest or the first one."""
        chart = self.chart(self.at)
        if chart is None or not chart.points or chart.doubt:
            return
        last = len(chart.points) - 1
        at = self._picked.get(chart.id)
        if at is None:
            self._picked[chart.id] = 0 if step > 0 else last
        else:
            self._picked[chart.id] = max(0, min(at + step, last))
        self._show()

    def action_open(self) -> None:
        """Open the task behind the point, or choose one of several."""
        chart = self.chart(self.at)
        picked = None if chart is None else self._picked.get(chart.id)
        if chart is None or picked is None:
            return
        tasks = [task for task in chart.points[picked].tasks() if self.board.find(task) is not None]
        if not tasks:
            self._app.say("No task stands behind this point.")
        elif len(tasks) == 1:
            self._open(tasks[0])
        else:
            from wiptui.tui.screens.pick import Choice, PickScreen

            found = [self.board.task(task) for task in tasks]
            choices = [Choice(task.id, task.title, task.state.value) for task in found]
            self.app.push_screen(PickScreen(f"{len(tasks)} tasks", choices, "open"), self._open)

    def _open(self, task: int | None) -> None:
        from wiptui.tui.screens.details import Details

        if task is not None:
            self.app.push_screen(Details(self.service, task))

    def action_table(self) -> None:
        """The figures of the chart as a table, or the chart again."""
        self._as_table = not self._as_table
        self._arrange()

    def action_window(self) -> None:
        """The next window: 28 days, 90 days, a year, all there is."""
        self._window = (self._window + 1) % len(WINDOWS)
        self._picked.clear()
        self.read_again()

    def action_ascii(self) -> None:
        """Draw with plain letters, or with the signs of Unicode again."""
        self._in_ascii = not self._in_ascii
        self._show()

    def action_export(self) -> None:
        """Write the chart to a file: its ending says how."""
        from wiptui.tui.screens.ask import AskLine

        chart, facts = self.chart(self.at), self._facts
        if chart is None or facts is None:
            return
        name = f"wiptui-{chart.id}-{self.board.today.isoformat()}.svg"

        def answered(path: str | None) -> None:
            if path is not None and path.strip():
                self._write(chart, facts, path.strip())

        hint = "The ending says how: .csv or .json for the figures, .svg for the picture."
        self.app.push_screen(AskLine("Export this chart to", hint=hint, value=name), answered)

    def _write(self, chart: Chart, facts: Facts, path: str) -> None:
        from pathlib import Path

        from wiptui.tui.charts.export import exported

        target = Path(path).expanduser().absolute()
        try:
            text = exported(chart, facts, target.suffix.removeprefix(".").lower())
            with target.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except UsageError as error:
            self._app.say_error(error)
        except FileExistsError:
            self._app.say(f"{target} is there already; nothing was written.", warn=True)
        except OSError as error:
            self._app.say(f"{target} cannot be written: {error.strerror or error}.", warn=True)
        else:
            self._app.say(f"Wrote {target}")

    def action_leave(self) -> None:
        """Back to the board."""
        if self.is_current:
            self.dismiss(None)

    async def action_quit(self) -> None:
        await self.app.run_action("quit", self.app.screen_stack[0])

    def on_chart_view_picked(self, event: ChartView.Picked) -> None:
        """A click goes to the chart, and to the point under the mouse."""
        shown = self._shown
        number = self._views.index(event.view)
        if number < len(shown):
            self.at = shown[number]
            chart = self.chart(self.at)
            if chart is not None and event.point is not None:
                self._picked[chart.id] = event.point
            self._show()

    def on_resize(self, event: events.Resize) -> None:
        if self.is_mounted:
            self._arrange()


def _speaks_unicode() -> bool:
    """Whether the terminal's encoding has the signs that charts are drawn with."""
    import sys

    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    try:
        "▁█•┄░".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
