"""Experiments, the limit advisor, small samples, and focus by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from builders import BERLIN
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.domain.dates.date_style import DEFAULT, Habits, tell
from wiptui.domain.dates.working_hours import read_work_hours
from wiptui.metrics.flow.daily_series import FocusDay, focus_by_day, focus_outside
from wiptui.metrics.flow.totals import Spread
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.forecast.random_draws import draws, shuffles
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.limit_advisor import AtWip, advice, by_wip
from wiptui.metrics.review.permutation_test import compare

HOUR = 3_600_000


def test_small_samples_carry_few_claims() -> None:
    claims = {n: Spread((1,) * n).claims for n in (4, 5, 11, 12, 19, 20)}
    assert claims == {4: (), 5: (50,), 11: (50,), 12: (50, 70, 85), 19: (50, 70, 85), 20: (50, 70, 85, 95)}


def test_the_share_that_kept_a_promise() -> None:
    assert Spread((1, 2, 8, 9)).kept(8) == 0.75
    assert Spread(()).kept(8) is None


def test_below_eight_on_a_side_it_is_too_early() -> None:
    found = compare([3] * 20, [1] * 7, seed=1)
    assert (found.by_chance, found.gap, found.is_early) == (None, -2, True)
    assert found.sentence == "too early: 20 before and 7 after, from 8 on each side"
    assert compare([], [], seed=1).gap is None


def test_a_clear_gap_is_rare_by_chance_and_no_gap_is_always_there() -> None:
    clear = compare(range(20, 30), range(10), seed=1)
    assert (clear.gap, clear.by_chance) == (-20, pytest.approx(0, abs=0.002))
    assert compare([1, 2, 3, 4] * 3, [1, 2, 3, 4] * 3, seed=1).by_chance == 1


def test_the_shuffles_come_close_to_all_permutations() -> None:
    before, after = [5, 6, 7, 8, 9, 9, 9, 9], [1, 4, 5, 5, 6, 7, 8, 9]
    found = compare(before, after, seed=4)
    pool = before + after
    gap = abs(sum(before) - sum(after))
    hits = total = 0
    for left in combinations(range(16), 8):
        hits += abs(2 * sum(pool[n] for n in left) - sum(pool)) >= gap
        total += 1
    assert found.by_chance == pytest.approx(hits / total, abs=0.02)
    assert found.by_chance * 10_001 == pytest.approx(round(found.by_chance * 10_001)), (
        "(hits + 1) / (trials + 1): never 0"
    )
    assert found.sentence == f"mean 7.8 to 5.6: a gap this big appears in {found.by_chance:.0%} of 10,000 shuffles"


def test_a_gap_between_few_different_values_is_no_chance() -> None:
    assert compare([5] * 10, [2] * 10, seed=1).by_chance == pytest.approx(0, abs=0.001)


def test_chance_is_repeatable_and_even() -> None:
    assert list(shuffles(5, 1, 3)) == list(shuffles(5, 1, 3)) != list(shuffles(5, 2, 3))
    first = [order[0] for order in shuffles(5, 1, 5_000)]
    assert all(first.count(n) == pytest.approx(1_000, abs=120) for n in range(5))
    with pytest.raises(ValueError, match="1 to 256"):
        next(draws((), 1))


def days_of_wip() -> Log:
    """Ten days at WIP 1 with one finished a day, then ten days at WIP 3 with one finished every other day."""
    log = Log()
    first = date(2026, 10, 1)
    for n in range(10):
        day = first + timedelta(days=n)
        log.task(f"one {n}", f"doing {day} 00:00", f"done {day} 23:59")
    for n in range(3):
        log.task(f"long {n}", f"doing {first + timedelta(days=10)} 00:00", "done 2026-10-21 00:00")
    for n in range(5):
        log.task(f"quick {n}", f"created {first} 00:00", f"done {first + timedelta(days=11 + 2 * n)} 12:00")
    return log


@pytest.fixture
def every_day_is_worked() -> Iterator[None]:
    tell(Habits(work_hours="none"))
    yield
    tell(DEFAULT)


def test_the_advisor_counts_working_days_only_and_wip_0_is_no_level() -> None:
    span = to_ms(at("2026-10-01")), to_ms(at("2026-10-21"))
    rows = by_wip(Ledger(days_of_wip().board("Mon")), *span)
    assert [(row.wip, row.days, row.finished) for row in rows] == [(1, 7, 7), (3, 7, 4)], "Mon-Fri of the default"
    log = Log()
    for day in range(2, 7):  # a short hour a day: an average WIP below one half
        log.task("brief", f"doing 2026-11-{day:02} 09:00", f"done 2026-11-{day:02} 10:00")
    ledger = Ledger(log.board("2026-11-09 12:00"))
    assert by_wip(ledger, to_ms(at("Mon")), to_ms(at("2026-11-09"))) == []


def test_the_advisor_never_names_a_level_that_its_table_contradicts() -> None:
    more = AtWip(2, (1,) * 30, Spread((2,) * 30))
    rate = AtWip(4, (1, 2) * 6, Spread((2,) * 18))
    said = advice([more, rate])
    assert said.startswith("The highest rate was at WIP 4: 1.5 a day (n=18 on 12 days)"), "most were finished at 2"
    assert advice([AtWip(1, (0,) * 10, Spread(())), AtWip(2, (0,) * 10, Spread(()))]).startswith("Nothing was finished")


def test_the_advisor_says_at_which_wip_how_much_was_finished(every_day_is_worked: None) -> None:
    rows = by_wip(Ledger(days_of_wip().board("Mon")), to_ms(at("2026-10-01")), to_ms(at("2026-10-21")))
    assert [(row.wip, row.days, row.finished, row.cycle.values[:1]) for row in rows] == [
        (1, 10, 10, (1,)),
        (3, 10, 5, ()),
    ]
    assert advice(rows).startswith(
        "The highest rate was at WIP 1: 1.0 a day (n=10 on 10 days). Other things differed"
    ), "one median alone is not the shortest"
    assert "the shortest median at WIP 1: 1 d (n=10)" in advice([rows[0], AtWip(3, (0, 1) * 10, Spread((4,) * 10))])
    later = by_wip(Ledger(days_of_wip().board("Mon")), to_ms(at("2026-10-01 08:00")), to_ms(at("2026-10-20 12:00")))
    assert [row.days for row in later] == [9, 9]
    assert advice(later) == advice(rows[:1])
    assert advice(rows[:1]) == "Too few working days to compare: it takes 10 at each of two levels of WIP."


def test_the_advisor_says_its_doubt_where_ranges_overlap() -> None:
    clear = [AtWip(1, (2,) * 20, Spread((1,) * 20)), AtWip(3, (0, 1) * 10, Spread((4,) * 10))]
    assert clear[0].per_day_range() == (2, 2)
    low, high = clear[1].per_day_range()
    assert 0.2 < low < 0.5 < high < 0.8
    assert "may be as good" not in advice(clear)
    close = [AtWip(wip, (0, 1, 2, 3 + wip) * 5, Spread((2,) * 20)) for wip in (1, 2, 3)]
    assert "The highest rate was at WIP 3" in advice(close)
    assert "WIP 1 and 2 may be as good: the ranges overlap" in advice(close)
    assert "shortest" not in advice(close), "all of them are"


def test_ranges_that_only_touch_overlap() -> None:
    best = AtWip(2, (0,) * 6 + (1,) * 14, Spread(()))
    apart, touching = (AtWip(4, (0,) * (20 - done) + (1,) * done, Spread(())) for done in (6, 7))
    assert [row.per_day_range() for row in (best, touching, apart)] == [(0.55, 0.85), (0.2, 0.55), (0.15, 0.45)]
    assert "WIP 4 may be as good" in advice([best, touching])
    assert "may be as good" not in advice([best, apart])


def test_focus_by_workday_and_outside_working_hours() -> None:
    log = Log()
    log.stint(1, "Fri 17:00", "Fri 19:00")
    log.stint(2, "Fri 19:00", "Fri 20:00")
    log.stint(1, "Sat 02:00", "Sat 03:00")
    log.stint(1, "Sun 10:00", "Sun 10:30")
    board = log.board("2026-11-09 12:00")
    window = to_ms(at("Fri 04:00")), to_ms(at("2026-11-09 04:00"))
    friday = date(2026, 11, 6).toordinal()
    assert focus_by_day(Ledger(board), read_focus(board), *window) == [
        FocusDay(friday, 4 * HOUR, 2, 0),
        FocusDay(friday + 1, 0, 0, 0),
        FocusDay(friday + 2, HOUR // 2, 0, 0),
    ]
    assert focus_by_day(Ledger(board), read_focus(board), 5, 5) == []
    for hours, outside in (
        ("Mon-Fri 8-18", 3.5), ("mon-fri 8-18; sat,sun 2-3 10-10:15", 2.25), ("sun 9-17", 4.0), ("0-24", 0),
        ("none", 0),
    ):  # fmt: skip
        assert focus_outside(read_focus(board), BERLIN, *window, read_work_hours(hours)) == outside * HOUR
