"""A process that holds the data file and does not let go: nobody waits in silence, and nothing typed is lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows cannot stop a process", allow_module_level=True)

from terminal import Terminal, capture

WIPTUI = [sys.executable, "-m", "wiptui"]
HOLDS = """
import os, signal, sys
from wiptui.service import open_service
service = open_service(sys.argv[1])
service.wait_for_lock("import")
def work(data):
    print("holds", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
    return None, None
service.store.transact(work)
"""
SHORT = """
import sys
from wiptui.cli.main import run
from wiptui.service import open_service
def opener(file):
    service = open_service(file)
    service.wait_for_lock("", 0.05)
    return service
sys.exit(run(sys.argv[1:], opener))
"""
"""The command line with less patience."""


@contextmanager
def stopped(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, stopped while it holds the data file."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "holds\n"
        os.waitpid(holder.pid, os.WUNTRACED)
        yield holder
    finally:
        holder.kill()
        holder.wait()


def go_on(holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGCONT)
    holder.wait(60)


def test_what_is_typed_while_the_file_is_held_waits_in_its_dialog_and_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], columns=100) as terminal:
        terminal.until("Doing 0/3")
        capture(terminal, "First", 1)
        with stopped(file) as holder:
            terminal.press("n")
            terminal.until("New task")
            terminal.press("Second\r")
            terminal.until(re.escape(f"Waiting for “wiptui import” (process {holder.pid}"))
            assert "Second" in terminal.text
            terminal.press("\x1b")
            terminal.until(lambda text: "New task" not in text)
            terminal.press("n")
            terminal.until("New task")
            terminal.press("Third\r")
            terminal.until("Waiting for")
            go_on(holder)
            terminal.until(lambda text: "Ready 2" in text and "New task" not in text)
            assert "Second" not in terminal.text, "what was left with esc was taken back"


def test_a_key_that_changes_something_waits_too_and_the_board_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], columns=100) as terminal:
        terminal.until("Doing 0/3")
        capture(terminal, "First", 1)
        with stopped(file) as holder:
            terminal.press("x")
            terminal.until("Waiting for “wiptui import”")
            terminal.press("?")
            terminal.until("See all of the task")
            terminal.press("\x1b")
            terminal.until(lambda text: "First" in text and "See all" not in text)
            terminal.press("q")
            terminal.until("once more leaves without it")
            go_on(holder)
            terminal.until("Dropped")


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_the_command_line_says_who_holds_the_file_and_ends_with_5(tmp_path: Path, more: tuple[str, ...]) -> None:
    file = tmp_path / "wip.json"
    with stopped(file) as holder:
        line = [sys.executable, "-c", SHORT, "--file", str(file), "add", "A task", *more]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (5, "")
        said = json.loads(done.stderr)["error"]["message"] if more else done.stderr
        stopped_there = ", stopped" if sys.platform == "linux" else ""
        assert f"held by “wiptui import” (process {holder.pid}{stopped_there})" in said
        go_on(holder)
    assert subprocess.run([*line[:3], *line[3:]], capture_output=True, timeout=60).returncode == 0
