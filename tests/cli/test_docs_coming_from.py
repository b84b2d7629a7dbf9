"""docs/coming-from.md, each row tried: what the fingers type is answered, and what is beside it works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.cli.help.other_programs import answer
from wiptui.cli.registry import MODULES
from wiptui.tui.keys.keymap import ACTS, Keymap

PAGE = (Path(__file__).parent.parent.parent / "docs" / "coming-from.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:4])
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
TYPED = [row for row in ROWS if row[1].startswith("`wiptui")]
KEYS = [row for row in ROWS if not row[1].startswith("`wiptui")]
ANSWERS = (
    "A time is --at 9:00",
    "tasks have no numbers here",
    "stays in the title",
    "one word too many",
    "No need to",
    "comes first here",
)
"""The command is the same here: only the number of the task, or a word of another syntax, is none."""


def code(cell: str) -> str:
    return re.findall(r"`([^`]+)`", cell)[0]


@pytest.fixture
def board(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A board with a task for each row to act on, and an editor that changes nothing."""
    cli.add("Write report +acme @phone")
    cli.ok("start", cli.add("Doing now"))
    cli.ok("done", cli.add("Over"))
    cli.ok("edit", "doing", "--due", "fri")
    cli.ok("edit", "report", "--note", "https://example.org/brief")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.chdir(tmp_path)
    return cli


@pytest.mark.parametrize("row", TYPED, ids=[row[0] for row in TYPED])
def test_what_stands_beside_it_works(board: Cli, row: tuple[str, str, str]) -> None:
    words = shlex.split(code(row[1]))[1:]
    if words == ["git-setup"] or not words:
        assert not words or words[0] in MODULES
        return
    assert board(*words).code == 0


@pytest.mark.parametrize("row", TYPED, ids=[row[0] for row in TYPED])
def test_what_the_fingers_type_works_or_is_answered_with_where_it_is(board: Cli, row: tuple[str, str, str]) -> None:
    program, *words = shlex.split(code(row[0]))
    if program == "vim" or not words:
        return
    words = words[1:] if program == "kanban-tui" else words
    result = board(*words)
    command = shlex.split(code(row[1]))[1]
    told = result.err
    works = result.code == 0 and "Note:" not in told
    assert works or f"wiptui {command}" in told or any(words in told for words in ANSWERS), told


@pytest.mark.parametrize("row", KEYS, ids=[row[0] for row in KEYS])
def test_a_key_does_here_what_the_page_says(row: tuple[str, str, str]) -> None:
    labels = {key: act.label for act in ACTS for key in Keymap().all_shown(act).split()}
    told = re.findall(r"`([^`]+)` ([a-z ]+)", row[1])
    assert told
    assert {key: label.strip() for key, label in told} == {key: labels[key] for key, _ in told}


def test_the_command_comes_first() -> None:
    assert answer("3", ["done"], MODULES) == "The command comes first here: wiptui done 3"
    assert answer("3", ["modify"], MODULES) == "The command comes first here, and “modify” is: wiptui edit 3"
    assert answer("modify", ["3"], MODULES) == "“modify” is here: wiptui edit TASK"
    assert "did you mean “status”" in answer("statsu", [], MODULES)
    assert answer("xyzzy", [], MODULES) == "There is no command “xyzzy”; see: wiptui --help"
