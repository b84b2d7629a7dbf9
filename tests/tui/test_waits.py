"""The waits view: on whom tasks wait, since when, who waits on me, where the waiting went; and each key on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from board_sample import Sample, shown
from builders import NOON
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.limits import WAITING
from wiptui.domain.tasks.task import State
from wiptui.domain.tasks.waiting import nudges
from wiptui.tui.screens.tasks.waits import WaitsScreen
from wiptui.tui.views.waits import headwind, owed_rows, wait_rows

HOSTILE = "[/done] [@click=app.quit]x[/] \x1b[31mred 日本語のタイトル 👩‍👩‍👧 " + "long " * 30


def sample() -> Sample:
    """Four waits in every shape, two people who wait on me, a month of work behind: Sunday 22 November 2026, 14:05."""
    s = Sample(NOON - timedelta(days=30))
    s.do(c.SetLimit(WAITING, 4, permanent=True))
    for place, (who, why, days) in enumerate(
        (("Ana", "her signature", 3), ("Ben", "figures", 1), ("Ana", "review", 5), ("", "", 1), ("the bank", "", 2))
    ):
        done = s.add(f"Earlier work {place}")
        s.do(c.Start((done,), focus=False))
        s.clock.advance(hours=20)
        s.do(c.Wait(done, on=who, why=why))
        s.clock.advance(days=days)
        s.do(c.Resolve(done))
        s.clock.advance(hours=4)
        s.do(c.Finish((done,)))
    s.at(14)
    s.add("Quote for the kitchen", **{"for": "Mia", "due": "2026-11-27"})
    s.at(16)
    s.add("Fix the parser", **{"for": "Ana"})
    s.at(17)
    offer = s.add("Offer for acme", project="acme")
    s.do(c.Wait(offer, on="Ben", why="the figures", until=date(2026, 11, 20)))
    s.at(18)
    contract = s.add("Contract with the printer")
    s.do(c.Wait(contract, on="Ana", why="her signature", until=date(2026, 11, 26)))
    visa = s.add("Visa")
    s.do(c.Wait(visa, on="the consulate"))
    loan = s.add("Talk about the loan")
    s.do(c.Wait(loan, on="the bank"))
    s.at(19)
    s.do(c.Nudge(offer))
    s.at(20)
    s.do(c.Nudge(offer))
    s.at(21)
    s.do(c.Resolve(visa))
    s.at(22, 13, 5)
    return s


@asynccontextmanager
async def waits(s: Sample, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with shown(s, size) as pilot:
        pilot.app.push_screen(WaitsScreen(s.service))
        await pilot.pause()
        await pilot.pause()
        yield pilot


def titles(s: Sample) -> list[str]:
    return [row.task.title for row in wait_rows(s.service.board())]


# --- what is shown


def test_what_is_back_comes_first_then_what_to_follow_up() -> None:
    assert titles(sample()) == ["Visa", "Offer for acme", "Contract with the printer", "Talk about the loan"]


def test_who_waits_on_me_is_told_oldest_first() -> None:
    s = sample()
    finished = s.add("Over", **{"for": "Zoe"})
    s.do(c.Finish((finished,)))
    rows = owed_rows(s.service.board())
    assert [(row.task.for_whom, row.days) for row in rows] == [("Mia", 8), ("Ana", 6)]


def test_nudges_are_of_this_wait_and_of_no_earlier_one() -> None:
    s = sample()
    (offer,) = (row.task for row in wait_rows(s.service.board()) if row.task.title == "Offer for acme")
    assert len(nudges(offer)) == 2
    s.do(c.Start((offer.id,)))
    s.clock.advance(hours=1)
    s.do(c.Wait(offer.id, on="Ben"))
    assert nudges(s.service.board().task(offer.id)) == ()


def test_shares_are_given_from_five_tasks_on_and_add_up_to_the_headwind() -> None:
    wind = headwind(sample().service.board())
    assert wind.n == 9 and wind.percent is not None
    assert sum(share.percent for share in wind.people) == wind.percent
    assert sum(share.percent for share in wind.reasons) == wind.percent
    assert {share.name for share in wind.people} == {"Ana", "Ben", "the bank", "the consulate", ""}
    few = Sample()
    few.do(c.Wait(few.add("a"), on="Ana"))
    few.clock.advance(days=2)
    told = headwind(few.service.board())
    assert told.people == () and "too few" in told.sentence and "1 task " in told.sentence
    assert "Nothing was in work" in headwind(Sample().service.board()).sentence


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    async with waits(sample(), size) as pilot:
        check_golden(pilot.app, "waits")


@pytest.mark.parametrize("size", SIZES)
async def test_golden_empty(size: tuple[int, int]) -> None:
    async with waits(Sample(), size) as pilot:
        check_golden(pilot.app, "waits-empty")


@pytest.mark.parametrize("size", [*SIZES, (20, 6), (240, 70)])
async def test_hostile_words_move_no_border(size: tuple[int, int]) -> None:
    s = sample()
    for task in list(s.service.board().open_tasks()):
        s.do(c.Edit(task.id, {"title": HOSTILE, "for": HOSTILE, "waiting_on": HOSTILE, "waiting_why": HOSTILE}))
    async with waits(s, size) as pilot:
        text = screen_text(pilot.app)
        assert "\x1b" not in text
        if size[0] >= 40:
            assert "[/done]" in text


# --- what can be done


async def press(s: Sample, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[str, str]:
    """What is seen after these keys, and the class of the screen that is on top."""
    async with waits(s, size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()
        return screen_text(pilot.app), type(pilot.app.screen).__name__


async def test_resume_goes_through_the_gate() -> None:
    s = sample()
    await press(s, "s")
    assert s.service.board().column(State.DOING)[0].title == "Visa"
    s = sample()
    for title in ("a", "b", "c"):
        s.do(c.Start((s.add(title),)))
    text, screen = await press(s, "s")
    assert screen == "PanelScreen" and "Doing is full" in text and "Visa" in text
    assert len(s.service.board().column(State.DOING)) == 3


async def test_a_nudge_is_noted_and_can_be_undone() -> None:
    s = sample()
    text, _ = await press(s, "j", "n")
    assert "asked 3 times, last today" in text
    await press(s, "u")
    assert len(nudges(wait_rows(s.service.board())[1].task)) == 2


async def test_what_came_back_is_flagged_and_moves_to_the_top() -> None:
    s = sample()
    text, _ = await press(s, "j", "r")
    assert text.count("back with you since") == 2 and "2 back with you" in text


async def test_a_follow_up_date_is_set_taken_away_and_a_wrong_one_is_said() -> None:
    s = sample()
    await press(s, "j", "j", "j", "f", *"fri", "enter")
    assert wait_rows(s.service.board())[-1].task.follow_up == date(2026, 11, 27)
    text, _ = await press(s, "j", "f", "home", "shift+end", "delete", *"soonish", "enter")
    assert "soonish" in text
    await press(s, "j", "f", "home", "shift+end", "delete", "enter")
    assert [row.task.follow_up for row in wait_rows(s.service.board()) if row.task.title == "Offer for acme"] == [None]


async def test_enter_opens_the_task() -> None:
    assert (await press(sample(), "enter"))[1] == "Details"


async def test_on_a_task_that_somebody_waits_for_the_keys_of_a_wait_do_nothing() -> None:
    s = sample()
    before = s.store.data
    async with waits(s) as pilot:
        for place in ("G", "k"):  # the headwind, and the last of who waits on me
            await pilot.press(place, "r", "s", "n", "f")
            assert isinstance(pilot.app.screen, WaitsScreen) and s.store.data is before
            assert "resume" not in screen_text(pilot.app).splitlines()[-1]


async def test_an_empty_view_takes_every_key() -> None:
    assert (await press(Sample(), "r", "s", "n", "f", "enter", "j", "G"))[1] == "WaitsScreen"


async def test_another_process_is_followed_and_the_cursor_stays_on_its_task() -> None:
    s = sample()
    async with waits(s) as pilot:
        await pilot.press("j", "j")
        screen = pilot.app.screen
        assert isinstance(screen, WaitsScreen)
        at = screen.at_task
        assert at is not None
        s.do(c.Resolve(at))
        await pilot.pause()
        assert screen.at_task == at and screen.board.task(at).resolved_at is not None
        s.do(c.Finish((at,)))
        await pilot.pause()
        assert screen.at_task not in (None, at)
