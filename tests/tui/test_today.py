"""Today on the board: the counts in the line of advice, the list behind ``6``, the plan and its panel."""

from __future__ import annotations

from datetime import date

import pytest
from board_sample import Sample, full_board
from screen_text import SIZES, check_golden, screen_text
from test_board import board_of, shown

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.decision_panel import PanelScreen


def busy() -> Sample:
    """Something in every section."""
    sample = full_board()
    ids = {task.title: task.id for task in sample.service.board().open_tasks()}
    sample.do(c.Edit(ids["Book the train"], {"due": "2026-11-20"}))
    sample.do(c.Edit(ids["Tidy the backlog"], {"due": "2026-11-22"}))
    sample.do(c.Move((ids["Learn to juggle"],), State.BACKLOG, date(2026, 11, 25)))
    sample.do(c.Edit(ids["Paint the fence"], {"from": "2026-11-22"}))
    sample.do(c.PlanDay((ids["Tax letter"], ids["Write the report"])))
    return sample


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    async with shown(busy(), size) as pilot:
        assert "Today: 1 overdue, 1 due, 1 to" in screen_text(pilot.app)
        await pilot.press("6")
        await pilot.pause()
        check_golden(pilot.app, "today")


@pytest.mark.parametrize("size", SIZES)
async def test_one_more_than_the_cap_meets_the_panel(size: tuple[int, int]) -> None:
    sample = busy()
    async with shown(sample, size) as pilot:
        board = board_of(pilot)
        board.go_to_task(next(t.id for t in sample.service.board().open_tasks() if t.title == "Book the train"))
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PanelScreen)
        check_golden(pilot.app, "panel-plan")
        await pilot.press("s")
        await pilot.pause()
    assert [task.title for task in sample.service.board().planned] == ["Tax letter", "Book the train"]
    assert not sample.service.board().refusals, "nothing was to be started"


@pytest.mark.parametrize(
    ("key", "left"), [("l", "planned"), ("X", "dropped"), ("d", "done")]
)  # fmt: skip
async def test_the_ways_out_of_a_full_plan(key: str, left: str) -> None:
    sample = busy()
    report = next(task.id for task in sample.service.board().open_tasks() if task.title == "Write the report")
    async with shown(sample) as pilot:
        board_of(pilot).go_to_task(
            next(t.id for t in sample.service.board().open_tasks() if t.title == "Book the train")
        )
        await pilot.press("p")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
    task = sample.service.board().task(report)
    assert (task.planned == date(2026, 11, 23)) if left == "planned" else (task.state.value == left)
    assert [task.title for task in sample.service.board().planned] == ["Tax letter", "Book the train"]


async def test_the_keys_of_today() -> None:
    sample = busy()
    async with shown(sample) as pilot:
        await pilot.press("6", "G")
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        assert [task.title for task in sample.service.board().planned] == ["Tax letter"]
        await pilot.press("G", "p")
        await pilot.pause()
        assert [task.title for task in sample.service.board().planned] == []
        await pilot.press("u", "c")
        await pilot.pause()
        assert [task.title for task in sample.service.board().planned] == []
        assert "goes back" in screen_text(pilot.app)
        await pilot.press("g", "d")
        await pilot.pause()
        assert any(task.title == "Book the train" for task in sample.service.board().column(State.DONE))
