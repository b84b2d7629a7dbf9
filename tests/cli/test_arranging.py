"""``list --sort`` and ``--by``: other orders than the board's, and other headings than the states."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def board(cli: Cli) -> Cli:
    """Six tasks; the day is Sunday, 22 November."""
    cli.add("bread")
    cli.add("(B) Report +acme @office due:fri")
    cli.add("(A) apples +Bees @office @phone due:2026-11-21")
    cli.add("Call +acme @phone due:tomorrow for:Ana")
    cli.add("Dance due:2027-01-05", "--backlog")
    cli.add("Today due:today for:Ana")
    cli.ok("start", "report")
    return cli


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("due", ["apples", "Today", "Call", "Report", "Dance", "bread"]),
        ("-due", ["Dance", "Report", "Call", "Today", "apples", "bread"]),
        ("priority", ["apples", "Report", "bread", "Call", "Today", "Dance"]),
        ("age", ["Report", "bread", "apples", "Call", "Today", "Dance"]),
        ("created", ["bread", "Report", "apples", "Call", "Dance", "Today"]),
        ("project", ["Report", "Call", "apples", "bread", "Today", "Dance"]),
        ("title", ["apples", "bread", "Call", "Dance", "Report", "Today"]),
    ],
)
def test_one_list_in_another_order_what_says_nothing_of_it_last(board: Cli, sort: str, first: list[str]) -> None:
    rows = board.ok("list", "--sort", sort).lines
    assert [next(word for word in first if word in row) for row in rows] == first
    assert "doing " in rows[first.index("Report")], "the state stands in the row"
    assert [row["title"] for row in board.ok("list", "--sort", sort, "--json").json] == first


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("project", ["+acme 2", "+Bees 1", "No project 3"]),
        ("tag", ["@office 2", "@phone 2", "No tag 3"]),
        ("for", ["For Ana 2", "For nobody else 4"]),
        ("due", ["Overdue 1", "Today 1", "Tomorrow 1", "Within a week 1", "Later 1", "No due date 1"]),
    ],
)
def test_headings_of_another_kind(board: Cli, by: str, headings: list[str]) -> None:
    assert [line for line in board.ok("list", "--by", by).lines if line and line[0] not in " ▶"] == headings


def test_under_days_the_first_day_comes_first(cli: Cli) -> None:
    for title in ("c due:2026-11-20", "a due:2026-11-18", "b due:2026-11-19"):
        cli.add(title)
    assert [line.split()[1] for line in cli.ok("list", "--by", "due").lines[1:]] == ["a", "b", "c"]
    assert [line.split()[1] for line in cli.ok("list", "--by", "due", "--sort", "-title").lines[1:]] == ["c", "b", "a"]


def test_a_task_with_two_tags_stands_under_both_in_the_order_asked_for(board: Cli) -> None:
    lines = board.ok("list", "@office", "--by", "tag", "--sort", "-title").lines
    assert [line[2:].split()[1] if line[0] in " ▶" else line for line in lines if line] == [
        "@office 2", "(B)", "(A)", "@phone 1", "(A)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sort", "urgency"), "“urgency” is not an order: due, priority"),
        (("--by", "[/x]"), "“[/x]” is nothing to group by: project, tag"),
        (("--by", "due", "--json"), "--by makes headings for people"),
    ],
)
def test_wrong_words_are_answered_with_what_there_is(board: Cli, words: tuple[str, ...], said: str) -> None:
    assert said in board.fails(2, "list", *words).err


def test_lines_are_added_to_a_note(board: Cli) -> None:
    board.ok("edit", "bread", "--append", "rye")
    board.ok("edit", "bread", "--append", "two loaves", "--append", "sliced")
    assert board.task("bread")["note"] == "rye\ntwo loaves\nsliced"
    assert "one of the two" in board.fails(2, "edit", "bread", "--append", "x", "--note", "y").err
    board.ok("undo")
    assert board.task("bread")["note"] == "rye"


def test_columns_of_ones_own(cli: Cli) -> None:
    cli.ok("add", "(B) Write the report +acme @x @y due:2026-11-25")
    key = cli.add("(A) Call Ana due:2026-11-25")
    cli.ok("add", "Later due:2026-11-24")
    cli.ok("start", key)
    cli.later(minutes=42)
    lines = cli.ok("list", "--columns", "id,title,due,tags,spent", "--sort", "due,priority").lines
    assert [line.split()[0] for line in lines[1:]][1] == key
    assert lines[0].split() == ["id", "title", "due", "tags", "spent"]
    assert "0:4" in lines[2] and lines[3].endswith("2026-11-25  x y")
    assert cli.ok("list", "--format", "{title:6}|{project}|{{}}", "--sort", "-due,-priority").lines == [
        "Write…|acme|{}", "Call…||{}", "Later||{}",
    ]  # fmt: skip


def test_a_limit_leaves_out_the_rest_and_says_so(cli: Cli) -> None:
    for title in "abcdefg":
        cli.add(title)
    result = cli.ok("list", "--limit", "3")
    assert result.out.count("\n") == 4 and "4 more" in result.err
    assert [row["title"] for row in cli.ok("list", "--limit", "2", "--sort", "-title", "--json").json] == ["g", "f"]
    assert "more" not in cli.ok("list", "--limit", "7").err


@pytest.mark.parametrize(
    "words",
    [
        ["--columns", "nope"], ["--columns", ","], ["--format", "{nope}"], ["--format", "{"], ["--limit", "0"],
        ["--limit", "x"], ["--columns", "id", "--format", "{id}"], ["--columns", "id", "--json"],
        ["--sort", "due,nope"],
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused(cli: Cli, words: list[str]) -> None:
    cli.add("a")
    cli.fails(2, "list", *words)


def test_an_export_of_what_a_query_finds(cli: Cli) -> None:
    cli.ok("done", cli.add("a +acme"))
    cli.add("b +home")
    assert "b" not in cli.ok("export", "todotxt", "+acme").out
    assert [task["title"] for task in cli.ok("export", "json", "state:done").json["tasks"]] == ["a"]
    assert "a" not in cli.ok("export", "csv", "project:home").out.split("\n", 1)[1].replace("laptop", "")[:3]
    cli.fails(2, "export", "csv", "age>x")
