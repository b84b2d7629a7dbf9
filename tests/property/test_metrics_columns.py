"""Laws of the columns: what is read of all tasks at once is what is read of each, move by move."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from unit.metrics.flowlog import Log, at

from wiptui.domain.board import TASKS
from wiptui.domain.core.frozen import replace
from wiptui.domain.core.record import LOG, Record, Table
from wiptui.domain.core.tables import IndexedTable
from wiptui.domain.tasks.history import UNDOES
from wiptui.metrics.flow.waits import blocked, waited, waits
from wiptui.metrics.log.cached_columns import columns_of
from wiptui.metrics.log.columns import KIND, WAITS, Columns
from wiptui.metrics.log.ledger import QUEUE, WAITING, Ledger, state_before
from wiptui.metrics.log.task_log import read_task_log

START, NOW = at("2026-10-20 00:00"), at("Sun 12:00")
SPAN = (NOW - START) // timedelta(minutes=1)
who = st.sampled_from(["Ana", "Bob", "", None])
wait = st.fixed_dictionaries(
    {},
    optional={
        "state": st.just("waiting"),
        "resolved_at": st.sampled_from(["2026-11-01T00:00:00Z", None]),
        "waiting_on": who,
        "waiting_why": who,
    },
)
anything = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["backlog", "ready", "doing", "waiting", "done", "dropped", 7]),
        "resolved_at": st.sampled_from(["2026-11-01T00:00:00Z", None]),
        "waiting_on": who,
        "waiting_why": who,
        "created": st.sampled_from(["2026-10-21T09:00:00.000Z", "2019-01-01", None]),
        "note": st.just("n"),
        "project": st.sampled_from(["p", "\ud800", 1, True, 1.0, ["p"], None]),
        "tags": st.sampled_from([["a"], ["a", 1], ["a", True], [["a"]], [], "a", None]),
        "class": st.sampled_from(["expedite", None]),
    },
)
patch = (wait | anything).filter(bool)
histories = st.lists(st.lists(st.tuples(st.integers(0, SPAN + 2000), patch), min_size=1, max_size=7), max_size=6)
odd = st.none() | st.sampled_from(["20300101T000000000-k3fqq8f2k", "2026110ZT000000000-k3fqq8f2k", "undo"])


def board_of(tasks: list[list[tuple[int, dict[str, Any]]]], odd: str | None) -> Any:
    log = Log()
    for number, rows in enumerate(tasks, 1):
        for minute, fields in sorted(rows, key=lambda row: row[0]):
            log.write("tasks", number, START + timedelta(minutes=minute), **fields)
    if odd and tasks:
        patches = log.data["tasks"]["1"][LOG]
        if odd == "undo":
            log.write("tasks", 1, NOW - timedelta(minutes=1), undoes=[min(patches)])
            assert UNDOES in log.data["tasks"]["1"]
        else:
            patches[odd] = {"state": "doing"}
    return log.board(NOW)


@given(histories, odd)
def test_the_columns_say_of_each_task_what_its_track_says(tasks: Any, odd: str | None) -> None:
    board = board_of(tasks, odd)
    columns, journal = columns_of(board), read_task_log(board)
    tracks = {track.id: track for track in journal.tracks}
    assert sorted(columns.unknown) == sorted(journal.unknown)
    assert dict(zip(columns.ids, columns.created, strict=True)) == {t.id: t.created for t in journal.tracks}
    moves = list(zip(columns.tasks, columns.times, columns.marks, strict=True))
    told = [(track.id, move[0]) for track in tracks.values() for move in track.moves]
    assert sorted((task, ms) for task, ms, _ in moves) == sorted(told)
    in_work = {"doing": {1}, "waiting": {2, 3}}
    for task, track in tracks.items():
        marks = [mark for of, _, mark in moves if of == task]
        assert all(mark & KIND in in_work.get(move[2], {0}) for mark, move in zip(marks, track.moves, strict=True))
    ledger = Ledger(board)
    for task, label in ledger.labels.items():
        record = ledger.record(task)
        tags = record["tags"] if isinstance(record.get("tags"), list) else []
        assert repr(list(label)) == repr([record.get("project"), "class" in record, tuple(tags)])
    assert ledger.started_at == {t.id: t.committed for t in tracks.values() if t.committed is not None}
    assert ledger.ended_at == {t.id: t.ended for t in tracks.values() if t.ended is not None}
    assert set(ledger.finished.tasks) == {t.id for t in tracks.values() if t.state == "done"}
    for instant in (ledger.now + 1, ledger.now - 3 * 86_400_000):
        states = {task: state_before(track, instant) for task, track in tracks.items()}
        assert ledger.wip.up_to(instant) == sum(time.up_to(instant) for time in ledger.time.values())
        assert sorted(ledger.in_wip_at(instant)) == sorted(t for t, state in states.items() if state in in_work)


class Kept:
    """An index of rows, with what was made of those that are over kept."""

    def __init__(self, rows: Table, open_keys: Iterable[str]) -> None:
        self.rows = rows
        self.open_keys = set(open_keys)
        self.kept: dict[str, bytes] = {}

    def find(self, key: str) -> Record | None:
        return self.rows.get(key)

    def everything(self) -> Table:
        return self.rows

    def since(self, stamp: str) -> Table:
        return self.rows

    def ids_like(self, head: int, length: int) -> list[int]:
        return []

    def later(self, generation: int) -> frozenset[str]:
        return frozenset()

    def aggregate(
        self, name: str, generation: int, make: Callable[[Iterable[tuple[str, Record]]], bytes], since: str
    ) -> tuple[bytes, frozenset[str]]:
        over = [(key, row) for key, row in self.rows.items() if key not in self.open_keys]
        return self.kept.setdefault(name, make(over)), frozenset(self.open_keys)


some, minute = st.sets(st.integers(1, 7)), st.integers(-SPAN, 2 * SPAN)
SAID_AHEAD = [[(0, {"created": "2026-11-12T09:00:00.000Z"}), (10, {"state": "doing"})]]
DAY = 24 * 60


@given(histories, odd, some, some, minute, minute, histories)
@example(SAID_AHEAD, None, set(), set(), 0, 9 * DAY, [])
@example(SAID_AHEAD, None, set(), set(), 9 * DAY, 0, [])
def test_columns_that_were_kept_say_what_reading_all_says(
    tasks: Any, odd: str | None, first: set[int], then: set[int], made: int, asked: int, news: Any
) -> None:
    """Whatever was at hand when they were made, whatever is now, whatever was written since, and at any instant."""
    board = board_of(tasks, odd)
    rows = board.data.get(TASKS, {})
    held = [{str(n): rows[str(n)] for n in numbers if str(n) in rows} for numbers in (first, then)]
    index = Kept(rows, held[0])
    columns_of(replace(board, at=NOW + timedelta(minutes=made), data={TASKS: IndexedTable(index, held[0], 1)}))
    now = NOW + timedelta(minutes=asked)
    at_hand = {**held[1], **board_of(news, None).data.get(TASKS, {})}
    kept = columns_of(replace(board, at=now, data={TASKS: IndexedTable(index, at_hand, 1)}))
    read = columns_of(replace(board, at=now, data={TASKS: {**rows, **at_hand}}))
    assert by_task(kept) == by_task(read)
    said = words_of(read)
    for task, words in words_of(kept).items():  # None: the task is to be asked, which has a law of its own
        assert all(None in pair or pair[0] == pair[1] for pair in zip(words, said[task], strict=True))
    assert sorted(kept.unknown) == sorted(read.unknown)


def by_task(columns: Columns) -> Any:
    """What the columns say of each task, but for the words."""
    moves = list(zip(columns.tasks, columns.times, columns.marks, strict=True))
    rows = zip(columns.ids, columns.created, columns.labels, columns.counts, strict=True)
    return {task: (*map(repr, rest), [move for move in moves if move[0] == task]) for task, *rest in rows}


def words_of(columns: Columns) -> Any:
    """On whom and why of the waits of each task."""
    words = list(zip(columns.pick(columns.tasks, WAITS), columns.words, strict=True))
    return {task: [said for of, said in words if of == task] for task in columns.ids}


@given(histories, odd)
def test_waits_in_columns_are_the_waits_of_each_task(tasks: Any, odd: str | None) -> None:
    """A log whose words were said apart from the moves is asked one by one; that path has oracles of its own."""
    board = board_of(tasks, odd)
    ledger = Ledger(board)
    read = {(w.task, w.start, w.end, w.on, w.why, w.resolved, w.is_open) for w in waits(ledger)}
    ledger.wait_words = {kind: [None] * len(ledger.stretches[kind].starts) for kind in (WAITING, QUEUE)}
    asked = {(w.task, w.start, w.end, w.on, w.why, w.resolved, w.is_open) for w in waits(ledger)}
    assert read == asked
    assert {row for row in asked if not row[5]} == set(blocked(ledger, 0, ledger.now))
    told = {(words, task): ms for words, times in waited(ledger, 0, ledger.now).items() for task, ms in times.items()}
    sums: dict[Any, int] = {}
    for task, start, end, on, why, back, _ in asked:
        if not back:
            sums[(on, why), task] = sums.get(((on, why), task), 0) + end - start
    assert told == sums
    for kind in (WAITING, QUEUE):
        lengths = [end - start for _, start, end, _, _, back, _ in asked if back is (kind == QUEUE)]
        assert sum(lengths) == ledger.time[kind].between(0, ledger.now)
