"""``completion``, and the command that its scripts ask. The shells themselves are driven in tests/tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

from wiptui.cli.registry import GROUPS, MODULES, find
from wiptui.cli.shell.completing import slots_of
from wiptui.cli.shell.completing_tasks import STATES_OF
from wiptui.cli.shell.completion import SHELLS


def answers(cli: Cli, *words: str, shell: str = "zsh") -> list[str]:
    return [line.partition("\t")[0] for line in cli.ok("_complete", shell, "--", *words).lines]


def test_every_command_and_every_option_of_it_is_completed(cli: Cli) -> None:
    assert answers(cli, "") == [name for _, rows in GROUPS for name, _, _ in rows] + ["help"]
    assert answers(cli, "help", "") == list(MODULES)
    for name in MODULES:
        wanted = {f"--{option.name}" for option in find(name).options} | {"--file", "--json", "--help"}
        assert set(answers(cli, name, "--")) == wanted
    assert not cli.file.exists()


@pytest.mark.parametrize(
    ("usage", "slots"),
    [
        ("FORMAT FILE [--dry-run] [--map A=B]", ["FORMAT", "FILE"]),
        ("TASK... [--swap TASK] [--expedite --why TEXT]", ["TASK..."]),
        ("[list | restore N [--dry-run]] [--json]", ["list|restore", "N"]),
        ("[list, get NAME, set NAME VALUE]", ["list|get|set", "NAME", "NAME", "VALUE"]),
        ("TASK [--title TEXT] ...", ["TASK"]),
        ("", []),
    ],
)
def test_the_words_of_a_usage(usage: str, slots: list[str]) -> None:
    assert slots_of(usage) == slots


def test_the_states_of_tasks_are_told_of_commands_that_exist() -> None:
    assert set(STATES_OF) <= set(MODULES)


def test_a_task_is_found_by_its_id_and_by_the_first_letters_of_a_word(cli: Cli) -> None:
    report, parser = cli.add("Write the report"), cli.add("Fix the parser")
    assert answers(cli, "start", "") == [report, parser]
    assert (
        answers(cli, "start", "rep")
        == answers(cli, "start", "THE REP")
        == answers(cli, "start", report[:3])
        == [report]
    )
    assert answers(cli, "start", "port") == []
    assert answers(cli, "start", report, "") == [parser], "it is named already"
    assert answers(cli, "start", "rep", shell="fish") == ["Write the report"], "fish drops what does not hold the word"
    assert answers(cli, "start", parser, "--swap", "rep") == [report]
    assert cli.ok("_complete", "zsh", "--", "start", "rep").out == f"{report}\tWrite the report\n"


def test_each_command_is_offered_the_tasks_that_it_is_for(cli: Cli) -> None:
    doing, ready, later = cli.add("--start", "a"), cli.add("b"), cli.add("c", "--backlog")
    done = cli.add("d")
    cli.ok("done", done)
    for name, wanted in {
        "start": [ready, later], "stop": [doing], "defer": [ready, later], "select": [later], "reopen": [done],
        "focus": [doing], "drop": [doing, ready, later], "show": [doing, ready, later, done], "resolve": [],
    }.items():  # fmt: skip
        assert answers(cli, name, "") == wanted, name


def test_words_of_the_board(cli: Cli) -> None:
    for text in ("a +acme @phone for:Ana", "b +acme @desk", "c +home"):
        cli.ok("add", text)
    assert answers(cli, "list", "+") == ["+acme", "+home"]
    assert answers(cli, "list", "-@p") == ["-@phone"]
    assert answers(cli, "list", "state:d") == ["state:doing", "state:done", "state:dropped"]
    assert answers(cli, "add", "Call", "@d") == ["@desk"]
    assert answers(cli, "add", "") == [], "a text begins as it likes"
    assert answers(cli, "edit", "a", "--project", "") == ["acme", "home"]
    assert answers(cli, "wait", "a", "--on", "") == ["Ana"]
    assert cli.ok("_complete", "zsh", "--", "wait", "a", "--until", "fr").out == "fri\tFri 2026-11-27\n"


def test_states_formats_shells_and_files(cli: Cli) -> None:
    assert answers(cli, "list", "--state", "w") == ["waiting"]
    assert answers(cli, "list", "--state=w") == ["--state=waiting"]
    assert "todotxt" in answers(cli, "export", "") and "todotxt" in answers(cli, "import", "")
    assert answers(cli, "completion", "") == list(SHELLS)
    assert answers(cli, "backup", "") == ["list", "restore"]
    for line in (("import", "json", ""), ("--file", ""), ("export", "json", "--output", ""), ("list", "--file=")):
        assert answers(cli, *line) == [":files"], line


def test_settings_views_groups_and_metrics(cli: Cli) -> None:
    cli.ok("config", "set", "views.calls", "@phone")
    assert answers(cli, "config", "g") == ["get"]
    assert answers(cli, "config", "set", "date_f") == ["date_format"]
    assert "sunday" in answers(cli, "config", "set", "week_start", "")
    assert answers(cli, "config", "get", "theme", "") == []
    assert answers(cli, "list", "--view", "") == ["calls"]
    assert answers(cli, "stats", "--by", "p") == ["project", "person"]
    assert answers(cli, "experiment", "start", "x", "--metric", "c") == ["cycle"]
    assert answers(cli, "limit", "--schedule", "") == [], "its S is no state"


def test_bash_hands_over_its_line(cli: Cli) -> None:
    key = cli.add("It's a report")
    assert answers(cli, "wiptui start \"it's", shell="bash") == [key]
    assert answers(cli, "wiptui start it\\'s\\ a", shell="bash") == [key]
    assert answers(cli, "wiptui list --state=d", shell="bash") == ["doing", "done", "dropped"]
    assert answers(cli, "wiptui list state:d", shell="bash") == ["doing", "done", "dropped"]
    assert answers(cli, "wiptui  st", shell="bash") == ["status", "stats", "start", "stop"]


def test_another_file_on_the_line_is_the_one_looked_into(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    key = cli.ok("add", "elsewhere", "--file", str(other)).out.split()[0]
    cli.add("here")
    assert answers(cli, "--file", str(other), "start", "") == [key]
    assert answers(cli, "start", f"--file={other}", "") == [key]


@pytest.mark.parametrize("words", [("nonsense", ""), ("list", "--nonsense=x"), ("undo", ""), ("limit", "")])
def test_nothing_fits_nothing_is_said(cli: Cli, words: tuple[str, ...]) -> None:
    result = cli.ok("_complete", "zsh", "--", *words)
    assert (result.out, result.err) == ("", "")


def test_a_broken_file_is_no_matter_for_a_tab(cli: Cli) -> None:
    cli.file.write_text('{"_default": ' + "[" * 50, encoding="utf-8")
    assert cli.ok("_complete", "bash", "--", "wiptui start ").out == ""
    assert answers(cli, "sta") == ["status", "stats", "start"]


def test_a_hostile_title_is_one_line_without_escapes(cli: Cli) -> None:
    cli.ok("add", "a \x1b[31mred\x1b[0m\u202e \x9b2J tab\there " + "x" * 300)
    for shell in SHELLS:
        line = "wiptui start " if shell == "bash" else ""
        out = cli.ok("_complete", shell, "--", *([line] if line else ["start", ""])).out
        assert out.count("\n") == 1 and out.count("\t") == 1 and len(out) < 80
        assert out.strip().replace("\t", "").isprintable()


def test_the_script_is_printed_or_installed_once(cli: Cli, home: Path) -> None:
    (home / ".zshrc").write_bytes(b"# mine \xff")
    for shell in SHELLS:
        assert cli.ok("completion", shell).out == SHELLS[shell]
        said = cli.ok("completion", shell, "--install", "--json").json
        assert Path(said["file"]).read_text(encoding="utf-8") == SHELLS[shell]
        assert said["written"][0] == said["file"] and len(said["written"]) == (1 if shell == "fish" else 2)
        assert cli.ok("completion", shell, "--install", "--json").json["written"] == []
    lines = (home / ".zshrc").read_bytes().split(b"\n")
    assert lines[0] == b"# mine \xff" and lines[1].endswith(b"# wiptui completion") and lines[2:] == [b""]


def test_an_older_script_is_renewed_and_the_start_file_stays(cli: Cli, home: Path) -> None:
    file = Path(cli.ok("completion", "bash", "--install", "--json").json["file"])
    file.write_text("old", encoding="utf-8")
    assert cli.ok("completion", "bash", "--install", "--json").json["written"] == [str(file)]


def test_what_cannot_be_installed_is_said(cli: Cli, home: Path) -> None:
    (home / ".config").write_text("a file where a folder must be")
    assert "cannot be installed" in cli.fails(1, "completion", "fish", "--install").err
    assert "bash, zsh, fish" in cli.fails(2, "completion", "tcsh").err
    assert "For which shell" in cli.fails(2, "completion").err
