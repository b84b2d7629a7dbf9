"""Other programs beside ours: their own list and add with as many open tasks, in the same run, on the same machine.

What can be installed is installed into a folder that is thrown away; what cannot is said. Tasks come in by the fastest
way that each has: Taskwarrior's import, rows in the database of kanban-tui (its own command takes half a second each).
dooit has neither a list nor an add on the command line, so there is nothing of it to measure here.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.board import fill_open

SIZES = (100, 1_000, 10_000)
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Peer:
    """A program with its tasks: its name and version, its commands, and the variables that they need."""

    name: str
    list: list[str]
    add: list[str]
    environment: Mapping[str, str]


def wiptui(home: Path, tasks: int) -> Peer:
    """Ours."""
    file = fill_open(home / f"ours-{tasks}" / "wip.json", tasks)
    argv = [sys.executable, "-m", "wiptui"]
    return Peer("wiptui", [*argv, "list", "--file", str(file)], [*argv, "add", "Write report", "--file", str(file)], {})


def taskwarrior(home: Path, tasks: int) -> Peer | str:
    """Taskwarrior, where it is installed; else why it is not measured."""
    program = shutil.which("task")
    if program is None:
        return "Taskwarrior is not installed (apt install taskwarrior)"
    folder = home / f"task-{tasks}"
    folder.mkdir()
    rc = folder / "taskrc"
    rc.write_text("confirmation=no\nverbose=nothing\n", encoding="utf-8")
    environment = {"TASKRC": str(rc), "TASKDATA": str(folder)}
    rows = [
        {"description": f"task {number} about {number % 11}", "project": f"p{number % 20}"} for number in range(tasks)
    ]
    (folder / "tasks.json").write_text(json.dumps(rows), encoding="utf-8")
    argv = [program, "import", str(folder / "tasks.json")]
    subprocess.run(argv, check=True, env={**os.environ, **environment}, **QUIET)
    version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return Peer(f"Taskwarrior {version}", [program, "list"], [program, "add", "Write report"], environment)


def kanban_tui(home: Path, tasks: int) -> Peer | str:
    """kanban-tui from pip, in an environment of its own; else why it is not measured."""
    place = home / "kanban-tui"
    program = place / "bin" / "ktui"
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run(
            [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "kanban-tui"], check=False, **QUIET
        )
    if not program.exists():
        return "kanban-tui could not be installed"
    folder = home / f"kanban-{tasks}"
    folder.mkdir()
    environment = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    for words in (["board", "create", "bench"], ["task", "create", "first"]):
        subprocess.run([str(program), *words], check=True, env={**os.environ, **environment}, **QUIET)
    with sqlite3.connect(next((folder / "data").rglob("*.db"))) as database:
        column, created = database.execute("select [column], creation_date from tasks").fetchone()
        database.executemany(
            "insert into tasks (title, [column], creation_date, position, description) values (?, ?, ?, ?, '')",
            [(f"task {number}", column, created, number) for number in range(1, tasks)],
        )
    database.close()
    said = subprocess.run([str(program), "--version"], check=True, capture_output=True, text=True).stdout.split()
    argv = [str(program), "task"]
    return Peer(f"kanban-tui {said[-1]}", [*argv, "list"], [*argv, "create", "Write report"], environment)


def peers(home: Path, tasks: int) -> list[Peer | str]:
    """All of them with so many open tasks; a text says why one is not there."""
    return [wiptui(home, tasks), taskwarrior(home, tasks), kanban_tui(home, tasks)]
