"""The gate: the worked example of the guard, and the holes that other programs have."""

from builders import Desk

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, EXPEDITE, WAITING
from wiptui.domain.tasks.task import State


def test_guard_oracle() -> None:
    desk = Desk(doing=2, waiting=1, expedite=1)
    a, b, cc, d, e = (desk.add(title) for title in "ABCDE")
    desk.ok(c.Start((a,)))
    desk.ok(c.Start((b,)))
    desk.refused(c.Start((cc,)))
    desk.ok(c.Wait(b))
    desk.ok(c.Start((cc,)))
    desk.refused(c.Start((b,)))
    desk.refused(c.Wait(cc))
    desk.ok(c.Start((d,), swap=cc))
    desk.ok(c.Start((e,), expedite=True, why="the customer is on the phone"))
    desk.ok(c.Finish((a,)))
    desk.ok(c.Start((b,)))
    assert desk.refusals == 3
    assert {task.title for task in desk.board.holders(DOING)} == {"B", "D"}
    assert len(desk.board.wip) == 3


def test_a_batch_is_all_or_nothing() -> None:
    desk = Desk()
    ids = [desk.add(title) for title in "abcd"]
    before = desk.data
    refusal = desk.refused(c.Start(tuple(ids)))
    assert (refusal.count, refusal.would_be, refusal.limit.value) == (0, 4, 3)
    assert desk.data is before


def test_swap_is_allowed_when_over_the_limit_and_plain_starts_are_not() -> None:
    desk = Desk(doing=4)
    ids = [desk.add(title) for title in "abcdef"]
    desk.ok(c.Start(tuple(ids[:4])))
    desk.ok(c.SetLimit(DOING, 3))
    assert desk.board.is_over(DOING)
    desk.refused(c.Start((ids[4],)))
    desk.ok(c.Start((ids[4],), swap=ids[0]))
    assert desk.count() == 4
    desk.ok(c.Together((c.Finish((ids[1],)), c.Start((ids[5],)))))
    desk.ok(c.Finish((ids[2],)))
    assert desk.count() == 3


def test_swap_changes_both_or_neither() -> None:
    desk = Desk(doing=1, waiting=3)
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.Start((b,), swap=a))
    assert (desk.titles(State.DOING), desk.titles(State.READY)) == (["b"], ["a"])


def test_editing_the_class_asks_the_gate() -> None:
    desk = Desk(doing=1)
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.Start((b,), expedite=True, why="fire"))
    refusal = desk.refused(c.Edit(b, {"class": "standard"}))
    assert refusal.limit.scope == DOING
    assert desk.count(EXPEDITE) == 1


def test_project_limits_are_asked_too_also_by_an_edit() -> None:
    from wiptui.domain.limits import Scope

    desk = Desk()
    desk.ok(c.SetLimit(Scope("project", "acme"), 1))
    a, b = desk.add("a", project="acme"), desk.add("b", project="acme")
    other = desk.add("o")
    desk.ok(c.Start((a,)))
    assert desk.refused(c.Start((b,))).limit.scope.code == "project:acme"
    desk.ok(c.Start((other,)))
    desk.refused(c.Edit(other, {"project": "acme"}))


def test_reopening_needs_a_slot() -> None:
    desk = Desk(doing=1)
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.Finish((a,)))
    desk.ok(c.Start((b,)))
    desk.refused(c.Start((a,)))


def test_a_limit_of_zero_is_closed_and_never_over() -> None:
    desk = Desk()
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.SetLimit(DOING, 0))
    assert not desk.board.is_over(DOING)
    assert desk.refused(c.Start((b,))).message == "Doing is closed: its limit is 0."
    desk.ok(c.Finish((a,)))


def test_waiting_counts_makes_one_limit_over_both() -> None:
    desk = Desk(doing=2)
    desk.ok(c.SetSettings({"waiting_counts": True}))
    a, b, d = (desk.add(title) for title in "abd")
    desk.ok(c.Start((a,)))
    desk.ok(c.Wait(a))
    desk.ok(c.Start((b,)))
    desk.refused(c.Start((d,)))
    assert desk.count(WAITING) == 1


def test_raising_holds_until_the_end_of_the_day_and_lowering_at_once() -> None:
    desk = Desk()
    ids = [desk.add(title) for title in "abcde"]
    desk.ok(c.Start(tuple(ids[:3])))
    desk.ok(c.SetLimit(DOING, 4, why="release day"))
    assert desk.board.limits[DOING].text == "3→4*"
    assert desk.board.limits[DOING].why == "release day"
    desk.ok(c.Start((ids[3],)))
    assert desk.task(ids[3]).record["limit_at"] == 4
    desk.clock.advance(hours=10)
    assert desk.board.limits[DOING].text == "3"
    assert desk.board.is_over(DOING)
    desk.ok(c.SetLimit(DOING, 2))
    assert desk.board.limits[DOING].text == "2"
