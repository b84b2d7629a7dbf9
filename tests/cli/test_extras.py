"""Commands that need an optional extra say in one sentence what to install."""

from __future__ import annotations

import sys

import pytest
from cli_runner import Cli


@pytest.mark.parametrize(("command", "extra", "package"), [("mcp", "mcp", "mcp")])
def test_what_is_missing_is_said(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str, extra: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert f"pip install 'wiptui[{extra}]'" in cli.fails(1, command).err
    assert not cli.file.exists()


def test_the_protocol_has_its_own_json(cli: Cli) -> None:
    assert "leave --json out" in cli.fails(2, "mcp", "--json").error["message"]
