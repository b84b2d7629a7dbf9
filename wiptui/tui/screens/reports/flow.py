"""The flow screen: one chart a tab or four at once, each with a sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid

from wiptui.service import Service
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.keys.shared_bindings import MOVE, bound, leaving
from wiptui.tui.screens.base.full_screen import WholeScreen
from wiptui.tui.screens.reports.flow_actions import ChartActions
from wiptui.tui.screens.reports.flow_reading import ChartReading
from wiptui.tui.views.styled_text import ACCENT, BLANK, MUTED, StyledText, cells, clip, sanitized, styled
from wiptui.tui.widgets.chart import ChartView
from wiptui.tui.widgets.dialogs.dialog import SHORT, Hint, keys_in_use
from wiptui.tui.widgets.lines import Lines

FOUR_WIDE, FOUR_TALL = 110, 34
"""Columns and lines from which four charts are shown at once."""
AT_ONCE = 4


class FlowScreen(ChartReading, ChartActions, WholeScreen):
    """Eleven charts. Tab goes to the next, the arrows step through points, enter opens the task of one."""

    PREFIX = "flow"
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("flow.open", "enter", "open", "the tasks behind it", about="Open the tasks behind a point"),
        bound("flow.table", "t", "table", "as a table", about="Show the chart as a table, and back"),
        bound("flow.window", "w", "window", "another window", about="28 days, 90 days, a year, all time"),
        bound("flow.export", "x", "export", "export", about="Write the chart to a file"),
        bound("flow.ascii", "a", "ascii", "plain letters", about="Draw with plain letters, and back"),
        bound("flow.next", "tab,right_square_bracket", "chart(1)", "next chart", group=MOVE),
        bound("flow.previous", "shift+tab,left_square_bracket", "chart(-1)", "previous chart", group=MOVE),
        bound("flow.step", "right,l,down,j", "step(1)", "next point", group=MOVE),
        bound("flow.back", "left,h,up,k", "step(-1)", "previous point", group=MOVE),
        bound("flow.first", "home,g", "step(-99999)", "first point", group=MOVE),
        bound("flow.last", "end,G", "step(99999)", "last point", group=MOVE),
        *leaving("flow"),
    ]
    DEFAULT_CSS = """
    FlowScreen {
        #head { padding: 1 2 0 2; }
        #body { layout: vertical; }
        #charts { height: 1fr; width: 100%; padding: 1 2; grid-size: 1; grid-gutter: 1 3; }
        &.-four #charts { grid-size: 2 2; }
        &.-four.-three #charts ChartView.-first { column-span: 2; }
        #said { height: auto; padding: 0 2; }
        &.-short #said, &.-short #charts { padding: 0 1; }
    }
    """

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.begin_reading()
        self.at = 0
        """The chart that the keys apply to."""
        self.picked: dict[str, int] = {}
        self._as_table = False
        self._in_ascii = not _speaks_unicode()

    def body(self) -> ComposeResult:
        self._views = [ChartView(classes="" if number else "-first") for number in range(AT_ONCE)]
        self._said = Lines(self._said_lines, id="said")
        yield Grid(*self._views, id="charts")
        yield self._said

    def on_mount(self) -> None:
        self.call_after_refresh(self.read_again)

    # --- showing

    @property
    def shown(self) -> range:
        """The visible charts: the page of four with the current one, or it alone."""
        if not self.has_class("-four"):
            return range(self.at, self.at + 1)
        first = self.at // AT_ONCE * AT_ONCE
        return range(first, min(first + AT_ONCE, len(EVERY)))

    def show(self) -> None:
        wide, tall = self.size
        self.set_class(wide >= FOUR_WIDE and tall >= FOUR_TALL and not self._as_table, "-four")
        self.show_charts()
        self.want_shown()

    def show_charts(self) -> None:
        """Show all visible charts again."""
        if not self.is_mounted:
            return
        shown = self.shown
        self.set_class(len(shown) == 3, "-three")
        for number, view in enumerate(self._views):
            place = shown[number] if number < len(shown) else None
            view.display = place is not None
            if place is None:
                continue
            chart = self.chart(place)
            view.show(
                EVERY[place][0],
                chart,
                self.trouble or "Reading the log …",
                picked=self.point_of(chart),
                is_current=place == self.at,
                is_alone=len(shown) == 1,
                as_table=self._as_table,
                in_ascii=self._in_ascii,
            )
        self._said.remake()
        super().show()

    def show_step(self) -> None:
        """Show the cursor on another point of the current chart; nothing else has changed."""
        self._views[self.at - self.shown.start].pick(self.point_of(self.chart(self.at)))
        self._said.refresh()
        self.show_keys()

    def summary(self, width: int) -> Sequence[tuple[str, str]]:
        return [(self.facts.window if self.facts is not None else "", MUTED)]

    def head_lines(self, width: int, height: int) -> list[StyledText]:
        return [*super().head_lines(width, height), *([BLANK] if height >= SHORT else []), self._tabs(width)]

    def _tabs(self, width: int) -> StyledText:
        """Return the names of the charts; if they do not fit, the current one and their number."""
        parts: list[str | tuple[str, str]] = []
        for place, (name, _) in enumerate(EVERY):
            style = ACCENT if place == self.at else "" if place in self.shown else MUTED
            parts += ["  "] if parts else []
            parts.append((name, style))
        tabs = styled(*parts)
        if cells(tabs) <= width:
            return tabs
        return styled((EVERY[self.at][0], ACCENT), (f"  {self.at + 1} of {len(EVERY)}", MUTED))

    def _said_lines(self, width: int, height: int) -> list[StyledText]:
        """Return the text of the point under the cursor, or how to reach one."""
        chart = self.chart(self.at)
        if chart is None or chart.doubt or not chart.points:
            return [BLANK]
        picked = self.point_of(chart)
        if picked is None:
            keys = keys_in_use(self)
            said = f"{keys['flow.back']} {keys['flow.step']} step through the points"
            return [styled((clip(said, width), MUTED))]
        return [styled(("▸ ", ACCENT), clip(sanitized(chart.points[picked].said), width - 2))]

    def offered(self) -> list[Hint]:
        has_point = self.point_of(self.chart(self.at)) is not None
        open_it, export = Hint("flow.open", "open"), Hint("flow.export")
        return [
            Hint("flow.next", "next"),
            *([open_it] if has_point else []),
            Hint("flow.table", "chart" if self._as_table else "table"),
            Hint("flow.window", "window"),
            # One line at 80 columns: with a point, rarely used keys are left to help.
            *([] if has_point else [export]),
        ]

    # --- actions besides those of a chart

    def action_chart(self, step: int) -> None:
        """Go to another chart."""
        self.at = (self.at + step) % len(EVERY)
        self.show_charts()
        self.want_shown()

    def action_table(self) -> None:
        """Show the figures of the chart as a table, or the chart again."""
        self._as_table = not self._as_table
        self.show()

    def action_ascii(self) -> None:
        """Draw with ASCII letters, or with Unicode signs again."""
        self._in_ascii = not self._in_ascii
        self.show_charts()
        self.wiptui.say(f"Charts are drawn with {'plain letters' if self._in_ascii else 'the usual signs'}.")

    def on_chart_view_picked(self, event: ChartView.Picked) -> None:
        """Go to the clicked chart and to the point under the mouse."""
        shown = self.shown
        number = self._views.index(event.view)
        if number < len(shown):
            self.at = shown[number]
            chart = self.chart(self.at)
            if chart is not None and event.point is not None:
                self.picked[chart.id] = event.point
            self.show_charts()


def _speaks_unicode() -> bool:
    """Return whether the terminal's encoding has the signs of the charts."""
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    try:
        "▁█•┄░".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
