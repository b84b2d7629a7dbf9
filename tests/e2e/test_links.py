"""A link over ssh: a browser of text never draws over the board, and has the terminal only from a command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("elsewhere Python chooses no browser of text", allow_module_level=True)

from terminal import Terminal

WIPTUI = [sys.executable, "-m", "wiptui"]
LINK = "https://example.org/a"


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """Where a browser says what it opened, and an environment as over ssh, where there is none but w3m."""
    opened, folder = tmp_path / "opened", tmp_path / "bin"
    folder.mkdir()
    for name in ("w3m", "firefox"):
        browser = folder / name
        browser.write_text(f'#!/bin/sh\necho "{name} $1" >> {opened}\n', encoding="utf-8")
        browser.chmod(0o755)
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"PATH": f"{folder}", "TERM": "xterm-256color", "WIPTUI_FILE": str(tmp_path / "wip.json")}
    subprocess.run([*WIPTUI, "add", f"Read {LINK}"], env=environment, check=True, capture_output=True, timeout=60)
    return opened, environment


def test_the_board_shows_the_address_where_no_browser_has_a_window(places: tuple[Path, dict[str, str]]) -> None:
    opened, environment = places
    with Terminal(WIPTUI, environment=environment, columns=100) as terminal:
        terminal.until("q quit")
        terminal.press("O")
        terminal.until(f"No browser here: {LINK}")
        terminal.press("q")
        assert terminal.ended() == 0
    assert not opened.exists()


def test_the_board_opens_it_where_a_browser_has_one(places: tuple[Path, dict[str, str]]) -> None:
    opened, environment = places
    with Terminal(WIPTUI, environment={**environment, "BROWSER": "firefox"}, columns=100) as terminal:
        terminal.until("q quit")
        terminal.press("Oq")
        assert terminal.ended() == 0
    assert opened.read_text(encoding="utf-8") == f"firefox {LINK}\n"


def test_a_command_gives_a_browser_of_text_the_terminal_and_nothing_else(places: tuple[Path, dict[str, str]]) -> None:
    opened, environment = places
    done = subprocess.run([*WIPTUI, "open", "read"], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, opened.exists()) == (1, False) and LINK in done.stderr
    with Terminal([*WIPTUI, "open", "read"], environment=environment) as terminal:
        assert terminal.ended() == 0
    assert opened.read_text(encoding="utf-8") == f"w3m {LINK}\n"
