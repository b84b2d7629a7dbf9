"""A home in which sensing is on, and programs whose clock is in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from needs import unavailable
from pty_shell import shell
from terminal import Terminal

from wiptui.cli.sense.install import install
from wiptui.domain.commands import Add, FocusOn, Start
from wiptui.sensing import kept, log_file
from wiptui.service import open_service

BEGIN = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Monday 30 November 2026, 9:00 in Berlin."""


class SenseBox:
    """A board with a focus on «Tax letter» since 9:00, and folders ``taxes``, ``acme`` and ``web``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.now = BEGIN
        self._hand = home / "clock"
        self._hand_of_the_system = home / "faketime"
        log_file.turn_on()
        self.log = Path(log_file.log_path())
        for name in ("taxes", "acme", "web"):
            (home / name).mkdir()
        self.tick(0)

    def folder(self, name: str) -> Path:
        return self.home / name

    def tick(self, minutes: float) -> None:
        """Let time pass, for wiptui and for the programs in :meth:`environment`."""
        self.now += timedelta(minutes=minutes)
        self._hand.write_text(str(int(self.now.timestamp())), encoding="ascii")
        self._hand_of_the_system.write_text(f"{self.now.astimezone():%Y-%m-%d %H:%M:%S}\n", encoding="ascii")

    def environment(self) -> dict[str, str]:
        """Variables that give a program the clock of the file (libfaketime)."""
        found = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
        if found is None:
            unavailable("faketime", "libfaketime is not installed")
        return {
            "LD_PRELOAD": str(found),
            "FAKETIME_TIMESTAMP_FILE": str(self._hand_of_the_system),
            "FAKETIME_NO_CACHE": "1",
            "NO_FAKE_STAT": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def shell(self, name: str, *, faked: bool = True) -> Terminal:
        """A shell in which the snippet is installed."""
        if name in ("bash", "zsh", "fish"):
            install(name)
        return shell(name, self.home, self.environment() if faked else {})

    def lines(self) -> list[list[str]]:
        """The fields of the lines in the log."""
        return [line.split("\t") for line in self.log.read_text().splitlines()]

    def wiptui(self, *words: str) -> list[str]:
        """A command line that runs wiptui by the clock of the file."""
        clocked = Path(__file__).parent.parent / "e2e" / "clocked.py"
        return [sys.executable, str(clocked), str(self._hand), *words]


@pytest.fixture
def box(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SenseBox]:
    for name in ("ZDOTDIR", "BASH_ENV", "ENV", "CLAUDECODE", "PROMPT_COMMAND", "WIPTUI_SENSE_OFF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WIPTUI_FILE", str(home / "wip.json"))
    box = SenseBox(home)
    kept.set_here(str(box.folder("acme")), "project:acme")
    kept.set_here(str(box.folder("web")), "project:web")
    yield box


def focus_on_taxes(box: SenseBox) -> str:
    """Start and focus «Tax letter» at the box's clock; return its id."""
    from builders import BERLIN
    from fakes import FixedClock

    service = open_service(box.home / "wip.json", clock=FixedClock(box.now, BERLIN))
    try:
        tax = service.dispatch(Add("Tax letter")).accepted.tasks[0]  # type: ignore[union-attr]
        acme = service.dispatch(Add("Fix the parser", {"project": "acme"})).accepted.tasks[0]  # type: ignore[union-attr]
        service.dispatch(Start((acme,), focus=False))
        service.dispatch(Start((tax,)))
        service.dispatch(FocusOn(tax))
        key = service.board().task(tax).key
    finally:
        service.store.close()
    kept.set_here(str(box.folder("taxes")), f"task:{key}")
    return key


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home)}
