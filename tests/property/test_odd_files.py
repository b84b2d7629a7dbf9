"""Law: whatever the data file holds, each command answers in words, and what is sound in it stays as it is.

A usual run tries a few files; ``ODD_FILES=500`` tries as many.
"""
# ruff: noqa: E501

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import odd_files
import pytest
from cli_runner import Cli

from wiptui.cli import unexpected
from wiptui.domain.core.ids import id_text
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode

FILES = int(os.environ.get("ODD_FILES", "2"))
FIRST = int(os.environ.get("ODD_FIRST", "0"))
READS = [
    "list", "list --all --json", "list --sort due --by project", "status", "status --json", "next", "log", "stats", "stats --json",
    "forecast", "devices", "devices --json", "doctor", "limit", "review", "export json", "export todotxt",
    "export taskwarrior", "export csv", "export markdown", "export icalendar", "sync", "sync --json", "doctor --repair", "backup",
]  # fmt: skip
WRITES = [
    "add new +p due:fri", "start {0}", "wait {0} --on Ana", "resolve {0}", "edit {0} --note x --due mon", "done {0}",
    "reopen {0}", "stop {0}", "focus {0}", "drop {0}", "undo", "undo", "redo",
]  # fmt: skip


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    file = tmp_path / "Sync" / "wip.json"
    file.parent.mkdir()
    monkeypatch.setenv("WIPTUI_FILE", str(file))
    monkeypatch.setattr(unexpected, "unexpected", _raise)  # the traceback itself, and not where it is kept
    return Cli(capsys, monkeypatch, file)


@pytest.mark.parametrize("number", range(FIRST, FIRST + FILES))
def test_every_command_over_an_odd_file(cli: Cli, number: int) -> None:
    random = Random(f"odd {number}")
    cli.file.write_bytes(odd_files.raw(random))
    for words in READS:
        _answers(cli, words)
    rows = cli.ok("list", "--all", "--json").json
    told = {row["id"]: row["title"] for row in rows}
    assert {id_text(int(key)): title for key, title in odd_files.SOUND.items()}.items() <= told.items()
    picked = random.sample(sorted(told), min(len(told), 8))
    for task in picked:
        _answers(cli, f"show {task}")
        _answers(cli, f"show {task} --json")
    for task in picked[:3]:
        for words in WRITES:
            _answers(cli, words.format(task))
    found = decode(cli.file.read_bytes())
    assert encode(found.data) == cli.file.read_bytes() and not found.problems, "what is written reads back as it is"


def _raise(error: Exception, _: bool) -> int:
    raise error


def _answers(cli: Cli, words: str) -> None:
    result = cli(*words.split())
    said = f"wiptui {words} -> {result.code}\n{result.out[-2000:]}\n{result.err[-2000:]}"
    assert result.code in (0, 1, 2, 3, 4, 10, 11) and "inside wiptui" not in result.err, said
    assert result.code in (0, 10, 11) or result.err or words == "doctor", said
