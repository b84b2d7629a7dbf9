"""Boards to measure on: as many tasks as asked for, most of them finished, three in doing, with histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from wiptui.domain.board import TASKS, Board
from wiptui.domain.commands import Edit
from wiptui.domain.core.clock import FixedClock, SystemClock, to_ms
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import EPOCH, Data, Json, patched
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import State, time_text
from wiptui.service import Service, open_service

ACTOR = "bnchsampl"
WORDS = ("report", "invoice", "parser", "garden", "tax", "slides", "letter", "kitchen", "server", "budget", "train")


def fill(path: Path, tasks: int) -> Path:
    """Write a board of that many tasks to ``path``: two in doing, a tenth ready, the others done over two years."""
    from wiptui.store import open_store

    store = open_store(path)
    store.transact(lambda _: (_data(tasks), None))
    store.close()
    return path


def fill_past(path: Path, finished: int) -> Path:
    """Write a board of 60 open tasks, and so many finished ones behind them over two years, unless it is there."""
    from wiptui.store import open_store

    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    now = to_ms(SystemClock().now())
    step = 730 * 86_400_000 // (finished + 60)
    ids, rows = SeededIds(7), {}
    for number in range(finished + 60):
        at = now - (finished + 60 - number) * step
        record, _ = patched(None, {"title": f"task {number}", "state": "ready", "rank": "a"}, at, ACTOR)
        if number < finished:
            record, _ = patched(record, {"state": "doing", "limit_at": 3}, at + step // 3, ACTOR)
            record, _ = patched(record, {"state": "done"}, at + step // 2, ACTOR)
        rows[str(ids.doc_id())] = record
    store = open_store(path)
    store.transact(lambda _: ({TASKS: rows}, None))
    store.close()
    return path


def fill_open(path: Path, tasks: int) -> Path:
    """Write a board of that many open tasks, two in doing, three waiting, and fifty finished ones this month.

    They are as different as those of a person are: projects, tags, a due date now and then, next steps.
    """
    from wiptui.store import open_store

    path.parent.mkdir(exist_ok=True)
    now = to_ms(SystemClock().now())
    today = SystemClock().now().date()
    ids, rank, rows = SeededIds(8), None, {}
    for number in range(tasks + 50):
        rank = between(rank, None, 1)
        at = now - (tasks + 60 - number) * 240_000
        fields: dict[str, Json] = {"title": f"task {number} about {WORDS[number % 7]} and {WORDS[number % 11]}"}
        fields |= {"state": "ready", "rank": rank}
        if number % 3 == 0:
            fields["project"] = f"p{number % 20}"
        if number % 5 == 0:
            fields["tags"] = [WORDS[number % 10]]
        if number % 9 == 0:
            fields["due"] = (today + timedelta(days=20 + number % 90)).isoformat()
        if number % 10 == 0:
            fields["next_step"] = f"step {number % 13}"
        record, _ = patched(None, fields, at, ACTOR)
        if number < 2:
            record, _ = patched(record, {"state": "doing", "limit_at": 3}, now - 3_600_000 * (number + 1), ACTOR)
        elif number < 5:
            waits = {"state": "waiting", "waiting_on": f"person {number}", "waiting_why": "an answer"}
            record, _ = patched(record, waits, now - 7_200_000, ACTOR)
        elif number >= tasks:
            record, _ = patched(record, {"state": "doing", "limit_at": 3}, at + 60_000, ACTOR)
            record, _ = patched(record, {"state": "done"}, at + 120_000, ACTOR)
        rows[str(ids.doc_id())] = record
    store = open_store(path)
    store.transact(lambda _: ({TASKS: rows}, None))
    store.close()
    return path


def fill_lived(path: Path, tasks: int) -> Path:
    """Write a board of finished tasks with six moves each over two years: started, waiting, back, resumed, done."""
    from wiptui.store import open_store

    now = to_ms(SystemClock().now())
    step = 730 * 86_400_000 // tasks
    ids, rows = SeededIds(6), {}
    for number in range(tasks):
        at = now - (tasks - number + 3) * step
        hour = 3_600_000
        waits = {"state": "waiting", "waiting_on": f"person {number % 9}", "waiting_why": f"reason {number % 5}"}
        moves = (
            (0, {"title": f"task {number}", "state": "ready", "rank": "a", "project": f"p{number % 7}"}),
            (hour, {"state": "doing", "limit_at": 3}),
            ((2 + number % 9) * hour, waits),
            ((20 + number % 40) * hour, {"resolved_at": time_text(EPOCH + timedelta(milliseconds=at))}),
            ((61 + number % 4) * hour, {"state": "doing"}),
            ((70 + number % 80) * hour, {"state": "done"}),
        )
        record = None
        for after, fields in moves:
            record, _ = patched(record, fields, min(at + after, now - 1), ACTOR)
        rows[str(ids.doc_id())] = record
    store = open_store(path)
    store.transact(lambda _: ({TASKS: rows}, None))
    store.close()
    return path


def service_over(path: Path | str) -> Service:
    """The service over a file."""
    return open_service(path)


def in_memory(board: Board) -> Board:
    """The same board with all of its records read, also those that a long table leaves unread."""
    return Board({name: dict(table.items()) for name, table in board.data.items()}, board.at, board.zone)


def change(service: Service) -> None:
    """One small change of one task."""
    task = service.board().column(State.READY)[0]
    service.dispatch(Edit(task.id, {"next_step": f"step {len(task.next_step or '') % 7 * 'x'}"}))


def changed_copy(path: Path) -> bytes:
    """The file as another machine would have it after one more change of its own."""
    from wiptui.store.file.codec import encode
    from wiptui.store.file.salvage import decode

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
