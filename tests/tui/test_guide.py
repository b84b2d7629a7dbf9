"""The guide: six steps, each done by the person's own key, at every size; it can be left at any step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from screen_text import screen_text
from textual.pilot import Pilot

from wiptui.demo import clear_away, open_guide
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.tasks.task import State
from wiptui.tui.guided import GuidedApp, GuideLine
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.screens.limits.decision_panel import PanelScreen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def guided(keys: Keymap | None = None) -> GuidedApp:
    return GuidedApp(open_guide(FixedClock(NOW, UTC)), keymap=keys)


async def press(pilot: Pilot[None], *keys: str) -> str:
    """What the guide says after these keys."""
    await pilot.pause()
    await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    lines = pilot.app.screen.query(GuideLine)
    return str(lines.first().render()) if lines else ""


@pytest.fixture(autouse=True)
def tidy() -> object:
    yield
    clear_away()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_six_steps_each_with_a_key(size: tuple[int, int]) -> None:
    app = guided()
    async with app.run_test(size=size) as pilot:
        assert (await press(pilot)).startswith("1/6  Capture a task: press n")
        assert "1/6" in await press(pilot, "n", "x")  # the line is over the form too
        assert await press(pilot, "enter") == "2/6  Start the marked task: press s."
        assert "3/6" in await press(pilot, "s")
        assert "3/6" in await press(pilot, "s")
        assert "4/6" in await press(pilot, "s")
        assert "5/6" in await press(pilot, "s")
        assert isinstance(app.screen, PanelScreen)
        assert "5/6" in screen_text(app) and "finish" in screen_text(app)
        assert "6/6" in await press(pilot, "d")
        assert (await press(pilot, "l", "d")).startswith("That is all it takes. u takes back")
        assert len(app.service.board().column(State.DONE)) == 2
        await press(pilot, "q")
    assert app.return_code == 0


async def test_who_leaves_the_panel_is_shown_the_step_before_again() -> None:
    app = guided()
    async with app.run_test() as pilot:
        assert "5/6" in await press(pilot, "n", "x", "enter", "s", "s", "s", "s")
        assert "4/6" in await press(pilot, "escape")
        assert "5/6" in await press(pilot, "s")
        assert "6/6" in await press(pilot, "b", "enter")  # with any of its keys


async def test_the_question_of_the_panel_keeps_its_room_on_a_small_terminal() -> None:
    app = guided()
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "n", "x", "enter", "s", "s", "s", "s", "w")
        await press(pilot, *"Ana")
        assert "Ana" in screen_text(app)


async def test_the_guide_names_the_keys_that_the_person_has() -> None:
    app = guided(Keymap({"new": "f2", "start": "f3"}))
    async with app.run_test() as pilot:
        assert "press f2" in await press(pilot)
        assert await press(pilot, "f2", "x", "enter") == "2/6  Start the marked task: press f3."


async def test_it_can_be_left_at_the_first_step() -> None:
    app = guided()
    async with app.run_test() as pilot:
        await press(pilot, "q")
    assert app.return_code == 0
