"""``kill -9`` at any moment: what was acknowledged is there, and the file is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has neither SIGKILL nor pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, capture

WIPTUI = [sys.executable, "-m", "wiptui"]
ADDING = """
import sys
from wiptui.__main__ import main
for number in range(10_000):
    main(["add", f"task {number}", "--file", sys.argv[1]])
"""


def titles(file: Path) -> set[str]:
    """The titles in the file, read by nothing of ours."""
    rows = json.loads(file.read_text(encoding="utf-8"))["tasks"]
    return {row["title"] for key, row in rows.items() if key != "0"}


@pytest.mark.parametrize("after", [1, 2, 5, 9, 14])
def test_what_the_command_line_has_printed_is_there(after: int, tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with subprocess.Popen([sys.executable, "-u", "-c", ADDING, str(file)], stdout=subprocess.PIPE, text=True) as adding:
        assert adding.stdout is not None
        told = [adding.stdout.readline() for _ in range(after)]
        adding.kill()
        told += adding.stdout.readlines()
    told = [line for line in told if line.endswith("\n")]
    there = titles(file)
    assert len(told) >= after
    assert {line.split(maxsplit=1)[1].strip() for line in told} <= there
    listed = subprocess.run([*WIPTUI, "list", "--json", "--file", file], capture_output=True, text=True, check=True)
    assert {row["title"] for row in json.loads(listed.stdout)} == there


@pytest.mark.parametrize("after", [1, 3])
def test_what_the_board_has_shown_is_there(after: int, tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], 80, 24) as terminal:
        terminal.until("Doing 0/3")
        for number in range(after):
            capture(terminal, f"task {number}", number + 1)
        terminal.press("ntask that may be lost\rs")
        terminal.kill()
    assert {f"task {number}" for number in range(after)} <= titles(file)
    with Terminal([*WIPTUI, "--file", str(file)], 80, 24) as terminal:
        terminal.until(f"task {after - 1}")
        terminal.press("q")
        assert terminal.ended() == 0
