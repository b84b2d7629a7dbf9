"""The manual page holds all of the registry."""

from __future__ import annotations

from cli_runner import Cli

from wiptui.cli.registry import MODULES, find


def test_every_command_option_and_example_is_in_it(cli: Cli) -> None:
    text = cli.ok("help", "--man").out.replace("\\-", "-").replace("\n", " ")
    for name in MODULES:
        command = find(name)
        assert f"wiptui {name}" in text
        for option in command.options:
            assert f"\\fB--{option.name}\\fR" in text
        for line, _ in command.examples:
            assert line.replace("\\", "\\e").split()[-1] in text
    assert not cli.file.exists()


def test_no_line_is_a_macro_by_accident_and_all_is_ascii(cli: Cli) -> None:
    out = cli.ok("help", "--man").out
    known = ('.\\"', ".TH", ".SH", ".SS", ".TP", ".RS", ".RE", ".PP", ".br", ".sp", ".B ", ".I ")
    for line in out.split("\n"):
        assert not line.startswith("'") and (not line.startswith(".") or line.startswith(known)), line
    assert out.isascii()
