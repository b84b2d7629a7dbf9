"""Quick add: what is typed is understood while it is typed, and nothing of it is lost."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, pressed, service_of
from screen_text import SIZES, check_golden, screen_text
from textual import events

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.board.quick_add import QuickAdd

LINE = "(A) Call the bank +home @phone due:fri for:Ana"
FIELDS = {"project": "home", "tags": ["phone"], "priority": "A", "due": "2026-11-27", "for": "Ana"}


async def answer(*keys: str, fixture: BoardFixture | None = None, state: State = State.READY) -> Any:
    board = (fixture or BoardFixture()).board
    host = Host(lambda: QuickAdd(board, state))
    return (await pressed(host, *keys))[1]


async def test_enter_adds_what_was_understood() -> None:
    assert await answer(*LINE, "enter") == c.Add("Call the bank", FIELDS, State.READY)
    assert await answer(*"Call", "enter", state=State.BACKLOG) == c.Add("Call", {}, State.BACKLOG)


async def test_ctrl_s_adds_and_starts() -> None:
    fixture = BoardFixture()
    fixture.ok(await answer(*"Call", "ctrl+s", fixture=fixture))
    assert fixture.titles(State.DOING) == ["Call"] and fixture.board.focus is not None


async def test_escape_adds_nothing() -> None:
    assert await answer(*"Call", "escape") is None


@pytest.mark.parametrize("keys", [[], ["space"], [*"+home @phone"]])
async def test_without_a_title_it_says_so_and_stays(keys: list[str]) -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys, "enter", "ctrl+s")
        await pilot.pause()
        assert "A title needs at least one visible character" in screen_text(host)
        assert host.answer is UNANSWERED
        await pilot.press("x")
        await pilot.pause()
        assert "visible character" not in screen_text(host)


async def test_the_preview_follows_the_typing() -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*LINE)
        await pilot.pause()
        shown = screen_text(host)
        assert "priority A  +home  @phone  due Fri 27 Nov, in 5 days  for Ana" in shown
        await pilot.press(*" due:never")
        await pilot.pause()
        assert "! due:never is not a date." in screen_text(host)


async def test_projects_and_tags_in_use_complete_themselves() -> None:
    fixture = busy_board()
    host = Host(lambda: QuickAdd(fixture.board))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Call +ac")
        await host.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
    assert host.answer == c.Add("Call", {"project": "acme"})


async def paste(host: Host, text: str, *keys: str, before: str = "") -> str:
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press(*before)
        host.screen.post_message(events.Paste(text))
        await pilot.pause()
        shown = screen_text(host)
        await pilot.press(*keys)
        await pilot.pause()
    return shown


async def test_pasted_lines_are_as_many_tasks() -> None:
    fixture = BoardFixture()
    host = Host(lambda: QuickAdd(fixture.board))
    shown = await paste(host, "- [ ] Milk +shop\r\n\r\n* Bread due:fri\n3 eggs\n", "enter", before="First")
    assert "4 new tasks" in shown and "· Milk  +shop" in shown and "add all 4 to Ready" in shown
    assert service_of(BoardFixture()).dispatch(host.answer).words == "Added 4 tasks"
    fixture.ok(host.answer)
    assert fixture.titles(State.READY) == ["First", "Milk", "Bread", "3 eggs"]
    assert [str(task.due) for task in fixture.board.column(State.READY)] == ["None", "None", "2026-11-27", "None"]


async def test_escape_takes_the_pasted_lines_away_and_keeps_what_was_typed() -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    await paste(host, "a\nb", "escape", "enter", before="First")
    assert host.answer == c.Add("First")


async def test_one_pasted_line_goes_into_the_line() -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    await paste(host, "\x1b]0;x\x07the\tbank\n", "enter", before="Call ")
    assert host.answer == c.Add("Call the bank")


async def test_a_title_that_is_too_long_is_said_and_kept() -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    async with host.run_test(size=(80, 24)) as pilot:
        host.screen.post_message(events.Paste("x" * 10_001))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "10,001 characters" in screen_text(host) and host.answer is UNANSWERED


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "quick-add-empty")
        host.screen.post_message(events.Paste("Call the bank +home @phone due:fri due:soon"))
        await pilot.pause()
        check_golden(host, "quick-add")


@pytest.mark.parametrize("size", SIZES)
async def test_golden_hostile(size: tuple[int, int]) -> None:
    host = Host(lambda: QuickAdd(BoardFixture().board))
    async with host.run_test(size=size) as pilot:
        host.screen.post_message(events.Paste("\n".join([HOSTILE, "+[b] [/x] @[/] due:[red]", *"abcdefg"])))
        await pilot.pause()
        check_golden(host, "quick-add-several")
        await pilot.press("enter")
        await pilot.pause()
    assert len(host.answer.commands) == 9
