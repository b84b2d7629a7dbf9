"""The board as it stood."""

from __future__ import annotations

from datetime import timedelta

from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.as_of import as_of, board_as_of
from wiptui.domain.limits import DOING


def test_what_was_written_later_is_not_there() -> None:
    fixture = BoardFixture()
    key = fixture.add("a")
    fixture.clock.advance(hours=1)
    fixture.ok(c.Start((key,)))
    started = fixture.board
    fixture.clock.advance(hours=1)
    fixture.ok(c.Edit(key, {"title": "b"}))
    fixture.add("later")
    fixture.ok(c.SetLimit(DOING, 1))
    past = board_as_of(fixture.board, started.at)
    assert {table: rows for table, rows in past.data.items() if rows} == started.data
    assert (past.today, past.limits[DOING].value) == (started.today, 3)
    assert past.focus is not None and past.focus.task.title == "a"


def test_before_everything_there_is_nothing() -> None:
    fixture = BoardFixture()
    fixture.add("a")
    past = as_of(fixture.data, fixture.board.at - timedelta(days=1))
    assert all(not records for records in past.values())


def test_the_future_is_the_present() -> None:
    fixture = BoardFixture()
    fixture.add("a")
    later = board_as_of(fixture.board, fixture.board.at + timedelta(days=400))
    assert (later.data, later.at) == (fixture.data, fixture.board.at)


def test_records_without_a_log_are_as_they_are_now() -> None:
    fixture = BoardFixture()
    data = {"meta": {"1": {"app": "wiptui"}}, **fixture.data}
    assert as_of(data, fixture.board.at - timedelta(days=1))["meta"] == {"1": {"app": "wiptui"}}
