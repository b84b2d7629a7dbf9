"""docs/query.md: every example finds just what the page says, on the command line and by the filter of the board."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.domain.core.clock import FixedClock
from wiptui.service import open_service

PAGE = (Path(__file__).parents[2] / "docs/query.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^|]+)` \| (“.+) \|$", PAGE, re.MULTILINE)


@pytest.fixture
def sample(cli: Cli) -> Cli:
    cli.ok("add", "(A) Write the report +acme due:fri for:Ben")
    cli.ok("add", "(C) Call the bank @phone due:+2w every:month")
    cli.ok("add", "--start", "Fix the parser +acme @code")
    cli.ok("add", "Call Ana @phone")
    cli.ok("wait", "Call Ana", "--on", "Ana", "--until", "+3d")
    cli.ok("add", "Send the report")
    cli.ok("edit", "Send", "--blocked-by", "Write")
    cli.ok("add", "Pay the rent")
    cli.ok("done", "rent")
    return cli


def test_every_example_finds_what_the_page_says(sample: Cli) -> None:
    assert len(ROWS) > 15
    for query, titles in ROWS:
        found = {task["title"] for task in sample.tasks(*query.split(" "))}
        assert found == set(re.findall("“(.+?)”", titles)), query


async def test_the_filter_of_the_board_finds_the_same(sample: Cli) -> None:
    from wiptui.tui.app import WiptuiApp

    app = WiptuiApp(open_service(sample.file, clock=FixedClock(sample.clock.now(), sample.clock.zone)))
    async with app.run_test(size=(80, 24)):
        for query, titles in ROWS:
            assert not app.board_screen.filter_error
            app.board_screen.set_filter(query)
            matches = app.board_screen.matches
            assert matches is not None
            found = {task.title for task in app.board_screen.board.all_tasks() if matches(task)}
            assert found == set(re.findall("“(.+?)”", titles)), query


@pytest.mark.parametrize("typed", ["prsr", "paresr"])
def test_what_comes_close_is_found_and_said(sample: Cli, typed: str) -> None:
    result = sample.ok("list", typed)
    assert "Fix the parser" in result.out and "Call" not in result.out
    assert "come close" in result.err
    assert [task["title"] for task in sample.tasks(typed)] == ["Fix the parser"]
    assert sample.tasks("zzzzz") == []


def test_a_saved_view_is_a_query_by_name(sample: Cli) -> None:
    sample.ok("config", "set", "views.calls", "@phone -on:ana")
    assert "Call the bank" in sample.ok("list", "--view", "calls").out
    assert sample.ok("list", "--view", "calls", "+acme", "--json").json == []
    assert "there is calls" in sample.fails(2, "list", "--view", "nope").err


@pytest.mark.parametrize(
    "wrong",
    [
        "is:nonsense", "done>soon", "created<", "due<someday", "age>x", "state:foo", "ages>5", "pro:acme",
        "status:pending", "due.around:fri", "-a", "-l",
    ],
)  # fmt: skip
def test_terms_that_make_no_sense_are_said_in_one_sentence(cli: Cli, wrong: str) -> None:
    cli.add("a task")
    assert cli.fails(2, "list", wrong).err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("project:home", "No task matches.\n"),
        ("+Phone", "there is a tag @Phone"),
        ("zebra", "No task matches.\n"),
        ("due:2030-01-01", "No task matches.\n"),
    ],
)
def test_terms_of_other_programs_are_told_apart_from_nothing(cli: Cli, words: str, said: str) -> None:
    cli.add("Call the bank @phone +acme")
    result = cli.ok("list", *words.split())
    assert result.out == "" and result.err.startswith("No task matches.") and said in result.err
