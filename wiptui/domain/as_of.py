"""Read the data as it stood at an earlier instant, from the log of each record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, Data, Json, Record, fold, is_gone, make_stamp
from wiptui.domain.focus.undecided import UNASSIGNED, read_marks, with_quiet
from wiptui.domain.tasks.history import creation_stamp
from wiptui.domain.tasks.task import as_time


def as_of(data: Data, at: datetime) -> Data:
    """Return the data as of ``at``: only what was stamped at that time or before.

    A record that was created later is left out. A record without a log (the file's own marks) stays as it is now.
    """
    newest = make_stamp(to_ms(at), "")[:18]
    return {
        table: {key: past for key, record in records.items() if (past := _past(record, newest)) is not None}
        for table, records in data.items()
    }


def board_as_of(board: Board, at: datetime) -> Board:
    """Return the board as it stood at ``at``; an instant in the future gives the present board."""
    at = min(at, board.at)
    seen = partial(_seen, board, at)
    return Board(as_of(board.data, at), at, board.zone, pending_refusals=board.pending_refusals, seen=seen)


def _seen(board: Board, at: datetime, stint: int) -> datetime | None:
    """Return when somebody was last seen at a stint that was open at ``at``, as far as this machine knows."""
    record = board.data.get(STINTS, {}).get(str(stint))
    if record is None or is_gone(record):
        return None
    end, marks = as_time(record.get("end")), record.get(UNASSIGNED)
    if end is None:
        marks = with_quiet(stint, record, board.at, board.seen)
    elif end < at:
        return end
    return next((start for start, stop in read_marks(marks) if start <= at <= stop), at)


def _past(record: Record, newest: str) -> Record | None:
    log = record.get(LOG)
    if not log:
        return record
    if _came_later(log, newest):
        return None
    kept = {stamp: patch for stamp, patch in log.items() if stamp[:18] <= newest}
    if len(kept) == len(log):
        return record
    return {**fold(kept), LOG: kept} if kept else None


def _came_later(log: Mapping[str, Mapping[str, Json]], newest: str) -> bool:
    """Tell whether the task recurs and had not been created yet.

    Its first stamp is of 1970, so the patch holds its real time.
    """
    came = creation_stamp(log)
    return came is not None and came[:18] > newest
