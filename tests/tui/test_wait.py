"""The form of a wait: each word may be left empty, and what is missing is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, Host, busy_board, id_of
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.tasks.wait import WaitForm


def form(title: str = "Tax letter") -> tuple[Any, int, Host]:
    fixture = busy_board()
    task = id_of(fixture, title)
    return fixture, task, Host(lambda: WaitForm(fixture.board, fixture.task(task)))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["enter"], {}),
        ([*"Bob", "enter"], {"on": "Bob"}),
        ([*"Bob", "tab", *"form", "tab", *"fri", "enter"], {"on": "Bob", "why": "form", "until": date(2026, 11, 27)}),
        (["tab", "tab", *"+3d", "enter"], {"until": date(2026, 11, 25)}),
        (["tab", "tab", "tab", *"call", "enter"], {"next_step": "call"}),
    ],
)
async def test_what_is_said_is_written_and_nothing_else(keys: list[str], expected: dict[str, Any]) -> None:
    fixture, task, host = form()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    assert host.answer == c.Wait(task, **{"next_step": "find last year's form"} | expected)
    fixture.ok(host.answer)
    assert fixture.task(task).state is State.WAITING


async def test_the_form_says_what_is_missing_and_shows_the_date() -> None:
    _, _, host = form()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Missing: on whom and a follow-up date." in screen_text(host)
        await pilot.press(*"Bob", "tab", "tab", *"fri")
        await pilot.pause()
        assert "Follow-up Fri 27 Nov, in 5 days." in screen_text(host) and "Missing" not in screen_text(host)


async def test_a_word_that_is_no_date_is_not_lost_and_not_accepted() -> None:
    _, _, host = form()
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Bob", "tab", "tab", *"soonish", "enter")
        await pilot.pause()
        assert "“soonish” is not a date" in screen_text(host)
        assert host.answer is UNANSWERED
        await pilot.press("escape")
        await pilot.pause()
    assert host.answer is None


async def test_words_of_a_wait_that_is_under_way_can_be_changed_and_taken_away() -> None:
    fixture, task, host = form("Contract")
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "2026-11-23" in screen_text(host) and "keep it" in screen_text(host)
        await pilot.press("delete", "tab", *"new reason", "tab", "delete", "enter")
        await pilot.pause()
    fixture.ok(host.answer)
    now = fixture.task(task)
    assert (now.waiting_on, now.waiting_why, now.follow_up) == (None, "new reason", None)


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture, task, _ = form()
    fixture.ok(c.Edit(task, {"title": HOSTILE}))
    host = Host(lambda: WaitForm(fixture.board, fixture.task(task)))
    async with host.run_test(size=size) as pilot:
        await pilot.press(*"An", "tab", *"form", "tab", *"fri")
        await pilot.pause()
        check_golden(host, "wait")
