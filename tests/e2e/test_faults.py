"""What nobody foresaw: a sentence, a report that can be shown to anybody, and the terminal as it was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, Watched, as_it_was, capture

SECRET = "Merger with Acme"
BREAKS = f"""
import sys
from wiptui.__main__ import main
def broken(self, *rest, **more):
    secret = {SECRET!r}
    raise KeyError(secret)
"""
ON_THE_BOARD = f"""{BREAKS}
from wiptui.tui.screens.board.screen import BoardScreen
BoardScreen.action_cursor = broken
sys.exit(main())
"""
IN_A_WIDGET = f"""{BREAKS}
from wiptui.tui.screens.board.screen import BoardScreen
BoardScreen.action_cursor = lambda self, steps: self.here.call_later(broken, self)
sys.exit(main())
"""
IN_THE_INPUT_THREAD = f"""
import sys
from wiptui.__main__ import main
from wiptui.tui.terminal.driver import TerminalDriver
def broken(self, message):
    secret = {SECRET!r}
    raise ERROR(secret)
TerminalDriver.process_message = broken
sys.exit(main())
"""
"""What breaks where a key is read. Without the thread that reads keys no key comes, not even the one that leaves."""
IN_A_SCREEN = f"""{BREAKS}
from wiptui.tui.screens.tasks.waits import WaitsScreen
WaitsScreen.action_move = broken
sys.exit(main())
"""
IN_A_SCREENS_MESSAGE = f"""{BREAKS}
from wiptui.tui.screens.board.quick_add import QuickAdd
QuickAdd.on_input_submitted = broken
sys.exit(main())
"""
WHEN_A_SCREEN_OPENS = f"""{BREAKS}
from wiptui.tui.screens.program.sync import SyncScreen
SyncScreen.compose = broken
sys.exit(main())
"""
IN_A_WORKER = f"""{BREAKS}
from wiptui.service import Service
Service.prefetch = broken
sys.exit(main())
"""
ON_THE_COMMAND_LINE = f"""{BREAKS}
import wiptui.cli.lists.list
from wiptui.service import Service
Service.board = broken
sys.exit(main())
"""


def program(tmp_path: Path, text: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path)}
    return [sys.executable, "-c", text, "--file", str(tmp_path / "wip.json")], environment


def reports(tmp_path: Path, kind: str = "fault") -> list[Path]:
    return sorted(tmp_path.rglob(f"{kind}-*.txt"))


def check_report(tmp_path: Path, error: str = "KeyError") -> None:
    """One report, for this person alone, that says where and nothing of what."""
    (report,) = reports(tmp_path)
    text = report.read_text(encoding="utf-8")
    assert SECRET not in text and "secret" not in text and str(tmp_path) not in text
    assert re.search(r":\d+ in broken\n", text) and f"\n{error}\n" in text
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700


def ended_by(terminal: Watched, before: list[object], error: str) -> str:
    """The board ended with the sentence about an error, and left the terminal as it was; the text on the screen."""
    assert terminal.ended() == 1
    as_it_was(terminal, before)
    said = " ".join(terminal.text.split())
    assert f"wiptui: Something went wrong inside wiptui ({error})" in said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("text", [ON_THE_BOARD, IN_A_WIDGET], ids=["action", "message"])
def test_a_fault_of_the_board_ends_it_with_a_sentence(text: str, tmp_path: Path) -> None:
    argv, environment = program(tmp_path, text)
    with Watched(argv, environment=environment) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        terminal.press("j")
        said = ended_by(terminal, before, "KeyError")
        assert "in broken" not in said
        assert reports(tmp_path)[0].name[:20] in said.replace(" ", "")
    check_report(tmp_path)


@pytest.mark.parametrize("error", ["KeyError", "ValueError"])
def test_a_fault_of_the_thread_that_reads_keys_ends_the_board_with_a_sentence(error: str, tmp_path: Path) -> None:
    argv, environment = program(tmp_path, IN_THE_INPUT_THREAD.replace("ERROR", error))
    with Watched(argv, environment=environment) as terminal:
        before = terminal.attributes()
        terminal.until("q quit")
        terminal.press("j")
        ended_by(terminal, before, error)
    check_report(tmp_path, error)


@pytest.mark.parametrize(
    ("text", "keys"),
    [(IN_A_SCREEN, "3j"), (IN_A_SCREENS_MESSAGE, "nSome text\r"), (WHEN_A_SCREEN_OPENS, "5")],
    ids=["action", "message", "opening"],
)
def test_a_fault_of_another_screen_closes_that_screen_alone(text: str, keys: str, tmp_path: Path) -> None:
    argv, environment = program(tmp_path, text)
    with Terminal(argv, environment=environment) as terminal:
        terminal.until("q quit")
        for key in keys:
            terminal.press(key)
            terminal.quiet(0.05)
        terminal.until("went wrong inside")
        terminal.until("q quit")
        check_report(tmp_path)
        typed = [file.read_text(encoding="utf-8") for file in reports(tmp_path, "typed")]
        assert typed == (["Some text\n"] if "text" in keys else [])
        if "\r" not in keys:
            capture(terminal, "Still here", 1)
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_fault_of_a_worker_is_said_and_closes_nothing(tmp_path: Path) -> None:
    argv, environment = program(tmp_path, IN_A_WORKER)
    with Terminal(argv, environment=environment) as terminal:
        terminal.until("q quit")
        subprocess.run(
            [sys.executable, "-m", "wiptui", *argv[-2:], "add", "From elsewhere"], env=environment, check=True
        )
        terminal.until("went wrong inside")
        terminal.press("q")
        assert terminal.ended() == 0
    assert reports(tmp_path)


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_a_command_ends_with_a_sentence_and_a_report(more: tuple[str, ...], tmp_path: Path) -> None:
    argv, environment = program(tmp_path, ON_THE_COMMAND_LINE)
    done = subprocess.run([*argv, "list", *more], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr and "Something went wrong inside wiptui (KeyError)" in done.stderr
    assert str(reports(tmp_path)[0]) in done.stderr
    check_report(tmp_path)
