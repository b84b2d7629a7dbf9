"""The forecast's own record against a replay of another kind, its warning of another pace, and what it says."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from builders import BERLIN, NOON
from unit.metrics.flowlog import Log

from wiptui.demo import year_data
from wiptui.domain.board import Board
from wiptui.metrics.forecast.monte_carlo import when
from wiptui.metrics.forecast.outlook import NOTHING_OPEN, outlook
from wiptui.metrics.forecast.regime import regime
from wiptui.metrics.forecast.track_record import lines_of, record_of
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.stats import stats


@cache
def year_board() -> Board:
    return Board(year_data(NOON, BERLIN), NOON, BERLIN)


@pytest.mark.parametrize("tasks", [1, 7, 12])
def test_the_record_on_the_generated_year_equals_an_independent_replay(tasks: int) -> None:
    """Day by day from the log itself, with whole numbers: ways to stay below ``tasks`` among all ways to draw."""
    done: Counter[date] = Counter()
    for row in stats(year_board())["throughput_by_day"]:
        done[date.fromisoformat(row["date"])] = row["count"]
    first, today = min(done), NOON.astimezone(BERLIN).date()
    held, days = {50: 0, 85: 0}, 0
    day = first + timedelta(days=20)
    while day < today:
        sample = [done[day - timedelta(days=back)] for back in range(1, 61) if day - timedelta(days=back) >= first]
        if len(sample) >= 20 and sum(sample) >= 12:
            promised = promised_days(sample, tasks)
            if day + timedelta(days=promised[85]) < today:
                days += 1
                for percent, length in promised.items():
                    came = sum(done[day + timedelta(days=ahead)] for ahead in range(1, length + 1))
                    held[percent] += came >= tasks
        day += timedelta(days=1)
    found = record_of(Ledger(year_board()), tasks)
    assert found.days == days > 300
    assert {line.percent: (line.held, line.n) for line in found.lines} == {
        percent: (times, days) for percent, times in held.items()
    }
    assert found.is_enough and f"on {days} past days" in found.sentence


def promised_days(sample: list[int], tasks: int) -> dict[int, int]:
    """In how many days ``tasks`` are finished with 50% and 85%, by counting draws."""
    kinds = Counter(sample)
    ways = Counter({0: 1})
    total, length, found = 1, 0, {}
    while len(found) < 2:
        length += 1
        total *= len(sample)
        after: Counter[int] = Counter()
        for so_far, many in ways.items():
            for count, times in kinds.items():
                if so_far + count < tasks:
                    after[so_far + count] += many * times
        ways = after
        for percent in (50, 85):
            if percent not in found and (total - ways.total()) * 100 >= percent * total:
                found[percent] = length
    return found


def test_the_exact_lines_are_those_of_the_trials() -> None:
    assert lines_of((0, 1, 1, 2), 4) == (4, 6), "the forecast oracle"
    for length in (4, 5):
        draws = [sum(draw) >= 4 for draw in product((0, 1, 1, 2), repeat=length)]
        assert (sum(draws) / len(draws) >= 0.85) is False
    trials = when((0, 0, 3, 1, 0), 9, 5)
    assert trials is not None
    assert lines_of((0, 0, 3, 1, 0), 9) == (trials.p(50), trials.p(85))
    assert (lines_of((0, 0), 3), lines_of((1,), 0)) == (None, None)


def done_daily(counts: list[int]) -> Log:
    log = Log()
    for place, count in enumerate(counts):
        day = date(2026, 8, 1) + timedelta(days=place)
        for _ in range(count):
            log.task("t", f"doing {day} 09:00")
            log.write("tasks", len(log.data["tasks"]), f"{day} 10:00", state="done")
    return log


def ledger_after(counts: list[int]) -> Ledger:
    day = date(2026, 8, 1) + timedelta(days=len(counts))
    return Ledger(done_daily(counts).board(f"{day} 08:00"))


def test_a_record_takes_twenty_forecast_days_that_have_run_out() -> None:
    # the first forecast is made on the 21st day; of one a day “2 more” is held two days later
    for days, replayed in ((20, 0), (22, 0), (23, 1), (41, 19), (42, 20)):
        found = record_of(ledger_after([1] * days), 2)
        assert (found.days, found.is_enough) == (replayed, replayed >= 20)
    assert [line.share for line in record_of(ledger_after([1] * 42), 2).lines] == [1.0, 1.0]
    assert "No record yet: 19 forecasts" in record_of(ledger_after([1] * 41), 2).sentence
    assert record_of(Ledger(Log().board("Mon")), 3).lines[0].share is None


def test_another_pace_in_the_last_two_weeks_is_told() -> None:
    steady = [1, 0, 2, 1] * 15
    assert regime(steady) is None
    slower = regime([*steady[:46], *[0] * 11, 1, 1, 1])
    assert slower is not None
    assert slower.sentence.startswith("The last 14 days brought 3, the 46 before them 13.7 in 14:")
    assert "later (rule of thumb)" in slower.sentence
    faster = regime([*steady[:46], *[2] * 14])
    assert faster is not None and "earlier" in faster.sentence
    assert regime([1] * 46 + [1] * 13 + [0]) is None, "13 of 14 is rare where all days are alike, but much the same"
    assert regime([*[2] * 13, *[0] * 14]) is None, "13 days before are too few to compare"


def test_another_pace_is_half_as_much_again_and_rare() -> None:
    """Both must hold. Of 14 fair coins at most 2 heads are 0.6% of draws, at most 3 are 2.9%: 1 in 40 lies between."""
    coins = [1, 0] * 23
    assert regime([*coins, *[1] * 2, *[0] * 12]) is not None
    assert regime([*coins, *[1] * 3, *[0] * 11]) is None, "less than half of 7, but not rare"
    steady = [3] * 46
    assert regime([*steady, *[2] * 14]) is not None, "28 of 42"
    assert regime([*steady, *[2] * 13, 3]) is None, "29 of 42 is rare among days that are all alike, but not much less"
    assert regime([*steady, *[4] * 7, *[5] * 7]) is not None, "63 of 42"
    assert regime([*steady, *[4] * 8, *[5] * 6]) is None, "62 of 42"


def test_a_forecast_warns_and_says_what_it_assumes() -> None:
    found = outlook(ledger_after([*[1, 0, 2, 1] * 12, *[0] * 11, 1, 0, 1]), 3, date(2026, 10, 20), 1)
    assert found.regime is not None and found.when is not None
    assert any("any 3 more, not about the tasks that are open now" in said for said in found.assumptions)
    assert found.record.tasks == 3


def test_nothing_open_is_nothing_to_forecast() -> None:
    found = outlook(ledger_after([1] * 40), 0, date(2026, 10, 20), 1)
    assert (found.doubt, found.when, found.how_many, found.record.days) == (NOTHING_OPEN, None, None, 0)
