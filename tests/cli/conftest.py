"""The command line for tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Cli:
    file = home / "wip.json"
    monkeypatch.setenv("WIPTUI_FILE", str(file))
    monkeypatch.setenv("WIPTUI_DEVICE", "laptop")
    return Cli(capsys, monkeypatch, file)
