"""What a short command may load: imports take nine tenths of its time, and modules can be counted on any machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source import python

COUNT = """
import json, os, sys
before = set(sys.modules)
from wiptui.__main__ import main
sys.stdout = open(os.devnull, "w", encoding="utf-8")
code = main(sys.argv[1:])
sys.stdout = sys.__stdout__
print(json.dumps([code, sorted(set(sys.modules) - before)]))
"""
HEAVY = frozenset(
    {
        "argparse", "ast", "asyncio", "dataclasses", "email", "hashlib", "http", "inspect", "locale", "logging",
        "pathlib", "platform", "random", "shutil", "socket", "ssl", "subprocess", "tempfile", "textwrap",
        "tokenize", "tomllib", "unicodedata", "urllib", "uuid",
    }
)  # fmt: skip
"""Modules of the standard library that a short command does not need and that are slow to import."""
BUDGETS = {"status": 78, "list": 54, "next": 70, "add Write the report +acme due:fri": 93, "start one": 93, "undo": 94}
"""The most modules of ours that each command may load: a few more than it loads now."""


def loaded(words: list[str], file: Path) -> set[str]:
    code, names = json.loads(python(COUNT, *words, "--file", str(file)))
    assert code == 0, words
    return set(names)


@pytest.mark.parametrize("line", BUDGETS)
def test_a_short_command_stays_within_its_imports(line: str, tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    loaded(["add", "one"], file)
    names = loaded(line.split(), file)
    ours = {name for name in names if name.split(".")[0] == "wiptui"}
    assert 10 < len(ours) <= BUDGETS[line], sorted(ours)
    assert not {name.split(".")[0] for name in names} & HEAVY
    is_writing = line.split()[0] in ("add", "start", "undo")
    assert ("tinydb" in names) == is_writing
    assert is_writing or not names & {"typing", "wiptui.store.replica", "wiptui.sync.merge", "wiptui.domain.rules"}


def test_an_answer_that_still_holds_reads_no_board(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    loaded(["add", "one"], file)
    runs = (loaded(["status"], file) for _ in range(20))  # kept as soon as the change is too old to hide another
    names = next(names for names in runs if "wiptui.store.quick" not in names)
    assert len({name for name in names if name.split(".")[0] == "wiptui"}) <= 18
    assert not names & {"json", "datetime", "enum", "wiptui.domain.board", "wiptui.cli.main"}


def test_giving_a_key_looks_only_at_the_screens_it_is_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIPTUI_CONFIG", str(tmp_path / "config.toml"))
    names = loaded(["config", "set", "keys.done", "D"], tmp_path / "wip.json")
    assert "textual" not in names and "wiptui.tui.keys.keymap" in names
    names = loaded(["config", "set", "keys.panel.swap", "z"], tmp_path / "wip.json")
    assert "wiptui.tui.screens.limits.make_room" in names
    assert not names & {"wiptui.tui.screens.reports.flow", "wiptui.tui.screens.board.screen", "wiptui.tui.app"}
