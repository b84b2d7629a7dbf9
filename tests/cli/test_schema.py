"""The JSON Schemas in wiptui/schema hold for what the commands really print, and name every field of it."""

from __future__ import annotations

import json
from copy import deepcopy
from importlib.resources import files
from typing import Any

import pytest
from cli_runner import Cli
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

NAMES = ("task", "list", "status", "export", "error", "import", "stats", "forecast")


def schema(name: str) -> dict[str, Any]:
    text = files("wiptui").joinpath("schema", f"{name}.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def strict(part: Any) -> Any:
    """The schema, in which a field that it does not name is an error: so none can be added without a word about it."""
    if isinstance(part, list):
        return [strict(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {name: strict(value) for name, value in part.items()}
    if "properties" in part and "required" in part and "allOf" not in part:
        closed.setdefault("additionalProperties", False)
    return closed


def check(name: str, value: Any) -> None:
    every = {each: strict(schema(each)) for each in NAMES}
    # The tasks of an export are tasks with a log beside.
    task = deepcopy(every["task"])
    task["properties"]["log"] = every["export"]["properties"]["tasks"]["items"]["properties"]["log"]
    every["task"] = task
    registry: Registry[Any] = Registry().with_resources(
        [(f"urn:wiptui:{each}", Resource.from_contents(body)) for each, body in every.items()]
    )
    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]} (wiptui/schema/{name}.json)"
        for error in Draft202012Validator(every[name], registry=registry).iter_errors(value)
    ]
    assert not errors, errors


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


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:wiptui:{name}"


def test_tasks(board: Cli) -> None:
    rows = board.ok("list", "--all", "--json").json
    assert len(rows) > 7
    check("list", rows)
    for row in rows:
        check("task", board.ok("show", row["id"], "--json").json)


def test_status(board: Cli, cli: Cli) -> None:
    check("status", board.ok("status", "--json").json)
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
        board.ok("import", "json", "-", stdin=board.ok("demo", "--year", "--json").out)
    assert board.ok("forecast", "--json").json["when"]["p50"]["days"] > 0


def test_errors(board: Cli) -> None:
    refused = board.fails(3, "start", "one", "--json").error
    assert refused["holders"]
    check("error", {"error": refused})
    for words in (["show", "nobody"], ["show", "t"], ["nonsense"], ["import", "json", "/nowhere"], ["limit", "x"]):
        check("error", json.loads(board(*words, "--json").err))


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
