"""The board: all tables at one instant, and what can be read from them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.core.errors import TaskNotFound
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import SHORT, id_text
from wiptui.domain.core.record import Change, Data, Receipt, Record, is_gone, make_stamp, patched, placed
from wiptui.domain.core.tables import (
    IndexedTable,
    ids_by_state,
    news_between,
    open_rows,
    rows_since,
    state_of,
    touched_since,
    with_rows,
)
from wiptui.domain.dates.date_style import habits
from wiptui.domain.focus.undecided import UNASSIGNED, Focus, quiet_since, read_marks, unseen
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Limit, Scope, read_limits
from wiptui.domain.tasks import lookup
from wiptui.domain.tasks.hiding import UNCOMMITTED, board_order, in_board_order, morning_stamp
from wiptui.domain.tasks.task import State, Task, as_text, as_time, read_task

TASKS, SETTINGS, STINTS, INTERRUPTS, REFUSALS, DEVICES = (
    "tasks", "settings", "stints", "interrupts", "refusals", "devices",
)  # fmt: skip
SETTINGS_ID = 1
_QUARTER = 900_000
FEW = 64
"""Up to this many changed tasks are inserted one by one; more are sorted again."""
StateMove = tuple[int, State | None, State | None]
"""A changed task with its state before and after; None if it did not or does not exist."""


@dataclass(frozen=True)
class Board:
    """Everything wiptui knows, read at one instant in one time zone. It is immutable: a change makes a new board."""

    data: Data
    at: datetime
    zone: tzinfo | None = None
    _read: dict[int, Task] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[State, list[int]] = field(default_factory=dict, repr=False, compare=False)
    """The value of ``_by_state`` if an earlier board knew it; else empty."""
    _columns: dict[State, tuple[Task, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The columns that were computed, for this board or an earlier one."""
    pending_refusals: Callable[[], Sequence[Record]] = field(default_factory=lambda: tuple, repr=False, compare=False)
    """The refusals of this device that no change has followed yet. They are written with the next change."""
    seen: Callable[[int], datetime | None] = field(default_factory=lambda: unseen, repr=False, compare=False)
    """When somebody was last seen at a stint, beyond what the data says. Asked only about old ones."""

    def with_data(self, data: Data, at: datetime, zone: tzinfo | None) -> Board:
        """Return the board over ``data``. Tasks whose records are the same objects are not read or sorted again."""
        if self._turned(at, zone):
            return Board(data, at, zone, pending_refusals=self.pending_refusals, seen=self.seen)
        old, new = self.data.get(TASKS, {}), data.get(TASKS, {})
        if old is new:
            return Board(data, at, zone, self._read, self._sorted(), self._columns, self.pending_refusals, self.seen)
        news = news_between(old, new)
        if news is None:
            return Board(data, at, zone, pending_refusals=self.pending_refusals, seen=self.seen)
        return self._with(data, news, at, zone)

    def _turned(self, at: datetime, zone: tzinfo | None) -> bool:
        """Return whether a task that was read is hidden at one of the two instants, and at the other is not."""
        if zone is self.zone and to_ms(at) // _QUARTER == to_ms(self.at) // _QUARTER:
            return False  # a workday begins at a full hour, and zones differ by quarters of one
        days = {task.from_date for task in self._read.values() if task.from_date is not None}
        return any(morning_stamp(day, at, zone) != self.morning(day) for day in days)

    def morning(self, day: date) -> str | None:
        """Return the stamp at which a workday begins; None while it is still to come."""
        return morning_stamp(day, self.at, self.zone)

    def _read_task(self, task_id: int, record: Record) -> Task:
        return read_task(task_id, record, self.morning if "from" in record else None)

    def _sorted(self) -> dict[State, list[int]]:
        """Return the part of ``_by_state`` that is known without a pass over all tasks; empty if there is none."""
        return self.__dict__.get("_by_state") or self._known

    def _with(self, data: Data, news: Iterable[str], at: datetime, zone: tzinfo | None) -> Board:
        """Return the board over ``data`` in which only the tasks ``news`` changed."""
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
        """Return the known columns after the moved tasks left their old places and took their new ones."""
        for task_id, _, after in moved:
            if after is not None:
                read[task_id] = self._read_task(task_id, records[str(task_id)])
        gone = {task_id for task_id, _, _ in moved}
        touched = {state for _, *states in moved for state in states}
        if touched & UNCOMMITTED:
            touched |= UNCOMMITTED  # what is hidden is in the backlog, whatever is kept as its state
        columns = {state: column for state, column in self._columns.items() if state not in touched}
        for state, column in self._columns.items():
            if state in touched and state.is_open:
                tasks = [task for task in column if task.id not in gone]
                news = [read[task_id] for task_id, _, after in moved if after is not None]
                for task in news:
                    if task.state is state:
                        insort(tasks, task, key=board_order)
                columns[state] = tuple(in_board_order(tasks, state) if state in UNCOMMITTED else tasks)
        return columns

    @property
    def today(self) -> date:
        return local_date(self.at, self.zone)

    @property
    def workday(self) -> date:
        """Return the present workday: until its hour in the morning it is still the day before."""
        return self.today if self.morning(self.today) is not None else self.today - timedelta(days=1)

    @cached_property
    def planned(self) -> tuple[Task, ...]:
        """Return the open tasks of the plan of this workday, in its order."""
        day = self.workday
        found = [task for task in self.open_tasks() if task.planned == day]
        return tuple(sorted(found, key=lambda task: (str(task.record.get("plan_rank")), task.id)))

    @cached_property
    def settings(self) -> Record:
        return self.data.get(SETTINGS, {}).get(str(SETTINGS_ID), {})

    @property
    def refusals(self) -> list[Record]:
        """Return every start that a limit refused, oldest first."""
        written = [row for row in self.data.get(REFUSALS, {}).values() if not is_gone(row)]
        return [*written, *self.pending_refusals()]

    @cached_property
    def limits(self) -> dict[Scope, Limit]:
        """Return every limit in force now."""
        return read_limits(self.settings, self.at, self.zone)

    @property
    def waiting_counts(self) -> bool:
        """Return whether waiting tasks take slots of the doing limit too (CONWIP)."""
        return self.settings.get("waiting_counts") is True

    @cached_property
    def _by_state(self) -> dict[State, list[int]]:
        """Return the ids of the loaded tasks that are not deleted, by state. It reads no record into a Task."""
        return self._known or ids_by_state(open_rows(self.data.get(TASKS, {})))

    @cached_property
    def _ended(self) -> dict[State, list[int]]:
        """Return the same for all tasks, however long ago they ended."""
        tasks = self.data.get(TASKS, {})
        return ids_by_state(tasks.items()) if isinstance(tasks, IndexedTable) else self._by_state

    def find(self, task_id: int) -> Task | None:
        """Return the task with this id, or None if it does not exist or was deleted."""
        if task_id not in self._read:
            record = self.data.get(TASKS, {}).get(str(task_id))
            if record is None or is_gone(record):
                return None
            self._read[task_id] = self._read_task(task_id, record)
        return self._read[task_id]

    def task(self, task_id: int) -> Task:
        """Return the task with this id. Raises TaskNotFound."""
        task = self.find(task_id)
        if task is None:
            raise TaskNotFound(f"There is no task {id_text(task_id)[:SHORT]}.")
        return task

    def column(self, state: State) -> tuple[Task, ...]:
        """Return the tasks of one state in board order: open ones by rank, finished ones newest first."""
        if state not in self._columns:
            ids = (self._by_state if state.is_open else self._ended)[state]
            known, records = self._read, self.data.get(TASKS, {})
            if state in UNCOMMITTED:  # hidden tasks, and those that have come back
                other = State.BACKLOG if state is State.READY else State.READY
                ids = [*ids, *(task_id for task_id in self._by_state[other] if "from" in records[str(task_id)])]
            for task_id in ids:
                if task_id not in known:
                    known[task_id] = self._read_task(task_id, records[str(task_id)])
            tasks = [known[task_id] for task_id in ids]
            if state in UNCOMMITTED:
                tasks = in_board_order([task for task in tasks if task.state is state], state)
            elif state.is_open:
                tasks.sort(key=board_order)
            else:
                tasks.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
            self._columns[state] = tuple(tasks)
        return self._columns[state]

    def rank_ends(self, state: State) -> tuple[str | None, str | None]:
        """Return the first and the last rank of an open column, None for an empty one. It reads no task."""
        column, tasks = self._columns.get(state), self.data.get(TASKS, {})
        if column is not None:
            placed = [task for task in column if not (task.is_back or task.is_hidden)]
            ranks = [task.rank for task in (*placed[:1], *placed[-1:])]
        else:
            ranks = [as_text(tasks[str(task_id)].get("rank")) or "" for task_id in self._by_state[state]]
        return min(ranks, default=None), max(ranks, default=None)

    def open_tasks(self) -> Iterator[Task]:
        """Yield the tasks in doing, waiting, ready and backlog, each state in board order."""
        for state in (State.DOING, State.WAITING, State.READY, State.BACKLOG):
            yield from self.column(state)

    def all_tasks(self) -> Iterator[Task]:
        """Yield the open tasks, then the finished ones, newest first."""
        yield from self.open_tasks()
        yield from self.column(State.DONE)
        yield from self.column(State.DROPPED)

    @cached_property
    def _done(self) -> dict[date, tuple[Task, ...]]:
        return {}

    def done_since(self, start: date) -> tuple[Task, ...]:
        """Return the tasks finished on or after the local date ``start``, newest first. It does not read older ones."""
        if start not in self._done:
            floor = make_stamp(to_ms(datetime.combine(start, time(), self.zone).astimezone(UTC)), "")
            eve = (start - timedelta(days=1)).isoformat()
            tasks = self.data.get(TASKS, {})
            done = [int(key) for key, record in rows_since(tasks, floor) if state_of(record) is State.DONE]
            recent = (self.task(key) for key in done if touched_since(tasks[str(key)], floor, eve))
            found = [task for task in recent if local_date(task.finished or task.created, self.zone) >= start]
            found.sort(key=lambda task: (task.finished or task.created, task.id), reverse=True)
            self._done[start] = tuple(found)
        return self._done[start]

    @property
    def hidden(self) -> tuple[Task, ...]:
        """Return the tasks that are hidden until a later day, the next one first."""
        return tuple(task for task in self.column(State.BACKLOG) if task.is_hidden)

    @property
    def week_start(self) -> date:
        return self.today - timedelta(days=(self.today.weekday() - habits().week_start) % 7)

    # --- counting

    def holders(self, scope: Scope) -> tuple[Task, ...]:
        """Return the tasks that take a slot of a scope, in board order."""
        if scope.kind == "plan":
            return self.planned
        tasks = (*self.column(State.DOING), *self.column(State.WAITING))
        return tuple(task for task in tasks if scope.counts(task, waiting_counts=self.waiting_counts))

    def count(self, scope: Scope) -> int:
        return len(self.holders(scope))

    def is_over(self, scope: Scope) -> bool:
        """Return whether a scope holds more than its limit. A limit of 0 is closed and is never exceeded."""
        limit = self.limits.get(scope)
        return limit is not None and not limit.is_closed and self.count(scope) > limit.value

    @property
    def doing_count(self) -> int:
        return self.count(DOING)

    @property
    def is_full(self) -> bool:
        return self.limits[DOING].value > 0 and self.doing_count >= self.limits[DOING].value

    @cached_property
    def wip(self) -> tuple[Task, ...]:
        """Return the work in progress: doing and waiting."""
        return (*self.column(State.DOING), *self.column(State.WAITING))

    @cached_property
    def shelved(self) -> tuple[Task, ...]:
        """Return the tasks that were started, are unfinished and hold no slot."""
        return tuple(t for s in (State.READY, State.BACKLOG) for t in self.column(s) if t.is_shelved)

    # --- focus

    @cached_property
    def open_stints(self) -> tuple[tuple[int, Record], ...]:
        """Return the stints without an end, oldest first."""
        rows = [
            (int(key), record)
            for key, record in open_rows(self.data.get(STINTS, {}))
            if not record.get("end") and record.get("start") and not is_gone(record)
        ]
        return tuple(sorted(rows, key=lambda row: (str(row[1].get("start")), row[0])))

    @cached_property
    def focus(self) -> Focus | None:
        """Return the focused task: the task of the open stint that began last, if it is in doing."""
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
    def names(self) -> lookup.Names:
        """Return the ids of the board's tasks as people see and type them."""
        return lookup.Names(self.data.get(TASKS, {}))

    def short_id(self, task_id: int) -> str:
        """Return the shortest prefix of an id, at least five letters, that no other task's id begins with."""
        return self.names.short(task_id)

    def resolve(self, words: str, *, short_ids: bool = False) -> Task:
        """Return the task that a prefix of its id or words of its title mean. Raises TaskNotFound or AmbiguousTask.

        ``short_ids``: whether less than five letters of an id may do.
        """
        return lookup.resolve(self, words, short_ids=short_ids)

    def resolve_all(self, words: Sequence[str]) -> tuple[Task, ...]:
        """Return the tasks that words mean: one title with all of them, else a task each. Raises like ``resolve``."""
        return lookup.resolve_all(self, words)

    def resolve_finished(self, words: str, *, exactly: bool = False) -> Task:
        """Return the finished task that words of its title mean; ``exactly``: less than five letters are all of it."""
        return lookup.resolve_finished(self, words, exactly=exactly)

    def device_name(self, code: str) -> str:
        """Return the name of a device from its four-letter code, or the code itself if the name is unknown."""
        for record in self.data.get(DEVICES, {}).values():
            if record.get("code") == code and isinstance(record.get("name"), str):
                return str(record["name"])
        return code

    # --- change

    def apply(self, changes: Iterable[Change], ms: int, actor: str) -> tuple[Board, tuple[Receipt, ...]]:
        """Return the board after ``changes`` written at ``ms`` (UTC milliseconds) by ``actor``, and a receipt for
        each.
        """
        put: dict[str, dict[str, Record]] = {}
        receipts: list[Receipt] = []
        for change in changes:
            rows = put.setdefault(change.table, {})
            old = rows.get(str(change.id)) or self.data.get(change.table, {}).get(str(change.id))
            at = ms if change.at is None else change.at
            fields = change.fields
            if change.stamp:
                new, stamp = placed(old, fields, change.stamp)
            else:
                if change.table == TASKS and change.at is None and old is not None:
                    from wiptui.domain.tasks.concurrent_edits import (
                        with_origin,  # imported here: only a change needs it
                    )

                    fields = with_origin(old if change.seen is None else change.seen, fields)
                new, stamp = patched(old, fields, at, actor)
            rows[str(change.id)] = new
            before = {name: old[name] for name in fields if name in old} if old else {}
            receipts.append(Receipt(change.table, change.id, before, dict(fields), stamp, old is None))
        news = {str(receipt.id) for receipt in receipts if receipt.table == TASKS}
        data = {**self.data, **{name: with_rows(self.data.get(name, {}), rows) for name, rows in put.items()}}
        return self._with(data, news, self.at, self.zone), tuple(receipts)


__all__ = ["DOING", "EXPEDITE", "WAITING", "Board", "Change", "Focus", "Receipt"]
