"""Words and facts of the dialogs, without any screen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dialogs import NOON, BoardFixture, busy_board, id_of

from wiptui.domain import commands as c
from wiptui.domain.tasks.task import State
from wiptui.domain.text import counted
from wiptui.tui.widgets.dialogs.advice import advised
from wiptui.tui.widgets.dialogs.task_facts import facts, worked
from wiptui.tui.widgets.dialogs.wording import dated, fit, moment, running

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (SUNDAY, "Sun 22 Nov, today"),
        (date(2026, 11, 23), "Mon 23 Nov, tomorrow"),
        (date(2026, 11, 21), "Sat 21 Nov, yesterday"),
        (date(2026, 11, 27), "Fri 27 Nov, in 5 days"),
        (date(2027, 1, 1), "Fri 1 Jan 2027, in 40 days"),
        (date(2026, 11, 1), "Sun 1 Nov, 21 days ago"),
    ],
)
def test_a_date_cannot_be_mistaken(day: date, words: str) -> None:
    assert dated(day, SUNDAY) == words


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(minutes=5), "14:00"),
        (timedelta(hours=20), "yesterday 18:05"),
        (timedelta(days=3), "Thu 14:05"),
        (timedelta(days=7), "15 Nov"),
        (timedelta(days=400), "18 Oct 2025"),
    ],
)
def test_a_past_moment_is_as_exact_as_it_is_near(back: timedelta, words: str) -> None:
    assert moment(NOON - back, BoardFixture().board) == words


def test_spans_and_counts() -> None:
    assert [running(s) for s in (-5, 0, 61, 3661)] == ["0:00:00", "0:00:00", "0:01:01", "1:01:01"]
    assert [counted(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert fit("日本語", 5) == "日本…" and fit("ab", 4) == "ab  "


def test_a_wait_says_on_whom_since_when_and_when_to_ask() -> None:
    fixture = BoardFixture(NOON - timedelta(days=3))
    task = fixture.add("Contract")
    fixture.ok(c.Wait(task, on="Ana", until=(NOON - timedelta(days=1)).date()))
    fixture.clock.advance(days=2)
    fixture.ok(c.Resolve(task))
    fixture.clock.advance(days=1)
    assert facts(fixture.board, fixture.task(task), None) == ["● back with you since Sat"]
    assert fixture.task(task).state_since.date() == date(2026, 11, 19)
    fixture.ok(c.Wait(task))
    assert facts(fixture.board, fixture.task(task), None) == ["on Ana since Thu", "! follow-up yesterday"]


def test_focus_of_this_workday_is_counted_up_to_now() -> None:
    fixture = busy_board()
    board = fixture.board
    parser = worked(board)[id_of(fixture, "Fix the parser")]
    assert (parser.today, parser.last) == (42 * 60, board.at)
    assert worked(board)[id_of(fixture, "Flyer for the fair")].today == 0


def test_waits_to_end_first_are_those_that_are_yours_again() -> None:
    fixture = BoardFixture(NOON - timedelta(days=9))
    long, late, back = (fixture.add(title) for title in ("long", "late", "back"))
    for task in (long, late, back):
        fixture.ok(c.Wait(task, until=(NOON - timedelta(days=1)).date() if task == late else None))
        fixture.clock.advance(days=2)
    fixture.ok(c.Resolve(back))
    fixture.clock.advance(days=3)
    ranked = advised(fixture.board, fixture.board.column(State.WAITING))
    assert [holder.task.title for holder in ranked] == ["back", "late", "long"]
    assert [holder.why for holder in ranked] == ["it is back with you", "", ""]


def test_the_first_key_that_sets_a_task_apart_is_the_reason() -> None:
    fixture = busy_board()
    ranked = advised(fixture.board, fixture.board.column(State.DOING))
    assert ranked[0].why == "9 days, past the default of 7"
    letter = id_of(fixture, "Tax letter")
    fixture.ok(c.Edit(letter, {"due": "2026-11-23"}))
    assert advised(fixture.board, fixture.board.column(State.DOING))[0].why == "due Mon"
    fire = fixture.add("Fire")
    fixture.ok(c.Start((fire,), expedite=True, why="smoke"))
    assert advised(fixture.board, fixture.board.column(State.DOING))[0].why == "it was expedited"


def test_each_task_gets_the_way_that_fits_it() -> None:
    fixture = BoardFixture(doing=9)
    ids = {title: fixture.add(title) for title in ("few", "many", "waited", "never", "done")}
    fixture.ok(c.Start(tuple(ids.values())))
    for n in range(6):
        fixture.ok(c.Edit(ids["many"], {f"step:{n}": [str(n), False, "x"]}))
        fixture.ok(c.Edit(ids["few"], {f"step:{n}": [str(n), n < 4, "x"]}))
    fixture.ok(c.Edit(ids["done"], {"step:0": ["0", True, "x"]}))
    fixture.ok(c.Edit(ids["waited"], {"waiting_on": "Ana"}))
    ways = {holder.task.title: (holder.way, holder.way_why) for holder in advised(fixture.board, fixture.board.wip)}
    assert ways == {
        "few": ("finish", "2 steps left"),
        "done": ("finish", "every step is done"),
        "many": ("split", "6 steps left: too big for one card"),
        "waited": ("wait", "it waited on Ana before"),
        "never": ("back", "not worked on yet"),
    }
