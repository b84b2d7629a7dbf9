"""The focus heartbeat: what a crash leaves ends at last seen, what others keep is left alone, time away is marked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import ACTOR, NOON
from fakes import FakeDocuments, FakeStore, fake_service

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS
from wiptui.domain.core.clock import FixedClock, to_ms
from wiptui.domain.core.record import patched
from wiptui.domain.focus.checkin import UNSEEN, undecided
from wiptui.domain.tasks.task import State, as_time, time_text
from wiptui.focus_heartbeat import DOCUMENT, FocusHeartbeat, Recovered
from wiptui.metrics.focus.stints import read_stints
from wiptui.outcome import Outcome
from wiptui.service import Service, open_service

OTHER = "zz99abcde"


class Machine:
    """One machine with its journal; each process on it has an actor of its own."""

    def __init__(self) -> None:
        self.disk: dict[str, dict] = {"data": {}}
        self.documents = FakeDocuments()
        self.seed = 0
        self.at = NOON
        self.awake = 1000.0

    def process(self, actor: str = "") -> Process:
        self.seed += 1
        return Process(self, actor or f"{ACTOR[:4]}p{self.seed:04d}")

    def stints(self) -> list[dict]:
        return sorted(self.disk["data"].get(STINTS, {}).values(), key=lambda row: row["start"])


class Process:
    """wiptui in one process: a service, and a focus heartbeat where a board is open."""

    def __init__(self, machine: Machine, actor: str) -> None:
        self.machine = machine
        store = FakeStore(machine.disk, actor=actor)
        store.documents = machine.documents
        self.service: Service = fake_service(store, machine.at, machine.seed)
        self.heartbeat: FocusHeartbeat | None = None
        self.told: object = None

    def open(self) -> Process:
        self.heartbeat = FocusHeartbeat(self.service, self.machine.awake)
        self.told = self.heartbeat.open(self.machine.awake)
        return self

    @property
    def clock(self) -> FixedClock:
        clock = self.service.clock
        assert isinstance(clock, FixedClock)
        return clock

    def start(self, title: str) -> int:
        task = self.do(c.Add(title)).accepted.tasks[0]
        self.do(c.Start((task,)))
        return task

    def do(self, command: c.Command) -> Outcome:
        outcome = self.service.dispatch(command)
        assert isinstance(outcome, Outcome)
        return outcome

    def live(self, minutes: float) -> None:
        """Let time pass, second by second but for the last look of each."""
        assert self.heartbeat is not None
        for _ in range(round(minutes * 6)):
            self.sleep(0, awake=10)
            self.heartbeat.tick(self.machine.awake)

    def sleep(self, minutes: float, awake: float = 0.0) -> None:
        """Time passes on the wall, of which ``awake`` seconds (more) on the clock that sleeps with the machine."""
        self.machine.at += timedelta(minutes=minutes, seconds=awake)
        self.machine.awake += awake
        self.clock.set(self.machine.at)

    def tick(self) -> object:
        assert self.heartbeat is not None
        return self.heartbeat.tick(self.machine.awake)

    def touch(self) -> object:
        assert self.heartbeat is not None
        return self.heartbeat.touch(self.machine.awake)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


# --- the heartbeat


def test_last_seen_is_noted_each_minute_in_the_journal_and_never_in_the_data() -> None:
    machine = Machine()
    board = machine.process().open()
    board.start("a")
    board.live(0.5)
    data = machine.disk["data"]
    seen = []
    for _ in range(12):
        board.live(0.5)
        seen.append(as_time(machine.documents.get(DOCUMENT)["seen"]))
    assert machine.disk["data"] is data, "a heartbeat must not touch the synced file"
    assert len(set(seen)) == 7 and seen == sorted(seen)
    assert all(machine.at - when <= timedelta(minutes=6.5) for when in seen)


def test_where_nothing_runs_nothing_is_noted() -> None:
    machine = Machine()
    board = machine.process().open()
    board.live(2)
    assert machine.documents.kept == {}
    task = board.start("a")
    board.live(1)
    board.do(c.Finish((task,)))
    board.live(0.5)
    assert machine.documents.get(DOCUMENT) is None


# --- crashes


def crashed(minutes: float = 10.5) -> tuple[Machine, int]:
    """A board began a stint, kept it for some minutes, and was killed."""
    machine = Machine()
    board = machine.process().open()
    task = board.start("a")
    board.live(minutes)
    return machine, task


def test_after_a_crash_the_stint_ends_at_last_seen_and_is_marked() -> None:
    machine, task = crashed()
    machine.at += timedelta(hours=3)
    again = machine.process().open()
    (row,) = machine.stints()
    assert (row["cause"], row["estimated"]) == ("crash", True)
    assert at(9) <= as_time(row["end"]) <= at(10.5)
    assert again.told == (Recovered(task, as_time(row["end"])), None)
    assert again.service.board().focus is None
    assert machine.documents.get(DOCUMENT) is None
    assert machine.process().open().told == (None, None), "and that is told once"


def test_undo_after_a_crash_takes_back_what_the_person_did_and_not_what_was_noted() -> None:
    machine, task = crashed()
    again = machine.process().open()
    outcome = again.service.undo()
    assert isinstance(outcome, Outcome) and "Started" in outcome.words
    assert again.service.board().task(task).state is State.READY


def test_a_crash_of_the_machine_forgets_no_task_that_was_finished_elsewhere_meanwhile() -> None:
    machine, task = crashed()
    phone = machine.process(OTHER)
    phone.do(c.Finish((task,)))
    ended = machine.stints()[0]["end"]
    again = machine.process().open()
    assert again.told == (None, None)
    assert (machine.stints()[0]["end"], machine.stints()[0]["cause"]) == (ended, "done")


def test_a_journal_with_nonsense_in_it_is_no_trouble() -> None:
    for value in ("x", {"stint": "x"}, {"stint": 5, "seen": 7, "kept": True}, {"stint": 5}, [1]):
        machine = Machine()
        machine.documents.put(DOCUMENT, value)
        assert machine.process().open().told == (None, None)


# --- who keeps what


def test_what_the_command_line_began_goes_on_and_a_board_only_takes_it_up() -> None:
    machine = Machine()
    task = machine.process().start("a")
    machine.at += timedelta(minutes=20)
    board = machine.process().open()
    assert board.told == (None, None)
    board.live(5)
    assert board.heartbeat is not None
    board.heartbeat.close()
    focus = board.service.board().focus
    assert focus is not None and (focus.task.id, focus.since) == (task, NOON)
    machine.at += timedelta(minutes=30)
    assert machine.process().open().told == (None, None), "leaving a board in good order is no crash"


def test_a_board_that_is_left_ends_what_it_began() -> None:
    machine, _ = Machine(), None
    board = machine.process().open()
    board.start("a")
    board.live(5)
    assert board.heartbeat is not None
    board.heartbeat.close()
    (row,) = machine.stints()
    assert (row["cause"], as_time(row["end"])) == ("quit", at(5))
    assert machine.process().open().told == (None, None)


def test_a_board_that_took_up_a_stint_and_was_killed_leaves_an_estimate() -> None:
    machine = Machine()
    machine.process().start("a")
    board = machine.process().open()
    board.live(3)
    machine.process().open()
    (row,) = machine.stints()
    assert row["cause"] == "crash" and row["estimated"] is True


def test_another_board_that_is_alive_is_left_alone_and_followed_when_it_dies() -> None:
    machine = Machine()
    first = machine.process().open()
    first.start("a")
    first.live(2)
    machine.documents.taken.add(DOCUMENT)
    second = machine.process().open()
    noted = machine.documents.get(DOCUMENT)
    second.live(5)
    assert machine.documents.get(DOCUMENT) == noted and machine.stints()[0].get("end") is None
    machine.documents.taken.clear()
    second.live(2)
    assert machine.stints()[0]["cause"] == "crash"


def test_a_board_takes_over_its_own_stint_from_the_board_that_kept_it() -> None:
    machine = Machine()
    machine.process().open()
    machine.documents.taken.add(DOCUMENT)
    second = machine.process().open()
    second.start("a")
    stint = int(next(iter(machine.disk["data"][STINTS])))
    machine.documents.put(DOCUMENT, {"stint": stint, "seen": time_text(NOON), "kept": True})
    machine.documents.taken.clear()
    second.live(2)
    assert machine.stints()[0].get("end") is None


def test_a_stint_of_another_device_is_left_alone() -> None:
    machine = Machine()
    machine.process(OTHER).start("a")
    board = machine.process().open()
    board.live(3)
    board.sleep(60)
    assert board.tick() is None
    assert board.heartbeat is not None
    board.heartbeat.close()
    (row,) = machine.stints()
    assert set(row) - {"_log"} == {"task", "start", "device"}
    assert machine.documents.get(DOCUMENT) is None


@pytest.mark.parametrize(
    ("command", "cause"),
    [(c.Finish, "done"), (c.Drop, "drop"), (c.PutBack, "put back"), (lambda t: c.Wait(*t), "wait")],
)
def test_a_task_that_another_machine_moved_on_ends_its_stint_where_it_left(command, cause: str) -> None:
    machine, task = crashed(2)
    board = machine.process().open()
    board.do(c.FocusOn(task))
    board.live(2)
    open_stints = dict(machine.disk["data"][STINTS])
    elsewhere = machine.process(OTHER)
    elsewhere.sleep(1)
    elsewhere.do(command((task,)))
    left = machine.at
    machine.disk["data"] = {**machine.disk["data"], STINTS: open_stints}  # that machine had not seen the stint
    board.live(3)
    row = machine.stints()[-1]
    assert (row["cause"], as_time(row["end"])) == (cause, left)


def test_two_machines_leave_one_focus_and_the_older_stint_ends_where_the_other_began() -> None:
    machine = Machine()
    board = machine.process().open()
    a = board.start("a")
    b = board.do(c.Add("b")).accepted.tasks[0]
    board.live(5)
    stints = dict(machine.disk["data"][STINTS])
    phone = machine.process(OTHER)
    phone.do(c.Start((b,)))
    began = machine.at
    machine.disk["data"] = {**machine.disk["data"], STINTS: {**machine.disk["data"][STINTS], **stints}}
    board.live(1)
    rows = machine.stints()
    assert [(row["task"], row.get("cause")) for row in rows] == [(a, "switch"), (b, None)]
    assert as_time(rows[0]["end"]) == began
    assert len(board.service.board().open_stints) == 1


# --- time away


def test_a_sleep_is_marked_and_stays_marked() -> None:
    machine = Machine()
    board = machine.process().open()
    board.start("a")
    board.live(10)
    slept_from = machine.at
    board.sleep(47, awake=1)
    away = board.tick()
    assert away is not None
    (mark,) = undecided(board.service.board())
    assert (mark.start, mark.end) == (slept_from, machine.at) and mark.minutes == 47
    board.live(2)
    assert undecided(machine.process().service.board()) == [mark]


def test_a_sleep_is_marked_only_as_far_as_the_focus_goes_back() -> None:
    machine = Machine()
    board = machine.process().open()
    board.live(1)
    board.sleep(30)
    board.start("a")
    board.sleep(30, awake=1)
    assert board.tick() is not None
    (mark,) = undecided(board.service.board())
    assert mark.minutes == 30
    paused = machine.process().open()
    paused.do(c.FocusOn(None))
    paused.sleep(30)
    assert paused.tick() is None and len(undecided(paused.service.board())) == 1


def test_short_gaps_and_clocks_that_jump_back_mark_nothing() -> None:
    machine = Machine()
    board = machine.process().open()
    board.start("a")
    board.live(3)
    board.sleep(4.5, awake=1)
    assert board.tick() is None
    machine.at -= timedelta(hours=2)
    board.sleep(0, awake=1)
    assert board.tick() is None
    assert board.touch() is None
    board.live(2)
    assert undecided(board.service.board()) == []
    board.do(c.FocusOn(None))
    (row,) = machine.stints()
    assert row["end"] >= row["start"]


def test_ninety_quiet_minutes_are_asked_about_on_return() -> None:
    machine = Machine()
    board = machine.process().open()
    board.start("a")
    board.live(5)
    assert board.touch() is None
    board.live(89)
    assert board.touch() is None, "89 minutes are not 90"
    board.live(91)
    away = board.touch()
    assert away is not None
    (mark,) = undecided(board.service.board())
    assert mark.minutes == 91 and mark.end == machine.at
    assert board.touch() is None


def test_a_forgotten_stint_from_the_command_line_is_asked_about_once() -> None:
    machine = Machine()
    machine.process().start("a")
    machine.at += timedelta(hours=5)
    board = machine.process().open()
    assert isinstance(board.told, tuple) and board.told[1] is not None and board.told[1].why == UNSEEN
    board.live(1)
    assert board.heartbeat is not None
    board.heartbeat.close()
    machine.at += timedelta(minutes=30)
    assert machine.process().open().told == (None, None)


def test_an_open_stint_that_a_merge_brought_without_a_task_is_ended() -> None:
    machine = Machine()
    row, _ = patched(None, {"task": 5, "start": time_text(NOON)}, to_ms(NOON), ACTOR)
    machine.disk["data"] = {STINTS: {"9": row}}
    machine.process().open()
    assert machine.stints()[0]["cause"] == "drop"


# --- for real: a process that is killed

KEPT = """
import sys
sys.path.insert(0, {tests!r})
from datetime import timedelta
from builders import BERLIN, NOON
from wiptui.domain import commands as c
from wiptui.domain.core.clock import FixedClock
from wiptui.focus_heartbeat import FocusHeartbeat
from wiptui.service import open_service

