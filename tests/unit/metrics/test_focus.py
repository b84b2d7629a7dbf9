"""A worked example of switches, sessions, and stints in odd shapes."""

from __future__ import annotations

import pytest
from builders import BERLIN
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.metrics.focus.sessions import FocusSummary, read_focus
from wiptui.metrics.focus.stints import read_stints
from wiptui.metrics.focus.switches import count_switches, workday_start

A, B, C, D, E = 1, 2, 3, 4, 5


def the_day(*, noted: bool = True) -> Log:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:30")
    log.stint(B, "Mon 09:30:00", "Mon 09:30:40")
    log.stint(A, "Mon 09:31", "Mon 09:50")
    log.stint(C, "Mon 09:50", "Mon 10:10", "done")
    log.stint(A, "Mon 10:10", "Mon 10:40", "interrupt")
    if noted:
        log.interrupt("Mon 10:40", during=A)
    log.stint(A, "Mon 10:45", "Mon 11:05", "wait")
    log.stint(D, "Mon 11:05", "Mon 11:30", "pause")
    log.stint(E, "Mon 13:00", "Mon 13:20", "quit")
    log.stint(A, "Tue 09:00", "Tue 09:10", "quit")
    return log


def focus(log: Log, since: str = "Mon 00:00", until: str = "Tue 00:00", now: str = "Wed 12:00") -> FocusSummary:
    return read_focus(log.board(now)).summary(to_ms(at(since)), to_ms(at(until)))


@pytest.mark.parametrize("noted", [True, False])
def test_switches_oracle(noted: bool) -> None:
    found = focus(the_day(noted=noted))
    assert (found.switches, found.chosen, found.blocked, found.interrupted) == (3, 2, 1, 0)
    assert (found.transitions, found.interruptions) == (1, 1)
    assert found.seconds == 164 * 60 + 40
    assert found.per_hour is not None
    assert round(found.per_hour, 2) == 1.09
    # A 9:00-9:50 around a peek, and D with exactly 25 minutes; A after 10:10 was interrupted.
    assert (found.sessions, found.deep_sessions) == (5, 2)


def test_switches_of_the_oracle_by_the_clock() -> None:
    log = the_day()
    assert (count_switches(log.board("Mon 10:50")).hour, count_switches(log.board("Mon 10:50")).today) == (0, 1)
    found = count_switches(log.board("Mon 13:30"))
    assert (found.hour, found.today) == (1, 3)
    assert count_switches(log.board("Tue 09:05")).today == 0


def test_total_is_the_sum_over_tasks() -> None:
    log = read_focus(the_day().board("Wed 12:00"))
    by_task = log.by_task(to_ms(at("Mon")), to_ms(at("Tue")))
    assert {task: ms / 60_000 for task, ms in by_task.items()} == {A: 99, B: pytest.approx(2 / 3), C: 20, D: 25, E: 20}


def test_a_workday_begins_at_four() -> None:
    assert workday_start(to_ms(at("Tue 03:59")), BERLIN) == to_ms(at("Mon 04:00"))
    assert workday_start(to_ms(at("Tue 04:00")), BERLIN) == to_ms(at("Tue 04:00"))
    log = Log()
    log.stint(A, "Mon 22:00", "Mon 23:00")
    log.stint(B, "Tue 03:00", "Tue 03:30")
    log.stint(C, "Tue 04:00", "Tue 04:30")
    assert focus(log, until="Wed").switches == 1


def test_a_switch_after_an_interrupt_is_of_that_kind() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:30", "interrupt")
    log.stint(B, "Mon 09:31", "Mon 10:00")
    assert (focus(log).interrupted, focus(log).interruptions) == (1, 1)


def test_work_finished_before_the_next_stint_is_a_transition_even_without_its_cause() -> None:
    log = Log()
    task = log.task("a", "doing Mon 08:00", "done Mon 09:40")
    log.stint(task, "Mon 09:00", "Mon 09:30", "pause")
    log.stint(B, "Mon 09:50", "Mon 10:00")
    assert (focus(log).switches, focus(log).transitions) == (0, 1)


def test_work_reopened_before_the_next_stint_is_a_switch() -> None:
    log = Log()
    task = log.task("a", "doing Mon 08:00", "done Mon 09:30", "doing Mon 09:40")
    log.stint(task, "Mon 09:00", "Mon 09:30", "done")
    log.stint(B, "Mon 09:50", "Mon 10:00")
    assert (focus(log).switches, focus(log).transitions) == (1, 0)


def test_below_half_an_hour_there_is_no_rate() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:15")
    log.stint(B, "Mon 09:15", "Mon 09:29:59")
    assert (focus(log).switches, focus(log).per_hour) == (1, None)


