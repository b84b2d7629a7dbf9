"""The log of evidence on disk: its existence is the switch, it is private, and off leaves nothing behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import line_of, read_evidence

DAY = 86_400
NOW = 20_000 * DAY + 12 * 3600


def day_of(at: int) -> int:
    return at // DAY


def put(*times: int, path: str = "/h/acme") -> None:
    log_file.append([line_of(at, "sh", 1, path) for at in times])


def times() -> list[int]:
    return [int(line.split("\t")[0]) for line in log_file.lines_since(0)]


def test_nothing_is_kept_until_it_is_on(home: Path) -> None:
    put(NOW)
    assert not log_file.is_on() and list(home.rglob("*")) == []
    assert log_file.turn_on() and not log_file.turn_on()
    put(NOW)
    assert times() == [NOW] and log_file.tail() == list(log_file.lines_since(0))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_folder_and_files_are_for_their_owner_alone() -> None:
    before = os.umask(0)
    try:
        log_file.turn_on()
        put(NOW - 2 * DAY)
        log_file.tidy(NOW, 0, day_of, lambda lines: None)
        kept.set_here("/h/acme", "project:acme")
        kept.add_answer(NOW, "project:acme", kept.NO, 0)
        kept.write_days({("2026-12-01", "project:acme"): 3})
    finally:
        os.umask(before)
    folder = Path(log_file.sense_dir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 6
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_off_leaves_nothing_on_disk(home: Path) -> None:
    log_file.turn_on()
    put(NOW - 2 * DAY, NOW)
    log_file.tidy(NOW, 0, day_of, lambda lines: None)
    kept.set_here("/h/acme", "project:acme")
    kept.add_answer(NOW, "project:acme", kept.YES, 0)
    log_file.remove_all()
    log_file.remove_all()
    assert not [path for path in home.rglob("*") if "sense" in path.name]
    assert not [path for path in home.rglob("*") if path.is_file() and b"acme" in path.read_bytes()]


def test_a_line_that_is_on_its_way_when_it_goes_off_brings_nothing_back() -> None:
    """The folder goes at once, so that a shell cannot make the log again between its look and its line."""
    log_file.turn_on()
    path = Path(log_file.log_path())
    log_file.remove_all()
    with pytest.raises(FileNotFoundError):
        path.touch()


def test_put_aside_it_goes_on_where_it_was() -> None:
    log_file.turn_on()
    put(NOW)
    log_file.put_aside()
    put(NOW + 1)
    assert not log_file.is_on() and times() == []
    log_file.turn_on()
    assert times() == [NOW]


def test_past_days_get_a_file_of_their_own_and_no_line_is_lost_or_told_twice() -> None:
    log_file.turn_on()
    for day in (3, 2, 1, 0):
        put(NOW - day * DAY, NOW - day * DAY + 1)
        for _ in range(2):
            log_file.tidy(NOW - day * DAY + 2, 0, day_of, lambda lines: None)
    assert times() == [at for day in (3, 2, 1, 0) for at in (NOW - day * DAY, NOW - day * DAY + 1)]
    assert [int(line.split("\t")[0]) for line in log_file.lines_since(NOW)] == times()[-4:]


def test_what_is_too_old_is_folded_once_and_goes() -> None:
    log_file.turn_on()
    put(NOW - 40 * DAY, NOW - 31 * DAY, NOW - 29 * DAY, NOW)
    told: list[list[str]] = []
    for _ in range(2):
        log_file.tidy(NOW, NOW - 30 * DAY, day_of, told.append)
    assert times() == [NOW - 29 * DAY, NOW]
    assert [[int(line.split("\t")[0]) for line in lines] for lines in told] == [[NOW - 40 * DAY, NOW - 31 * DAY]]


def test_forgetting_stays_on_and_takes_what_was_asked_for() -> None:
    log_file.turn_on()
    put(NOW - DAY, NOW)
    assert log_file.forget(NOW, NOW - 3600) == 1 and times() == [NOW - DAY]
    put(NOW + 1)
    assert log_file.forget(NOW + 2) == 2 and times() == [] and log_file.is_on()
    put(NOW + 3)
    assert times() == [NOW + 3]


def test_the_end_of_a_long_log_has_whole_lines_only() -> None:
    log_file.turn_on()
    put(*range(NOW, NOW + 2000))
    lines = log_file.tail()
    assert sum(map(len, lines)) <= log_file.TAIL and lines[-1].startswith(f"{NOW + 1999}\t")
    assert all(line.count("\t") == 5 and line.endswith("\n") for line in lines)


WRITER = """
import sys
path, name, count = sys.argv[1:]
for number in range(int(count)):
    with open(path, "ab", buffering=0) as file:
        file.write(f"{1_728_000_000 + number}\\tsh\\t{name}\\t0\\t0\\t/h/{name}/{number}\\n".encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody rename a file that is open")
def test_writers_lose_no_line_while_others_rotate() -> None:
    """The shells themselves do so in tests/tools/test_sense_storm.py."""
    log_file.turn_on()
    count = 400
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, log_file.log_path(), str(name), str(count)])
        for name in range(3)
    ]
    rounds = 0
    while any(writer.poll() is None for writer in writers):
        log_file.tidy(NOW + rounds * DAY, 0, lambda at: at, lambda lines: None)
        rounds += 1
    lines = list(log_file.lines_since(0))
    assert rounds > 2 and len(set(lines)) == len(lines) == 3 * count


def test_folders_and_answers_are_read_as_they_were_kept_and_nothing_else() -> None:
    kept.set_here("/h/a b", "project:x y")
    kept.set_here("/h/c", "task:k7aaa000001")
    kept.set_here("/h/c", "")
    kept.add_answer(5, "project:x", kept.NO, 0)
    kept.add_answer(9, "project:x", kept.YES, 6)
    assert kept.read_here() == [("/h/a b", "project:x y")]
    assert kept.read_answers() == [(9, "project:x", "yes")]
    (Path(log_file.sense_dir()) / log_file.HERE).write_bytes(
        b"evil\t/x\nproject:a\trelative\n\xff\nproject:\x1b[2J\t/y\x07\n"
    )
    (Path(log_file.sense_dir()) / log_file.ANSWERS).write_bytes(b"x\ty\n1\t2\t3\t4\n")
    assert kept.read_here() == [] and kept.read_answers() == []


def test_a_torn_line_spoils_neither_the_line_after_it_nor_becomes_one() -> None:
    log_file.turn_on()
    put(NOW - DAY)
    with Path(log_file.log_path()).open("ab") as file:
        file.write(f"{NOW - DAY}\tsh\t1\t0\t0\t/h/ac".encode())
    log_file.tidy(NOW, 0, day_of, lambda lines: None)
    put(NOW)
    found = read_evidence(log_file.lines_since(0), NOW)
    assert [act.at for act in found.acts] == [NOW - DAY, NOW] and found.unreadable == 1
