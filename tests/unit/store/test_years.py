"""A long file is read by what is open. Whatever is asked, and whatever becomes of what was kept, the answer is that of
all of it; and what was saved is what writing all of it would have made.
"""

from __future__ import annotations

import json
import os
import random
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from store_fixture import MS, StoreFixture

from wiptui.domain import commands as c
from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds, id_mask
from wiptui.domain.core.record import Data, Record, patched
from wiptui.domain.core.years import LongTable, news_between
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.review.week import week
from wiptui.metrics.stats import stats
from wiptui.service import Outcome, Service
from wiptui.store.file.codec import encode
from wiptui.store.file.file_io import Draft
from wiptui.store.file.file_slice import FileBytes
from wiptui.store.file.salvage import decode
from wiptui.store.index import present, unread, yearbook
from wiptui.store.index.sums import fits, sums_after, sums_of
from wiptui.store.index.unread import Unread
from wiptui.store.local.state_dir import StateDir

DAY = 86_400_000
OLD = MS - 900 * DAY


def finished(number: int, at: int) -> Record:
    record, _ = patched(None, {"title": f"old {number}", "state": "ready", "rank": "a"}, at, "aaaa11111")
    record, _ = patched(record, {"state": "doing"}, at + 1, "aaaa11111")
    return patched(record, {"state": "done"}, at + 2, "aaaa11111")[0]


@pytest.fixture
def fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreFixture:
    """Three hundred tasks finished over two and a half years, ten open; the file counts as long."""
    monkeypatch.setattr(StateDir, "large", 20_000)
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
    def refuse(_: Unread) -> None:
        raise AssertionError("the years were read")

    monkeypatch.setattr(Unread, "everything", refuse)


