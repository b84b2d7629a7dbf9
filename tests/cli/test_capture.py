"""``add``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cli_runner import Cli


def test_prints_the_id_first_and_then_the_title(cli: Cli) -> None:
    result = cli.ok("add", "Write", "the", "report")
    key, title = result.out.rstrip("\n").split(" ", 1)
    assert title == "Write the report"
    assert cli.task(key)["title"] == "Write the report"
    assert cli.task(key)["state"] == "ready"


def test_inline_words_are_understood(cli: Cli) -> None:
    task = cli.ok("add", "(A) Call the bank +home @phone @quick due:fri for:Ana", "--json").json
    assert {name: task[name] for name in ("title", "project", "tags", "priority", "due", "for")} == {
        "title": "Call the bank", "project": "home", "tags": ["phone", "quick"], "priority": "A", "due": "2026-11-27",
        "for": "Ana",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "title"),
    [
        (("a  b   c",), "a  b   c"),
        (("call +49 30 1234",), "call +49 30 1234"),
        (("--", "+x", "due:fri"), "+x due:fri"),
        (("Reply", "--", "to +1"), "Reply to +1"),
        (("[bold]x[/bold]",), "[bold]x[/bold]"),
        (("👩‍👩‍👧 family",), "👩‍👩‍👧 family"),
        (("- not an option",), "- not an option"),
        (("--fix the thing",), "--fix the thing"),
        (("-x",), "-x"),
        (("a\nb\tc",), "a b c"),
        (("\x1b[31mred\x1b[0m",), "red"),
        (("x" * 10_000,), "x" * 10_000),
    ],
)
def test_titles_letter_by_letter(cli: Cli, argv: tuple[str, ...], title: str) -> None:
    assert cli.ok("add", *argv).out.rstrip("\n").split(" ", 1)[1] == title
    assert [task["title"] for task in cli.tasks()] == [title]


def test_doubts_are_said_and_the_word_stays(cli: Cli) -> None:
    result = cli.ok("add", "a due:someday")
    assert "due:someday is not a date" in result.err
    assert result.out.endswith("a due:someday\n")
    assert cli.ok("add", "a due:someday", "--json").err == ""


def test_backlog_and_start(cli: Cli) -> None:
    cli.ok("add", "later", "--backlog")
    cli.ok("add", "--start", "now")
    assert (cli.titles("backlog"), cli.titles("doing")) == (["later"], ["now"])
    assert cli.ok("focus").out.split()[1] == "now"
    cli.fails(2, "add", "x", "--start", "--backlog")


def test_add_start_on_a_full_board_captures_to_ready_and_reports_the_refusal(cli: Cli) -> None:
    cli.ok("limit", "1", "--permanent")
    first = cli.ok("add", "--start", "a").out.split()[0]
    result = cli("add", "--start", "it's +b")
    key, title = result.out.rstrip("\n").split(" ", 1)
    assert (result.code, title) == (3, "it's")
    assert "Doing is full: 1 of 1. It was captured to Ready." in result.err and "Started" not in result.err
    assert f"wiptui start {key} --swap {first}" in result.err, "the next command is ready to be copied"
    assert (cli.titles("doing"), cli.titles("ready")) == (["a"], ["it's"])
    assert cli.task(key)["project"] == "b"
    cli.ok("undo")
    assert cli.titles("ready") == [], "the capture is one step of undo"


def test_lines_to_start_on_a_full_board_are_all_captured(cli: Cli) -> None:
    cli.ok("limit", "1", "--permanent")
    cli.ok("add", "--start", "a")
    result = cli("add", "--start", "-", "--json", stdin="one\ntwo\n")
    assert result.code == 3
    assert [task["state"] for task in result.json] == ["ready", "ready"]
    assert json.loads(result.err)["error"]["code"] == "wip_limit"
    assert "“one” refused at 1 of 1; you captured something" in cli.ok("review").out, (
        "the refusal knows what was wanted"
    )


def test_input_that_is_no_utf8_is_refused_with_its_line(cli: Cli) -> None:
    result = cli.fails(2, "add", "-", stdin=b"fine\nGr\xf6\xdfe\n")
    assert "Line 2 of the input is not UTF-8 text" in result.err
    assert cli.tasks() == []


@pytest.mark.parametrize(
    "words",
    [
        ("add", "Gr\udcf6\udcdfe"),
        ("edit", "Known", "--note", "Gr\udcf6\udcdfe"),
        ("edit", "Known", "--title", "Gr\udcf6\udcdfe"),
        ("edit", "Known", "--append=Gr\udcf6\udcdfe"),
        ("wait", "Known", "--on", "\udcf6"),
        ("interrupt", "\udcf6"),
    ],
)
def test_words_that_are_no_utf8_are_refused_too(cli: Cli, words: tuple[str, ...]) -> None:
    cli.ok("add", "Known")
    before = cli.file.read_bytes()
    assert "is not UTF-8 text" in cli.fails(2, *words).err
    assert cli.file.read_bytes() == before


def test_a_path_may_be_of_any_bytes(cli: Cli, tmp_path: Path) -> None:
    cli.ok("add", "Known")
    cli.ok("export", "json", "--output", str(tmp_path / "out.json"))
    assert "is not UTF-8" not in cli("list", "--file", str(tmp_path / "\udcf6.json")).err


def test_many_lines_cost_what_they_are_many(cli: Cli) -> None:
    def calls(lines: int) -> int:
        count = 0

        def tell(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += event == "call"

        text = "".join(f"task {number}\n" for number in range(lines))
        sys.setprofile(tell)
        try:
            cli.ok("add", "-", "--backlog", stdin=text)
        finally:
            sys.setprofile(None)
        return count

    calls(1)  # loads what there is to load
    assert calls(400) < 2.5 * calls(200)


def test_options_say_what_the_words_of_the_text_say(cli: Cli) -> None:
    cli.add("the first, after which this machine has a name")
    by_words = cli.ok("add", "a +p @x @y due:2026-12-04 from:2026-12-01 for:Ana every:week (B)", "--json").json
    options = "--project p --tag x --tag @y --due 2026-12-04 --from 2026-12-01 --for Ana --every week --priority b"
    by_options = cli.ok("add", "a", *options.split(), "--note", "one\ntwo", "--next", "call", "--json").json
    same = [name for name in by_words if name not in ("id", "rank", "note", "next_step", "created", "notes", "history")]
    assert [by_options[name] for name in same] == [by_words[name] for name in same]
    assert (by_options["note"], by_options["next_step"]) == ("one\ntwo", "call")
    both = cli.ok("add", "b @x due:2026-12-04", "--tag", "y", "--due", "2026-12-05", "--json").json
    assert (both["tags"], both["due"]) == (["x", "y"], "2026-12-05"), "an option wins over the text; tags add up"
    several = cli.ok("add", "-", "--project", "q", "--json", stdin="c\nd +r\n").json
    assert [task["project"] for task in several] == ["q", "q"]


@pytest.mark.parametrize("words", ["--due nonsense", "--priority AB", "--every odd", "--from soon"])
def test_an_option_that_is_wrong_adds_nothing(cli: Cli, words: str) -> None:
    cli.fails(2, "add", "a", *words.split())
    assert cli.fails(2, "add", "a", words.split()[0], "").err.startswith(f"wiptui: {words.split()[0]} needs a value")
    assert not cli.file.exists()


def test_lines_of_the_input(cli: Cli) -> None:
    result = cli.ok("add", stdin="one +p\n\n  two\r\nthrée")
    assert [line.split(" ", 1)[1] for line in result.lines] == ["one", "two", "thrée"]
    assert [task["title"] for task in cli.ok("add", "-", "--json", stdin=b"\xef\xbb\xbfx\ny\n").json] == ["x", "y"]
    assert cli.ok("undo").err.strip()
    assert len(cli.tasks()) == 3, "several lines are one change"
    assert result.err == f"3 tasks captured.\nNew data file: {cli.file}\n"
    assert cli.ok("add", stdin="alone\n").err == "", "one task is told by its line"


def test_a_line_that_is_no_task_is_named_and_nothing_is_added(cli: Cli) -> None:
    assert cli.fails(2, "add", "-", stdin="one\n\n+p @t\ntwo\n").err.startswith("wiptui: Line 3: ")
    assert "Line 2: The title has 10,001" in cli.fails(2, "add", stdin="one\n" + "x" * 10_001).err
    assert cli.tasks() == []


def test_lines_typed_at_a_terminal_are_asked_for(cli: Cli) -> None:
    said = cli.fails(2, "add", "-").err
    assert "One task a line" in said and "Ctrl+C adds none" in said and "the input is empty" in said


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b", "+p @t", "x" * 10_001])
def test_no_title_no_task(cli: Cli, text: str) -> None:
    cli.fails(2, "add", text)
    assert cli.tasks() == []


def test_no_text_at_all(cli: Cli) -> None:
    assert "wiptui add TEXT" in cli.fails(2, "add").err
    cli.fails(2, "add", stdin="\n\n")
    cli.fails(2, "add", "-", stdin="")
