"""What comes again: when it is due, and that there is exactly one next task, whoever finished the one before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import NOON, BoardFixture
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain import commands as c
from wiptui.domain.as_of import board_as_of
from wiptui.domain.changes import undo
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import STEP_FIELD
from wiptui.domain.dates.repetition import Every, next_due, parse_every, read_every
from wiptui.domain.tasks.recurrence import follower
from wiptui.domain.tasks.task import State
from wiptui.metrics.log.task_log import read_task_log
from wiptui.sync.merge import merge

SUNDAY = date(2026, 11, 22)
DAYS = st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: tuple(sorted(days)))
ONE_DAY = st.integers(0, 6).map(lambda day: (day,))


@pytest.mark.parametrize(
    ("words", "kept", "said"),
    [
        ("day", "1d", "every day"),
        ("Every 2 Weeks", "2w", "every 2 weeks"),
        ("2w", "2w", "every 2 weeks"),
        ("monthly", "1m", "every month"),
        ("year", "1y", "every year"),
        ("weekdays", "weekday", "every weekday"),
        ("thu,mon", "mon,thu", "every Mon and Thu"),
        ("mon and wednesday fri", "mon,wed,fri", "every Mon, Wed and Fri"),
        ("after 3 days", "after 3d", "3 days after it is done"),
        ("after-week", "after 1w", "a week after it is done"),
        ("quarterly", "3m", "every 3 months"),
        ("biweekly", "2w", "every 2 weeks"),
        ("week on mon", "mon", "every Mon"),
        ("2 weeks on thu and mon", "2w on mon,thu", "every 2 weeks on Mon and Thu"),
        ("2weeks-on-weekdays", "2w on mon,tue,wed,thu,fri", "every 2 weeks on Mon, Tue, Wed, Thu and Fri"),
        ("month on last", "1m on last", "every month on the last day"),
        ("monthly on the 15th", "1m on 15", "every month on the 15th"),
        ("month on 22nd", "1m on 22", "every month on the 22nd"),
        ("month on first monday", "1m on first mon", "every month on the first Mon"),
        ("quarterly on the last fri", "3m on last fri", "every 3 months on the last Fri"),
    ],
)
def test_how_often_is_understood_and_said(words: str, kept: str, said: str) -> None:
    every = parse_every(words)
    assert (every.text, every.words) == (kept, said)
    assert parse_every(every.text) == every
    assert every.after or parse_every(every.words) == every


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nonsense",
        "0 days",
        "99999d",
        "after",
        "after mon",
        "mo n",
        "-1d",
        "²d",
        "every",
        "month on",
        "month on 32",
        "month on 0",
        "month on fifth mon",
        "month on first",
        "month on first mon,tue",
        "year on 15",
        "day on mon",
        "week on 15",
        "after month on 15",
        "mon on tue",
        "month on 15 on 16",
        "week until",
        "week until nonsense",
        "week until 2026-02-30",
        "until 2026-12-31",
    ],
)
def test_what_is_not_how_often_is_said_in_one_sentence(words: str) -> None:
    with pytest.raises(UsageError, match="try day, week"):
        parse_every(words)
    assert read_every(words) is None


@pytest.mark.parametrize(
    ("every", "due", "done", "then"),
    [
        ("week", "2026-11-20", "2026-11-22", "2026-11-27"),
        ("week", "2026-11-24", "2026-11-22", "2026-12-01"),
        ("week", "2026-10-01", "2026-11-22", "2026-11-26"),
        ("week", None, "2026-11-22", "2026-11-29"),
        ("after week", "2026-11-01", "2026-11-22", "2026-11-29"),
        ("mon,thu", "2026-11-19", "2026-11-22", "2026-11-23"),
        ("mon,thu", "2026-11-23", "2026-11-22", "2026-11-26"),
        ("weekday", None, "2026-11-20", "2026-11-23"),
        ("month", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("month", "2020-01-15", "2026-11-22", "2026-12-15"),
        ("year", "2024-02-29", "2026-11-22", "2027-02-28"),
        ("2 weeks on mon,thu", "2026-11-23", "2026-11-23", "2026-11-26"),
        ("2 weeks on mon,thu", "2026-11-26", "2026-11-26", "2026-12-07"),
        ("2 weeks on mon,thu", "2026-11-05", "2026-11-22", "2026-11-30"),
        ("2 weeks on mon", None, "2026-11-22", "2026-11-30"),
        ("month on 15", "2026-11-10", "2026-11-10", "2026-11-15"),
        ("month on 15", "2026-11-15", "2026-11-22", "2026-12-15"),
        ("month on 31", "2026-01-31", "2026-02-01", "2026-02-28"),
        ("month on last", "2028-01-31", "2028-01-31", "2028-02-29"),
        ("month on first mon", "2026-11-02", "2026-11-22", "2026-12-07"),
        ("month on first mon", None, "2026-11-01", "2026-11-02"),
        ("month on last fri", "2026-11-27", "2026-11-27", "2026-12-25"),
        ("quarterly on last", "2026-03-31", "2026-11-22", "2026-12-31"),
    ],
)
def test_when_the_next_one_is_due(every: str, due: str | None, done: str, then: str) -> None:
    before = date.fromisoformat(due) if due else None
    assert next_due(parse_every(every), before, date.fromisoformat(done)).isoformat() == then


@given(
    st.one_of(
        st.builds(Every, st.integers(1, 400), st.sampled_from("dwmy"), after=st.booleans()),
        st.builds(Every, days=DAYS),
        st.builds(Every, st.integers(2, 60), st.just("w"), DAYS),
        st.builds(Every, st.integers(1, 60), st.just("m"), place=st.sampled_from([-1, 1, 15, 29, 31])),
        st.builds(Every, st.integers(1, 60), st.just("m"), ONE_DAY, place=st.sampled_from([-1, 1, 2, 3, 4])),
    ),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2050, 1, 1))),
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
)
def test_the_next_one_is_always_ahead_and_a_day_that_is_meant(every: Every, due: date | None, done: date) -> None:
    assert parse_every(every.text) == every
    then = next_due(every, due, done)
    assert then > done
    assert every.after or due is None or then > due
    assert not every.days or then.weekday() in every.days
    tomorrow, base = then + timedelta(days=1), due or done
    if every.place == -1:
        assert (then + timedelta(days=7) if every.days else tomorrow).month != then.month
    elif every.days and every.place:
        assert (then.day + 6) // 7 == every.place
    elif every.place:
        assert then.day == every.place or (then.day < every.place and tomorrow.day == 1)
    if every.place:
        assert (12 * (then.year - base.year) + then.month - base.month) % every.count == 0
    elif every.unit == "w" and every.days:
        days = (then - timedelta(days=then.weekday())) - (base - timedelta(days=base.weekday()))
        assert days.days % (7 * every.count) == 0


def test_until_is_a_date_in_words_where_the_day_is_known() -> None:
    every = parse_every("2 weeks until 1 jan", SUNDAY)
    assert (every.text, every.words) == ("2w until 2027-01-01", "every 2 weeks until 1 Jan 2027")
    assert parse_every(every.text) == every
    assert parse_every("month-on-15-until-2026-12-31").text == "1m on 15 until 2026-12-31"


def test_the_last_one_is_followed_by_none() -> None:
    fixture = BoardFixture()
    task = fixture.add("Course", every="week until 2026-12-01", due="2026-11-22")
    fixture.ok(c.Finish((task,)))
    last = follower(task)
    assert str(fixture.task(last).due) == "2026-11-29"
    fixture.ok(c.Finish((last,)))
    assert fixture.titles(State.READY) == []


def test_the_last_of_a_month_comes_back_to_the_last() -> None:
    fixture = BoardFixture()
    task = fixture.add("Rent", every="month", due="2026-12-31")
    days = []
    for _ in range(4):
        fixture.ok(c.Finish((task,)))
        task = follower(task)
        days.append(str(fixture.task(task).due))
    assert days == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def water(fixture: BoardFixture) -> int:
    fields = {
        "every": "week",
        "due": "2026-11-22",
        "tags": ["home"],
        "note": "the big one too",
        f"{STEP_FIELD}a": ["a", True, "x"],
    }
    return fixture.add("Water the plants", project="flat", **fields)


def test_the_next_one_stands_in_ready_with_everything_but_the_ticks() -> None:
    fixture = BoardFixture(doing=1)
    task, other = water(fixture), fixture.add("Other")
    fixture.ok(c.Start((task,)))
    fixture.ok(c.Finish((task,)))
    then = fixture.task(follower(task))
    assert (then.title, then.state, then.project, then.tags, then.note, then.every, str(then.due)) == (
        "Water the plants", State.READY, "flat", ("home",), "the big one too", "1w", "2026-11-29",
    )  # fmt: skip
    assert [(step.text, step.done) for step in then.checklist] == [("x", False)]
    assert fixture.titles(State.READY) == ["Other", "Water the plants"]
    assert then.created == fixture.board.at and then.first_started is None
    assert [t.created for t in read_task_log(fixture.board).tracks if t.id == then.id] == [int(NOON.timestamp() * 1000)]
    fixture.ok(c.Start((other,)))


def test_two_machines_that_both_finish_it_make_one() -> None:
    fixture = BoardFixture()
    task = water(fixture)
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.clock.advance(days=1)
    here.ok(c.Finish((task,)))
    there.clock.advance(days=2)
    there.ok(c.Finish((task,)))
    fixture.data = merge(here.data, there.data)
    assert merge(there.data, here.data) == fixture.data
    assert [t.title for t in fixture.board.open_tasks()] == ["Water the plants"]


def test_a_late_finish_elsewhere_does_not_bring_back_what_was_done_already() -> None:
    fixture = BoardFixture()
    task = water(fixture)
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.ok(c.Finish((task,)))
    here.clock.advance(hours=1)
    here.ok(c.Edit(follower(task), {"title": "Water them"}))
    here.ok(c.Finish((follower(task),)))
    there.clock.advance(days=1)
    there.ok(c.Finish((task,)))
    fixture.data = merge(here.data, there.data)
    assert fixture.task(follower(task)).state is State.DONE
    assert fixture.task(follower(task)).title == "Water them"
    assert [t.id for t in fixture.board.open_tasks()] == [follower(follower(task))]


def test_its_state_is_written_and_its_history_begins_when_it_came() -> None:
    fixture = BoardFixture()
    task = water(fixture)
    fixture.clock.advance(days=2)
    fixture.ok(c.Finish((task,)))
    came = fixture.board.at
    assert fixture.data["tasks"][str(follower(task))]["state"] == "ready", "stock TinyDB finds it by its state"
    assert [(move.event, move.at) for move in fixture.task(follower(task)).history] == [("captured", came)]
    fixture.clock.advance(hours=3)
    fixture.ok(c.Start((follower(task),)))
    assert [move.event for move in fixture.task(follower(task)).history] == ["captured", "started"]
    [track] = [track for track in read_task_log(fixture.board).tracks if track.id == follower(task)]
    assert (track.created, track.moves[0][0]) == (int(came.timestamp() * 1000),) * 2
    before = board_as_of(fixture.board, came - timedelta(hours=1))
    assert [t.id for t in before.open_tasks()] == [task], "before it came it was not there"
    assert board_as_of(fixture.board, came).task(follower(task)).state is State.READY


def test_it_came_at_the_latest_when_somebody_started_it() -> None:
    fixture = BoardFixture()
    task = water(fixture)
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.ok(c.Finish((task,)))
    here.clock.advance(hours=1)
    here.ok(c.Start((follower(task),)))
    there.clock.advance(days=1)
    there.ok(c.Finish((task,)))
    fixture.data = merge(here.data, there.data)
    then = fixture.task(follower(task))
    assert then.state is State.DOING
    assert [move.event for move in then.history] == ["captured", "started"]
    assert then.history[0].at <= then.history[1].at == here.board.at


def test_finished_undone_and_finished_again_is_still_one() -> None:
    fixture = BoardFixture()
    task = water(fixture)
    fixture.ok(c.Finish((task,)))
    for _ in range(2):
        entry = undo.entry_of("x", 0, fixture.receipts)
        fixture.ok(c.Restore(tuple(undo.backwards(entry, fixture.board))))
        assert [t.id for t in fixture.board.open_tasks()] == [task]
        fixture.clock.advance(minutes=1)
        fixture.ok(c.Finish((task,)))
        assert [t.id for t in fixture.board.open_tasks()] == [follower(task)]
        fixture.clock.advance(minutes=1)


def test_a_dropped_task_does_not_come_again_and_neither_does_one_that_was_told_not_to() -> None:
    fixture = BoardFixture()
    dropped, told = water(fixture), water(fixture)
    fixture.ok(c.Drop((dropped,)))
    fixture.ok(c.Edit(told, {"every": None}))
    fixture.ok(c.Finish((told,)))
    assert list(fixture.board.open_tasks()) == []


def test_at_the_end_of_the_calendar_nothing_comes() -> None:
    fixture = BoardFixture()
    task = fixture.add("Far", every="1000y", due="9990-01-01")
    fixture.ok(c.Finish((task,)))
    assert list(fixture.board.open_tasks()) == []


def test_the_day_after_is_reckoned_from_the_local_day() -> None:
    fixture = BoardFixture(NOON + timedelta(hours=10))  # five past midnight on Monday in Berlin
    task = fixture.add("Daily", every="day")
    fixture.ok(c.Finish((task,)))
    assert fixture.task(follower(task)).due == SUNDAY + timedelta(days=2)
