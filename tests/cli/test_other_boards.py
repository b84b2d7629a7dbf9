"""``import kanban-tui`` and ``import dstask``: their own files, read only."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "kanban_tui.db"
    connection = sqlite3.connect(path)
    connection.executescript((DATA / "kanban_tui.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "dstask", tmp_path / "dstask"))


def change(path: Path, *lines: str) -> None:
    connection = sqlite3.connect(path)
    for line in lines:
        connection.execute(line)
    connection.commit()
    connection.close()


def test_kanban_tui_with_its_moves(cli: Cli, database: Path) -> None:
    before = database.read_bytes()
    path = str(database)
    assert "7 new (2 ready, 2 doing, 2 done, 1 waiting)" in cli.ok("import", "kanban-tui", path).err
    report = cli.task("report")
    assert (report["project"], report["tags"], report["due"], report["note"]) == (
        "Work", ["acme"], "2026-12-01", "two\nlines",
    )  # fmt: skip
    done = {task["title"]: task for task in cli.tasks("--state", "done")}
    assert (done["Finish it"]["note"], done["Finish it"]["blocked_by"]) == ("", [report["id"]])
    assert [event["event"] for event in done["Archived"]["history"]] == ["captured", "started", "finished"]
    assert done["Archived"]["history"][1]["at"] == "2026-11-20T09:20:07+01:00", "the audit is in UTC, the dates are not"
    assert done["Archived"]["created"] == "2026-11-20T09:20:02+01:00"
    assert cli.task("side two")["project"] == "Side project"
    assert cli.titles("waiting") == ["Side three"]
    mine = cli.file.read_bytes()
    cli.later(days=1)
    assert "7 known already" in cli.ok("import", "kanban-tui", "-", stdin=before).err
    assert "7 known already" in cli.ok("import", "kanban-tui", str(database.parent)).err
    assert cli.file.read_bytes() == mine
    assert database.read_bytes() == before
    assert sorted(path.name for path in database.parent.iterdir() if "kanban" in path.name) == ["kanban_tui.db"]


def test_kanban_tui_moves_since_the_last_import_come_too(cli: Cli, database: Path) -> None:
    cli.ok("import", "kanban-tui", str(database))
    change(database, 'UPDATE tasks SET "column" = 2 WHERE task_id = 1')  # its triggers write the audit, at our time
    change(
        database, "UPDATE audits SET event_timestamp = '2026-11-21 08:00:00' WHERE event_timestamp > '2026-11-20 09'"
    )
    assert "1 changed, 6 known already" in cli.ok("import", "kanban-tui", str(database)).err
    assert cli.task("report")["first_started"] == "2026-11-21T09:00:00+01:00"
    assert "7 known already" in cli.ok("import", "kanban-tui", str(database)).err


def test_kanban_tui_columns_by_any_name(cli: Cli, database: Path) -> None:
    change(
        database,
        "UPDATE boards SET start_column = NULL, finish_column = NULL, reset_column = NULL",
        "DELETE FROM audits", "UPDATE columns SET name = 'Review' WHERE column_id IN (2, 3)",
        "INSERT INTO tasks (task_id, title, \"column\", creation_date) VALUES (8, 'broken', 1, 'soon')",
    )  # fmt: skip
    result = cli("import", "kanban-tui", str(database), "--dry-run")
    assert result.code == 1 and not cli.file.exists()
    assert "note: the column “Review” is none that is known: its tasks go by their dates" in result.err
    assert "cannot be read: task 8: “soon” in created is no time" in result.err
    states = {line[26:].strip(): line.split()[3] for line in result.lines}
    assert (states["Doing [red]now[/]"], states["Finish it"], states["Side two"]) == ("ready", "done", "doing")


@pytest.mark.parametrize("version", ["0_3", "0_6", "0_8"])
def test_databases_of_older_versions(cli: Cli, tmp_path: Path, version: str) -> None:
    path = tmp_path / "old" / "database.db"
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript((DATA / f"kanban_tui_{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    assert "6 new" in cli.ok("import", "kanban-tui", str(path)).err or version == "0_3"
    found = {task["title"]: task for task in cli.tasks("--all")}
    report = found["Write the report"]
    assert (report["state"], report["tags"], report["due"], report["note"], report["project"]) == (
        "ready", ["acme"], "2026-12-01", "two\nlines", None if version == "0_3" else "Work",
    )  # fmt: skip
    states = {title: task["state"] for title, task in found.items()}
    assert {title: states[title] for title in ("Doing [red]now[/]", "Finish it", "Archived", "Given up")} == {
        "Doing [red]now[/]": "doing", "Finish it": "done", "Archived": "done", "Given up": "dropped",
    }  # fmt: skip
    assert found["Doing [red]now[/]"]["first_started"] == "2026-11-20T09:20:07+01:00"
    assert found["Finish it"]["finished"] == "2026-11-20T10:00:00+01:00"
    assert ("Side one" in found, found.get("Side one", {}).get("project")) == (
        (False, None) if version == "0_3" else (True, "Home")
    )
    before = cli.file.read_bytes()
    assert "known already" in cli.ok("import", "kanban-tui", str(path.parent)).err
    assert cli.file.read_bytes() == before


def test_what_is_no_database_of_kanban_tui(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    change(other, "CREATE TABLE tasks (title)")
    assert "no table columns, boards" in cli.fails(1, "import", "kanban-tui", str(other)).err
    (tmp_path / "text.db").write_text("hello")
    assert "not a database" in cli.fails(1, "import", "kanban-tui", str(tmp_path / "text.db")).err
    for words in (["/nowhere/at.db"], ["-"]):
        cli.fails(1, "import", "kanban-tui", *words)
    said = cli.fails(2, "import", "kanban-tui", str(tmp_path)).err
    assert "is a folder without kanban_tui.db: give the file itself." in said
    assert not cli.file.exists() and not (tmp_path / "kanban_tui.db").exists()


def test_half_a_database_is_said_to_be_broken(cli: Cli, database: Path) -> None:
    whole = database.read_bytes()
    seen = set()
    for start in range(0, len(whole), 4096):
        for broken in (whole[:start], whole[:start] + b"\xff" * 4096 + whole[start + 4096 :]):
            database.write_bytes(broken)
            result = cli("import", "kanban-tui", str(database), "--dry-run")
            assert "inside wiptui" not in result.err and result.code in (0, 1), result
            seen |= {words for words in ("is no database", "cannot be read: table tasks") if words in result.err}
    assert seen == {"is no database", "cannot be read: table tasks"}
    assert not cli.file.exists()


def test_dstask(cli: Cli, folder: Path) -> None:
    result = cli.ok("import", "dstask", str(folder), "--dry-run")
    assert "pending/0f8fad5b    new      ready    Write the report" in result.lines
    assert "7 new" in cli.ok("import", "dstask", str(folder)).err
    report = cli.task("report")
    assert (report["project"], report["tags"], report["priority"], report["due"]) == (
        "acme", ["office", "x"], "B", "2026-12-01",
    )  # fmt: skip
    assert report["note"] == "see https://x.y\n\n* [ ] and more"
    assert report["created"] == "2026-11-10T09:00:00.123+01:00"
    parser = cli.task("parser")
    assert (parser["title"], parser["state"], parser["priority"]) == ("Fix: the [red]parser[/]", "doing", "A")
    assert [(step["text"], step["done"]) for step in parser["checklist"]] == [("first", True), ("second", False)]
    assert (cli.task("paused one")["note"], cli.task("paused one")["blocked_by"]) == ("", [report["id"]])
    assert (cli.task("hand over")["state"], cli.task("hand over")["waiting_on"]) == ("waiting", "Ana")
    assert sorted(cli.titles("backlog")) == ["Some day", "Weekly review"]
    [done] = cli.tasks("--state", "done")
    assert (done["title"], done["finished"]) == ("Done & gone", "2026-11-12T19:30:00+01:00")
    before = cli.file.read_bytes()
    shutil.move(folder / "pending" / "0f8fad5b-d9cb-469f-a165-70867728950e.yml", folder / "deferred")
    cli.ok("import", "dstask", str(folder))
    assert cli.file.read_bytes() == before


BROKEN = {
    "summary: [": "line 1: this is not YAML", "- a": "it is no task", "summary: ''": "it has no summary", "": "no task",
    "summary: a\ncreated: soon": "no time", "a: &a [*a]": "not YAML", "!!python/object:os.system {}": "no summary",
    "summary: a\nsubtasks: [x]": "a subtask has no summary", "summary: \x07": "not YAML",
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), BROKEN.items())
def test_a_broken_file_of_dstask_among_good_ones(cli: Cli, folder: Path, text: str, words: str) -> None:
    (folder / "pending" / "zz.yml").write_text(text, encoding="utf-8")
    (folder / "pending" / "notes.txt").write_text("no task")
    result = cli("import", "dstask", str(folder), "--dry-run")
    assert result.code == 1 and len(result.lines) == 7, result
    assert "cannot be read: pending/zz" in result.err and words in result.err
    cli.fails(1, "import", "dstask", str(folder))
    assert not cli.file.exists()


def test_what_is_no_folder_of_dstask(cli: Cli, tmp_path: Path) -> None:
    cli.fails(2, "import", "dstask", str(DATA / "todo.txt"))
    for name in (str(tmp_path), "/nowhere", "-"):
        cli.fails(1, "import", "dstask", name)


def test_without_the_library_it_says_how_to_get_it(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert "pip install 'wiptui[formats]'" in cli.fails(1, "import", "dstask", str(folder)).err
