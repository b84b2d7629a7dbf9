"""``review``, ``experiment`` and ``rate`` from the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from builders import NOON
from cli_runner import Cli

from wiptui.domain.text import width

HOSTILE = "[/x] \x1b[31mred\x1b[0m 日本語 👩‍👩‍👧 " + "long " * 40


def prepared(cli: Cli) -> None:
    cli.ok("add", "--start", "--", HOSTILE)
    cli.ok("add", "second", "--start")
    cli.ok("wait", "second", "--on", "Ana\x1b[2J")
    cli.ok("add", "third", "--start")
    cli.ok("done", "third")


def test_the_walk_fits_eighty_columns_and_lets_no_title_steer(cli: Cli) -> None:
    prepared(cli)
    page = cli.ok("review")
    assert page.lines[0] == "Review of 16 Nov to 22 Nov 2026"
    for title in ("Finished", "Still open", "Waiting", "The limit", "Focus", "One thing to try"):
        assert any(line.startswith(title) for line in page.lines), title
    assert max(map(width, page.lines)) <= 80 and "\x1b" not in page.out
    assert "\x1b" not in cli.ok("review", "--markdown").out
    assert cli.ok("review", "--markdown").out.startswith("# Review of 16 Nov to 22 Nov 2026\n")


def test_what_is_written_down_stays_and_can_be_undone(cli: Cli) -> None:
    cli.ok("review", "--try", "ask Ana on Mondays", "--note", "calm", "--load", "2")
    row = cli.ok("review", "--json").json
    assert (row["improvement"], row["note"], row["loads"]) == (
        "ask Ana on Mondays", "calm", [{"date": "2026-11-22", "load": 2}],
    )  # fmt: skip
    cli.ok("undo")
    assert cli.ok("review", "--json").json["improvement"] is None
    cli.ok("redo")
    next_week = cli.ok("review", "--json", "--week", "2026-11-22").json
    assert next_week["week"] == {"first": "2026-11-16", "last": "2026-11-22", "ended": False}
    assert cli.ok("export", "json").out.count("ask Ana on Mondays") == 1


def test_an_experiment_from_start_to_stop(cli: Cli) -> None:
    prepared(cli)
    assert "No experiment yet" in cli.ok("experiment").err
    cli.ok("experiment", "start", "fewer", "open", "ends", "--limit", "2", "--metric", "cycle")
    assert cli.ok("limit", "--json").json["limits"][0]["limit"] == 2
    row = cli.ok("experiment", "--json").json["experiments"][0]
    assert (row["hypothesis"], row["metric"], row["limit"], row["early"], row["by_chance"]) == (
        "fewer open ends", "cycle", {"from": 3, "to": 2}, True, None,
    )  # fmt: skip
    assert "Too early: day 0 of 14." in cli.ok("review").out
    cli.clock.advance(days=20)
    cli.ok("experiment", "stop", "--learned", "it did")
    assert cli.ok("limit", "--json").json["limits"][0]["limit"] == 3
    assert "Learned: it did" in cli.ok("experiment").out


def test_rates_make_the_value_tied_up(cli: Cli) -> None:
    assert "Nothing is unfinished" in cli.ok("rate").err
    focus = [{"start": (NOON - timedelta(hours=3)).isoformat(), "end": (NOON - timedelta(hours=1)).isoformat()}]
    begun = [{"at": (NOON - timedelta(hours=4)).isoformat(), "to": "doing"}]
    tasks = [{"title": "a", "project": "acme", "history": begun, "focus": focus}]
    cli.ok("import", "json", "-", stdin=json.dumps(tasks))
    row = cli.ok("rate", "--json").json
    assert row["amount"] is row["projects"][0]["amount"] is None, "worth nobody knows what is not worth nothing"
    told = cli.ok("rate")
    assert "No rate for this work yet" in told.err and "0.00" not in told.out and "2.0 h" in told.out
    cli.ok("rate", "50")
    assert cli.ok("rate", "--json").json["amount"] == 100
    cli.ok("rate", "80,5", "--project", "+acme", "--materials", "39")
    assert cli.ok("stats", "--json").json["value"] == {"hours": 2, "amount": 200}
    assert "80.50" in cli.ok("rate").out and "in value" in cli.ok("stats").out


def test_some_minutes_are_minutes_and_not_zero_hours(cli: Cli) -> None:
    begun = NOON - timedelta(minutes=2)
    focus = [{"start": begun.isoformat(), "end": NOON.isoformat()}]
    tasks = [{"title": "a", "project": "acme", "history": [{"at": begun.isoformat(), "to": "doing"}], "focus": focus}]
    cli.ok("import", "json", "-", stdin=json.dumps(tasks))
    for command in (("rate",), ("stats", "--by", "project")):
        page = cli.ok(*command).out
        assert " min" in page and "0.0" not in page, page


WRONG = """
review x / review --week whenever / review --week 2027-01-01 / review --load 6 / review --load x
review --try a --markdown / experiment go / experiment stop / experiment stop x / experiment start
experiment start h --limit 2
experiment start h --limit 2 --metric joy / experiment start h --metric cycle
experiment start h --limit x --metric cycle
experiment start h --limit 1 --waiting 1 --metric cycle / experiment --keep / experiment stop --limit 2
rate x / rate 1e5 / rate -1 / rate --project p / rate 5 --project ' ' / rate --materials 5 / rate 1 2
"""


@pytest.mark.parametrize(
    "line", [part.strip() for row in WRONG.splitlines() for part in row.split(" / ") if part.strip()]
)
def test_wrong_usage(cli: Cli, line: str) -> None:
    from shlex import split

    cli.add("a")
    before = cli.file.read_bytes()
    result = cli.fails(2, *split(line))
    assert result.err.startswith("wiptui: ") and result.err.count("\n") == 1
    assert cli.file.read_bytes() == before
