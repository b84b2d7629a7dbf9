"""Time that went by unseen: the machine slept, or nobody touched a key for long. Every clock is passed in.

No keys is not idle, so nothing is taken away: the time is marked on its stint as unassigned, and the person says what
it was. Until then it does not count as focus, and it is not lost either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from wiptui.domain.board import STINTS, Board, Receipt
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import is_gone
from wiptui.domain.core.years import at_hand
from wiptui.domain.focus.resume_cue import moment
from wiptui.domain.focus.undecided import QUIET_S, UNASSIGNED, read_marks, with_quiet
from wiptui.domain.tasks.task import as_time
from wiptui.domain.text import printable

SLEPT_S = 5 * 60
"""Seconds by which the wall clock may run ahead of the clock that sleeps with the machine."""
SLEPT, QUIET, UNSEEN = "slept", "quiet", "unseen"


@dataclass(frozen=True, slots=True)
class Away:
    """Time that nobody can vouch for, ``[start, end)``: the machine ``slept``, it was ``quiet``, or went ``unseen``."""

    start: datetime
    end: datetime
    why: str


class AwayDetector:
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


# --- what waits for a decision


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
    """Every mark that waits for a decision, oldest first; those of tasks that are gone are left out.

    The quiet time of a stint that still runs is one of them, although nothing has been written about it yet.
    """
    found = []
    for key, record in at_hand(board.data.get(STINTS, {})):
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


def quiet_words(board: Board, task: int, start: datetime, end: datetime) -> str:
    """Time that waits for a decision, in one line of the command line."""
    found = board.find(task)
    title = printable(found.title) if found is not None else ""
    name = f"“{title if len(title) <= 40 else f'{title[:39]}…'}”" if title else "the last task"
    minutes = max(1, round((end - start).total_seconds() / 60))
    long = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    return (
        f"Focus on {name}: {long} since {moment(start, board.at, board.zone)} are unassigned. wiptui checkin decides."
    )


def cut_words(before: Board, receipts: Iterable[Receipt]) -> list[str]:
    """What a change marked as undecided, a line for each stint."""
    said = []
    for receipt in receipts:
        news = read_marks(receipt.after.get(UNASSIGNED)) if receipt.table == STINTS and not receipt.is_new else []
        if news and news[-1] not in read_marks(receipt.before.get(UNASSIGNED)):
            task = before.data[STINTS][str(receipt.id)].get("task")
            said.append((receipt.id, quiet_words(before, task if isinstance(task, int) else 0, *news[-1])))
    return list(dict(said).values())
