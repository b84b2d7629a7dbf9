"""Splitting a task into parts, one title a line."""

from __future__ import annotations

import pytest
from dialogs import HOSTILE, UNANSWERED, Host, busy_desk, id_of
from screen_text import SIZES, check_golden, screen_text
from textual.widgets import TextArea

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.tasks.split import SplitForm


async def test_each_line_is_a_part_on_top_of_ready() -> None:
    desk = busy_desk()
    letter = id_of(desk, "Tax letter")
    host = Host(lambda: SplitForm(desk.board, desk.task(letter)))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"one", "enter", "enter", "space", "enter", *"two")
        await pilot.pause()
        assert "2 parts, in this order." in screen_text(host)
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert host.answer == c.Split(letter, ("one", "two"))
    desk.ok(host.answer)
    assert desk.titles(State.READY)[:2] == ["one", "two"]
    assert desk.task(id_of(desk, "one")).parent == letter


async def test_without_a_part_it_says_so_and_stays() -> None:
    desk = busy_desk()
    host = Host(lambda: SplitForm(desk.board, desk.task(id_of(desk, "Tax letter"))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "ctrl+s")
        await pilot.pause()
        assert "Write at least one part." in screen_text(host) and host.answer is UNANSWERED
        await pilot.press("escape")
        await pilot.pause()
    assert host.answer is None


async def test_open_steps_are_offered() -> None:
    desk = busy_desk()
    host = Host(lambda: SplitForm(desk.board, desk.task(id_of(desk, "Flyer for the fair"))))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert host.screen.query_one(TextArea).text == "print"


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    desk = busy_desk()
    task = id_of(desk, "Flyer for the fair")
    desk.ok(c.Edit(task, {"title": HOSTILE, "step:9": ["9", False, "[/b] " + "wide 日本 " * 3]}))
    host = Host(lambda: SplitForm(desk.board, desk.task(task)))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "split")
