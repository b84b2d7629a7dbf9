"""Builders for tests: a board at a known instant, and a fixture that carries out commands on it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wiptui.domain import commands as c
from wiptui.domain.board import Board, Receipt
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.core.clock import FixedClock, to_ms
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import LOG, Data
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.task import State, Task

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
"""Sunday 22 November 2026, 14:05 in Berlin."""
ACTOR = "k3fqq8f2k"


class BoardFixture:
    """A board and a clock, without any store: ``do`` commands and look at ``board``."""

    def __init__(self, at: datetime = NOON, **limits: int) -> None:
        self.clock = FixedClock(at, BERLIN)
        self.ids = SeededIds(7)
        self.data: dict = {}
        self.receipts: tuple[Receipt, ...] = ()
        self.refusals = 0
        for name, value in limits.items():
            self.do(c.SetLimit({"doing": DOING, "waiting": WAITING, "expedite": EXPEDITE}[name], value, permanent=True))

    @property
    def board(self) -> Board:
        return Board(self.data, self.clock.now(), self.clock.zone)

    def do(self, command: c.Command) -> Accepted | Refusal:
        source = ChangeContext(to_ms(self.clock.now()), ACTOR, "laptop", self.ids)
        decision = decide(self.board, command, source)
        if isinstance(decision, Accepted):
            self.data, self.receipts = decision.board.data, decision.receipts
        else:
            self.refusals += 1
        return decision

    def ok(self, command: c.Command) -> Accepted:
        decision = self.do(command)
        assert isinstance(decision, Accepted), decision
        return decision

    def refused(self, command: c.Command) -> Refusal:
        decision = self.do(command)
        assert isinstance(decision, Refusal), f"{command} should have been refused"
        return decision

    def add(self, title: str, state: State = State.READY, **fields: object) -> int:
        return self.ok(c.Add(title, fields, state)).tasks[0]

    def task(self, task_id: int) -> Task:
        return self.board.task(task_id)

    def titles(self, state: State) -> list[str]:
        return [task.title for task in self.board.column(state)]

    def count(self, scope: Scope = DOING) -> int:
        return self.board.count(scope)


def plain(data: Data) -> Data:
    """All values that say something, without logs, marks of undo and what is gone."""
    silent = (LOG, "undoes", "gone")
    return {
        table: {
            key: {name: value for name, value in record.items() if name not in silent and value is not None}
            for key, record in rows.items()
            if not record.get("gone")
        }
        for table, rows in data.items()
    }
