"""Undo: exact while nothing else happened, careful where something did."""

from builders import ACTOR, BoardFixture, plain

from wiptui.domain import commands as c
from wiptui.domain.board import Receipt
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.changes.undo import Entry, backwards, entry_of
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, fold, patched
from wiptui.domain.limits import DOING, Scope
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.task import State


def elsewhere(fixture: BoardFixture, command: c.Command) -> None:
    """Another device carries out a command a minute later."""
    fixture.clock.advance(minutes=1)
    decision = decide(
        fixture.board, command, ChangeContext(to_ms(fixture.clock.now()), "zz99abcde", "phone", fixture.ids)
    )
    assert isinstance(decision, Accepted)
    fixture.data = decision.board.data


def entry(fixture: BoardFixture, receipts: tuple[Receipt, ...] | None = None) -> Entry:
    return entry_of("it", to_ms(fixture.clock.now()), fixture.receipts if receipts is None else receipts)


def undo(fixture: BoardFixture, what: Entry) -> Entry:
    """Take ``what`` back and return the entry of doing so."""
    fixture.ok(c.Restore(tuple(backwards(what, fixture.board))))
    return entry(fixture)


def test_a_task_that_was_added_and_started_this_instant_is_taken_back() -> None:
    fixture = BoardFixture()
    accepted = fixture.ok(c.Add("at once", {}, State.DOING))
    what, (task,) = entry(fixture), accepted.tasks
    other = ChangeContext(
        to_ms(fixture.clock.now()), "a" + ACTOR[1:], "laptop", fixture.ids
    )  # another process: stamps of its own
    taken_back = decide(fixture.board, c.Restore(tuple(backwards(what, fixture.board))), other)
    assert isinstance(taken_back, Accepted)
    fixture.data, fixture.receipts = taken_back.board.data, taken_back.receipts
    assert fixture.board.find(task) is None and fixture.board.focus is None
    log = fixture.data["tasks"][str(task)][LOG]
    assert log[max(log)]["gone"] is True
    undo(fixture, entry(fixture))
    assert fixture.board.task(task).state is State.DOING


def test_a_started_task_goes_back_with_its_rank_and_its_focus() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    before = plain(fixture.data)
    fixture.clock.advance(minutes=5)
    fixture.ok(c.Start((b,)))
    undo(fixture, entry(fixture))
    assert plain(fixture.data) == before
    assert fixture.board.focus is not None and fixture.board.focus.task.id == a


def test_an_added_task_goes_away_comes_back_and_goes_away() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    undone = undo(fixture, entry(fixture))
    assert fixture.board.find(a) is None
    redone = undo(fixture, undone)
    assert fixture.titles(State.READY) == ["a"]
    undo(fixture, redone)
    assert fixture.titles(State.READY) == []


def test_add_and_start_can_both_be_taken_back() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    added = entry(fixture)
    fixture.ok(c.Start((a,)))
    started = entry(fixture)
    undo(fixture, started)
    undo(fixture, added)
    assert fixture.board.find(a) is None
    assert not fixture.board.open_stints


def test_a_paused_and_resumed_focus_leaves_no_stray_stint() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    started = entry(fixture)
    fixture.ok(c.FocusOn(None))
    undo(fixture, entry(fixture))
    assert fixture.board.focus is not None
    undo(fixture, started)
    assert fixture.board.open_stints == ()


def test_a_new_task_that_somebody_wrote_to_stays() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    added = entry(fixture)
    elsewhere(fixture, c.Edit(a, {"note": "from the phone"}))
    assert backwards(added, fixture.board) == []


def test_what_somebody_moved_on_from_did_happen() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    started = entry(fixture)
    elsewhere(fixture, c.Finish((a,)))
    fixture.clock.advance(minutes=1)
    fixture.ok(c.Restore(tuple(backwards(started, fixture.board))))
    assert fixture.task(a).state is State.DONE
    assert [move.event for move in fixture.task(a).history] == ["captured", "started", "finished"]
    assert fixture.task(a).cycle_days(fixture.clock.zone) == 1


def test_the_first_limit_ever_set_goes_back_to_the_default() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 5, permanent=True, why="big week"))
    undo(fixture, entry(fixture))
    assert (fixture.board.limits[DOING].value, fixture.board.limits[DOING].why) == (3, "")


def test_a_raise_and_a_project_limit_go_back() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 5))
    undo(fixture, entry(fixture))
    assert fixture.board.limits[DOING].text == "3"
    acme = Scope("project", "acme")
    fixture.ok(c.SetLimit(acme, 1))
    undo(fixture, entry(fixture))
    assert acme not in fixture.board.limits


def test_two_changes_in_one_millisecond_keep_apart() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Edit(a, {"note": "n"}))
    undo(fixture, entry(fixture))
    assert [move.event for move in fixture.task(a).history] == ["captured", "started"]
    assert fixture.task(a).note == ""


def test_a_patch_never_joins_another() -> None:
    record, first = patched(None, {"a": 1}, 1_000, ACTOR)
    record, second = patched(record, {"b": 2}, 1_000, ACTOR)
    assert first < second
    assert record == {"a": 1, "b": 2, LOG: {first: {"a": 1}, second: {"b": 2}}}
    assert fold(record[LOG]) == {"a": 1, "b": 2}


def test_a_stint_does_not_run_again_beside_another() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.FocusOn(None))
    paused = entry(fixture)
    elsewhere(fixture, c.Start((b,)))
    assert backwards(paused, fixture.board) == []


def test_a_stint_does_not_run_again_on_a_task_that_left() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.FocusOn(None))
    paused = entry(fixture)
    elsewhere(fixture, c.Finish((a,)))
    assert backwards(paused, fixture.board) == []


def test_an_undo_that_takes_a_task_out_of_doing_ends_its_focus() -> None:
    fixture = BoardFixture()
    a = fixture.add("a")
    fixture.ok(c.Start((a,)))
    first = entry(fixture)
    fixture.ok(c.Finish((a,)))
    elsewhere(fixture, c.Start((a,)))
    undo(fixture, first)
    assert fixture.task(a).state is State.READY
    assert fixture.board.open_stints == ()
