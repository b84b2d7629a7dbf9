"""What the screens of the whole terminal have in common: the ways in and out, what stays in view, the page of keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from board_sample import full_board, settled, shown
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.domain.core.errors import DataFileError
from wiptui.tui.keys import keymap
from wiptui.tui.keys.keymap import BY_ID, Keymap, acts_of
from wiptui.tui.keys.screen_keys import PLACES, WHOLE
from wiptui.tui.screens.tasks.waits import WaitsScreen

NUMBERED = [act.id for act in keymap.NUMBERED]
"""The screens that a number opens; the focus view is the other one of the whole terminal."""


@asynccontextmanager
async def opened(prefix: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with shown(full_board(), size) as pilot:
        await press(pilot, BY_ID[prefix].keys)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    await pilot.pause()
    await settled(pilot)
    return screen_text(pilot.app)


def test_each_screen_with_a_number_is_looked_at() -> None:
    assert NUMBERED == ["flow", "waits", "review", "sync", "today"] and {*NUMBERED} < {*WHOLE}


@pytest.mark.parametrize("prefix", NUMBERED)
async def test_the_number_the_one_and_escape_lead_back(prefix: str) -> None:
    async with opened(prefix) as pilot:
        for key in ("escape", "1", BY_ID[prefix].keys):
            name = type(pilot.app.screen).__name__
            assert name in PLACES[prefix].screens[0]
            await press(pilot, key)
            assert pilot.app.screen is pilot.app.screen_stack[0], f"{key} does not leave {name}"
            await press(pilot, BY_ID[prefix].keys)
        await press(pilot, "q")
        assert type(pilot.app.screen).__name__ == "AskLine", "the board asks where the focus goes on, then it leaves"


async def test_a_number_goes_from_one_screen_to_another() -> None:
    async with opened("flow") as pilot:
        for prefix in ("waits", "sync", "review", "today", "flow"):
            await press(pilot, BY_ID[prefix].keys)
            assert type(pilot.app.screen).__name__ in PLACES[prefix].screens[0]
            assert len(pilot.app.screen_stack) == 2, "the board is what lies behind, and nothing else"


@pytest.mark.parametrize("prefix", NUMBERED)
async def test_the_ways_out_stay_in_view_on_a_small_screen(prefix: str) -> None:
    async with opened(prefix, (40, 12)) as pilot:
        foot = " ".join(screen_text(pilot.app).splitlines()[-3:])
        assert "esc board" in foot and "? help" in foot and "q quit" in foot


@pytest.mark.parametrize("prefix", WHOLE)
async def test_help_lists_the_keys_of_the_screen_that_it_is_called_on(prefix: str) -> None:
    async with opened(prefix, (120, 50)) as pilot:
        text = await press(pilot, "question_mark")
        keys = Keymap()
        for act in acts_of(prefix):
            assert f"{keys.all_shown(act)} " in text and act.about in text, act.id
        assert f"Keys: {PLACES[prefix].name}" in text and BY_ID["settings"].about in text
        assert BY_ID["new"].about not in text, "what only the board does is on the board's page"
        await press(pilot, "escape")
        assert type(pilot.app.screen).__name__ in PLACES[prefix].screens[0]


@pytest.mark.parametrize("size", SIZES)
async def test_golden_of_the_keys_of_a_screen(size: tuple[int, int]) -> None:
    async with opened("waits", size) as pilot:
        await press(pilot, "question_mark")
        check_golden(pilot.app, "help-waits")


async def test_while_the_file_cannot_be_read_what_was_seen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("waits") as pilot:
        screen, before = pilot.app.screen, screen_text(pilot.app)
        assert isinstance(screen, WaitsScreen)

        def broken() -> None:
            raise DataFileError("The file is gone.")

        monkeypatch.setattr(screen.service, "board", broken)
        screen.read_again()
        await pilot.pause()
        assert screen_text(pilot.app) == before
