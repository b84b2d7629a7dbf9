"""Hide until on the board: ``z`` asks until when, the backlog shows the day, and the morning brings the card back."""

from __future__ import annotations

import pytest
from board_sample import full_board
from screen_text import SIZES, screen_text
from test_board import board_of, shown, titles
from test_board_flows import typed

from wiptui.domain.tasks.task import State


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_is_hidden_and_comes_back_on_its_morning(size: tuple[int, int]) -> None:
    sample = full_board()
    async with shown(sample, size) as pilot:
        board_of(pilot).go(State.READY)
        await pilot.press("g", "z")
        await pilot.pause()
        await typed(pilot, "today")
        assert "still to come" in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 5)
        await typed(pilot, "tue")
        assert titles(sample, State.READY)[0] == "Book the train"
        assert "Ready 3 +1" in screen_text(pilot.app)
        await pilot.press("B")
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert "until Tue" in screen_text(pilot.app)
        sample.clock.advance(days=2)
        board_of(pilot).tick()
        board_of(pilot).go(State.READY)
        await pilot.pause()
        assert titles(sample, State.READY)[0] == "Write the report"
        assert "back today" in screen_text(pilot.app)


async def test_several_are_hidden_in_one_step() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        board_of(pilot).go(State.READY)
        await pilot.press("g", "v", "v", "z")
        await pilot.pause()
        await typed(pilot, "next week")
        assert titles(sample, State.READY) == [
            "Tidy the backlog",
            "Read chapter 3 of the long book about queues and flow",
        ]
        await pilot.press("u")
        await pilot.pause()
        assert len(titles(sample, State.READY)) == 4
