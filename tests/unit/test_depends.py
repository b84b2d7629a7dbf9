"""Dependencies: they warn at the start, never hold anything for good, and two machines note two of them."""

from __future__ import annotations

import pytest
from builders import Desk

from wiptui.domain import commands as c
from wiptui.domain.core.errors import TaskBlocked, UsageError
from wiptui.domain.core.record import LOG, fold, make_stamp
from wiptui.domain.tasks.dependencies import blockers, blocks, fields_for
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.sync.merge import merge


def blocked() -> tuple[Desk, int, int]:
    desk = Desk()
    first, then = desk.add("Fix the parser"), desk.add("Deploy")
    desk.ok(c.Edit(then, fields_for([first])))
    return desk, first, then


def test_a_start_of_what_is_blocked_says_by_what_and_can_be_done_anyway() -> None:
    desk, first, then = blocked()
    with pytest.raises(TaskBlocked, match="“Deploy” is blocked by “Fix the parser”") as raised:
        desk.do(c.Start((then,)))
    assert raised.value.matches == ((desk.board.short_id(first), "Fix the parser"),)
    desk.ok(c.Start((then,), anyway=True))
    assert desk.task(then).state is State.DOING


@pytest.mark.parametrize("ending", [c.Finish, c.Drop])
def test_what_has_ended_blocks_no_more(ending: type) -> None:
    desk, first, then = blocked()
    assert [task.id for task in blocks(desk.board, desk.task(first))] == [then]
    desk.ok(ending((first,)))
    assert blockers(desk.board, desk.task(then)) == ()
    desk.ok(c.Start((then,)))


def test_what_is_in_work_goes_on_though_something_blocks_it_now() -> None:
    desk, first, then = blocked()
    desk.ok(c.Start((then,), anyway=True))
    desk.ok(c.Start((then,)))
    desk.ok(c.Finish((then,)))
    assert desk.task(first).state is State.READY


def test_a_circle_is_refused_with_the_way_round_it() -> None:
    desk, first, then = blocked()
    third = desk.add("Announce")
    desk.ok(c.Edit(third, fields_for([then])))
    with pytest.raises(UsageError, match="“Fix the parser” waits for “Announce” waits for “Deploy” waits for “Fix the"):
        desk.do(c.Edit(first, fields_for([third])))
    with pytest.raises(UsageError, match="circle"):
        desk.do(c.Edit(first, fields_for([first])))


def test_a_circle_that_a_merge_made_holds_nothing_for_good() -> None:
    desk = Desk()
    one, two = desk.add("One"), desk.add("Two")
    here, there = Desk(), Desk()
    here.data = there.data = desk.data
    here.ok(c.Edit(one, fields_for([two])))
    there.ok(c.Edit(two, fields_for([one])))
    desk.data = merge(here.data, there.data)
    assert blockers(desk.board, desk.task(one)) and blockers(desk.board, desk.task(two))
    desk.ok(c.Start((one,), anyway=True))
    desk.ok(c.Finish((one,)))
    desk.ok(c.Start((two,)))


def test_blockers_noted_on_two_machines_are_two_and_one_taken_away_is_gone() -> None:
    desk, first, then = blocked()
    other = desk.add("Ask Ana")
    here, there = Desk(), Desk()
    here.data = there.data = desk.data
    here.ok(c.Edit(then, fields_for([other])))
    there.ok(c.Edit(then, fields_for(remove=[first])))
    desk.data = merge(here.data, there.data)
    assert desk.task(then).blocked_by == (other,)


def test_the_next_action_is_nothing_that_is_blocked() -> None:
    desk, first, then = blocked()
    desk.ok(c.Reorder(then, before=first))
    action = assess(desk.board).next
    assert action is not None and action.task == first


def test_a_hand_edit_that_makes_no_sense_blocks_nothing() -> None:
    desk, _, then = blocked()
    record = desk.data["tasks"][str(then)]
    log = {**record[LOG], make_stamp(2_000_000_000_000, "x"): {"blocker:nonsense": True, "blocker:": 1}}
    desk.data = {**desk.data, "tasks": {**desk.data["tasks"], str(then): {**fold(log), LOG: log}}}
    assert len(desk.task(then).blocked_by) == 1


def test_the_parts_of_a_split_are_blocked_by_what_blocked_the_whole() -> None:
    desk, first, then = blocked()
    parts = desk.ok(c.Split(then, ("a", "b"))).tasks[1:]
    assert all(desk.task(part).blocked_by == (first,) for part in parts)
