"""The JSON Schemas in wiptui/schema hold for what the commands really print, and name every field of it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from shlex import split

import pytest
from cli_runner import Cli
from jsonschema import Draft202012Validator
from schema_check import check, check_command
from sync_devices import Two

from wiptui.cli.help.schema import ANSWERS, SPARE, names, read, whole
from wiptui.cli.registry import MODULES


@pytest.fixture
def board(cli: Cli) -> Cli:
    """A board on which everything happened once."""
    key = cli.add("(A) Write report +acme @x due:fri for:Ana")
    cli.ok("edit", key, "--note", "a\nb", "--step", "one", "--class", "fixed-date", "--next", "two")
    cli.ok("edit", key, "--tick", "1")
    for title in ("One", "Two", "Three", "Four", "Five", "Six"):
        cli.add(title)
    cli.ok("start", "one")
    cli.ok("wait", "one", "--on", "Ben", "--why", "vectors", "--until", "fri")
    cli.ok("resolve", "one")
    cli.ok("start", "one")
    cli.ok("stop", "one", "--next", "more")
    cli.ok("start", "two", "three")
    cli.ok("done", "two")
    cli.ok("reopen", "two")
    cli.ok("drop", "four")
    cli.ok("defer", "five")
    cli.ok("select", "five")
    cli.ok("start", "six", "--expedite", "--why", "on fire")
    cli.ok("start", "five")
    cli.ok("wait", "five", "--on", "Bo")
    cli.ok("start", "report")
    cli.ok("interrupt", "phone")
    cli.ok("limit", "3", "--why", "enough")
    return cli


@pytest.mark.parametrize("name", names())
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(read(name))
    assert read(name)["$id"] == f"urn:wiptui:{name}"


def test_every_command_has_its_schema_and_every_schema_is_of_a_command() -> None:
    assert set(ANSWERS) == set(MODULES), "tell wiptui/cli/help/schema.py ANSWERS what the command prints with --json"
    assert [name for name, answers in ANSWERS.items() if not answers] == ["schema", "mcp", "guide"]
    there = {path.name.removesuffix(".json") for path in files("wiptui").joinpath("schema").iterdir()}
    assert there == set(names())


def test_the_door_to_the_schemas(cli: Cli) -> None:
    assert [line.split()[0] for line in cli.ok("schema").lines] == names()
    assert [row["name"] for row in cli.ok("schema", "--json").json] == names()
    for name in (*names(), *(name for name, answers in ANSWERS.items() if answers)):
        Draft202012Validator.check_schema(cli.ok("schema", name).json)
    assert "did you mean “list”?" in cli.fails(2, "schema", "lst").err
    assert "no JSON" in cli.fails(2, "schema", "mcp").err
    assert not cli.file.exists()


def test_what_the_door_prints_needs_no_other_file(board: Cli) -> None:
    """Every reference is answered in the document itself: an empty registry is enough."""
    for words in (["add", "x"], ["review"], ["experiment"], ["start", "one", "--swap", "two"]):
        alone = Draft202012Validator(board.ok("schema", words[0]).json)
        value = board.ok(*words, "--json").json
        assert alone.is_valid(value) and not alone.is_valid({"surprise": 1})
    assert "urn:wiptui:task" in whole("outcome")["$defs"]


def test_tasks(board: Cli) -> None:
    rows = board.ok("list", "--all", "--json").json
    assert len(rows) > 7
    check("list", rows)
    for row in rows:
        check("task", board.ok("show", row["id"], "--json").json)


def test_status(board: Cli, cli: Cli) -> None:
    check("status", board.ok("status", "--json").json)
    check("today", board.ok("today", "--json").json)
    check("outcome", board.ok("plan", "one", "--json").json)
    check("plan", board.ok("plan", "--json").json)
    other = str(cli.file.with_name("empty.json"))
    check("status", board.ok("--file", other, "status", "--json").json)
    board.later(days=40)
    check("status", board.ok("status", "--json").json)


def test_export(board: Cli) -> None:
    check("export", board.ok("export", "json").json)


def test_stats_and_forecast(board: Cli) -> None:
    for _ in range(2):  # on a day's work, and on a year's
        check("stats", board.ok("stats", "--json").json)
        check("stats", board.ok("stats", "--json", "--since", "today", "--as-of", "yesterday").json)
        check("forecast", board.ok("forecast", "--json").json)
        check("forecast-record", board.ok("forecast", "--record", "--json").json)
        board.ok("import", "json", "-", stdin=board.ok("demo", "--year", "--json").out)
    assert board.ok("forecast", "--json").json["when"]["p50"]["days"] > 0


def test_errors(board: Cli) -> None:
    refused = board.fails(3, "start", "one", "--json").error
    assert refused["holders"]
    check("error", {"error": refused})
    for words in (["show", "nobody"], ["show", "t"], ["nonsense"], ["import", "json", "/nowhere"], ["limit", "x"]):
        check("error", json.loads(board(*words, "--json").err))


EVERY = """
add x / show one / list +acme / status / today / plan / plan seven / next / log / log one / start one --swap two
done one / wait nine --on Ana
resolve nine / stop nine / drop nine / reopen nine / defer eight / select eight / edit eight --due fri / undo / redo
interrupt call --from Bea / focus / focus --off / focus / limit / limit 4 --why release / limit
limit --project acme 1 --schedule 'mon-fri 09-12 1; 2' / limit / rate / rate 80 --materials 7 --project acme / rate
review / review --try ask --note calm --load 4 / review / experiment / experiment start h --waiting 2 --metric cycle
experiment / experiment stop --learned it / experiment start h --metric switches --change music / experiment / review
note report hello / time add report 5m / time / time --entries / rename +acme +b
template / template save t two / template / template forget t / config
config get columns / config get theme
config set density airy / config set views.calls @phone / config set timer.focus 25 / config / config path
config unset density / path / completion bash / completion fish --install / export json / devices / backup / doctor
export json --output out.json / stats / stats --by project / stats --by tag / stats --by person / stats --by reason
add see https://a.org / open see / open see --print / forecast
sense on / sense install bash / sense status / sense day / sense decide / sense forget / sense off
here +acme / here --list / here / start six / back
forecast --record / inbox / mirror / mirror on todo.txt / mirror read --dry-run
mirror read / mirror off
backup restore 1 --dry-run / backup restore 1 / sync / demo --year
""".replace("\n", " / ").strip(" /")


def test_every_command_prints_what_its_schemas_say(board: Cli, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.chdir(home)
    board.fails(3, "start", "one")
    board.ok("start", "one", "--swap", "three")  # so that the review has a refusal, and what followed it
    board.later(days=1)
    for title in ("Seven", "Eight", "Nine"):
        board.add(title)
    told = set()
    for words in (("checkin",), ("checkin", "discard")):
        told.add(("checkin", check_command("checkin", board.ok(*words, "--json").json)))
    for line in EVERY.split(" / "):
        words = split(line)
        told.add((words[0], check_command(words[0], board.ok(*words, "--json").json)))
    told.add(("import", check_command("import", board.ok("import", "json", "out.json", "--json").json)))
    last, row = (board.ok("review", "--week", day, "--json").json for day in ("yesterday", "today"))
    check("review", row)
    assert last["refusals"] and row["limit_changes"] and row["loads"] and row["experiment"]
    elsewhere = {
        ("serve", "serve"),
        ("git-setup", "git-setup"),
        ("merge", "merge"),
        ("add", "list"),
        ("sense", "outcome"),
    }
    assert told == {(name, answer) for name, answers in ANSWERS.items() for answer in answers} - elsewhere
    assert SPARE == ("error", "help"), "tell how these are checked"
    check("help", board.ok("help", "--json").json)
    check("list", board.ok("add", "-", "--json", stdin="a\nb\n").json)


@pytest.fixture
def two(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Two:
    return Two(cli, monkeypatch, tmp_path)


def test_a_sync_that_merges_a_doctor_that_finds_and_a_merge(two: Two) -> None:
    for title in ("a", "b"):
        two.laptop.ok("start", two.laptop.add(f"laptop {title}"))
        two.phone.ok("start", two.phone.add(f"phone {title}"))
    copy = two.laptop.take(two.phone, "wip (conflicted copy).json")
    two.laptop.file.write_bytes(two.laptop.file.read_bytes().replace(b'"title"', b'"title', 1))
    sick = json.loads(two.laptop("doctor", "--json").out)
    assert not sick["healthy"] and len(sick["findings"]) > 3
    check("doctor", sick)
    output = str(two.phone.folder / "merged.json")
    check("merge", two.phone.json("merge", str(copy), str(two.laptop.file), str(two.phone.file), "--output", output))
    merged = two.laptop.json("sync")
    assert merged["copies"] and merged["gains"] and merged["over"] and merged["kept"]
    check("sync", merged)
    check("devices", two.laptop.json("devices"))
    two.laptop.file.unlink()
    mended = two.laptop.json("doctor", "--repair")
    assert mended["repaired"]
    check("doctor", mended)


def test_an_experiment_with_its_figures(cli: Cli) -> None:
    cli.ok("import", "json", "-", stdin=cli.ok("demo", "--year", "--json").out)
    cli.ok("experiment", "start", "h", "--limit", "2", "--metric", "throughput")
    cli.later(days=20)
    row = cli.ok("experiment", "--json").json
    check("experiment", row)
    assert row["experiments"][0]["by_chance"] is not None
    check("rate", cli.ok("rate", "--json").json)


def test_import(board: Cli) -> None:
    text = '[{"title": "a", "state": "doing"}, {"title": "b", "state": "doing"}, {"title": 1}]'
    check("import", board("import", "json", "-", "--dry-run", "--json", stdin=text).json)
    done = board("import", "json", "-", "--partial", "--json", stdin=text).json
    check("import", done)
    assert done["over"]


def test_a_field_that_no_schema_names_is_found(board: Cli) -> None:
    row = board.ok("show", "report", "--json").json
    with pytest.raises(AssertionError, match="surprise"):
        check("task", {**row, "surprise": 1})
    with pytest.raises(AssertionError, match="surprise"):
        check("list", [{**row, "history": [{**row["history"][0], "surprise": 1}]}])
    with pytest.raises(AssertionError, match="is a required property"):
        check("task", {name: value for name, value in row.items() if name != "title"})
