"""The sample: the same for the same instant, true to the rules, and with something of everything on any day."""

from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from builders import BERLIN, NOON

from wiptui.demo import open_demo, sample
from wiptui.domain.board import DEVICES, REFUSALS, Board
from wiptui.domain.commands import Finish, Start
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.record import LOG, fold
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.tasks.task import State
from wiptui.metrics.focus.stints import read_stints
from wiptui.metrics.times import to_time
from wiptui.outcome import Outcome

MONDAY = datetime(2026, 11, 16, tzinfo=BERLIN)
WHENS = [
    NOON,
    MONDAY + timedelta(minutes=10),
    MONDAY + timedelta(hours=9),
    MONDAY + timedelta(days=1, hours=4),
    MONDAY + timedelta(days=2, hours=12),
    MONDAY + timedelta(days=3, hours=23, minutes=59),
    MONDAY + timedelta(days=5, hours=8),
    datetime(2027, 3, 28, 3, 30, tzinfo=ZoneInfo("America/Los_Angeles")),
    datetime(2028, 2, 29, 15, tzinfo=ZoneInfo("Pacific/Auckland")),
]


@pytest.fixture(params=WHENS, ids=[f"{when:%a %d %b %H:%M}" for when in WHENS])
def board(request: pytest.FixtureRequest) -> Board:
    now = request.param
    zone = BERLIN if now.tzinfo is UTC else now.tzinfo
    return Board(sample(now, zone), now, zone)


def test_whatever_the_day_there_is_something_of_everything(board: Board) -> None:
    assert all(board.column(state) for state in State)
    assert (board.doing_count, board.limits[DOING].text) == (3, "3")
    assert board.limits[DOING].why == "two was too few in release weeks"
    assert (board.count(WAITING), len(board.shelved)) == (2, 1)
    assert len(board.done_since(board.week_start)) == 6
    assert 4 <= len(board.column(State.READY)) <= 5
    assert board.focus is not None and board.at - board.focus.since == timedelta(minutes=42)
    assert board.focus.task.next_step and board.focus.task.steps_left


def test_ages_lie_on_both_sides_of_what_is_usual(board: Board) -> None:
    cycles = sorted(days for task in board.column(State.DONE) if (days := task.cycle_days(board.zone)))
    usual = cycles[ceil(0.85 * len(cycles)) - 1]
    ages = sorted(task.age_days(board.today, board.zone) or 0 for task in board.column(State.DOING))
    assert usual == 8
    assert ages[0] <= 2 < ages[1] == 4 < usual < ages[2] == 9


def test_waits_and_dates(board: Board) -> None:
    due_today, back = sorted(board.column(State.WAITING), key=lambda task: task.resolved_at is not None)
    assert (due_today.follow_up, due_today.waiting_on) == (board.today, "Ana")
    assert back.resolved_at is not None
    at_risk = [task for task in board.column(State.READY) if task.due and board.today + timedelta(days=7) > task.due]
    assert [task.title for task in at_risk] == ["Write the report"]


def test_nobody_works_through_a_night_or_without_a_break(board: Board) -> None:
    past = [stint for stint in read_stints(board) if to_time(stint.end) < board.at - timedelta(hours=4)]
    assert len(past) > 80
    for stint in past:
        start, end = (to_time(at).astimezone(board.zone) for at in (stint.start, stint.end))
        assert start.date() == end.date() and start.hour >= 8 and end.hour < 18
        assert end - start <= timedelta(hours=4)


def test_nothing_lies_ahead_of_now_and_the_log_gives_the_fields(board: Board) -> None:
    for table, rows in board.data.items():
        for record in rows.values():
            assert fold(record[LOG]) == {name: value for name, value in record.items() if name != LOG}, table
    assert all(move.at <= board.at for task in board.all_tasks() for move in task.history)


def test_the_past_has_refusals_with_choices_an_expedite_a_split_and_a_reopening() -> None:
    board = Board(sample(NOON, BERLIN), NOON, BERLIN)
    choices = {row["choice"] for row in board.data[REFUSALS].values()}
    assert len(board.data[REFUSALS]) >= 8
    assert {"finish", "wait", "put back"} <= choices
    events = {move.event for task in board.all_tasks() for move in task.history}
    assert events == {
        "captured", "deferred", "started", "waited", "resolved", "resumed", "put_back",
        "finished", "reopened", "dropped",
    }  # fmt: skip
    assert [task.title for task in board.all_tasks() if task.is_expedite] == ["Checkout is down"]
    assert [task.record["drop_why"] for task in board.column(State.DROPPED) if "drop_why" in task.record] == ["split"]
    assert {row["name"] for row in board.data[DEVICES].values()} == {"studio"}


def test_the_same_instant_gives_the_same_sample() -> None:
    assert sample(NOON, BERLIN) == sample(NOON, BERLIN)


def test_a_newcomer_meets_the_panel_and_gets_on() -> None:
    service = open_demo(FixedClock(NOON, BERLIN))
    ready = service.board().column(State.READY)[1]
    assert isinstance(service.dispatch(Start((ready.id,))), Refusal)
    assert isinstance(service.dispatch(Finish()), Outcome)
    assert isinstance(service.dispatch(Start((ready.id,))), Outcome)


def test_nothing_of_the_users_is_touched(home: Path) -> None:
    service = open_demo()
    service.dispatch(Finish())
    assert service.path is not None and service.path.exists()
    assert home not in service.path.parents
    assert list(home.rglob("*")) == []
