"""Two real Syncthings on loopback, with people changing the same tasks on both sides, connected and not."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from machines import Machine, assert_settled, until
from syncthing_node import Node

pytestmark = pytest.mark.tools("syncthing")

CHANGES = 40
PAUSE_S = 0.15


class Pair:
    """A laptop and a phone, each with a Syncthing."""

    def __init__(self, root: Path, max_conflicts: int) -> None:
        self.machines = [Machine(root, name) for name in ("laptop", "phone")]
        self.nodes: list[Node] = []
        self.rounds = 0
        self.root, self.max_conflicts = root, max_conflicts

    def start(self) -> None:
        self.nodes += [Node(self.root / f"syncthing-{machine.name}", machine.folder) for machine in self.machines]
        first, second = self.nodes
        first.configure([second], self.max_conflicts)
        second.configure([first], self.max_conflicts)
        for node in self.nodes:
            node.start()
        until(lambda: first.is_connected(second) and second.is_connected(first), 60, "connected")

    def is_settled(self) -> bool:
        """Whether nothing moves any more; each machine runs a command, as its person will sooner or later."""
        self.rounds += 1
        before = self._contents()
        merged = [machine.sync()["merged"] for machine in self.machines]
        for node in self.nodes:
            node.scan()
        first, second = self.nodes
        if any(merged) or len(before) > 1 or self._contents() != before:
            return False
        return first.is_settled(second) and second.is_settled(first)

    def _contents(self) -> set[bytes]:
        return {machine.file.read_bytes() if machine.file.exists() else b"" for machine in self.machines}


@pytest.fixture
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pair]:
    made = Pair(tmp_path, getattr(request, "param", 10))
    try:
        made.start()
        yield made
    finally:
        for node in made.nodes:
            node.stop()


@pytest.mark.parametrize("pair", [10, 0], indirect=True, ids=["with-conflict-copies", "conflict-copies-off"])
def test_what_two_machines_do_at_once_all_arrives(pair: Pair, scale: int) -> None:
    """Connected, disconnected, with one of them switched off: both end with all that either acknowledged."""
    machines, (first, second) = pair.machines, pair.nodes
    count = CHANGES * scale
    machines[0].run("add", "the first task")
    first.scan()
    until(machines[1].file.exists, 60, "the first file arrives")
    errors: list[BaseException] = []
    pause = threading.Event()

    def work(place: int) -> None:
        machine, node, dice = machines[place], pair.nodes[place], random.Random(place)
        try:
            for number in range(count):
                if place == 0 and number in (count // 4, 3 * count // 4):
                    first.pause(second)
                if place == 0 and number in (count // 2, 7 * count // 8):
                    first.resume(second)
                machine.change(dice, number)
                if number % 2:
                    node.scan()
                    pause.wait(PAUSE_S)  # so that changes travel while others are being made
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert not errors, errors
    second.stop()
    for machine in machines:
        machine.change(random.Random(machine.name), count)
    second.start()
    seconds = until(pair.is_settled, 120, "both have the same, and nothing moves any more")
    assert_settled(machines)
    made = [len(machine.receipts) for machine in machines]
    merges = [len(machine.store.merge_reports) for machine in machines]
    kept = [len(machine.store.replica.kept_copies.names()) for machine in machines]
    print(
        f"\nSyncthing, {pair.max_conflicts} copies kept: {count + 1} changes on each side ({made[0]} and {made[1]} "
        f"patches), 0 lost; {merges} merges on the way, {kept} copies merged and kept, 0 left; "
        f"converged in {seconds:.1f} s and {pair.rounds} rounds"
    )
