"""How a task is named on the command line: letters of its id, words of its title, several at once."""

from __future__ import annotations

import pytest
from cli_runner import Cli

CHANGES = ("start", "done", "drop", "defer", "wait", "focus", "edit", "reopen")


def key_of(cli: Cli, title: str, letters: int) -> str:
    """A few letters of the id of a new task that is in none of the titles."""
    return cli.add(title)[:letters]


@pytest.mark.parametrize("verb", CHANGES)
@pytest.mark.parametrize("letters", [1, 2, 3, 4])
def test_no_change_takes_a_finished_task_by_less_than_five_letters(cli: Cli, verb: str, letters: int) -> None:
    key = key_of(cli, "Opening hours", 5)
    cli.ok("done", key)
    more = ("--due", "fri") if verb == "edit" else ()
    cli.fails(4, verb, key[:letters], *more)
    assert cli.task(key)["state"] == "done"


@pytest.mark.parametrize("verb", CHANGES[:-1])
@pytest.mark.parametrize("letters", [1, 2, 3, 4])
def test_no_change_takes_an_open_task_by_less_either_and_says_what_to_type(cli: Cli, verb: str, letters: int) -> None:
    key = key_of(cli, "Ÿÿÿ", 5)
    more = ("--due", "fri") if verb == "edit" else ()
    said = cli.fails(4, verb, key[:letters], *more).err
    assert key in said and cli.task(key)["state"] == "ready"
    assert cli.ok("show", key[:letters], "--json").json["title"] == "Ÿÿÿ"


def test_a_word_of_an_open_title_beats_a_shorter_prefix_of_any_id(cli: Cli) -> None:
    finished = cli.add("Opening hours on a phone")
    cli.ok("done", finished)
    other = cli.add("Something else")
    for key in (finished, other):
        short = key[:2]
        wanted = cli.add(f"{short.upper()} interview prep")
        cli.ok("start", short)
        assert cli.titles("doing") == [f"{short.upper()} interview prep"]
        cli.ok("done", wanted)


@pytest.mark.parametrize("number", ["4", "0", "12", "2024"])
def test_a_number_is_no_task_and_the_answer_shows_what_is(cli: Cli, number: str) -> None:
    key = cli.add("Chapter 44 of the 120240 pages")
    said = cli.fails(4, "done", number).err
    assert "no numbers" in said and key in said and "Chapter 44" in said
    cli.ok("done", "44")


def test_words_of_one_title_are_one_task_in_every_command(cli: Cli) -> None:
    cli.add("Fix the parser")
    cli.add("Fix the sink")
    for verb in ("start", "stop", "defer", "select", "wait", "done"):
        cli.ok(verb, "fix", "parser")
    assert [task["title"] for task in cli.tasks("--all", "state:done")] == ["Fix the parser"]


def test_otherwise_each_word_is_a_task(cli: Cli) -> None:
    key = cli.add("Fix the parser")
    cli.add("Write the report")
    cli.add("Call Ana")
    cli.ok("defer", key, "report")
    assert sorted(cli.titles("backlog")) == ["Fix the parser", "Write the report"]
    cli.ok("select", "parser", "write the report")
    assert "quotes" in cli.fails(4, "done", "parser", "nowhere").err


def test_the_words_of_a_finished_title_hit_no_two_strangers(cli: Cli) -> None:
    cli.ok("done", cli.add("Call the bank"))
    cli.add("Call Ana")
    cli.add("Visit the bank")
    assert "“Call the bank” is done already" in cli.fails(4, "drop", "call", "bank").err
    assert len(cli.titles("ready")) == 2


@pytest.mark.parametrize(("verb", "state"), [("done", "done"), ("stop", "ready"), ("wait", "waiting")])
def test_without_a_task_the_focused_one_is_meant(cli: Cli, verb: str, state: str) -> None:
    assert "Nothing is focused" in cli.fails(2, verb).err
    key = cli.add("Fix the parser")
    cli.ok("start", key)
    cli.ok(verb)
    assert cli.task(key)["state"] == state
