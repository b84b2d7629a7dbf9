"""The forecast oracle, against exact chances as well, and what a sample may be made of."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain, product
from zoneinfo import ZoneInfo

import pytest
from unit.metrics.flowlog import Log

from wiptui.domain.board import Board
from wiptui.metrics.forecast.monte_carlo import CAP_DAYS, at_least, how_many, sample_of, when
from wiptui.metrics.forecast.random_draws import draws
from wiptui.metrics.log.ledger import Ledger

DAYS = (0, 1, 1, 2)


@pytest.mark.parametrize("seed", [1, 7, 20261122])
def test_forecast_oracle(seed: int) -> None:
    days = when(DAYS, 4, seed)
    done = how_many(DAYS, 5, seed)
    assert days is not None
    assert done is not None
    assert [days.p(p) for p in (50, 85, 95)] == [4, 6, 7]
    assert [at_least(done, p) for p in (50, 85)] == [5, 3]


def test_the_trials_come_close_to_the_exact_chances() -> None:
    days = when(DAYS, 4, 3)
    assert days is not None
    for length in range(2, 7):
        sums = [sum(draw) for draw in product(DAYS, repeat=length)]
        assert days.share_up_to(length) == pytest.approx(sum(n >= 4 for n in sums) / len(sums), abs=0.015)


def test_many_tasks_run_over_the_edge_of_a_chunk() -> None:
    days = when((1,), 700, 1, trials=500)
    assert days is not None
    assert set(days.values) == {700}
    done = how_many((1,), 700, 1, trials=500)
    assert done is not None
    assert set(done.values) == {700}


def test_the_same_seed_gives_the_same_outcomes_and_another_gives_others() -> None:
    assert when(DAYS, 40, 5) == when(DAYS, 40, 5)
    assert when(DAYS, 40, 5, 50) != when(DAYS, 40, 6, 50)


def test_a_forecast_ends_at_two_years() -> None:
    days = when((0, 0, 0, 1), 5_000, 1, trials=100)
    assert days is not None
    assert set(days.values) == {CAP_DAYS}
    assert when((0, 0), 1, 1) is None
    assert how_many((), 5, 1) is None


def test_nothing_to_do_takes_no_time() -> None:
    days, done = when(DAYS, 0, 1), how_many(DAYS, 0, 1)
    assert days is not None
    assert done is not None
    assert (days.p(95), done.p(95)) == (0, 0)


def test_a_day_of_three_hundred_tasks_is_believed() -> None:
    done = how_many((300, 300), 3, 1, trials=10)
    assert done is not None
    assert set(done.values) == {900}


def test_a_sample_is_the_last_sixty_complete_days_zeros_included() -> None:
    log = Log()
    log.task("old", "doing 2026-06-01 09:00", "done 2026-06-01 10:00")
    log.task("a", "doing 2026-11-01 09:00", "done 2026-11-01 10:00")
    log.task("today", "doing Mon 09:00", "done Mon 10:00")
    found = sample_of(Ledger(log.board("Mon 12:00")))
    assert (len(found.days), found.done, found.days[-1], found.is_enough) == (60, 1, 1, False)


def test_a_sample_of_a_zone_that_skipped_a_day_has_sixty_days_too() -> None:
    log = Log()
    log.task("a", "doing 2011-10-01 09:00", "done 2011-10-01 10:00")
    board = Board(log.data, datetime(2012, 1, 10, 12, tzinfo=UTC), ZoneInfo("Pacific/Apia"))
    assert len(sample_of(Ledger(board)).days) == 60


def test_a_young_log_has_a_shorter_sample_that_is_enough_from_twenty_days_and_twelve_done() -> None:
    log = Log()
    for n in range(12):
        log.task(f"t{n}", "doing 2026-10-14 09:00", f"done 2026-10-{14 + n} 10:00")
    assert sample_of(Ledger(log.board("Mon 12:00"))).is_enough is False
    assert sample_of(Ledger(log.board("Tue 12:00"))).is_enough is True
    assert sample_of(Ledger(Log().board("Mon 12:00"))).days == ()


def test_no_draw_is_lost_at_the_edge_of_a_chunk() -> None:
    """The same trials day by day, the slow way."""
    stream = chain.from_iterable(draws(DAYS, 9))
    slow = []
    for _ in range(700):
        days = done = 0
        while done < 300:
            days, done = days + 1, done + next(stream)
        slow.append(days)
    found = when(DAYS, 300, 9, trials=700)
    assert found is not None
    assert list(found.values) == sorted(slow)


def test_every_day_of_the_sample_is_as_likely_as_any_other() -> None:
    chunk = next(draws(range(60), 1))
    assert sum(chunk) / len(chunk) == pytest.approx(29.5, abs=0.3)
