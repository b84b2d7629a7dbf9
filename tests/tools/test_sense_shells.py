"""The snippets of sensing in real shells: what they write, what they leave alone, and what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("these shells are driven in a pseudo-terminal", allow_module_level=True)

from pathlib import Path

from pty_shell import WITH_A_TERMINAL
from sense_box import SenseBox, box, environment, focus_on_taxes
from terminal import Terminal

from wiptui.cli.sense.install import install
from wiptui.sensing import log_file

__all__ = ["box"]
SHELLS = [pytest.param(name, marks=pytest.mark.tools(name)) for name in ("bash", "zsh", "fish")]


EDITORS = [pytest.param(name, marks=pytest.mark.tools(name)) for name in ("vim", "nvim")]


def enter(terminal: Terminal, line: str) -> str:
    """Type a command and wait for the next prompt."""
    terminal.press(f"{line}\r")
    terminal.quiet()
    text = terminal.until(r"ready>\s*\Z")
    terminal.press("\x0c")
    terminal.until(r"\A\s*ready>\s*\Z")
    return text


def in_a_shell(name: str, box: SenseBox) -> None:
    """Six minutes in taxes, then twelve in acme."""
    with box.shell(name) as terminal:
        enter(terminal, "cd ~/taxes")
        for minutes in (2, 4):
            box.tick(minutes)
            enter(terminal, "true")
        enter(terminal, "cd ~/acme")
        for _ in range(6):
            box.tick(2)
            enter(terminal, "true")


def in_an_editor(name: str, box: SenseBox) -> None:
    """The same, with files that are opened and saved."""
    install("vim")
    letter, parser = box.folder("taxes") / "letter.md", box.folder("acme") / "a.py"
    parser.write_text("")
    words = [name, "-n", str(letter)]
    environment = {**os.environ, **box.environment(), "HOME": str(box.home)}
    with Terminal([sys.executable, "-c", WITH_A_TERMINAL, *words], 100, 30, environment) as terminal:
        terminal.until("letter.md")
        terminal.quiet()
        for minutes in (2, 4):
            box.tick(minutes)
            save(terminal, letter)
        terminal.press(f":e {parser}\r")
        terminal.until(lambda _: str(parser) in box.log.read_text())
        for _ in range(6):
            box.tick(2)
            save(terminal, parser)


def save(terminal: Terminal, file: Path) -> None:
    before = file.stat().st_size if file.exists() else 0
    for keys in ("ox", "\x1b", ":w\r"):
        terminal.press(keys)
        terminal.quiet()
    terminal.until(lambda _: file.exists() and file.stat().st_size > before)
    terminal.quiet()


def run(box: SenseBox, *words: str) -> str:
    done = subprocess.run(box.wiptui(*words), capture_output=True, text=True, env=environment(box.home), timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.tools("faketime")
@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("name", [*SHELLS, *EDITORS])
def test_twelve_minutes_elsewhere_are_one_line_one_switch_and_one_question(
    name: str, answer: str, box: SenseBox
) -> None:
    focus_on_taxes(box)
    if name in ("vim", "nvim"):
        in_an_editor(name, box)
    else:
        in_a_shell(name, box)
    day = json.loads(run(box, "sense", "day", "--json"))
    assert {span["sources"][0] for span in day["spans"]} == {"editor" if name in ("vim", "nvim") else "shell"}
    assert (day["seen_switches"], len(day["unannounced"]), day["silent"]) == (1, 1, [])
    assert (day["drift_seconds"], day["evidence_seconds"], day["unreadable"]) == (12 * 60, 18 * 60, 0)
    assert run(box, "status", "--format", "{drift}") == "seen in acme 12 min\n"
    with Terminal(box.wiptui(), 100, 30, environment(box.home)) as board:
        text = board.until("seen in acme 12 min · focus says Tax letter")
        assert text.count("seen in") == 1
    declared = run(box, "stats", "--json")
    box.tick(1)
    assert "0 switches · 1 more seen on this machine" in run(box, "review", "--week", "today")
    assert run(box, "sense", "decide").count("Was it work on acme?") == 1
    run(box, "sense", "decide", answer)
    assert "There is no question" in run(box, "sense", "decide")
    after = json.loads(run(box, "stats", "--json"))["focus"]["switches"]
    assert after == json.loads(declared)["focus"]["switches"] + (2 if answer == "yes" else 0)  # there and back


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
