"""The flow screen: tabs, points, the tasks behind them, tables, windows, files; one chart or four."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from board_sample import Sample, settled, shown
from builders import NOON
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.demo import sample
from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.screens.dialogs.pick import PickScreen
from wiptui.tui.screens.reports.flow import FlowScreen
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.widgets.chart import ChartView


def demo() -> Sample:
    s = Sample()
    s.store.data = sample(NOON, ZoneInfo("Europe/Berlin"))
    return s


@asynccontextmanager
async def flow(s: Sample, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with shown(s, size) as pilot:
        await press(pilot, "2")
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys, wait for what they set going, and read the screen."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await settled(pilot)
    return screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    async with flow(demo(), size) as pilot:
        check_golden(pilot.app, "flow")
        await press(pilot, "tab", "right")
        check_golden(pilot.app, "flow-cycle")
        await press(pilot, "t")
        check_golden(pilot.app, "flow-table")


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (120, 40)])
async def test_every_chart_is_reached_and_stands_on_an_empty_board_too(size: tuple[int, int]) -> None:
    for s in (demo(), Sample()):
        async with flow(s, size) as pilot:
            for name, _ in EVERY:
                if size[0] >= 40:
                    assert name in screen_text(pilot.app)
                await press(pilot, "right", "tab")
            assert isinstance(pilot.app.screen, FlowScreen)


async def test_a_step_goes_to_a_point_and_enter_to_the_task_behind_it() -> None:
    async with flow(demo()) as pilot:
        text = await press(pilot, "right")
        assert "▸ Flyer for the fair: in progress for 9 days" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Details)
        assert "Flyer for the fair" in screen_text(pilot.app)
        text = await press(pilot, "escape", "right", "right")
        assert "▸ Fix the parser: in progress for 4 days" in text
        assert "▸ Tax letter" in await press(pilot, "end", "right")


async def test_several_tasks_behind_a_point_are_offered() -> None:
    async with flow(demo()) as pilot:
        await press(pilot, "tab", "tab", "left", "left", "enter")
        assert isinstance(pilot.app.screen, PickScreen)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, Details)


async def test_a_window_is_chosen_and_the_figures_follow() -> None:
    async with flow(demo()) as pilot:
        before = await press(pilot, "tab")
        after = await press(pilot, "w")
        assert "last 90 days" in before and "last year" in after
        assert "all time" in await press(pilot, "w") and "last 28 days" in await press(pilot, "w")


async def test_a_change_on_the_board_shows() -> None:
    s = demo()
    async with flow(s) as pilot:
        assert "Flyer for the fair" in screen_text(pilot.app)
        task = next(task for task in s.service.board().wip if task.title == "Flyer for the fair")
        s.do(c.Finish((task.id,)))
        assert "Flyer for the fair" not in await press(pilot)


async def test_the_cursor_stays_on_a_point_that_is_there_when_a_chart_gets_fewer() -> None:
    s = demo()
    async with flow(s) as pilot:
        assert "▸ Tax letter" in await press(pilot, "end", "end")
        task = next(task for task in s.service.board().wip if task.title == "Tax letter")
        s.do(c.Finish((task.id,)))
        assert "▸ " in await press(pilot)


async def test_a_step_writes_no_more_than_the_lines_that_look_different() -> None:
    async with flow(demo(), (120, 40)) as pilot:
        await press(pilot, "tab", "left")
        written: list[ChartView] = []
        for view in pilot.app.screen.query(ChartView):
            view.refresh = lambda *regions, view=view, **more: written.append(view)  # type: ignore[method-assign]
        await press(pilot, "left")
        current = list(pilot.app.screen.query(ChartView))[1]
        assert written and set(written) == {current}, "the other charts are left alone"


async def test_an_export_goes_to_a_file_and_over_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "c.csv"
    async with flow(demo()) as pilot:
        for expected in ("Wrote", " written."):
            await press(pilot, "x", "ctrl+u", *"c.csv", "enter")
            assert expected in screen_text(pilot.app), "wherever a toast breaks a long path"
    assert target.read_text().startswith("task,age in days\nFlyer for the fair,9\n")
    async with flow(demo()) as pilot:
        await press(pilot, "x", "ctrl+u", *"c.png", "enter")
        assert ".csv, .json or .svg" in screen_text(pilot.app)


async def test_plain_letters_hold_no_sign_of_unicode() -> None:
    async with flow(demo(), (120, 40)) as pilot:
        text = await press(pilot, "a")
        assert not set("█▁┄┊•░") & set(text)


async def test_a_click_goes_to_a_chart_and_its_point() -> None:
    async with flow(demo(), (120, 40)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, FlowScreen)
        await pilot.click(screen._views[2], offset=(4, 1))
        await pilot.pause()
        assert screen.at == 2


async def test_a_sentence_under_which_nothing_is_drawn_is_never_cut() -> None:
    s = Sample()
    s.do(c.Finish((s.add("first", State.DOING),)))
    async with flow(s, (40, 12)) as pilot:
        text = " ".join((await press(pilot, "tab")).split())
        assert "1 finished task with a cycle time: 1 day." in text
