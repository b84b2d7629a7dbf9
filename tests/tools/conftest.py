"""Tests with the real tools that people sync with. A tool that is missing is said aloud at the end.

``TOOLS_REQUIRED=1`` turns a missing tool into a failure; ``TOOLS_SCALE=5`` runs five times as many changes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import which

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from needs import not_run, unavailable

pytest.register_assert_rewrite("machines")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "tools(*names): drives real programs, which have to be installed")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("tools"):
        missing = [name for name in marker.args if which(name) is None]
        if not missing:
            continue
        for name in missing[1:]:
            not_run[name] = not_run.get(name, 0) + 1
        unavailable(missing[0], f"{', '.join(missing)} is not installed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, count in sorted(not_run.items()):
        terminalreporter.write_line(
            f"NOT TESTED: {name} is missing, so {count} test(s) with it did not run. To install it: .ci/tools",
            yellow=True,
            bold=True,
        )


@pytest.fixture
def scale() -> int:
    """How many times the changes of an ordinary run."""
    return int(os.environ.get("TOOLS_SCALE", "1"))
