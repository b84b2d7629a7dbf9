"""Starting what other tasks block: the board asks, goes to what blocks it, or starts it anyway through the limit."""

from __future__ import annotations

import pytest
from board_sample import Sample
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.tasks.dependencies import fields_for
from wiptui.domain.tasks.task import State
from wiptui.tui.app import WiptuiApp


def sample() -> tuple[Sample, int, int]:
    sample = Sample()
    first, then = sample.add("[/b] Fix the parser"), sample.add("Deploy")
    sample.do(c.Edit(then, fields_for([first])))
    sample.do(c.Reorder(then, before=first))
    return sample, first, then


@pytest.mark.parametrize("size", SIZES)
async def test_a_blocked_start_asks(size: tuple[int, int]) -> None:
    made, _, _ = sample()
    app = WiptuiApp(made.service)
    async with app.run_test(size=size) as pilot:
        await pilot.press("s")
        await pilot.pause()
        check_golden(app, "blocked")


async def test_its_card_says_by_what_and_no_more_when_that_is_done() -> None:
    made, first, _ = sample()
    app = WiptuiApp(made.service)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "⊘ after [/b] Fix" in screen_text(app)
        app.carry_out(c.Finish((first,)))
        await pilot.pause()
        assert "⊘" not in screen_text(app)


async def test_one_key_starts_it_anyway_another_goes_to_what_blocks_it() -> None:
    made, first, then = sample()
    app = WiptuiApp(made.service)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter")
        await pilot.pause()
        assert app.board_screen.current is not None and app.board_screen.current.id == first
        await pilot.press("k", "s", "escape")
        assert made.service.board().task(then).state is State.READY
        await pilot.press("s", "s")
        await pilot.pause()
        assert made.service.board().task(then).state is State.DOING
