"""Hide until on the command line: ``defer --until``, ``from:``, what lists say of it, and two machines."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli
from sync_devices import Two


def test_a_deferred_task_is_out_of_sight_and_every_list_says_how_many(cli: Cli) -> None:
    cli.ok("add", "one")
    cli.ok("add", "tax", "from:tue")
    cli.ok("add", "fair")
    assert "hidden until Wed" in cli.ok("defer", "fair", "--until", "wed").err
    told = cli.ok("list")
    assert "tax" not in told.out and "fair" not in told.out and "Ready 1" in told.out
    assert "2 hidden until later: wiptui list is:hidden" in told.err
    for argv in (["is:hidden"], ["--state", "backlog"], ["from<thu"]):
        shown = cli.ok("list", *argv).out
        assert "until Tue" in shown and "until Wed" in shown
    assert [(task["title"], task["state"], task["hidden"], task["from"]) for task in cli.tasks("is:hidden")] == [
        ("tax", "backlog", True, "2026-11-24"),
        ("fair", "backlog", True, "2026-11-25"),
    ]
    only_hidden = cli.ok("list", "tax")
    assert only_hidden.out == "" and only_hidden.err == "1 hidden until later: wiptui list is:hidden\n"


def test_on_its_morning_it_is_back_today(cli: Cli) -> None:
    cli.ok("add", "one")
    cli.ok("add", "tax", "from:tue")
    cli.later(days=2)
    assert "back today" in cli.ok("list").out.splitlines()[1]
    assert "ready, back since today" in cli.ok("show", "tax").out
    assert cli.ok("list", "--as-of", "yesterday").err.startswith("1 hidden")
    cli.later(days=1)
    assert "back since yesterday" in cli.ok("list").out


def test_a_day_that_is_not_to_come_is_refused_and_undo_shows_it_again(cli: Cli) -> None:
    cli.ok("add", "tax")
    before = cli.file.read_bytes()
    assert "still to come" in cli.fails(2, "defer", "tax", "--until", "today").err
    assert cli.file.read_bytes() == before
    cli.ok("defer", "tax", "--until", "fri")
    cli.ok("undo")
    assert "Ready 1" in cli.ok("list").out


@pytest.fixture
def two(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Two:
    return Two(cli, monkeypatch, tmp_path)


def test_two_machines_show_it_on_its_morning_and_no_byte_is_written(two: Two, cli: Cli) -> None:
    two.laptop.add("tax")
    two.laptop.ok("defer", "tax", "--until", "tue")
    two.phone.take(two.laptop)
    two.phone.ok("list")
    before = [device.file.read_bytes() for device in (two.laptop, two.phone)]
    cli.later(days=2)
    for device in (two.laptop, two.phone):
        assert [task["title"] for task in device.json("list", "--state", "ready")] == ["tax", "shared"]
    assert [device.file.read_bytes() for device in (two.laptop, two.phone)] == before


def test_a_wait_of_taskwarrior_and_t_of_todotxt_come_back(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "todo.txt").write_text("2026-11-01 Pay rent t:2026-11-25\nCall Ana\n")
    (tmp_path / "tw.json").write_text(
        '[{"description":"Sow","status":"waiting","wait":"20261124T230000Z","uuid":"d119d988-b004-4a7c-a000-000000000015"},'
        '{"description":"Mow","status":"pending","scheduled":"20261124T230000Z","uuid":"d119d988-b004-4a7c-a000-000000000016"}]'
    )
    cli.ok("import", "todotxt", str(tmp_path / "todo.txt"))
    cli.ok("import", "taskwarrior", str(tmp_path / "tw.json"))
    assert cli.titles("ready") == ["Call Ana"]
    assert {task["title"]: task["from"] for task in cli.tasks("is:hidden")} == dict.fromkeys(
        ("Pay rent", "Sow", "Mow"), "2026-11-25"
    )
    cli.later(days=3)
    assert set(cli.titles("ready")[:3]) == {"Pay rent", "Sow", "Mow"}
    todo = cli.ok("export", "todotxt").out
    assert "2026-11-01 Pay rent t:2026-11-25\n" in todo
