"""Why this level: the rules with their origins, and the one next action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from dialogs import HOSTILE, NOON, BoardFixture, Host, busy_board, id_of
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.tui.screens.reports.why import WhyScreen


def why(fixture: BoardFixture) -> Host:
    return Host(lambda: WhyScreen(fixture.board, assess(fixture.board)))


async def shown(fixture: BoardFixture, *keys: str) -> tuple[str, Any]:
    host = why(fixture)
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = screen_text(host)
        await pilot.press(*keys)
        await pilot.pause()
        return text, host.answer


async def test_each_rule_says_its_value_threshold_origin_and_evidence() -> None:
    text, _ = await shown(busy_board())
    assert "FULL: 3 of 3 in doing" in text and "Full, with 1 strain" in text
    assert "● age       Flyer for the fair 9 d > 7 d" in text and "rule of thumb" in text
    assert "The values are yours; each threshold says where it comes from." in text
    assert "○ switches  0 in the last hour < 4" in text
    assert "○ net flow  4 in, 0 out: too early to tell" in text and "≥" not in text
    assert "○ due       nothing due by tomorrow" in text and "your due dates  rule" in text
    assert "decided by: age over p85, oldest" in text


async def test_enter_does_the_next_action() -> None:
    fixture = busy_board()
    _, answer = await shown(fixture, "enter")
    assert answer == c.Finish((id_of(fixture, "Flyer for the fair"),))


async def test_a_start_and_a_choice_from_the_backlog_are_next_actions_too() -> None:
    fixture = BoardFixture()
    assert (await shown(fixture, "enter", "escape"))[1] is None
    later = fixture.add("later", State.BACKLOG)
    assert (await shown(fixture, "enter"))[1] == c.Move((later,), State.READY)
    soon = fixture.add("soon")
    assert (await shown(fixture, "enter"))[1] == c.Start((soon,))


async def test_a_follow_up_asks_for_its_next_date_or_is_over() -> None:
    fixture = BoardFixture(NOON - timedelta(days=3))
    task = fixture.add("Contract")
    fixture.ok(c.Wait(task, on="Ana", until=(NOON - timedelta(days=1)).date()))
    fixture.clock.advance(days=3)
    text, answer = await shown(fixture, "r")
    assert "it is back with me" in text and answer == c.Resolve(task)
    _, answer = await shown(fixture, "enter", "tab", "tab", "delete", *"+2d", "enter")
    fixture.ok(answer)
    assert str(fixture.task(task).follow_up) == "2026-11-24"


async def test_over_a_limit_is_said_first_and_calm_is_said_calmly() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 2))
    text, _ = await shown(fixture)
    assert "OVERLOADED: 3 of 2 in doing" in text and "● over      Doing: 3 > 2" in text
    text, _ = await shown(BoardFixture())
    assert "CALM: 0 of 3 in doing" in text and "Room for 3 more, with no strain." in text


async def test_who_leaves_the_way_back_as_it_is_leaves_this_too_and_a_way_out_is_the_answer() -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(DOING, 2, permanent=True))
    host = why(fixture)
    async with host.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("m")
        await pilot.pause()
        assert "OVER 3/2" in screen_text(host)
        await pilot.press("escape")
        await pilot.pause()
        assert host.answer is None and "the board behind" in screen_text(host), "no enter can finish anything now"
    assert (await shown(fixture, "m", "d"))[1] is not None


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = busy_board()
    fixture.ok(c.Edit(id_of(fixture, "Flyer for the fair"), {"title": HOSTILE}))
    host = why(fixture)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "why")
