"""What is counted once, from when on, and how it adds up: undone waits, refusals, windows, weeks, shares, odd days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import BERLIN
from fakes import fake_service
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.metrics.flowlog import Log, at

from wiptui.domain import commands as c
from wiptui.domain.as_of import board_as_of
from wiptui.domain.board import Board
from wiptui.domain.dates.date_style import DEFAULT, Habits, tell
from wiptui.domain.dates.parse import parse_since
from wiptui.domain.dates.working_hours import read_work_hours
from wiptui.domain.gate import Refusal
from wiptui.metrics.figures import focus_length, in_percent, length, limit, percents, rate
from wiptui.metrics.flow.control_limits import doubt, last_run, verdict, xmr
from wiptui.metrics.flow.daily_series import (
    average_wip_by_day,
    cfd,
    focus_by_day,
    focus_outside,
    throughput_by_day,
    throughput_by_week,
)
from wiptui.metrics.flow.littles_law import littles_law
from wiptui.metrics.flow.totals import WipTime
from wiptui.metrics.flow.waits import waits
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.forecast.monte_carlo import sample_of, when
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.review.week import week
from wiptui.metrics.stats import stats, stats_by
from wiptui.metrics.window import last_days, window
from wiptui.service import Service


@pytest.fixture
def weeks_from_sunday() -> Iterator[None]:
    tell(Habits(week_start=6))
    yield
    tell(DEFAULT)


# --- an undo that brings a wait back


def waited_and_came_back(service: Service) -> int:
    task = service.dispatch(c.Add("Call Ana")).accepted.tasks[0]  # type: ignore[union-attr]
    service.dispatch(c.Wait(task, on="Ana", why="the logo"))
    service.clock.advance(hours=2)  # type: ignore[attr-defined]
    service.dispatch(c.Start((task,)))
    service.clock.advance(hours=1)  # type: ignore[attr-defined]
    service.undo()
    service.clock.advance(hours=1)  # type: ignore[attr-defined]
    return int(task)


def test_a_wait_that_an_undo_brought_back_is_one_wait() -> None:
    service = fake_service()
    waited_and_came_back(service)
    ledger = Ledger(service.board())
    assert [(w.on, w.why, round((w.end - w.start) / 3_600_000), w.is_open) for w in waits(ledger)] == [
        ("Ana", "the logo", 4, True)
    ]
    assert [row["waits"] for row in stats_by(ledger, "person", window(ledger, None, None))] == [1]


def test_words_that_were_undone_were_never_said_and_a_redo_says_them_at_their_old_time() -> None:
    service = fake_service()
    task = waited_and_came_back(service)
    service.dispatch(c.Edit(task, {"waiting_on": "Bob"}))
    service.clock.advance(hours=1)
    service.undo()
    assert [w.on for w in waits(Ledger(service.board()))] == ["Ana"]
    service.redo()
    assert [w.on for w in waits(Ledger(service.board()))] == ["Ana", "Bob"]


# --- refusals


def test_a_refusal_counts_from_the_moment_it_happens() -> None:
    service = fake_service()
    tasks = [service.dispatch(c.Add(title)).accepted.tasks[0] for title in "abcd"]  # type: ignore[union-attr]
    service.dispatch(c.Start(tuple(tasks[:3])))
    before = service.board().at
    service.clock.advance(minutes=1)
    assert isinstance(service.dispatch(c.Start((tasks[3],))), Refusal)
    assert stats(service.board())["refusals"] == 1, "the choice has not followed yet"
    found = week(service.board(), service.board().week_start)
    assert [(row.wanted, row.choice) for row in found.refusals] == [("d", "")]
    assert stats(board_as_of(service.board(), before))["refusals"] == 0
    service.clock.advance(minutes=1)
    service.dispatch(c.Finish((tasks[0],)))
    assert stats(service.board())["refusals"] == 1, "written with the choice, and counted once"


# --- windows


def imported_line() -> Log:
    """An import that brings finished tasks."""
    log = Log()
    log.task("an old line", "created 2026-02-01 09:00", created="2026-02-01T08:00:00.000Z")
    for day in range(24):
        log.task(f"t{day}", f"doing {date(2026, 10, 5) + timedelta(days=day)} 09:00")
        log.write("tasks", day + 2, f"{date(2026, 10, 5) + timedelta(days=day)} 10:00", state="done")
    return log


def test_import_oracle() -> None:
    ledger = Ledger(imported_line().board("2026-10-29 08:00"))
    sample = sample_of(ledger)
    assert sample.days == (1,) * 24
    found = when(sample.days, 4, 1)
    assert found is not None and found.p(85) == 4
    asked = window(ledger, None, None)
    weeks = [count for _, count in throughput_by_week(ledger, asked.since, asked.until)]
    assert weeks == [7, 7, 7]
    assert xmr(weeks) is None


def test_no_window_reaches_back_to_before_recording_began() -> None:
    board = imported_line().board("2026-10-29 08:00")
    for since in (None, at("2026-01-01"), at("2026-10-05")):
        assert stats(board, since)["window"]["from"] == "2026-10-05T00:00:00+02:00"
    assert stats(board, at("2026-10-06"))["window"]["from"] == "2026-10-06T00:00:00+02:00"
    ledger = Ledger(board)
    assert [window(ledger, since, None).is_clipped for since in (None, at("2026-01-01"), at("2026-10-05"))] == [
        False, True, False,
    ]  # fmt: skip
    assert last_days(ledger, 90).is_clipped and not last_days(ledger, 14).is_clipped
    before = stats(board, at("2026-01-01"), at("2026-02-01"))
    assert (before["throughput"], before["wip"]["average"], before["window"]["from"]) == (
        0, None, before["window"]["to"],
    )  # fmt: skip


def test_a_completion_without_a_start_begins_the_recording_too_also_where_it_was_voided() -> None:
    log = Log()
    log.task("a", "created Mon 09:00", "done Tue 09:00", "doing Fri 09:00")
    assert stats(log.board("Sat"))["window"]["from"] == "2026-11-03T00:00:00+01:00"
    assert sample_of(Ledger(log.board("Sat"))).days == (0, 0, 0, 0)
    log = Log()
    log.task("a", "created Mon 09:00")
    assert sample_of(Ledger(log.board("Sat"))).days == (), "nothing recorded is no sample"
    assert stats(log.board("Sat"))["created"] == 1


def test_28_days_are_four_weeks_with_today_and_the_terminal_and_the_board_agree() -> None:
    log = imported_line()
    log.task("older", "doing 2026-06-01 09:00", "done 2026-06-02 09:00")
    board = log.board("2026-10-29 08:00")
    ledger = Ledger(board)
    for words, days in (("28d", 28), ("4w", 28), ("90 d", 90), ("1d", 1)):
        found = stats(board, parse_since(words, board.today, BERLIN))
        assert len(found["throughput_by_day"]) == days
        shown = last_days(ledger, days)
        assert window(ledger, parse_since(words, board.today, BERLIN), None) == shown
    assert parse_since("2026-10-01", board.today, BERLIN) == at("2026-10-01")
    assert parse_since("yesterday", board.today, BERLIN) == at("2026-10-28")


def test_a_week_begins_on_the_day_that_the_settings_name(weeks_from_sunday: None) -> None:
    log = Log()
    log.task("a", "doing Sun 09:00", "done Sun 10:00")
    ledger = Ledger(log.board("2026-11-16 12:00"))
    asked = window(ledger, None, None)
    assert throughput_by_week(ledger, asked.since, asked.until) == [(date(2026, 11, 8).toordinal(), 1)]


# --- shares and rates


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.integers(0, 100))
@settings(max_examples=60)
def test_shares_add_up_and_each_is_within_one_of_its_fraction(parts: list[int], whole: int) -> None:
    found = percents(parts, whole)
    assert sum(found) == (whole if any(parts) else 0)
    for part, share in zip(parts, found, strict=True):
        assert not sum(parts) or abs(share - part * whole / sum(parts)) < 1 + 1e-6


def test_the_largest_remainder_gets_what_is_left() -> None:
    assert percents((1, 1, 1)) == (34, 33, 33)
    assert WipTime(2, 3, 3).percents == (25, 38, 37), "rounded one by one they are 101"
    assert WipTime(0, 0, 0).percents == (0, 0, 0)


def test_rates_below_one_have_two_digits() -> None:
    assert [rate(value) for value in (0, 0.044, 0.35, 0.999, 1, 12.34)] == [
        "0",
        "0.04",
        "0.35",
        "1.00",
        "1.0",
        "12.3",
    ]


# --- the trend


def test_a_point_outside_or_eight_in_a_row_is_a_signal_and_the_rest_is_the_usual_range() -> None:
    usual = [4, 5, 3, 6, 4, 5, 4, 5]
    limits = xmr(usual)
    assert limits is not None
    assert verdict([*usual[:-1], 8], limits) == "is within its usual range (0.32 to 8.7)"
    assert verdict([*usual[:-1], 9], limits) == "is a signal: outside its usual range (0.32 to 8.7)"
    assert verdict([9, *usual[1:]], limits).endswith("; 1 before it was outside")
    assert verdict([2] * 3 + [5] * 8, limits).startswith("is the last of 8 in a row above the mean: a signal")
    assert "in a row" not in verdict([5] * 4 + [4] + [5] * 7, limits)
    assert (last_run([5, 4, 4], 4.5), last_run([5, 5], 5)) == ((2, "below"), (0, "")), "on the mean is on no side"


def test_there_are_no_limits_where_they_would_say_nothing() -> None:
    assert (xmr([0, 1, 0, 2, 0, 1, 0, 1]), xmr([7] * 8), xmr([4, 5] * 3)) == (None, None, None)
    assert "from a mean of 1" in doubt([0, 1, 0, 2, 0, 1, 0, 1])
    assert "alike" in doubt([7] * 8)
    assert "8 whole weeks" in doubt([4, 5] * 3)


# --- days that never were


def test_a_day_that_a_zone_skipped_is_in_no_series() -> None:
    apia = ZoneInfo("Pacific/Apia")
    log = Log()
    start = datetime(2011, 12, 28, 20, tzinfo=UTC)  # the 28th there; the 30th never was
    log.write("tasks", 1, start, title="a", state="doing")
    log.write("tasks", 1, start + timedelta(days=3), state="done")
    focus = {"task": 1, "start": "2011-12-31T18:30:00.000Z", "end": "2011-12-31T19:30:00.000Z", "cause": "done"}
    log.write("stints", 2, start, **focus)
    board = Board(log.data, start + timedelta(days=5), apia)
    ledger = Ledger(board)
    asked = window(ledger, None, None)
    span = asked.since, asked.until
    skipped = date(2011, 12, 30).toordinal()
    days = [day for day, _ in throughput_by_day(ledger, *span)]
    assert days == [day for day in range(days[0], days[-1] + 1) if day != skipped]
    assert len(average_wip_by_day(ledger, *span)) == len(cfd(ledger, *span)) == len(days) == 6
    assert skipped not in [row.day for row in focus_by_day(ledger, read_focus(board), *span)]
    hours = read_work_hours("daily 8-9")  # 18:00 to 19:00 UTC; of the day that never was there are none to subtract
    assert focus_outside(read_focus(board), apia, *span, hours) == 30 * 60_000


# --- what rounding must not claim


def test_a_share_is_nothing_or_all_only_where_it_is() -> None:
    said = [in_percent(share) for share in (0, 0.0001, 0.01, 0.5, 0.99, 0.9991, 1)]
    assert said == ["0%", "under 1%", "1%", "50%", "99%", "over 99%", "100%"]


def test_a_limit_is_told_apart_from_the_whole_number_beside_it() -> None:
    assert [limit(value) for value in (2.97, 2.996, 8.68, 0.32, 0, 3.0)] == ["2.97", "2.996", "8.7", "0.32", "0", "3.0"]


def test_a_length_of_a_minute_is_no_nought_hours() -> None:
    assert [length(hours) for hours in (0, 0.001, 0.05, 1.25, 120)] == [
        "0 min",
        "under 1 min",
        "3 min",
        "1.2 h",
        "5.0 d",
    ]
    assert focus_length(312) == "312.0 h", "a day of focus is no day of work"


def test_no_workday_before_the_window_is_counted_without_focus_in_it() -> None:
    log = Log()
    log.task("first", "doing Tue 09:00")
    log.stint(1, "Tue 09:00", "Tue 10:00")
    board = log.board("Wed 12:00")
    ledger = Ledger(board)
    days = focus_by_day(ledger, read_focus(board), ledger.recorded_from or 0, ledger.now)
    assert [date.fromordinal(day.day).strftime("%a") for day in days] == ["Tue", "Wed"]


@pytest.mark.parametrize(
    ("left", "said"), [(4, "too early: 4 left work in this window; it takes 5"), (5, "r 1.00, n=5: ")]
)
def test_littles_law_is_told_from_five_on_and_names_both_sides(left: int, said: str) -> None:
    log = Log()
    for n in range(left):
        log.task(f"t{n}", f"doing 2026-11-0{n + 1} 09:00", f"done 2026-11-0{n + 1} 18:00")
    ledger = Ledger(log.board("2026-11-09 12:00"))
    found = littles_law(ledger, ledger.recorded_from or 0, ledger.now)
    assert said in found.sentence and "=" not in found.sentence.partition(", r ")[0]
