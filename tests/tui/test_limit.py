"""The limits on a screen: of doing, waiting, a project, a tag, and by the hour; what binds is named where it binds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from dialogs import HOSTILE, NOON, UNANSWERED, BoardFixture, Host, busy_board, id_of
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, WAITING, Scope
from wiptui.tui.screens.limits.decision_panel import PanelScreen
from wiptui.tui.screens.limits.limits import LimitForm

ACME = Scope("project", "acme")
PLAN = [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "12:00", "limit": 1},
    {"limit": 2},
]


def form(fixture: BoardFixture | None = None) -> tuple[BoardFixture, Host]:
    fixture = fixture or busy_board()
    return fixture, Host(lambda: LimitForm(fixture.board))


async def typed(host: Host, keys: list[str]) -> str:
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        return screen_text(host)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([*"4", "tab", *"so", "enter"], c.SetLimit(DOING, 4, why="so")),
        ([*"4", "ctrl+l", "enter"], c.SetLimit(DOING, 4, permanent=True)),
        ([*"4", "ctrl+l", "ctrl+l", "enter"], c.SetLimit(DOING, 4)),
        (["shift+tab", "ctrl+u", *"Waiting", "tab", *"2", "enter"], c.SetLimit(WAITING, 2)),
        (["shift+tab", "ctrl+u", *"+acme", "tab", *"1", "enter"], c.SetLimit(ACME, 1)),
        (["shift+tab", "ctrl+u", *"@calls", "tab", *"none", "enter"], c.SetLimit(Scope("tag", "calls"), None)),
        (
            ["tab", *"so", "tab", *"mon-fri 9-12 1; 2", "enter"],
            c.SetSettings({"schedule": PLAN, "schedule_why": "so"}),
        ),
        (
            [*"1", "tab", "tab", *"2", "enter"],
            c.Together(
                (c.SetLimit(DOING, 1), c.SetSettings({"schedule": [{"limit": 2}], "schedule_why": None}))
            ),
        ),
    ],
)  # fmt: skip
async def test_what_is_typed_is_what_is_asked_for(keys: list[str], expected: c.Command) -> None:
    fixture, host = form()
    await typed(host, keys)
    assert host.answer == expected
    fixture.ok(expected)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["enter"], "Type how many, or a schedule."),
        ([*"three", "enter"], "A limit is a whole number from 0 to 999."),
        ([*"none", "enter"], "A limit is a whole number from 0 to 999."),
        ([*"9999999999", "enter"], "A limit is a whole number from 0 to 999."),
        (["shift+tab", "ctrl+u", *"done", "tab", *"1", "enter"], "Limit of what?"),
        (["tab", "tab", *"mon 12-9 1", "enter"], "is no entry of a schedule"),
    ],
)
async def test_what_makes_no_sense_is_said_and_stays_typed(keys: list[str], said: str) -> None:
    _, host = form()
    assert said in await typed(host, keys)
    assert host.answer is UNANSWERED


async def test_it_says_how_long_it_will_hold_and_what_is_raised() -> None:
    fixture, host = form()
    assert "Doing: 4 until the end of the day, then 3 again." in await typed(host, ["4"])
    _, host = form(fixture)
    assert "Doing: 4 for good." in await typed(host, ["4", "ctrl+l"])
    _, host = form(fixture)
    assert "Doing: 2 from now on." in await typed(host, ["2"])
    fixture.ok(c.SetLimit(DOING, 4, why="fair"))
    _, host = form(fixture)
    assert "3/3→4*" in (text := await typed(host, [])) and "raised for today" in text and "“fair”" in text


async def test_a_schedule_can_be_typed_again_and_taken_away() -> None:
    fixture = busy_board()
    fixture.ok(c.SetSettings({"schedule": PLAN, "schedule_why": "mornings"}))
    _, host = form(fixture)
    assert "by your schedule, at this hour: “mornings”" in await typed(host, [])
    _, host = form(fixture)
    await typed(host, ["tab", "tab", "ctrl+u", "enter"])
    assert host.answer == c.SetSettings({"schedule": None, "schedule_why": None})
    _, host = form(fixture)
    await typed(host, ["4", "enter"])
    assert host.answer == c.SetLimit(DOING, 4), "a schedule that nobody touched stays"


def over(scope: Scope | None) -> tuple[BoardFixture, Any]:
    """A start that a limit of its own refuses: the project's, the tag's, or the one of the hour."""
    fixture = BoardFixture(NOON - timedelta(days=4))
    for title in ("Draft", "Quote"):
        fixture.add(title, project="acme", tags=["calls"])
    fixture.ok(c.Start((id_of(fixture, "Draft"),)))
    if scope is None:
        fixture.ok(c.SetSettings({"schedule": [{"limit": 1}], "schedule_why": "one in the morning"}))
    else:
        fixture.ok(c.SetLimit(scope, 1, why="one at a time"))
    return fixture, c.Start((id_of(fixture, "Quote"),))


@pytest.mark.parametrize(
    ("scope", "title", "origin"),
    [
        (ACME, "+acme is full: 1 of 1", "one at a time"),
        (Scope("tag", "calls"), "@calls is full: 1 of 1", "one at a time"),
        (None, "Doing is full: 1 of 1", "by your schedule, at this hour: “one in the morning”"),
    ],
    ids=["project", "tag", "schedule"],
)
async def test_the_panel_names_the_limit_that_binds(scope: Scope | None, title: str, origin: str) -> None:
    fixture, wish = over(scope)
    refusal = fixture.refused(wish)
    host = Host(lambda: PanelScreen(fixture.board, refusal, wish))
    text = await typed(host, [])
    assert title in text and origin in " ".join(text.split()) and "Draft" in text


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = busy_board()
    fixture.ok(c.SetLimit(ACME, 1, why="one customer, one thing"))
    fixture.ok(c.SetLimit(Scope("tag", HOSTILE), 2))
    fixture.ok(c.SetSettings({"schedule": PLAN}))
    _, host = form(fixture)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        check_golden(host, "limit")