clock = FixedClock(NOON, BERLIN)
service = open_service({file!r}, clock=clock)
heartbeat = FocusHeartbeat(service, 0)
heartbeat.open(0)
task = service.dispatch(c.Add("a")).accepted.tasks[0]
service.dispatch(c.Start((task,)))
for second in range(0, 631, 10):
    clock.set(NOON + timedelta(seconds=second))
    heartbeat.tick(second)
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_a_killed_process_leaves_its_claim_and_the_next_board_ends_its_stint(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    code = KEPT.format(tests=str(Path(__file__).parents[1]), file=str(file))
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "kept\n"
        second = open_service(file, clock=FixedClock(at(11)))
        alive = FocusHeartbeat(second, 0)
        assert alive.open(0) == (None, None), "the board is alive: its stint is its own"
        assert second.board().focus is not None
        process.send_signal(signal.SIGKILL)
    third = open_service(file, clock=FixedClock(at(200)))
    recovered, _ = FocusHeartbeat(third, 0).open(0)
    assert recovered is not None and recovered.at == at(10)
    (row,) = third.board().data[STINTS].values()
    assert (row["cause"], row["estimated"], as_time(row["end"])) == ("crash", True, at(10))


def test_only_one_board_of_a_machine_holds_the_claim(tmp_path: Path) -> None:
    first, second = (open_service(tmp_path / "wip.json") for _ in range(2))
    first.dispatch(c.Add("a"))
    assert first.store.documents.claim("keeper") and first.store.documents.claim("keeper")
    assert not second.store.documents.claim("keeper")
    first.store.documents.let_go("keeper")
    assert second.store.documents.claim("keeper")
    second.store.documents.let_go("keeper")


# --- a board that nobody touches


def quiet_night(machine: Machine) -> Process:
    """A board on which a task was started, a key pressed ten minutes later, and none for fifteen hours after that."""
    board = machine.process().open()
    board.start("Report")
    board.sleep(0, awake=600)
    board.touch()
    for _ in range(15):
        board.sleep(0, awake=3600)
        board.tick()
    return board


def minutes_of_focus(process: Process) -> list[float]:
    return [stint.length / 60_000 for stint in read_stints(process.service.board())]


def test_a_command_beside_a_board_that_nobody_touches_books_no_night() -> None:
    machine = Machine()
    quiet_night(machine)
    shell = machine.process()
    assert minutes_of_focus(shell) == [10]
    shell.do(c.Finish())
    assert minutes_of_focus(shell) == [10]
    assert machine.stints()[0]["unassigned"] == [[time_text(at(10)), time_text(at(910))]]


def test_a_board_that_is_closed_after_a_quiet_night_books_none() -> None:
    machine = Machine()
    board = quiet_night(machine)
    assert board.heartbeat is not None
    board.heartbeat.close()
    assert machine.stints()[0]["end"] == time_text(at(910))
    assert minutes_of_focus(machine.process()) == [10]


def test_a_board_that_died_after_a_quiet_night_books_none() -> None:
    machine = Machine()
    quiet_night(machine)
    board = machine.process().open()
    assert isinstance(board.told, tuple) and isinstance(board.told[0], Recovered)
    assert machine.stints()[0]["estimated"] is True
    assert minutes_of_focus(board) == [10]


def test_the_key_that_ends_a_quiet_night_goes_on_from_there() -> None:
    machine = Machine()
    board = quiet_night(machine)
    assert board.touch() is not None
    board.sleep(0, awake=1800)
    board.tick()
    assert minutes_of_focus(board) == [10 + 30] == minutes_of_focus(machine.process())


def test_a_key_within_ninety_minutes_is_known_to_others_before_the_next_minute_is_over() -> None:
    machine = Machine()
    board = machine.process().open()
    board.start("Report")
    for _ in range(4):
        board.sleep(0, awake=89 * 60)
        assert board.touch() is None
        assert minutes_of_focus(machine.process()) == [(machine.at - NOON).total_seconds() / 60]


def test_a_stint_that_a_task_left_behind_by_a_merge_is_cut_as_well() -> None:
    machine = Machine()
    shell = machine.process()
    task = shell.start("Report")
    shell.sleep(15 * 60)
    data = machine.disk["data"]
    record, _ = patched(data["tasks"][str(task)], {"state": "done"}, to_ms(machine.at), OTHER)
    data["tasks"][str(task)] = record
    shell.sleep(5)
    machine.process().open()
    assert machine.stints()[0]["cause"] == "done"
    assert minutes_of_focus(machine.process()) == [0]
