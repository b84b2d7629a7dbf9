"""The board: all tables at one instant, and what can be read from them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from operator import attrgetter

from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.errors import TaskNotFound
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import SHORT, id_text
from wiptui.domain.core.record import Data, Json, Record, is_gone, make_stamp, patched, placed
from wiptui.domain.core.years import LongTable, at_hand, ids_by_state, lately, news_between, state_of, touched_since
from wiptui.domain.dates.date_style import habits
from wiptui.domain.focus.undecided import UNASSIGNED, quiet_since, read_marks, unseen
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Limit, Scope, read_limits
from wiptui.domain.tasks.task import State, Task, as_text, as_time, read_task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.tasks.lookup import Names

TASKS, SETTINGS, STINTS, INTERRUPTS, REFUSALS, DEVICES = (
    "tasks", "settings", "stints", "interrupts", "refusals", "devices",
)  # fmt: skip
SETTINGS_ID = 1
FEW = 64
"""As many tasks that changed are put into their places one by one; from there on all are sorted again."""
StateMove = tuple[int, State | None, State | None]
"""A task that changed, its state before and after; None for what was or is not there."""


@dataclass(frozen=True, slots=True)
class Change:
    """One patch to one record; ``at`` is given only for what happened in the past (an import)."""

    table: str
    id: int
    fields: Mapping[str, Json]
    at: int | None = None
    """UTC milliseconds, or None for now."""
    stamp: str = ""
    """A whole stamp, for what was written elsewhere and comes as it is; then ``at`` counts for nothing."""
    seen: Mapping[str, Json] | None = None
    """The record that whoever wrote this had before them; None for the one that stands there now."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a change did, so that it can be undone."""

    table: str
    id: int
    before: Mapping[str, Json]
    """The fields as they were; one that was absent is absent here too."""
    after: Mapping[str, Json]
    stamp: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Focus:
    """The one focused task and since when."""

    task: Task
    since: datetime
    stint: int
    quiet: datetime | None = None
    """Since when nobody has vouched for it; None while it is known to go on. Its time stands still there."""
    marks: tuple[tuple[datetime, datetime], ...] = ()
    """The spans in it that nobody has decided about, in order and apart: no focus until somebody does."""

    def spent(self, at: datetime) -> timedelta:
        """How long it has lasted at ``at``, without what is undecided."""
        end = at if self.quiet is None else min(at, self.quiet)
        return max(end - self.counts_from(end), timedelta(0))

    def counts_from(self, at: datetime) -> datetime:
        """When it would have begun, had nothing in it been undecided up to ``at``."""
        away = [min(stop, at) - max(start, self.since) for start, stop in self.marks if start < at]
        return self.since + sum((span for span in away if span > timedelta(0)), timedelta(0))


