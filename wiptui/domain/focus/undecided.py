"""Marks: the undecided spans of a stint, and how long an open stint is vouched for.

An open stint says nothing about the night. What counts is the last sign of life: its start, a decision about it
(``vouched``), or other evidence of a person at this machine (a key on a board, a command). After 90 quiet minutes the
time since then is not focus until somebody says so. Reports derive that from the data and the clock alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json, Record
from wiptui.domain.tasks.task import Task, as_time, time_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    At = TypeVar("At", int, datetime)

QUIET_S = 90 * 60
"""Seconds without a sign of life after which wiptui asks about the time."""
QUIET = timedelta(seconds=QUIET_S)
UNASSIGNED, VOUCHED, HELD = "unassigned", "vouched", "held"
"""Fields of a stint: its marks, when somebody vouched for it, and since when a command has put it on hold."""
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Focus:
    """The one focused task and since when."""

    task: Task
    since: datetime
    stint: int
    quiet: datetime | None = None
    """When the stint was last vouched for; None while it is known to go on. Its time stops there."""
    marks: tuple[tuple[datetime, datetime], ...] = ()
    """The undecided spans in it, in order and without overlap. They are not focus until somebody decides."""

    def spent(self, at: datetime) -> timedelta:
        """Return how long the focus has lasted at ``at``, without undecided time."""
        end = at if self.quiet is None else min(at, self.quiet)
        return max(end - self.counts_from(end), timedelta(0))

    def counts_from(self, at: datetime) -> datetime:
        """Return the start that gives the same length at ``at`` if no time in it were undecided."""
        away = [min(stop, at) - max(start, self.since) for start, stop in self.marks if start < at]
        return self.since + sum((span for span in away if span > timedelta(0)), timedelta(0))


def unseen(stint: int) -> datetime | None:
    """Know nothing besides the data."""
    return None


def quiet_since(
    stint: int, record: Record, until: datetime, seen: Callable[[int], datetime | None] = unseen
) -> datetime | None:
    """Return the last sign of life of an open stint if ``until`` is at least 90 minutes after it; else None.

    A stint that a command put on hold stays quiet until somebody decides about it or resumes it.
    """
    start = as_time(record.get("start"))
    if start is None or until - start < QUIET:
        return None
    held, marks = as_time(record.get(HELD)), read_marks(record.get(UNASSIGNED))
    signs = [start, as_time(record.get(VOUCHED)), seen(stint)]
    if held is None and marks:
        signs.append(marks[-1][1])  # the person who marked that was back by then
    sign = max(at for at in signs if at is not None)
    if held is not None and marks and sign < marks[-1][1]:
        return min(max(held, start), until)
    return sign if until - sign >= QUIET else None


def with_quiet(stint: int, record: Record, until: datetime, seen: Callable[[int], datetime | None] = unseen) -> Json:
    """Return the marks, as stored, of an open stint that is over at ``until``, with the time since its last sign of
    life.
    """
    marks = read_marks(record.get(UNASSIGNED))
    quiet = quiet_since(stint, record, until, seen)
    marks = [(start, min(end, until)) for start, end in marks if start < until]
    return marks_json(marks if quiet is None or quiet >= until else [*marks, (quiet, until)])


def read_marks(value: Json) -> list[Span]:
    """Return the marks of a stint in order, joined where they touch. Invalid values are left out."""
    spans = []
    for row in value if isinstance(value, list) else ():
        if isinstance(row, list) and len(row) == 2:
            start, end = as_time(row[0]), as_time(row[1])
            if start is not None and end is not None and start < end:
                spans.append((start, end))
    return united(spans)


def marks_json(spans: Iterable[Span]) -> Json:
    """Return marks as they are stored; None if there are none."""
    return [[time_text(start), time_text(end)] for start, end in united(spans)] or None


def united(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, joined where they overlap or touch."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def kept(start: At, end: At, marks: Sequence[tuple[At, At]]) -> list[tuple[At, At]]:
    """Return the parts of ``[start, end)`` outside the marks, which are in order and do not overlap."""
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


# --- the heartbeat of this machine

DOCUMENT = "keeper"
"""The heartbeat document of this machine. An open board writes it once a minute, and so does each change by hand."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The stint that this machine last knew to run, and when a person was seen. It never enters the data file."""

    stint: int
    seen: datetime
    """When wiptui last knew that the stint runs."""
    touched: datetime
    """When a person last did something here: a key on the board, a change on the command line."""
    kept: bool = True
    """Whether an open board tracks the stint, so that the stint ends where the heartbeat stops."""

    def json(self) -> Json:
        return {
            "stint": self.stint,
            "seen": time_text(self.seen),
            "touched": time_text(self.touched),
            "kept": self.kept,
        }


def read_heartbeat(value: Json) -> Heartbeat | None:
    """Return the heartbeat in a document, or None. A document without ``touched`` is of an older wiptui."""
    if not isinstance(value, dict) or not isinstance(value.get("stint"), int):
        return None
    seen = as_time(value.get("seen"))
    if seen is None:
        return None
    return Heartbeat(value["stint"], seen, as_time(value.get("touched")) or seen, value.get("kept") is True)


def touched(value: Json, stint: int, at: datetime) -> Json:
    """Return the document after a person acted while a stint runs."""
    known = read_heartbeat(value)
    if known is None or known.stint != stint:
        return Heartbeat(stint, at, at, kept=False).json()
    return Heartbeat(stint, max(known.seen, at), max(known.touched, at), known.kept).json()
