"""Leaving the board: at once, and with the terminal as it was, whoever ends the program."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

from terminal import ON_AT_FIRST, Terminal, Watched, as_it_was, capture

WIPTUI = [sys.executable, "-m", "wiptui"]
BROKEN = """
import sys
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.__main__ import main
def action_cursor(self, steps):
    raise RuntimeError("on purpose")
BoardScreen.action_cursor = action_cursor
main()
"""
BUSY = """
import sys, time
from wiptui.tui.screens.reports.flow import FlowScreen
from wiptui.__main__ import main
work = FlowScreen._work
def long(): open(sys.argv[2] + ".begun", "w").close(); time.sleep(600)
FlowScreen._work = lambda self, made: work(self, long)
main()
"""
GOES_ON = """
import sys
from wiptui.__main__ import main
main(["--file", sys.argv[1]])
print("heard:", input())
"""
STOCK = """
import sys
import textual.drivers.linux_driver
sys.modules["textual._xterm_parser"] = None
from wiptui.__main__ import main
main()
"""
"""The board with a Textual whose parser of keys has another name: Textual's own thread reads."""
OWNED = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal the one that the system ends a program with, as a shell's is."""


def leave_by_key(terminal: Terminal) -> None:
    terminal.press("q")


def told(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda terminal: os.kill(terminal.process.pid, number)


BOARDS = pytest.mark.parametrize("board", [WIPTUI, [sys.executable, "-c", STOCK]], ids=["ours", "stock"])
"""With our thread that reads keys, and with Textual's."""
WAYS = [
    pytest.param(leave_by_key, 0, id="q"),
    pytest.param(told(signal.SIGTERM), 128 + 15, id="SIGTERM"),
    pytest.param(told(signal.SIGHUP), 128 + 1, id="SIGHUP"),
    pytest.param(told(signal.SIGINT), 128 + 2, id="SIGINT"),
]


@BOARDS
@pytest.mark.parametrize(("leave", "code"), WAYS)
def test_the_terminal_is_as_it_was(
    leave: Callable[[Terminal], None], code: int, board: list[str], tmp_path: Path
) -> None:
    with Watched([*board, "--file", str(tmp_path / "wip.json")]) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        assert terminal.attributes() != before
        leave(terminal)
        assert terminal.ended() == code
        as_it_was(terminal, before)


def test_also_after_a_failure(tmp_path: Path) -> None:
    with Watched([sys.executable, "-c", BROKEN, "--file", str(tmp_path / "wip.json")]) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        terminal.press("j")
        assert terminal.ended() == 1
        as_it_was(terminal, before)
        assert "Something went wrong inside wiptui (RuntimeError)" in terminal.text


@BOARDS
@pytest.mark.parametrize("owned", [[sys.executable, "-c", OWNED], []], ids=["owned", "lent"])
def test_a_terminal_that_goes_away_takes_the_board_with_it(owned: list[str], board: list[str], tmp_path: Path) -> None:
    with Terminal([*owned, *board, "--file", str(tmp_path / "wip.json")]) as terminal:
        terminal.until("q quit")
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, terminal._master)
        os.close(null)
        assert terminal.process.wait(30) == 128 + 1


@pytest.mark.parametrize("ends", [True, False], ids=["ends", "goes on"])
def test_what_is_typed_after_it_is_for_the_shell(ends: bool, tmp_path: Path) -> None:
    """Also where the process goes on, and Textual's input thread with it for a moment."""
    file = str(tmp_path / "wip.json")
    line = f'{sys.executable} -m wiptui --file {file}; read -r said; echo "heard: $said"'
    argv = ["/bin/sh", "-c", line] if ends else [sys.executable, "-c", GOES_ON, file]
    with Watched(argv) as terminal:
        terminal.until("q quit")
        terminal.press("q")
        terminal.until(lambda _: b"\x1b[?1049l" in terminal.bytes)
        terminal.press("hello\n")
        terminal.until("heard: hello")


def test_nobody_waits_for_what_is_still_being_worked_out(tmp_path: Path) -> None:
    with Watched([sys.executable, "-c", BUSY, "--file", str(tmp_path / "wip.json")]) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        terminal.press("2")
        terminal.until(lambda _: (tmp_path / "wip.json.begun").exists())
        terminal.press("q")
        assert terminal.ended() == 0
        as_it_was(terminal, before)


