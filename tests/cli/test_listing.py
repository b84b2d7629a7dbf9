"""``list``, ``show``, ``log``, ``path``."""

from __future__ import annotations

import subprocess

import pytest
from cli_runner import Cli

from wiptui.cli import out


@pytest.fixture
def board(cli: Cli) -> dict[str, str]:
    keys = {
        "parser": cli.add("(A) Fix the parser +acme @deep due:sat"),
        "contract": cli.add("Contract +acme @phone"),
        "train": cli.add("Book the train due:fri"),
        "idea": cli.ok("add", "--backlog", "An idea").out.split()[0],
        "bank": cli.add("Call the bank"),
    }
    cli.ok("start", "parser", "contract")
    cli.ok("wait", "contract", "--on", "Ana", "--until", "fri")
    cli.ok("done", "bank")
    cli.ok("focus", "parser")
    return keys


def test_by_state_in_columns(cli: Cli, board: dict[str, str]) -> None:
    assert cli.ok("list").lines == [
        "Doing 1/3",
        f"▶ {board['parser']}  (A) Fix the parser  due Sat  since today  +acme  @deep",
        "",
        "Waiting 1/3",
        f"  {board['contract']}  Contract            on Ana  follow up Fri  since today  +acme  @phone",
        "",
        "Ready 1",
        f"  {board['train']}  Book the train      due Fri",
        "",
        "Backlog 1",
        f"  {board['idea']}  An idea",
    ]


def test_what_is_late_is_called_late(cli: Cli) -> None:
    cli.add("a due:today")
    cli.later(days=3)
    assert cli.ok("list").lines[1].endswith("a  3 d late")


def test_finished_tasks_only_on_request(cli: Cli, board: dict[str, str]) -> None:
    assert cli.ok("list", "--all").lines[-2:] == [
        "Done 1",
        f"  {board['bank']}  Call the bank       2026-11-22",
    ]
    assert [task["title"] for task in cli.tasks("state:done")] == ["Call the bank"]
    assert [task["title"] for task in cli.tasks("--state", "done")] == ["Call the bank"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (("+acme",), ["Fix the parser", "Contract"]),
        (("+acme", "-@phone"), ["Fix the parser"]),
        (("the",), ["Fix the parser", "Book the train"]),
        (("due<sat",), ["Book the train"]),
        (("state:waiting",), ["Contract"]),
        (("--state", "ready,backlog"), ["Book the train", "An idea"]),
        (("age>0",), ["Fix the parser", "Contract"]),
        (("--state", "ready", "train"), ["Book the train"]),
    ],
)
def test_queries(cli: Cli, board: dict[str, str], query: tuple[str, ...], titles: list[str]) -> None:
    assert [task["title"] for task in cli.tasks(*query)] == titles


def test_nothing_found_is_said_and_no_error(cli: Cli) -> None:
    assert "wiptui add" in cli.ok("list").err
    assert cli.ok("list", "--json").out == "[]\n"
    assert "No task matches" in cli.ok("list", "+nowhere").err


def test_a_past_board(cli: Cli, board: dict[str, str]) -> None:
    cli.later(days=3)
    cli.ok("done", "parser")
    assert "Doing 1/3" in cli.ok("list", "--as-of", "yesterday").out
    assert [task["age_days"] for task in cli.tasks("state:doing", "--as-of", "2026-11-23")] == [2]
    assert cli.tasks("--as-of", "2026-11-01") == []
    cli.fails(2, "list", "--as-of", "whenever")
    assert "still to come" in cli.fails(2, "list", "--as-of", "tomorrow").err
    assert "still to come" in cli.fails(2, "status", "--as-of", "2030-01-01T10:00", "--json").err
    assert cli.tasks("--as-of", "today") != [], "a day means its last moment, or now"


