"""Dependencies and repetition on the command line, and that JSON takes them out and in again without loss."""

from __future__ import annotations

import json
from pathlib import Path

from cli_runner import Cli


def test_a_blocked_task_says_by_what_and_starts_anyway(cli: Cli) -> None:
    parser = cli.add("Fix the parser")
    cli.add("Deploy")
    cli.ok("edit", "Deploy", "--blocked-by", "parser")
    assert "blocked by Fix the parser" in cli.ok("list").out
    assert "blocks  " in cli.ok("show", "parser").out
    refused = cli.fails(1, "start", "Deploy")
    assert "“Deploy” is blocked by “Fix the parser” (ready)." in refused.err and "--anyway" in refused.err
    error = cli.fails(1, "start", "Deploy", "--json").error
    assert (error["code"], error["blockers"]) == ("blocked", [{"id": parser, "title": "Fix the parser"}])
    cli.ok("start", "Deploy", "--anyway")
    assert cli.titles("doing") == ["Deploy"]
    assert cli.ok("undo").code == 0
    assert "Nothing blocks “Deploy” any more" in cli.ok("done", "parser").err
    cli.ok("start", "Deploy")


def test_a_circle_and_an_unblocking_of_nothing_are_refused(cli: Cli) -> None:
    cli.add("One")
    cli.add("Two")
    cli.ok("edit", "One", "--blocked-by", "Two")
    assert "circle" in cli.fails(2, "edit", "Two", "--blocked-by", "One").err
    assert "does not block" in cli.fails(2, "edit", "Two", "--unblock", "One").err
    cli.ok("edit", "One", "--unblock", "Two")
    assert cli.task("One")["blocked_by"] == []


def test_what_comes_again_is_in_ready_when_it_is_done_and_undo_takes_it_back(cli: Cli) -> None:
    first = cli.add("Water the plants every: 2 weeks due:today")
    assert cli.task("Water")["every"] == "2w"
    assert "comes again  every 2 weeks" in cli.ok("show", "Water").out
    assert "The next one is in Ready, due 6 Dec" in cli.ok("done", "Water").err
    assert cli.task("Water")["due"] == "2026-12-06"
    assert cli.task("Water")["comes_after"].startswith(first)
    cli.ok("undo")
    assert [task["due"] for task in cli.tasks()] == ["2026-11-22"]
    cli.ok("edit", "Water", "--every", "none")
    cli.ok("done", "Water")
    assert cli.tasks() == []


def test_json_takes_it_all_out_and_in_again(cli: Cli, tmp_path: Path) -> None:
    cli.add("Fix the parser")
    cli.add("Deploy every:week due:fri")
    cli.ok("edit", "Deploy", "--blocked-by", "parser")
    cli.ok("done", "Deploy")
    exported = cli.ok("export", "json").out
    file = tmp_path / "all.json"
    file.write_text(exported, encoding="utf-8")
    other = str(tmp_path / "other.json")
    cli.ok("--file", other, "import", "json", str(file))
    assert cli.ok("--file", other, "export", "json").out == exported
    again = cli.ok("--file", other, "import", "json", str(file), "--dry-run")
    assert "0 new" in again.err + again.out or "nothing" in (again.err + again.out).lower()


def test_dependencies_of_a_document_from_elsewhere_are_taken_over(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    rows = [{"id": "a", "title": "First"}, {"id": "b", "title": "Then", "blocked_by": ["a"], "every": "week"}]
    file.write_text(json.dumps({"tasks": rows}), encoding="utf-8")
    cli.ok("import", "json", str(file))
    then = cli.task("Then")
    assert then["blocked_by"] == [cli.task("First")["id"]] and then["every"] == "1w"
    assert "First" in cli.fails(1, "start", "Then").err


def test_a_template_is_kept_used_and_forgotten(cli: Cli, tmp_path: Path) -> None:
    cli.add("Release 2.3 +acme due:+7d")
    cli.ok("edit", "Release", "--step", "notes")
    assert "Kept “Release 2.3” as the template “release”" in cli.ok("template", "save", "release", "Release").err
    cli.ok("drop", "Release")
    cli.later(days=1)
    cli.ok("add", "--template", "release", "Release 2.4 @work")
    task = cli.task("Release 2.4")
    assert (task["project"], task["tags"], task["due"]) == ("acme", ["work"], "2026-11-30")
    assert [step["text"] for step in task["checklist"]] == ["notes"]
    cli.ok("add", "--template", "Release")
    assert "Release 2.3" in cli.titles("ready")
    assert cli.ok("template", "--json").json == [{"name": "release", "title": "Release 2.3", "due_in": 7, "steps": 1}]
    assert "there is release" in cli.fails(2, "add", "--template", "nope", "x").err
    exported = cli.ok("export", "json").out
    (tmp_path / "all.json").write_text(exported, encoding="utf-8")
    other = str(tmp_path / "other.json")
    cli.ok("--file", other, "import", "json", str(tmp_path / "all.json"))
    assert cli.ok("--file", other, "template").out == cli.ok("template").out
    cli.ok("template", "forget", "release")
    assert cli.ok("template", "--json").json == []
    cli.ok("undo")
    assert "release  Release 2.3" in cli.ok("template").out
