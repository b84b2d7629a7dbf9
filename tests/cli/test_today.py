"""``today`` and ``plan`` on the command line."""

from __future__ import annotations

from cli_runner import Cli


def test_today_is_one_list_in_its_order(cli: Cli) -> None:
    for line in ("late due:2026-11-20", "due due:today", "ask", "later", "plan me"):
        cli.ok("add", line)
    cli.ok("wait", "ask", "--on", "Ana", "--until", "today")
    cli.ok("start", "later")
    cli.ok("plan", "plan me")
    out = cli.ok("today").out
    headings = [line for line in out.splitlines() if line and not line.startswith((" ", "▶"))]
    assert headings == ["Overdue 1", "Due today 1", "Follow up 1", "In doing 1", "Planned 1"]
    told = cli.ok("today", "--json").json
    names = ("overdue", "due", "follow_up", "back", "doing", "planned")
    assert [[task["title"] for task in told[name]] for name in names] == [
        ["late"], ["due"], ["ask"], [], ["later"], ["plan me"],
    ]  # fmt: skip
    assert told["date"] == "2026-11-22" and told["planned"][0]["planned"] == "2026-11-22"
    assert told["plan"] == {"cap": 3, "origin": "default", "planned": 1, "done": 0, "carried": 0}


def test_the_plan_is_capped_and_the_refusal_names_the_ways_out(cli: Cli) -> None:
    for title in ("one", "two", "three", "four"):
        cli.ok("add", title)
    cli.ok("plan", "one", "two", "three")
    before = cli.file.read_bytes()
    refused = cli.fails(3, "plan", "four")
    assert "The plan is full: 3 of 3" in refused.err and "--swap" in refused.err and "the default" in refused.err
    assert cli.fails(3, "plan", "four", "--json").error["scope"] == "plan"
    assert cli.file.read_bytes() == before
    cli.ok("plan", "four", "--swap", "one")
    cli.ok("done", "two")
    told = cli.ok("plan", "--json").json
    assert [task["title"] for task in told["tasks"]] == ["three", "four"] and told["done"] == 1
    assert "two" in cli.ok("plan", "--done").out
    cli.ok("plan", "three", "--off")
    assert "1 task of its plan goes back" in cli.ok("plan", "--close").err
    assert cli.ok("plan", "--json").json["tasks"] == []
    assert cli.ok("stats", "--json").json["plan"] == {"planned": 2, "done": 1, "carried": 0}
    cli.ok("undo")
    assert [task["title"] for task in cli.ok("plan", "--json").json["tasks"]] == ["four"]


def test_what_is_left_is_said_the_next_morning(cli: Cli) -> None:
    cli.ok("add", "one")
    cli.ok("plan", "one")
    cli.later(days=1)
    assert "1 task of an earlier plan is left" in cli.ok("today").err
    assert "Left of the plan: “one”" in " ".join(cli.ok("review", "--week", "today").out.split())
    cli.ok("plan", "--close")
    assert "earlier plan" not in cli.ok("today").err


def test_the_agenda_has_follow_ups_and_what_is_hidden(cli: Cli) -> None:
    cli.ok("add", "ask")
    cli.ok("wait", "ask", "--until", "today")
    cli.ok("add", "tax from:tue")
    cli.ok("add", "rest")
    out = [line for line in cli.ok("list", "--by", "due").out.splitlines() if line]
    assert out[0] == "Today 1" and "ask" in out[1]
    assert out[2] == "Within a week 1" and "tax" in out[3] and out[4] == "No due date 1"


def test_what_was_not_understood_is_in_the_json_too(cli: Cli) -> None:
    told = cli.ok("add", "call due: tomorow", "--json").json
    assert told["title"] == "call due: tomorow" and told["notes"] == [
        "what follows due: is not a date, and stays in the title"
    ]
    assert [row["notes"] for row in cli.ok("add", "-", "--json", stdin="a\nb\n").json] == [[], []]


def test_options_that_do_not_go_together_are_refused(cli: Cli) -> None:
    cli.ok("add", "one")
    for argv in (["--close", "--done"], ["one", "--close"], ["--off"], ["one", "--off", "--swap", "one"]):
        assert "plan" in cli.fails(2, "plan", *argv).err or "alone" in cli.fails(2, "plan", *argv).err
