"""A command line in this process: every call opens the file anew, as a process of its own would."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import BERLIN, NOON

from wiptui.cli.main import run
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.service import Service, open_service


class Result:
    """What one command line did."""

    def __init__(self, argv: tuple[str, ...], code: int, out: str, err: str) -> None:
        self.argv, self.code, self.out, self.err = argv, code, out, err

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The one error object on stderr."""
        return json.loads(self.err)["error"]

    def __repr__(self) -> str:
        return f"wiptui {' '.join(self.argv)} -> {self.code}\n{self.out}\n{self.err}"


class Cli:
    """``cli("add", "a")`` runs ``wiptui add a``; a minute goes by with each call."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        self.capsys, self.monkeypatch, self.file = capsys, monkeypatch, file
        self.clock = FixedClock(NOON, BERLIN)
        self.ids = SeededIds(3)
        self.minutes = 1
        self.opened: list[str] = []
        self.has_browser = True

    def __call__(self, *argv: str, stdin: str | bytes | None = None) -> Result:
        self.clock.advance(minutes=self.minutes)
        data = stdin.encode() if isinstance(stdin, str) else stdin
        fake = io.TextIOWrapper(io.BytesIO(data or b""), encoding="utf-8")
        fake.isatty = lambda: data is None  # type: ignore[method-assign]
        self.monkeypatch.setattr(sys, "stdin", fake)
        self.capsys.readouterr()
        code = run(argv, self._open, self._browse)
        out, err = self.capsys.readouterr()
        return Result(argv, code, out, err)

    def _open(self, file: str | None) -> Service:
        return open_service(file, clock=self.clock, ids=self.ids)

    def _browse(self, link: str) -> bool:
        self.opened.append(link)
        return self.has_browser

    def ok(self, *argv: str, stdin: str | bytes | None = None) -> Result:
        result = self(*argv, stdin=stdin)
        assert result.code == 0, result
        return result

    def fails(self, code: int, *argv: str, stdin: str | bytes | None = None) -> Result:
        """The command line must end with this code, say why in words, and print no data and no traceback."""
        result = self(*argv, stdin=stdin)
        assert result.code == code, result
        assert result.err.strip(), result
        assert "Traceback" not in result.err, result
        assert result.out == "", result
        return result

    def add(self, *words: str) -> str:
        """Capture a task and return its short id."""
        return self.ok("add", *words).out.split()[0]

    def tasks(self, *query: str) -> list[dict[str, Any]]:
        return self.ok("list", *query, "--json").json  # type: ignore[no-any-return]

    def titles(self, state: str) -> list[str]:
        return [task["title"] for task in self.tasks("--state", state)]

    def task(self, words: str) -> dict[str, Any]:
        return self.ok("show", words, "--json").json  # type: ignore[no-any-return]

    def later(self, **span: float) -> None:
        """Let time go by: ``later(minutes=41)``."""
        self.clock.advance(**span)
