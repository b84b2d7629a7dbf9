"""Faults from outside the program: a call that fails or kills it (strace), a disk that is full (a small tmpfs)."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from machines import Machine
from needs import unavailable

CALLS = ("fsync", "fchmod", "rename", "write")
MOST = 40
"""No save makes more calls of one kind."""


class Victim:
    """A machine whose commands are tampered with, and what it was told is saved."""

    def __init__(self, root: Path) -> None:
        self.machine = Machine(root, "laptop")
        self.machine.store.close()
        self.trace = root / "trace"
        self.told: set[str] = set()
        self.add("before")

    def add(self, title: str, inject: str = "") -> bool:
        """Add a task under strace; whether a fault was injected."""
        words = [sys.executable, "-m", "wiptui", "add", title]
        if inject:
            call = inject.partition(":")[0]
            words = [
                "strace",
                "-f",
                "-qq",
                "-o",
                str(self.trace),
                "-e",
                f"trace={call}",
                "-e",
                f"inject={inject}",
                *words,
            ]
        done = subprocess.run(words, env=self.machine.env, capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        if done.returncode == 0:
            self.told.add(title)
        elif "signal" not in inject:
            assert done.returncode in (1, 5) and done.stderr.strip(), (inject, done)
        if not inject:
            return False
        trace = self.trace.read_text(errors="replace")
        return "INJECTED" in trace or "killed by SIGKILL" in trace

    def check(self, inject: str, title: str) -> None:
        """The file is whole, and after the next command all that was told is there, and nothing by halves."""
        json.loads(self.machine.file.read_bytes())
        titles = {task["title"] for task in json.loads(self.machine.run("list", "--json"))}
        assert self.told <= titles <= self.told | {title}, inject
        self.told = titles


@pytest.mark.tools("strace")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", ["error", "signal"])
def test_any_call_of_a_save_fails_or_kills(tmp_path: Path, call: str, fault: str) -> None:
    victim = Victim(tmp_path)
    injected = 0
    for number in range(1, MOST + 1):
        code = errno.errorcode[errno.EIO if number % 2 else errno.ENOSPC]
        inject = f"{call}:{f'error={code}' if fault == 'error' else 'signal=KILL'}:when={number}"
        title = f"{call} {fault} {number}"
        if not victim.add(title, inject):
            break
        victim.check(inject, title)
        injected += 1
    assert injected >= 2, "the save makes each of these calls"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=48k", "tmpfs", str(folder)], capture_output=True, text=True, timeout=20
        )
        words = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        words = str(error)
    if words:
        unavailable("a small tmpfs", words)
    yield folder
    subprocess.run(["umount", str(folder)], check=True, timeout=20)


def filled(disk: Path) -> Path:
    """Fill a file system to its last block; the file that has to go to make room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(b"x" * 512)
    return filler


def test_a_full_disk_below_the_synced_folder(tmp_path: Path, small_disk: Path) -> None:
    machine = Machine(tmp_path, "laptop", small_disk / "Sync")
    machine.store.close()
    machine.run("add", "fits")
    whole = machine.file.read_bytes()
    filler = filled(small_disk)
    for number in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "wiptui", "add", f"no room {number}"],
            env=machine.env, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done
        assert "Saved on this machine, not yet in the synced file" in done.stderr, done.stderr
    assert machine.file.read_bytes() == whole, "the file is the old one, not half of the new"
    filler.unlink()
    titles = [task["title"] for task in json.loads(machine.run("list", "--json"))]
    assert sorted(titles) == ["fits", "no room 0", "no room 1", "no room 2"]
    machine.sync()
    kept = json.loads(machine.file.read_bytes())["tasks"].values()
    assert sorted(row["title"] for row in kept if row) == sorted(titles), "with room again, the file has it all"


def test_a_full_disk_below_everything_changes_nothing_and_says_so(tmp_path: Path, small_disk: Path) -> None:
    machine = Machine(small_disk, "laptop")
    machine.store.close()
    machine.run("add", "fits")
    whole = machine.file.read_bytes()
    filler = filled(small_disk)
    done = subprocess.run(
        [sys.executable, "-m", "wiptui", "add", "no room"], env=machine.env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 5 and "Traceback" not in done.stderr, done
    assert machine.file.read_bytes() == whole
    filler.unlink()
    assert [task["title"] for task in json.loads(machine.run("list", "--json"))] == ["fits"]
    machine.run("add", "room again")
