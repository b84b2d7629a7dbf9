"""Undo: exact while nothing else happened, careful where something did."""

from builders import ACTOR, Desk, plain

from wiptui.domain import commands as c
from wiptui.domain.board import Receipt
from wiptui.domain.changes.planning import ChangeContext
from wiptui.domain.changes.undo import Entry, backwards, entry_of
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, fold, patched
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.task import State


def elsewhere(desk: Desk, command: c.Command) -> None:
    """Another device carries out a command a minute later."""
    desk.clock.advance(minutes=1)
    decision = decide(desk.board, command, ChangeContext(to_ms(desk.clock.now()), "zz99abcde", "phone", desk.ids))
    assert isinstance(decision, Accepted)
    desk.data = decision.board.data


def entry(desk: Desk, receipts: tuple[Receipt, ...] | None = None) -> Entry:
    return entry_of("it", to_ms(desk.clock.now()), desk.receipts if receipts is None else receipts)


def undo(desk: Desk, what: Entry) -> Entry:
    """Take ``what`` back and return the entry of doing so."""
    desk.ok(c.Restore(tuple(backwards(what, desk.board))))
    return entry(desk)


def test_a_task_that_was_added_and_started_this_instant_is_taken_back() -> None:
    desk = Desk()
    accepted = desk.ok(c.Add("at once", {}, State.DOING))
    what, (task,) = entry(desk), accepted.tasks
    other = ChangeContext(
        to_ms(desk.clock.now()), "a" + ACTOR[1:], "laptop", desk.ids
    )  # another process: stamps of its own
    taken_back = decide(desk.board, c.Restore(tuple(backwards(what, desk.board))), other)
    assert isinstance(taken_back, Accepted)
    desk.data, desk.receipts = taken_back.board.data, taken_back.receipts
    assert desk.board.find(task) is None and desk.board.focus is None
    log = desk.data["tasks"][str(task)][LOG]
    assert log[max(log)]["gone"] is True
    undo(desk, entry(desk))
    assert desk.board.task(task).state is State.DOING


def test_a_started_task_goes_back_with_its_rank_and_its_focus() -> None:
    desk = Desk()
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    before = plain(desk.data)
    desk.clock.advance(minutes=5)
    desk.ok(c.Start((b,)))
    undo(desk, entry(desk))
    assert plain(desk.data) == before
    assert desk.board.focus is not None and desk.board.focus.task.id == a


def test_an_added_task_goes_away_comes_back_and_goes_away() -> None:
    desk = Desk()
    a = desk.add("a")
    undone = undo(desk, entry(desk))
    assert desk.board.find(a) is None
    redone = undo(desk, undone)
    assert desk.titles(State.READY) == ["a"]
    undo(desk, redone)
    assert desk.titles(State.READY) == []


def test_add_and_start_can_both_be_taken_back() -> None:
    desk = Desk()
    a = desk.add("a")
    added = entry(desk)
    desk.ok(c.Start((a,)))
    started = entry(desk)
    undo(desk, started)
    undo(desk, added)
    assert desk.board.find(a) is None
    assert not desk.board.open_stints


def test_a_paused_and_resumed_focus_leaves_no_stray_stint() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    started = entry(desk)
    desk.ok(c.FocusOn(None))
    undo(desk, entry(desk))
    assert desk.board.focus is not None
    undo(desk, started)
    assert desk.board.open_stints == ()


def test_a_new_task_that_somebody_wrote_to_stays() -> None:
    desk = Desk()
    a = desk.add("a")
    added = entry(desk)
    elsewhere(desk, c.Edit(a, {"note": "from the phone"}))
    assert backwards(added, desk.board) == []


def test_what_somebody_moved_on_from_did_happen() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    started = entry(desk)
    elsewhere(desk, c.Finish((a,)))
    desk.clock.advance(minutes=1)
    desk.ok(c.Restore(tuple(backwards(started, desk.board))))
    assert desk.task(a).state is State.DONE
    assert [move.event for move in desk.task(a).history] == ["captured", "started", "finished"]
    assert desk.task(a).cycle_days(desk.clock.zone) == 1


def test_the_first_limit_ever_set_goes_back_to_the_default() -> None:
    desk = Desk()
    desk.ok(c.SetLimit(DOING, 5, permanent=True, why="big week"))
    undo(desk, entry(desk))
    assert (desk.board.limits[DOING].value, desk.board.limits[DOING].why) == (3, "")


def test_a_raise_and_a_project_limit_go_back() -> None:
    desk = Desk()
    desk.ok(c.SetLimit(DOING, 5))
    undo(desk, entry(desk))
    assert desk.board.limits[DOING].text == "3"
    acme = Scope("project", "acme")
    desk.ok(c.SetLimit(acme, 1))
    undo(desk, entry(desk))
    assert acme not in desk.board.limits


def test_two_changes_in_one_millisecond_keep_apart() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    desk.ok(c.Edit(a, {"note": "n"}))
    undo(desk, entry(desk))
    assert [move.event for move in desk.task(a).history] == ["captured", "started"]
    assert desk.task(a).note == ""


def test_a_patch_never_joins_another() -> None:
    record, first = patched(None, {"a": 1}, 1_000, ACTOR)
    record, second = patched(record, {"b": 2}, 1_000, ACTOR)
    assert first < second
    assert record == {"a": 1, "b": 2, LOG: {first: {"a": 1}, second: {"b": 2}}}
    assert fold(record[LOG]) == {"a": 1, "b": 2}


def test_a_stint_does_not_run_again_beside_another() -> None:
    desk = Desk()
    a, b = desk.add("a"), desk.add("b")
    desk.ok(c.Start((a,)))
    desk.ok(c.FocusOn(None))
    paused = entry(desk)
    elsewhere(desk, c.Start((b,)))
    assert backwards(paused, desk.board) == []


def test_a_stint_does_not_run_again_on_a_task_that_left() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    desk.ok(c.FocusOn(None))
    paused = entry(desk)
    elsewhere(desk, c.Finish((a,)))
    assert backwards(paused, desk.board) == []


def test_an_undo_that_takes_a_task_out_of_doing_ends_its_focus() -> None:
    desk = Desk()
    a = desk.add("a")
    desk.ok(c.Start((a,)))
    first = entry(desk)
    desk.ok(c.Finish((a,)))
    elsewhere(desk, c.Start((a,)))
    undo(desk, first)
    assert desk.task(a).state is State.READY
    assert desk.board.open_stints == ()
