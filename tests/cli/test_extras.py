"""Commands that need an optional extra say in one sentence what to install."""

from __future__ import annotations

import sys

import pytest
from cli_runner import Cli


@pytest.mark.parametrize(("command", "extra", "package"), [("mcp", "mcp", "mcp"), ("serve", "web", "textual_serve")])
def test_what_is_missing_is_said(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: str, extra: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert f"pip install 'wiptui[{extra}]'" in cli.fails(1, command).err
    assert not cli.file.exists()


def test_the_protocol_has_its_own_json(cli: Cli) -> None:
    assert "leave --json out" in cli.fails(2, "mcp", "--json").error["message"]


def test_another_address_is_refused_and_what_it_means_is_said(cli: Cli) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "example.org"):
        said = cli.fails(2, "serve", "--host", host).err
        assert "can be reached from other machines" in said and "--expose" in said and "ssh -L" in said
    for port in ("65536", "-1", "x"):
        cli.fails(2, "serve", "--port", port)


def test_a_port_that_is_taken_is_said(cli: Cli) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"127.0.0.1:{port} cannot be listened on" in cli.fails(1, "serve", "--port", port).err
