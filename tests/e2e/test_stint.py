"""A stint in a real terminal: its clock paints its own cells, and after ``kill -9`` it ended where it was last seen."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has neither SIGKILL nor pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, capture

from wiptui.paths import state_dir

WIPTUI = [sys.executable, "-m", "wiptui"]
CLOCK = re.compile(r"^\s*(\d+:\d\d:\d\d)\s*$", re.MULTILINE)


def begun(terminal: Terminal) -> None:
    """The board with one task, started."""
    terminal.until("Doing 0/3")
    capture(terminal, "Fix the parser", 1)
    terminal.press("s")
    terminal.until("Doing 1/3")


def test_the_running_clock_paints_its_own_line_and_no_other(tmp_path: Path) -> None:
    with Terminal([*WIPTUI, "--file", str(tmp_path / "wip.json")], 40, 12) as terminal:
        begun(terminal)
        terminal.press("f")
        terminal.until("esc back")
        terminal.until(lambda text: CLOCK.search(text) is not None)
        for tick in range(3):
            terminal.screen.dirty.clear()
            shown = CLOCK.search(terminal.text)
            assert shown is not None
            terminal.until(lambda text, was=shown[1]: CLOCK.search(text) is not None and CLOCK.search(text)[1] != was)
            line = next(place for place, text in enumerate(terminal.lines) if CLOCK.match(text))
            # Before the first tick the screen itself may still be painted.
            assert tick == 0 or terminal.screen.dirty <= {line}, terminal.text
        terminal.kill()


def kept_documents() -> list[str]:
    """What the local database keeps of the focus."""
    found = []
    for path in Path(state_dir()).glob("files/*/local.db"):
        with closing(sqlite3.connect(path)) as database:
            found += [value for (value,) in database.execute("SELECT value FROM documents WHERE name = 'keeper'")]
    return found


def test_a_stint_that_was_killed_ended_where_it_was_last_seen(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], 80, 24) as terminal:
        begun(terminal)
        terminal.until(lambda _: bool(kept_documents()))
        terminal.quiet()
        terminal.kill()
    (kept,) = kept_documents()
    seen = json.loads(kept)["seen"]
    with Terminal([*WIPTUI, "--file", str(file)], 80, 24) as terminal:
        terminal.until("wiptui broke off")
        terminal.press("q")
        assert terminal.ended() == 0
    rows = json.loads(file.read_text(encoding="utf-8"))["stints"]
    (stint,) = (row for row in rows.values() if "task" in row)
    assert (stint["end"], stint["cause"], stint["estimated"]) == (max(seen, stint["start"]), "crash", True)
    said = subprocess.run([*WIPTUI, "status", "--file", file], capture_output=True, text=True, check=True).stdout
    assert "▶" not in said and "Doing 1/3" in said
