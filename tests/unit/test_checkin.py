"""Time away, told from two clocks; marks that stay until somebody decides; and each way to decide, with its undo."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import BERLIN, NOON, BoardFixture
from fakes import fake_service
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.focus.checkin import QUIET, SLEPT, Away, AwayDetector, undecided
from wiptui.domain.focus.undecided import kept, marks_json, read_marks, united
from wiptui.domain.tasks.task import time_text
from wiptui.metrics.focus.sessions import read_focus
from wiptui.outcome import Outcome
from wiptui.service import Service


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


# --- the watch


def test_a_gap_between_the_clocks_of_more_than_five_minutes_is_a_sleep() -> None:
    for minutes, slept in ((4.9, False), (5, False), (5.1, True), (600, True)):
        watch = AwayDetector(NOON, 0)
        assert watch.look(at(1), 60) is None
        away = watch.look(at(1 + minutes), 60)
        assert (away == Away(at(1), at(1 + minutes), SLEPT)) is slept, minutes


def test_a_process_that_was_stopped_did_not_sleep() -> None:
    assert AwayDetector(NOON, 0).look(at(60), 3600) is None


def test_quiet_time_is_counted_from_the_last_key_and_asked_about_at_the_next() -> None:
    watch = AwayDetector(NOON, 0)
    assert watch.touch(at(10), 600) is None
    assert watch.look(at(200), 200 * 60) is None, "nobody is asked before they are back"
    assert watch.touch(at(201), 201 * 60) == Away(at(10), at(201), QUIET)
    assert watch.touch(at(202), 202 * 60) is None


def test_a_sleep_begins_the_quiet_time_anew() -> None:
    watch = AwayDetector(NOON, 0)
    assert watch.look(at(100), 60) == Away(NOON, at(100), SLEPT)
    assert watch.touch(at(180), 81 * 60) is None


@given(st.lists(st.tuples(st.floats(-86_400, 300), st.floats(0, 60)), max_size=40))
def test_a_wall_clock_that_is_set_back_is_never_time_away(steps: list[tuple[float, float]]) -> None:
    wall, awake = NOON, 0.0
    watch = AwayDetector(wall, awake)
    for jump, passed in steps:
        wall += timedelta(seconds=min(jump, 299) + passed)
        awake += passed
        assert watch.look(wall, awake) is None
        assert watch.touch(wall, awake) is None


@given(st.lists(st.tuples(st.floats(0, 90_000), st.floats(0, 6000), st.booleans()), max_size=40))
def test_time_away_is_in_the_past_in_order_and_never_told_twice(steps: list[tuple[float, float, bool]]) -> None:
    wall, awake = NOON, 0.0
    watch = AwayDetector(wall, awake)
    last = NOON
    for slept, passed, key in steps:
        wall += timedelta(seconds=slept + passed)
        awake += passed
        away = (watch.touch if key else watch.look)(wall, awake)
        if away is not None:
            assert last <= away.start + timedelta(seconds=300 * len(steps)) and away.start < away.end == wall
            last = away.end


# --- marks


TIMES = st.integers(0, 200)
SPANS = st.lists(st.tuples(TIMES, TIMES).map(sorted).map(tuple), max_size=8)


@given(TIMES, TIMES, SPANS)
def test_what_is_kept_is_the_stint_without_its_marks(start: int, end: int, rows: list[tuple[int, int]]) -> None:
    spans = united([row for row in rows if row[0] < row[1]])  # type: ignore[arg-type]
    parts = kept(start, end, spans)  # type: ignore[arg-type]
    minutes = {m for low, high in parts for m in range(low, high)}
    assert minutes == {m for m in range(start, end) if not any(low <= m < high for low, high in spans)}
    assert sum(high - low for low, high in parts) == len(minutes)


def test_marks_survive_being_written_and_read_and_nonsense_is_left_out() -> None:
    spans = [(at(5), at(9)), (at(1), at(3)), (at(2), at(4))]
    assert read_marks(marks_json(spans)) == [(at(1), at(4)), (at(5), at(9))]
    assert marks_json([]) is None
    for value in (None, 5, "x", [1], [["x", "y"]], [[time_text(at(3)), time_text(at(1))]], [[None, None, None]], {}):
        assert read_marks(value) == []


# --- deciding


def marked(*, ended: bool = False) -> tuple[BoardFixture, int, int]:
    """A focus of two hours with 47 minutes in its middle that nobody decided about: from 30 to 77."""
    fixture = BoardFixture()
    task = fixture.add("a")
    fixture.ok(c.Start((task,)))
    fixture.clock.advance(minutes=77)
    stint = next(int(key) for key in fixture.data[STINTS])
    fixture.ok(c.Unassign(stint, at(30), at(77)))
    fixture.clock.advance(minutes=43)
    if ended:
        fixture.ok(c.FocusOn(None))
        fixture.clock.advance(minutes=60)
    return fixture, task, stint


def focused(fixture: BoardFixture) -> int:
    """Minutes of focus that count."""
    return read_focus(fixture.board).summary(0, 2**62).ms // 60_000


@pytest.mark.parametrize("ended", [False, True])
def test_unassigned_time_is_no_focus_until_it_is_kept(ended: bool) -> None:
    fixture, task, stint = marked(ended=ended)
    assert focused(fixture) == 120 - 47
    (mark,) = undecided(fixture.board)
    assert (mark.stint, mark.task, mark.minutes) == (stint, task, 47)
    fixture.ok(c.Assign(stint, mark.start, mark.end))
    assert focused(fixture) == 120 and undecided(fixture.board) == []


@pytest.mark.parametrize("ended", [False, True])
def test_the_focus_can_have_ended_when_it_went_quiet_or_at_any_time(ended: bool) -> None:
    for minute in (0, 30, 42, 77, 119):
        fixture, _, stint = marked(ended=ended)
        fixture.ok(c.EndStint(stint, at(minute)))
        assert undecided(fixture.board) == [] or minute == 119
        assert focused(fixture) == (minute if minute != 119 else 119 - 47)
        assert fixture.board.focus is None
        assert fixture.data[STINTS][str(stint)]["cause"] == "idle"


@pytest.mark.parametrize("ended", [False, True])
def test_time_that_was_no_focus_is_cut_out_and_the_rest_goes_on(ended: bool) -> None:
    fixture, task, stint = marked(ended=ended)
    fixture.ok(c.CutStint(stint, at(30), at(77)))
    assert focused(fixture) == 73 and undecided(fixture.board) == []
    assert (fixture.board.focus is not None) is not ended
    assert {row["task"] for row in fixture.data[STINTS].values()} == {task}
    assert len(fixture.board.open_stints) == (0 if ended else 1)


@pytest.mark.parametrize(
    ("start", "end", "left"), [(-5, 20, 100), (100, 500, 100), (-5, 500, 0), (40, 50, 110), (30, 60, 90)]
)
@pytest.mark.parametrize("ended", [False, True])
def test_a_cut_anywhere_takes_out_just_that(start: int, end: int, left: int, ended: bool) -> None:
    fixture, _, stint = marked(ended=ended)
    fixture.ok(c.Assign(stint, at(30), at(77)))
    fixture.ok(c.CutStint(stint, at(start), at(end)))
    assert focused(fixture) == left
    assert len(fixture.board.open_stints) == (0 if ended else 1)


def test_other_marks_stay_with_the_part_they_are_in() -> None:
    fixture, _, stint = marked()
    fixture.ok(c.Unassign(stint, at(5), at(10)))
    fixture.ok(c.Unassign(stint, at(90), at(95)))
    fixture.ok(c.CutStint(stint, at(30), at(77)))
    assert [(mark.start, mark.end) for mark in undecided(fixture.board)] == [(at(5), at(10)), (at(90), at(95))]
    assert focused(fixture) == 120 - 5 - 47 - 5


def test_what_cannot_be_is_refused_in_a_sentence() -> None:
    fixture, _, stint = marked()
    for command in (
        c.EndStint(12345, at(1)),
        c.CutStint(stint, at(50), at(40)),
        c.CutStint(stint, at(500), at(600)),
        c.EndStint(stint, at(1), "boredom"),
        c.Assign(9, at(1), at(2)),
    ):
        with pytest.raises(UsageError):
            fixture.do(command)


def test_an_end_is_never_later_than_it_was_and_never_before_the_start() -> None:
    fixture, _, stint = marked(ended=True)
    end = fixture.data[STINTS][str(stint)]["end"]
    fixture.ok(c.EndStint(stint, at(500)))
    fixture.ok(c.EndStint(stint, at(20), "crash", estimated=True))
    assert fixture.data[STINTS][str(stint)]["end"] == end and fixture.data[STINTS][str(stint)]["cause"] == "pause"
    fixture.ok(c.EndStint(stint, at(-50)))
    assert fixture.data[STINTS][str(stint)]["end"] == time_text(NOON)


def test_marks_outside_of_their_stint_or_of_a_task_that_is_gone_are_not_asked_about() -> None:
    fixture, _, stint = marked()
    fixture.ok(c.EndStint(stint, at(20)))
    assert undecided(fixture.board) == []
    fixture, _, _ = marked()
    fixture.data["tasks"] = {}
    assert undecided(fixture.board) == []


def test_the_zone_changes_no_minute() -> None:
    fixture, _, _ = marked()
    for zone in (BERLIN, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles"), None):
        board = Board(fixture.data, fixture.clock.now(), zone)
        assert undecided(board)[0].minutes == 47
        assert read_focus(board).summary(0, 2**62).ms == 73 * 60_000


# --- undo


def service_with_mark() -> tuple[Service, int]:
    service = fake_service()
    outcome = service.dispatch(c.Add("a"))
    assert isinstance(outcome, Outcome)
    service.dispatch(c.Start(outcome.accepted.tasks))
    service.clock.advance(minutes=120)  # type: ignore[attr-defined]
    stint = service.board().open_stints[0][0]
    service.dispatch(c.Unassign(stint, at(30), at(77)), undoable=False)
    return service, stint


@pytest.mark.parametrize(
    "decide",
    [
        lambda stint: c.Assign(stint, at(30), at(77)),
        lambda stint: c.EndStint(stint, at(30)),
        lambda stint: c.CutStint(stint, at(30), at(77)),
    ],
)
def test_a_decision_is_taken_back_by_undo_and_the_mark_is_there_again(decide) -> None:
    service, stint = service_with_mark()
    service.dispatch(decide(stint))
    assert undecided(service.board()) == []
    service.undo()
    (mark,) = undecided(service.board())
    assert mark.minutes == 47
    assert len(service.board().open_stints) == 1
    service.redo()
    assert undecided(service.board()) == []


def test_what_wiptui_noted_by_itself_is_no_step_of_undo() -> None:
    service, _ = service_with_mark()
    outcome = service.undo()
    assert isinstance(outcome, Outcome) and outcome.words.startswith("Undid: Started")