@dataclass(frozen=True)
class Board:
    """Everything wiptui knows, read at one instant in one zone. Never changed: changes make a new board."""

    data: Data
    at: datetime
    zone: tzinfo | None = None
    _read: dict[int, Task] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[State, list[int]] = field(default_factory=dict, repr=False, compare=False)
    """What ``_by_state`` says, where an earlier board told; else empty."""
    _columns: dict[State, tuple[Task, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The columns that somebody asked for, of this board or of one before it."""
    pending_refusals: Callable[[], Sequence[Record]] = field(default_factory=lambda: tuple, repr=False, compare=False)
    """The refusals of this device that no change has followed yet: they are written together with it."""
    seen: Callable[[int], datetime | None] = field(default_factory=lambda: unseen, repr=False, compare=False)
    """When somebody was last seen at a stint, as far as more than the data tells; asked only about old ones."""

    def over(self, data: Data, at: datetime, zone: tzinfo | None) -> Board:
        """The board over ``data``: tasks whose records are the very same are neither read nor sorted again."""
        old, new = self.data.get(TASKS, {}), data.get(TASKS, {})
        if old is new:
            return Board(data, at, zone, self._read, self._sorted(), self._columns, self.pending_refusals, self.seen)
        news = news_between(old, new)
        if news is None:
            return Board(data, at, zone, pending_refusals=self.pending_refusals, seen=self.seen)
        return self._with(data, news, at, zone)

    def _sorted(self) -> dict[State, list[int]]:
        """What is known of ``_by_state`` without going through all tasks; empty where nothing is."""
        return self.__dict__.get("_by_state") or self._known

    def _with(self, data: Data, news: Iterable[str], at: datetime, zone: tzinfo | None) -> Board:
        """The board over ``data``, in which only the tasks ``news`` are others."""
        read = self._read.copy()
        for key in news:
            read.pop(int(key), None)
        known = self._sorted()
        old, new = self.data.get(TASKS, {}), data.get(TASKS, {})
        moved = [(int(key), state_of(old.get(key)), state_of(new[key])) for key in news]
        if known:
            lists = {state: known[state].copy() for row in moved for state in row[1:] if state is not None}
            for task_id, before, after in moved:
                if before is not None and task_id in lists[before]:
                    lists[before].remove(task_id)
                if after is not None:
                    lists[after].append(task_id)
            known = {**known, **lists}
        columns = self._moved_in(read, new, moved) if len(moved) <= FEW else {}
        return Board(data, at, zone, read, known, columns, self.pending_refusals, self.seen)

    def _moved_in(
        self, read: dict[int, Task], records: Mapping[str, Record], moved: Sequence[StateMove]
    ) -> dict[State, tuple[Task, ...]]:
        """The columns that are known, with the tasks that moved taken out of their places and put into new ones."""
        for task_id, _, after in moved:
            if after is not None:
                read[task_id] = read_task(task_id, records[str(task_id)])
        gone = {task_id for task_id, _, _ in moved}
        touched = {state for _, *states in moved for state in states}
        columns = {state: column for state, column in self._columns.items() if state not in touched}
        for state, column in self._columns.items():
            if state in touched and state.is_open:
                tasks = [task for task in column if task.id not in gone]
                for task_id, _, after in moved:
                    if after is state:
                        insort(tasks, read[task_id], key=_board_order)
                columns[state] = tuple(tasks)
        return columns

    @property
    def today(self) -> date:
        return local_date(self.at, self.zone)

    @cached_property
    def settings(self) -> Record:
        return self.data.get(SETTINGS, {}).get(str(SETTINGS_ID), {})

    @property
    def refusals(self) -> list[Record]:
        """Every start that a limit refused, from the moment it happened."""
        written = [row for row in self.data.get(REFUSALS, {}).values() if not is_gone(row)]
        return [*written, *self.pending_refusals()]

    @cached_property
    def limits(self) -> dict[Scope, Limit]:
        """Every limit in force now."""
        return read_limits(self.settings, self.at, self.zone)

    @property
    def waiting_counts(self) -> bool:
        """Whether waiting takes slots of the doing limit too (CONWIP)."""
        return self.settings.get("waiting_counts") is True

    @cached_property
    def _by_state(self) -> dict[State, list[int]]:
        """Ids of the tasks at hand that are not gone, by state, without reading each into a Task."""
        return self._known or ids_by_state(at_hand(self.data.get(TASKS, {})))

    @cached_property
    def _ended(self) -> dict[State, list[int]]:
        """The same of all tasks, however long ago they ended."""
        tasks = self.data.get(TASKS, {})
        return ids_by_state(tasks.items()) if isinstance(tasks, LongTable) else self._by_state

    def find(self, task_id: int) -> Task | None:
        """The task with this id, or None where there is none or it is gone."""
        if task_id not in self._read:
            record = self.data.get(TASKS, {}).get(str(task_id))
            if record is None or is_gone(record):
                return None
            self._read[task_id] = read_task(task_id, record)
        return self._read[task_id]

    def task(self, task_id: int) -> Task:
        """The task with this id. Raises TaskNotFound."""
        task = self.find(task_id)
        if task is None:
            raise TaskNotFound(f"There is no task {id_text(task_id)[:SHORT]}.")
        return task

    def column(self, state: State) -> tuple[Task, ...]:
        """The tasks of one state in board order: by rank, the finished ones newest first."""
        if state not in self._columns:
            ids = (self._by_state if state.is_open else self._ended)[state]
            known, records = self._read, self.data.get(TASKS, {})
            for task_id in ids:
                if task_id not in known:
                    known[task_id] = read_task(task_id, records[str(task_id)])
            tasks = [known[task_id] for task_id in ids]
            if state.is_open:
                tasks.sort(key=_board_order)
            else:
                tasks.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
            self._columns[state] = tuple(tasks)
        return self._columns[state]

    def rank_ends(self, state: State) -> tuple[str | None, str | None]:
        """The first and the last rank of an open column; None where it is empty. No task is read for it."""
        column, tasks = self._columns.get(state), self.data.get(TASKS, {})
        if column is not None:
            ranks = [task.rank for task in column[:1] + column[-1:]]
        else:
            ranks = [as_text(tasks[str(task_id)].get("rank")) or "" for task_id in self._by_state[state]]
        return min(ranks, default=None), max(ranks, default=None)

    def open_tasks(self) -> Iterator[Task]:
        """Doing, waiting, ready and backlog, each in board order."""
        for state in (State.DOING, State.WAITING, State.READY, State.BACKLOG):
            yield from self.column(state)

    def all_tasks(self) -> Iterator[Task]:
        """The open tasks, then the finished ones, newest first."""
        yield from self.open_tasks()
        yield from self.column(State.DONE)
        yield from self.column(State.DROPPED)

    @cached_property
    def _done(self) -> dict[date, tuple[Task, ...]]:
        return {}

    def done_since(self, start: date) -> tuple[Task, ...]:
        """Tasks finished on or after the local date ``start``, newest first; older ones are not even read."""
        if start not in self._done:
            floor = make_stamp(to_ms(datetime.combine(start, time(), self.zone).astimezone(UTC)), "")
            eve = (start - timedelta(days=1)).isoformat()
            tasks = self.data.get(TASKS, {})
            if isinstance(tasks, LongTable):
                rows = lately(tasks, floor)
                done = [int(key) for key, record in rows if state_of(record) is State.DONE]
            else:
                done = self._by_state[State.DONE]
            recent = (self.task(task_id) for task_id in done if touched_since(tasks[str(task_id)], floor, eve))
            found = [task for task in recent if local_date(task.finished or task.created, self.zone) >= start]
            found.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
            self._done[start] = tuple(found)
        return self._done[start]

    @property
    def week_start(self) -> date:
        """The first day of this week."""
        return self.today - timedelta(days=(self.today.weekday() - habits().week_start) % 7)

    # --- counting

    def holders(self, scope: Scope) -> tuple[Task, ...]:
        """The tasks that take a slot of a scope, in board order."""
        tasks = (*self.column(State.DOING), *self.column(State.WAITING))
        return tuple(task for task in tasks if scope.counts(task, waiting_counts=self.waiting_counts))

    def count(self, scope: Scope) -> int:
        return len(self.holders(scope))

    def is_over(self, scope: Scope) -> bool:
        """More than the limit; a limit of 0 is closed, which is never over."""
        limit = self.limits[scope]
        return not limit.is_closed and self.count(scope) > limit.value

    @property
    def doing_count(self) -> int:
        return self.count(DOING)

    @property
    def is_full(self) -> bool:
        return self.limits[DOING].value > 0 and self.doing_count >= self.limits[DOING].value

    @cached_property
    def wip(self) -> tuple[Task, ...]:
        """Work in progress: doing and waiting."""
        return (*self.column(State.DOING), *self.column(State.WAITING))

    @cached_property
    def shelved(self) -> tuple[Task, ...]:
        """Started, unfinished, not in a slot."""
        return tuple(t for s in (State.READY, State.BACKLOG) for t in self.column(s) if t.is_shelved)

    # --- focus

    @cached_property
    def open_stints(self) -> tuple[tuple[int, Record], ...]:
        """Stints without an end, oldest first."""
        rows = [
            (int(key), record)
            for key, record in at_hand(self.data.get(STINTS, {}))
            if not record.get("end") and record.get("start") and not is_gone(record)
        ]
        return tuple(sorted(rows, key=lambda row: (str(row[1].get("start")), row[0])))

    @cached_property
    def focus(self) -> Focus | None:
        """The one focused task: that of the open stint which began last, while it is in doing."""
        for stint, record in reversed(self.open_stints):
            task = self.find(record["task"]) if isinstance(record.get("task"), int) else None
            since = as_time(record.get("start"))
            if task is not None and since is not None:
                if task.state is not State.DOING:
                    return None
                quiet = quiet_since(stint, record, self.at, self.seen)
                return Focus(task, since, stint, quiet, tuple(read_marks(record.get(UNASSIGNED))))
        return None

    # --- names

    @cached_property
    def names(self) -> Names:
        """The ids of its tasks, as people see and type them."""
        from wiptui.domain.tasks.lookup import Names

        return Names(self.data.get(TASKS, {}))

    def short_id(self, task_id: int) -> str:
        """The first letters of an id, at least five, that no other task's id begins with."""
        return self.names.short(task_id)

    def resolve(self, words: str) -> Task:
        """The task that a prefix of its id or words of its title mean. Raises TaskNotFound or AmbiguousTask."""
        from wiptui.domain.tasks.lookup import resolve

        return resolve(self, words)

    def device_name(self, code: str) -> str:
        """The name of a device by its four-letter code; the code itself where nobody has told its name."""
        for record in self.data.get(DEVICES, {}).values():
            if record.get("code") == code and isinstance(record.get("name"), str):
                return str(record["name"])
        return code

    # --- change

    def apply(self, changes: Iterable[Change], ms: int, actor: str) -> tuple[Board, tuple[Receipt, ...]]:
        """The board after ``changes`` written at ``ms`` (UTC milliseconds) by ``actor``, and what each did."""
        data = dict(self.data)
        touched: set[str] = set()
        receipts: list[Receipt] = []
        for change in changes:
            if change.table not in touched:
                data[change.table] = data.get(change.table, {}).copy()
                touched.add(change.table)
            old = data[change.table].get(str(change.id))
            at = ms if change.at is None else change.at
            fields = change.fields
            if change.stamp:
                new, stamp = placed(old, fields, change.stamp)
            else:
                if change.table == TASKS and change.at is None and old is not None:
                    from wiptui.domain.tasks.concurrent_edits import (
                        with_origin,  # only a change needs it: reading is shorter
                    )

                    fields = with_origin(old if change.seen is None else change.seen, fields)
                new, stamp = patched(old, fields, at, actor)
            data[change.table][str(change.id)] = new
            before = {name: old[name] for name in fields if name in old} if old else {}
            receipts.append(Receipt(change.table, change.id, before, dict(fields), stamp, old is None))
        news = {str(receipt.id) for receipt in receipts if receipt.table == TASKS}
        return self._with(data, news, self.at, self.zone), tuple(receipts)


_board_order = attrgetter("rank", "id")


__all__ = ["DOING", "EXPEDITE", "WAITING", "Board", "Change", "Focus", "Receipt"]
