"""Splitting a task into parts, one title a line."""

from __future__ import annotations

import pytest
from dialogs import HOSTILE, UNANSWERED, Host, busy_board, id_of
from screen_text import SIZES, check_golden, screen_text
from textual.widgets import TextArea

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.tasks.split import SplitForm


async def test_each_line_is_a_part_on_top_of_ready() -> None:
    fixture = busy_board()
    letter = id_of(fixture, "Tax letter")
    host = Host(lambda: SplitForm(fixture.board, fixture.task(letter)))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"one", "enter", "enter", "space", "enter", *"two")
        await pilot.pause()
        assert "2 parts, in this order." in screen_text(host)
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert host.answer == c.Split(letter, ("one", "two"))
    fixture.ok(host.answer)
    assert fixture.titles(State.READY)[:2] == ["one", "two"]
    assert fixture.task(id_of(fixture, "one")).parent == letter


async def test_without_a_part_it_says_so_and_stays() -> None:
    fixture = busy_board()
    host = Host(lambda: SplitForm(fixture.board, fixture.task(id_of(fixture, "Tax letter"))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert "Write at least one part." in screen_text(host) and host.answer is UNANSWERED
        await pilot.press("escape")
        await pilot.pause()
    assert host.answer is None


async def test_open_steps_are_offered() -> None:
    fixture = busy_board()
    host = Host(lambda: SplitForm(fixture.board, fixture.task(id_of(fixture, "Flyer for the fair"))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert host.screen.query_one(TextArea).text == "print"


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = busy_board()
    task = id_of(fixture, "Flyer for the fair")
    fixture.ok(c.Edit(task, {"title": HOSTILE, "step:9": ["9", False, "[/b] " + "wide 日本 " * 3]}))
    host = Host(lambda: SplitForm(fixture.board, fixture.task(task)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "split")
