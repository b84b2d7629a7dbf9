"""The board as it stood."""

from __future__ import annotations

from datetime import timedelta

from builders import Desk

from wiptui.domain import commands as c
from wiptui.domain.as_of import as_of, board_as_of
from wiptui.domain.limits import DOING


def test_what_was_written_later_is_not_there() -> None:
    desk = Desk()
    key = desk.add("a")
    desk.clock.advance(hours=1)
    desk.ok(c.Start((key,)))
    started = desk.board
    desk.clock.advance(hours=1)
    desk.ok(c.Edit(key, {"title": "b"}))
    desk.add("later")
    desk.ok(c.SetLimit(DOING, 1))
    past = board_as_of(desk.board, started.at)
    assert {table: rows for table, rows in past.data.items() if rows} == started.data
    assert (past.today, past.limits[DOING].value) == (started.today, 3)
    assert past.focus is not None and past.focus.task.title == "a"


def test_before_everything_there_is_nothing() -> None:
    desk = Desk()
    desk.add("a")
    past = as_of(desk.data, desk.board.at - timedelta(days=1))
    assert all(not records for records in past.values())


def test_the_future_is_the_present() -> None:
    desk = Desk()
    desk.add("a")
    later = board_as_of(desk.board, desk.board.at + timedelta(days=400))
    assert (later.data, later.at) == (desk.data, desk.board.at)


def test_records_without_a_log_are_as_they_are_now() -> None:
    desk = Desk()
    data = {"meta": {"1": {"app": "wiptui"}}, **desk.data}
    assert as_of(data, desk.board.at - timedelta(days=1))["meta"] == {"1": {"app": "wiptui"}}
