"""Tables with years behind them: what is open or recent is at hand, the rest is read when somebody asks for it.

A :class:`LongTable` is a table like any other: whoever goes through all of it gets all of it. What a day's work needs
does not: it asks for :func:`at_hand` or :func:`lately`, and single records are read one by one.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView

from wiptui.domain.core.ids import id_mask
from wiptui.domain.core.record import LOG, Record, Table, is_gone
from wiptui.domain.tasks.task import STATES, State, as_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, Protocol
else:
    Protocol = object  # typing costs a short command a millisecond or two

ENDED = frozenset(("done", "dropped"))


class Behind(Protocol):
    """All records of a table, most of them not read yet. Each is one object, however often it is asked for."""

    def find(self, key: str) -> Record | None:
        """One record; None where there is none."""

    def everything(self) -> Table:
        """All of them, in the order of the text; not to be changed."""

    def recent(self, since: str) -> Table:
        """Every record that is not over at ``since`` (a stamp, not before that of its long table), as far as that does
        not hold it; and others.
        """

    def summed(self, name: str, add: Callable[[Iterable[tuple[str, Record]]], bytes]) -> bytes:
        """What ``add`` makes of every record that is not over at ``since`` of its long table, and of others.

        Of those that the table holds it may be given what they were before. Kept under ``name``, which says what
        ``add`` does: it is not called again while it would be given the same.
        """

    def all_summed(self, name: str, add: Callable[[Iterable[tuple[str, Record]]], bytes]) -> bytes:
        """The same of every record that lies behind.

        It may have been called for another table over the same, with less or more at hand.
        """

    def alike(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""


class LongTable(dict[str, Record]):
    """A table over what lies behind it. What it holds itself, as a dict, is at hand: it goes before what is behind.

    At hand is every record that is still going on, and whatever was written lately. Nothing else can be about a time
    at or after ``since`` (a stamp) but what ``behind`` calls recent. Records are put in, never taken out.
    """

    __slots__ = ("_news", "_whole", "behind", "since")

    def __init__(self, rows: Mapping[str, Record], behind: Behind, since: str, news: Iterable[str] = ()) -> None:
        super().__init__(rows)
        self.behind = behind
        self.since = since
        self._news = set(news)
        self._whole: Table | None = None

    def at_hand(self) -> ItemsView[str, Record]:
        """What does not have to be read first."""
        return super().items()

    def lately(self, since: str) -> ItemsView[str, Record]:
        """The same, and everything else that may have been about a time at or after ``since``, a stamp."""
        return {**self.behind.recent(since), **dict(super().items())}.items()

    def holds(self, key: str) -> bool:
        """Whether a record is at hand."""
        return super().__contains__(key)

    def alike(self, head: int, length: int) -> list[int]:
        """The ids whose first ``length`` letters are those of ``head``."""
        mask = id_mask(length)
        return self.behind.alike(head, length) + [int(key) for key in self._news if int(key) & mask == head]

    @property
    def news(self) -> list[int]:
        """The ids that are not behind."""
        return sorted(map(int, self._news))

    @property
    def is_read(self) -> bool:
        """Whether somebody asked for all of it before, so that going through it costs nothing more."""
        return self._whole is not None

    def _all(self) -> Table:
        if self._whole is None:
            self._whole = {**self.behind.everything(), **dict(super().items())}
        return self._whole

    # --- one record

    def __missing__(self, key: str) -> Record:
        found = self.behind.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        found = super().get(key)
        if found is None:
            found = self.behind.find(key)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and self.behind.find(key) is not None)

    def __setitem__(self, key: str, record: Record) -> None:
        if not super().__contains__(key) and self.behind.find(key) is None:
            self._news.add(key)
        super().__setitem__(key, record)
        self._whole = None

    # --- all of them

    def copy(self) -> LongTable:
        return LongTable(dict(super().items()), self.behind, self.since, self._news)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._all())

    def __len__(self) -> int:
        return len(self.behind.everything()) + len(self._news)

    def __bool__(self) -> bool:
        return True

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        return self._all().keys()

    def values(self) -> ValuesView[Record]:  # type: ignore[override]
        return self._all().values()

    def items(self) -> ItemsView[str, Record]:  # type: ignore[override]
        return self._all().items()

    def __eq__(self, other: object) -> bool:
        return self is other or self._all() == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __or__(self, other: Any) -> Any:
        return self._all() | dict(other)

    def __ror__(self, other: Any) -> Any:
        return dict(other) | self._all()

    def __repr__(self) -> str:
        return f"LongTable({self._all()!r})"

    __hash__ = None

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("records are put into a table, never taken out of it")

    __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse


def at_hand(table: Table) -> ItemsView[str, Record]:
    """Every record of a table that is still going on, and others: of a long one those that need no reading."""
    return table.at_hand() if isinstance(table, LongTable) else table.items()


def lately(table: Table, since: str) -> ItemsView[str, Record]:
    """Every record that is still going on or was about anything at or after ``since`` (a stamp), and others."""
    return table.lately(since) if isinstance(table, LongTable) and since >= table.since else table.items()


def read_together(table: Table, since: str) -> None:
    """Read at once what was about anything at or after ``since`` (a stamp), for who asks for much of it one by one.

    Nothing happens where all would have to be read for it.
    """
    if isinstance(table, LongTable) and since >= table.since:
        table.behind.recent(since)


def news_of(old: Table, new: Table) -> list[str]:
    """The ids of ``new`` whose records are other objects than in ``old``."""
    if isinstance(old, LongTable) and isinstance(new, LongTable) and old.behind is new.behind:
        held = dict(new.at_hand())
        back = [key for key, record in old.at_hand() if key not in held and new.get(key) not in (None, record)]
        return [key for key, record in held.items() if old.get(key) is not record] + back
    return [key for key, record in new.items() if old.get(key) is not record]


def news_between(old: Table, new: Table) -> list[str] | None:
    """The same, where ``new`` may follow ``old``; None where it lies over something else, or a record was taken out."""
    if getattr(old, "behind", None) is not getattr(new, "behind", None):
        return None
    news = news_of(old, new)
    if not isinstance(new, LongTable) and len(new) != len(old) + sum(key not in old for key in news):
        return None
    return news


def is_same(old: Table, new: Table) -> bool:
    """Whether two tables say the same; of long ones that lie over different things it is said that they do not."""
    if isinstance(old, LongTable) or isinstance(new, LongTable):
        return old is new or news_between(old, new) == []
    return old == new


# --- what is past


def is_going_on(name: str, record: Record) -> bool:
    """Whether a record of the table ``name`` is open. Never a wrong no."""
    if name == "tasks":
        state = record.get("state")
        return not (isinstance(state, str) and state in ENDED) and not is_gone(record)
    if name == "stints":
        return as_time(record.get("end")) is None or bool(record.get("unassigned"))
    return False


def is_over(record: Record, since: str, eve: str) -> bool:
    """Whether nothing was written into a record at or after ``since`` (a stamp). Never a wrong yes.

    ``eve`` is an ISO date two days before it: no time that the record tells may be as late.
    """
    log = record.get(LOG)
    if not log or max(log) >= since:
        return False
    for value in record.values():  # noqa: SIM110 - asked of a hundred thousand records, and a generator takes twice as long
        if isinstance(value, str) and value >= eve and value[:4].isdigit():
            return False
    return True


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
