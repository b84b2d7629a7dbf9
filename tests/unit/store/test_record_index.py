"""What is open is read, the rest when it is asked for: the answer is always that of all of it."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from store_fixture import MS, StoreFixture

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.ids import SeededIds, id_mask
from wiptui.domain.core.record import Data, Record, patched
from wiptui.domain.core.tables import IndexedTable, news_between
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.stats import stats
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store import record_index
from wiptui.store.file.codec import encode
from wiptui.store.file.file_io import Draft
from wiptui.store.file.file_slice import crc_of
from wiptui.store.file.salvage import decode
from wiptui.store.local_db import LocalDb
from wiptui.store.record_index import RecordIndex

DAY = 86_400_000
OLD = MS - 900 * DAY


def finished(number: int, at: int) -> Record:
    record, _ = patched(None, {"title": f"old {number}", "state": "ready", "rank": "a"}, at, "aaaa11111")
    record, _ = patched(record, {"state": "doing"}, at + 1, "aaaa11111")
    return patched(record, {"state": "done"}, at + 2, "aaaa11111")[0]


@pytest.fixture
def fixture(tmp_path: Path) -> StoreFixture:
    """Three hundred tasks finished over two and a half years, ten open."""
    fixture = StoreFixture(tmp_path)
    ids = SeededIds(3)
    rows = {str(ids.doc_id()): finished(number, OLD + number * 3 * DAY) for number in range(300)}
    for number in range(10):
        rows[str(ids.doc_id())] = patched(None, {"title": f"open {number}", "state": "ready"}, MS, "aaaa11111")[0]
    fixture.store.transact(lambda _: ({TASKS: rows}, None))
    fixture.restart()
    return fixture


def service(fixture: StoreFixture) -> Service:
    return Service(fixture.store, FixedClock(fixture.at), SeededIds(fixture.at.microsecond))


def whole(fixture: StoreFixture) -> Data:
    return decode(fixture.file.read_bytes()).data


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: RecordIndex) -> None:
        raise AssertionError("all of it was read")

    monkeypatch.setattr(RecordIndex, "everything", refuse)


def test_a_day_of_work_does_not_read_the_years(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_read(monkeypatch)
    for _ in range(3):
        board = service(fixture).board()
        assert isinstance(board.data[TASKS], IndexedTable)
        assert len([board.short_id(task.id) for task in board.open_tasks()]) >= 10
        assert assess(board).level == "calm"
        assert board.done_since(board.week_start) is not None
        added = service(fixture).dispatch(c.Add("new"))
        assert not isinstance(added, Refusal)
        (task,) = added.accepted.tasks
        for command in (c.Start((task,)), c.Wait(task, "Ada"), c.Finish((task,)), c.Edit(task, {"title": "x"})):
            assert not isinstance(service(fixture).dispatch(command), Refusal)
        service(fixture).undo()
        fixture.restart()
    monkeypatch.undo()
    assert fixture.file.read_bytes() == encode(whole(fixture))


@pytest.mark.parametrize("seed", range(4))
def test_boards_over_a_long_file_are_those_over_all_of_it(fixture: StoreFixture, seed: int) -> None:
    """Any commands, in one process and several: the same tasks, ids and bytes as reading everything gives."""
    chance = random.Random(seed)
    found = None
    for step in range(25):
        fixture.at += timedelta(hours=chance.randrange(40))
        here = service(fixture)
        board = here.board()
        every = list(whole(fixture)[TASKS])
        task = int(chance.choice(every) if chance.random() < 0.5 else next(board.open_tasks()).id)
        moves = {
            "add": c.Add(f"new {step}"),
            "start": c.Start((task,)),
            "finish": c.Finish((task,)),
            "back": c.Move((task,), State.READY),
            "edit": c.Edit(task, {"title": f"title {step}"}),
        }
        what = chance.choice([*moves, "undo", "redo", "restart"])
        try:
            if what in moves:
                here.dispatch(moves[what])
            elif what == "restart":
                fixture.restart()
            else:
                (here.undo if what == "undo" else here.redo)()
        except Exception as error:  # a command that makes no sense for this task
            assert type(error).__module__ == "wiptui.domain.core.errors", error
        board, full = Board(fixture.store.read(), fixture.at), Board(whole(fixture), fixture.at)
        for state in State:
            if state.is_open or step % 5 == 0:
                assert [task.id for task in board.column(state)] == [task.id for task in full.column(state)]
        assert board.done_since(board.week_start) == full.done_since(full.week_start)
        assert [board.short_id(task.id) for task in board.open_tasks()] == [
            full.short_id(task.id) for task in full.open_tasks()
        ]
        found = assess(board, found)
        assert found == assess(board) == assess(full)
        assert board.find(task) == full.find(task)
        assert stats(board) == stats(full)
    assert fixture.store.read() == whole(fixture)
    assert fixture.file.read_bytes() == encode(whole(fixture))
    assert fixture.store.state_dir.database.text() == fixture.file.read_bytes()


def test_a_task_finished_years_ago_comes_back_and_goes_again(fixture: StoreFixture) -> None:
    old = next(key for key, row in whole(fixture)[TASKS].items() if row["title"] == "old 7")
    service(fixture).dispatch(c.Move((int(old),), State.READY))
    assert service(fixture).board().task(int(old)).state is State.READY
    fixture.restart()
    assert service(fixture).board().task(int(old)).state is State.READY
    service(fixture).undo()
    fixture.restart()
    assert service(fixture).board().task(int(old)).state is State.DONE
    assert fixture.store.read() == whole(fixture)


def test_a_clock_that_is_wrong_does_not_make_the_sum_wrong(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times that are still to come, times before there were computers, and a clock that is put back."""
    ids = SeededIds(9)
    rows = {}
    for at in (MS + DAY // 2, MS - DAY, 1000, MS + 40 * DAY):
        for end in (MS - 2 * DAY, MS + DAY // 3):
            record, _ = patched(None, {"title": f"odd {at}", "state": "doing"}, at, "aaaa11111")
            rows[str(ids.doc_id())] = patched(record, {"state": "done"}, end, "aaaa11111")[0]
    monkeypatch.setattr(record_index, "MOST_NEWS", 0)  # so that they are in the aggregate
    fixture.store.transact(lambda data: ({**data, TASKS: {**dict(data[TASKS]), **rows}}, None))
    for hours in (0, 5, 20, -30, -100, -2400, 3000):
        fixture.restart()
        at = fixture.at + timedelta(hours=hours)
        full = assess(Board(whole(fixture), at))
        assert assess(Board(fixture.store.read(), at)) == full, hours
        assert assess(Board(fixture.store.read(), at), assess(Board(fixture.store.read(), fixture.at))) == full, hours


def test_what_ended_lately_and_is_touched_again_counts_as_it_is_now(fixture: StoreFixture) -> None:
    """Also what comes back and goes again, on the board that is open and on the next one."""
    found = assess(service(fixture).board())
    lately = sorted(
        service(fixture).board().done_since(fixture.at.date() - timedelta(days=60)), key=lambda task: task.id
    )
    assert len(lately) > 15
    one, two, three = (task.id for task in lately[:3])
    paces = {found.pace}
    for command in (
        c.Move((one,), State.READY),
        c.Start((two,)),
        c.Finish((two,)),
        c.Move((three,), State.BACKLOG),
        c.Drop((three,)),
        *4 * (None,),
    ):
        if command is not None:
            assert not isinstance(service(fixture).dispatch(command), Refusal)
        else:
            service(fixture).undo()
        for _ in range(2):
            board, full = service(fixture).board(), assess(Board(whole(fixture), fixture.at))
            found = assess(board, found)
            assert found == assess(board) == full
            fixture.restart()
        paces.add(found.pace)
    assert len(paces) > 2


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_sealed_file_is_not_summed_again_until_it_changes(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch, is_sure: bool
) -> None:
    monkeypatch.setattr(Draft, "seal", lambda self: os.fstat(self.fd).st_mtime_ns if is_sure else 0)
    service(fixture).dispatch(c.Add("new"))
    summed: list[int] = []
    monkeypatch.setattr("wiptui.store.local.state_dir.crc_of", lambda text: summed.append(len(text)) or crc_of(text))
    fixture.restart()
    assert "new" in fixture.titles()
    assert bool(summed) != is_sure
    raw = fixture.file.read_bytes()
    fixture.file.write_bytes(raw.replace(b'"new"', b'"now"'))  # in place, and as long as before
    fixture.restart()
    assert "now" in fixture.titles() and "new" not in fixture.titles()
    assert summed


@pytest.mark.parametrize(
    ("step_ns", "tick_ns", "is_sealed"),
    [(1000, 1, True), (1000, 1_000_000, False), (1000, 2_000_000_000, False), (2_000_000, 1_000_000, False)],
)
def test_only_a_clock_that_tells_changes_apart_seals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step_ns: int, tick_ns: int, is_sealed: bool
) -> None:
    real, calls = os.fstat, iter(range(100))

    def seen(fd: int) -> SimpleNamespace:
        found = real(fd)
        ctime = (10**18 + step_ns * next(calls)) // tick_ns * tick_ns
        return SimpleNamespace(st_mode=found.st_mode, st_mtime_ns=found.st_mtime_ns, st_ctime_ns=ctime)

    draft = Draft(str(tmp_path / "wip.json"), b"{}")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", seen)
        sealed = draft.seal()
    draft.swap()
    assert sealed == ((tmp_path / "wip.json").stat().st_mtime_ns if is_sealed else 0)


def test_measures_read_the_years_once(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    now = fixture.at
    assert stats(Board(fixture.store.read(), now)) == stats(Board(whole(fixture), now))
    nothing_is_read(monkeypatch)
    for hours in range(3):
        fixture.restart()
        fixture.at += timedelta(hours=hours)
        service(fixture).dispatch(c.Add(f"new {hours}"))
        now = fixture.at
        assert stats(Board(fixture.store.read(), now)) == stats(Board(whole(fixture), now))


def test_columns_made_after_a_change_say_the_same_to_who_has_not_seen_it(fixture: StoreFixture) -> None:
    now, seen, before = fixture.at, whole(fixture), fixture.store.read()
    assert len(before[TASKS]) == 310
    old = next(key for key, row in seen[TASKS].items() if row["title"] == "old 7")
    other = fixture.open()
    Service(other, FixedClock(now), SeededIds(9)).dispatch(c.Move((int(old),), State.READY))
    later = now + timedelta(hours=1)
    said = stats(Board(other.read(), later))
    assert said == stats(Board(whole(fixture), later))
    assert stats(Board(before, later)) == stats(Board(seen, later)) != said


def test_a_conflict_copy_of_all_the_years_is_merged(fixture: StoreFixture) -> None:
    other = whole(fixture)
    old = next(key for key, row in other[TASKS].items() if row["title"] == "old 11")
    other[TASKS][old] = patched(other[TASKS][old], {"note": "from elsewhere"}, MS + DAY, "bbbb11111")[0]
    service(fixture).dispatch(c.Add("here"))
    (fixture.folder / "wip.sync-conflict-20261122-101500-ABCDEFG.json").write_bytes(encode(other))
    assert fixture.store.read()[TASKS][old]["note"] == "from elsewhere"
    assert "here" in fixture.titles()
    assert fixture.store.read() == whole(fixture)
    fixture.restart()
    assert fixture.store.read() == whole(fixture)


def test_two_processes_take_turns_and_each_sees_the_other(fixture: StoreFixture) -> None:
    one, two = fixture.store, fixture.open()
    for number in range(8):
        fixture.put(str(5000 + number), two if number % 2 else one, title=f"turn {number}", state="ready")
        assert one.read()[TASKS].get(str(5000 + number)) == two.read()[TASKS].get(str(5000 + number)) is not None
    assert one.read() == two.read() == whole(fixture)


def test_what_another_process_wrote_is_read_and_nothing_else(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_is_read(monkeypatch)
    here, other = service(fixture), service(StoreFixture(fixture.folder.parent))
    here.board()
    for number in range(3):
        before = here.board().data
        added = other.dispatch(c.Add(f"elsewhere {number}"))
        assert isinstance(added, Outcome) and other.dispatch(c.Start(added.accepted.tasks))
        assert here.refresh()
        after = here.board().data
        assert news_between(before[TASKS], after[TASKS]) == [str(*added.accepted.tasks)]
        assert all(before[name] is after[name] for name in ("devices", "meta") if number)
        other.dispatch(c.Finish(added.accepted.tasks))
        assert here.refresh() and not here.refresh()
        task = here.board().task(*added.accepted.tasks)
        assert task.state is State.DONE
        here.dispatch(c.Edit(task.id, {"note": "seen"}))
        other.refresh()
    monkeypatch.undo()
    assert here.store.read() == other.store.read() == whole(fixture)


@pytest.mark.parametrize("seed", range(4))
def test_two_open_boards_see_what_all_of_the_file_says(
    fixture: StoreFixture, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the other one changes what ended long ago, or makes the aggregates anew."""
    chance = random.Random(seed)
    monkeypatch.setattr(record_index, "MOST_NEWS", (256, 6)[seed % 2])
    boards = [service(fixture), service(StoreFixture(fixture.folder.parent))]
    boards[0].board(), boards[1].board()
    for step in range(20):
        here, there = chance.sample(boards, 2)
        board = here.board()
        ended = chance.choice(list(whole(fixture)[TASKS])) if chance.random() < 0.3 else ""
        task = int(ended or next(board.open_tasks()).id)
        for command in chance.sample(
            [
                c.Add(f"new {step}"),
                c.Start((task,)),
                c.Finish((task,)),
                c.Move((task,), State.READY),
                c.Edit(task, {"title": f"title {step}"}),
            ],
            2,
        ):
            try:
                here.dispatch(command)
            except Exception as error:  # a command that makes no sense for this task
                assert type(error).__module__ == "wiptui.domain.core.errors", error
        there.refresh()
        board, full = there.board(), Board(whole(fixture), fixture.at)
        for state in State:
            if state.is_open or step % 5 == 0:
                assert [task.id for task in board.column(state)] == [task.id for task in full.column(state)]
        assert board.find(task) == full.find(task)
        assert board.done_since(board.week_start) == full.done_since(full.week_start)
        assert [board.short_id(task.id) for task in board.open_tasks()] == [
            full.short_id(task.id) for task in full.open_tasks()
        ]
    assert boards[0].store.read() == boards[1].store.read() == whole(fixture)


def test_what_ended_is_added_up_once(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second look on nothing that is over is read to say how loaded the board is."""
    first = assess(service(fixture).board())
    assert first.pace.n > 12
    fixture.restart()
    monkeypatch.setattr(LocalDb, "table_lines", lambda *_, **__: pytest.fail("finished tasks were read"))
    board = service(fixture).board()
    assert assess(board) == first
    (ready, *_) = board.column(State.READY)
    service(fixture).dispatch(c.Start((ready.id,)))
    service(fixture).dispatch(c.Finish((ready.id,)))
    assert assess(service(fixture).board()).pace.n == first.pace.n + 1


def test_an_aggregate_is_made_anew_when_much_has_changed(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_index, "MOST_NEWS", 3)
    kept = set()
    for number in range(8):
        assess(service(fixture).board())
        database = fixture.store.state_dir.database
        kept.add(database._rows("SELECT gen FROM derived")[0])
        added = service(fixture).dispatch(c.Add(f"soon done {number}"))
        assert not isinstance(added, Refusal)
        service(fixture).dispatch(c.Start(added.accepted.tasks))
        service(fixture).dispatch(c.Finish(added.accepted.tasks))
        assert assess(service(fixture).board()) == assess(Board(whole(fixture), fixture.at))
    assert 1 < len(kept) < 8
    assert len(database._rows("SELECT name FROM derived")) == 1


def test_an_indexed_table_is_a_table(fixture: StoreFixture) -> None:
    long, plain = fixture.store.read()[TASKS], whole(fixture)[TASKS]
    assert isinstance(long, IndexedTable)
    other = long.with_rows({"4711": {"title": "x"}})
    assert dict(long) == {**long} == plain == long and not (long != plain)  # noqa: SIM202
    assert list(long) == list(plain) and len(long) == len(plain)
    assert "4711" not in long and "4711" in other and len(other) == len(plain) + 1 and other != long
    assert {**other} == {**plain, "4711": {"title": "x"}}
    number = int(next(iter(plain)))
    for length in range(1, 12):
        head = number & id_mask(length)
        assert sorted(long.ids_like(head, length)) == sorted(n for n in map(int, plain) if n & id_mask(length) == head)
    assert other.ids_like(4711 & id_mask(5), 5).count(4711) == 1
    with pytest.raises(KeyError):
        long["1"]


def test_what_is_gone_while_it_is_read_is_not_taken_for_nothing(fixture: StoreFixture) -> None:
    """Else a save that writes all of the file would leave the finished tasks out."""
    data = fixture.store.read()
    Path(fixture.store.state_dir.database.path).unlink()
    with pytest.raises(DataFileError, match="try again"):
        len(data[TASKS])
    with pytest.raises(DataFileError, match="try again"):
        data[TASKS].get("5")
    assert len(fixture.store.read()[TASKS]) == 310
    assert fixture.store.read() == whole(fixture)


def test_damage_among_what_is_over_is_mended_by_the_next_command(fixture: StoreFixture) -> None:
    fixture.store.close()
    own = Path(fixture.store.state_dir.database.path)
    raw = bytearray(own.read_bytes())
    for page in range(8, len(raw) // 4096 - 4):
        raw[page * 4096 : page * 4096 + 100] = b"garbled " * 12 + b"    "
    own.write_bytes(raw)
    for _ in range(3):
        fixture.restart()
        with suppress(DataFileError):
            assert fixture.store.read() == whole(fixture)
    fixture.restart()
    assert fixture.store.read() == whole(fixture)
    assert fixture.store.state_dir.database.text() == fixture.file.read_bytes()


def test_what_came_later_is_not_in_what_was_read_before(fixture: StoreFixture) -> None:
    """Whether this process wrote it or another one."""
    before = fixture.store.read()
    fixture.put("4711", title="mine")
    assert "4711" not in before[TASKS] and len(before[TASKS]) == 310
    fixture.put("4712", fixture.open(), title="theirs")
    now = fixture.store.read()
    assert "4712" in now[TASKS] and len(now[TASKS]) == 312
    assert "4712" not in before[TASKS]
    fixture.put("4711", title="changed")
    assert (now[TASKS]["4711"]["title"], "4711" in before[TASKS]) == ("mine", False)
