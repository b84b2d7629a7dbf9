"""Minutes over a limit, with the limit as it was at the time."""

from __future__ import annotations

from typing import Any

from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.over_limit import OverTime, limit_spans, over_time, wip_limits


def over(log: Log, since: str = "Mon", until: str = "Fri", now: str = "Sun 12:00") -> OverTime:
    return over_time(Ledger(log.board(now)), to_ms(at(since)), to_ms(at(until)))


def busy(n: int, *moves: str, **fields: Any) -> Log:
    log = Log()
    for number in range(n):
        log.task(f"t{number}", *moves, **fields)
    return log


def test_four_of_three_for_an_hour() -> None:
    log = busy(4, "doing Mon 10:00", "done Mon 11:00")
    assert (over(log).minutes, over(log).by_scope) == (60, {DOING: 3_600_000})
    assert over(busy(3, "doing Mon 10:00", "done Mon 11:00")).minutes == 0


def test_what_was_under_way_counts_from_the_window_on() -> None:
    assert over(busy(4, "doing 2026-10-30 10:00"), "Mon 00:00", "Mon 02:00").minutes == 120
    assert over(busy(4, "doing Mon 11:30"), "Mon", "Fri", now="Mon 12:00").minutes == 30


def test_lowering_the_limit_makes_over_from_then_on() -> None:
    log = busy(2, "doing Mon 10:00", "done Mon 14:00")
    log.setting("Mon 12:30", doing_limit=1)
    assert over(log).minutes == 90
    monday = at("Mon 12:00").toordinal()
    assert wip_limits(Ledger(log.board("Sun 12:00")), range(monday - 1, monday + 2)) == [3 + 3, 1 + 3, 1 + 3]
    log.setting("Tue 12:30", waiting_counts=True, waiting_limit=2)
    assert wip_limits(Ledger(log.board("Sun 12:00")), [monday, monday + 1]) == [1 + 3, 1], "CONWIP: one limit for both"


def test_a_raise_holds_until_its_end() -> None:
    log = busy(4, "doing Mon 22:00", "done Tue 01:00")
    log.setting("Mon 21:00", doing_raise={"to": 4, "until": "2026-11-02T23:00:00.000Z", "why": "release"})
    assert over(log).minutes == 60


def test_a_schedule_counts_by_the_clock_and_a_closed_day_is_never_over() -> None:
    log = busy(2, "doing Mon 11:00", "done Mon 13:00")
    log.setting("Mon 00:00", schedule=[
        {"days": ["mon"], "from": "09:00", "to": "12:00", "limit": 1},
        {"days": ["mon"], "from": "12:00", "to": "12:30", "limit": 0},
    ])  # fmt: skip
    assert over(log).minutes == 60


def test_waiting_and_expedite_have_limits_of_their_own_and_overlaps_count_once() -> None:
    log = busy(4, "waiting Mon 10:00", "done Mon 11:00")
    for n in range(2):
        log.task(f"e{n}", "doing Mon 10:30", "done Mon 12:00", class_="expedite")
    found = over(log)
    assert (found.minutes, found.by_scope) == (120, {WAITING: 3_600_000, EXPEDITE: 5_400_000})


def test_a_task_that_becomes_expedite_leaves_its_slot() -> None:
    log = busy(4, "doing Mon 10:00", "done Mon 12:00")
    log.write("tasks", 1, "Mon 10:20", class_="expedite")
    assert over(log).by_scope == {DOING: 20 * 60_000}


def test_waiting_counts_against_the_doing_limit_where_it_is_set() -> None:
    log = busy(2, "doing Mon 10:00", "done Mon 12:00")
    log.task("w1", "waiting Mon 10:00", "resolved Mon 10:30", "done Mon 12:00")
    log.task("w2", "waiting Mon 10:00", "done Mon 12:00")
    assert over(log).minutes == 0
    log.setting("Mon 11:00", waiting_counts=True)
    assert over(log).by_scope == {DOING: 3_600_000}


def test_projects_and_tags_with_limits() -> None:
    log = busy(2, "doing Mon 10:00", "done Mon 11:00", project="acme", tags=["deep"])
    log.setting("Mon 00:00", **{"project_limit:acme": 1, "tag_limit:deep": 1, "project_limit:other": 1})
    assert over(log).by_scope == {Scope("project", "acme"): 3_600_000, Scope("tag", "deep"): 3_600_000}


def test_settings_out_of_shape_and_stamps_of_the_future_change_nothing() -> None:
    log = busy(4, "doing Mon 10:00", "done Mon 11:00")
    log.setting("Mon 00:00", schedule=[7, {"from": 3}], doing_limit="many", doing_raise={"until": 5})
    log.setting("2035-01-01 00:00", doing_limit=9)
    assert over(log).minutes == 60
    assert len(limit_spans(Ledger(log.board("Sun 12:00")), to_ms(at("Mon")), to_ms(at("Mon")))) == 0
