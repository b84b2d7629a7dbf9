"""From the board through the dialogs and back: what a person does in the first hour, key by key."""

from __future__ import annotations

import pytest
from board_sample import full_board
from screen_text import SIZES, screen_text
from test_board import board_of, ready_of, shown, titles
from textual.pilot import Pilot

from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.decision_panel import PanelScreen


async def typed(pilot: Pilot[None], *lines: str) -> None:
    """Type each line and press Enter."""
    for line in lines:
        await pilot.press(*line, "enter")
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_minute(size: tuple[int, int]) -> None:
    sample = ready_of()
    async with shown(sample, size) as pilot:
        assert "Doing 0/3" in screen_text(pilot.app)
        for title in ("One", "Two", "Three", "Four"):
            await pilot.press("n")
            await pilot.pause()
            await typed(pilot, title)
        assert titles(sample, State.READY) == ["One", "Two", "Three", "Four"]
        await pilot.press("g")
        for _ in range(3):
            await pilot.press("s")
            sample.clock.advance(minutes=1)
        assert "Doing 3/3" in screen_text(pilot.app) and "FULL" in screen_text(pilot.app)
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PanelScreen)
        await pilot.press("d")
        await pilot.pause()
        assert pilot.app.screen is board_of(pilot)
        assert titles(sample, State.DOING) == ["Two", "Three", "Four"]
        assert titles(sample, State.DONE) == ["One"]


async def test_a_new_task_is_under_the_cursor() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await typed(pilot, "Ask about ?q: +acme due:fri")
        board = board_of(pilot)
        assert board.current is not None and board.current.title == "Ask about ?q:"
        assert board.current.project == "acme" and board.at is State.READY


async def test_new_in_the_backlog_stays_there() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("B", "n")
        await pilot.pause()
        await typed(pilot, "Someday")
        assert "Someday" in titles(sample, State.BACKLOG)


async def test_put_back_asks_for_the_next_step_and_escape_leaves_all_as_it_is() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("g", "b")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "Flyer for the fair" in titles(sample, State.DOING)
        await pilot.press("b")
        await pilot.pause()
        await typed(pilot, "call the printer")
        task = sample.service.board().column(State.READY)[0]
        assert (task.title, task.next_step) == ("Flyer for the fair", "call the printer")


async def test_wait_and_resolve_and_resume() -> None:
    sample = ready_of("One")
    async with shown(sample) as pilot:
        await pilot.press("s", "l", "w")
        await pilot.pause()
        await pilot.press(*"Ana", "enter")
        await pilot.pause()
        while pilot.app.screen is not board_of(pilot):
            await pilot.press("enter")
            await pilot.pause()
        assert titles(sample, State.WAITING) == ["One"]
        assert sample.service.board().column(State.WAITING)[0].waiting_on == "Ana"
        await pilot.press("l", "r")
        assert "back with you" in screen_text(pilot.app)
        await pilot.press("s")
        assert titles(sample, State.DOING) == ["One"]


@pytest.mark.parametrize(
    ("key", "screen"),
    [("enter", "Details"), ("e", "Details"), ("f", "FocusScreen"), ("i", "InterruptForm"), ("o", "WhyScreen")],
)
async def test_every_screen_opens_and_escape_comes_back(key: str, screen: str) -> None:
    async with shown(full_board()) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == screen
        while pilot.app.screen is not board_of(pilot):
            await pilot.press("escape")
            await pilot.pause()


async def test_making_room_for_a_ready_task() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("h", "m")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "MakeRoomScreen"
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is board_of(pilot)


async def test_the_limit_is_changed_by_a_command_with_a_reason() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.app.board_screen.run_action("limit")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("4", "tab", *"release week", "enter")
        await pilot.pause()
        limit = sample.service.board().limits[DOING]
        assert (limit.text, limit.why) == ("3→4*", "release week")
        assert "Doing 3/3→4*" in screen_text(pilot.app)


async def test_the_cursor_goes_on_with_the_next_card_when_one_leaves() -> None:
    sample = ready_of("One", "Two", "Three")
    async with shown(sample) as pilot:
        await pilot.press("j", "s")
        board = board_of(pilot)
        assert board.current is not None and board.current.title == "Three"
