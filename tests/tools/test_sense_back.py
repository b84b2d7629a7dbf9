"""``back``: the card of a task that is taken up again, from a real repository and the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli
from gitbox import Repo
from schema_check import check

from wiptui.domain.core.clock import to_ms
from wiptui.git.work import read_work
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import line_of

pytestmark = pytest.mark.tools("git")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Cli:
    monkeypatch.setenv("WIPTUI_FILE", str(home / "wip.json"))
    return Cli(capsys, monkeypatch, home / "wip.json")


@pytest.fixture
def repo(home: Path) -> Repo:
    folder = home / "acme"
    folder.mkdir()
    repo = Repo(folder, home)
    repo.git("init", "-q", "-b", "main")
    for name in ("a.py", "b.py"):
        (folder / name).write_text("1\n")
    repo.commit("First things")
    repo.git("switch", "-q", "-c", "topic")
    (folder / "b.py").write_text("2\n")
    return repo


def test_the_card_says_where_the_person_was(cli: Cli, repo: Repo) -> None:
    cli.ok("sense", "on")
    key = cli.add("Fix the parser +acme", "--start")
    kept.set_here(str(repo.folder), "project:acme")
    cli.ok("edit", key, "--next", "failing test 7")
    at = to_ms(cli.clock.now()) // 1000
    log_file.append([line_of(at, "sh", 7, str(repo.folder), at, 2)])
    cli.ok("focus", "--off")
    lines = cli.ok("back").lines
    assert lines[0] == "Fix the parser" and lines[1] == "next: failing test 7"
    assert lines[2] == f"{repo.folder} on topic" and lines[3].endswith("First things")
    assert lines[4] == "1 file changed, 1 insertion(+), 1 deletion(-): b.py"
    assert lines[5].startswith("The last command here failed (exit 2), ")
    assert cli.ok("focus", "--json").json["focus"]["title"] == "Fix the parser"
    row = cli.ok("back", "--json").json
    check("back", row)
    assert row["failed"]["code"] == 2 and row["files"] == ["b.py"]


def test_without_sensing_and_without_a_folder_there_is_still_the_next_step(cli: Cli) -> None:
    assert "nothing in Doing" in cli.fails(1, "back").err
    key = cli.add("Tax letter", "--start")
    cli.ok("edit", key, "--next", "find the form")
    assert cli.ok("back").lines == ["Tax letter", "next: find the form"]
    check("back", cli.ok("back", "--json").json)


def test_reading_runs_no_program_of_the_repository_and_writes_nothing(repo: Repo) -> None:
    evil = f"touch {repo.folder}/ran"
    for name in ("core.fsmonitor", "diff.external", "diff.x.textconv", "core.pager"):
        repo.git("config", name, evil)
    (repo.folder / ".gitattributes").write_text("*.py diff=x\n")
    before = {path: path.stat().st_mtime_ns for path in repo.folder.rglob("*")}
    assert read_work(str(repo.folder)).branch == "topic"
    assert {path: path.stat().st_mtime_ns for path in repo.folder.rglob("*")} == before


def test_what_is_no_repository_tells_nothing(tmp_path: Path) -> None:
    assert read_work(str(tmp_path)).commit == "" and read_work(str(tmp_path / "gone")).files == ()
