"""Today in one list, and the plan of the day: its order, its cap, what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from builders import BERLIN, NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.date_style import DEFAULT, Habits, tell
from wiptui.domain.day_plan import SECTIONS, done_of_plan, left_over, often_words, times_planned, today_of
from wiptui.domain.limits import PLAN, Limit
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.tasks.task import State
from wiptui.metrics.plan import day_cap, plan_record

TODAY = date(2026, 11, 22)
EVENING = datetime(2026, 11, 23, 2, 0, tzinfo=BERLIN)
"""Monday by the calendar, and still the workday of Sunday."""


def ready(*titles: str) -> tuple[BoardFixture, dict[str, int]]:
    fixture = BoardFixture()
    return fixture, {title: fixture.add(title) for title in titles}


def planned(fixture: BoardFixture) -> list[str]:
    return [task.title for task in fixture.board.planned]


@pytest.fixture
def own_habits() -> Iterator[None]:
    yield
    tell(DEFAULT)


@pytest.mark.parametrize("at", [NOON, EVENING])
def test_the_query_for_today_finds_what_today_lists(at: datetime) -> None:
    fixture = BoardFixture()
    fixture.add("late", due="2026-11-20")
    fixture.add("due", due="2026-11-22")
    fixture.add("back today", **{"from": "2026-11-22"})
    plan, started = fixture.add("planned"), fixture.add("started")
    fixture.add("another day", due="2026-11-29")
    fixture.ok(c.PlanDay((plan,)))
    fixture.ok(c.Start((started,)))
    fixture.clock.set(at)
    board = fixture.board
    listed = {task.title for task in today_of(board).tasks}
    assert {task.title for task in board.open_tasks() if query_of(board, "is:today").matches(task)} == listed
    assert {"late", "planned", "started"} <= listed and "another day" not in listed


def test_each_task_stands_once_in_the_order_of_what_presses() -> None:
    fixture = BoardFixture()
    fixture.add("late", State.BACKLOG, due="2026-11-20")
    fixture.ok(c.Move((fixture.add("late and hidden", due="2026-11-21"),), State.BACKLOG, date(2026, 12, 1)))
    fixture.add("due", due="2026-11-22")
    ask = fixture.add("ask", State.WAITING)
    fixture.ok(c.Wait(ask, on="Ana", until=TODAY))
    fixture.add("asked later", State.WAITING, follow_up="2026-11-23")
    fixture.ok(c.Move((fixture.add("back"),), State.BACKLOG, date(2026, 11, 23)))
    fixture.clock.set(datetime(2026, 11, 23, 9, tzinfo=BERLIN))
    late_doing = fixture.add("late doing", State.DOING, due="2026-11-01")
    fixture.add("doing", State.DOING)
    fixture.add("nothing of it")
    fixture.ok(c.PlanDay((late_doing, fixture.add("planned"))))
    found = today_of(fixture.board)
    assert {name: [task.title for task in found.section(name)] for name in SECTIONS} == {
        "overdue": ["late doing", "late", "late and hidden", "due"], "due": [], "follow_up": ["ask", "asked later"],
        "back": ["back"], "doing": ["doing"], "planned": ["planned"],
    }  # fmt: skip
    assert found.words == "4 overdue, 2 to ask Ana" or found.words == "4 overdue, 2 to ask"
    assert today_of(BoardFixture().board).words == ""


def test_a_plan_is_in_order_and_is_over_by_the_clock_alone() -> None:
    fixture, ids = ready("a", "b", "c")
    fixture.ok(c.PlanDay((ids["c"], ids["a"])))
    fixture.ok(c.PlanDay((ids["b"], ids["a"])))
    assert planned(fixture) == ["c", "a", "b"]
    fixture.ok(c.Finish((ids["a"],)))
    data = fixture.data
    fixture.clock.set(EVENING)
    assert planned(fixture) == ["c", "b"] and [task.title for task in done_of_plan(fixture.board)] == ["a"]
    fixture.clock.set(EVENING + timedelta(hours=2))
    assert planned(fixture) == [] and [task.title for task in left_over(fixture.board)] == ["c", "b"]
    assert fixture.data is data and fixture.titles(State.READY) == ["b", "c"]


def test_planning_starts_nothing_and_only_open_tasks_are_planned() -> None:
    fixture, ids = ready("a")
    fixture.ok(c.PlanDay((ids["a"],)))
    assert fixture.titles(State.READY) == ["a"]
    fixture.ok(c.Finish((ids["a"],)))
    with pytest.raises(UsageError, match="only an open task"):
        fixture.do(c.PlanDay((ids["a"],)))
    with pytest.raises(UsageError, match="is not planned"):
        fixture.do(c.Unplan((fixture.add("b"),)))


def test_one_more_than_the_cap_meets_the_refusal_of_a_limit() -> None:
    fixture, ids = ready("a", "b", "c", "d")
    cap = Limit(PLAN, 2, 2, why="a test")
    fixture.ok(c.PlanDay((ids["a"], ids["b"]), limit=cap))
    refusal = fixture.refused(c.PlanDay((ids["c"],), limit=cap))
    assert refusal.message == "The plan is full: 2 of 2."
    assert [task.title for task in refusal.holders] == ["a", "b"] and [task.title for task in refusal.wanted] == ["c"]
    fixture.ok(c.PlanDay((ids["c"],), swap=ids["a"], limit=cap))
    assert planned(fixture) == ["b", "c"]
    fixture.ok(c.Finish((ids["b"],)))
    fixture.ok(c.PlanDay((ids["d"],), limit=cap))
    assert planned(fixture) == ["c", "d"], "what is done makes room"
    fixture.ok(c.PlanDay((ids["a"],), day=date(2026, 11, 23), limit=cap))
    assert planned(fixture) == ["c", "d"], "tomorrow has its own room"


def test_what_is_planned_again_and_again_is_counted() -> None:
    fixture, ids = ready("a")
    task = ids["a"]
    for times in (1, 2, 3):
        fixture.ok(c.PlanDay((task,)))
        assert times_planned(fixture.task(task), fixture.board.workday) == times
        if times == 1:
            fixture.ok(c.ClosePlan())  # closed in the evening, or not at all: it counts the same
        fixture.clock.advance(days=1)
    fixture.ok(c.PlanDay((task,)))
    assert often_words(fixture.task(task), fixture.board.workday).startswith("planned for the fourth time: split it")
    fixture.ok(c.Unplan((task,)))
    fixture.ok(c.PlanDay((task,)))
    assert times_planned(fixture.task(task), fixture.board.workday) == 4, "a slip is no day"


def test_two_machines_that_close_one_day_count_it_once() -> None:
    fixture, ids = ready("a")
    fixture.ok(c.PlanDay((ids["a"],)))
    before = fixture.data
    closed = []
    for _ in range(2):
        fixture.data = before
        fixture.ok(c.ClosePlan())
        closed.append(fixture.task(ids["a"]).record["carried"])
    assert closed == [1, 1]


def test_the_cap_is_the_median_of_a_working_day(own_habits: None) -> None:
    fixture = BoardFixture(datetime(2026, 11, 2, 9, tzinfo=BERLIN))
    assert (day_cap(fixture.board).value, day_cap(fixture.board).origin) == (3, "default")
    for step in range(20):  # three weeks; what is done on a Saturday or Sunday counts nothing
        day = fixture.board.today
        done = 9 if day.weekday() > 4 else (2, 2, 1, 2, 5)[step % 5]
        for _ in range(done):
            fixture.ok(c.Finish((fixture.add("x"),)))
        fixture.clock.advance(days=1)
    cap = day_cap(fixture.board)
    assert (cap.value, cap.origin, cap.n) == (2, "median", 15)
    tell(Habits(plan_cap=5))
    assert (day_cap(fixture.board).value, day_cap(fixture.board).words) == (5, "your setting")


def test_what_became_of_plans_is_told_of_a_window() -> None:
    fixture, ids = ready("done", "left", "slip", "again")
    start = to_ms(fixture.clock.now()) - 86_400_000
    fixture.ok(c.PlanDay((ids["done"], ids["left"], ids["slip"], ids["again"])))
    fixture.ok(c.Unplan((ids["slip"],)))
    fixture.ok(c.Finish((ids["done"],)))

    def told() -> tuple[int, ...]:
        return tuple(plan_record(fixture.board, start, to_ms(fixture.clock.now()) + 1).values())

    assert told() == (3, 1, 0)
    fixture.ok(c.ClosePlan())
    assert told() == (3, 1, 0)
    fixture.clock.set(NOON + timedelta(days=1))
    assert told() == (3, 1, 2)
    fixture.ok(c.PlanDay((ids["again"],)))
    assert told() == (4, 1, 2)
    fixture.ok(c.Finish((ids["again"],)))
    assert told() == (4, 2, 2)
