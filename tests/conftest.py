"""Nothing of the machine's own leaks into a test: neither settings, nor data, nor terminal habits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

for _name in [*os.environ]:
    # Textual and friends read these when they are imported, so they go before anything else is.
    if _name.startswith(("TEXTUAL", "WIPTUI_")) or _name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        del os.environ[_name]
os.environ["TZ"] = "Europe/Berlin"
# What is started by the hundred here would each time compile all of wiptui, and pytest all of its tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

import time

if hasattr(time, "tzset"):
    time.tzset()

import pytest
from hypothesis import settings

from wiptui.domain.dates import date_style

# Repeatable on every machine, and short; look further with EXAMPLES=500, or --hypothesis-profile=explore.
EXAMPLES = int(os.environ.get("EXAMPLES", "40"))
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None, max_examples=EXAMPLES)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("repeatable")

sys.path.insert(0, str(Path(__file__).parent))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """For ``-n auto`` twice as many workers as cores: they wait for screens and disks half of the time."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return 2 * (cores or 1)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder each time. ``mktemp`` would look through all folders of all tests before."""
    folder = tmp_path_factory.mktemp("homes")

    def numbered() -> Iterator[Path]:
        for number in count():
            home = folder / str(number)
            home.mkdir()
            yield home

    return numbered()


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test."""
    folder = next(homes)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name, below in (
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CONFIG", ".config"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / below))
    date_style.tell(date_style.DEFAULT)
    return folder
