"""Texts that two machines wrote without knowing of each other."""

from __future__ import annotations

import pytest
from builders import ACTOR, BERLIN, NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.changes.undo import backwards, entry_of
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import LOG, Data
from wiptui.domain.fields import VERSIONED
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.concurrent_edits import Overruled, overruled
from wiptui.domain.tasks.task import Task
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode
from wiptui.sync.merge import merge


class Machine:
    """One of several machines: its own data, its own actor."""

    def __init__(self, data: Data, actor: str, at: int) -> None:
        self.data, self.actor, self.at = data, actor, at
        self.done: list[Accepted] = []

    def do(self, command: c.Command) -> None:
        self.at += 1000
        board = Board(self.data, NOON, BERLIN)
        made = decide(board, command, ChangeContext(self.at, self.actor, self.actor[:4], SeededIds(self.at)))
        assert isinstance(made, Accepted)
        self.data = made.board.data
        self.done.append(made)

    def undo(self) -> None:
        entry = entry_of("x", self.at, self.done.pop().receipts)
        self.do(c.Restore(tuple(backwards(entry, Board(self.data, NOON, BERLIN)))))

    def task(self, task_id: int) -> Task:
        return Board(self.data, NOON, BERLIN).task(task_id)


@pytest.fixture
def shared() -> tuple[Data, int]:
    fixture = BoardFixture()
    task_id = fixture.add("Write", note="base", next_step="base", project="base", waiting_on="base", waiting_why="base",
                       **{"for": "base"})  # fmt: skip
    return fixture.data, task_id


@pytest.fixture
def two(shared: tuple[Data, int]) -> tuple[Machine, Machine, int]:
    """Two machines that both know the task, the second one's clock ten seconds ahead."""
    data, task_id = shared
    return Machine(data, "aaaa11111", to_ms(NOON)), Machine(data, "bbbb11111", to_ms(NOON) + 10_000), task_id


def texts(task: Task) -> list[tuple[str, str]]:
    return [(other.field, other.text) for other in task.overruled]


def united(*machines: Machine) -> Machine:
    return Machine(merge(*(machine.data for machine in machines)), ACTOR, max(machine.at for machine in machines))


@pytest.mark.parametrize("field", VERSIONED)
def test_the_text_that_lost_is_told_whichever_way_it_is_merged(two: tuple[Machine, Machine, int], field: str) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {field: "mine"}))
    other.do(c.Edit(task_id, {field: "theirs"}))
    both = united(one, other)
    assert both.task(task_id).record[field] == "theirs"
    assert texts(both.task(task_id)) == [(field, "mine")]
    assert united(other, one).task(task_id).overruled == both.task(task_id).overruled
    assert isinstance(both.task(task_id).overruled[0], Overruled)


