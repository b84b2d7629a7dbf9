"""Dependencies: they warn at the start, never hold anything for good, and two machines note two of them."""

from __future__ import annotations

import pytest
from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.core.errors import TaskBlocked, UsageError
from wiptui.domain.core.record import LOG, fold, make_stamp
from wiptui.domain.tasks.dependencies import blockers, blocks, fields_for
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.sync.merge import merge


def blocked() -> tuple[BoardFixture, int, int]:
    fixture = BoardFixture()
    first, then = fixture.add("Fix the parser"), fixture.add("Deploy")
    fixture.ok(c.Edit(then, fields_for([first])))
    return fixture, first, then


def test_a_start_of_what_is_blocked_says_by_what_and_can_be_done_anyway() -> None:
    fixture, first, then = blocked()
    with pytest.raises(TaskBlocked, match="“Deploy” is blocked by “Fix the parser”") as raised:
        fixture.do(c.Start((then,)))
    assert raised.value.matches == ((fixture.board.short_id(first), "Fix the parser"),)
    fixture.ok(c.Start((then,), anyway=True))
    assert fixture.task(then).state is State.DOING


@pytest.mark.parametrize("ending", [c.Finish, c.Drop])
def test_what_has_ended_blocks_no_more(ending: type) -> None:
    fixture, first, then = blocked()
    assert [task.id for task in blocks(fixture.board, fixture.task(first))] == [then]
    fixture.ok(ending((first,)))
    assert blockers(fixture.board, fixture.task(then)) == ()
    fixture.ok(c.Start((then,)))


def test_what_is_in_work_goes_on_though_something_blocks_it_now() -> None:
    fixture, first, then = blocked()
    fixture.ok(c.Start((then,), anyway=True))
    fixture.ok(c.Start((then,)))
    fixture.ok(c.Finish((then,)))
    assert fixture.task(first).state is State.READY


def test_a_circle_is_refused_with_the_way_round_it() -> None:
    fixture, first, then = blocked()
    third = fixture.add("Announce")
    fixture.ok(c.Edit(third, fields_for([then])))
    with pytest.raises(UsageError, match="“Fix the parser” waits for “Announce” waits for “Deploy” waits for “Fix the"):
        fixture.do(c.Edit(first, fields_for([third])))
    with pytest.raises(UsageError, match="circle"):
        fixture.do(c.Edit(first, fields_for([first])))


def test_a_circle_that_a_merge_made_holds_nothing_for_good() -> None:
    fixture = BoardFixture()
    one, two = fixture.add("One"), fixture.add("Two")
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.ok(c.Edit(one, fields_for([two])))
    there.ok(c.Edit(two, fields_for([one])))
    fixture.data = merge(here.data, there.data)
    assert blockers(fixture.board, fixture.task(one)) and blockers(fixture.board, fixture.task(two))
    fixture.ok(c.Start((one,), anyway=True))
    fixture.ok(c.Finish((one,)))
    fixture.ok(c.Start((two,)))


def test_blockers_noted_on_two_machines_are_two_and_one_taken_away_is_gone() -> None:
    fixture, first, then = blocked()
    other = fixture.add("Ask Ana")
    here, there = BoardFixture(), BoardFixture()
    here.data = there.data = fixture.data
    here.ok(c.Edit(then, fields_for([other])))
    there.ok(c.Edit(then, fields_for(remove=[first])))
    fixture.data = merge(here.data, there.data)
    assert fixture.task(then).blocked_by == (other,)


def test_the_next_action_is_nothing_that_is_blocked() -> None:
    fixture, first, then = blocked()
    fixture.ok(c.Reorder(then, before=first))
    action = assess(fixture.board).next
    assert action is not None and action.task == first


def test_a_hand_edit_that_makes_no_sense_blocks_nothing() -> None:
    fixture, _, then = blocked()
    record = fixture.data["tasks"][str(then)]
    log = {**record[LOG], make_stamp(2_000_000_000_000, "x"): {"blocker:nonsense": True, "blocker:": 1}}
    fixture.data = {**fixture.data, "tasks": {**fixture.data["tasks"], str(then): {**fold(log), LOG: log}}}
    assert len(fixture.task(then).blocked_by) == 1


def test_the_parts_of_a_split_are_blocked_by_what_blocked_the_whole() -> None:
    fixture, first, then = blocked()
    parts = fixture.ok(c.Split(then, ("a", "b"))).tasks[1:]
    assert all(fixture.task(part).blocked_by == (first,) for part in parts)
