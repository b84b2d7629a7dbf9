"""docs/import-export.md: its examples run, in their order, and every format is in it."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.cli.exchange.readers import READERS
from wiptui.cli.exchange.writers import WRITERS
from wiptui.cli.registry import MODULES

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "import-export.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


def commands(body: str) -> list[tuple[str, str]]:
    """Pairs of a command and what it prints."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts]


def others_at_home() -> None:
    """The files of kanban-tui and dstask where those have them."""
    data, home = ROOT / "tests" / "data", Path.home()
    shutil.copytree(data / "dstask", home / ".dstask")
    database = home / ".local" / "share" / "kanban_tui" / "kanban_tui.db"
    database.parent.mkdir(parents=True)
    connection = sqlite3.connect(database)
    connection.executescript((data / "kanban_tui.sql").read_text(encoding="utf-8"))
    connection.close()


def test_the_examples_print_what_the_page_says(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WIPTUI_FILE")
    cli.minutes = 0
    others_at_home()
    run = 0
    for block in BLOCK.finditer(PAGE):
        if block["file"]:
            Path(block["file"]).write_text(block["body"], encoding="utf-8")
        for line, printed in commands(block["body"]) if block["kind"] == "console" else []:
            program, *words = shlex.split(line)
            assert program == "wiptui"
            result = cli.ok(*words)
            assert result.out + result.err == printed, line
            run += 1
    assert run >= 14


def test_every_format_is_told_with_its_direction() -> None:
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (✓? ?\| ✓?)", PAGE, re.MULTILINE))
    assert {name for name, way in told.items() if way.startswith("✓")} == set(READERS)
    assert {name for name, way in told.items() if way.endswith("✓")} == set(WRITERS)
    for name in (*READERS, *WRITERS):
        assert re.search(rf"wiptui (import|export) {name}\b", PAGE), name


def test_every_command_and_option_on_the_page_exists() -> None:
    from wiptui.cli.registry import find

    for name, rest in re.findall(r"wiptui ([a-z-]+)([^`\n]*)", PAGE):
        if name in ("undo", "import", "export", "start", "show"):
            options = {option.name for option in find(name).options}
            assert set(re.findall(r"--([a-z-]+)", rest)) <= options, (name, rest)
    assert set(re.findall(r"`wiptui ([a-z-]+)", PAGE)) <= set(MODULES)
