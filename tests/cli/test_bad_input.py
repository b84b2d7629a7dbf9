"""Whatever is wrong: one clear sentence, the right exit code, nothing lost, no traceback."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from shlex import split

import pytest
from cli_runner import Cli

from wiptui.domain.core.errors import DataFileError


@pytest.mark.parametrize("verb", ["show", "start", "done", "drop", "stop", "wait", "resolve", "edit", "focus", "log"])
@pytest.mark.parametrize("words", ["zzzzz", "no such words", "…", "[/bold]", "\x1b[2J", "x" * 5000])
def test_tasks_that_are_not_there(cli: Cli, verb: str, words: str) -> None:
    cli.add("only")
    before = cli.file.read_bytes()
    result = cli.fails(4, verb, words, *(["--title", "t"] if verb == "edit" else []))
    assert len(result.err) < 300 and "\x1b" not in result.err
    assert cli.file.read_bytes() == before


def test_several_that_answer(cli: Cli) -> None:
    keys = [cli.add(f"report {letter}") for letter in "ab"]
    result = cli.fails(4, "start", "report")
    assert "2 tasks answer to “report”" in result.err
    assert all(key in result.err for key in keys)
    error = cli.fails(4, "start", "report", "--json").error
    assert (error["code"], [match["title"] for match in error["matches"]]) == (
        "ambiguous_task",
        ["report a", "report b"],
    )
    cli.ok("done", "report b")
    cli.ok("done", "report b") if False else cli.ok("start", "report")
    assert cli.titles("doing") == ["report a"]


WRONG = """
start / stop / drop / select / defer / wait / resolve / reopen / show / edit / import / import todotxt / export
nonsense / import xml f / export xml / undo a / next a / path a / demo / demo x / demo --file x / --file / --nonsense
list --nonsense / list --state going / list state:x / list 'due<someday' / list 'age>old' / wait a --until someday
edit a --due '31 feb' / edit a --priority AA / edit a --class vip / edit a --title ' ' / edit a --untag none
edit a --tick 1 / edit a --tick x / edit a --step '' / start a --swap a / list --as-of whenever
stats x / stats --by week / stats --since whenever / stats --since today --until yesterday / stats --as-of x
edit a --tag '' / edit a --untag @ / export csv --delimiter '' / serve --host ' '
forecast 0 / forecast x / forecast 1 2 / forecast --by yesterday / forecast --by x / forecast --seed -1
""".replace("\n", " / ").strip(" /")


@pytest.mark.parametrize("name", ["json", "todotxt", "taskwarrior", "csv", "kanban-tui"])
def test_a_folder_where_a_file_belongs(cli: Cli, tmp_path: Path, name: str) -> None:
    assert "is a folder" in cli.fails(2, "import", name, str(tmp_path)).err
    cli.add("a")
    if name in ("json", "csv"):
        assert "is a folder: --output needs a file." in cli.fails(2, "export", name, "--output", str(tmp_path)).err


def test_a_file_where_a_folder_belongs(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("x")
    assert "is a file: give the folder with" in cli.fails(2, "import", "dstask", str(tmp_path / "a.yml")).err


@pytest.mark.parametrize("line", ["", *WRONG.split(" / "), f"edit a --title {'x' * 10_001}"])
def test_wrong_usage(cli: Cli, line: str) -> None:
    cli.add("a")
    before = cli.file.read_bytes()
    result = cli.fails(2, *split(line))
    assert result.err.startswith("wiptui: ") and result.err.count("\n") == 1
    assert cli.file.read_bytes() == before
    assert cli.fails(2, *split(line), "--json").error["message"]


def test_an_empty_word_is_no_task(cli: Cli) -> None:
    cli.add("a")
    cli.fails(4, "start", "")
    cli.fails(4, "done", " ")


def test_a_title_that_is_hostile_everywhere(cli: Cli) -> None:
    title = "[/done] \x1b[31m{x} %s \\n 👩‍👩‍👧 \u202eevil"
    cli.ok("add", "--", title)
    cli.ok("start", "evil")
    cli.ok("wait", "evil", "--on", "\x1b[2J[bold]Ana")
    for argv in (
        ("list",),
        ("show", "evil"),
        ("status",),
        ("log",),
        ("export", "todotxt"),
        ("export", "json"),
        ("next",),
    ):
        shown = cli.ok(*argv).out
        assert "\x1b" not in shown and "\u202e" not in shown


def test_a_tilde_is_home_however_the_file_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = str(Path(os.environ["HOME"]) / "mine.json")
    cli.ok("--file", mine, "add", "a")
    for name in ("list", "status", "path"):
        wanted = cli.ok(name, "--file", mine).out
        assert cli.ok("--file=~/mine.json", name).out == cli.ok(name, "--file", "~/mine.json").out == wanted
    monkeypatch.setenv("WIPTUI_FILE", "~/mine.json")
    assert cli.ok("path").out.strip() == mine


def test_the_data_file_is_a_folder(cli: Cli) -> None:
    cli.file.mkdir()
    for argv in (("list",), ("add", "x"), ("status", "--json")):
        result = cli.fails(5, *argv)
        assert str(cli.file) in result.err


def test_the_data_file_cannot_be_read(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.add("a")
    real = open

    def locked(path: object, *args: object, **named: object) -> object:
        if str(path) == str(cli.file):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **named)  # type: ignore[call-overload]

    cli.file.chmod(0)
    monkeypatch.setattr("builtins.open", locked)  # as root, nothing is locked by its mode
    for argv in (("list",), ("add", "x")):
        assert "permission denied" in cli.fails(5, *argv).err
    monkeypatch.undo()
    cli.file.chmod(0o600)
    monkeypatch.setenv("WIPTUI_FILE", str(cli.file))
    assert [task["title"] for task in cli.tasks()] == ["a"]


def test_the_data_file_is_not_json(cli: Cli) -> None:
    cli.add("kept")
    cli.file.write_text("this is a letter to my aunt\n")
    result = cli("list")
    assert result.code in (0, 5) and "Traceback" not in result.err
    files = [path for path in Path(os.environ["HOME"]).rglob("*") if path.is_file()]
    kept = [path for path in files if b"aunt" in _unpacked(path)]
    assert kept, "the bytes that are not ours are somewhere"


@pytest.mark.parametrize("trouble", [DataFileError("The disk is full."), PermissionError(13, "Permission denied", "x")])
def test_trouble_below_becomes_a_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch, trouble: Exception) -> None:
    from wiptui.store.tiny_store import TinyStore

    def fail(*_: object) -> None:
        raise trouble

    cli.add("before")
    monkeypatch.setattr(TinyStore, "transact", fail)
    code = 5 if isinstance(trouble, DataFileError) else 1
    assert cli.fails(code, "add", "x").err.count("\n") == 1
    error = cli.fails(code, "add", "x", "--json").error
    assert error["code"] == ("data_file" if code == 5 else "failed")


def test_what_nobody_thought_of_is_one_sentence_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from wiptui.service import Service

    def fail(*_: object) -> None:
        raise ZeroDivisionError("\x1b[2Jinner\nlines")

    cli.add("before")
    monkeypatch.setattr(Service, "board", fail)
    result = cli.fails(1, "list")
    assert result.err.count("\n") == 1 and "\x1b" not in result.err and "A report" in result.err
    monkeypatch.setenv("WIPTUI_DEBUG", "1")
    assert "ZeroDivisionError" in cli("list").err


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 0)])
def test_stopped_from_outside(cli: Cli, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int) -> None:
    from wiptui.cli import main

    def stop() -> None:
        raise raised

    monkeypatch.setattr(main.out, "flush", stop)
    monkeypatch.setattr(main.out, "hush", lambda: None)
    result = cli("list")
    assert (result.code, "Traceback" in result.err) == (code, False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("limit 99999999999999999999", "“99999999999999999999” is out of range: a limit is"),
        ("limit 9-9", "“9-9” is no number: a limit is"),
        ("backup make", "wiptui: Say it like this: wiptui backup list"),
        ("template save", "wiptui: Say it like this: wiptui template"),
        ("config get columnz", "did you mean “columns”? See: wiptui config list"),
        ("config get limits", "There is no setting “limits”. See: wiptui config list"),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_what_is_right(cli: Cli, line: str, said: str) -> None:
    assert said in cli.fails(2, *split(line)).err


@pytest.mark.parametrize("text", ['{"tasks": [{"title": "cut\n', '[\n{"title": "cut\n'])
def test_json_that_was_cut_off_is_named_in_a_whole_sentence(cli: Cli, tmp_path: Path, text: str) -> None:
    (file := tmp_path / "cut.json").write_text(text, encoding="utf-8")
    for form in ("json", "taskwarrior"):
        assert " at)" not in cli.fails(1, "import", form, str(file)).err


def test_titles_that_go_on_and_on_are_cut_where_an_error_names_them(cli: Cli) -> None:
    for letter in "ab":
        cli.ok("add", f"{letter} {'long ' * 1900}")
    lines = cli.fails(4, "done", "long").err.splitlines()
    assert lines[0] == "wiptui: 2 tasks answer to “long”."
    assert max(map(len, lines)) < 80


def test_a_file_is_no_folder(cli: Cli, tmp_path: Path) -> None:
    assert "names a folder" in cli.fails(2, "add", "x", "--file", f"{tmp_path / 'new'}/").err
    assert list(tmp_path.glob("new*")) == []


def test_a_mistyped_file_is_said(cli: Cli, tmp_path: Path) -> None:
    missing = tmp_path / "typo" / "wip.json"
    assert "There is no folder" in cli.fails(5, "add", "x", "--file", str(missing)).err
    assert not missing.parent.exists()
    new = tmp_path / "new.json"
    assert f"There is no file {new} yet." in cli.ok("list", "--file", str(new)).err
    assert f"New data file: {new}" in cli.ok("add", "x", "--file", str(new)).err
    assert "data file" not in cli.ok("add", "y", "--file", str(new)).err


def test_a_mistyped_file_of_the_environment_is_said_too(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, new = tmp_path / "typo" / "wip.json", tmp_path / "new.json"
    monkeypatch.setenv("WIPTUI_FILE", str(missing))
    assert cli.ok("list").err.endswith(f"There is no file {missing} yet.\n")
    assert "no file" not in cli.ok("list", "--json").err
    assert "no file" not in cli.ok("status").err, "a prompt stays one line"
    monkeypatch.setenv("WIPTUI_FILE", str(new))
    assert f"There is no file {new} yet." in cli.ok("next").err
    assert f"New data file: {new}" in cli.ok("add", "x").err
    assert "data file" not in cli.ok("add", "y").err


@pytest.mark.parametrize("words", [["list"], ["add", "y"]])
def test_a_file_that_is_gone_is_neither_missing_nor_new(cli: Cli, words: list[str]) -> None:
    cli.add("x")
    cli.file.unlink()
    said = cli.ok(*words, "--file", str(cli.file)).err
    assert "it is back" in said and "New data file" not in said and "There is no file" not in said, said


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw
