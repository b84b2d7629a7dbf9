"""Make room: the panel before there is a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, id_of, pressed
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, WAITING, Scope
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.limits.make_room import MakeRoomScreen

REPORT = "Write the report"
FLYER, PARSER, LETTER = "Flyer for the fair", "Fix the parser", "Tax letter"


async def answer(fixture: BoardFixture, *keys: str, title: str = REPORT) -> Any:
    host = Host(lambda: MakeRoomScreen(fixture.board, fixture.task(id_of(fixture, title))))
    return (await pressed(host, *keys))[1]


@pytest.mark.parametrize(
    ("keys", "doing", "ready_top"),
    [
        (["enter"], [PARSER, LETTER, REPORT], "Book the train"),
        (["j", "j", "enter", "enter"], [FLYER, PARSER, REPORT], LETTER),
        (["j", "s"], [FLYER, LETTER, REPORT], PARSER),
        (["w", "enter"], [PARSER, LETTER, REPORT], "Book the train"),
    ],
)
async def test_enter_takes_the_way_that_fits_and_keys_take_others(
    keys: list[str], doing: list[str], ready_top: str
) -> None:
    fixture = busy_board()
    fixture.ok(await answer(fixture, *keys))
    assert fixture.titles(State.DOING) == doing and fixture.titles(State.READY)[0] == ready_top


async def test_escape_and_queue_change_nothing() -> None:
    fixture = busy_board()
    assert await answer(fixture, "q") is UNANSWERED
    assert await answer(fixture, "escape") is None


async def test_with_room_it_says_so_and_starts() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 4, permanent=True))
    host = Host(lambda: MakeRoomScreen(fixture.board, fixture.task(id_of(fixture, REPORT))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Doing has 3 of 4: there is room" in screen_text(host)
        await pilot.press("a")
        await pilot.pause()
    assert host.answer == c.Start((id_of(fixture, REPORT),))


async def test_on_an_empty_board_enter_starts() -> None:
    fixture = BoardFixture()
    one = fixture.add("one")
    assert await answer(fixture, "enter", title="one") == c.Start((one,))


async def test_the_limit_that_binds_is_the_one_of_the_project() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 9, permanent=True))
    fixture.ok(c.SetLimit(Scope("project", "acme"), 1))
    host = Host(lambda: MakeRoomScreen(fixture.board, fixture.task(id_of(fixture, REPORT))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "+acme is full, 1 of 1" in screen_text(host) and "Flyer" not in screen_text(host)


async def test_what_cannot_wait_because_waiting_is_full_is_put_back() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(WAITING, 1))
    letter = id_of(fixture, LETTER)
    fixture.ok(c.Edit(letter, {"waiting_on": "the office"}))
    host = Host(lambda: MakeRoomScreen(fixture.board, fixture.task(id_of(fixture, REPORT))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "put it back for now" in screen_text(host)


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = busy_board()
    new = fixture.add(HOSTILE)
    host = Host(lambda: MakeRoomScreen(fixture.board, fixture.task(new)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "room")
