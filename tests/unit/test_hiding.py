"""Hide until: a task comes back by the date and the clock alone, on the morning of its day, on top of Ready."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import ACTOR, BERLIN, NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.as_of import board_as_of
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, make_stamp
from wiptui.domain.queries.parse_query import parse_query
from wiptui.domain.tasks.hiding import back_since, morning_stamp
from wiptui.domain.tasks.recurrence import follower
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.next_action import SELECT
from wiptui.metrics.overload.rules import assess

TUESDAY = date(2026, 11, 24)
BEFORE, MORNING = (datetime(2026, 11, 24, *at, tzinfo=BERLIN) for at in ((3, 59), (4, 0)))


def hidden(*titles: str, day: date = TUESDAY) -> BoardFixture:
    """Two ready tasks, and hidden ones."""
    fixture = BoardFixture()
    for title in ("one", "two"):
        fixture.add(title)
    for title in titles:
        fixture.ok(c.Move((fixture.add(title),), State.BACKLOG, day))
    return fixture


def only(fixture: BoardFixture, title: str) -> int:
    return next(task.id for task in fixture.board.all_tasks() if task.title == title)


def test_it_is_in_the_backlog_until_four_in_the_morning_and_then_on_top_of_ready() -> None:
    fixture = hidden("tax")
    data = fixture.data
    for at, ready, backlog in ((NOON, ["one", "two"], ["tax"]), (BEFORE, ["one", "two"], ["tax"]),
                               (MORNING, ["tax", "one", "two"], [])):  # fmt: skip
        fixture.clock.set(at)
        assert (fixture.titles(State.READY), fixture.titles(State.BACKLOG)) == (ready, backlog)
    assert fixture.data is data, "nobody wrote that it came back"
    task = fixture.task(only(fixture, "tax"))
    assert (task.is_hidden, task.is_back, back_since(task, MORNING, BERLIN)) == (False, True, TUESDAY)


def test_a_board_that_goes_on_over_the_morning_shows_it() -> None:
    fixture = hidden("tax")
    board = fixture.board
    assert len(board.column(State.READY)) == 2
    later = board.with_data(fixture.data, MORNING, BERLIN)
    assert [task.title for task in later.column(State.READY)] == ["tax", "one", "two"]
    again = later.with_data(fixture.data, MORNING + timedelta(minutes=1), BERLIN)
    assert [task.title for task in again.column(State.READY)] == ["tax", "one", "two"]


def test_the_past_is_as_it_was() -> None:
    fixture = hidden("tax")
    fixture.clock.set(MORNING + timedelta(days=3))
    assert [task.title for task in board_as_of(fixture.board, BEFORE).column(State.BACKLOG)] == ["tax"]
    assert board_as_of(fixture.board, MORNING).column(State.READY)[0].title == "tax"
    assert not list(board_as_of(fixture.board, NOON - timedelta(days=1)).all_tasks())


@pytest.mark.parametrize(
    ("zone", "day", "began"),
    [
        ("Europe/Berlin", "2026-11-24", "2026-11-24T03:00Z"),
        ("Europe/Berlin", "2027-03-28", "2027-03-28T02:00Z"),  # the clocks went forward two hours before
        ("Europe/Berlin", "2026-10-25", "2026-10-25T03:00Z"),  # and back
        ("America/New_York", "2026-11-01", "2026-11-01T09:00Z"),
        ("Asia/Kathmandu", "2028-02-29", "2028-02-28T22:15Z"),
        ("Pacific/Kiritimati", "2027-01-01", "2026-12-31T14:00Z"),
    ],
)
def test_the_morning_is_four_by_the_clock_on_the_wall(zone: str, day: str, began: str) -> None:
    at = datetime.fromisoformat(began.replace("Z", "+00:00"))
    place = ZoneInfo(zone)
    assert morning_stamp(date.fromisoformat(day), at - timedelta(milliseconds=1), place) is None
    assert morning_stamp(date.fromisoformat(day), at, place) == make_stamp(int(at.timestamp() * 1000), "")


@pytest.mark.parametrize(("day", "came"), [(date.max, None), (date.min, "")])
def test_the_ends_of_the_calendar_are_no_error(day: date, came: str | None) -> None:
    found = morning_stamp(day, NOON, ZoneInfo("Pacific/Kiritimati"))
    assert (found is None) == (came is None)


def test_the_last_day_stands_on_top_and_a_task_that_was_moved_has_its_own_place() -> None:
    fixture = hidden("early")
    fixture.ok(c.Move((fixture.add("late"),), State.BACKLOG, TUESDAY + timedelta(days=1)))
    assert fixture.titles(State.BACKLOG) == ["early", "late"]
    fixture.clock.set(MORNING + timedelta(days=1))
    assert fixture.titles(State.READY) == ["late", "early", "one", "two"]
    ids = {title: only(fixture, title) for title in ("early", "late", "one", "two")}
    fixture.ok(c.Reorder(ids["late"], after=ids["one"]))
    assert fixture.titles(State.READY) == ["early", "one", "late", "two"]
    fixture.ok(c.Reorder(ids["two"], before=ids["early"]))
    assert fixture.titles(State.READY) == ["two", "early", "one", "late"]
    fixture.ok(c.Reorder(ids["two"], after=ids["early"]))
    assert fixture.titles(State.READY) == ["early", "two", "one", "late"]
    board = fixture.board
    assert back_since(board.task(ids["late"]), board.at, BERLIN) == TUESDAY + timedelta(days=1), "still of today"
    assert back_since(board.task(ids["early"]), board.at, BERLIN) is None


def test_hidden_tasks_have_no_order_of_their_own() -> None:
    fixture = hidden("a", "b")
    with pytest.raises(UsageError, match="order of their days"):
        fixture.do(c.Reorder(only(fixture, "a"), after=only(fixture, "b")))


def test_an_edit_hides_a_ready_task_where_it_stands_and_shows_it_again() -> None:
    fixture = hidden()
    one = only(fixture, "one")
    fixture.ok(c.Edit(one, {"from": "2026-11-24"}))
    assert (fixture.titles(State.READY), fixture.titles(State.BACKLOG)) == (["two"], ["one"])
    fixture.ok(c.Edit(one, {"from": None}))
    assert fixture.titles(State.READY) == ["one", "two"]
    fixture.ok(c.Edit(one, {"from": "2026-11-24"}))
    two = only(fixture, "two")
    fixture.ok(c.Edit(two, {"from": "2026-11-23"}))
    fixture.clock.set(MORNING)
    assert fixture.titles(State.READY) == ["one", "two"], "the later day on top"


@pytest.mark.parametrize(
    "command",
    [
        lambda task: c.Start((task,)),
        lambda task: c.Move((task,), State.READY),
        lambda task: c.Move((task,), State.BACKLOG),
    ],
)
def test_who_takes_it_up_before_its_day_ends_the_hiding(command: object) -> None:
    fixture = hidden("tax")
    task = only(fixture, "tax")
    fixture.ok(command(task))  # type: ignore[operator]
    assert not fixture.task(task).is_hidden and fixture.task(task).from_date is None
    if fixture.task(task).state is State.DOING:
        fixture.ok(c.PutBack((task,)))
        assert fixture.titles(State.READY)[0] == "tax"


def test_one_that_came_back_can_be_deferred_for_good() -> None:
    fixture = hidden("tax")
    fixture.clock.set(MORNING)
    fixture.ok(c.Move((only(fixture, "tax"),), State.BACKLOG))
    assert fixture.titles(State.BACKLOG) == ["tax"]
    fixture.clock.advance(days=9)
    assert fixture.titles(State.BACKLOG) == ["tax"]


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-21"])
def test_nothing_is_hidden_until_a_day_that_has_begun(day: str) -> None:
    fixture = hidden()
    with pytest.raises(UsageError, match="still to come"):
        fixture.do(c.Move((only(fixture, "one"),), State.BACKLOG, date.fromisoformat(day)))


def test_work_in_progress_is_never_hidden_and_a_deferred_one_leaves_its_slot() -> None:
    fixture = hidden()
    one = only(fixture, "one")
    fixture.ok(c.Start((one,)))
    fixture.ok(c.Edit(one, {"from": "2026-11-24"}))
    assert fixture.titles(State.DOING) == ["one"]
    fixture.ok(c.Move((one,), State.BACKLOG, TUESDAY))
    assert (fixture.titles(State.DOING), fixture.titles(State.BACKLOG)) == ([], ["one"])
    fixture.clock.set(MORNING)
    assert fixture.titles(State.DOING) == [] and fixture.titles(State.READY)[0] == "one"


def test_the_next_one_comes_up_as_long_before_its_due_date() -> None:
    fixture = hidden()
    task = fixture.add("rent", due="2026-12-01", every="1m", **{"from": "2026-11-28"})
    fixture.ok(c.Finish((task,)))
    coming = fixture.task(follower(task))
    assert (coming.due, coming.from_date, coming.is_hidden) == (date(2027, 1, 1), date(2026, 12, 29), True)
    fixture.clock.set(datetime(2026, 12, 29, 9, tzinfo=BERLIN))
    assert fixture.titles(State.READY)[0] == "rent"


def test_what_is_hidden_is_not_recommended_but_an_overdue_backlog_is() -> None:
    fixture = BoardFixture()
    fixture.ok(c.Move((fixture.add("tax"),), State.BACKLOG, TUESDAY))
    assert assess(fixture.board).next is None
    fixture.add("some day", State.BACKLOG)
    found = assess(fixture.board).next
    assert found is not None and (found.action, found.title) == (SELECT, "some day")
    fixture.add("late", State.BACKLOG, due="2026-11-20")
    load = assess(fixture.board)
    assert load.next is not None and load.next.title == "late"
    assert load.rule("due").active and load.word == "CALM !1"


def test_a_query_finds_what_is_hidden() -> None:
    fixture = hidden("tax")
    for asked, titles in (
        ("is:hidden", ["tax"]),
        ("from:any", ["tax"]),
        ("from<wed", ["tax"]),
        ("-is:hidden", ["one", "two"]),
    ):
        query = parse_query(asked, fixture.board.today)
        assert [task.title for task in fixture.board.open_tasks() if query.matches(task)] == titles


def test_two_machines_agree_without_a_write_whatever_each_knows_of_the_columns() -> None:
    fixture = hidden("tax")
    stored = fixture.data["tasks"][str(only(fixture, "tax"))]
    assert stored["state"] == "backlog" and max(stored[LOG]) < make_stamp(int(MORNING.timestamp() * 1000), ACTOR)
    boards = [Board(fixture.data, MORNING.astimezone(UTC), zone) for zone in (BERLIN, ZoneInfo("Europe/Paris"))]
    assert [[task.title for task in board.column(State.READY)] for board in boards] == [["tax", "one", "two"]] * 2