def test_overlapping_stints_of_two_machines_count_no_instant_twice() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 12:00", "wait")
    log.stint(B, "Mon 10:00", "Mon 10:30", "pause")
    found = read_focus(log.board("Wed 12:00"))
    assert [(task, (end - start) // 60_000) for task, start, end in found.slices] == [(A, 60), (B, 30), (A, 90)]
    # What ended A at noon does not explain why B began at ten.
    assert (focus(log).chosen, focus(log).blocked) == (1, 0)


def test_a_stint_left_open_ends_where_the_next_begins_or_its_task_left_doing() -> None:
    log = Log()
    task = log.task("a", "doing Mon 08:00", "done Mon 11:00")
    log.stint(task, "Mon 10:00", None)
    assert focus(log).seconds == 3600
    log.stint(B, "Mon 10:20", "Mon 10:30")
    assert focus(log).seconds == 1800


def test_the_running_stint_counts_up_to_now() -> None:
    log = Log()
    log.task("a", "doing Mon 08:00")
    log.stint(A, "Mon 10:00", None)
    assert focus(log, now="Mon 10:42").seconds == 42 * 60
    assert read_stints(log.board("Mon 10:42"))[0].is_open


def test_a_heartbeat_that_stopped_ends_an_open_stint() -> None:
    log = Log()
    log.task("a", "doing Mon 08:00")
    log.stint(A, "Mon 10:00", None, seen="2026-11-02T09:30:00Z")
    assert focus(log, now="Mon 12:00").seconds == 1800
    assert not read_stints(log.board("Mon 12:00"))[0].is_open


def test_records_out_of_shape_are_left_out() -> None:
    log = Log()
    log.write("stints", 1, "Mon 09:00", task="x", start="2026-11-02T08:00:00Z")
    log.write("stints", 2, "Mon 09:00", task=A, start="yesterday")
    log.write("stints", 3, "Mon 09:00", task=A, start="2035-01-01T00:00:00Z", end="2035-01-01T01:00:00Z")
    log.write("stints", 4, "Mon 09:00", task=A, start="2026-11-02T08:00:00Z", end="2026-11-02T07:00:00Z")
    log.write("stints", 5, "Mon 09:00", task=A, start="2026-11-02T08:00:00Z", end="2026-11-02T09:00:00Z", gone=True)
    log.write("interrupts", 6, "Mon 09:00", at=7)
    assert [(stint.id, stint.length) for stint in read_stints(log.board("Wed"))] == [(4, 0)]
    assert focus(log).seconds == 0


def test_a_session_bridges_five_minutes_and_a_peek_but_not_another_task() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:15")
    log.stint(A, "Mon 09:20", "Mon 09:30")
    assert (focus(log).sessions, focus(log).deep_sessions) == (1, 1)
    log.stint(B, "Mon 09:15", "Mon 09:20")
    assert (focus(log).sessions, focus(log).deep_sessions) == (3, 0)


def test_a_peek_at_the_same_task_belongs_to_its_session_and_begins_none() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:24:30")
    log.stint(A, "Mon 09:25:00", "Mon 09:25:30", "interrupt")
    assert (focus(log).sessions, focus(log).deep_sessions) == (1, 0)
    log.stint(A, "Mon 10:00:00", "Mon 10:00:30")
    assert focus(log).sessions == 1


def test_a_session_goes_on_while_the_longer_stint_of_another_machine_runs() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:20")
    log.stint(A, "Mon 09:05", "Mon 09:10")
    log.stint(A, "Mon 09:22", "Mon 09:30")
    assert (focus(log).sessions, focus(log).deep_sessions) == (1, 1)


def test_an_interrupt_within_a_session_leaves_it_shallow() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 10:00")
    log.interrupt("Mon 09:20")
    assert (focus(log).interruptions, focus(log).deep_sessions) == (1, 0)


def test_time_that_nobody_has_decided_about_is_no_focus() -> None:
    log = Log()
    marks = [["2026-11-02T08:30:00.000Z", "2026-11-02T09:00:00.000Z"], ["2026-11-02T09:50:00.000Z", "nonsense"]]
    log.stint(A, "Mon 09:00", "Mon 11:00", "wait", unassigned=marks)
    log.stint(B, "Mon 11:00", "Mon 11:10", "pause")
    assert (focus(log).seconds, focus(log).blocked) == (100 * 60, 1)
    assert (focus(log).sessions, focus(log).deep_sessions) == (3, 2)


def test_each_interrupt_explains_one_stint_that_it_ended() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 09:30", "interrupt")
    log.stint(A, "Mon 09:30:10", "Mon 09:30:50", "interrupt")
    log.interrupt("Mon 09:30:20")
    assert focus(log).interruptions == 2


def test_a_stint_of_which_less_than_a_minute_is_sure_is_a_peek() -> None:
    log = Log()
    log.stint(A, "Mon 09:00", "Mon 10:00")
    log.stint(B, "Mon 10:00", "Mon 11:00", unassigned=[["2026-11-02T09:00:40.000Z", "2026-11-02T15:00:00.000Z"]])
    assert (focus(log).switches, focus(log).seconds) == (0, 3640)


def test_marks_outside_their_stint_mean_nothing() -> None:
    log = Log()
    marks = [
        ["2026-11-02T07:00:00.000Z", "2026-11-02T07:30:00.000Z"],
        ["2026-11-02T09:00:00.000Z", "2026-11-02T10:00:00.000Z"],
    ]
    log.stint(A, "Mon 09:00", "Mon 10:00", unassigned=marks)
    assert (read_stints(log.board("Wed"))[0].marks, focus(log).seconds) == ((), 3600)
