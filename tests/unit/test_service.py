"""The service: one way in, one transaction; undo and redo; refusals kept with the choice that followed."""

import pytest
from builders import ACTOR
from fakes import FakeStore, fake_service

from wiptui.domain import commands as c
from wiptui.domain.core.errors import DataFileError, NothingToUndo, UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.service import Service


def add(service: Service, title: str, **fields: Json) -> int:
    return ok(service, c.Add(title, fields)).accepted.tasks[0]


def ok(service: Service, command: c.Command) -> Outcome:
    outcome = service.dispatch(command)
    assert isinstance(outcome, Outcome), outcome
    return outcome


def titles(service: Service, state: State) -> list[str]:
    return [task.title for task in service.board().column(state)]


def test_an_accepted_command_is_written_told_and_put_into_words() -> None:
    service = fake_service()
    calls: list[int] = []
    stop = service.subscribe(lambda: calls.append(1))
    assert ok(service, c.Add("Write report")).words == "Added “Write report”"
    stop()
    add(service, "another")
    assert calls == [1]
    assert titles(service, State.READY) == ["Write report", "another"]


def test_a_refused_or_senseless_command_writes_nothing_and_tells_nobody() -> None:
    service = fake_service()
    ids = tuple(add(service, title) for title in "abcd")
    before, calls = service.store.read(), []
    service.subscribe(lambda: calls.append(1))
    assert isinstance(service.dispatch(c.Start(ids)), Refusal)
    with pytest.raises(UsageError):
        service.dispatch(c.Add("  "))
    assert service.store.read() is before
    assert not calls


def test_what_changes_nothing_is_no_step_of_undo() -> None:
    service = fake_service()
    a = add(service, "a")
    ok(service, c.Move((a,), State.READY))
    assert isinstance(service.undo(), Outcome)
    assert not titles(service, State.READY)


def test_undo_and_redo_walk_back_and_forth() -> None:
    service = fake_service()
    a = add(service, "a")
    ok(service, c.Start((a,)))
    ok(service, c.Finish((a,)))
    words = [
        outcome.words for outcome in (service.undo(), service.undo(), service.undo()) if isinstance(outcome, Outcome)
    ]
    assert words == ["Undid: Finished “a”", "Undid: Started “a”", "Undid: Added “a”"]
    assert not list(service.board().all_tasks())
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        service.undo()
    for _ in range(3):
        service.redo()
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        service.redo()
    assert titles(service, State.DONE) == ["a"]


def test_undone_moves_leave_the_history_and_redone_ones_come_back_at_their_own_time() -> None:
    service = fake_service()
    a = add(service, "a")
    service.clock.advance(hours=1)
    ok(service, c.Start((a,)))
    told = service.board().task(a).history
    service.clock.advance(hours=1)
    service.undo()
    assert [move.event for move in service.board().task(a).history] == ["captured"]
    assert service.board().task(a).first_started is None
    assert service.board().focus is None
    service.redo()
    assert service.board().task(a).history == told
    assert service.board().focus is not None


def test_a_new_change_makes_what_was_undone_past() -> None:
    service = fake_service()
    add(service, "a")
    service.undo()
    add(service, "b")
    with pytest.raises(NothingToUndo):
        service.redo()


def test_several_commands_together_are_one_step_of_undo() -> None:
    service = fake_service()
    a, b = add(service, "a"), add(service, "b")
    ok(service, c.Start((a,)))
    assert ok(service, c.Together((c.Finish((a,)), c.Start((b,))))).words == "Finished “a”, Started “b”"
    service.undo()
    assert (titles(service, State.DOING), titles(service, State.READY)) == (["a"], ["b"])
    focus = service.board().focus
    assert focus is not None and focus.task.id == a


def test_an_undo_that_the_gate_refuses_can_be_passed_over() -> None:
    service = fake_service()
    ok(service, c.SetLimit(DOING, 1, permanent=True))
    a, b = add(service, "a"), add(service, "b")
    ok(service, c.Start((a,)))
    ok(service, c.Finish((a,)))
    other = Service(FakeStore(service.store.disk, "zz99abcde", "phone"), service.clock, service.ids)
    ok(other, c.Start((b,)))
    assert isinstance(service.undo(), Refusal)
    assert isinstance(service.undo(), Refusal), "a refused undo stays where it is"
    passed = service.undo(skip=True)
    assert isinstance(passed, Outcome) and passed.words == "Passed over: Finished “a”"
    service.clock.advance(minutes=1)
    undone = service.undo()
    assert isinstance(undone, Outcome) and undone.words == "Undid: Started “a”"
    assert titles(service, State.DONE) == ["a"], "somebody finished it since, so that stays"


def test_an_undo_with_nothing_left_to_take_back_says_so_once() -> None:
    service = fake_service()
    a = add(service, "a")
    ok(service, c.Edit(a, {"note": "mine"}))
    other = Service(FakeStore(service.store.disk, "zz99abcde", "phone"), service.clock, service.ids)
    ok(other, c.Edit(a, {"note": "theirs"}))
    with pytest.raises(NothingToUndo, match="changed elsewhere"):
        service.undo()
    with pytest.raises(NothingToUndo, match="changed elsewhere"):
        service.undo()  # the capture itself: the phone has written to it
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        service.undo()
    assert service.board().task(a).note == "theirs"


