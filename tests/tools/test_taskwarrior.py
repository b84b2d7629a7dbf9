"""With the real Taskwarrior: what comes from it goes back to it equal, and what is wiptui's own survives the trip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from taskwarrior_sample import UDAS, tasks

pytestmark = pytest.mark.tools("task")
DERIVED = ("id", "urgency")
"""What Taskwarrior numbers and weighs anew in each data folder."""


class Taskwarrior:
    """A Taskwarrior with a data folder of its own."""

    def __init__(self, folder: Path, recurrence: str = "no") -> None:
        folder.mkdir()
        rc = folder / "taskrc"
        lines = ["confirmation=no", "verbose=nothing", "journal.time=yes", f"data.location={folder}"]
        lines.append(f"recurrence={recurrence}")
        rc.write_text("\n".join(lines + [f"uda.{name}.type={kind}" for name, kind in UDAS.items()]))
        self.env = {**os.environ, "TASKRC": str(rc), "TASKDATA": str(folder)}

    def __call__(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            ["task", *words], input=stdin, capture_output=True, text=True, encoding="utf-8", env=self.env, timeout=100
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def export(self) -> str:
        return self("export")


def plain(text: str) -> dict[str, dict[str, Any]]:
    """The tasks of an export by their UUID, without what is derived."""
    rows = json.loads(text)
    return {row["uuid"]: {name: value for name, value in row.items() if name not in DERIVED} for row in rows}


@pytest.fixture
def wiptui(tmp_path: Path) -> Any:
    def run(*words: str, stdin: str = "", code: int = 0) -> str:
        command = [sys.executable, "-m", "wiptui", "--file", str(tmp_path / "wip.json"), *words]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=100)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr if code else done.stdout

    return run


def test_six_hundred_tasks_there_and_back_are_equal(tmp_path: Path, wiptui: Any) -> None:
    one, two = Taskwarrior(tmp_path / "one"), Taskwarrior(tmp_path / "two")
    one("import", "-", stdin=json.dumps(tasks(600), ensure_ascii=False))
    original = one.export()
    assert len(plain(original)) == 600
    wiptui("import", "taskwarrior", "-", stdin=original)
    bytes_after = (tmp_path / "wip.json").read_bytes()
    wiptui("import", "taskwarrior", "-", stdin=original)
    assert (tmp_path / "wip.json").read_bytes() == bytes_after, "a second import changes nothing"
    two("import", "-", stdin=wiptui("export", "taskwarrior"))
    assert plain(two.export()) == plain(original)


def test_what_is_changed_here_is_changed_there_and_nothing_else(tmp_path: Path, wiptui: Any) -> None:
    one = Taskwarrior(tmp_path / "one")
    one("add", "Write report", "project:acme", "+x", "due:tomorrow", "priority:H", "client:Bob", "size:3")
    one("add", "Call Ana", "depends:1")
    one("1", "annotate", "see https://x.y/z")
    before = plain(one.export())
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    wiptui("start", "report")
    wiptui("done", "report")
    wiptui("edit", "call", "--title", "Call Bea", "--due", "2031-01-02")
    one("import", "-", stdin=wiptui("export", "taskwarrior"))
    after = plain(one.export())
    named = {row["description"]: uuid for uuid, row in before.items()}
    report, call = named["Write report"], named["Call Ana"]
    assert after[report]["status"] == "completed" and after[report]["client"] == "Bob" and after[report]["size"] == 3
    words = [note["description"] for note in after[report]["annotations"]]
    assert words == ["see https://x.y/z", "Started task", "Stopped task"]
    changed = {"description", "due", "modified"}
    assert {n: v for n, v in after[call].items() if n not in changed} == {
        n: v for n, v in before[call].items() if n not in changed
    }
    assert (after[call]["description"], after[call]["depends"]) == ("Call Bea", [report])


def test_what_is_done_there_is_done_here(tmp_path: Path, wiptui: Any) -> None:
    one = Taskwarrior(tmp_path / "one")
    for words in (["(A) Own", "+p", "@x"], ["--backlog", "Later"], ["--start", "Now"], ["Asked"]):
        wiptui("add", *words)
    wiptui("start", "Asked")
    wiptui("wait", "Asked", "--on", "Ana", "--why", "a plan", "--until", "2031-01-02")
    wiptui("edit", "Own", "--note", "one\n\ntwo", "--priority", "E")
    one("import", "-", stdin=wiptui("export", "taskwarrior"))
    file = (tmp_path / "wip.json").read_bytes()
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    assert (tmp_path / "wip.json").read_bytes() == file, "what went through Taskwarrior untouched is known"
    one("Own", "start")
    one("Now", "done")
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    states = {row["title"]: row["state"] for row in json.loads(wiptui("list", "--all", "--json"))}
    assert states == {"Own": "doing", "Later": "backlog", "Now": "done", "Asked": "waiting"}
    (tmp_path / "wip.json").unlink()
    other = str(tmp_path / "other.json")
    wiptui("--file", other, "import", "taskwarrior", "-", stdin=one.export())
    rows = {row["title"]: row for row in json.loads(wiptui("--file", other, "list", "--all", "--json"))}
    assert {title: row["state"] for title, row in rows.items()} == states
    assert (rows["Asked"]["waiting_on"], rows["Asked"]["follow_up"]) == ("Ana", "2031-01-02")
    assert (rows["Own"]["priority"], rows["Own"]["project"], rows["Own"]["tags"]) == ("E", "p", ["x"])


def test_dependencies_made_on_either_side_are_on_both(tmp_path: Path, wiptui: Any) -> None:
    one = Taskwarrior(tmp_path / "one")
    one("add", "Figures")
    one("add", "Report", "depends:1")
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    wiptui("add", "Plan")
    wiptui("edit", "Figures", "--blocked-by", "Plan")
    one("import", "-", stdin=wiptui("export", "taskwarrior"))
    there = {row["description"]: row for row in plain(one.export()).values()}
    assert there["Figures"]["depends"] == [there["Plan"]["uuid"]]
    assert there["Report"]["depends"] == [there["Figures"]["uuid"]]
    assert [row["description"] for row in json.loads(one("+UNBLOCKED", "+PENDING", "export"))] == ["Plan"]
    one("Report", "modify", f"depends:-{there['Figures']['uuid']},{there['Plan']['uuid']}")
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    rows = {row["title"]: row for row in json.loads(wiptui("list", "--all", "--json"))}
    assert rows["Report"]["blocked_by"] == rows["Figures"]["blocked_by"] == [rows["Plan"]["id"]]
    file = (tmp_path / "wip.json").read_bytes()
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    assert (tmp_path / "wip.json").read_bytes() == file


EVERY = {
    "Daily": "daily", "Week": "weekly", "Two": "2 weeks", "Seven": "P7D", "Month": "monthly", "Quarter": "quarterly",
    "Half": "semiannual", "Year": "annual", "Work": "weekdays", "Three": "3wks", "Hours": "PT4H",
}  # fmt: skip


def test_what_comes_again_there_comes_again_here_and_goes_back_equal(tmp_path: Path, wiptui: Any) -> None:
    one, two = Taskwarrior(tmp_path / "one", "yes"), Taskwarrior(tmp_path / "two")
    for title, recur in EVERY.items():
        one("add", title, f"recur:{recur}", "due:tomorrow")
    one("list")
    original = one.export()
    assert len(plain(original)) > len(EVERY), "each template has a child"
    wiptui("import", "taskwarrior", "-", stdin=original)
    rows = json.loads(wiptui("list", "--all", "--json"))
    templates = {row["title"]: row["every"] for row in rows if row["state"] == "backlog"}
    assert templates == {
        "Daily": "1d", "Week": "1w", "Two": "2w", "Seven": "7d", "Month": "1m", "Quarter": "3m", "Half": "6m",
        "Year": "1y", "Work": "weekday", "Three": "3w", "Hours": None,
    }  # fmt: skip
    ids = {row["id"]: row["title"] for row in rows}
    children = [row for row in rows if row["state"] == "ready"]
    assert children and all(ids[row["comes_after"]] == row["title"] and row["every"] is None for row in children)
    file = (tmp_path / "wip.json").read_bytes()
    wiptui("import", "taskwarrior", "-", stdin=original)
    assert (tmp_path / "wip.json").read_bytes() == file
    two("import", "-", stdin=wiptui("export", "taskwarrior"))
    assert plain(two.export()) == plain(original)


def test_what_comes_again_here_does_no_harm_there_and_comes_back(tmp_path: Path, wiptui: Any) -> None:
    one = Taskwarrior(tmp_path / "one")
    one("add", "Template", "recur:weekly", "due:tomorrow")
    one("add", "Other", "recur:weekly", "due:tomorrow")
    one("add", "Never", "recur:weekly", "due:tomorrow")
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    wiptui("add", "Water", "every:mon,thu")
    wiptui("add", "Rent", "every:month", "due:2026-10-31")
    wiptui("done", "Rent")
    wiptui("edit", "Template", "--due", "none")
    wiptui("edit", "Other", "--every", "3 weeks")
    wiptui("edit", "Never", "--every", "none")
    one("import", "-", stdin=wiptui("export", "taskwarrior"))
    file = (tmp_path / "wip.json").read_bytes()
    wiptui("import", "taskwarrior", "-", stdin=one.export())
    assert (tmp_path / "wip.json").read_bytes() == file, "what went through Taskwarrior untouched is known"
    recur = {row["description"]: row["recur"] for row in json.loads(one.export()) if row["status"] == "recurring"}
    assert recur == {"Template": "weekly", "Other": "3w", "Never": "weekly"}
    other = str(tmp_path / "other.json")
    wiptui("--file", other, "import", "taskwarrior", "-", stdin=one.export())
    asked = ("id", "title", "state", "every", "due", "comes_after")
    here, there = (
        sorted(str([row[name] for name in asked]) for row in json.loads(wiptui(*words, "list", "--all", "--json")))
        for words in ((), ("--file", other))
    )
    assert here == there
    one("rc.recurrence=yes", "list")
    assert [row["recur"] for row in json.loads(one.export()) if row.get("parent")], "it makes the children, and lives"
