"""Acts told late, and times corrected: the log keeps both, the later word counts, and undo takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from cli_runner import Cli


def moved(cli: Cli, words: str) -> list[tuple[str, str]]:
    """The moves of a task: to which state, and when, without seconds."""
    return [(move["to"], move["at"][:16]) for move in cli.task(words)["history"]]


def focus(cli: Cli, *more: str) -> dict[str, Any]:
    return cli.ok("time", "--since", "2026-11-16", "--json", *more).json  # type: ignore[no-any-return]


def test_an_act_told_late_has_its_true_time(cli: Cli) -> None:
    cli.add("Report")
    cli.later(hours=3)
    assert "at 15:30" in cli.ok("start", "report", "--at", "15:30").err
    assert moved(cli, "report")[-1] == ("doing", "2026-11-22T15:30")
    cli.ok("done", "report", "--at", "16:45")
    assert moved(cli, "report")[-1] == ("done", "2026-11-22T16:45")
    assert cli.task("report")["finished"].startswith("2026-11-22T16:45")
    cli.ok("undo")
    assert moved(cli, "report")[-1] == ("doing", "2026-11-22T15:30")
    cli.ok("undo")
    assert [to for to, _ in moved(cli, "report")] == ["ready"]


def test_a_day_means_its_end_and_a_task_may_be_written_down_later_than_begun(cli: Cli) -> None:
    cli.add("Report")
    cli.ok("start", "report", "--at", "2026-11-19 9:00")
    cli.ok("done", "report", "--at", "yesterday")
    assert moved(cli, "report") == [
        ("ready", "2026-11-19T09:00"), ("doing", "2026-11-19T09:00"), ("done", "2026-11-21T23:59"),
    ]  # fmt: skip
    assert cli.task("report")["cycle_days"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["done", "report", "--at", "9:00"], "what follows is later"),
        (["done", "report", "--at", "tomorrow"], "still to come"),
        (["done", "report", "--at", "2026-11-23 9:00"], "still to come"),
        (["edit", "report", "--finished", "9:00"], "not finished"),
        (["edit", "report", "--started", "2027-01-01"], "still to come"),
        (["edit", "report", "--started", "9:00", "--due", "fri"], "stand alone"),
    ],
)
def test_what_cannot_have_been_is_refused_and_changes_nothing(cli: Cli, words: list[str], said: str) -> None:
    cli.ok("start", cli.add("Report"))
    before = cli.file.read_bytes()
    assert said in cli.fails(2, *words).err
    assert cli.file.read_bytes() == before


def test_a_past_move_is_corrected_twice_and_each_correction_is_undone(cli: Cli) -> None:
    cli.ok("start", cli.add("Report"))
    cli.later(days=2)
    cli.ok("done", "report")
    first = moved(cli, "report")
    cli.ok("edit", "report", "--finished", "2026-11-23 17:00")
    cli.ok("edit", "report", "--finished", "2026-11-22 18:00", "--started", "2026-11-20 8:00")
    assert [at for _, at in moved(cli, "report")] == ["2026-11-20T08:00", "2026-11-20T08:00", "2026-11-22T18:00"]
    assert cli.task("report")["cycle_days"] == 3
    cli.ok("undo")
    assert moved(cli, "report")[-1] == ("done", "2026-11-23T17:00")
    cli.ok("undo")
    assert moved(cli, "report") == first
    assert "before that" in cli.fails(2, "edit", "report", "--started", "2026-11-24 14:12").err
    assert "after that" in cli.fails(2, "edit", "report", "--finished", "2026-11-20").err
    cli.add("Other")
    assert "never started" in cli.fails(2, "edit", "other", "--started", "9:00").err


def test_focus_ends_and_begins_when_it_was_told(cli: Cli) -> None:
    cli.minutes = 0
    cli.ok("start", cli.add("Report +acme"))
    cli.later(hours=1)
    cli.ok("stop", "--at", "14:40")
    assert [(row["key"], row["seconds"]) for row in focus(cli)["rows"]] == [("acme", 2100)]
    cli.ok("start", "report")
    cli.later(minutes=10)
    cli.ok("start", cli.add("Call +home"), "--at", "14:50")
    assert cli.ok("focus", "--json").json["focus"]["title"] == "Report", "the focus there is stays"


def test_a_week_told_late_and_corrected_equals_the_count_by_hand(cli: Cli) -> None:
    """Monday to Friday of one week, all of it told on Sunday: figures, timesheet, and the undo of each."""
    cli.minutes = 0
    cli.ok("add", "Report +acme @write")
    cli.ok("add", "Parser +acme @code @write")
    cli.ok("add", "Shelf +home")
    days = {name: f"2026-11-{16 + place}" for place, name in enumerate(("mon", "tue", "wed", "thu", "fri"))}
    told = [
        ("start", "report", "--at", f"{days['mon']} 9:00"),
        ("done", "report", "--at", f"{days['wed']} 17:00"),
        ("start", "parser", "--at", f"{days['tue']} 10:00"),
        ("done", "parser", "--at", f"{days['thu']} 12:00"),
        ("start", "shelf", "--at", f"{days['fri']} 8:00"),
        ("done", "shelf", "--at", f"{days['fri']} 8:45"),
    ]
    spent = [
        ("report", "mon", "9:00-10:30"), ("report", "tue", "9:00-9:50"), ("parser", "tue", "9:40-11:10"),
        ("parser", "thu", "9:00-12:00"), ("shelf", "fri", "8:00-8:45"), ("shelf", "fri", "23:30-0:15"),
    ]  # fmt: skip
    states = [cli.file.read_bytes()]
    for words in told:
        cli.ok(*words)
    for task, day, span in spent:
        cli.ok("time", "add", task, span, "--day", days[day])
    assert {task["title"]: task["cycle_days"] for task in cli.tasks("--all")} == {
        "Report": 3, "Parser": 3, "Shelf": 1,
    }  # fmt: skip
    by_project = focus(cli)
    assert {row["key"]: row["seconds"] // 60 for row in by_project["rows"]} == {
        "acme": 90 + 40 + 90 + 180, "home": 45 + 45,
    }, "what was added later takes the time that both have"  # fmt: skip
    assert by_project["seconds"] == sum(row["seconds"] for row in by_project["rows"])
    by_day = {row["key"][-2:]: row["seconds"] // 60 for row in focus(cli, "--by", "day")["rows"]}
    assert by_day == {"16": 90, "17": 130, "19": 180, "20": 75, "21": 15}
    by_tag = focus(cli, "--by", "tag")
    assert {row["key"]: row["seconds"] // 60 for row in by_tag["rows"]} == {"write": 400, "code": 270, "": 90}
    assert by_tag["seconds"] == by_project["seconds"], "a task with two tags counts once in the sum"
    rounded = focus(cli, "--round", "15m")
    assert [day["seconds"] // 60 for row in rounded["rows"] for day in row["days"]] == [90, 135, 180, 75, 15]
    assert cli.task("parser")["spent_seconds"] == 270 * 60
    assert "total    1:30    2:10    3:00    1:15    0:15    8:10" in cli.ok("time", "--since", days["mon"]).out

    entry = cli.ok("time", "--entries", "--since", days["mon"], "--json").json[0]
    cli.ok("time", "edit", entry["id"][:8], "9:00-9:30")
    assert focus(cli, "report")["seconds"] == (30 + 40) * 60
    cli.ok("undo")
    assert focus(cli)["seconds"] == by_project["seconds"]
    cli.ok("time", "drop", entry["id"][:8])
    assert focus(cli, "report")["seconds"] == 40 * 60
    for _ in range(1 + len(spent) + len(told)):
        cli.ok("undo")
    assert focus(cli)["rows"] == [] and {task["state"] for task in cli.tasks("--all")} == {"ready"}
    assert all(len(task["history"]) == 1 for task in cli.tasks()) and states


@pytest.mark.parametrize(
    "words",
    [
        ["add", "report"], ["add", "report", "soon"], ["add", "report", "25:00-26:00"], ["add", "report", "0m"],
        ["add", "report", "45m", "--day", "mon"], ["add", "report", "9:00-9:30", "--day", "2027-01-01"],
        ["edit", "x"], ["drop"], ["--by", "colour"], ["--since", "today", "--until", "mon"], ["--round", "soon"],
        ["age>x"],
    ],
)  # fmt: skip
def test_a_time_that_makes_no_sense_is_said(cli: Cli, words: list[str]) -> None:
    cli.add("Report")
    cli.fails(2, "time", *words)
    cli.fails(4, "time", "drop", "zzzzz")
