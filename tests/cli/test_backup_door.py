"""``backup``: the list, the preview, going back and returning."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli

from wiptui.domain.board import Board
from wiptui.domain.clock import FixedClock
from wiptui.store.salvage import decode


@pytest.fixture
def day_after(cli: Cli) -> Cli:
    """Yesterday: a and b, b started. Today: a done, b renamed, c new. The backup of this morning is number 1."""
    cli.add("a")
    cli.ok("start", cli.add("b"))
    cli.later(days=1)
    cli.ok("edit", "b", "--title", "renamed")
    cli.ok("done", "a")
    cli.add("c")
    return cli


def tables(cli: Cli) -> dict:
    return {task["title"]: task["state"] for task in cli.ok("list", "--all", "--json").json}


def test_no_backup_yet(cli: Cli) -> None:
    assert "No backup yet" in cli.ok("backup").err
    assert cli.ok("backup", "list", "--json").json == []
    assert "there is none yet" in cli.fails(2, "backup", "restore", "1").err


def test_the_list(day_after: Cli) -> None:
    rows = day_after.ok("backup", "--json").json
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["kind"] in ("daily", "weekly")
    assert rows[0]["at"].startswith("2026-11-23T14:")
    lines = day_after.ok("backup", "list").lines
    assert lines[0].split()[:3] == ["1", "2026-11-23", rows[0]["at"][11:16]]
    assert "before the first change of a day" in day_after.ok("backup").out


def test_the_preview_changes_nothing(day_after: Cli) -> None:
    before = day_after.file.read_bytes()
    result = day_after.ok("backup", "restore", "1", "--dry-run")
    assert sorted(line.split(maxsplit=2)[0::2] for line in result.lines) == [
        ["changes", "a: finished at, state done -> ready"] if "finished at" in result.out else
        ["changes", "a: state done -> ready"],
        ["changes", "renamed: title"],
        ["leaves", "c"],
    ]  # fmt: skip
    assert "Nothing was changed. To do it: wiptui backup restore 1" in result.err
    report = day_after.ok("backup", "restore", "1", "--dry-run", "--json").json
    assert report["done"] is False
    kinds = {change["title"]: change["kind"] for change in report["changes"]}
    assert kinds == {"a": "changed", "renamed": "changed", "c": "gone"}
    renamed = next(change for change in report["changes"] if change["title"] == "renamed")
    assert renamed["fields"]["title"] == {"now": "renamed", "then": "b"}
    assert day_after.file.read_bytes() == before


def test_going_back_and_returning(day_after: Cli) -> None:
    assert tables(day_after) == {"a": "done", "renamed": "doing", "c": "ready"}
    result = day_after.ok("backup", "restore", "1")
    assert "Went back to the backup of 2026-11-23 14:" in result.err
    assert "wiptui undo" in result.err
    assert tables(day_after) == {"a": "ready", "b": "doing"}
    day_after.ok("undo")
    assert tables(day_after) == {"a": "done", "renamed": "doing", "c": "ready"}
    day_after.ok("redo")
    assert tables(day_after) == {"a": "ready", "b": "doing"}


def test_what_stood_before_is_a_backup_too(day_after: Cli) -> None:
    day_after.ok("backup", "restore", "1")
    assert day_after.ok("backup", "--json").json[0]["kind"] == "restore"
    day_after.ok("backup", "restore", "1")
    assert tables(day_after) == {"a": "done", "renamed": "doing", "c": "ready"}


def test_going_back_is_a_change_with_new_stamps_and_takes_no_history_away(day_after: Cli) -> None:
    before = decode(day_after.file.read_bytes()).data
    day_after.ok("backup", "restore", "1")
    after = decode(day_after.file.read_bytes()).data
    for table, records in before.items():
        for key, record in records.items():
            assert record.get("_log", {}).items() <= after[table][key].get("_log", {}).items()
    assert after["stints"].keys() == before["stints"].keys()


def test_going_back_may_put_the_board_over_and_loses_no_focus_time(cli: Cli) -> None:
    for title in ("a", "b", "c"):
        cli.ok("start", cli.add(title))
    cli.later(days=1)
    cli.ok("done", "a", "b", "c")
    cli.ok("limit", "1", "--permanent")
    cli.ok("backup", "restore", "1")
    data = decode(cli.file.read_bytes()).data
    board = Board(data, FixedClock(cli.clock.now()).now())
    assert len(list(board.open_tasks())) == 3
    assert board.focus is None, "a stint of yesterday does not run again"


def test_nothing_differs(day_after: Cli) -> None:
    day_after.ok("backup", "restore", "1")
    number = next(row["number"] for row in day_after.ok("backup", "--json").json if row["kind"] == "daily")
    before = day_after.file.read_bytes()
    assert "Nothing differs" in day_after.ok("backup", "restore", str(number)).err
    assert day_after.file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("restore",), "backup restore N"),
        (("restore", "x"), "is no number"),
        (("restore", "99"), "There is no backup 99"),
        (("restore", "0"), "There is no backup 0"),
        (("make",), "backup list"),
        (("list", "3"), "backup list"),
    ],
)
def test_wrong_words(day_after: Cli, words: tuple[str, ...], said: str) -> None:
    assert said in day_after.fails(2, "backup", *words).err


def test_a_broken_backup_says_so_and_changes_nothing(day_after: Cli) -> None:
    from pathlib import Path

    row = day_after.ok("backup", "--json").json[0]
    Path(row["path"]).write_bytes(b"broken")
    before = day_after.file.read_bytes()
    assert "cannot be read" in day_after.fails(1, "backup", "restore", "1").err
    assert day_after.file.read_bytes() == before
    json.loads(before)
