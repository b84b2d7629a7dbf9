"""``stats`` and ``forecast``: the promised shape, the words, and honesty where there is little to say."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from cli_runner import Cli
from sample_past import past

from wiptui.domain.text import width

SHAPE = {
    "window": ("from", "to"),
    "cycle_days": ("n", "p50", "p70", "p85", "p95", "max", "values"),
    "lead_days": ("n", "p50", "p70", "p85", "p95", "max", "values"),
    "wip": ("now", "average", "peak", "shelved"),
    "time_in_wip_hours": ("total", "doing", "waiting", "queue"),
    "little": ("L", "lambda", "W", "r", "verdict"),
    "focus": (
        "seconds", "switches", "chosen", "blocked", "interrupted", "transitions", "interruptions", "per_hour",
        "deep_sessions", "after_hours_seconds",
    ),
    "value": ("hours", "amount"),
    "sle": ("days", "share", "origin", "n", "kept"),
}  # fmt: skip
PLAIN = {
    "created", "entries", "exits", "throughput", "dropped", "net_flow", "throughput_by_day", "flow_efficiency",
    "headwind", "own_queue", "touch", "cfd", "over_limit_minutes", "refusals", "plan", "restated", "unknown",
}  # fmt: skip


@pytest.fixture
def lived(cli: Cli) -> Cli:
    """A board with seven weeks behind it."""
    cli.ok("import", "json", "-", stdin=past(24))
    return cli


def test_the_json_is_as_promised(lived: Cli) -> None:
    found = lived.ok("stats", "--json").json
    assert set(found) == PLAIN | set(SHAPE)
    assert {name: tuple(found[name]) for name in SHAPE} == SHAPE
    assert (found["throughput"], found["entries"], found["exits"], found["net_flow"]) == (24, 24, 24, 0)
    assert found["cycle_days"] | {"values": 0} == {
        "n": 24, "p50": 2, "p70": 2, "p85": 2, "p95": 2, "max": 2, "values": 0,
    }  # fmt: skip
    assert found["time_in_wip_hours"]["waiting"] == pytest.approx(8 * 24)
    assert found["time_in_wip_hours"]["queue"] == pytest.approx(8)


def test_the_window_is_half_open_and_of_local_days(lived: Cli) -> None:
    one_day = lived.ok("stats", "--since", "2026-10-02", "--until", "2026-10-02", "--json").json
    assert one_day["window"] == {"from": "2026-10-02T00:00:00+02:00", "to": "2026-10-03T00:00:00+02:00"}
    assert [day["count"] for day in one_day["throughput_by_day"]] == [1]
    by_time = lived.ok("stats", "--since", "2026-10-02", "--until", "2026-10-02T17:00", "--json").json
    assert by_time["throughput"] == 0
    assert lived.ok("stats", "--as-of", "2026-10-02", "--json").json["throughput"] == 1


def test_the_page_fits_eighty_columns_and_says_what_to_try(lived: Cli) -> None:
    page = lived.ok("stats")
    assert max(map(width, page.lines)) <= 80
    assert "24 came into work, 24 left it; net flow +0" in page.out
    assert "85% was finished within 2 days; half of it within 2 days." in page.out
    assert "waiting on others" in page.out and "Ana" in page.out and "\x1b" not in page.out
    assert sum(line.startswith("▸ ") for line in page.lines) == 2


def test_small_samples_claim_little(cli: Cli) -> None:
    assert cli.ok("stats").lines == ["Nothing is in the log yet. The figures come by themselves as you work."]
    cli.ok("import", "json", "-", stdin=past(4))
    page = cli.ok("stats").out
    assert [line.split() for line in page.splitlines() if "Cycle time" in line] == [
        ["Cycle", "time", "4", "-", "-", "-", "-", "2", "to", "2"]
    ]
    assert "Too few tasks to point at a bottleneck: 4 of 5." in page
    assert "Too few working days to compare" in page


def test_by_group(lived: Cli) -> None:
    rows = lived.ok("stats", "--by", "person", "--json").json
    assert (rows["by"], [(row["name"], row["waits"]) for row in rows["rows"]]) == ("person", [("Ana", 8)])
    assert [row["name"] for row in lived.ok("stats", "--by", "reason", "--json").json["rows"]] == ["the logo"]
    page = lived.ok("stats", "--by", "project")
    assert "+acme" in page.out and "\x1b" not in page.out and max(map(width, page.lines)) <= 80
    assert "no tag" in lived.ok("stats", "--by", "tag").out
    assert "Nothing waited on anybody then." in lived.ok("stats", "--by", "person", "--since", "today").out


def test_a_restated_day_and_impossible_times_are_marked(lived: Cli) -> None:
    lived.ok("reopen", "job 19")
    assert "1 day is restated: something finished then was reopened since." in lived.ok("stats").out
    assert lived.ok("stats", "--json").json["restated"] == ["2026-11-09"]
    old = {"title": "long ago", "history": [{"at": "1985-01-01T09:00:00Z", "to": "doing"}]}
    lived.ok("import", "json", "-", stdin=json.dumps([old]))
    assert "1 task left out: a clock gave a time that cannot be." in lived.ok("stats").out.replace("\n  ", " ")


def test_the_forecast_says_its_seed_and_repeats_itself(lived: Cli) -> None:
    first = lived.ok("forecast", "5", "--by", "2026-12-01", "--json").json
    assert first == lived.ok("forecast", "5", "--by", "2026-12-01", "--json").json
    assert (first["seed"], first["trials"], first["tasks"]) == (20261122, 10_000, 5)
    assert first["by"] == {"date": "2026-12-01", "days": 9}
    assert first["sample"]["days"] == 52 and first["sample"]["finished"] == 24
    days = [first["when"][p]["days"] for p in ("p50", "p70", "p85", "p95")]
    counts = [first["how_many"][p] for p in ("p50", "p70", "p85", "p95")]
    assert days == sorted(days) and counts == sorted(counts, reverse=True)
    assert first["when"]["p50"]["date"] == (date(2026, 11, 22) + timedelta(days=days[0])).isoformat()
    assert 0 < first["chance"] < 1
    page = lived.ok("forecast", "5", "--seed", "7")
    assert "seed 7." in page.out and "5 more finished by" in page.out and max(map(width, page.lines)) <= 80


def test_the_forecast_says_what_it_assumes_and_how_good_it_was(lived: Cli) -> None:
    page = lived.ok("forecast", "5").out
    said = " ".join(page.split())
    assert "Assumed: * the days to come are like the last 52, days off among them *" in said
    assert "any 5 more, not about the tasks that are open now" in said and "these" not in said
    record = lived.ok("forecast", "5", "--record", "--json").json
    assert (record["tasks"], [line["share"] for line in record["lines"]]) == (5, [0.5, 0.85])
    assert lived.ok("forecast", "5", "--json").json["record"] == {"days": record["days"], "lines": record["lines"]}
    assert all(line["n"] == record["days"] for line in record["lines"])
    assert f"{record['days']} forecasts on past days have run out; it takes 20" in " ".join(
        lived.ok("forecast", "5", "--record").out.split()
    )
    lived.fails(2, "forecast", "5", "--record", "--by", "2026-12-01")


def test_nothing_open_is_nothing_to_forecast(lived: Cli) -> None:
    assert lived.ok("forecast").lines[0].startswith("Nothing is in doing, waiting or ready: there is nothing to")
    found = lived.ok("forecast", "--json").json
    assert (found["tasks"], found["when"], found["how_many"], found["chance"]) == (0, None, None, None)
    assert lived.ok("forecast", "--record", "--json").json["days"] == 0
    assert "wiptui forecast 5 --record" in " ".join(lived.ok("forecast", "--record").out.split())


def test_one_is_told_as_one(cli: Cli) -> None:
    cli.ok("add", "x", "--start")
    cli.later(minutes=30)
    cli.ok("done")
    page, week = cli.ok("stats").out, cli.ok("export", "markdown", "--report", "week").out
    assert "1 deep session (25" in page and ", 1 task · your data\n" in page
    assert "cycle time: 1 day, the longest 1" in week


def test_a_forecast_needs_a_past(cli: Cli) -> None:
    cli.ok("import", "json", "-", stdin=past(5))
    said = "Too little for a forecast: 52 complete days with 5 finished; it takes 20 days and 12 finished."
    assert cli.ok("forecast", "3").lines == [said]
    found = cli.ok("forecast", "3", "--json").json
    assert (found["when"], found["how_many"], found["chance"], found["doubt"]) == (None, None, None, said)


def test_the_generated_year_goes_in_as_any_file_does(cli: Cli) -> None:
    document = cli.ok("demo", "--year", "--json").out
    cli.ok("import", "json", "-", stdin=document)
    assert "Nothing to import" in cli.ok("import", "json", "-", stdin=document).err
    page = cli.ok("stats").out
    assert "Trend" in page and "waiting on others" in page
    cli.fails(2, "demo", "--json")


def test_histories_in_any_order_and_without_an_offset_are_read_as_they_happened(cli: Cli) -> None:
    """Bad input: out of order, finish before start, no zone, the future, an empty log."""
    moves = [
        {"at": "2026-11-05T17:00:00", "to": "done"},
        {"at": "2026-11-02T09:00:00+01:00", "to": "doing"},
        {"at": "2026-11-03T09:00:00Z", "to": "waiting", "on": "Ana"},
        {"at": "2026-11-04T10:00:00Z", "to": "doing"},
    ]
    again = [{"at": "2026-11-10T12:00:00", "to": "doing"}, {"at": "2026-11-09T12:00:00", "to": "done"}]
    tasks = [
        {"title": "shuffled", "created": "2026-11-20T09:00:00", "history": moves},
        {"title": "done before it was started", "created": "2026-11-08T09:00:00", "history": again},
    ]
    cli.ok("import", "json", "-", stdin=json.dumps(tasks))
    found = cli.ok("stats", "--json").json
    assert found["cycle_days"]["values"] == [4], "2 to 5 November, whatever the order of the file"
    assert found["lead_days"]["values"] == [4], "captured at the latest when it first moved"
    assert found["time_in_wip_hours"]["waiting"] == 25
    assert (found["wip"]["now"], found["throughput"], found["restated"]) == (1, 1, ["2026-11-09"])
    ahead = [{"title": "ahead", "history": [{"at": "2027-01-01T09:00:00", "to": "done"}]}]
    assert "still to come" in cli.fails(1, "import", "json", "-", stdin=json.dumps(ahead)).err
    assert cli.ok("stats", "--json").json["throughput"] == 1
    empty = cli.ok("stats", "--json", "--since", "2026-01-01", "--until", "2026-02-01").json
    assert (empty["cycle_days"]["p50"], empty["flow_efficiency"], empty["little"]["r"]) == (None, None, None)


def test_a_window_that_begins_in_the_future_is_refused(cli: Cli) -> None:
    cli.ok("add", "a", "--start")
    assert "“tomorrow” is still to come" in cli.fails(2, "stats", "--since", "tomorrow").err
    assert cli.ok("stats", "--since", "today", "--json").json["entries"] == 1
