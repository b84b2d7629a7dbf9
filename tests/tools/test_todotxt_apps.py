"""With real todo.txt programs: an hour's edits through each, and the board has these and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wiptui.mirror.todo_lines import row_of

TITLES = ("Call Ana", "Write report", "Buy milk", "Read the log", "Tidy desk", "Water plants")


class Mirrored:
    """A data file with a mirror, and a todo.txt program that edits it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.file = folder, folder / "todo.txt"
        monkeypatch.setenv("WIPTUI_FILE", str(folder / "data" / "wip.json"))
        monkeypatch.setenv("WIPTUI_CONFIG", str(folder / "data" / "config.toml"))
        (folder / "data").mkdir()
        for title in TITLES:
            self.wiptui("add", f"{title} +home" if title == "Call Ana" else title)
        self.wiptui("edit", "Ana", "--priority", "A", "--due", "2030-01-02")
        self.wiptui("edit", "Water", "--due", "2030-01-03", "--every", "week")
        self.wiptui("mirror", "on", str(self.file))

    def run(self, *words: str, **more: Any) -> str:
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=100, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def wiptui(self, *words: str) -> str:
        return self.run(sys.executable, "-m", "wiptui", *words)

    def settled(self) -> str:
        """The board after the file stood still for some minutes."""
        now = self.file.stat().st_mtime
        os.utime(self.file, (now - 300, now - 300))
        return self.wiptui("list", "--all")

    def number(self, title: str) -> str:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return str(next(place for place, line in enumerate(lines, 1) if title in line))

    def states(self) -> dict[str, str]:
        return {row["title"]: row["state"] for row in json.loads(self.wiptui("list", "--all", "--json"))}


@pytest.fixture
def mirrored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirrored:
    return Mirrored(tmp_path, monkeypatch)


def check_an_hour(mirrored: Mirrored, app: Any, replaces: bool) -> None:
    """Done, new, priority, an appended word, a deleted line, and a line said anew, each then read and written."""
    app("do", mirrored.number("Write report"))
    app("add", "New by app +home")
    app("pri", mirrored.number("Read the log"), "B")
    app("append", mirrored.number("Buy milk"), "due:2030-05-06")
    mirrored.settled()
    states = mirrored.states()
    assert states.pop("Write report") == "done" and states.pop("New by app") == "ready"
    assert set(states.values()) == {"ready"} and set(states) == set(TITLES) - {"Write report"}
    assert '"due": "2030-05-06"' in mirrored.wiptui("show", "milk", "--json")
    assert '"priority": "B"' in mirrored.wiptui("show", "log", "--json")
    assert '"priority": "A"' in mirrored.wiptui("show", "Ana", "--json")
    assert all(row_of(line).is_untouched for line in mirrored.file.read_text(encoding="utf-8").splitlines())
    if replaces:
        app("replace", mirrored.number("Buy milk"), "Buy milk and bread")
        mirrored.settled()
        assert "Buy milk and bread" in mirrored.states() and "Buy milk" not in mirrored.states()
    app("del", mirrored.number("Read the log"))
    mirrored.settled()
    assert mirrored.states()["Read the log"] == "dropped"
    app("do", mirrored.number("Water"))
    mirrored.settled()
    assert len(mirrored.states()) == len(TITLES) + 1
    assert '"due": "2030-01-10"' in mirrored.wiptui("show", "Water", "--json"), "the next one, made once"


@pytest.mark.tools("todo-txt")
def test_todotxt_cli(mirrored: Mirrored) -> None:
    config = mirrored.folder / "todo.cfg"
    lines = [f"export TODO_DIR={mirrored.folder}", f"export TODO_FILE={mirrored.file}"]
    lines += [f"export {name}_FILE={mirrored.folder / name.lower()}.txt" for name in ("DONE", "REPORT")]
    config.write_text("\n".join(lines) + "\n")

    def app(*words: str) -> str:
        return mirrored.run("todo-txt", "-d", str(config), "-p", "-f", *words)

    check_an_hour(mirrored, app, replaces=True)


@pytest.mark.tools("topydo")
def test_topydo(mirrored: Mirrored) -> None:
    config = mirrored.folder / "topydo.conf"
    archive = mirrored.folder / "done.txt"
    config.write_text(
        f"[topydo]\nfilename = {mirrored.file}\narchive_filename = {archive}\n[add]\nauto_creation_date = 1\n"
    )

    def app(*words: str) -> str:
        return mirrored.run("topydo", "-c", str(config), *words, input="y\n" * 3)

    check_an_hour(mirrored, app, replaces=False)
