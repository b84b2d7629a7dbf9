"""The expectation: where it comes from, on what it is judged, and what may be said; and age over time beside p85."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.domain.dates.date_style import DEFAULT, Habits, tell
from wiptui.metrics.evidence import DATA, SETTING
from wiptui.metrics.flow.age_trend import ages_by_day
from wiptui.metrics.flow.service_level import Sle, sle_of
from wiptui.metrics.log.ledger import Ledger

TODAY = date(2026, 11, 22)


def log_of(before: list[int], lately: list[int]) -> Log:
    """Tasks with these cycle times, finished in the 90 days before the last 28, and in 28 days."""
    log = Log()
    for days, finished in [*((n, TODAY - timedelta(days=40)) for n in before), *((n, TODAY) for n in lately)]:
        log.task("t", f"doing {finished - timedelta(days=days - 1)} 09:00", f"done {finished} 10:00")
    return log


def found(before: list[int], lately: list[int]) -> Sle:
    return sle_of(Ledger(log_of(before, lately).board(f"{TODAY} 12:00")))


@pytest.fixture
def set_by_the_person() -> Iterator[None]:
    tell(Habits(sle_days=3, sle_share=90))
    yield
    tell(DEFAULT)


def test_a_proposal_is_judged_on_other_days_than_those_it_was_made_from() -> None:
    proposed = found([1] * 10 + [5] * 2, [1, 2, 8, 9])
    assert (proposed.days, proposed.origin, proposed.made_from, proposed.judged.values) == (5, DATA, 12, (1, 2, 8, 9))
    assert proposed.sentence == "“85% within 5 days” (n=12 before): 4 finished in 28 days, too few to judge it."
    judged = found([1] * 10 + [5] * 2, [1, 2, 5, 8, 9])
    assert judged.kept == 0.6
    assert judged.sentence == "“85% within 5 days” (n=12 before) was kept by 60% of 5 in 28 days."


def test_the_windows_of_making_and_judging_touch_and_do_not_overlap() -> None:
    log = Log()
    for ago in (27, 28, 117, 118):
        log.task(f"{ago} days ago", f"doing {TODAY - timedelta(days=ago)} 00:00")
        log.write("tasks", len(log.data["tasks"]), f"{TODAY - timedelta(days=ago)} 00:00", state="done")
    sle = sle_of(Ledger(log.board(f"{TODAY} 12:00")))
    assert (sle.judged.n, sle.made_from) == (1, 2)


def test_too_small_a_past_proposes_nothing() -> None:
    sle = found([1] * 11, [1] * 20)
    assert (sle.days, sle.kept) == (None, None)
    assert sle.sentence == "No expectation yet: 11 finished in the 90 days before the last 28; it takes 12."


def test_what_the_person_set_goes_before(set_by_the_person: None) -> None:
    sle = found([9] * 30, [1, 2, 3, 4, 5])
    assert (sle.days, sle.share, sle.origin, sle.kept) == (3, 90, SETTING, 0.6)
    assert "“90% within 3 days” (your setting) was kept by 60% of 5" in sle.sentence


def test_age_over_time_is_that_of_the_work_at_the_end_of_each_day() -> None:
    log = Log()
    log.task("a", "doing Mon 09:00", "done Wed 09:00")
    log.task("b", "doing Tue 09:00", "ready Tue 12:00", "doing Thu 09:00")
    log.task("c", "waiting Fri 11:00")
    ledger = Ledger(log.board("Fri 12:00"))
    rows = ages_by_day(ledger, to_ms(at("Mon")), ledger.now + 1)
    assert [row.ages for row in rows] == [(1,), (2,), (), (3,), (1, 4)], "age runs from the first start"
    assert [row.average for row in rows] == [1, 2, 0, 3, 2.5]
    assert [row.oldest for row in rows] == [1, 2, 0, 3, 4]
    assert {row.pace.p85 for row in rows} == {7} and rows[-1].pace.is_default


def test_the_line_beside_it_is_the_pace_as_it_was() -> None:
    log = Log()
    for n in range(12):
        log.task("t", f"doing 2026-10-{1 + n:02} 09:00", f"done 2026-10-{2 + n:02} 09:00")
    log.task("old", "doing 2026-10-01 09:00")
    ledger = Ledger(log.board("2026-10-20 12:00"))
    rows = ages_by_day(ledger, to_ms(at("2026-10-12")), ledger.now + 1)
    assert [(row.pace.p85, row.older) for row in rows[:3]] == [(7, 1), (2, 1), (2, 1)]