def test_the_focus_ended_with_the_board(tmp_path: Path) -> None:
    """What is known of the focus is written, though the process does not wait for anything."""
    import json

    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)]) as terminal:
        terminal.until("q quit")
        capture(terminal, "Write report", 1)
        terminal.press("s")
        terminal.until("▶")
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.ended() == 128 + 15
    rows = json.loads(file.read_text(encoding="utf-8"))["stints"]
    (stint,) = (row for row in rows.values() if "task" in row)
    assert stint["cause"] == "quit"
    assert not stint.get("estimated")


def editing_with(folder: Path, script: str) -> dict[str, str]:
    """An environment whose editor is a shell script."""
    editor = folder / "editor.sh"
    editor.write_text(script)
    return {**os.environ, "EDITOR": f"/bin/sh {editor}"}


def open_editor(terminal: Terminal) -> None:
    """The board with one task, and the editor open on its note."""
    terminal.until("q quit")
    capture(terminal, "Write report", 1)
    terminal.press("E")
    terminal.until("EDITOR OPEN")


@BOARDS
def test_an_editor_gets_every_key_and_the_board_goes_on(board: list[str], tmp_path: Path) -> None:
    environment = editing_with(tmp_path, 'echo "EDITOR OPEN"; read -r said; echo "$said" > "$1"\n')
    with Terminal([*board, "--file", str(tmp_path / "wip.json")], environment=environment) as terminal:
        open_editor(terminal)
        terminal.press("Typed into the editor\n")
        terminal.until(lambda text: "Ready 1" in text and "Typed into the" in text)
        terminal.press("q")
        assert terminal.ended() == 0


def test_who_is_asked_to_end_while_an_editor_is_open_ends_with_it(tmp_path: Path) -> None:
    asked = 'trap "echo EDITOR ENDS; exit 1" TERM; echo "EDITOR OPEN"; while :; do read -r said; done\n'
    environment = editing_with(tmp_path, asked)
    with Watched([*WIPTUI, "--file", str(tmp_path / "wip.json")], environment=environment) as terminal:
        before = terminal.attributes()
        open_editor(terminal)
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.ended() == 128 + 15
        as_it_was(terminal, before)
        assert b"EDITOR ENDS" in terminal.bytes


@BOARDS
def test_a_key_that_begins_like_others_is_heard_alone(board: list[str], tmp_path: Path) -> None:
    """Nobody types after it: what tells that escape was a key of its own is time. After an editor as well."""
    environment = {**os.environ, "EDITOR": "/bin/true"}
    with Terminal([*board, "--file", str(tmp_path / "wip.json")], environment=environment) as terminal:
        terminal.until("q quit")
        capture(terminal, "Write report", 1)
        for _ in range(2):
            terminal.press("/nothing")
            terminal.until("Nothing here matches")
            terminal.press("\x1b")
            terminal.until(lambda text: "Nothing here matches" not in text and "Write report" in text)
            terminal.press("\x1b[B\x1b")
            terminal.until("q quit")
            terminal.press("E")
            terminal.quiet(0.5)
            terminal.until("q quit")
        terminal.press("q")
        assert terminal.ended() == 0


def test_to_the_shell_and_back(tmp_path: Path) -> None:
    """The shell has its terminal as it was, and the board is all there when it comes back."""
    with Watched([*WIPTUI, "--file", str(tmp_path / "wip.json")]) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        capture(terminal, "Call Ana", 1)
        terminal.press("\x1a")
        pid = terminal.process.pid
        while not os.waitpid(pid, os.WUNTRACED | os.WNOHANG)[0]:
            terminal.quiet()
        terminal.quiet()
        assert terminal.modes() == ON_AT_FIRST and terminal.attributes() == before
        terminal.screen.reset()
        os.kill(pid, signal.SIGCONT)
        terminal.until("Call Ana")
        capture(terminal, "Buy milk", 2)
        terminal.press("q")
        assert terminal.ended() == 0
        as_it_was(terminal, before)
