"""Words: one short sentence for everything that can happen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.dates.length import length_text
from wiptui.domain.describe import choice_of, describe
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.tasks.task import State


def told(fixture: BoardFixture, command: c.Command) -> str:
    before = fixture.board
    return describe(command, before, fixture.ok(command))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (lambda a, b: c.Add("Buy milk"), "Added “Buy milk”"),
        (lambda a, b: c.Start((b,)), "Started “b”"),
        (lambda a, b: c.Start((b,), swap=a), "Swapped “a” for “b”"),
        (lambda a, b: c.Wait(a, on="Ana"), "“a” is waiting for Ana"),
        (lambda a, b: c.Wait(a), "“a” is waiting"),
        (lambda a, b: c.PutBack((a,)), "Put back “a”"),
        (lambda a, b: c.Finish(), "Finished “a”"),
        (lambda a, b: c.Finish((a, b)), "Finished 2 tasks"),
        (lambda a, b: c.Drop((b,)), "Dropped “b”"),
        (lambda a, b: c.Move((b,), State.BACKLOG), "Moved “b” to backlog"),
        (lambda a, b: c.Edit(b, {"title": "c"}), "Changed “c”"),
        (lambda a, b: c.Split(b, ("x", "y")), "Split “b” into 2"),
        (lambda a, b: c.FocusOn(a), "Focused on “a”"),
        (lambda a, b: c.FocusOn(None), "Paused"),
        (lambda a, b: c.Together((c.FocusOn(None), c.FocusOn(None))), "Paused"),
        (lambda a, b: c.Interrupt(" phone "), "Noted an interruption: phone"),
        (lambda a, b: c.Interrupt(), "Noted an interruption"),
        (lambda a, b: c.SetLimit(DOING, 2), "Doing limit is 2"),
        (lambda a, b: c.SetLimit(DOING, 4), "Doing limit is 4 until the end of the day, then 3"),
        (lambda a, b: c.SetLimit(Scope("project", "acme"), 1), "+acme limit is 1"),
        (lambda a, b: c.SetLimit(Scope("project", "acme"), None), "+acme has no limit of its own any more"),
        (lambda a, b: c.SetSettings({"waiting_counts": True}), "Changed the settings"),
        (lambda a, b: c.Together((c.Finish((a,)), c.Start((b,)))), "Finished “a”, Started “b”"),
        (lambda a, b: c.Together(()), ""),
    ],
)
def test_every_command_says_what_it_did(command: Callable[[int, int], c.Command], words: str) -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    assert told(fixture, command(a, b)) == words


def test_a_wait_that_is_over() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Wait(a))
    assert told(fixture, c.Resolve(a)) == "“a” is back with you"
    assert told(fixture, c.Start((a,))) == "Resumed “a”"


def test_a_long_title_is_clipped() -> None:
    words = told(BoardFixture(), c.Add("x" * 100))
    assert words == f"Added “{'x' * 59}…”"
    assert told(BoardFixture(), c.Add("長" * 100)) == f"Added “{'長' * 29}…”"  # measured in cells


def test_the_names_of_choices() -> None:
    assert [choice_of(command) for command in (c.Finish(), c.PutBack(()), c.Start((1,), swap=2), c.Together(()))] == [
        "finish",
        "put back",
        "swap",
        "together",
    ]


def test_a_length_is_said_in_one_way() -> None:
    lengths = {0: "under a minute", 1: "1 min", 59: "59 min", 60: "1 h", 65: "1 h 05 min", 960: "16 h"}
    assert {minutes: length_text(timedelta(minutes=minutes)) for minutes in lengths} == lengths
    fixture = BoardFixture()
    fixture.ok(c.Start((fixture.add("a"),)))
    stint = int(next(iter(fixture.board.data["stints"])))
    end = fixture.clock.now()
    start = end - timedelta(hours=16)
    assert told(fixture, c.Assign(stint, start, end)) == "Kept 16 h as focus on “a”"
