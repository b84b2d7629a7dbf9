"""The gate, under any sequence of commands from anywhere: what must never happen, and what always must."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from builders import ACTOR, plain
from fakes import FakeStore, fake_service
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, TASKS, Change
from wiptui.domain.core.errors import NothingToUndo, WiptuiError
from wiptui.domain.core.record import LOG, Data, fold, is_gone
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.service import Service

PROJECTS = ("acme", "home")
SCOPES = (DOING, WAITING, EXPEDITE, Scope("project", "acme"), Scope("tag", "deep"))
SCHEDULE = [{"days": ["sun"], "from": "14:00", "to": "14:20", "limit": 1}]

picks = st.integers(0, 30)
several = st.lists(picks, min_size=1, max_size=4).map(tuple)
lines = st.one_of(st.text(max_size=12), st.sampled_from(["Write report", "[/done]", "a\nb", "\x1b[2J", "", "é" * 20]))
projects = st.sampled_from((None, *PROJECTS))
tags = st.sampled_from(([], ["deep"], ["deep", "x"]))
classes = st.sampled_from(("standard", "expedite", "fixed-date", "nonsense"))
states = st.sampled_from(list(State))
Pick = Callable[[int], int]
Making = Callable[[Pick], c.Command]


def _all(pick: Pick, them: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(pick(one) for one in them)


def _edits() -> st.SearchStrategy[dict[str, object]]:
    return st.one_of(
        st.fixed_dictionaries({"project": projects}),
        st.fixed_dictionaries({"tags": tags}),
        st.fixed_dictionaries({"class": classes, "expedite_why": st.sampled_from((None, "fire"))}),
        st.fixed_dictionaries({"title": lines, "note": lines}),
        st.fixed_dictionaries({"due": st.sampled_from((None, "2026-11-27", "soon")), "state": st.just("doing")}),
        st.fixed_dictionaries({"due": st.sampled_from((None, "2026-11-27", "soon"))}),
    )


def _with(*parts: st.SearchStrategy) -> Callable[[Callable[..., c.Command]], st.SearchStrategy[Making]]:
    """Commands made from drawn parts, whose numbers become ids of tasks once there are any."""
    return lambda make: st.tuples(*parts).map(lambda drawn: lambda pick: make(pick, *drawn))


def _import(pick: Pick, one: int, state: State) -> c.Import:
    return c.Import(
        (Change(TASKS, 100 + one, {"title": f"old {one}", "state": state.value, "rank": "i"}, at=1_000_000),)
    )


simple: st.SearchStrategy[Making] = st.one_of(
    _with(lines, states, projects, tags, st.booleans())(
        lambda pick, title, state, project, tag, top: c.Add(title, {"project": project, "tags": tag}, state, top)
    ),
    _with(several, st.booleans())(lambda pick, them, focus: c.Start(_all(pick, them), focus=focus)),
    _with(picks)(lambda pick, one: c.Start((pick(one),))),
    _with(picks, picks)(lambda pick, one, other: c.Start((pick(one),), swap=pick(other))),
    _with(picks, lines)(lambda pick, one, why: c.Start((pick(one),), expedite=True, why=why)),
    _with(picks, lines)(lambda pick, one, on: c.Wait(pick(one), on, until=date(2026, 11, 24))),
    _with(picks)(lambda pick, one: c.Resolve(pick(one))),
    _with(several, lines)(lambda pick, them, step: c.PutBack(_all(pick, them), step)),
    _with(several)(lambda pick, them: c.Finish(_all(pick, them))),
    st.just(lambda pick: c.Finish()),
    _with(several)(lambda pick, them: c.Drop(_all(pick, them))),
    _with(several, states)(lambda pick, them, to: c.Move(_all(pick, them), to)),
    _with(picks, _edits())(lambda pick, one, fields: c.Edit(pick(one), fields)),
    _with(picks, st.lists(lines, max_size=3).map(tuple))(lambda pick, one, titles: c.Split(pick(one), titles)),
    _with(picks, picks)(lambda pick, one, other: c.Reorder(pick(one), before=pick(other))),
    _with(picks)(lambda pick, one: c.FocusOn(pick(one))),
    st.just(lambda pick: c.FocusOn(None)),
    _with(lines)(lambda pick, text: c.Interrupt(text, "Ana")),
    _with(st.sampled_from(SCOPES), st.one_of(st.none(), st.integers(-1, 5)), st.booleans())(
        lambda pick, scope, value, permanent: c.SetLimit(scope, value, permanent)
    ),
    _with(st.booleans(), st.sampled_from((None, SCHEDULE)))(
        lambda pick, waiting, schedule: c.SetSettings({"waiting_counts": waiting, "schedule": schedule})
    ),
)
makings: st.SearchStrategy[Making] = st.one_of(
    simple,
    simple,
    st.lists(simple, max_size=4).map(lambda parts: lambda pick: c.Together(tuple(part(pick) for part in parts))),
)


def count(data: Data, scope: Scope) -> int:
    """The slots taken in a scope, counted here from the plain fields and nothing else."""
    conwip = data.get("settings", {}).get("1", {}).get("waiting_counts") is True
    total = 0
    for record in data.get(TASKS, {}).values():
        if is_gone(record):
            continue
        state, expedite = record["state"], record.get("class") == "expedite"
        if scope == WAITING:
            total += state == "waiting"
        elif scope == EXPEDITE:
            total += state == "doing" and expedite
        elif not expedite and (state == "doing" or (conwip and state == "waiting")):
            total += (
                scope == DOING
                or (scope.kind == "project" and record.get("project") == scope.name)
                or (scope.kind == "tag" and scope.name in (record.get("tags") or []))
            )
    return total


class GateMachine(RuleBasedStateMachine):
    """Two devices on one file, every command, undo and redo, in any order."""

    def __init__(self) -> None:
        super().__init__()
        store = FakeStore()
        self.laptop = fake_service(store)
        phone = FakeStore(store.disk, "zz99abcde", "phone")
        self.phone = Service(phone, self.laptop.clock, self.laptop.ids)
        self.disk = store.disk

    @property
    def data(self) -> Data:
        return self.disk["data"]

    def pick(self, number: int) -> int:
        """The id of some task, now and then of none."""
        ids = [int(key) for key in self.data.get(TASKS, {})]
        return ids[number % len(ids)] if ids and number < 29 else 4242

    def through(self, act: Callable[[], Outcome | Refusal], gated: bool = True) -> Outcome | Refusal | None:
        """Act, and hold what holds for every act: the gate let no count rise over its limit; a no changed nothing."""
        before, board = self.data, self.laptop.board()
        kept = plain(before)
        outcome: Outcome | Refusal | None = None
        try:
            outcome = act()
        except WiptuiError as error:
            assert str(error)
        if not isinstance(outcome, Outcome):
            assert self.data is before
        assert plain(before) == kept, "what was handed out stays as it was"
        if gated:
            for scope, limit in board.limits.items():
                was, now = count(before, scope), count(self.data, scope)
                assert now <= limit.value or now <= was, f"{scope.code} rose from {was} to {now} over {limit.value}"
        return outcome

    @initialize(titles=st.integers(3, 6))
    def begin(self, titles: int) -> None:
        for number in range(titles):
            self.laptop.dispatch(c.Add(f"task {number}", {"project": PROJECTS[number % 2]}))

    @rule(making=makings, on_phone=st.booleans())
    def command(self, making: Making, on_phone: bool) -> None:
        service = self.phone if on_phone else self.laptop
        self.through(lambda: service.dispatch(making(self.pick)))

    @rule(making=makings)
    def there_and_back_again(self, making: Making) -> None:
        """Undo gives the fields back and redo gives them again, unless a limit is in the way of either."""
        data = self.data
        before = plain(data)
        done = self.through(lambda: self.laptop.dispatch(making(self.pick)))
        if self.data is data or not isinstance(done, Outcome):
            return
        after = plain(self.data)
        for step, wanted in ((self.laptop.undo, before), (self.laptop.redo, after)):
            if not isinstance(self.through(step), Outcome):
                return
            assert _told(plain(self.data)) == _told(wanted)

    @rule(skip=st.booleans())
    def undo(self, skip: bool) -> None:
        self.through(lambda: self.laptop.undo(skip=skip))

    @rule()
    def redo(self) -> None:
        self.through(self.laptop.redo)

    @rule(making=_with(picks, states)(_import))
    def bring_in(self, making: Making) -> None:
        """What was started elsewhere is in work, also over the limit."""
        command = making(self.pick)
        if command.changes[0].id not in map(int, self.data[TASKS]):
            self.through(lambda: self.phone.dispatch(command), gated=False)

    @rule(minutes=st.sampled_from((1, 15, 24 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.laptop.clock.advance(minutes=minutes)

    @rule()
    def leave(self) -> None:
        """Work can always leave, however full or over the board is."""
        for task in self.laptop.board().wip:
            assert isinstance(self.through(lambda task=task: self.laptop.dispatch(c.Finish((task.id,)))), Outcome)

    @invariant()
    def replaying_the_log_gives_the_board(self) -> None:
        for rows in self.data.values():
            for record in rows.values():
                assert fold(record[LOG]) == {name: value for name, value in record.items() if name != LOG}

    @invariant()
    def history_ends_where_the_task_stands(self) -> None:
        for task in self.laptop.board().all_tasks():
            assert task.history[-1].to == task.state

    @invariant()
    def at_most_one_focus_and_it_is_in_doing(self) -> None:
        board = self.laptop.board()
        running = [
            record for record in self.data.get(STINTS, {}).values() if not is_gone(record) and not record.get("end")
        ]
        assert len(running) <= 1
        assert (board.focus is None) == (not running)
        assert board.focus is None or board.focus.task.state is State.DOING


def _told(data: Data) -> Data:
    """Without the refusals, which stay: that somebody was refused is no change to take back. What says nothing goes."""
    full = {name: {key: record for key, record in rows.items() if record} for name, rows in data.items()}
    return {name: rows for name, rows in full.items() if name != "refusals" and rows}


TestGate = GateMachine.TestCase
TestGate.settings = settings(stateful_step_count=40)


def test_undoing_nothing_is_said() -> None:
    service = fake_service(FakeStore(actor=ACTOR))
    for step in (service.undo, service.redo):
        try:
            step()
        except NothingToUndo as error:
            assert "nothing to" in str(error)
        else:
            raise AssertionError("nothing was done, so there is nothing to take back")
