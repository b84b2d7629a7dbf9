"""Several processes at once, and processes that are killed. ``KILLS`` and ``WRITERS`` make it run longer."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from store_fixture import StoreFixture

from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode

WRITER = """
import sys
from wiptui.domain.core.record import patched
from wiptui.store import open_store

path, state, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = open_store(path, state=state)
for number in range(first, first + count):
    def work(data):
        record, _ = patched(None, {"title": f"Task {number}"}, store.now_ms(), store.actor)
        return {**data, "tasks": {**data.get("tasks", {}), str(number): record}}, None
    store.transact(work)
    print(number, flush=True)
"""
FIRST = 4503599627370496


def writer(fixture: StoreFixture, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(fixture.file), str(fixture.state), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_eight_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    fixture = StoreFixture(tmp_path)
    count = int(os.environ.get("WRITERS", "6"))
    writers = [writer(fixture, FIRST + 1000 * number, count) for number in range(8)]
    for process in writers:
        process.communicate(timeout=120)
        assert process.returncode == 0
    tasks = fixture.store.read()["tasks"]
    assert len(tasks) == 8 * count
    assert fixture.file.read_bytes() == encode(fixture.store.read())
    assert len(fixture.store.read()["devices"]) == 1
    assert fixture.beside() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_what_a_killed_process_acknowledged_is_kept(tmp_path: Path) -> None:
    fixture = StoreFixture(tmp_path)
    fixture.put("77", title="Begin")
    acknowledged: set[str] = set()
    for number in range(int(os.environ.get("KILLS", "4"))):
        process = writer(fixture, FIRST + 100_000 * number, 100_000)
        assert process.stdout is not None
        for _ in range(random.Random(number).randrange(1, 30)):
            acknowledged.add(process.stdout.readline().strip())
        process.kill()
        acknowledged.update(process.stdout.read().split())
        process.wait(timeout=30)
        raw = fixture.file.read_bytes()
        assert not decode(raw).problems, "the file is never in between"
    fixture.restart()
    assert acknowledged - set(fixture.store.read()["tasks"]) == set()
    assert len(acknowledged) > 3