def what_is_sought(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The keys whose lines are looked for one by one, from now on."""
    sought: list[bytes] = []
    place_of = unread.place_of

    def place(text: FileBytes, key: bytes, low: int, high: int) -> tuple[int, int] | None:
        sought.append(key)
        return place_of(text, key, low, high)

    monkeypatch.setattr(unread, "place_of", place)
    return sought


def test_a_day_of_work_does_not_read_the_years(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_read(monkeypatch)
    for _ in range(3):
        board = service(fixture).board()
        assert isinstance(board.data[TASKS], LongTable)
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
    assert fits(fixture.store.state_dir.database.source()["sums"], fixture.file.read_bytes())


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


@pytest.mark.parametrize("which", ["present", "years-", "sum-"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "garbled", "no text"])
def test_what_was_kept_and_does_not_fit_is_not_believed(fixture: StoreFixture, which: str, harm: str) -> None:
    assess(Board(fixture.store.read(), fixture.at))
    (path,) = (path for path in fixture.home.iterdir() if path.name.startswith(which))
    raw = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        turned = bytes(byte ^ 1 for byte in raw)
        path.write_bytes({"empty": b"", "cut": raw[: len(raw) // 2], "garbled": turned, "no text": b"\xff\n"}[harm])
    fixture.restart()
    board, full = Board(fixture.store.read(), fixture.at), Board(whole(fixture), fixture.at)
    assert [(task.id, board.short_id(task.id)) for task in board.open_tasks()] == [
        (task.id, full.short_id(task.id)) for task in full.open_tasks()
    ]
    assert assess(board) == assess(full)
    service(fixture).dispatch(c.Add("after it"))
    assert fixture.store.read() == whole(fixture) and "after it" in fixture.titles()


def test_what_lately_ended_is_added_up_once(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second look on neither the years nor the weeks behind the board are read to say how loaded it is."""
    first = assess(service(fixture).board())
    assert first.pace.n > 12
    fixture.restart()
    monkeypatch.setattr(yearbook, "decode_trusted", lambda _: pytest.fail("the weeks were read"))
    board = service(fixture).board()
    assert assess(board) == first
    (ready, *_) = board.column(State.READY)
    service(fixture).dispatch(c.Start((ready.id,)))
    service(fixture).dispatch(c.Finish((ready.id,)))
    assert assess(service(fixture).board()).pace.n == first.pace.n + 1


def test_a_sum_of_another_book_is_not_believed(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    assess(service(fixture).board())
    (path,) = (path for path in fixture.home.iterdir() if path.name.startswith("sum-"))
    kept = path.read_bytes()
    monkeypatch.setattr(present, "MOST_NEWS", 0)
    for title in ("one", "two"):
        added = service(fixture).dispatch(c.Add(title))
        assert not isinstance(added, Refusal)
        service(fixture).dispatch(c.Start(added.accepted.tasks))
        service(fixture).dispatch(c.Finish(added.accepted.tasks))
    path.write_bytes(kept)
    fixture.restart()
    assert assess(service(fixture).board()) == assess(Board(whole(fixture), fixture.at))


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
    monkeypatch.setattr(present, "MOST_NEWS", 0)  # so that they stand in the book
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


def test_what_was_done_this_week_is_read_without_the_weeks_before(fixture: StoreFixture) -> None:
    board = service(fixture).board()
    assert board.done_since(board.week_start) is not None
    book = board.data[TASKS].behind._book  # type: ignore[attr-defined]
    assert 0 < len(book._read_leaves) < len(book.leaves) - 2


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_sealed_file_is_not_summed_again_until_it_changes(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch, is_sure: bool
) -> None:
    monkeypatch.setattr(Draft, "seal", lambda self: os.fstat(self.fd).st_mtime_ns if is_sure else 0)
    service(fixture).dispatch(c.Add("new"))
    summed: list[int] = []
    monkeypatch.setattr(
        "wiptui.store.local.state_dir.fits", lambda sums, text: summed.append(len(text)) or fits(sums, text)
    )
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


def test_who_asks_for_many_records_one_by_one_is_given_all_of_them(
    fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture.store.read()
    fixture.restart()
    full, long = whole(fixture)[TASKS], fixture.store.read()[TASKS]
    sought = what_is_sought(monkeypatch)
    assert {key: long.get(key) for key in full} == full
    assert len(sought) == unread.FEW


def test_what_a_week_finished_is_read_together(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    stats(Board(fixture.store.read(), fixture.at))  # reads all, and keeps what the measures need
    fixture.restart()
    board, plain = Board(fixture.store.read(), fixture.at), Board(whole(fixture), fixture.at)
    sought = what_is_sought(monkeypatch)
    for days in (30, 800):  # one week lies within what the book calls recent, the other does not
        first = board.week_start - timedelta(days=days)
        found = week(board, first)
        assert found.finished
        assert found == week(plain, first)
        assert bool(sought) == (days == 800)


@pytest.mark.parametrize("harm", ["cut", "garbled", "of another book", "of later"])
def test_columns_that_were_kept_and_do_not_fit_are_not_believed(fixture: StoreFixture, harm: str) -> None:
    stats(Board(fixture.store.read(), fixture.at + timedelta(days=9 * (harm == "of later"))))
    (path,) = (path for path in fixture.home.iterdir() if path.name.startswith("sum-tasks-moves"))
    head, _, kept = path.read_bytes().partition(b"\n")
    turned = bytes(byte ^ 1 for byte in kept)
    other = head.replace(b"years-", b"years-0")
    harmed = {"cut": (head, kept[:-9]), "garbled": (head, turned), "of another book": (other, kept)}
    path.write_bytes(b"\n".join(harmed.get(harm, (head, kept))))
    fixture.restart()
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


def test_the_present_of_another_text_is_not_believed(fixture: StoreFixture) -> None:
    fixture.store.read()
    kept = (fixture.home / present.NAME).read_bytes()
    service(fixture).dispatch(c.Add("new"))
    (fixture.home / present.NAME).write_bytes(kept)
    fixture.restart()
    assert "new" in fixture.titles()


def test_a_file_that_moves_on_between_two_looks_loses_nothing(fixture: StoreFixture) -> None:
    """What is asked for after somebody else wrote is told by this machine's own copy; then the new file is read."""
    before = fixture.store.read()
    old = next(key for key, row in whole(fixture)[TASKS].items() if row["title"] == "old 9")
    other = whole(fixture)
    other[TASKS][old] = patched(other[TASKS][old], {"note": "from elsewhere"}, MS + DAY, "bbbb11111")[0]
    fixture.file.write_bytes(encode(other))
    assert before[TASKS][old]["title"] == "old 9"
    assert len(before[TASKS]) == 310
    assert fixture.store.read()[TASKS][old]["note"] == "from elsewhere"
    assert fixture.store.read() == whole(fixture)


def test_a_conflict_copy_of_all_the_years_heals(fixture: StoreFixture) -> None:
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
    """Also where the other one changes what ended long ago, or begins a new book."""
    chance = random.Random(seed)
    monkeypatch.setattr(present, "MOST_NEWS", (256, 6)[seed % 2])
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


def test_many_finished_ones_go_into_a_new_book(fixture: StoreFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "MOST_NEWS", 3)
    books = set()
    for number in range(12):
        added = service(fixture).dispatch(c.Add(f"soon done {number}"))
        assert not isinstance(added, Refusal)
        service(fixture).dispatch(c.Finish(added.accepted.tasks))
        books |= {path.name for path in fixture.home.iterdir() if path.name.startswith("years-")}
        if number % 3 == 0:
            fixture.restart()
        board, full = service(fixture).board(), Board(whole(fixture), fixture.at)
        assert {task.id for task in board.done_since(board.week_start)} == {
            task.id for task in full.done_since(full.week_start)
        }
        for key in full.data[TASKS]:
            assert board.short_id(int(key)) == full.short_id(int(key))
    assert len(books) > 2
    assert len([path for path in fixture.home.iterdir() if path.name.startswith("years-")]) == 1
    assert fixture.store.read() == whole(fixture)


def test_a_long_table_is_a_table(fixture: StoreFixture) -> None:
    long, plain = fixture.store.read()[TASKS], whole(fixture)[TASKS]
    assert isinstance(long, LongTable)
    copied = long.copy()
    copied["4711"] = {"title": "x"}
    assert dict(long) == {**long} == plain == long and not (long != plain)  # noqa: SIM202
    assert list(long) == list(plain) and len(long) == len(plain) and json.dumps(long) == json.dumps(plain)
    assert "4711" not in long and "4711" in copied and len(copied) == len(plain) + 1 and copied != long
    assert {**copied} == {**plain, "4711": {"title": "x"}} == copied | {} == {} | copied
    assert sorted(long.keys()) == sorted(plain) and dict(long.items()) == plain
    number = int(next(iter(plain)))
    for length in range(1, 12):
        head = number & id_mask(length)
        assert sorted(long.alike(head, length)) == sorted(n for n in map(int, plain) if n & id_mask(length) == head)
    with pytest.raises(KeyError):
        long["1"]
    with pytest.raises(TypeError):
        long.pop("1")


@pytest.mark.parametrize("seed", range(50))
def test_sums_follow_what_was_exchanged(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiptui.store.index.sums.PIECE", 16)
    chance = random.Random(seed)
    raw = chance.randbytes(chance.randrange(1, 120))
    sums = sums_of(raw)
    for _ in range(20):
        cuts = sorted(chance.randrange(len(raw) + 1) for _ in range(2 * chance.randrange(4)))
        edits = [(a, b, chance.randbytes(chance.randrange(1, 40))) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        sums, done, new = sums_after(sums, edits, raw), 0, b""
        for start, end, line in edits:
            new, done = new + raw[done:start] + line, end
        raw = new + raw[done:]
        assert fits(sums, raw)
        assert not fits(sums, raw + b"x") and not fits(sums, bytes([raw[0] ^ 1]) + raw[1:])
        assert not fits(sums, raw[:-1] + bytes([raw[-1] ^ 1]))
