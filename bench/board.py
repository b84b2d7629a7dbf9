"""Boards to measure on: as many tasks as asked for, most of them finished, three in doing, with histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from wiptui.domain.board import TASKS
from wiptui.domain.clock import FixedClock, SystemClock, to_ms
from wiptui.domain.commands import Edit
from wiptui.domain.ids import SeededIds
from wiptui.domain.rank import between
from wiptui.domain.record import Data, patched
from wiptui.domain.task import State
from wiptui.service import Service, open_service

ACTOR = "bnchsampl"


def fill(path: Path, tasks: int) -> Path:
    """Write a board of that many tasks to ``path``: two in doing, a tenth ready, the others done over two years."""
    from wiptui.store import open_store

    store = open_store(path)
    store.transact(lambda _: (_data(tasks), None))
    store.close()
    return path


def service_over(path: Path) -> Service:
    """The service over a file."""
    return open_service(path)


def change(service: Service) -> None:
    """One small change of one task."""
    task = service.board().column(State.DOING)[0]
    service.dispatch(Edit(task.id, {"next_step": f"step {len(task.next_step or '') % 7 * 'x'}"}))


def changed_copy(path: Path) -> bytes:
    """The file as another machine would have it after one more change of its own."""
    from wiptui.store.codec import encode
    from wiptui.store.salvage import decode

    data = decode(path.read_bytes()).data
    key, record = next(iter(data[TASKS].items()))
    record, _ = patched(record, {"note": "from elsewhere"}, to_ms(SystemClock().now()), ACTOR)
    return encode({**data, TASKS: {**data[TASKS], key: record}})


def _data(tasks: int) -> Data:
    now = SystemClock().now()
    clock = FixedClock(datetime(now.year, now.month, now.day, 9, tzinfo=UTC) - timedelta(days=730))
    ids, rank, rows = SeededIds(5), None, {}
    for number in range(tasks):
        rank = between(rank, None, 1)
        record, _ = patched(
            None, {"title": f"task {number}", "state": "ready", "rank": rank}, to_ms(clock.now()), ACTOR
        )
        if number >= tasks // 10 or number < 2:
            clock.advance(minutes=30)
            record, _ = patched(record, {"state": "doing", "limit_at": 3}, to_ms(clock.now()), ACTOR)
        if number >= tasks // 10:
            record, _ = patched(record, {"state": "done"}, to_ms(clock.now()) + 900_000, ACTOR)
        clock.advance(minutes=60 * 24 * 730 / tasks - 31)
        rows[str(ids.doc_id())] = record
    return {TASKS: rows}
