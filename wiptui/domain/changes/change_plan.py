"""The plan of one command: changes applied one after the other to a board that nobody else sees yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from wiptui.domain.board import TASKS, Board, Change, Receipt
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import Ids
from wiptui.domain.core.record import LOG, Json
from wiptui.domain.limits import Limit
from wiptui.domain.tasks.history import MOVED_AT, WHEN
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import State, Task, time_text
from wiptui.domain.text import clip


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """Who makes a change: the time, the actor of its stamps, the name of this device, and the source of ids."""

    ms: int
    actor: str
    device: str
    ids: Ids


MOVES = ("state", "resolved_at")
"""The fields whose change is a move."""


@dataclass
class Plan:
    """A board under construction, with a receipt for each change and the tasks that the command is about."""

    board: Board
    context: ChangeContext
    receipts: list[Receipt] = field(default_factory=list)
    about: list[int] = field(default_factory=list)
    day_limit: Limit | None = None
    """The limit of the plan of the day, where the command is about it."""
    _told: datetime | None = None
    """The instant of the past at which the command is carried out; None for now."""
    _now: datetime | None = None
    _ends: dict[State, tuple[str | None, str | None]] = field(default_factory=dict, repr=False, compare=False)
    """The ranks at both ends of a column. Valid while only this plan adds to the ends."""

    def write(
        self, table: str, record_id: int, fields: Mapping[str, Json], seen: Mapping[str, Json] | None = None
    ) -> None:
        """Write the values that differ from the present ones.

        Writes nothing if none differs. See Change for ``seen``.
        """
        old = self.board.data.get(table, {}).get(str(record_id))
        news = {name: value for name, value in fields.items() if old is None or differs(old, name, value)}
        if news or old is None:
            self.apply([Change(table, record_id, news, seen=seen)])

    def apply(self, changes: Sequence[Change]) -> None:
        given = {rank for ends in self._ends.values() for rank in ends}
        if any(
            change.fields.keys() & {"rank", "state"} and change.fields.get("rank") not in given for change in changes
        ):
            self._ends.clear()
        self.board, receipts = self.board.apply(changes, self.context.ms, self.context.actor)
        self.receipts.extend(receipts)

    def take_back(self, board: Board, receipts: int, about: int) -> None:
        """Go back to an earlier board of this plan, with as many receipts and tasks as there were."""
        self.board = board
        del self.receipts[receipts:], self.about[about:]
        self._ends.clear()

    def write_task(self, task_id: int, **fields: Json) -> None:
        """Write fields of a task and record that the command is about it. ``cls`` is the keyword for ``class``."""
        old = self.board.data.get(TASKS, {}).get(str(task_id))
        moves = old is not None and any(name in fields and differs(old, name, fields[name]) for name in MOVES)
        if old is not None and self._told is not None and moves:
            told = self._told_fields(task_id, self._told)
            news = {name: value for name, value in fields.items() if differs(old, name, value)}
            self.apply([Change(TASKS, task_id, news | told)])  # the time too where it is that of an earlier move
        else:
            self.write(TASKS, task_id, fields)
        self.about.append(task_id)

    @property
    def told_at(self) -> datetime | None:
        """The instant of the present at which an instant of the past is told; None where none is."""
        return self._now if self._told is not None else None

    def tell_late(self, at: datetime | None) -> None:
        """Plan what follows as of an instant of the past; None: as of now again. Raises UsageError for the future."""
        if at is not None and at > self.board.at:
            raise UsageError("That time is still to come: --at tells what has happened.")
        now = self._now or self.board.at
        self._told, self._now = at, now
        self.board = self.board.with_data(self.board.data, at or now, self.board.zone)

    def _told_fields(self, task_id: int, at: datetime) -> dict[str, Json]:
        """Return the field with the time of a move. Raises UsageError for a time before the move that it follows.

        A task may have been captured after it was begun; then the capture moves along.
        """
        task = self.board.find(task_id)
        if task is None or not task.history:
            return {}
        last = task.history[-1]
        if at < last.at and last.came is not None:
            when = last.at.astimezone(self.board.zone)
            raise UsageError(
                f"“{clip(task.title, 60)}” was {last.event.replace('_', ' ')} at {when:%Y-%m-%d %H:%M}: "
                "what follows is later."
            )
        if at < last.at:
            first = min(task.record[LOG])
            self.apply([Change(TASKS, task_id, {WHEN: first, MOVED_AT: time_text(at)})])
        return {MOVED_AT: time_text(at)}

    def task(self, task_id: int) -> Task:
        """Return the task as the plan has it so far. Raises TaskNotFound."""
        return self.board.task(task_id)

    def top(self, state: State) -> str:
        """Return a rank before everything in a column."""
        first, last = self._ends_of(state)
        rank = between(None, first, self.context.ids.jitter())
        self._ends[state] = (rank, rank if last is None else last)
        return rank

    def bottom(self, state: State) -> str:
        """Return a rank after everything in a column."""
        first, last = self._ends_of(state)
        rank = between(last, None, self.context.ids.jitter())
        self._ends[state] = (rank if first is None else first, rank)
        return rank

    def _ends_of(self, state: State) -> tuple[str | None, str | None]:
        """Return the first and last rank of a column. Cached: 2,000 captures would otherwise take seconds."""
        return self._ends[state] if state in self._ends else self.board.rank_ends(state)


def differs(old: Mapping[str, Json], name: str, value: Json) -> bool:
    """Return whether writing ``value`` changes anything. Clearing an absent field does not."""
    if name not in old:
        return value is not None
    return type(old[name]) is not type(value) or old[name] != value
