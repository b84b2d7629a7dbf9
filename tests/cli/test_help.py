"""The help, and names that are promises."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui import __version__
from wiptui.cli.help.help import about, overview
from wiptui.cli.registry import GROUPS, MODULES, find


def test_overview(cli: Cli) -> None:
    text = cli.ok("--help").out
    assert text == cli.ok("help").out == cli.ok("-h").out
    for name in MODULES:
        assert f"  {name} " in text
    assert max(map(len, text.splitlines())) <= 80
    assert not cli.file.exists()


def test_version(cli: Cli) -> None:
    assert cli.ok("--version").out == f"wiptui {__version__}\n"


@pytest.mark.parametrize("name", MODULES)
def test_every_command_helps(cli: Cli, name: str) -> None:
    text = cli.ok(name, "--help").out
    assert text == cli.ok("help", name).out == cli.ok("--help", name).out
    assert text.startswith(f"wiptui {name}")
    command = find(name)
    for option in command.options:
        assert f"--{option.name}" in text and option.about
        assert not option.about.endswith(".")
    assert max(map(len, text.splitlines())) <= 120
    assert not cli.file.exists()


def test_help_among_wrong_words_helps_all_the_same(cli: Cli) -> None:
    assert cli.ok("start", "--nonsense", "--help").out.startswith("wiptui start")
    assert cli.ok("add", "--", "--help").out.endswith(" --help\n")


def test_examples_are_understood() -> None:
    """Every command line in an example has options that exist."""
    from shlex import split

    from wiptui.cli.options import check_count, read_head, read_rest

    for name in MODULES:
        for line, _ in find(name).examples:
            words = split(line.partition("|")[0].partition(" > ")[0].partition("&&")[0])
            if words[0] != "wiptui":
                continue
            given, rest = read_head(words[1:])
            read_rest(given, find(given.name), rest)
            check_count(given, find(given.name))


def test_nothing_is_listed_twice() -> None:
    names = [name for _, rows in GROUPS for name, _, _ in rows]
    assert len(names) == len(set(names))
    assert overview() and about("list", find("list"))


@pytest.mark.parametrize(("typed", "meant"), [("lst", "list"), ("strat", "start"), ("ad", "add")])
def test_a_slip_of_the_fingers(cli: Cli, typed: str, meant: str) -> None:
    assert f"did you mean “{meant}”?" in cli.fails(2, typed).err


NOT_HERE = ("serve", "mcp", "open", "git-setup", "merge")
"""These serve until they are stopped, open a browser, or need a repository or three files; others test them."""


def prepared(cli: Cli) -> dict[str, str]:
    """A board that the examples fit: their tasks by their words, and the id that stands for k7q2m."""
    for title in ("Write the report +acme for:ana", "Fix the parser", "The contract", "Release 2.3"):
        cli.add(title)
    key = cli.add("Reply to Ana")
    cli.ok("start", "parser")
    cli.ok("template", "save", "release", "Release 2.3")
    return {"k7q2m": key}


def stdin_of(command: str) -> str | None:
    """What the program before a pipe would hand over."""
    feeding = command.split()[0]
    return {"grep": "TODO tidy up\n", "task": "[]"}[feeding] if feeding != "wiptui" else None


@pytest.mark.parametrize("name", [name for name in MODULES if name not in NOT_HERE])
def test_examples_run_as_they_stand(cli: Cli, monkeypatch: pytest.MonkeyPatch, home: Path, name: str) -> None:
    """Each from the same board, with what the shell does around it left to the shell."""
    from shlex import split

    monkeypatch.chdir(home)
    monkeypatch.setenv("EDITOR", f"{sys.executable} -c 0")
    (home / "Sync").mkdir()
    (home / "todo.txt").write_text("(A) call Ana +acme\n", encoding="utf-8")
    (home / "tasks.csv").write_text("Summary\nCall Ana\n", encoding="utf-8")
    for number, (command, _) in enumerate(find(name).examples):
        cli.file = home / f"board-{number}.json"
        monkeypatch.setenv("WIPTUI_FILE", str(cli.file))
        stands_for = prepared(cli)
        if name == "backup":
            for title in ("Call", "Book", "Plan"):  # a backup is made before the first change of a day
                cli.later(days=1)
                cli.add(title)
        if name == "checkin":
            cli.later(days=1)
        if "experiment stop" in command:
            cli.ok("experiment", "start", "h", "--limit", "2", "--metric", "cycle")
        own = next(part for part in command.replace("&&", "|").split("|") if part.strip().startswith("wiptui"))
        words = [stands_for.get(word, word) for word in split(own.partition(" > ")[0])]
        words = [word.replace("~", str(home), 1) if word.startswith("~") else word for word in words]
        cli.ok(*words[1:], stdin=stdin_of(command))
