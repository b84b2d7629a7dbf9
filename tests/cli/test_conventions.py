"""Manners that hold for every command: JSON where data is printed, and nothing but plain text for a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from cli_runner import Cli

from wiptui.cli.registry import MODULES
from wiptui.domain.text import width

PRINTS: dict[str, tuple[str, ...]] = {
    "add": ("x",), "list": (), "show": ("doing",), "status": (), "next": (), "log": (), "start": ("ready",),
    "today": (), "plan": (),
    "done": ("doing",), "wait": ("ready",), "resolve": ("waits",), "stop": ("doing",), "drop": ("ready",),
    "reopen": ("over",), "select": ("later",), "defer": ("ready",), "edit": ("ready", "--due", "fri"), "focus": (),
    "interrupt": ("x",), "limit": (), "undo": (), "redo": (), "import": ("todotxt", "-"), "export": ("json",),
    "path": (), "completion": ("bash",), "sync": (), "devices": (), "backup": (), "doctor": (), "config": (),
    "stats": (), "forecast": (), "review": (), "experiment": (), "rate": (), "template": (), "schema": (),
    "open": ("ready",), "checkin": (), "rename": ("+acme", "+b"), "note": ("ready", "x"), "time": (),
    "inbox": (), "mirror": (), "sense": (), "here": ("+acme",), "back": (),
}  # fmt: skip
"""Words with which each command prints something; ``help`` has its own test."""
NO_DATA = {"demo", "guide", "serve", "mcp"}
"""These open something instead of printing."""
ELSEWHERE = {"git-setup", "merge"}
"""These need a repository, or three files: tests/cli/test_sync.py."""


def prepared(cli: Cli) -> None:
    for title, *options in (("doing", "--start"), ("ready +acme",), ("later", "--backlog"), ("waits",), ("over",)):
        cli.ok("add", title, *options)
    cli.ok("wait", "waits")
    cli.ok("edit", "ready", "--note", "https://example.org")
    cli.ok("done", "over")
    cli.ok("add", "undone")
    cli.ok("undo")


def test_every_command_is_asked_here() -> None:
    forgotten = set(MODULES) - set(PRINTS) - NO_DATA - ELSEWHERE
    assert not forgotten, f"tell PRINTS how {forgotten} print something"


@pytest.mark.parametrize("name", PRINTS)
def test_json_everywhere(cli: Cli, name: str) -> None:
    prepared(cli)
    stdin = "a task\n" if name == "import" else None
    result = cli.ok(name, *PRINTS[name], "--json", stdin=stdin)
    assert isinstance(json.loads(result.out), dict | list)
    assert result.err == "", "words are part of the JSON, or are not said"


def test_the_help_as_json(cli: Cli) -> None:
    row = cli.ok("help", "--json").json
    assert row == cli.ok("--help", "--json").json
    assert [command["name"] for command in row["commands"]] == list(MODULES)
    assert {"name": "--state", "takes": "S", "about": "only this state; several with commas", "many": True} in row[
        "commands"
    ][1]["options"]


# --- on a terminal


def on_a_terminal(columns: int, *words: str, **environment: str) -> str:
    """What a command prints on a terminal of that width, letter by letter."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "wiptui", *words],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", **environment},
    )
    os.close(slave)
    told = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        told += piece
    os.close(master)
    assert process.wait(60) == 0
    return told.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("words", [("list",), ("log",), ("show", "report"), ("limit",)], ids=" ".join)
def test_weight_and_width_are_for_terminals_alone(cli: Cli, words: tuple[str, ...]) -> None:
    cli.ok("add", "--start", "The report on 漢字 and everything that happened since last summer +acme @office due:fri")
    assert "\x1b[" in on_a_terminal(60, *words)
    plain = on_a_terminal(60, *words, NO_COLOR="1")
    assert "\x1b" not in plain and "\x1b" not in on_a_terminal(60, *words, TERM="dumb")
    assert "\x1b" not in cli.ok(*words).out
    assert max(map(width, plain.splitlines())) <= 60
    assert max(map(width, on_a_terminal(60, *words, NO_COLOR="1", COLUMNS="44").splitlines())) <= 44
    if words[0] != "limit":
        assert "since last summer" in cli.ok(*words).out, "a pipe gets everything"
