"""Stints: the spans ``[start, end)`` of focus, read from the log in whatever shape a merge left it."""

from __future__ import annotations

from bisect import bisect_left

from wiptui.domain.board import INTERRUPTS, STINTS, TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.record import LOG, Json, is_gone, make_stamp
from wiptui.domain.core.tables import rows_since
from wiptui.domain.focus.undecided import UNASSIGNED, kept, read_marks, with_quiet
from wiptui.domain.tasks.history import moves
from wiptui.metrics.times import DAY, MINUTE, believed, known_ms, text_ms, to_time

PEEK = MINUTE
"""A shorter stint is a peek, also while it runs: its time counts, but it makes no switch."""
SEEN_LATE = 5 * MINUTE
"""An open stint with an older heartbeat ended with it."""


@dataclass(frozen=True, slots=True)
class Stint:
    """One stint: ``start`` and ``end`` in UTC milliseconds, and the ``cause`` of its end ("" while it runs)."""

    id: int
    task: int
    start: int
    end: int
    cause: str = ""
    device: str = ""
    is_open: bool = False
    estimated: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    """Undecided spans within it. They are not focus until somebody decides."""

    @property
    def length(self) -> int:
        """Milliseconds of focus."""
        return self.end - self.start - sum(end - start for start, end in self.marks)

    @property
    def is_peek(self) -> bool:
        return self.length < PEEK

    def parts(self) -> list[Stint]:
        """Return the stint without its marks, as spans of focus."""
        if not self.marks:
            return [self]
        spans = kept(self.start, self.end, self.marks)
        last = len(spans) - 1
        return [
            replace(self, start=start, end=end, cause=self.cause if n == last else "idle", marks=())
            for n, (start, end) in enumerate(spans)
        ]


@dataclass(frozen=True, slots=True)
class Interruption:
    """One interruption: when (UTC milliseconds), by whom, and the stint or task that it fell into, if known."""

    at: int
    source: str = ""
    stint: int | None = None
    captured: int | None = None


def read_stints(board: Board, since: int = 0) -> list[Stint]:
    """Return the stints that ran at or after ``since`` (UTC milliseconds), by start, then id.

    A record without a task or with an impossible start is left out; an end before the start counts as no time. An open
    stint ends where the next begins, where its task left doing, or where its heartbeat (``seen``) stopped. From 90
    minutes after its last sign of life, the time since then is marked as undecided.
    """
    now = to_ms(board.at)
    early = to_time(max(since - 2 * DAY, 0)).date().isoformat()
    rows: list[tuple[int, int, int, dict[str, Json]]] = []
    for key, record in rows_since(board.data.get(STINTS, {}), make_stamp(since, "")):
        if since and str(record.get("end") or "9") < early:
            continue
        task, start = record.get("task"), text_ms(record.get("start"))
        if start is None or not isinstance(task, int) or is_gone(record):
            continue
        known = believed(start, now)
        if known is not None:
            rows.append((known, int(key), task, record))
    rows.sort(key=lambda row: row[:2])
    found: list[Stint] = []
    for place, (start, stint, task, record) in enumerate(rows):
        end, undecided = text_ms(record.get("end")), record.get(UNASSIGNED)
        is_open = False
        if end is None:
            following = rows[place + 1][0] if place + 1 < len(rows) else now
            end = _end_of_open(board, record, task, start, min(following, now))
            is_open = end == now and place == len(rows) - 1
            undecided = with_quiet(stint, record, to_time(end), board.seen)
        end = max(start, min(end, now))
        cause = str(record.get("cause") or ("" if is_open else "switch"))
        device = str(record.get("device") or "")
        if end >= since:
            estimated = record.get("estimated") is True
            marks = _marks(undecided, start, end)
            found.append(Stint(stint, task, start, end, cause, device, is_open, estimated, marks))
    return found


def _marks(value: Json, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the undecided spans of a stint, in order, without overlap, and cut to it."""
    if not value:
        return ()
    spans = [(to_ms(begin), to_ms(stop)) for begin, stop in read_marks(value)]
    return tuple((max(begin, start), min(stop, end)) for begin, stop in spans if begin < end and stop > start)


def _end_of_open(board: Board, record: dict[str, Json], task: int, start: int, end: int) -> int:
    """Return where a stint without an end is over, ``end`` at the latest."""
    seen = text_ms(record.get("seen"))
    if seen is not None and seen + SEEN_LATE < end:
        end = max(seen, start)
    log = board.data.get(TASKS, {}).get(str(task), {}).get(LOG) or {}
    for stamp, came, _, _ in moves(log):
        left = known_ms(stamp, to_ms(board.at)) if came == "doing" else None
        if left is not None and start <= left < end:
            return left
    return end


def read_interrupts(board: Board, stints: list[Stint], since: int = 0) -> list[Interruption]:
    """Return the interruptions from ``since`` on, by time: noted ones, and stints that an unnoted interruption
    ended.
    """
    now = to_ms(board.at)
    found: list[Interruption] = []
    for _, record in rows_since(board.data.get(INTERRUPTS, {}), make_stamp(since, "")):
        said = text_ms(record.get("at"))
        at = believed(said, now) if said is not None else None
        if at is None or at < since or is_gone(record):
            continue
        stint, captured = record.get("stint"), record.get("task")
        found.append(
            Interruption(
                at,
                str(record.get("from") or ""),
                stint if isinstance(stint, int) else None,
                captured if isinstance(captured, int) else None,
            )
        )
    noted = sorted(row.at for row in found)
    for ended in stints:
        if ended.cause == "interrupt" and ended.end >= since:
            place = bisect_left(noted, ended.end - MINUTE)
            if place < len(noted) and noted[place] <= ended.end + MINUTE:
                noted.pop(place)  # one row explains one end
            else:
                found.append(Interruption(ended.end, "", ended.id))
    return sorted(found, key=lambda row: (row.at, row.source, row.stint or 0))
