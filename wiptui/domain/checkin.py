"""Time that went by unseen: the machine slept, or nobody touched a key for long. Every clock is passed in.

No keys is not idle, so nothing is taken away: the time is marked on its stint as unassigned, and the person says what
it was. Until then it does not count as focus, and it is not lost either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wiptui.domain.board import STINTS, Board
from wiptui.domain.record import Json, is_gone
from wiptui.domain.task import as_time, time_text
from wiptui.domain.values import dataclass
from wiptui.domain.years import at_hand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    At = TypeVar("At", int, datetime)

SLEPT_S = 5 * 60
"""Seconds by which the wall clock may run ahead of the clock that sleeps with the machine."""
QUIET_S = 90 * 60
"""Seconds without a key from which on the return is asked about."""
SLEPT, QUIET, UNSEEN = "slept", "quiet", "unseen"
UNASSIGNED = "unassigned"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Away:
    """Time that nobody can vouch for, ``[start, end)``: the machine ``slept``, it was ``quiet``, or went ``unseen``."""

    start: datetime
    end: datetime
    why: str


class Watch:
    """Looks at two clocks: the one on the wall, and one in seconds that stands still while the machine sleeps.

    A wall clock that is set back, or a zone that changes, is no time away: spans are told from the steady clock.
    """

    def __init__(self, wall: datetime, awake: float) -> None:
        self._wall = wall
        self._awake = awake
        self._touched = awake

    def look(self, wall: datetime, awake: float) -> Away | None:
        """To be called every second or so; the answer is the sleep that just ended."""
        start, passed = self._wall, awake - self._awake
        self._wall, self._awake = wall, awake
        if (wall - start).total_seconds() - passed <= SLEPT_S:
            return None
        self._touched = awake
        return Away(start, wall, SLEPT)

    def touch(self, wall: datetime, awake: float) -> Away | None:
        """To be called at every key; the answer is the long quiet time that it ends, or the sleep."""
        slept = self.look(wall, awake)
        quiet, self._touched = awake - self._touched, awake
        if slept is not None or quiet < QUIET_S:
            return slept
        return Away(wall - timedelta(seconds=quiet), wall, QUIET)


# --- marks: spans of a stint that nobody has decided about


def read_marks(value: Json) -> list[Span]:
    """The marks of a stint in order, merged where they touch. What cannot be read is left out."""
    spans = []
    for row in value if isinstance(value, list) else ():
        if isinstance(row, list) and len(row) == 2:
            start, end = as_time(row[0]), as_time(row[1])
            if start is not None and end is not None and start < end:
                spans.append((start, end))
    return united(spans)


def marks_json(spans: Iterable[Span]) -> Json:
    """Marks as they are kept; None for none."""
    return [[time_text(start), time_text(end)] for start, end in united(spans)] or None


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, merged where they overlap or touch."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def kept(start: At, end: At, marks: Sequence[tuple[At, At]]) -> list[tuple[At, At]]:
    """The parts of ``[start, end)`` outside the marks, which are in order and apart."""
    found: list[tuple[At, At]] = []
    for begin, stop in marks:
        if begin >= end:
            break
        if stop <= start:
            continue
        if begin > start:
            found.append((start, begin))
        start = max(start, stop)
    if start < end:
        found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class Undecided:
    """One mark: the stint and the task that it is on, and the span."""

    stint: int
    task: int
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return max(1, round((self.end - self.start).total_seconds() / 60))


def undecided(board: Board) -> list[Undecided]:
    """Every mark that waits for a decision, oldest first; those of tasks that are gone are left out."""
    found = []
    for key, record in at_hand(board.data.get(STINTS, {})):
        if not record.get(UNASSIGNED) or is_gone(record) or not isinstance(record.get("task"), int):
            continue
        begin, stop = as_time(record.get("start")), as_time(record.get("end")) or board.at
        if begin is None or board.find(record["task"]) is None:
            continue
        for start, end in read_marks(record[UNASSIGNED]):
            low, high = max(start, begin), min(end, stop)
            if low < high:
                found.append(Undecided(int(key), record["task"], low, high))
    return sorted(found, key=lambda mark: (mark.start, mark.stint))
