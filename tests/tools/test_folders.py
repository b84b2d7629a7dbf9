"""rclone and Unison between two machines, with real conflicts; and a stick that is carried back and forth."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from machines import Machine, assert_settled

ROUNDS = 10


@pytest.fixture
def machines(tmp_path: Path) -> list[Machine]:
    return [Machine(tmp_path, name) for name in ("laptop", "phone")]


def both_change(machines: list[Machine], number: int) -> None:
    for machine in machines:
        dice = random.Random(f"{machine.name} {number}")
        for step in range(4):
            machine.change(dice, 10 * number + step)


def settle(machines: list[Machine], carry: Callable[[], object]) -> int:
    """Carry and run a command, in turn, until all is the same; how often. Fails after ROUNDS."""
    for place in range(1, ROUNDS + 1):
        for machine in machines:
            machine.sync()
        carry()
        merged = [machine.sync()["merged"] for machine in machines]
        if not any(merged) and machines[0].file.read_bytes() == machines[1].file.read_bytes():
            return place
    raise AssertionError(f"not the same after {ROUNDS} rounds")


def ran(machine: Machine, *words: str, codes: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(words, env=machine.env, capture_output=True, text=True, timeout=60)
    assert done.returncode in codes, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"


@pytest.mark.tools("rclone")
def test_rclone_bisync_with_a_cloud_between_two_machines(machines: list[Machine], tmp_path: Path) -> None:
    """A conflict takes the file away on both sides and leaves two copies; the next command brings it back."""
    cloud = tmp_path / "cloud"
    cloud.mkdir()
    seen_gone = 0

    def bisync(machine: Machine, *more: str) -> None:
        ran(machine, "rclone", "bisync", str(machine.folder), str(cloud), "--force", *more)

    def carry() -> None:
        nonlocal seen_gone
        for machine in machines:
            bisync(machine)
            seen_gone += not machine.file.exists()
            machine.sync()
            bisync(machine)

    machines[0].change(random.Random(0), 0)
    for machine in machines:
        bisync(machine, "--resync")
    for number in range(3):
        both_change(machines, number)
        carry()
        rounds = settle(machines, carry)
        assert_settled(machines)
        print(f"\nrclone bisync: a conflict, {rounds} more rounds, 0 lost, 0 copies left")
    assert seen_gone >= 3, "these are the conflicts that the test is about"
    assert [path.name for path in cloud.iterdir()] == ["wip.json"]


@pytest.mark.tools("rclone")
def test_rclone_copies_as_the_page_says(machines: list[Machine], tmp_path: Path) -> None:
    """docs/sync/rclone.md: fetch as a conflict copy, merge, bring back. Needs no memory of what was where."""
    cloud = tmp_path / "cloud"
    copy = "wip (conflicted copy cloud).json"

    def carry() -> None:
        for machine in machines:
            if (cloud / "wip.json").exists():
                ran(machine, "rclone", "copyto", f"{cloud}/wip.json", str(machine.folder / copy))
            machine.sync()
            ran(machine, "rclone", "copyto", str(machine.file), f"{cloud}/wip.json")

    for number in range(3):
        both_change(machines, number)
        carry()
        rounds = settle(machines, carry)
        assert_settled(machines)
        print(f"\nrclone copyto: {rounds} more rounds, 0 lost, 0 copies left")


@pytest.mark.tools("unison")
@pytest.mark.parametrize("copies", [True, False], ids=["with-copies", "newer-wins"])
def test_unison_between_two_folders(machines: list[Machine], copies: bool) -> None:
    """The loser becomes a copy, or is overwritten, which only this machine's own copy of the file can mend."""
    words = ["unison", *(str(machine.folder) for machine in machines), "-batch", "-prefer", "newer"]

    def unison() -> None:
        ran(machines[0], *words, *(["-copyonconflict"] if copies else []), codes=(0, 1))

    machines[0].change(random.Random(0), 0)
    unison()
    for number in range(3):
        both_change(machines, number)
        unison()
        assert any(machine.copies for machine in machines) is copies
        rounds = settle(machines, unison)
        assert_settled(machines)
        print(f"\nUnison: a conflict, {rounds} rounds, 0 lost, 0 copies left")


def test_a_stick_carried_back_and_forth(machines: list[Machine], tmp_path: Path) -> None:
    """Whoever copies the file from the stick over a newer one loses nothing, and neither does the other way round."""
    stick = tmp_path / "stick.json"

    def carry() -> None:
        for machine in machines:
            machine.sync()
            if stick.exists():
                shutil.copy2(stick, machine.file)
            machine.sync()
            shutil.copy2(machine.file, stick)

    machines[0].change(random.Random(0), 0)
    carry()
    for number in range(3):
        both_change(machines, number)
        carry()
        settle(machines, carry)
        assert_settled(machines)


def test_a_file_carried_over_another_one_that_was_begun_apart(machines: list[Machine]) -> None:
    """Two people's first steps on two machines: the file that is copied over is not lost, and can be brought in."""
    for machine in machines:
        machine.run("add", f"begun on the {machine.name}")
    shutil.copy2(machines[0].file, machines[1].file)
    phone = machines[1]
    assert [task["title"] for task in json.loads(phone.run("list", "--json"))] == ["begun on the laptop"]
    former = [row for row in json.loads(phone.run("backup", "list", "--json")) if row["kind"] == "former"]
    phone.run("backup", "restore", str(former[0]["number"]))
    titles = sorted(task["title"] for task in json.loads(phone.run("list", "--json")))
    assert titles == ["begun on the laptop", "begun on the phone"]
