"""One question, and the form for an interruption."""

from __future__ import annotations

from typing import Any

import pytest
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host, busy_board, pressed
from screen_text import SIZES, check_golden, screen_text
from textual import events

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.tui.screens.dialogs.ask import AskLine, InterruptForm


async def answer(host: Host, *keys: str) -> Any:
    return (await pressed(host, *keys))[1]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["o", "k", "enter"], "ok"),
        (["enter"], ""),
        (["space", "enter"], ""),
        (["o", "escape"], None),
        (["question_mark", "q", "enter"], "?q"),
    ],
)
async def test_enter_answers_and_escape_does_not(keys: list[str], expected: str | None) -> None:
    assert await answer(Host(lambda: AskLine("Why?", hint="Enter skips")), *keys) == expected


async def test_the_value_is_kept_by_enter_and_replaced_by_typing() -> None:
    assert await answer(Host(lambda: AskLine("How many?", value="3")), "enter") == "3"
    assert await answer(Host(lambda: AskLine("How many?", value="3")), "4", "enter") == "4"


async def test_pasted_lines_become_one_safe_line() -> None:
    host = Host(lambda: AskLine("Why?"))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        host.screen.post_message(events.Paste("one\n\x1b[31mtwo\x1b[0m\tthree"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
    assert host.answer == "one two three"


@pytest.mark.parametrize("size", SIZES)
async def test_golden_question(size: tuple[int, int]) -> None:
    host = Host(lambda: AskLine(f"Next step? {HOSTILE}"[:200], hint="Enter skips [b]", value="call Ana"))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "ask")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([*"idea", "enter"], c.Interrupt("idea", "")),
        (["enter"], c.Interrupt("", "")),
        ([*"idea", "tab", *"Bob", "enter"], c.Interrupt("idea", "Bob")),
        (["tab", *"Bob", "enter"], c.Interrupt("", "Bob")),
        ([*"idea", "escape"], None),
    ],
)
async def test_an_interruption_is_one_command(keys: list[str], expected: c.Interrupt | None) -> None:
    fixture = busy_board()
    focus = fixture.board.focus
    chosen = await answer(Host(lambda: InterruptForm(fixture.board)), *keys)
    assert chosen == expected
    if chosen is not None:
        fixture.ok(chosen)
        assert fixture.board.focus == focus, "the focus stays"
        if chosen.text:
            assert fixture.titles(State.BACKLOG)[0] == "idea"


async def test_names_that_are_known_complete_themselves() -> None:
    fixture = busy_board()
    host = Host(lambda: InterruptForm(fixture.board))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "a")
        await host.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
    assert host.answer == c.Interrupt("", "Ana")


async def test_without_a_focus_the_form_says_so() -> None:
    host = Host(lambda: InterruptForm(BoardFixture().board))
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Nothing is in focus." in screen_text(host)
        assert host.answer is UNANSWERED


@pytest.mark.parametrize("size", SIZES)
async def test_golden_interruption(size: tuple[int, int]) -> None:
    fixture = busy_board()
    host = Host(lambda: InterruptForm(fixture.board))
    async with host.run_test(size=size) as pilot:
        await pilot.press(*"Bob needs the numbers")
        await pilot.pause()
        check_golden(host, "interrupt")
