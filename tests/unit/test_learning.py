"""Reviews, load check-ins, experiments and rates as commands: kept, merged, undone, refused with a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG
from wiptui.domain.learning import (
    LOADS,
    experiments,
    last_improvement,
    loads_between,
    review_of,
    running,
)
from wiptui.domain.limits import DOING, WAITING
from wiptui.service import Service
from wiptui.sync.merge import merge

WEEK = date(2026, 11, 16)


def started(fixture: BoardFixture, limit: int = 2) -> None:
    fixture.ok(c.StartExperiment("Fewer open ends make me faster", "cycle", DOING, limit))


def test_a_review_belongs_to_its_week_and_keeps_what_is_not_said_again() -> None:
    fixture = BoardFixture()
    fixture.ok(c.WriteReview(WEEK, improvement="ask Ana\non Mondays"))
    fixture.ok(c.WriteReview(WEEK, note="a quiet week"))
    found = review_of(fixture.board, WEEK)
    assert (found.improvement, found.note, found.done_at) == ("ask Ana on Mondays", "a quiet week", NOON)
    assert review_of(fixture.board, WEEK - timedelta(7)).done_at is None
    former = last_improvement(fixture.board, WEEK + timedelta(7))
    assert former is not None and former.week == WEEK
    assert last_improvement(fixture.board, WEEK) is None


def test_two_machines_that_review_the_same_week_have_one_review() -> None:
    one, other = BoardFixture(), BoardFixture()
    one.ok(c.WriteReview(WEEK, improvement="ask Ana"))
    other.clock.advance(minutes=1)
    other.ok(c.WriteReview(WEEK, note="calm"))
    one.data = merge(one.data, other.data)
    assert len(one.data["reviews"]) == 1
    assert (review_of(one.board, WEEK).improvement, review_of(one.board, WEEK).note) == ("ask Ana", "calm")


def test_a_load_is_one_to_five_once_a_day() -> None:
    fixture = BoardFixture()
    for load in (4, 2):
        fixture.ok(c.CheckLoad(fixture.board.today, load))
    assert loads_between(fixture.board, WEEK, WEEK + timedelta(6)) == [(date(2026, 11, 22), 2)]
    fixture.ok(c.CheckLoad(fixture.board.today, None))
    assert loads_between(fixture.board, WEEK, WEEK + timedelta(6)) == []
    for wrong in (0, 6):
        with pytest.raises(UsageError, match="from 1"):
            fixture.do(c.CheckLoad(fixture.board.today, wrong))
    with pytest.raises(UsageError, match="still to come"):
        fixture.do(c.CheckLoad(fixture.board.today + timedelta(1), 3))


def test_an_undone_check_in_comes_back_with_the_next() -> None:
    from wiptui.demo.replay import Scratch

    fixture = BoardFixture()
    service = Service(Scratch(), fixture.clock, fixture.ids)
    service.dispatch(c.CheckLoad(date(2026, 11, 22), 5))
    service.undo()
    assert loads_between(service.board(), WEEK, date(2026, 11, 22)) == []
    fixture.clock.advance(minutes=1)
    service.dispatch(c.CheckLoad(date(2026, 11, 22), 3))
    assert loads_between(service.board(), WEEK, date(2026, 11, 22)) == [(date(2026, 11, 22), 3)]
    assert len(service.board().data[LOADS]) == 1


def test_an_experiment_sets_its_limit_and_gives_it_back() -> None:
    fixture = BoardFixture(doing=3)
    started(fixture)
    assert (fixture.board.limits[DOING].text, fixture.board.limits[DOING].why) == (
        "2", "experiment: Fewer open ends make me faster",
    )  # fmt: skip
    with pytest.raises(UsageError, match="One experiment at a time"):
        started(fixture)
    fixture.clock.advance(days=20)
    fixture.ok(c.EndExperiment(learned="it did"))
    one = experiments(fixture.board)[0]
    assert (one.limit_before, one.limit, one.learned, one.is_running) == (3, 2, "it did", False)
    assert fixture.board.limits[DOING].text == "3"
    with pytest.raises(UsageError, match="No experiment"):
        fixture.do(c.EndExperiment())


def test_a_raised_limit_of_an_experiment_holds_past_midnight_and_is_kept_if_so_wished() -> None:
    fixture = BoardFixture(doing=2)
    started(fixture, 4)
    fixture.clock.advance(days=3)
    assert fixture.board.limits[DOING].text == "4"
    fixture.ok(c.SetLimit(DOING, 3))
    fixture.ok(c.SetLimit(DOING, 4))
    fixture.clock.advance(days=3)
    assert fixture.board.limits[DOING].text == "4", (
        "back to the experiment's own limit, which holds without --permanent"
    )
    fixture.ok(c.SetLimit(DOING, 5))
    fixture.clock.advance(days=1)
    assert fixture.board.limits[DOING].text == "4", "any other raise ends with the day"
    fixture.ok(c.EndExperiment(keep=True))
    assert fixture.board.limits[DOING].text == "4"


def test_a_limit_that_was_changed_since_is_left_alone_at_the_end() -> None:
    fixture = BoardFixture(doing=3)
    started(fixture)
    fixture.ok(c.SetLimit(DOING, 1))
    fixture.ok(c.EndExperiment())
    assert fixture.board.limits[DOING].text == "1"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.StartExperiment(" ", "cycle", DOING, 2), "What do you expect"),
        (c.StartExperiment("h", "happiness", DOING, 2), "cycle, throughput, switches"),
        (c.StartExperiment("h", "cycle"), "What do you change"),
        (c.StartExperiment("h", "cycle", DOING, 3), "3 already"),
        (c.StartExperiment("h", "cycle", WAITING, 0), "from 1 to 999"),
        (c.SetRate(rate=-1), "from 0"),
        (c.SetRate(rate=float("nan")), "from 0"),
        (c.SetRate(materials=5), "which one"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_changed(command: c.Command, said: str) -> None:
    fixture = BoardFixture(doing=3)
    before = fixture.data
    with pytest.raises(UsageError, match=said):
        fixture.do(command)
    assert fixture.data is before


def test_records_out_of_shape_are_left_out() -> None:
    fixture = BoardFixture()
    fixture.data = {
        "experiments": {"7": {"started": 3, "metric": "cycle"}, "8": {"started": "2026-11-01T00:00:00.000Z"}},
        "loads": {"739576": {"load": "many"}, "x": {}},
        "reviews": {"x": {"improvement": "?"}, "0": {"improvement": "?"}},
    }
    assert (experiments(fixture.board), running(fixture.board)) == ([], None)
    assert loads_between(fixture.board, WEEK, fixture.board.today) == []
    assert last_improvement(fixture.board, WEEK) is None
    fixture.ok(c.SetRate("acme", 80, 120.5))
    assert fixture.board.settings["rate:acme"] == 80 and fixture.board.settings["materials:acme"] == 120.5
    assert LOG in fixture.board.settings