def test_the_stack_keeps_the_last_fifty() -> None:
    service = fake_service()
    for number in range(60):
        add(service, f"t{number}")
    for _ in range(50):
        service.undo()
    with pytest.raises(NothingToUndo):
        service.undo()
    assert len(titles(service, State.READY)) == 10


def test_a_refusal_is_kept_with_the_choice_that_followed() -> None:
    service = fake_service()
    ids = [add(service, title) for title in "abcd"]
    ok(service, c.Start(tuple(ids[:3])))
    service.dispatch(c.Start((ids[3],)))
    service.clock.advance(seconds=20)
    service.dispatch(c.Start((ids[3],)))
    assert "refusals" not in service.store.read(), "no choice yet: nothing is written"
    ok(service, c.Start((ids[3],), swap=ids[0]))
    first, second = sorted(service.store.read()["refusals"].values(), key=lambda row: row["at"])
    assert "choice" not in first
    assert (second["choice"], second["scope"], second["count"], second["limit"]) == ("swap", "global", 3, 3)
    assert second["wanted"] == [ids[3]]
    assert sorted(second["holders"]) == sorted(ids[:3])
    ok(service, c.Finish((ids[1],)))
    assert len(service.store.read()["refusals"]) == 2, "told once"


@pytest.mark.parametrize(
    ("choose", "name"),
    [
        (lambda a, d: c.Finish((a,)), "finish"),
        (lambda a, d: c.Wait(a), "wait"),
        (lambda a, d: c.PutBack((a,)), "put back"),
        (lambda a, d: c.Split(a, ("x", "y")), "split"),
        (lambda a, d: c.Together((c.Drop((a,)), c.Start((d,)))), "drop"),
    ],
)
def test_every_choice_has_its_name(choose: object, name: str) -> None:
    service = fake_service()
    ids = [add(service, title) for title in "abcd"]
    ok(service, c.Start(tuple(ids[:3])))
    service.dispatch(c.Start((ids[3],)))
    ok(service, choose(ids[0], ids[3]))  # type: ignore[operator]
    assert [row["choice"] for row in service.store.read()["refusals"].values()] == [name]


def test_refresh_tells_of_what_another_process_wrote_and_only_then() -> None:
    service = fake_service()
    add(service, "a")
    calls: list[int] = []
    service.subscribe(lambda: calls.append(1))
    assert not service.refresh()
    other = Service(FakeStore(service.store.disk, "zz99abcde", "phone"), service.clock, service.ids)
    add(other, "b")
    assert service.refresh()
    assert not service.refresh()
    assert calls == [1]
    assert titles(service, State.READY) == ["a", "b"]


def test_notes_of_the_store_are_handed_out_once() -> None:
    service = fake_service()
    service.store.notes.append("merged a copy")
    assert (service.notes(), service.notes()) == (["merged a copy"], [])


def test_what_could_not_be_saved_is_no_step_of_undo_and_loses_no_refusal() -> None:
    service = fake_service()
    ids = [add(service, title) for title in "abcd"]
    ok(service, c.Start(tuple(ids[:3])))
    service.undo()
    service.redo()
    service.undo()
    service.dispatch(c.Together((c.Start(tuple(ids)),)))
    kept = dict(service.store.documents.kept)
    service.store.full = True
    for act in (lambda: service.dispatch(c.Finish((ids[0],))), service.undo, service.redo):
        with pytest.raises(DataFileError):
            act()
        assert service.store.documents.kept == kept


def another(service: Service) -> Service:
    """A process that comes later on the same machine: it finds the file, and what was kept beside it by now."""
    store = FakeStore(service.store.disk, ACTOR[:4] + "zzzzz")
    store.documents.kept = dict(service.store.documents.kept)
    return fake_service(store, service.clock.now(), seed=8)


def test_an_undo_takes_back_nothing_older_than_a_change_that_was_not_kept_for_it() -> None:
    service = fake_service()
    add(service, "kept")
    later = another(service)
    later.store.documents.can_keep = False
    later.clock.advance(minutes=1)
    lost = add(later, "not kept")
    for step in (service.undo, service.undo):
        with pytest.raises(NothingToUndo, match="Nothing older is taken back instead"):
            step()
    assert titles(service, State.READY) == ["kept", "not kept"]
    later.undo()
    later.redo()
    assert titles(service, State.READY) == ["kept", "not kept"], "the process itself knows of its change"
    service.clock.advance(minutes=2)
    ok(service, c.Start((lost,)))
    service.undo()
    with pytest.raises(NothingToUndo, match="There is nothing to undo"):
        service.undo()
    assert titles(service, State.READY) == ["kept", "not kept"]


def test_what_agents_do_takes_no_place_of_the_persons_among_what_can_be_undone() -> None:
    person = fake_service()
    mine = [add(person, f"mine {number}") for number in range(3)]
    person.undo()
    agent = another(person)
    agent.for_agents = True
    agent.store.documents = person.store.documents
    for number in range(60):
        add(agent, f"agent's {number}")
    documents = person.store.documents.kept["undo"]
    assert [entry["label"][:7] for entry in documents["undo"]].count("Added “") == 52 == len(documents["undo"])
    person.redo()
    assert mine[2] in {task.id for task in person.board().open_tasks()}, "it can still be redone"
    for _ in range(53):
        person.undo()
    assert titles(person, State.READY) == [f"agent's {number}" for number in range(10)]
    for number in range(60):
        add(person, f"more {number}")
    assert len(person.store.documents.kept["undo"]["undo"]) == 50
