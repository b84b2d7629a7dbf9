"""Time travel: the board as it stood, from the part of the log that was written by then."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain.board import Board
from wiptui.domain.clock import to_ms
from wiptui.domain.record import LOG, Data, Record, Table, fold, make_stamp


def board_at(board: Board, at: datetime) -> Board:
    """The board at an instant: every record folded from the patches stamped up to it."""
    end = make_stamp(to_ms(at) + 1, "")
    data: Data = {}
    for name, table in board.data.items():
        kept: Table = {}
        for key, record in table.items():
            then = _record_at(record, end)
            if then is not None:
                kept[key] = then
        data[name] = kept
    return Board(data, at, board.zone)


def _record_at(record: Record, end: str) -> Record | None:
    log = record.get(LOG)
    if not log or max(log) < end:
        return record
    known = {stamp: patch for stamp, patch in log.items() if stamp < end}
    return {**fold(known), LOG: known} if known else None
