"""The product: three are started, the fourth meets the panel, and one key makes room."""

from __future__ import annotations

import pytest
from board_sample import Sample, look_again
from screen_text import SIZES, screen_text
from test_board import ready_of, shown, titles

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.decision_panel import PanelScreen


def four() -> Sample:
    return ready_of("One", "Two", "Three", "Four")


@pytest.mark.parametrize("size", SIZES)
async def test_the_fourth_start_meets_the_panel_and_swaps(size: tuple[int, int]) -> None:
    sample = four()
    async with shown(sample, size) as pilot:
        for _ in range(4):
            await pilot.press("s")
            sample.clock.advance(seconds=30)
        await pilot.pause()
        assert isinstance(pilot.app.screen, PanelScreen)
        assert "Four" in screen_text(pilot.app)
        await pilot.press("s")
        await pilot.pause()
        assert titles(sample, State.DOING) == ["Two", "Three", "Four"]
        assert titles(sample, State.READY) == ["One"]
        await pilot.press("u")
        assert titles(sample, State.DOING) == ["One", "Two", "Three"]


async def test_leaving_the_panel_leaves_all_as_it_is() -> None:
    sample = four()
    async with shown(sample) as pilot:
        await pilot.press("s", "s", "s", "s")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert titles(sample, State.DOING) == ["One", "Two", "Three"]
        assert titles(sample, State.READY) == ["Four"]


async def test_several_at_once_are_all_or_nothing() -> None:
    sample = four()
    async with shown(sample) as pilot:
        await pilot.press("v", "v", "v", "v", "s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PanelScreen)
        assert titles(sample, State.DOING) == []


async def test_an_undo_that_the_gate_refuses_can_be_passed_over() -> None:
    sample = four()
    async with shown(sample) as pilot:
        await pilot.press("s", "s", "s", "l", "g", "d")
        ready = sample.service.board().column(State.READY)
        sample.outside(c.Start((ready[0].id,)))
        undone = sample.store.documents.get("undo")
        undone["undo"].pop()
        sample.store.documents.put("undo", undone)
        await look_again(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PanelScreen)
        await pilot.press("p")
        await pilot.pause()
        assert "Passed over: Finished “One”" in screen_text(pilot.app)
        assert titles(sample, State.DONE) == ["One"]
