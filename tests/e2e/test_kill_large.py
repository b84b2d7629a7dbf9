"""``kill -9`` while two processes write to a file of ten thousand tasks: nothing that was acknowledged is missing."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from builders import ACTOR, NOON
from test_kill import titles

from wiptui.domain.board import TASKS
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import patched
from wiptui.domain.tasks.rank import between
from wiptui.store import open_store

if sys.platform == "win32":
    pytest.skip("Windows has no SIGKILL", allow_module_level=True)

MANY = 10_000
ADDING = """
import sys
from wiptui.__main__ import main
for number in range(1000):
    main(["add", f"{sys.argv[2]} {number}", "--file", sys.argv[1]])
"""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file whose save exchanges lines and puts what changed behind the shadow."""
    file = tmp_path / "wip.json"
    ids, rank, rows = SeededIds(3), None, {}
    for number in range(MANY):
        rank = between(rank, None, 1)
        fields = {"title": f"task {number}", "state": "ready", "rank": rank}
        at = to_ms(NOON - timedelta(minutes=MANY - number))
        rows[str(ids.doc_id())], _ = patched(None, fields, at, ACTOR)
    store = open_store(file)
    store.transact(lambda _: ({TASKS: rows}, None))
    store.close()
    assert file.stat().st_size > 1_000_000
    return file


def told(writer: subprocess.Popen[str], lines: int) -> list[str]:
    assert writer.stdout is not None
    return [writer.stdout.readline() for _ in range(lines)]


def test_two_that_write_to_a_large_file_and_are_killed_lose_nothing(large: Path) -> None:
    heard: list[str] = []
    for turn in range(2):
        writers = [
            subprocess.Popen(
                [sys.executable, "-u", "-c", ADDING, str(large), f"{name}{turn}"], stdout=subprocess.PIPE, text=True
            )
            for name in ("one", "two")
        ]
        for place, writer in enumerate(writers):  # the second goes on, alone, from wherever the first was broken off
            heard += told(writer, 2 + turn + place)
            writer.kill()
            heard += writer.communicate()[0].splitlines(keepends=True)
    whole = {line.split(maxsplit=1)[1].strip() for line in heard if line.endswith("\n")}
    there = titles(large)
    assert len(whole) >= (2 + 3) + (3 + 4)
    assert whole | {f"task {number}" for number in range(MANY)} <= there
    check = [sys.executable, "-m", "wiptui", "list", "--file", str(large)]
    shown = subprocess.run(check, capture_output=True, text=True, check=True).stdout
    assert all(title in shown for title in whole)
