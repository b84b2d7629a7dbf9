"""The snippets of sensing in real shells: what they write, what they leave alone, and what they cost."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("these shells are driven in a pseudo-terminal", allow_module_level=True)

from pathlib import Path

from sense_box import SenseBox, box, environment, focus_on_taxes
from terminal import Terminal

from wiptui.sensing import log_file

__all__ = ["box"]
SHELLS = [pytest.param(name, marks=pytest.mark.tools(name)) for name in ("bash", "zsh", "fish")]


def enter(terminal: Terminal, line: str) -> str:
    """Type a command and wait for the next prompt."""
    terminal.press(f"{line}\r")
    terminal.quiet()
    text = terminal.until(r"ready>\s*\Z")
    terminal.press("\x0c")
    terminal.until(r"\A\s*ready>\s*\Z")
    return text


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.tools("faketime")
def test_twelve_minutes_elsewhere_are_one_unannounced_switch(name: str, box: SenseBox) -> None:
    focus_on_taxes(box)
    with box.shell(name) as terminal:
        enter(terminal, "cd ~/taxes")
        for minutes in (2, 4):
            box.tick(minutes)
            enter(terminal, "true")
        enter(terminal, "cd ~/acme")
        for _ in range(6):
            box.tick(2)
            enter(terminal, "true")
    done = subprocess.run(
        box.wiptui("sense", "day", "--json"), capture_output=True, text=True, env=environment(box.home), timeout=60
    )
    day = json.loads(done.stdout)
    assert [(span["project"], span["sources"]) for span in day["spans"] if span["target"]][-1] == ("acme", ["shell"])
    assert (day["seen_switches"], len(day["unannounced"]), day["silent"]) == (1, 1, [])
    assert (day["drift_seconds"], day["evidence_seconds"], day["unreadable"]) == (12 * 60, 18 * 60, 0)


@pytest.mark.parametrize("name", SHELLS)
def test_a_folder_a_failure_and_a_minute_make_a_line_each_and_nothing_else_does(name: str, box: SenseBox) -> None:
    with box.shell(name, faked=False) as terminal:
        assert box.lines() == [] or name == "fish" or [line[5] for line in box.lines()] == [str(box.home)]
        before = len(box.lines())
        enter(terminal, "cd ~/acme")
        enter(terminal, "true")
        enter(terminal, "true")
        enter(terminal, "")
        enter(terminal, "false")
        enter(terminal, "")
        lines = box.lines()[before:]
    assert [(line[1], line[4], line[5]) for line in lines] == [
        ("sh", "0", str(box.folder("acme"))),
        ("sh", "1", str(box.folder("acme"))),
    ]
    assert all(0 <= int(line[0]) - int(line[3]) <= 5 for line in lines)


@pytest.mark.parametrize("name", SHELLS)
def test_without_a_log_nothing_is_written_and_nothing_is_made(name: str, box: SenseBox) -> None:
    with box.shell(name, faked=False) as terminal:
        enter(terminal, "cd ~/acme")
        assert box.lines()
        log_file.remove_all()
        assert "denied" not in enter(terminal, "cd ~/web") + enter(terminal, "false")
        assert not Path(log_file.sense_dir()).exists()
        log_file.turn_on()
        enter(terminal, "cd ~/taxes")
        assert [line[5] for line in box.lines()] == [str(box.folder("taxes"))]


CHECKS = {
    "bash": ("(exit 3) | (exit 4)", 'echo "<$? ${PIPESTATUS[@]} $_>"', "<4 3 4 "),
    "zsh": ("(exit 3) | (exit 4)", 'echo "<$? $pipestatus>"', "<4 3 4>"),
    "fish": ("sh -c 'exit 3' | sh -c 'exit 4'", 'echo "<$status $pipestatus>"', "<4 3 4>"),
}


@pytest.mark.parametrize("name", SHELLS)
def test_exit_codes_go_on_as_they_were(name: str, box: SenseBox) -> None:
    fails, asks, wanted = CHECKS[name]
    with box.shell(name, faked=False) as terminal:
        enter(terminal, fails)
        assert wanted in enter(terminal, asks)
        if name != "fish":
            enter(terminal, "echo one two-last")
            assert "<two-last>" in enter(terminal, 'echo "<$_>"')
        assert any(line[4] == "4" for line in box.lines())
