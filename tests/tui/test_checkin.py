"""The check-in about time that nobody vouches for, also over midnight: what it says can be typed and means the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import BERLIN
from dialogs import HOSTILE, UNANSWERED, BoardFixture, Host
from screen_text import SIZES, check_golden, screen_text

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS
from wiptui.domain.focus.checkin import SLEPT, undecided
from wiptui.tui.screens.dialogs.checkin import CheckInScreen

NIGHT = ("21 22:40", "21 23:10", "22 08:15")
EVENING = ("21 22:00", "21 22:30", "22 00:20")
WEEKEND = ("20 17:00", "20 17:30", "23 09:00")
NOON = ("22 11:00", "22 12:00", "22 13:30")


def at(words: str) -> datetime:
    """``21 23:10`` of November 2026, in Berlin."""
    return datetime.strptime(f"2026-11-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN).astimezone(UTC)


def away(start: str, quiet: str, end: str, title: str = "Fix the parser") -> BoardFixture:
    """A focus that began, went unseen, and is asked about at the end of that."""
    fixture = BoardFixture(at(start))
    fixture.ok(c.Start((fixture.add(title),)))
    fixture.clock.advance(minutes=(at(end) - at(start)) / timedelta(minutes=1))
    (stint,) = fixture.data[STINTS]
    fixture.ok(c.Unassign(int(stint), at(quiet), at(end)))
    return fixture


async def asked(fixture: BoardFixture, *steps: str) -> tuple[list[str], Any]:
    """What the screen says at first and after each step (its letters, or the name of a key), and the answer."""
    (mark,) = undecided(fixture.board)
    host = Host(lambda: CheckInScreen(fixture.board, mark, SLEPT))
    said = []
    async with host.run_test(size=(80, 24)) as pilot:
        for step in ("", *steps):
            await pilot.press(*([step] if step in ("enter", "escape") else step))
            await pilot.pause()
            said.append(" ".join(screen_text(host).replace("│", " ").split()))
        return said, host.answer


@pytest.mark.parametrize(
    ("span", "said", "away_words"),
    [
        (NOON, "The machine slept from 12:00 to 13:30.", "› 12:00 - 13:30"),
        (NIGHT, "The machine slept from yesterday 23:10 to today 08:15.", "› 23:10 - 08:15"),
        (EVENING, "The machine slept from yesterday 22:30 to today 00:20.", "› 22:30 - 00:20"),
        (WEEKEND, "The machine slept from Fri 20 Nov 17:30 to today 09:00.", "› Fri 17:30 - today 09:00"),
    ],
)
async def test_what_it_says_can_be_typed_and_means_the_same(
    span: tuple[str, str, str], said: str, away_words: str
) -> None:
    fixture = away(*span)
    stint = undecided(fixture.board)[0].stint
    seen, answer = await asked(fixture, "s", "enter")
    assert said in seen[0] and away_words in seen[1]
    assert answer == c.CutStint(stint, at(span[1]), at(span[2]))
    assert (await asked(fixture, "e", "enter"))[1] == c.EndStint(stint, at(span[1]))


@pytest.mark.parametrize(
    ("span", "typed", "meant"),
    [
        (NIGHT, "23:30", "21 23:30"),
        (NIGHT, "0:30", "22 00:30"),
        (NIGHT, "22:50", "21 22:50"),
        (NIGHT, "yesterday 23:20", "21 23:20"),
        (EVENING, "23:59", "21 23:59"),
        (WEEKEND, "18:00", "20 18:00"),
        (WEEKEND, "sun 18:00", "22 18:00"),
    ],
)
async def test_a_time_of_day_is_the_one_of_the_time_away(span: tuple[str, str, str], typed: str, meant: str) -> None:
    _, answer = await asked(away(*span), "e", typed, "enter")
    assert (type(answer), answer.at) == (c.EndStint, at(meant))


async def test_a_split_over_midnight() -> None:
    _, answer = await asked(away(*NIGHT), "s", "23:30 - 0:30", "enter")
    assert (answer.start, answer.end) == (at("21 23:30"), at("22 00:30"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon - 8:00", "“soon” is not a time: write 23:10, or yesterday 23:10."),
        ("1:00 - 0:30", "The first time comes before the second."),
        ("10:40", "Write both times, like 10:40 - 11:20."),
    ],
)
async def test_what_is_no_answer_is_said(typed: str, said: str) -> None:
    seen, answer = await asked(away(*NIGHT), "s", typed, "enter")
    assert said in seen[-1] and answer is UNANSWERED


async def test_keep_discard_and_later() -> None:
    fixture = away(*NIGHT)
    stint = undecided(fixture.board)[0].stint
    assert (await asked(fixture, "k"))[1] == c.Assign(stint, at("21 23:10"), at("22 08:15"))
    assert (await asked(fixture, "d"))[1] == c.CutStint(stint, at("21 23:10"), at("22 08:15"))
    seen, answer = await asked(fixture, "s", "escape", "escape")
    assert answer is None and "k keep: I was working" in seen[-2], "back by one, then left undecided"


@pytest.mark.parametrize("size", SIZES)
async def test_golden(size: tuple[int, int]) -> None:
    fixture = away(*NIGHT, title=HOSTILE)
    host = Host(lambda: CheckInScreen(fixture.board, undecided(fixture.board)[0], SLEPT, 2))
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        check_golden(host, "checkin")
