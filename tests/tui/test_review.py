"""The weekly review on the screen: six steps at three sizes, what is written down, experiments from start to stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from board_sample import Sample
from builders import NOON
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.learning import experiments, loads_between, review_of, running
from wiptui.domain.limits import DOING
from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.reports.review import ReviewScreen

MONDAY = date(2026, 11, 16)
HOSTILE = "[/done] [@click=app.quit]x[/] \x1b[31mred 日本語のタイトル 👩‍👩‍👧 " + "long " * 30


def sample(*, hostile: bool = False) -> Sample:
    """Four weeks of small work, an experiment since the second, a wait, a refusal: Sunday 22 November 2026, 14:05."""
    s = Sample(NOON - timedelta(days=31))
    s.do(c.SetLimit(DOING, 3, permanent=True))
    for n in range(20):
        if n == 10:
            s.do(c.StartExperiment("Fewer open ends make me faster", "cycle", DOING, 2))
        task = s.add(HOSTILE if hostile else f"Work {n}", project="acme")
        s.do(c.Start((task,), focus=False))
        s.clock.advance(hours=20 if n >= 10 else 20 + 24 * (n % 3))
        s.do(c.Finish((task,)))
    s.at(19)
    offer = s.add("Offer for acme")
    s.do(c.Start((offer,)))
    s.clock.advance(hours=2)
    s.do(c.FocusOn(None))
    s.at(20)
    s.do(c.Wait(offer, on=HOSTILE if hostile else "Ana", why="the figures"))
    for title in ("Slides", "Tax letter"):
        s.do(c.Start((s.add(title),), focus=False))
    s.service.dispatch(c.Start((s.add("One more"),), focus=False))
    s.clock.advance(minutes=1)
    s.do(c.PutBack((s.service.board().wip[0].id,)))
    s.do(c.WriteReview(MONDAY - timedelta(7), improvement="ask Ana on Mondays"))
    s.at(22, 13, 5)
    return s


@asynccontextmanager
async def walk(s: Sample, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = WiptuiApp(s.service)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        yield pilot


async def write(pilot: Pilot[None], key: str, words: str) -> None:
    await pilot.press(key)
    await pilot.pause()
    await pilot.press("ctrl+u", *words, "enter")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    async with walk(sample(), size) as pilot:
        for name in ("review", "review-open", "review-waits", "review-limit", "review-focus", "review-try"):
            check_golden(pilot.app, name)
            await pilot.press("l")
            await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_golden_experiment_forms(size: tuple[int, int]) -> None:
    async with walk(sample(), size) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"fewer open ends")
        await pilot.pause()
        check_golden(pilot.app, "experiment-stop")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        check_golden(pilot.app, "experiment-start")
        await pilot.press("enter")
        await pilot.pause()
        check_golden(pilot.app, "experiment-wrong")


async def test_the_steps_have_two_ends() -> None:
    async with walk(sample()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.press("h")
        assert (screen.place, len(screen.steps)) == (0, 6)
        await pilot.press(*"llllllll")
        assert screen.steps[screen.place].key == "try"
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, ReviewScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_titles_and_an_empty_board_are_shown_calmly(size: tuple[int, int]) -> None:
    for s in (sample(hostile=True), Sample(NOON)):
        async with walk(s, size) as pilot:
            for _ in range(6):
                text = screen_text(pilot.app)
                assert "\x1b" not in text and "Review" in text
                await pilot.press("l")
                await pilot.pause()


async def test_one_thing_to_try_a_note_and_the_load_are_kept_and_undone() -> None:
    s = sample()
    async with walk(s) as pilot:
        await write(pilot, "t", "no mail before ten")
        assert "no mail before ten" in screen_text(pilot.app)
        await write(pilot, "n", "calm")
        await write(pilot, "c", "2")
        board = s.service.board()
        assert (review_of(board, MONDAY).improvement, review_of(board, MONDAY).note) == ("no mail before ten", "calm")
        assert loads_between(board, MONDAY, board.today) == [(board.today, 2)]
        await write(pilot, "c", "9")
        await pilot.press("escape")  # what cannot be stays in its line
        assert loads_between(s.service.board(), MONDAY, board.today) == [(board.today, 2)]
        await pilot.press("u", "u")
        await pilot.pause()
        assert review_of(s.service.board(), MONDAY).note == ""


async def test_weeks_are_walked_through_but_not_into_the_future() -> None:
    async with walk(sample()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        await pilot.press("right_square_bracket")
        assert screen.first == MONDAY
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert screen.first == MONDAY - timedelta(7)
        assert "9 Nov to 15 Nov 2026" in screen_text(pilot.app)


async def test_an_experiment_is_stopped_and_another_started() -> None:
    s = sample()
    async with walk(s) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"it did", "ctrl+s")
        await pilot.pause()
        board = s.service.board()
        assert running(board) is None and experiments(board)[0].learned == "it did"
        assert board.limits[DOING].base == 2, "kept"
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "What do you expect?" in screen_text(pilot.app)
        await pilot.press(*"more at once", "tab", "4", "tab", "ctrl+u", *"throughput", "enter")
        await pilot.pause()
        now = running(s.service.board())
        assert now is not None and (now.metric, now.limit, now.limit_before) == ("throughput", 4, 2)
        assert "Experiment: more at once" in screen_text(pilot.app)
