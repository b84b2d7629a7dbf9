"""A refusal says the count, the limit, where it was set, what holds the slots, and the commands that free one."""

from __future__ import annotations

from cli_runner import Cli


def full(cli: Cli, *limit: str) -> list[str]:
    cli.ok("limit", *(limit or ("2", "--why", "two was enough in May", "--permanent")))
    keys = [cli.add(title) for title in ("Flyer for the fair", "Fix the parser", "Tax letter")]
    cli.ok("start", keys[0])
    cli.later(days=8)
    cli.ok("start", keys[1])
    return keys


def test_in_words(cli: Cli) -> None:
    a, b, c = full(cli)
    assert cli.fails(3, "start", c).err.splitlines() == [
        "wiptui: Doing is full: 2 of 2. Nothing was changed.",
        "The limit of 2 was set 8 d ago on laptop: “two was enough in May”.",
        "These hold it:",
        f"  {a}  Flyer for the fair    9 d",
        f"  {b}  Fix the parser      today",
        "To free a slot:",
        f"  wiptui done {a}",
        f"  wiptui wait {a} --on WHO",
        f"  wiptui stop {a}",
        f"  wiptui start {c} --swap {a}",
    ]


def test_the_commands_it_names_work(cli: Cli) -> None:
    _, _, c = full(cli)
    lines = cli.fails(3, "start", c).err.splitlines()
    for line in [line.strip() for line in lines if line.startswith("  wiptui ")]:
        cli.ok(*line.removeprefix("wiptui ").split())
        cli.ok("undo")
    assert cli.titles("doing") == ["Flyer for the fair", "Fix the parser"]


def test_in_json(cli: Cli) -> None:
    a, b, c = full(cli)
    error = cli.fails(3, "start", c, "--json").error
    keys = [cli.task(key)["id"] for key in (a, b)]
    assert {
        name: error[name] for name in ("code", "message", "scope", "count", "limit", "holders", "why", "device")
    } == {
        "code": "wip_limit",
        "message": "Doing is full: 2 of 2.",
        "scope": "global",
        "count": 2,
        "limit": 2,
        "holders": [
            {"id": keys[0], "title": "Flyer for the fair"},
            {"id": keys[1], "title": "Fix the parser"},
        ],
        "why": "two was enough in May",
        "device": "laptop",
    }


def test_the_default_is_called_default(cli: Cli) -> None:
    for title in "abcd":
        cli.add(title)
    cli.ok("start", "a", "b", "c")
    assert "The limit of 3 is the default." in cli.fails(3, "start", "d").err


def test_a_raised_limit_shows_both(cli: Cli) -> None:
    full(cli, "2", "--permanent")
    cli.ok("limit", "3", "--why", "release day")
    for title in "xy":
        cli.add(title)
    cli.ok("start", "x")
    assert "The limit of 2→3* was raised today on laptop: “release day”." in cli.fails(3, "start", "y").err


def test_a_closed_limit(cli: Cli) -> None:
    cli.add("a")
    cli.ok("limit", "0", "--why", "holiday")
    err = cli.fails(3, "start", "a").err
    assert "is closed" in err and "holiday" in err and "wiptui done" not in err


def test_waiting_projects_and_the_expedite_lane(cli: Cli) -> None:
    cli.ok("limit", "--waiting", "1", "--project", "acme", "1", "--tag", "@deep", "1")
    for text in ("a +acme", "b +acme", "c @deep", "d @deep", "e", "f"):
        cli.add(text)
    cli.ok("start", "a")
    assert cli.fails(3, "start", "b", "--json").error["scope"] == "project:acme"
    cli.ok("start", "c")
    assert "@deep is full: 1 of 1" in cli.fails(3, "start", "d").err
    cli.ok("wait", "a")
    refused = cli.fails(3, "wait", "c").err
    assert "Waiting is full: 1 of 1" in refused and "--on WHO" not in refused
    cli.ok("start", "e", "--expedite", "--why", "fire")
    refused = cli.fails(3, "start", "f", "--expedite", "--why", "flood").err
    assert "expedite lane is full" in refused
    cli.fails(2, "start", "f", "--expedite")


def test_an_edit_that_would_pass_the_limit_by_the_back_door(cli: Cli) -> None:
    cli.ok("limit", "1", "--permanent")
    for title in "ab":
        cli.add(title)
    cli.ok("start", "a")
    cli.ok("start", "b", "--expedite", "--why", "fire")
    cli.fails(3, "edit", "b", "--class", "standard")
    cli.ok("edit", "b", "--title", "b2")


def test_over_the_limit_starts_are_refused_and_swaps_are_not(cli: Cli) -> None:
    for title in "abcd":
        cli.add(title)
    cli.ok("start", "a", "b", "c")
    cli.ok("limit", "2")
    assert cli.ok("status").out.startswith("OVER 3/2 OVERLOADED")
    assert "OVER" in cli.ok("list").out
    refused = cli.fails(3, "start", "d").err
    assert "over its limit: 3 of 2" in refused and "from laptop" in refused
    cli.ok("start", "d", "--swap", "a")
    cli.ok("done", "d")
