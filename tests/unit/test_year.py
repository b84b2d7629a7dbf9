"""The generated year: believable in numbers that a person can check, and the same wherever it is made."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from builders import BERLIN, NOON

from wiptui.demo import year_data
from wiptui.demo.year import year
from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.exchange.json.escape import dumps
from wiptui.exchange.json.tasks import incoming
from wiptui.metrics.flow.bottleneck import bottleneck
from wiptui.metrics.flow.littles_law import HIGH, LOW, littles_law
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.forecast.outlook import outlook
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.stats import stats

TODAY = date(2026, 11, 22)


@cache
def board() -> Board:
    return Board(year_data(NOON, BERLIN), NOON, BERLIN)


@cache
def ledger() -> Ledger:
    return Ledger(board())


def test_the_same_day_and_seed_give_the_same_year() -> None:
    first, again, other = (year(TODAY, BERLIN, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert sha256(dumps(first).encode()).hexdigest()[:12] == "f2e7f13a23dc"


def test_it_is_imported_whole_and_only_once() -> None:
    found = incoming(year(TODAY, BERLIN), board())
    assert (found.changes, found.problems) == ([], [])
    assert {row.action for row in found.rows} == {"same"}
    assert ledger().unknown == []


def test_the_measures_are_those_of_a_person() -> None:
    found = stats(board())
    assert 250 < found["throughput"] < 400 and 5 <= found["dropped"] <= 30
    assert found["cycle_days"]["p50"] <= 4 <= found["cycle_days"]["p85"] <= 14
    assert found["wip"]["peak"] <= 6 and 1.5 < found["wip"]["average"] < 5
    assert 900 < found["focus"]["seconds"] / 3600 < 1600
    assert found["net_flow"] == found["wip"]["now"]
    shares = found["flow_efficiency"], found["headwind"], found["own_queue"]
    assert sum(shares) == pytest.approx(1) and all(share > 0.1 for share in shares)
    rows = found["cfd"]
    assert all(b[name] >= a[name] for a, b in pairwise(rows) for name in ("created", "exited"))


def test_little_holds_for_the_year_and_every_four_weeks_of_it_are_consistent_or_named() -> None:
    whole = littles_law(ledger(), ledger().calendar.start(ledger().calendar.day(ledger().first)), ledger().now)
    assert whole.r is not None and LOW <= whole.r <= HIGH and whole.verdict == "consistent"
    for weeks in range(4, 52, 4):
        end = to_ms(NOON - timedelta(weeks=weeks - 4))
        found = littles_law(ledger(), to_ms(NOON - timedelta(weeks=weeks)), end)
        assert found.r is not None
        assert (found.verdict == "consistent") == (LOW <= found.r <= HIGH)
        assert found.verdict != "too few tasks for averages"


def test_what_is_said_to_be_in_it_is_in_it() -> None:
    since, until = to_ms(NOON - timedelta(days=365)), ledger().now
    found = bottleneck(ledger(), since, until)
    assert found.by_state[0].name == "waiting" and 0.4 < found.by_state[0].share < 0.6
    assert found.by_person[0].name == "the tax office"
    assert max(found.by_person, key=lambda share: share.tasks).name == "Ana"
    focus = read_focus(board())
    cut = to_ms(NOON - timedelta(days=365 // 3))
    before, after = focus.summary(since, cut), focus.summary(cut, until)
    assert after.switches / after.ms < 0.8 * before.switches / before.ms


def test_a_forecast_can_be_made_from_it() -> None:
    found = outlook(ledger(), 10, TODAY + timedelta(14), 1)
    assert found.doubt == "" and found.done_in(50) in range(5, 20)
    assert found.chance is not None and 0.2 < found.chance < 0.95
