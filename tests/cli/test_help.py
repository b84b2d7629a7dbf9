"""The help, and names that are promises."""

from __future__ import annotations

import pytest
from cli_runner import Cli

from wiptui import __version__
from wiptui.cli.help import about, overview
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
