"""``sense`` and ``here`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runner import Cli
from schema_check import check

from wiptui.cli.sense.install import PROGRAMS, snippet
from wiptui.domain.core.clock import to_ms
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import line_of


class Desk:
    """A command line with sensing on, and a person who acts in folders."""

    def __init__(self, cli: Cli, home: Path) -> None:
        self.cli, self.home = cli, home
        cli.minutes = 0
        cli.ok("sense", "on")

    def act(self, folder: str, minutes: int = 0, kind: str = "sh") -> None:
        """Let minutes pass, and press Enter in a folder."""
        self.cli.later(minutes=minutes)
        at = to_ms(self.cli.clock.now()) // 1000
        log_file.append([line_of(at, kind, 7, f"/h/{folder}")])

    def day(self) -> dict[str, object]:
        row = self.cli.ok("sense", "day", "--json").json
        check("sense-day", row)
        return row  # type: ignore[no-any-return]


@pytest.fixture
def desk(cli: Cli, home: Path) -> Desk:
    return Desk(cli, home)


def drifted(desk: Desk) -> str:
    """A focus on a letter, and 12 minutes in acme; the id of the letter."""
    key = desk.cli.add("Tax letter", "--start")
    desk.cli.add("Fix the parser +acme")
    kept.set_here("/h/taxes", f"task:{desk.cli.task(key)['id']}")
    kept.set_here("/h/acme", "project:acme")
    desk.act("taxes", 1)
    desk.act("taxes", 3)
    desk.act("acme", 2)
    for _ in range(6):
        desk.act("acme", 2)
    return key


def test_it_is_off_until_somebody_asks_for_it(cli: Cli, home: Path) -> None:
    cli.add("x", "--start")
    assert "Sensing is off." in cli.ok("sense").out
    row = cli.ok("sense", "status", "--json").json
    check("sense-status", row)
    assert (row["on"], row["acts"], row["installed"], row["here"]) == (False, 0, [], 0)
    assert "wiptui sense on" in cli.ok("sense", "day").err
    assert not [path for path in home.rglob("*") if "sense" in path.name]


def test_twelve_minutes_elsewhere_are_seen_as_one_unannounced_switch(desk: Desk) -> None:
    drifted(desk)
    row = desk.day()
    assert (row["seen_switches"], len(row["unannounced"]), row["silent"]) == (1, 1, [])  # type: ignore[arg-type]
    assert (row["drift_seconds"], row["evidence_seconds"]) == (720, 1020)
    page = desk.cli.ok("sense", "day").out
    assert "acme  focus: Tax letter" in page and "1 switch seen, 1 unannounced" in page and "12 min elsewhere" in page


def test_declared_figures_are_the_same_bytes_with_and_without_it(desk: Desk) -> None:
    drifted(desk)
    asked = [["stats", "--json"], ["status", "--json"], ["forecast", "--json"], ["list", "--all", "--json"],
             ["export", "json"], ["next", "--json"], ["log", "--json"]]  # fmt: skip
    seen = [desk.cli.ok(*words).out for words in asked]
    assert desk.day()["drift_seconds"]
    file = desk.cli.file.read_bytes()
    desk.cli.ok("sense", "off")
    assert [desk.cli.ok(*words).out for words in asked] == seen
    assert desk.cli.file.read_bytes() == file


def test_off_and_forget_leave_nothing(desk: Desk, home: Path) -> None:
    drifted(desk)
    desk.cli.ok("sense", "day")
    assert "Forgot 9 lines" in desk.cli.ok("sense", "forget").err
    assert desk.day()["spans"] == [] and log_file.is_on()
    desk.act("acme", 1)
    desk.cli.ok("sense", "off", "--keep")
    desk.act("acme", 1)
    assert desk.cli.ok("sense", "status", "--json").json["on"] is False
    desk.cli.ok("sense", "on")
    assert desk.cli.ok("sense", "status", "--json").json["acts"] == 1
    said = desk.cli.ok("sense", "off").err
    assert "nothing of it is left" in said
    left = [path for path in home.rglob("*") if path.is_file() and path != desk.cli.file]
    assert not [path for path in left if "sense" in str(path) or b"/h/acme" in path.read_bytes()]


def test_forgetting_since_a_time_keeps_what_was_before(desk: Desk) -> None:
    drifted(desk)
    assert "Forgot 6 lines" in desk.cli.ok("sense", "forget", "--since", "2026-11-22T14:12").err
    assert len(desk.day()["spans"]) == 2  # type: ignore[arg-type]


def test_lines_from_long_ago_become_minutes(desk: Desk) -> None:
    drifted(desk)
    desk.cli.later(days=40)
    desk.cli.ok("sense", "day")
    assert desk.cli.ok("sense", "status", "--json").json["acts"] == 0
    assert {target: minutes for (_, target), minutes in kept.read_days().items()}["project:acme"] == 12


def test_folders_that_are_ignored_count_as_nowhere(desk: Desk) -> None:
    drifted(desk)
    desk.cli.ok("config", "set", "sense.ignore", "/h/acme, /h/other")
    assert [span["project"] for span in desk.day()["spans"]] == [None]  # type: ignore[attr-defined]


def test_here_tells_a_folder_its_task_or_project(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "a" / "b").mkdir(parents=True)
    key = desk.cli.add("Tax letter")
    monkeypatch.chdir(home / "a" / "b")
    monkeypatch.setenv("PWD", str(home / "a" / "b"))
    assert "of no task or project" in desk.cli.ok("here").err
    monkeypatch.chdir(home / "a")
    monkeypatch.setenv("PWD", str(home / "a"))
    assert "acme" in desk.cli.ok("here", "+acme").out
    monkeypatch.chdir(home / "a" / "b")
    assert desk.cli.ok("here").out.split() == [str(home / "a" / "b"), "acme"]
    assert "Tax letter" in desk.cli.ok("here", key).out
    rows = desk.cli.ok("here", "--list", "--json").json
    check("here", rows)
    assert [row["target"] for row in rows] == ["project:acme", f"task:{desk.cli.task(key)['id']}"]
    desk.cli.ok("here", "--none")
    assert "acme" in desk.cli.ok("here").out
    desk.cli.fails(4, "here", "nobody")


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_installed_is_taken_away_without_a_trace(name: str, cli: Cli, home: Path) -> None:
    (home / ".bashrc").write_text("alias ll='ls -l'")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    cli.file.unlink(missing_ok=True)
    first = cli.ok("sense", "install", name, "--json").json
    check("sense-done", first)
    assert first["files"] and all(Path(path).exists() for path in first["files"])
    assert cli.ok("sense", "install", name, "--json").json["files"] == []
    assert cli.ok("sense", "status", "--json").json["installed"] == [name]
    cli.ok("sense", "uninstall")
    left = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.stat().st_size}
    assert {path: data.rstrip(b"\n") for path, data in left.items()} == before


def test_a_printed_snippet_names_the_folder_of_the_log(cli: Cli) -> None:
    for name in PROGRAMS:
        text = cli.ok("sense", "install", name, "--print").out
        assert text == snippet(name) and log_file.sense_dir() in text and "@" + "FOLDER@" not in text


def test_wrong_words_are_told(cli: Cli) -> None:
    assert "nothing that sense does" in cli.fails(2, "sense", "sleep").err
    assert "one word too many" in cli.fails(2, "sense", "on", "now").err
    assert "bash, zsh" in cli.fails(2, "sense", "install").err
    assert "not among" in cli.fails(2, "sense", "install", "csh").err
    cli.fails(2, "sense", "day", "someday")


def test_a_folder_that_cannot_be_made_is_told(cli: Cli, home: Path) -> None:
    (home / ".local").write_text("")
    assert "/.local" in cli.fails(1, "sense", "on").err


def test_hostile_lines_and_names_do_nothing(desk: Desk) -> None:
    kept.set_here("/h/acme", "project:[red]x[/red]")
    with Path(log_file.log_path()).open("ab") as file:
        file.write(b"\xff\xfe\0\n1\tsh\t1\t1\t0\t/h/acme\n99999999999\tsh\t1\t1\t0\t/h/acme\n")
    desk.act("acme", 1)
    with Path(log_file.log_path()).open("ab") as file:
        file.write(
            f"{to_ms(desk.cli.clock.now()) // 1000}\tsh\t1\t1\t0\t/h/\x1b[2J\n".encode() + b"9" * 100_000 + b"\n"
        )
    desk.act("acme", 5)
    row = desk.day()
    assert row["unreadable"] == 2 and row["spans"][0]["project"] == "[red]x[/red]"  # type: ignore[index]
    assert "[red]x[/red]" in desk.cli.ok("sense", "day").out
    assert json.loads(json.dumps(row)) == row


# --- the question


def stints(desk: Desk) -> list[tuple[str, str, str, object]]:
    """Title, start and end (local) and mark of each stint, by start."""
    data = json.loads(desk.cli.file.read_text())
    titles = {int(key): record.get("title") for key, record in data["tasks"].items()}
    rows = [record for record in data["stints"].values() if record.get("start") and not record.get("gone")]
    return [
        (titles[row["task"]], row["start"][11:16], (row.get("end") or "")[11:16], row.get("source"))
        for row in sorted(rows, key=lambda row: row["start"])
    ]


def test_the_question_is_answered_with_yes_and_an_ordinary_stint_is_written(desk: Desk) -> None:
    drifted(desk)
    desk.act("taxes", 1)
    rows = desk.cli.ok("sense", "decide", "--json").json
    check("sense-questions", rows)
    assert [(row["seconds"], row["target"]) for row in rows] == [(13 * 60, "project:acme")]
    assert "seen in acme, while the focus was on Tax letter" in desk.cli.ok("sense", "decide").out
    before = stints(desk)
    assert before == [("Tax letter", "13:05", "", None)]
    assert "Noted 13 min of focus on “Fix the parser”" in desk.cli.ok("sense", "decide", "yes").err
    assert stints(desk) == [
        ("Tax letter", "13:05", "13:11", None),
        ("Fix the parser", "13:11", "13:24", "sense"),
        ("Tax letter", "13:24", "", None),
    ]
    assert desk.cli.ok("sense", "decide", "--json").json == []
    assert desk.day()["unannounced"] == []
    desk.cli.ok("undo")
    assert stints(desk)[0] == before[0] and [row for row in stints(desk) if row[3]] == []


def test_the_question_is_answered_with_no_and_nothing_changes(desk: Desk) -> None:
    drifted(desk)
    desk.act("taxes", 1)
    file = desk.cli.file.read_bytes()
    assert "not asked again" in desk.cli.ok("sense", "decide", "no").err
    assert desk.cli.file.read_bytes() == file and desk.cli.ok("sense", "decide", "--json").json == []
    assert len(desk.day()["unannounced"]) == 1  # type: ignore[arg-type]
    assert "There is no question" in desk.cli.fails(1, "sense", "decide", "no").err


def test_a_project_with_several_tasks_asks_for_the_one(desk: Desk) -> None:
    drifted(desk)
    desk.cli.add("Other thing +acme")
    desk.cli.ok("sense", "decide")
    assert "On which task of acme" in desk.cli.fails(2, "sense", "decide", "yes").err
    check("outcome", desk.cli.ok("sense", "decide", "yes", "other", "--json").json)
    assert [row[0] for row in stints(desk) if row[3]] == ["Other thing"]
    desk.cli.fails(2, "sense", "decide", "maybe")
    desk.cli.fails(2, "sense", "decide", "no", "thanks")
