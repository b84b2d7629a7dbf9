"""Detect time that went by unseen: the machine slept, or nobody pressed a key for long. Clocks are passed in.

A person without key presses may still work, so no time is removed. It is marked on its stint as unassigned, and the
person decides what it was. Until then it does not count as focus, and it is not lost either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from wiptui.domain.board import STINTS, Board, Receipt
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import is_gone
from wiptui.domain.core.tables import open_rows
from wiptui.domain.dates.length import between, rounded_minutes
from wiptui.domain.focus.resume_cue import moment
from wiptui.domain.focus.undecided import QUIET_S, UNASSIGNED, read_marks, with_quiet
from wiptui.domain.tasks.task import as_time
from wiptui.domain.text import clip, printable

SLEPT_S = 5 * 60
"""Seconds by which the wall clock may run ahead of the clock that stops during sleep."""
SLEPT, QUIET, UNSEEN = "slept", "quiet", "unseen"


@dataclass(frozen=True, slots=True)
class Away:
    """Time ``[start, end)`` that nobody can vouch for: the machine ``slept``, it was ``quiet``, or nobody was
    ``seen``.
    """

    start: datetime
    end: datetime
    why: str


class AwayDetector:
    """Detects absence from two clocks: the wall clock, and a steady one in seconds that stops while the machine sleeps.

    Lengths come from the steady clock, so a wall clock set back or a changed zone is no absence.
    """

    def __init__(self, wall: datetime, awake: float) -> None:
        self._wall = wall
        self._awake = awake
        self._touched = awake

    def look(self, wall: datetime, awake: float) -> Away | None:
        """Return the sleep that just ended, or None. Call it about every second."""
        start, passed = self._wall, awake - self._awake
        self._wall, self._awake = wall, awake
        if (wall - start).total_seconds() - passed <= SLEPT_S:
            return None
        self._touched = awake
        return Away(start, wall, SLEPT)

    def touch(self, wall: datetime, awake: float) -> Away | None:
        """Return the quiet time or sleep that this key ends, or None. Call it at every key."""
        slept = self.look(wall, awake)
        quiet, self._touched = awake - self._touched, awake
        if slept is not None or quiet < QUIET_S:
            return slept
        return Away(wall - timedelta(seconds=quiet), wall, QUIET)


# --- what waits for a decision


@dataclass(frozen=True, slots=True)
class Undecided:
    """One undecided mark: its stint, its task and its span."""

    stint: int
    task: int
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return rounded_minutes(self.start, self.end)


def undecided(board: Board) -> list[Undecided]:
    """Return every undecided mark, oldest first, without those of deleted tasks.

    The quiet time of a stint that still runs is included, although it is not written yet.
    """
    found = []
    for key, record in open_rows(board.data.get(STINTS, {})):
        marks = record.get(UNASSIGNED)
        if not record.get("end"):
            marks = with_quiet(int(key), record, board.at, board.seen)
        if not marks or is_gone(record) or not isinstance(record.get("task"), int):
            continue
        begin, stop = as_time(record.get("start")), as_time(record.get("end")) or board.at
        if begin is None or board.find(record["task"]) is None:
            continue
        for start, end in read_marks(marks):
            low, high = max(start, begin), min(end, stop)
            if low < high:
                found.append(Undecided(int(key), record["task"], low, high))
    return sorted(found, key=lambda mark: (mark.start, mark.stint))


def quiet_message(board: Board, task: int, start: datetime, end: datetime) -> str:
    """Return one line of the command line about time that waits for a decision."""
    found = board.find(task)
    title = printable(found.title) if found is not None else ""
    name = f"“{clip(title, 40)}”" if title else "the last task"
    since = moment(start, board.at, board.zone)
    return f"Focus on {name}: {between(start, end)} since {since} are unassigned. wiptui checkin decides."


def cut_messages(before: Board, receipts: Iterable[Receipt]) -> list[str]:
    """Return what a change marked as undecided, one line for each stint."""
    said = []
    for receipt in receipts:
        news = read_marks(receipt.after.get(UNASSIGNED)) if receipt.table == STINTS and not receipt.is_new else []
        if news and news[-1] not in read_marks(receipt.before.get(UNASSIGNED)):
            task = before.data[STINTS][str(receipt.id)].get("task")
            said.append((receipt.id, quiet_message(before, task if isinstance(task, int) else 0, *news[-1])))
    return list(dict(said).values())
