"""What domain and metrics ask of a table of records, whether all of it is in memory or most of it in an index.

A table in memory is a dict. A table of the store holds what is open, and reads the rest when somebody asks for it
(:class:`IndexedTable`). Who goes through all of a table gets all of it; a day's work asks for ``open_rows`` or
``rows_since``, and for single records. The functions here ask either kind.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping

from wiptui.domain.core.ids import id_mask
from wiptui.domain.core.record import LOG, Record, Table, is_gone
from wiptui.domain.tasks.task import STATES, State, as_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two

ENDED = frozenset(("done", "dropped"))
LONG = ("interrupts", "refusals", "stints", "tasks")
"""The tables that grow with the years, but for some rows a week."""


class Index(Protocol):
    """Where the records of a table are that it does not hold. Each is one object, however often it is asked for."""

    def find(self, key: str) -> Record | None:
        """One record; None where there is none."""

    def everything(self) -> Mapping[str, Record]:
        """All of them, in the order of the file."""

    def since(self, stamp: str) -> Mapping[str, Record]:
        """Every record that tells of anything at or after a stamp, and others."""

    def ids_like(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""

    def later(self, generation: int) -> frozenset[str]:
        """The ids that were not there in a generation, as far as anybody knows here."""

    def aggregate(
        self, name: str, generation: int, make: Callable[[Iterable[tuple[str, Record]]], bytes], since: str
    ) -> tuple[bytes, frozenset[str]] | None:
        """See :meth:`IndexedTable.aggregate`."""


class IndexedTable(Mapping[str, Record]):
    """A table that holds what is open and what was written lately; everything else is read from the index.

    What it holds goes before what the index has. Records are put in, never taken out. It shows one generation, but for
    this: of a record that was changed since, and was not read before, it shows what it is now.
    """

    __slots__ = ("_all", "fresh", "generation", "held", "index")

    def __init__(
        self, index: Index, held: dict[str, Record], generation: int, fresh: frozenset[str] = frozenset()
    ) -> None:
        """``generation`` is that of the index that this table shows; ``fresh`` are held ids that it may lack."""
        self.index = index
        self.held = held
        self.generation = generation
        self.fresh = fresh
        self._all: dict[str, Record] | None = None

    def __getitem__(self, key: str) -> Record:
        found = self.held.get(key)
        if found is None and key not in self.index.later(self.generation):
            found = self.index.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())

    def __bool__(self) -> bool:
        return True

    def items(self) -> ItemsView[str, Record]:
        """All rows."""
        return self.all().items()

    def all(self) -> dict[str, Record]:
        """All of it, not to be changed."""
        if self._all is None:
            self._all = self._with_held(self.index.everything())
        return self._all

    @property
    def is_read(self) -> bool:
        """Whether all of it was asked for before, so that going through it costs nothing more."""
        return self._all is not None

    def open_rows(self) -> ItemsView[str, Record]:
        """Every record that is still going on, and others."""
        return self.held.items()

    def rows_since(self, stamp: str) -> ItemsView[str, Record]:
        """The same, and every record that tells of anything at or after a stamp."""
        return self._with_held(self.index.since(stamp)).items()

    def ids_like(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""
        mask, later = id_mask(length), self.index.later(self.generation)
        found = [number for number in self.index.ids_like(head, length) if not later or str(number) not in later]
        return found + [new for new in map(int, self.fresh) if new & mask == head and new not in found]

    def _with_held(self, rows: Mapping[str, Record]) -> dict[str, Record]:
        found = {**rows, **self.held}
        for key in self.index.later(self.generation).difference(self.held):
            found.pop(key, None)
        return found

    def with_rows(self, rows: Mapping[str, Record], generation: int | None = None) -> IndexedTable:
        """The table with these rows put in; of another generation when the index has them."""
        if generation is None:
            return IndexedTable(self.index, {**self.held, **rows}, self.generation, self.fresh.union(rows))
        return IndexedTable(self.index, {**self.held, **rows}, generation)

    def aggregate(
        self, name: str, make: Callable[[Iterable[tuple[str, Record]]], bytes], since: str = ""
    ) -> tuple[bytes, frozenset[str]] | None:
        """What ``make`` makes of the rows that are over and tell of anything since a stamp, and the ids left to read.

        It is kept under ``name`` and not made again while few rows changed since. Those left are all that changed since
        it was made, and all that the table holds: it may have been made of what they were before. None where the index
        is ahead of this table.
        """
        found = self.index.aggregate(name, self.generation, make, since)
        return None if found is None else (found[0], found[1].union(self.held))


def open_rows(table: Table) -> ItemsView[str, Record]:
    """Every record of a table that is still going on, and others."""
    return table.open_rows() if isinstance(table, IndexedTable) else table.items()


def rows_since(table: Table, stamp: str) -> ItemsView[str, Record]:
    """Every record that is still going on or tells of anything at or after a stamp, and others."""
    return table.rows_since(stamp) if isinstance(table, IndexedTable) else table.items()


def with_rows(table: Table, rows: Mapping[str, Record]) -> Table:
    """A table with these rows put in."""
    return table.with_rows(rows) if isinstance(table, IndexedTable) else {**table, **rows}


def news_of(old: Table, new: Table) -> list[str]:
    """The ids of ``new`` whose records are other objects than in ``old``."""
    return [key for key, record in rows_besides(old, new) if old.get(key) is not record]


def rows_besides(old: Table, new: Table) -> ItemsView[str, Record]:
    """Every row of ``new`` that may be another than in ``old``, and others."""
    if isinstance(old, IndexedTable) and isinstance(new, IndexedTable) and old.index is new.index:
        return new.held.items()
    return new.items()


def news_between(old: Table, new: Table) -> list[str] | None:
    """The same, where ``new`` may follow ``old``; None where it lies over something else, or a record was taken out."""
    if getattr(old, "index", None) is not getattr(new, "index", None):
        return None
    news = news_of(old, new)
    if not isinstance(new, IndexedTable) and len(new) != len(old) + sum(key not in old for key in news):
        return None
    return news


def is_same(old: Table, new: Table) -> bool:
    """Whether two tables say the same; of indexed ones over different things it is said that they do not."""
    if isinstance(old, IndexedTable) or isinstance(new, IndexedTable):
        return old is new or news_between(old, new) == []
    return old == new


# --- what is past


def is_going_on(name: str, record: Record) -> bool:
    """Whether a record of the table ``name`` is open. Never a wrong no."""
    if name not in LONG:
        return True
    if name == "tasks":
        state = record.get("state")
        return not (isinstance(state, str) and state in ENDED) and not is_gone(record)
    if name == "stints":
        return as_time(record.get("end")) is None or bool(record.get("unassigned"))
    return False


# --- where records stand, told without reading each into a Task


def state_of(record: Record | None) -> State | None:
    """The state that a record counts in; None where there is none, or it is gone."""
    if record is None or ("gone" in record and is_gone(record)):
        return None
    state = record.get("state")
    return STATES.get(state, State.READY) if isinstance(state, str) else State.READY


def ids_by_state(rows: Iterable[tuple[str, Record]]) -> dict[State, list[int]]:
    """Ids of the tasks that are not gone, by state, without reading each into a Task."""
    found: dict[State, list[int]] = {state: [] for state in State}
    for key, record in rows:
        state = state_of(record)
        if state is not None:
            found[state].append(int(key))
    return found


def touched_since(record: Record, floor: str, eve: str) -> bool:
    """Whether anything can have happened to a record since a stamp, or the day after ``eve``; never a wrong no."""
    created = record.get("created")
    return max(record.get(LOG) or {}, default="") >= floor or (isinstance(created, str) and created >= eve)
