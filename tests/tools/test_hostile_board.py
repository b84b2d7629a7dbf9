"""The hostile file in tmux with ``set-clipboard on``: after every screen and key, title and clipboard are as before.

By default Enter is pressed on every screen. With ``HOSTILE_KEYS=all`` it is every key, and in every dialog too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("tmux runs on Unix", allow_module_level=True)

import hostile
from burst_places import KEYS as EVERY_KEY
from burst_places import PLACES, READING, TYPED, TYPING
from hostile import acts

from wiptui.tui.keys.keymap import ACTS

PATIENCE = 60.0
KEYS = {"space": "Space", "enter": "Enter", "escape": "Escape", "question_mark": "?", "comma": ",", "slash": "/",
        "plus": "+", "minus": "-", "colon": ":", "tab": "Tab", "shift+tab": "BTab", "up": "Up", "down": "Down",
        "backspace": "BSpace", "delete": "DC", "home": "Home", "ctrl+s": "C-s", "ctrl+j": "C-j", "ctrl+d": "C-d",
        "ctrl+u": "C-u"}  # fmt: skip
"""Keys as tmux names them; letters and digits are their own names."""
LEAVE = {"quit", "suspend", "editor", "links", "palette", "half-up", "half-down", "bottom", "top"}
"""What leaves the board, and what only moves."""
ALL_KEYS = os.environ.get("HOSTILE_KEYS") == "all"


class Tmux:
    """A server of its own, with one pane that has a name."""

    def __init__(self, home: Path) -> None:
        self.socket = str(home / "tmux")
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "-s", "here", "sh")
        self.run("set-option", "-g", "set-clipboard", "on")
        self.run("set-option", "-g", "allow-rename", "on")
        self.run("set-option", "-s", "escape-time", "0")
        self.run("select-pane", "-T", "mine")
        self.run("set-buffer", "mine")

    def run(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    def screen(self) -> str:
        return self.run("capture-pane", "-p")

    def wait(self, is_so: Callable[[], bool], wanted: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, f"no {wanted!r} on\n{self.screen()}"
            time.sleep(0.05)

    def until(self, wanted: str) -> None:
        """Wait until the screen shows a text."""
        self.wait(lambda: wanted in self.screen(), wanted)

    def left(self) -> None:
        """Wait until the shell is back."""
        command = ("display-message", "-p", "#{pane_current_command}")
        self.wait(lambda: self.run(*command).strip() in ("sh", "dash", "bash"), "shell")

    def untouched(self, about: object) -> None:
        """Nobody named the pane or the window, and nobody wrote to the clipboard, other than the board itself."""
        title, window = self.run("display-message", "-p", "#{pane_title}\t#{window_name}").strip("\n").split("\t")
        assert "stolen" not in (title, window) and (title == "mine" or "Doing" in title), about
        assert not acts(title) and not acts(window), about
        for line in self.run("list-buffers", "-F", "#{buffer_name}").split():
            text = self.run("show-buffer", "-b", line)
            assert text != "stolen" and not acts(text), about


@pytest.fixture
def tmux(home: Path) -> Iterator[Tmux]:
    opened = Tmux(home)
    yield opened
    opened.run("kill-server")


@pytest.mark.tools("tmux")
def test_a_hostile_file_takes_neither_the_title_nor_the_clipboard(tmux: Tmux, home: Path) -> None:
    file = home / "wip.json"
    hostile.write(file)
    hostile.write_copy(file)
    board = f"{sys.executable} -m wiptui --file {file}"
    settings = " ".join(f"{name}={os.environ[name]}" for name in os.environ if name.startswith("XDG_"))
    tmux.run("send-keys", f"cd {home}; HOME={home} EDITOR=true VISUAL= {settings} {board}", "Enter")
    tmux.until("? help")
    tmux.untouched("the first frame")
    pressed = 0
    for act in ACTS:
        key = act.keys.split(",")[0]
        key = KEYS.get(key, key)
        if act.id in LEAVE or not (len(key) == 1 or key in KEYS.values()):
            continue
        tmux.run("send-keys", key, "Enter", "Escape", "Escape", "Escape")
        tmux.untouched(act.id)
        pressed += 1
    assert pressed > 30
    tried = 0
    for place, way in (PLACES if ALL_KEYS else READING).items():
        acting = TYPED if place in TYPING else EVERY_KEY
        for key in [key for key in acting if key != "q"] if ALL_KEYS else ["enter"]:
            if place.startswith("settings") and key == "e":
                continue  # keys that come while an editor is open are for the editor
            tried += 1
            keys = [KEYS.get(one, one) for one in [*way.split(), key, "enter", *["escape"] * 9]]
            tmux.run("send-keys", *keys, "/", *f"zz{tried}zz")
            tmux.until(f"zz{tried}zz")  # all keys before have been answered
            tmux.untouched((place, key))
            tmux.run("send-keys", "Escape", "Escape")
    tmux.run("send-keys", "C-q")
    tmux.left()
    tmux.untouched("left")
    assert tmux.run("display-message", "-p", "#{pane_title}").strip() == "mine"
    assert not list(home.glob("**/gone"))
