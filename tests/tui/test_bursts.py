"""Keys that come in one burst: behind a key that opens a line all is typed, on every screen, and nothing acts."""

from __future__ import annotations

import pytest
from board_sample import full_board
from dialogs import burst
from textual.widgets import Input

from wiptui.tui.app import WiptuiApp

OPENS = {
    "palette": ((), "colon"),
    "archive": (("A",), "slash"),
    "focus, an interruption": (("f",), "i"),
    "focus, a wait": (("f",), "w"),
    "focus, a note": (("f",), "n"),
    "waits": (("3",), "f"),
    "review, one to try": (("4",), "t"),
    "review, a note": (("4",), "n"),
    "review, the load": (("4",), "c"),
    "review, an experiment": (("4",), "e"),
    "details, a step": (("enter",), "a"),
    "details, a blocker": (("enter",), "b"),
    "room, back": (("l", "m"), "b"),
    "put back": (("l",), "b"),
    "settings": (("comma", "g"), "enter"),
}
"""The keys that lead there, and the one that opens a line."""


@pytest.mark.parametrize("name", OPENS)
async def test_behind_a_key_that_opens_a_line_all_is_typed(name: str) -> None:
    way, key = OPENS[name]
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*way)
        await pilot.pause()
        before = sample.service.board().data
        await burst(pilot, key, *"drxsb")
        typed = app.focused
        assert isinstance(typed, Input) and typed.value.endswith("drxsb"), name
        assert sample.service.board().data is before, "nothing was finished, dropped or brought back"


@pytest.mark.parametrize("way", [("e",), ("enter", "e")], ids=" ".join)
async def test_behind_the_key_that_opens_the_form_nothing_acts(way: tuple[str, ...]) -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*way[:-1])
        before = sample.service.board().data
        await burst(pilot, way[-1], *"drxsb")
        assert sample.service.board().data is before
        assert app.focused is not None and app.focused.id == "edit-title"
