"""Two machines in one process: each command line runs with the file, the name and the state folder of one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli, Result


class Device:
    """``phone("add", "a")`` runs ``wiptui add a`` on the phone."""

    def __init__(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, root: Path, name: str) -> None:
        self.cli, self.monkeypatch, self.name = cli, monkeypatch, name
        self.folder = root / name
        self.folder.mkdir()
        self.file = self.folder / "wip.json"
        self.state = root / f"state-{name}"

    def _here(self) -> Cli:
        self.monkeypatch.setenv("WIPTUI_FILE", str(self.file))
        self.monkeypatch.setenv("WIPTUI_DEVICE", self.name)
        self.monkeypatch.setenv("XDG_STATE_HOME", str(self.state))
        return self.cli

    def __call__(self, *argv: str) -> Result:
        return self._here()(*argv)

    def ok(self, *argv: str) -> Result:
        return self._here().ok(*argv)

    def json(self, *argv: str) -> Any:
        return self._here().ok(*argv, "--json").json

    def add(self, *words: str) -> str:
        return self._here().add(*words)

    def titles(self) -> list[str]:
        return sorted(task["title"] for task in self.json("list"))

    def take(self, other: Device, name: str = "wip.json") -> Path:
        """The other one's file arrives here under a name."""
        path = self.folder / name
        path.write_bytes(other.file.read_bytes())
        return path


class Two:
    """A laptop and a phone that share a database so far, with one task in it."""

    def __init__(self, cli: Cli, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
        self.laptop = Device(cli, monkeypatch, root, "laptop")
        self.phone = Device(cli, monkeypatch, root, "phone")
        self.laptop.add("shared")
        self.phone.take(self.laptop)
        self.phone.ok("list")