def test_clipped_to_the_terminal_and_bold(cli: Cli, board: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    cli.add("x" * 300)
    assert "x" * 300 in cli.ok("list").out
    monkeypatch.setattr(out, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "50")
    styled = cli.ok("list").out
    assert "\x1b[1mDoing 1/3\x1b[0m" in styled
    monkeypatch.setenv("NO_COLOR", "1")
    for columns in (40, 50, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = cli.ok("list").lines
        assert max(map(len, lines)) <= columns
        assert any("…" in line for line in lines) and "\x1b" not in "".join(lines)


def test_a_file_keeps_to_columns_where_that_is_asked_for(
    cli: Cli, board: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.add("x" * 300)
    for columns in (40, 60):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = cli.ok("list").lines
        assert max(map(len, lines)) <= columns and any("…" in line for line in lines)
    for nonsense in ("0", "wide", "9" * 5_000):
        monkeypatch.setenv("COLUMNS", nonsense)
        assert "x" * 300 in cli.ok("list").out


def test_wide_letters_stay_in_columns(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.add("寿司を買う +food")
    cli.add("Book a train +trip")
    first, second = cli.ok("list").lines[1:]
    assert first.index("+food") + 5 == second.index("+trip"), "five letters of two cells each"


def test_titles_that_came_by_sync_cannot_move_the_cursor(cli: Cli) -> None:
    cli.add("harmless +acme")
    raw = cli.file.read_text()
    synced = cli.file.with_name("synced.json")
    synced.write_text(raw.replace("harmless", r"a\u001b[2Jb\u202ec\u009b3J").replace("acme", r"p\u0007"))
    commands = (
        ("list",),
        ("show", "b"),
        ("log",),
        ("start", "b"),
        ("status",),
        ("next",),
        ("focus",),
        ("start", "zzz"),
    )
    for command in commands:
        result = cli("--file", str(synced), *command)
        shown = result.out + result.err
        assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(shown), result
    cli.ok("--file", str(synced), "limit", "1")
    cli.ok("--file", str(synced), "add", "other")
    assert "\x1b" not in cli.fails(3, "--file", str(synced), "start", "other").err


def test_show_tells_all_of_a_task(cli: Cli, board: dict[str, str]) -> None:
    cli.ok("edit", "parser", "--note", "first line\nsecond", "--step", "reproduce", "--step", "fix", "--for", "Ana")
    cli.ok("edit", "parser", "--tick", "1")
    lines = cli.ok("show", "parser").lines
    assert lines[0] == "Fix the parser"
    text = "\n".join(lines)
    for part in (
        f"id        {cli.task('parser')['id']}", "priority  A", "project   acme", "tags      deep", "for       Ana",
        "due       2026-11-28 (Sat)", "[x] 1  reproduce", "[ ] 2  fix", "first line", "second", "started",
    ):  # fmt: skip
        assert part in text, part
    assert "waits    on Ana, follow up Fri" in cli.ok("show", "contract").out
    assert "took" not in cli.ok("show", "bank").out, "it was never started"


def test_log_newest_last(cli: Cli, board: dict[str, str]) -> None:
    lines = cli.ok("log").lines
    assert lines[0].endswith("captured  " + board["parser"] + "  Fix the parser")
    assert lines[-1].endswith("finished  " + board["bank"] + "  Call the bank")
    assert [line[18:] for line in cli.ok("log", "contract").lines] == ["captured", "started", "waits     on Ana"]
    rows = cli.ok("log", "--json").json
    assert [rows[0]["event"], rows[-1]["event"], rows[-1]["title"]] == ["captured", "finished", "Call the bank"]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    waited = next(row for row in rows if row["event"] == "waited")
    assert (waited["on"], waited["until"], waited["from"], waited["device"]) == ("Ana", "2026-11-27", "doing", "laptop")


def test_path(cli: Cli) -> None:
    assert cli.ok("path").out == f"{cli.file}\n"
    places = cli.ok("path", "--json").json
    assert set(places) == {"file", "config", "state"}
    assert not cli.file.exists()


def test_another_file(cli: Cli) -> None:
    other = cli.file.with_name("other.json")
    cli.ok("--file", str(other), "add", "elsewhere")
    assert cli.tasks() == []
    assert "elsewhere" in cli.ok("list", f"--file={other}").out


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fix the parser: “a..b” ~^:?*[x] (#42)", "fix-the-parser-a-b-x-42"),
        ("Žlutý 漢字.lock", "žlutý-漢字-lock"),
        ("-- !!", ""),
        ("word " * 30, "-".join(["word"] * 11)),
    ],
)
def test_a_branch_is_named_after_a_task_and_finds_it_again(cli: Cli, title: str, name: str) -> None:
    key = cli.ok("add", "--", title).out.split()[0]
    branch = cli.ok("show", key, "--branch").out.strip()
    assert branch == f"{key}-{name}".rstrip("-") and len(branch) <= 60
    assert subprocess.run(["git", "check-ref-format", "--branch", branch], check=False).returncode == 0
    assert "one of the two" in cli.fails(2, "show", key, "--branch", "--json").err
