"""``backup``: the list, the preview, going back and returning."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cli_runner import Cli
from schema_check import check

from wiptui.domain.board import Board
from wiptui.domain.core.clock import FixedClock
from wiptui.store.file.salvage import decode


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


@pytest.mark.parametrize("spoil", ["half", "page", "letters"])
def test_what_is_damaged_adds_and_takes_nothing_away(
    cli: Cli, spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right after the fright: number 1 is what this machine knew, and the damaged file is beside it."""
    for number in range(6):
        cli.add(f"task {number}")
    cli.later(days=1)
    cli.add("of today")
    cli.later(days=1)
    whole = cli.file.read_bytes()
    cli.file.write_bytes(
        {
            "half": whole[: len(whole) * 3 // 5],
            "page": b"<!DOCTYPE html><title>503</title>" * 20,
            "letters": whole.replace(b"task 3", b"t\xffsk 3"),
        }[spoil]
    )
    titles = {f"task {number}" for number in range(6)} | {"of today"}
    assert set(tables(cli)) == titles
    rows = cli.ok("backup", "--json").json
    assert [row["kind"] for row in rows[:2]] == ["own", "damaged"]
    assert [row["number"] for row in rows if row["recommended"]] == [1]
    assert "damaged, as found" in cli.ok("backup").lines[1]
    assert "Nothing differs" in cli.ok("backup", "restore", "1").err
    if spoil == "page":
        assert "no task in it" in cli.fails(1, "backup", "restore", "2").err
        return
    assert cli.ok("backup", "restore", "2", "--dry-run", "--json").json["changes"] == []
    cli.ok("edit", "task 0", "--title", "renamed")
    [damaged] = [row["number"] for row in cli.ok("backup", "--json").json if row["kind"] == "damaged"]
    assert cli.ok("backup", "restore", str(damaged), "--json").json["changes"] == [], "what is there stays as it is"
    path = str(Path(rows[1]["path"]))
    monkeypatch.setenv("WIPTUI_FILE", str(tmp_path / "wip.json"))
    assert "damaged" in cli.ok("backup", "restore", path).err
    assert set() < set(tables(cli)) < titles, "on another machine it adds what it has"


def test_the_last_sound_one_is_as_young_as_the_accident(cli: Cli) -> None:
    """All snapshots of the first day are older than its tasks; what this machine knew is not."""
    for number in range(4):
        cli.add(f"task {number}")
    cli.file.write_bytes(cli.file.read_bytes()[:600])
    assert len(tables(cli)) == 4
    cli.ok("drop", "task 3")
    [sound] = [row["number"] for row in cli.ok("backup", "--json").json if row["recommended"]]
    cli.ok("backup", "restore", str(sound))
    assert tables(cli) == {f"task {number}": "ready" for number in range(4)}


@pytest.mark.parametrize("raw", [b"", b"\n", b"{}", b"\x00" * 100])
def test_an_empty_one_is_said_to_be_empty_and_takes_nothing_away(day_after: Cli, raw: bytes) -> None:
    row = day_after.ok("backup", "--json").json[0]
    Path(row["path"]).write_bytes(gzip.compress(raw))
    before = day_after.file.read_bytes()
    for words in (("--dry-run",), ()):
        assert "has no task in it" in day_after.fails(1, "backup", "restore", "1", *words).err
    assert day_after.file.read_bytes() == before


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_from_anywhere(day_after: Cli, tmp_path: Path, packed: bool) -> None:
    row = day_after.ok("backup", "--json").json[0]
    path = tmp_path / ("old.json.gz" if packed else "old.json")
    path.write_bytes(Path(row["path"]).read_bytes() if packed else gzip.decompress(Path(row["path"]).read_bytes()))
    report = day_after.ok("backup", "restore", str(path), "--dry-run", "--json").json
    check("backup", report)
    assert report["backup"]["number"] is None and report["backup"]["kind"] == "file"
    assert report["changes"] == day_after.ok("backup", "restore", "1", "--dry-run", "--json").json["changes"]
    assert str(path) in day_after.ok("backup", "restore", str(path), "--dry-run").err
    day_after.ok("backup", "restore", str(path))
    assert tables(day_after) == {"a": "ready", "b": "doing"}


def test_a_file_on_another_machine(day_after: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has tasks of its own already, and one that has none: what comes is added."""
    path = Path(day_after.ok("backup", "--json").json[0]["path"])
    for name, own in (("new", set()), ("phone", {"mine"})):
        (tmp_path / name).mkdir()
        monkeypatch.setenv("WIPTUI_FILE", str(tmp_path / name / "wip.json"))
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{name}"))
        for title in own:
            day_after.add(title)
        day_after.ok("backup", "restore", str(path))
        assert set(tables(day_after)) == {"a", "b"} | own
        assert "Nothing differs" in day_after.ok("backup", "restore", str(path)).err or own


def test_a_path_that_is_none(day_after: Cli, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary")
    assert "no task in it" in day_after.fails(1, "backup", "restore", str(diary)).err
    assert "no such file" in day_after.fails(1, "backup", "restore", str(tmp_path / "gone.json")).err
    day_after.fails(1, "backup", "restore", str(tmp_path))


@pytest.mark.parametrize("ahead", [400, 45, -9000])
def test_a_clock_that_was_wrong_once_costs_no_snapshot(cli: Cli, ahead: int) -> None:
    days = _days(cli, 20)
    assert len(days) == 14
    cli.later(days=ahead)
    cli.add("with a wrong clock")
    cli.later(days=-ahead)
    assert set(days) <= set(_dailies(cli))
    later, now = _days(cli, 20), cli.clock.now().date().isoformat()
    assert len([day for day in later if days[-1] < day <= now]) == 14, "and it does not push out what comes after"


def test_fifteen_days_of_a_wrong_clock(cli: Cli) -> None:
    days = _days(cli, 20)
    cli.later(days=400)
    _days(cli, 15)
    assert set(days) <= set(_dailies(cli)), "what was taken before is still there"
    cli.later(days=-400)
    _days(cli, 3)
    now = cli.clock.now().date().isoformat()
    right = [day for day in _dailies(cli) if day <= now]
    assert len(right) == 14, "the newest right ones, these three days among them"
    rows = cli.ok("backup", "--json").json
    assert len(rows) <= 2 * (14 + 8) + 2
    [sound] = [row for row in rows if row["recommended"]]
    assert sound["at"][:10] <= now, "one of the future is not the one to go back to"


def _days(cli: Cli, count: int) -> list[str]:
    """So many days, each with a few commands; the days of the daily snapshots, in order."""
    for number in range(count):
        cli.later(days=1)
        cli.add(f"{number}")
        cli.add(f"{number} again")
    return _dailies(cli)


def _dailies(cli: Cli) -> list[str]:
    rows = cli.ok("backup", "--json").json
    return sorted(row["at"][:10] for row in rows if row["kind"] == "daily")


def test_a_broken_backup_says_so_and_changes_nothing(day_after: Cli) -> None:
    row = day_after.ok("backup", "--json").json[0]
    Path(row["path"]).write_bytes(b"broken")
    before = day_after.file.read_bytes()
    assert "cannot be read" in day_after.fails(1, "backup", "restore", "1").err
    assert day_after.file.read_bytes() == before
    json.loads(before)