def test_one_after_the_other_is_no_conflict(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": "one"}))
    other.data = merge(one.data, other.data)
    other.do(c.Edit(task_id, {"note": "two"}))
    one.data = merge(one.data, other.data)
    one.at = other.at
    one.do(c.Edit(task_id, {"note": "three"}))
    assert texts(united(one, other).task(task_id)) == []


def test_an_edit_with_a_clock_that_is_behind_is_no_conflict(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    other.do(c.Edit(task_id, {"note": "ahead"}))
    one.data = merge(one.data, other.data)
    one.do(c.Edit(task_id, {"note": "seen and changed"}))
    both = united(one, other).task(task_id)
    assert (both.note, texts(both)) == ("seen and changed", [])


def test_the_same_text_twice_is_no_conflict(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": "same"}))
    other.do(c.Edit(task_id, {"note": "same"}))
    assert texts(united(one, other).task(task_id)) == []


def test_a_note_that_was_emptied_elsewhere_is_told(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": "long thought"}))
    other.do(c.Edit(task_id, {"note": None}))
    both = united(one, other).task(task_id)
    assert (both.note, texts(both)) == ("", [("note", "long thought")])


@pytest.mark.parametrize(
    ("choice", "text"), [("keep", "theirs"), ("take", "mine"), ("both", "theirs\n\nmine")], ids=["keep", "take", "both"]
)
def test_a_decision_settles_it_everywhere_and_undo_brings_it_back(
    two: tuple[Machine, Machine, int], choice: str, text: str
) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": "mine"}))
    other.do(c.Edit(task_id, {"note": "theirs"}))
    both = united(one, other)
    both.do(c.Settle(task_id, "note", choice))
    assert (both.task(task_id).note, texts(both.task(task_id))) == (text, [])
    assert texts(united(one, both, other).task(task_id)) == []
    both.undo()
    assert (both.task(task_id).note, texts(both.task(task_id))) == ("theirs", [("note", "mine")])
    assert texts(united(one, both).task(task_id)) == [("note", "mine")], "also where only the undone is known"


def test_any_edit_by_somebody_who_saw_both_settles_it(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"title": "mine"}))
    other.do(c.Edit(task_id, {"title": "theirs"}))
    both = united(one, other)
    both.do(c.Edit(task_id, {"title": "ours"}))
    assert (both.task(task_id).title, texts(both.task(task_id))) == ("ours", [])


def test_an_edit_and_its_undo_leave_no_conflict(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": "mine"}))
    one.undo()
    assert (one.task(task_id).note, texts(one.task(task_id))) == ("base", [])
    other.do(c.Edit(task_id, {"note": "theirs"}))
    both = united(one, other).task(task_id)
    assert (both.note, texts(both)) == ("theirs", [])


def test_three_machines_and_what_two_of_them_lost(shared: tuple[Data, int]) -> None:
    data, task_id = shared
    machines = [Machine(data, f"{letter * 4}11111", to_ms(NOON) + 10_000 * place) for place, letter in enumerate("abc")]
    for machine in machines:
        machine.do(c.Edit(task_id, {"note": machine.actor[:1]}))
    both = united(*machines)
    assert texts(both.task(task_id)) == [("note", "b"), ("note", "a")]
    both.do(c.Settle(task_id, "note", "take"))
    assert (both.task(task_id).note, texts(both.task(task_id))) == ("b", [("note", "a")]), "nobody decided about a"
    both.do(c.Settle(task_id, "note", "take"))
    assert (both.task(task_id).note, texts(both.task(task_id))) == ("a", [])
    both = united(*machines)
    both.do(c.Settle(task_id, "note", "both"))
    assert both.task(task_id).note == "c\n\nb\n\na"


def test_a_wait_that_ended_takes_its_words_along(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    for machine in two[:2]:
        machine.do(c.Wait(task_id, on="Ana"))
    one.data = other.data = merge(one.data, other.data)
    one.do(c.Edit(task_id, {"waiting_on": "Ben"}))
    other.do(c.Start((task_id,)))
    assert texts(united(one, other).task(task_id)) == []


def test_an_editor_that_was_open_during_the_merge_has_not_seen_it(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    seen = one.task(task_id).record
    other.do(c.Edit(task_id, {"note": "theirs"}))
    both = united(one, other)
    both.do(c.Edit(task_id, {"note": "typed before"}, seen))
    assert (both.task(task_id).note, texts(both.task(task_id))) == ("typed before", [("note", "theirs")])


def test_a_first_note_on_each_machine_is_a_conflict_too() -> None:
    fixture = BoardFixture()
    task_id = fixture.add("Write")
    one, other = (
        Machine(fixture.data, "aaaa11111", to_ms(NOON)),
        Machine(fixture.data, "bbbb11111", to_ms(NOON) + 10_000),
    )
    one.do(c.Edit(task_id, {"note": "mine"}))
    other.do(c.Edit(task_id, {"note": "theirs"}))
    assert texts(united(one, other).task(task_id)) == [("note", "mine")]


LONG = " that is long enough to be pruned: past the 64 bytes that are kept for ever"


def test_a_text_that_nobody_saw_outlives_any_number_of_newer_ones(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"note": f"offline{LONG}"}))
    for turn in range(12):
        other.do(c.Edit(task_id, {"note": f"{turn}{LONG}"}))
    assert texts(united(one, other).task(task_id)) == [("note", f"offline{LONG}")]
    assert texts(united(other, one, other).task(task_id)) == [("note", f"offline{LONG}")]
    both = united(one, other)
    both.do(c.Settle(task_id, "note", "keep"))
    assert texts(united(one, both).task(task_id)) == []


def test_a_text_that_was_pruned_still_hides_the_one_it_replaced(two: tuple[Machine, Machine, int]) -> None:
    one, _, task_id = two
    for turn in range(12):
        one.do(c.Edit(task_id, {"note": f"{turn}{LONG}"}))
        one.data = decode(encode(one.data)).data
        assert texts(one.task(task_id)) == []


def test_an_edit_that_was_undone_in_part_makes_no_second_version(two: tuple[Machine, Machine, int]) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {"title": "mine", "note": "mine"}))
    other.data = merge(one.data, other.data)
    other.do(c.Edit(task_id, {"title": "theirs"}))
    one.data = merge(one.data, other.data)
    one.undo()
    assert (one.task(task_id).title, one.task(task_id).note) == ("theirs", "base")
    assert texts(one.task(task_id)) == []


@pytest.mark.parametrize("field", ["for", "project"])
def test_a_name_that_was_removed_elsewhere_is_told(two: tuple[Machine, Machine, int], field: str) -> None:
    one, other, task_id = two
    one.do(c.Edit(task_id, {field: "Ana"}))
    other.do(c.Edit(task_id, {field: None}))
    assert texts(united(one, other).task(task_id)) == [(field, "Ana")]


def test_a_text_that_is_no_text_hides_nothing_and_breaks_nothing() -> None:
    odd = {"note": ["odd"], "note_after": None}
    log = {"20261122T120000000-aaaa11111": {"note": "a"}, "20261122T120001000-bbbb11111": odd}
    assert overruled({LOG: log, **odd}) == ()
