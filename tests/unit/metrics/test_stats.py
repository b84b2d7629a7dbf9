"""The shape of stats --json, time travel, windows, and logs that are not what they should be."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from builders import BERLIN, BoardFixture
from unit.metrics.flowlog import Log, at

from wiptui.domain import commands as c
from wiptui.domain.as_of import board_as_of
from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.ids import id_text
from wiptui.domain.focus.checkin import undecided
from wiptui.domain.tasks.history import UNDOES
from wiptui.domain.tasks.task import State
from wiptui.metrics.flow.daily_series import average_wip_by_day, cycle_points, throughput_by_week
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.stats import stats
from wiptui.metrics.times import Calendar, text_ms

PROMISED = {
    "window": {"from", "to"}, "created": None, "entries": None, "exits": None, "throughput": None, "dropped": None,
    "net_flow": None, "throughput_by_day": None, "cycle_days": {"n", "p50", "p70", "p85", "p95", "max", "values"},
    "lead_days": {"n", "p50", "p70", "p85", "p95", "max", "values"}, "wip": {"now", "average", "peak", "shelved"},
    "time_in_wip_hours": {"total", "doing", "waiting", "queue"}, "flow_efficiency": None, "headwind": None,
    "own_queue": None, "touch": None, "little": {"L", "lambda", "W", "r", "verdict"},
    "focus": {"seconds", "switches", "chosen", "blocked", "interrupted", "transitions", "interruptions", "per_hour",
              "deep_sessions", "after_hours_seconds"},
    "value": {"hours", "amount"}, "cfd": None, "over_limit_minutes": None, "refusals": None,
}  # fmt: skip


def some_log() -> Log:
    log = Log()
    log.task("a", "created Mon 08:00", "doing Mon 09:00", "waiting Mon 12:00", "resolved Tue 09:00", "done Tue 10:00")
    log.task("b", "created Mon 08:00", "doing Tue 09:00")
    log.stint(1, "Mon 09:00", "Mon 10:00")
    return log


@pytest.mark.parametrize("log", [Log(), some_log()])
def test_the_shape_is_as_promised_and_plain_json(log: Log) -> None:
    found = stats(log.board("Wed 12:00"))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for name, keys in PROMISED.items():
        assert name in found
        assert keys is None or set(found[name]) == keys


def test_an_empty_log_invents_nothing() -> None:
    found = stats(Log().board("Wed 12:00"), at("Mon"), at("Wed"))
    assert (found["throughput"], found["cycle_days"]["p85"], found["flow_efficiency"], found["touch"]) == (
        0, None, None, None,
    )  # fmt: skip
    assert (found["little"]["r"], found["focus"]["per_hour"], found["value"]["amount"]) == (None, None, None)
    assert found["wip"] == {"now": 0, "average": 0, "peak": 0, "shelved": 0}


def test_a_window_ends_where_knowledge_ends() -> None:
    found = stats(board_as_of(some_log().board("Wed"), at("Tue 09:30")), at("Mon"), at("2026-11-09"))
    assert found["window"] == {"from": "2026-11-02T00:00:00+01:00", "to": "2026-11-03T09:30:00+01:00"}
    assert (len(found["cfd"]), len(found["throughput_by_day"]), found["wip"]["now"]) == (2, 2, 2)
    assert found["wip"]["average"] == pytest.approx((24 + 1) / 33.5)


def test_what_happens_this_instant_is_in_the_window() -> None:
    log = Log()
    log.task("a", "doing Mon 09:00", "done Mon 12:00")
    assert stats(log.board("Mon 12:00"))["throughput"] == 1
    assert stats(log.board("Mon 12:00"), at("Mon"), at("Tue"))["throughput"] == 1
    assert stats(log.board("Mon 12:00"), at("Mon"), at("Mon 12:00"))["throughput"] == 0


def test_without_since_the_window_begins_with_the_day_of_the_first_task() -> None:
    assert stats(some_log().board("Wed 12:00"))["window"]["from"] == "2026-11-02T00:00:00+01:00"


def test_refusals_are_counted_in_the_window() -> None:
    log = some_log()
    log.write("refusals", 1, "Mon 10:00", at="2026-11-02T09:00:00+00:00", scope="global")
    log.write("refusals", 2, "Mon 10:00", at="2026-10-02T09:00:00+00:00", scope="global")
    assert stats(log.board("Wed 12:00"), at("Mon"), at("Tue"))["refusals"] == 1


# --- as of


def test_the_board_as_it_stood() -> None:
    board = some_log().board("Wed 12:00")
    assert [task.title for task in board_as_of(board, at("Mon 12:00")).column(State.WAITING)] == ["a"]
    then = board_as_of(board, at("Mon 13:00"))
    assert [task.title for task in then.column(State.WAITING)] == ["a"]
    assert [task.title for task in then.column(State.READY)] == ["b"]
    assert (assess(then).level, assess(board).rule("age").value) == ("calm", 2)
    assert list(board_as_of(board, at("Mon 07:00")).all_tasks()) == []
    assert stats(then)["time_in_wip_hours"] == {"total": 4, "doing": 3, "waiting": 1, "queue": 0}


def test_a_stint_that_ended_later_was_running_then() -> None:
    log = some_log()
    log.write("stints", 9, "Tue 09:00", task=2, start="2026-11-03T08:00:00.000Z")
    log.write("stints", 9, "Tue 10:00", end="2026-11-03T09:00:00.000Z", cause="pause")
    then = board_as_of(log.board("Wed 12:00"), at("Tue 09:30"))
    assert then.focus is not None
    assert stats(then)["focus"]["seconds"] == 5400


# --- logs that are not what they should be


def test_impossible_stamps_leave_a_task_out_and_name_it() -> None:
    log = some_log()
    log.task("2035", "doing Mon 09:00", "done 2035-01-01 10:00")
    log.task("1970", "doing 1970-01-02 09:00")
    found = stats(log.board("Wed 12:00"))
    assert (found["unknown"], found["throughput"], found["wip"]["now"]) == ([id_text(3), id_text(4)], 1, 1)


def test_a_clock_some_minutes_ahead_is_believed_as_far_as_it_can_be() -> None:
    log = Log()
    log.task("a", "doing Mon 09:00", "done Mon 12:05")
    found = stats(log.board("Mon 12:00"))
    assert (found["throughput"], found["time_in_wip_hours"]["total"], found["unknown"]) == (1, 3, [])


def test_created_after_its_start_counts_from_the_start() -> None:
    log = Log()
    log.task("a", "doing Tue 09:00", "done Wed 09:00", created="2026-11-05T00:00:00Z")
    assert stats(log.board("Fri"))["lead_days"]["values"] == [2]


def test_done_without_a_start_counts_in_throughput_and_lead_time_alone() -> None:
    log = Log()
    log.task("a", "created Mon 08:00", "done Tue 09:00")
    found = stats(log.board("Fri"))
    assert (found["throughput"], found["exits"], found["cycle_days"]["n"], found["lead_days"]["values"]) == (
        1,
        0,
        0,
        [2],
    )


def test_dropped_counts_in_neither() -> None:
    log = Log()
    log.task("a", "doing Mon 08:00", "dropped Tue 09:00")
    found = stats(log.board("Fri"))
    assert (found["throughput"], found["dropped"], found["exits"], found["cycle_days"]["n"]) == (0, 1, 1, 0)


def test_records_of_odd_shape_never_crash() -> None:
    log = Log()
    log.write("tasks", 1, "Mon 09:00", title=7, state=["doing"])
    log.write("tasks", 2, "Mon 09:00", state="flying", project=3, tags="x")
    log.write("tasks", 3, "Mon 09:00", state="doing", gone=True)
    log.data["tasks"]["4"] = {"title": "no log", "state": "doing"}
    log.data["tasks"]["5"] = {"_log": {"not a stamp": {"state": "doing"}}, "state": "doing"}
    board = log.board("Wed 12:00")
    found = stats(board)
    assert (found["entries"], found["unknown"]) == (0, [id_text(4), id_text(5)])


# --- undo


def test_an_undone_start_never_happened() -> None:
    log = Log()
    log.task("a", "created Mon 08:00", "doing Mon 09:00")
    started = max(log.data["tasks"]["1"]["_log"])
    log.write("tasks", 1, "Mon 10:00", state="ready", **{UNDOES: [started]})
    found = stats(log.board("Wed"))
    assert (found["entries"], found["exits"], found["time_in_wip_hours"]["total"]) == (0, 0, 0)


def test_an_undo_that_crossed_another_move_is_a_move_to_where_it_led() -> None:
    log = Log()
    log.task("a", "created Mon 08:00", "doing Mon 09:00")
    started = max(log.data["tasks"]["1"]["_log"])
    log.write("tasks", 1, "Mon 09:30", state="waiting")
    log.write("tasks", 1, "Mon 10:00", state="ready", **{UNDOES: [started]})
    found = stats(log.board("Wed"))
    assert (found["entries"], found["exits"], found["time_in_wip_hours"]["total"]) == (1, 1, 0.5)


def test_what_was_resolved_before_an_undo_stays_so_and_after_it_means_nothing() -> None:
    log = Log()
    log.task("a", "created Mon 08:00", "doing Mon 09:00")
    started = max(log.data["tasks"]["1"]["_log"])
    log.write("tasks", 1, "Mon 09:30", state="waiting")
    log.write("tasks", 1, "Mon 09:45", resolved_at="2026-11-02T08:45:00Z")
    log.write("tasks", 1, "Mon 10:00", state="ready", **{UNDOES: [started]})
    log.write("tasks", 1, "Mon 11:00", resolved_at=None)
    assert stats(log.board("Wed"))["time_in_wip_hours"] == {"total": 0.5, "doing": 0, "waiting": 0.25, "queue": 0.25}


def test_a_wait_to_which_an_undo_led_can_be_resolved() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00", "doing Mon 09:30", "done Mon 10:00")
    done = max(log.data["tasks"]["1"]["_log"])
    log.write("tasks", 1, "Mon 11:00", state="waiting", **{UNDOES: [done]})
    log.write("tasks", 1, "Mon 12:00", resolved_at="2026-11-02T11:00:00Z")
    found = stats(log.board("Mon 13:00"))
    assert found["time_in_wip_hours"] == {"total": 4, "doing": 1.5, "waiting": 1.5, "queue": 1}


def test_a_renewed_wait_is_waiting_on_others_again() -> None:
    log = Log()
    log.task("a", "waiting Mon 09:00", "resolved Mon 12:00")
    log.write("tasks", 1, "Mon 13:00", resolved_at=None)
    assert stats(log.board("Mon 15:00"))["time_in_wip_hours"] == {"total": 6, "doing": 0, "waiting": 5, "queue": 1}


def test_the_cfd_counts_a_drop_that_was_taken_back_where_it_was() -> None:
    log = Log()
    log.task("a", "doing Mon 09:00", "dropped Tue 09:00", "doing Wed 09:00")
    found = stats(log.board("Thu"), at("Mon"), at("Thu"))
    assert ([row["dropped"] for row in found["cfd"]], found["dropped"]) == ([0, 1, 1], 0)


def test_the_measures_agree_with_the_commands() -> None:
    fixture = BoardFixture(doing=2)
    first, second = fixture.add("a"), fixture.add("b")
    fixture.clock.advance(hours=1)
    fixture.ok(c.Start((first,)))
    fixture.clock.advance(hours=2)
    fixture.ok(c.Wait(first, on="Ana"))
    fixture.ok(c.Start((second,)))
    fixture.clock.advance(hours=3)
    fixture.ok(c.Resolve(first))
    fixture.clock.advance(hours=1)
    fixture.ok(c.Finish((second,)))
    fixture.ok(c.Start((first,)))
    fixture.clock.advance(hours=1)
    for mark in undecided(fixture.board):
        fixture.ok(c.Assign(mark.stint, mark.start, mark.end))
    found = stats(fixture.board)
    assert {name: round(hours, 3) for name, hours in found["time_in_wip_hours"].items()} == {
        "total": 12, "doing": 2 + 4 + 1, "waiting": 3, "queue": 1,
    } | {"total": 2 + 3 + 1 + 4 + 1}  # fmt: skip
    assert (found["focus"]["seconds"], found["focus"]["blocked"], found["focus"]["transitions"]) == (7 * 3600, 1, 1)


# --- series and days


def test_weeks_are_whole_unless_asked_otherwise() -> None:
    ledger = Ledger(some_log().board("2026-11-11 12:00"))
    monday = date(2026, 11, 2).toordinal()
    window = to_ms(at("Mon")), to_ms(at("2026-11-12"))
    assert throughput_by_week(ledger, *window) == [(monday, 1)]
    assert throughput_by_week(ledger, *window, whole=False) == [(monday, 1), (monday + 7, 0)]


def test_the_scatter_leads_to_the_tasks() -> None:
    points = cycle_points(Ledger(some_log().board("Wed 12:00")), 0, 10**15)
    assert [(point.cycle, point.task) for point in points] == [(2, 1)]


def test_average_wip_of_a_day_with_25_hours() -> None:
    log = Log()
    log.task("a", "doing 2026-10-24 12:00", "done 2026-10-26 00:00")
    rows = average_wip_by_day(Ledger(log.board("Mon")), to_ms(at("2026-10-24")), to_ms(at("2026-10-27")))
    assert [average for _, average in rows] == [0.5, 1, 0]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia"]
)
def test_a_calendar_agrees_with_the_wall_clock(zone: str) -> None:
    tz = ZoneInfo(zone)
    first = datetime(2010, 1, 1, tzinfo=UTC)
    calendar = Calendar(tz, to_ms(first), to_ms(first + timedelta(days=3000)))
    for hours in range(0, 24 * 3000, 7):
        instant = first + timedelta(hours=hours)
        assert calendar.day(to_ms(instant)) == instant.astimezone(tz).toordinal()


def test_a_calendar_answers_outside_its_table_and_for_the_zone_of_the_machine() -> None:
    calendar = Calendar(None, to_ms(at("Mon 12:00")), to_ms(at("Tue 12:00")))
    assert calendar.day(to_ms(at("2027-06-30 23:30"))) == date(2027, 6, 30).toordinal()
    assert calendar.day(to_ms(at("Mon 00:00"))) == calendar.day(to_ms(at("Mon 23:59"))) == date(2026, 11, 2).toordinal()


@pytest.mark.parametrize(
    "text", ["2026-11-22T09:15:00.123Z", "2026-11-22T10:15:00.123+01:00", "2026-11-22T09:15:00.123"]
)
def test_times_are_read_as_the_domain_reads_them(text: str) -> None:
    assert text_ms(text) == to_ms(datetime(2026, 11, 22, 9, 15, 0, 123_000, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["2026-13-22T09:15:00.123Z", "2026-11-22T25:15:00.123Z", "nonsense of 24 letters.Z", 7]
)
def test_what_is_no_time_is_none(text: object) -> None:
    assert text_ms(text) is None


def test_a_board_in_another_zone_has_other_days() -> None:
    log = Log()
    log.task("a", "doing Mon 08:00", "done Tue 00:30")
    assert stats(Board(log.data, at("Fri"), BERLIN))["cycle_days"]["values"] == [2]
    assert stats(Board(log.data, at("Fri"), ZoneInfo("America/New_York")))["cycle_days"]["values"] == [1]
