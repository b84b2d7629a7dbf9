"""``status``, ``next``, ``limit``."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli

from wiptui.cli.status.status import PLACEHOLDERS


def test_one_line(cli: Cli) -> None:
    assert cli.ok("status").out == "Doing 0/3 CALM\n"
    for title in ("Fix the parser", "b", "c", "d"):
        cli.add(title)
    cli.ok("start", "b")
    cli.ok("wait", "b", "--on", "Ana")
    cli.ok("start", "c")
    cli.ok("stop", "c")
    cli.ok("start", "parser")
    cli.later(minutes=41)
    assert cli.ok("status").out == "Doing 1/3 CALM · Waiting 1/3 · WIP 2 +1 shelved · ▶ Fix the parser 0:42\n"


def test_json_as_promised(cli: Cli) -> None:
    status = cli.ok("status", "--json").json
    assert status["wip"] == {"doing": 0, "waiting": 0, "shelved": 0, "expedite": 0, "total": 0}
    assert (status["limits"], status["level"], status["strains"]) == ({"doing": 3, "waiting": 3}, "calm", [])
    assert (status["focus"], status["switches"], status["next"]) == (None, {"hour": 0, "today": 0}, None)
    key = cli.add("a")
    cli.ok("start", key)
    status = cli.ok("status", "--json").json
    assert status["focus"] == {"id": cli.task(key)["id"], "title": "a", "seconds": 60}
    assert (status["next"]["action"], status["next"]["task"]) == ("finish", cli.task(key)["id"])
    assert "“a”" in status["next"]["why"]


def test_exit_codes_on_request(cli: Cli) -> None:
    assert cli("status", "--exit-code").code == 0
    cli.ok("limit", "1", "--permanent")
    cli.add("a")
    cli.add("b")
    cli.ok("start", "a")
    assert cli("status", "--exit-code").code == 10
    assert cli("status").code == 0
    cli.ok("limit", "2")
    cli.ok("start", "b")
    cli.ok("limit", "1")
    assert cli("status", "--exit-code", "--json").code == 11


def test_a_format_of_ones_own(cli: Cli) -> None:
    cli.ok("add", "--start", "A rather long title")
    assert (
        cli.ok("status", "--format", "{gauge} {bar} {{{level}}} {focus:10} {time}").out
        == "1/3 ■□□ {calm} A rather… 0:01\n"
    )
    everything = cli.ok("status", "--format", "|".join(f"{{{name}}}" for name in PLACEHOLDERS)).out
    assert everything.count("|") == len(PLACEHOLDERS) - 1
    assert cli.ok("status", "--format", "").out == "\n"


@pytest.mark.parametrize(
    "template", ["{nope}", "{level", "level}", "{}", "{focus:x}", "{focus:-1}", "{level.__class__}"]
)
def test_a_format_that_makes_no_sense(cli: Cli, template: str) -> None:
    cli.fails(2, "status", "--format", template)
    assert not cli.file.exists()


def test_as_of(cli: Cli) -> None:
    cli.ok("add", "--start", "a")
    cli.later(days=2)
    cli.ok("done", "a")
    assert cli.ok("status").out.startswith("Doing 0/3")
    assert cli.ok("status", "--as-of", "yesterday").out.startswith("Doing 1/3")
    assert cli.ok("status", "--as-of", "2026-11-01", "--json").json["wip"]["doing"] == 0


def test_next_names_one_action_and_the_command(cli: Cli) -> None:
    assert "wiptui add" in cli.ok("next").err
    assert cli.ok("next", "--json").json is None
    key = cli.add("a")
    assert cli.ok("next").lines[1] == f"  wiptui start {key}"
    cli.ok("start", key)
    cli.later(days=8)
    first, command = cli.ok("next").lines
    assert first.startswith("Finish “a”: 9 days") and command == f"  wiptui done {key}"
    assert cli.ok("next", "--json").json["command"] == f"wiptui done {key}"


def test_limits_shown(cli: Cli) -> None:
    assert cli.ok("limit").lines == ["doing     0/3  default", "waiting   0/3  default", "expedite  0/1  default"]
    cli.ok("limit", "4", "--why", "release day")
    cli.ok("limit", "--project", "acme", "1")
    lines = cli.ok("limit").lines
    assert lines[0] == "doing     0/3→4*  raised 2026-11-22 on laptop: “release day”, until the end of the day"
    assert lines[3] == "+acme     0/1     set 2026-11-22 on laptop"
    rows = {row["scope"]: row for row in cli.ok("limit", "--json").json["limits"]}
    assert (rows["global"]["limit"], rows["global"]["base"], rows["global"]["why"]) == (4, 3, "release day")
    assert rows["global"]["raised_until"] == "2026-11-23T00:00:00+01:00"
    cli.ok("limit", "--project", "acme", "none")
    assert len(cli.ok("limit").lines) == 3


def test_raising_ends_with_the_day_unless_it_is_permanent(cli: Cli) -> None:
    cli.ok("limit", "4")
    cli.later(days=1)
    assert cli.ok("limit", "--json").json["limits"][0]["limit"] == 3
    cli.ok("limit", "4", "--permanent")
    cli.later(days=1)
    assert cli.ok("limit", "--json").json["limits"][0]["limit"] == 4
    cli.ok("limit", "2")
    cli.later(days=1)
    assert cli.ok("limit", "--json").json["limits"][0]["limit"] == 2


def test_a_schedule_is_shown_told_as_data_and_taken_away(cli: Cli) -> None:
    assert "it is 2 now" in cli.ok("limit", "--schedule", "mon-fri 09-12 1", "--schedule", "2", "--why", "so").err
    lines = cli.ok("limit").lines
    assert lines[0] == "doing     0/2  by your schedule: “so”"
    assert lines[-1] == "schedule: mon-fri 09:00-12:00 1; 2"
    said = cli.ok("limit", "--json").json
    assert (said["limits"][0]["scheduled"], said["schedule"][1]) == (True, {"limit": 2})
    assert "your schedule says 2 now" in cli.ok("limit", "1").err
    cli.ok("undo")
    assert "is no entry" in cli.fails(2, "limit", "--schedule", "soon").err
    cli.ok("limit", "--schedule", "none")
    assert cli.ok("limit", "--json").json["schedule"] == []


@pytest.mark.parametrize("kind", ["project", "tag"])
def test_a_limit_of_ones_own_refuses_and_what_followed_is_kept(cli: Cli, kind: str) -> None:
    sign = {"project": "+", "tag": "@"}[kind]
    cli.ok("add", "--start", f"a {sign}x")
    cli.ok("add", f"b {sign}x")
    cli.ok("limit", f"--{kind}", "x", "1", "--why", "one at a time")
    error = cli.fails(3, "start", "b", "--json").error
    assert (error["scope"], error["count"], error["limit"]) == (f"{kind}:x", 1, 1)
    assert f"{sign}x" in cli.fails(3, "start", "b").err
    cli.ok("start", "b", "--swap", "a")
    table = json.loads(cli.file.read_text(encoding="utf-8"))["refusals"]
    rows = [row for key, row in sorted(table.items(), key=lambda item: int(item[0])) if "scope" in row]
    assert [row["scope"] for row in rows] == [f"{kind}:x"] * 2
    assert sorted(row.get("choice") or "" for row in rows) == ["", "swap"]


@pytest.mark.parametrize(
    "argv",
    [
        ("three",), ("-1",), ("1000",), ("1.5",), ("",), ("٣",), ("--waiting", "x"), ("--project", "", "1"),
        ("--project", "a", "-2"), ("--why", "because"), ("--permanent",), ("1", "2"), ("--project", "a"), ("none",),
    ],
)  # fmt: skip
def test_limits_that_are_none(cli: Cli, argv: tuple[str, ...]) -> None:
    cli.fails(2, "limit", *argv)
    assert not cli.file.exists()


def test_a_focus_that_begins_later_by_another_clock_has_lasted_no_time(cli: Cli) -> None:
    cli.add("Fix the parser")
    cli.ok("start", "Fix")
    cli.later(hours=-3)
    assert cli.ok("status", "--format", "{seconds}").out == "0\n"
    assert "-" not in cli.ok("status").out.partition("▶")[2]
