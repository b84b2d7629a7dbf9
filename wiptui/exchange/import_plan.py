"""What an import would do: changes with ids and stamps that follow from the file alone, and a row for each task.

Because ids and stamps are derived, importing a file twice changes nothing, and two machines that import the same file
and then sync have each task once.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from wiptui.domain.board import TASKS, Board, Change
from wiptui.domain.changes.undo import returning
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.ids import ID_BITS, id_number, id_text
from wiptui.domain.core.record import LOG, Json, is_gone, make_stamp
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import STATES, State

ACTOR = "fileimprt"
"""Who wrote what a file tells: the device “file”, the same on every machine."""
NEW, CHANGED, SAME = "new", "changed", "same"
Patch = tuple[int | None, dict[str, "Json"]]
"""When (UTC milliseconds, None for now) and what."""


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one task of the file."""

    where: str
    """``line 12`` or ``task 3``."""
    action: str
    id: int
    title: str
    state: str


@dataclass
class Incoming:
    """All that an import would do, and what of the file could not be read."""

    changes: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Doubts about something that was read all the same."""
    problems: list[str] = field(default_factory=list)
    """What could not be read."""


def own_id(value: Json) -> int | None:
    """The number of an id of ours, or None."""
    try:
        number = id_number(value) if isinstance(value, str) else 0
    except ValueError:
        return None
    return number if 0 < number < 1 << ID_BITS and id_text(number) == value else None


def doc_id(key: str) -> int:
    """The document id of a text that names a task: 1 .. 2**53 - 1, the same everywhere."""
    number = int.from_bytes(sha256(key.encode("utf-8", "surrogatepass")).digest()[:8])
    return (number >> (64 - ID_BITS)) or 1


class Ranks:
    """Places below everything in each column, one after the other."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._last: dict[str, str | None] = {}

    def below(self, state: str) -> str:
        """The next place at the end of a column."""
        if state not in self._last:
            column = self._board.column(STATES.get(state, State.READY))
            self._last[state] = column[-1].rank if column and column[0].state.is_open else None
        rank = between(self._last[state], None)
        self._last[state] = rank
        return rank


def stamped(patches: Sequence[Patch]) -> list[tuple[str, dict[str, Json]]]:
    """The patches with stamps in their order, a millisecond apart where they share one; "" for those of now."""
    found: list[tuple[str, dict[str, Json]]] = []
    last = -1
    for ms, fields in patches:
        if ms is None:
            found.append(("", fields))
            continue
        last = max(ms, last + 1)
        found.append((make_stamp(last, ACTOR), fields))
    return found


def bring(board: Board, task_id: int, patches: Sequence[tuple[str, dict[str, Json]]]) -> list[Change]:
    """The changes by which a task gets the patches it has not got yet, and comes back if an undo had taken it away."""
    record = board.data.get(TASKS, {}).get(str(task_id))
    known = {stamp[:18] for stamp in (record or {}).get(LOG) or {}}
    wanted = [(s, fields) for s, fields in patches if (record is None if not s else s[:18] not in known)]
    changes = [Change(TASKS, task_id, fields, stamp=stamp) for stamp, fields in wanted]
    if record is not None and is_gone(record):
        changes.append(Change(TASKS, task_id, returning(record)))
    return changes


def action_of(board: Board, task_id: int, changes: Sequence[Change]) -> str:
    """What a row says of these changes of one task."""
    if str(task_id) not in board.data.get(TASKS, {}):
        return NEW
    return CHANGED if changes else SAME
