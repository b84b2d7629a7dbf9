"""Random pasts, lived through the real commands: one or two machines, a clock that is passed in, ids from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fakes import FakeStore

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.domain.tasks.task import State, Task
from wiptui.exchange.json.tasks import incoming
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.sync.merge import merge

PLACES = (
    ("Europe/Berlin", "2026-03-26"),  # an hour is missing on the 29th
    ("Europe/Berlin", "2026-10-22"),  # an hour comes twice on the 25th
    ("America/New_York", "2026-10-29"),
    ("America/St_Johns", "2026-03-05"),
    ("Australia/Lord_Howe", "2026-04-02"),  # half an hour comes twice
    ("America/Sao_Paulo", "2018-11-01"),  # a midnight is missing on the 4th
    ("Asia/Kathmandu", "2026-06-01"),
    ("Pacific/Apia", "2011-12-26"),  # the 30th never was
    ("Pacific/Kiritimati", "2026-12-29"),
    ("UTC", "2028-02-26"),
)
STEPS = (1, 20, 59, 60, 61, 150, 299, 300, 301, 600, 1499, 1500, 1501, 1800, 3600, 3 * 3600, 8 * 3600, 86_400)
LONG = 80 * 60
PROJECTS = (None, "acme", "acme", "garden")
TAGS = ([], ["home"], ["home", "deep"])
CAUSES = ("pause", "pause", "pause", "interrupt", "idle", "quit")
SCHEDULES: tuple[Any, ...] = (
    None,
    [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "12:00", "limit": 1}, {"limit": 2}],
    [{"from": "12:00", "to": "24:00", "limit": 0}],
)


@dataclass
class Lived:
    """A board with a past, and when things were done on it."""

    board: Board
    zone: ZoneInfo
    acts: list[str]
    times: list[datetime]


@dataclass
class Machine:
    """One device with its own copy of the file, which acts at random."""

    random: random.Random
    service: Service
    clock: FixedClock
    ahead: timedelta = timedelta()
    is_crowded: bool = False
    acts: list[str] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    @property
    def board(self) -> Board:
        return self.service.board()

    def one_of(self, *states: State) -> Task | None:
        tasks = [task for state in states for task in self.board.column(state)]
        return self.random.choice(sorted(tasks, key=lambda task: task.id)) if tasks else None

    def do(self, command: c.Command) -> None:
        """Carry out a command; one that makes no sense or is refused is part of life."""
        try:
            outcome = self.service.dispatch(command)
        except WiptuiError:
            return
        self.note(f"{'' if isinstance(outcome, Outcome) else 'refused '}{command}")

    def note(self, act: str) -> None:
        self.acts.append(f"{self.clock.now():%m-%d %H:%M:%S} {act}")
        self.times.append(self.clock.now())
        self.end_old_focus(0)

    def end_old_focus(self, seconds: float) -> None:
        """No focus is left to run for 90 minutes: what counts of it then depends on more than the data file."""
        starts = [datetime.fromisoformat(str(row["start"])) for _, row in self.board.open_stints]
        if starts and (self.clock.now() - min(starts)).total_seconds() + seconds > LONG:
            self.do(c.FocusOn(None, "pause"))

    def step_back(self) -> None:
        verb = self.random.choice(["undo", "undo", "undo", "redo"])
        try:
            if verb == "undo":
                self.service.undo(skip=self.random.random() < 0.1)
            else:
                self.service.redo()
        except WiptuiError:
            return
        self.note(verb)

    def fields(self) -> dict[str, Any]:
        pick = self.random.choice
        fields: dict[str, Any] = {"project": pick(PROJECTS), "tags": pick(TAGS)}
        if self.random.random() < 0.2:
            fields["due"] = (self.board.today + timedelta(days=self.random.randint(-3, 9))).isoformat()
        if self.random.random() < 0.25:
            fields["every"] = pick(["day", "week", "after 3 days"])
        return {name: value for name, value in fields.items() if value}

    def add(self) -> None:
        states = [State.READY] * 3 + [State.BACKLOG, State.DOING, State.WAITING]
        self.do(c.Add(f"t{len(self.acts)}", self.fields(), self.random.choice(states)))

    def start(self) -> None:
        task = self.one_of(State.READY, State.BACKLOG, State.WAITING, State.WAITING)
        if task is None:
            return
        chance = self.random.random()
        if chance < 0.15:
            self.do(c.Start((task.id,), expedite=True, why="it burns"))
        elif chance < 0.3 and (out := self.one_of(State.DOING, State.WAITING)) is not None:
            self.do(c.Start((task.id,), swap=out.id))
        elif chance < 0.4 and (other := self.one_of(State.READY, State.BACKLOG)) is not None:
            self.do(c.Start((task.id, other.id)))
        else:
            self.do(c.Start((task.id,), focus=self.random.random() < 0.8))

    def reopen(self) -> None:
        task = self.one_of(State.DONE, State.DROPPED)
        if task is not None:
            self.do(c.Start((task.id,)))

    def wait(self) -> None:
        task = self.one_of(State.DOING, State.DOING, State.READY, State.WAITING)
        if task is not None:
            until = self.board.today + timedelta(days=self.random.randint(-1, 4))
            on, why = self.random.choice(["Ana", "Bob", None]), self.random.choice(["parts", None])
            self.do(c.Wait(task.id, on, why, until))

    def resolve(self) -> None:
        if (task := self.one_of(State.WAITING)) is not None:
            self.do(c.Resolve(task.id))

    def put_back(self) -> None:
        if (task := self.one_of(State.DOING, State.WAITING)) is not None:
            self.do(c.PutBack((task.id,)))

    def finish(self) -> None:
        task = self.one_of(State.DOING, State.DOING, State.DOING, State.WAITING, State.READY)
        if task is not None:
            self.do(c.Finish((task.id,)))

    def drop(self) -> None:
        if (task := self.one_of(State.DOING, State.WAITING, State.READY)) is not None:
            self.do(c.Drop((task.id,)))

    def split(self) -> None:
        if (task := self.one_of(State.DOING, State.READY)) is not None:
            self.do(c.Split(task.id, ("one half", "other half")))

    def move(self) -> None:
        if (task := self.one_of(State.READY, State.BACKLOG, State.WAITING)) is not None:
            self.do(c.Move((task.id,), self.random.choice([State.READY, State.BACKLOG])))

    def edit(self) -> None:
        task = self.one_of(State.DOING, State.WAITING, State.READY, State.DONE)
        if task is None:
            return
        fields = self.random.choice(
            [
                {"project": self.random.choice(PROJECTS)},
                {"tags": self.random.choice(TAGS)},
                {"class": "expedite", "expedite_why": "it burns"},
                {"class": None},
                {"due": (self.board.today + timedelta(days=self.random.randint(-2, 9))).isoformat()},
            ]
        )
        self.do(c.Edit(task.id, fields))

    def crowd(self) -> None:
        """Much in work at once for one customer, who is limited only then."""
        self.is_crowded = True
        is_raised = self.random.random() < 0.5
        if is_raised:
            self.do(c.SetLimit(DOING, 2, permanent=True))
        self.do(c.SetLimit(DOING, 6, permanent=not is_raised))
        for number in range(3):
            self.do(c.Add(f"crowd {number}", {"project": "acme", "tags": ["home"]}, State.DOING))
            self.clock.advance(seconds=self.random.choice(STEPS[:12]))
        self.do(c.SetLimit(self.random.choice([DOING, Scope("project", "acme"), Scope("tag", "home")]), 1))
        if self.random.random() < 0.5:
            self.restless()
        if self.random.random() < 0.5 and (task := self.one_of(State.DOING)) is not None:
            self.clock.advance(hours=1)
            self.do(c.Edit(task.id, {"class": "expedite", "expedite_why": "it burns after all"}))
            self.clock.advance(hours=1)
            self.do(c.Edit(task.id, {"class": self.random.choice([None, "standard"])}))

    def restless(self) -> None:
        """From one task to the next and back, with pauses around the length that ends a session."""
        for _ in range(self.random.randint(4, 9)):
            if (task := self.one_of(State.DOING)) is not None:
                self.do(c.FocusOn(task.id))
            self.clock.advance(seconds=self.random.choice([60, 61, 300, 900, 1499]))
            if task is not None and self.random.random() < 0.4:
                self.do(c.FocusOn(None, "pause"))
                self.clock.advance(seconds=self.random.choice([299, 300, 301]))
                self.do(c.FocusOn(task.id))
                self.clock.advance(seconds=self.random.choice([60, 900]))

    def limit(self) -> None:
        named = [Scope("project", "acme"), Scope("project", "garden"), Scope("tag", "home")]
        scope = self.random.choice([DOING, DOING, WAITING, EXPEDITE, *named])
        value = self.random.choice([None, 0, 1, 1] if scope in named else [None, 0, 1, 2, 3, 4, 5])
        self.do(c.SetLimit(scope, value, self.random.random() < 0.4, "why not"))

    def settle(self) -> None:
        pick = self.random.choice
        self.do(
            pick(
                [
                    c.SetSettings({"waiting_counts": pick([True, False])}),
                    c.SetSettings({"schedule": pick(SCHEDULES)}),
                    c.SetRate(pick(["", "acme", "garden"]), rate=pick([0.0, 80.0, 45.5])),
                    c.SetRate("acme", materials=pick([0.0, 50.0])),
                ]
            )
        )

    def focus_on(self) -> None:
        task = self.one_of(State.DOING)
        if task is None or self.random.random() < 0.3:
            self.do(c.FocusOn(None, self.random.choice(CAUSES)))
        else:
            self.do(c.FocusOn(task.id))

    def interrupt(self) -> None:
        self.do(c.Interrupt(self.random.choice(["", "phone"]), self.random.choice(["", "Ana"])))

    def correct(self) -> None:
        """Something about an earlier stint: it ended before, was no focus, or nobody knows."""
        rows = sorted(self.board.data.get("stints", {}).items())
        if not rows:
            return
        key, row = self.random.choice(rows)
        start = datetime.fromisoformat(str(row["start"]))
        end = datetime.fromisoformat(str(row["end"])) if row.get("end") else self.clock.now()
        low, high = sorted(start + (end - start) * self.random.random() for _ in range(2))
        low, high = (at.replace(microsecond=0) for at in (low, high))
        command = self.random.choice([c.CutStint, c.Unassign, c.Unassign, c.Assign, c.EndStint])
        self.do(c.EndStint(int(key), high) if command is c.EndStint else command(int(key), low, high))

    def bring(self) -> None:
        """An import of tasks with a past, some of them created long ago."""
        tasks = [self.elsewhere(number) for number in range(self.random.randint(1, 4))]
        found = incoming({"tasks": tasks}, self.board)
        assert not found.problems, found.problems
        if found.changes:
            self.do(c.Import(tuple(found.changes)))

    def bring_many(self) -> None:
        """An import of many tasks of the last months, most of them done in a few days."""
        now, pick = self.clock.now() - self.ahead, self.random.choice
        span, ends = pick([12, 25, 70, 120]), pick([["done"], ["done"] * 9 + ["dropped"]])
        tasks = []
        for number in range(pick([11, 12, 13, self.random.randint(20, 60)])):
            done = now - timedelta(days=self.random.random() * span, seconds=1)
            begun = done - timedelta(hours=pick([0, 1, 5, 20, 30, 60, 200]))
            end = pick(ends)
            history = [{"at": begun.isoformat(), "to": "doing"}, {"at": done.isoformat(), "to": end}]
            created = begun - timedelta(days=pick([0, 0, 1, 9, 200]))
            last = history if self.random.random() < 0.9 or len(ends) == 1 else history[1:]
            tasks.append({"title": f"of {number}", "created": created.isoformat(), "history": last})
        self.do(c.Import(tuple(incoming({"tasks": tasks}, self.board).changes)))

    def elsewhere(self, number: int) -> dict[str, Any]:
        pick, now = self.random.choice, self.clock.now() - self.ahead
        at = now - timedelta(seconds=self.random.randint(3600, 20 * 86_400))
        at = at.replace(microsecond=0)
        task: dict[str, Any] = {"title": f"imported {number}", "project": pick(["acme", "garden"])}
        if self.random.random() < 0.6:
            task["created"] = (at - timedelta(days=pick([0, 1, 40, 270]))).isoformat()
        if self.random.random() < 0.3:
            return task
        history: list[dict[str, Any]] = []
        for _ in range(self.random.randint(1, 6)):
            at += timedelta(seconds=pick(STEPS[3:]))
            if at >= now:
                break
            to = pick(["doing", "doing", "waiting", "resolved", "ready", "done", "dropped"])
            if to == "resolved":
                history.append({"at": at.isoformat(), "event": "resolved"})
            elif to == "waiting":
                history.append({"at": at.isoformat(), "to": "waiting", "on": "Cy", "why": "law"})
            else:
                history.append({"at": at.astimezone(self.clock.zone).isoformat(), "to": to})
        if history and self.random.random() < 0.6:
            begin = datetime.fromisoformat(history[0]["at"])
            end = min(begin + timedelta(seconds=pick(STEPS[3:16])), now)
            cause = pick(["done", "wait", "interrupt"])
            task["focus"] = [{"start": begin.isoformat(), "end": end.isoformat(), "cause": cause}]
        return task | {"history": history}

    def act(self) -> None:
        acts = {
            self.add: 7, self.start: 12, self.finish: 7, self.wait: 6, self.resolve: 4, self.put_back: 3, self.drop: 2,
            self.reopen: 3, self.split: 1, self.move: 2, self.edit: 4, self.limit: 3, self.settle: 1, self.focus_on: 5,
            self.interrupt: 3, self.correct: 2, self.step_back: 8,
        }  # fmt: skip
        if self.is_crowded:
            acts |= {self.finish: 2, self.drop: 1, self.limit: 1, self.edit: 8}
        self.random.choices(list(acts), list(acts.values()))[0]()

    def go_on(self, seconds: float) -> None:
        """Time goes by; nobody focuses on anything over a night."""
        self.end_old_focus(seconds)
        self.clock.advance(seconds=seconds)


def machine(seed: int, name: str, at: datetime, zone: ZoneInfo, ahead: timedelta) -> Machine:
    dice = random.Random(seed)
    clock = FixedClock(at + ahead, zone)
    store = FakeStore(actor=f"{name}q8f2k", device=name)
    return Machine(dice, Service(store, clock, SeededIds(seed)), clock, ahead)


def live(seed: int) -> Lived:
    """The past of one seed."""
    dice = random.Random(seed)
    place, day = dice.choice(PLACES)
    zone = ZoneInfo(place)
    begin = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=dice.randrange(86_400))
    skew = timedelta(seconds=dice.choice([0, 0, 1, 90, 3600, -7200]))
    machines = [machine(seed, "aaaa", begin, zone, timedelta())]
    if dice.random() < 0.5:
        machines.append(machine(seed + 1_000_000, "bbbb", begin, zone, skew))
    if dice.random() < 0.3:
        for one in machines:
            one.crowd()
    if dice.random() < 0.4:
        machines[0].bring()
    if dice.random() < 0.35:
        machines[0].bring_many()
    now = begin
    for _ in range(dice.choice([3, 10, 40, 80])):
        for one in machines:
            if dice.random() < 0.8:
                one.act()
        if len(machines) == 2 and dice.random() < 0.1:
            unite(machines)
        if dice.random() < 0.03:
            dice.choice(machines).bring()
        step = dice.choice(STEPS) + dice.choice([0, 0, 0.137])
        for one in machines:
            one.go_on(step)
        now = max(one.clock.now() - one.ahead for one in machines)
        for one in machines:
            one.clock.set(now + one.ahead)
    unite(machines)
    first = machines[0]
    if dice.random() < 0.5:  # else what the other machine stamped may be ahead of this one's clock
        first.clock.advance(seconds=max(0.0, skew.total_seconds()))
    first.clock.advance(seconds=dice.choice([0, 0, 60, 3000]))
    return Lived(
        first.board, zone, [f"{n}: {act}" for n, one in enumerate(machines) for act in one.acts],
        sorted(at for one in machines for at in one.times),
    )  # fmt: skip


def unite(machines: list[Machine]) -> None:
    """The sync tool brings the two files together."""
    stores = [one.service.store for one in machines]
    data = merge(*(store.read() for store in stores))
    for store in stores:
        assert isinstance(store, FakeStore)
        store.disk["data"] = data
