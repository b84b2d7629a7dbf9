"""The manual page is troff that man reads without a complaint."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from wiptui.cli.help.manual import page


@pytest.mark.tools("mandoc")
def test_mandoc_finds_nothing_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wiptui.1"
    file.write_text(page(), encoding="utf-8")
    done = subprocess.run(["mandoc", "-T", "lint", str(file)], capture_output=True, text=True, timeout=60)
    # The page has no date on purpose: it is as old as the program.
    assert [line for line in (done.stdout + done.stderr).splitlines() if "missing date" not in line] == []
