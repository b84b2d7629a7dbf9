"""The gate: the worked example of the guard, and the holes that other programs have."""

from builders import BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.limits import DOING, EXPEDITE, WAITING
from wiptui.domain.tasks.task import State


def test_guard_oracle() -> None:
    fixture = BoardFixture(doing=2, waiting=1, expedite=1)
    a, b, cc, d, e = (fixture.add(title) for title in "ABCDE")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,)))
    fixture.refused(c.Start((cc,)))
    fixture.ok(c.Wait(b))
    fixture.ok(c.Start((cc,)))
    fixture.refused(c.Start((b,)))
    fixture.refused(c.Wait(cc))
    fixture.ok(c.Start((d,), swap=cc))
    fixture.ok(c.Start((e,), expedite=True, why="the customer is on the phone"))
    fixture.ok(c.Finish((a,)))
    fixture.ok(c.Start((b,)))
    assert fixture.refusals == 3
    assert {task.title for task in fixture.board.holders(DOING)} == {"B", "D"}
    assert len(fixture.board.wip) == 3


def test_a_batch_is_all_or_nothing() -> None:
    fixture = BoardFixture()
    ids = [fixture.add(title) for title in "abcd"]
    before = fixture.data
    refusal = fixture.refused(c.Start(tuple(ids)))
    assert (refusal.count, refusal.would_be, refusal.limit.value) == (0, 4, 3)
    assert fixture.data is before


def test_swap_is_allowed_when_over_the_limit_and_plain_starts_are_not() -> None:
    fixture = BoardFixture(doing=4)
    ids = [fixture.add(title) for title in "abcdef"]
    fixture.ok(c.Start(tuple(ids[:4])))
    fixture.ok(c.SetLimit(DOING, 3))
    assert fixture.board.is_over(DOING)
    fixture.refused(c.Start((ids[4],)))
    fixture.ok(c.Start((ids[4],), swap=ids[0]))
    assert fixture.count() == 4
    fixture.ok(c.Together((c.Finish((ids[1],)), c.Start((ids[5],)))))
    fixture.ok(c.Finish((ids[2],)))
    assert fixture.count() == 3


def test_swap_changes_both_or_neither() -> None:
    fixture = BoardFixture(doing=1, waiting=3)
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,), swap=a))
    assert (fixture.titles(State.DOING), fixture.titles(State.READY)) == (["b"], ["a"])


def test_editing_the_class_asks_the_gate() -> None:
    fixture = BoardFixture(doing=1)
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,), expedite=True, why="fire"))
    refusal = fixture.refused(c.Edit(b, {"class": "standard"}))
    assert refusal.limit.scope == DOING
    assert fixture.count(EXPEDITE) == 1


def test_project_limits_are_asked_too_also_by_an_edit() -> None:
    from wiptui.domain.limits import Scope

    fixture = BoardFixture()
    fixture.ok(c.SetLimit(Scope("project", "acme"), 1))
    a, b = fixture.add("a", project="acme"), fixture.add("b", project="acme")
    other = fixture.add("o")
    fixture.ok(c.Start((a,)))
    assert fixture.refused(c.Start((b,))).limit.scope.code == "project:acme"
    fixture.ok(c.Start((other,)))
    fixture.refused(c.Edit(other, {"project": "acme"}))


def test_reopening_needs_a_slot() -> None:
    fixture = BoardFixture(doing=1)
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Finish((a,)))
    fixture.ok(c.Start((b,)))
    fixture.refused(c.Start((a,)))


def test_a_limit_of_zero_is_closed_and_never_over() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.SetLimit(DOING, 0))
    assert not fixture.board.is_over(DOING)
    assert fixture.refused(c.Start((b,))).message == "Doing is closed: its limit is 0."
    fixture.ok(c.Finish((a,)))


def test_waiting_counts_makes_one_limit_over_both() -> None:
    fixture = BoardFixture(doing=2)
    fixture.ok(c.SetSettings({"waiting_counts": True}))
    a, b, d = (fixture.add(title) for title in "abd")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Wait(a))
    fixture.ok(c.Start((b,)))
    fixture.refused(c.Start((d,)))
    assert fixture.count(WAITING) == 1


def test_raising_holds_until_the_end_of_the_day_and_lowering_at_once() -> None:
    fixture = BoardFixture()
    ids = [fixture.add(title) for title in "abcde"]
    fixture.ok(c.Start(tuple(ids[:3])))
    fixture.ok(c.SetLimit(DOING, 4, why="release day"))
    assert fixture.board.limits[DOING].text == "3→4*"
    assert fixture.board.limits[DOING].why == "release day"
    fixture.ok(c.Start((ids[3],)))
    assert fixture.task(ids[3]).record["limit_at"] == 4
    fixture.clock.advance(hours=10)
    assert fixture.board.limits[DOING].text == "3"
    assert fixture.board.is_over(DOING)
    fixture.ok(c.SetLimit(DOING, 2))
    assert fixture.board.limits[DOING].text == "2"
