"""Reviews, load check-ins, experiments and rates as commands: kept, merged, undone, refused with a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import NOON, Desk

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


def started(desk: Desk, limit: int = 2) -> None:
    desk.ok(c.StartExperiment("Fewer open ends make me faster", "cycle", DOING, limit))


def test_a_review_belongs_to_its_week_and_keeps_what_is_not_said_again() -> None:
    desk = Desk()
    desk.ok(c.WriteReview(WEEK, improvement="ask Ana\non Mondays"))
    desk.ok(c.WriteReview(WEEK, note="a quiet week"))
    found = review_of(desk.board, WEEK)
    assert (found.improvement, found.note, found.done_at) == ("ask Ana on Mondays", "a quiet week", NOON)
    assert review_of(desk.board, WEEK - timedelta(7)).done_at is None
    former = last_improvement(desk.board, WEEK + timedelta(7))
    assert former is not None and former.week == WEEK
    assert last_improvement(desk.board, WEEK) is None


def test_two_machines_that_review_the_same_week_have_one_review() -> None:
    one, other = Desk(), Desk()
    one.ok(c.WriteReview(WEEK, improvement="ask Ana"))
    other.clock.advance(minutes=1)
    other.ok(c.WriteReview(WEEK, note="calm"))
    one.data = merge(one.data, other.data)
    assert len(one.data["reviews"]) == 1
    assert (review_of(one.board, WEEK).improvement, review_of(one.board, WEEK).note) == ("ask Ana", "calm")


def test_a_load_is_one_to_five_once_a_day() -> None:
    desk = Desk()
    for load in (4, 2):
        desk.ok(c.CheckLoad(desk.board.today, load))
    assert loads_between(desk.board, WEEK, WEEK + timedelta(6)) == [(date(2026, 11, 22), 2)]
    desk.ok(c.CheckLoad(desk.board.today, None))
    assert loads_between(desk.board, WEEK, WEEK + timedelta(6)) == []
    for wrong in (0, 6):
        with pytest.raises(UsageError, match="from 1"):
            desk.do(c.CheckLoad(desk.board.today, wrong))
    with pytest.raises(UsageError, match="still to come"):
        desk.do(c.CheckLoad(desk.board.today + timedelta(1), 3))


def test_an_undone_check_in_comes_back_with_the_next() -> None:
    from wiptui.demo.replay import Scratch

    desk = Desk()
    service = Service(Scratch(), desk.clock, desk.ids)
    service.dispatch(c.CheckLoad(date(2026, 11, 22), 5))
    service.undo()
    assert loads_between(service.board(), WEEK, date(2026, 11, 22)) == []
    desk.clock.advance(minutes=1)
    service.dispatch(c.CheckLoad(date(2026, 11, 22), 3))
    assert loads_between(service.board(), WEEK, date(2026, 11, 22)) == [(date(2026, 11, 22), 3)]
    assert len(service.board().data[LOADS]) == 1


def test_an_experiment_sets_its_limit_and_gives_it_back() -> None:
    desk = Desk(doing=3)
    started(desk)
    assert (desk.board.limits[DOING].text, desk.board.limits[DOING].why) == (
        "2", "experiment: Fewer open ends make me faster",
    )  # fmt: skip
    with pytest.raises(UsageError, match="One experiment at a time"):
        started(desk)
    desk.clock.advance(days=20)
    desk.ok(c.EndExperiment(learned="it did"))
    one = experiments(desk.board)[0]
    assert (one.limit_before, one.limit, one.learned, one.is_running) == (3, 2, "it did", False)
    assert desk.board.limits[DOING].text == "3"
    with pytest.raises(UsageError, match="No experiment"):
        desk.do(c.EndExperiment())


def test_a_raised_limit_of_an_experiment_holds_past_midnight_and_is_kept_if_so_wished() -> None:
    desk = Desk(doing=2)
    started(desk, 4)
    desk.clock.advance(days=3)
    assert desk.board.limits[DOING].text == "4"
    desk.ok(c.SetLimit(DOING, 3))
    desk.ok(c.SetLimit(DOING, 4))
    desk.clock.advance(days=3)
    assert desk.board.limits[DOING].text == "4", "back to the experiment's own limit, which holds without --permanent"
    desk.ok(c.SetLimit(DOING, 5))
    desk.clock.advance(days=1)
    assert desk.board.limits[DOING].text == "4", "any other raise ends with the day"
    desk.ok(c.EndExperiment(keep=True))
    assert desk.board.limits[DOING].text == "4"


def test_a_limit_that_was_changed_since_is_left_alone_at_the_end() -> None:
    desk = Desk(doing=3)
    started(desk)
    desk.ok(c.SetLimit(DOING, 1))
    desk.ok(c.EndExperiment())
    assert desk.board.limits[DOING].text == "1"


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
    desk = Desk(doing=3)
    before = desk.data
    with pytest.raises(UsageError, match=said):
        desk.do(command)
    assert desk.data is before


def test_records_out_of_shape_are_left_out() -> None:
    desk = Desk()
    desk.data = {
        "experiments": {"7": {"started": 3, "metric": "cycle"}, "8": {"started": "2026-11-01T00:00:00.000Z"}},
        "loads": {"739576": {"load": "many"}, "x": {}},
        "reviews": {"x": {"improvement": "?"}, "0": {"improvement": "?"}},
    }
    assert (experiments(desk.board), running(desk.board)) == ([], None)
    assert loads_between(desk.board, WEEK, desk.board.today) == []
    assert last_improvement(desk.board, WEEK) is None
    desk.ok(c.SetRate("acme", 80, 120.5))
    assert desk.board.settings["rate:acme"] == 80 and desk.board.settings["materials:acme"] == 120.5
    assert LOG in desk.board.settings
