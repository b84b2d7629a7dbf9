"""Every text of every record, out of every command: nothing that a terminal, a shell or a spreadsheet acts on.

The tables are looped over: a field is hostile as soon as something writes it (tests/hostile.py), and a command without
a case here fails.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import hostile
import pytest
from cli_runner import Cli
from hostile import POISON, acts

from wiptui.cli.capture.editor import changes, form_of
from wiptui.cli.exchange.writers import WRITERS
from wiptui.cli.registry import HIDDEN, MODULES
from wiptui.cli.shell.completion import SHELLS
from wiptui.service import open_service
from wiptui.tui.actions.editor import as_text
from wiptui.tui.actions.editor import changes as edited

CASES: dict[str, list[list[str]]] = {
    "add": [["new", POISON], ["--template", "weekly"], ["x", "--blocked-by", "{ready}"], ["--start", "x"]],
    "list": [[], ["--all"], ["--sort", "priority"], ["--by", "project"], ["--by", "for"], ["--by", "tag"], [POISON]],
    "show": [["{doing}"], ["{ready}"], ["{waiting}"], ["{done}"], ["{dropped}"], ["{ready}", "--branch"]],
    "open": [["{ready}", "--print"], ["{doing}"]],
    "status": [[], ["--exit-code"], ["--format", "{focus} {next} {focus:30}"]],
    "next": [[]],
    "today": [[]],
    "plan": [[], ["{ready}"], ["--done"], ["--close"]],
    "log": [[], ["{doing}"], ["{waiting}"], ["{done}"]],
    "stats": [[], ["--by", "project"], ["--by", "tag"], ["--by", "person"], ["--by", "reason"], ["--since", "90d"]],
    "forecast": [["3"]],
    "review": [[], ["--week", "2026-11-16"], ["--markdown"], ["--week", "2026-11-16", "--markdown"]],
    "experiment": [[], ["stop", "--learned", POISON]],
    "rate": [[], ["--project", "acme"]],
    "start": [["{ready}"], ["{backlog}"], ["{waiting}"]],
    "done": [["{doing}"], []],
    "wait": [["{doing}", "--on", POISON, "--why", POISON]],
    "resolve": [["{waiting}"]],
    "stop": [["{doing}", "--next", POISON]],
    "drop": [["{ready}"]],
    "reopen": [["{done}"]],
    "select": [["{backlog}"]],
    "defer": [["{ready}"]],
    "edit": [["{ready}", "--note", POISON], ["{doing}", "--project", POISON]],
    "time": [[], ["--by", "task"], ["--by", "tag"], ["--by", "person"], ["--entries"], ["--csv"]],
    "note": [["{ready}", POISON]],
    "rename": [["+acme", f"+{POISON}"], [POISON, "x"], ["x", POISON]],
    "template": [[], ["save", POISON, "{ready}"], ["forget", "nothing"]],
    "focus": [[], ["{doing}"], ["--off"]],
    "interrupt": [[POISON, "--from", POISON]],
    "checkin": [[], ["keep"], ["end", POISON]],
    "sense": [["on"], ["day"], ["status"], [POISON], ["install", POISON], ["day", POISON]],
    "inbox": [[], ["tidy"]],
    "mirror": [["on", "{mirror}"], ["read", "--dry-run"], ["status"], ["off"]],
    "back": [[]],
    "here": [[f"+{POISON}"], ["+acme"], [], ["--list"], ["{doing}"]],
    "limit": [[], ["2", "--permanent", "--why", POISON], ["--project", POISON, "1"]],
    "undo": [[]],
    "redo": [[]],
    "import": [["json", "{file}", "--dry-run"], ["csv", "{csv}", "--dry-run"], ["todotxt", "{csv}", "--dry-run"]],
    "export": [[name] for name in WRITERS]
    + [["csv", "--delimiter", ";"], *(["markdown", "--report", name] for name in ("week", "board", "standup"))],
    "path": [[]],
    "config": [[], ["list"], ["get", "views.calls"], ["set", f"views.{POISON}", "x"], ["get", POISON]],
    "completion": [[name] for name in SHELLS],
    "schema": [[], ["list"]],
    "sync": [[]],
    "devices": [[]],
    "backup": [[], ["list"], ["restore", "1", "--dry-run"]],
    "doctor": [[], ["--repair"]],
    "git-setup": [[]],
    "merge": [["{file}", "{file}", "{copy}", "--output", "{out}"]],
}  # fmt: skip
ELSEWHERE = {
    "demo": "shows a board of its own, of no text from anywhere",
    "guide": "the same, on three prepared tasks",
    "serve": "the board itself, in a browser: tests/tools/test_hostile_board.py",
    "mcp": "agents: tests/agent/test_hostile_answers.py",
    "_board": "the board of serve",
    "_complete": "tested below, and in the shells: tests/tools/test_shells.py",
}
TEXT_FILES = {"export", "review", "completion", "schema"}
"""Commands whose lines may have tabs in them."""
ASKS = {"{doing}", "{ready}", "{waiting}", "{backlog}", "{done}", "{dropped}"}


@pytest.fixture(scope="module", params=["texts", "codes"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The hostile file as wiptui reads it, and the conflict copy beside it."""
    path = tmp_path_factory.mktemp("hostile") / "wip.json"
    fields = hostile.write(path, codes=request.param == "codes", half=True)
    assert len(fields) >= 35
    return {"file": path.read_bytes(), "copy": hostile.write_copy(path).read_bytes()}


@pytest.fixture
def board(cli: Cli, files: dict[str, bytes], home: Path) -> dict[str, str]:
    """The file in its place, and words that the cases name things with."""
    cli.file.write_bytes(files["file"])
    copy = home / "copy.json"
    copy.write_bytes(files["copy"])
    (home / "in.csv").write_text(f"title,note,project\n{POISON!r},x,y\n", encoding="utf-8")
    config = home / ".config" / "wiptui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"[views]\ncalls = {json.dumps(f'+acme {POISON}')}\n{json.dumps(POISON[:30])} = '@x'\n")
    words = {
        "{file}": str(cli.file),
        "{copy}": str(copy),
        "{csv}": str(home / "in.csv"),
        "{out}": str(home / "out"),
        "{mirror}": str(home / "todo.txt"),
    }
    for task in cli.ok("list", "--all", "--json").json:
        words.setdefault(f"{{{task['state']}}}", task["id"])
    return words


def test_every_command_has_a_case() -> None:
    assert set(CASES) | set(ELSEWHERE) == set(MODULES) | set(HIDDEN)


@pytest.mark.parametrize("name", CASES)
def test_what_a_command_says_does_nothing(name: str, cli: Cli, board: dict[str, str], home: Path) -> None:
    for case in CASES[name]:
        argv = [name, *(board.get(word, word) for word in case)]
        for words in (argv, [*argv, "--json"]):
            result = cli(*words)
            assert "Traceback" not in result.err
            allowed = "\n\t" if name in TEXT_FILES else "\n"
            out = result.out.replace("\r\n", "\n") if name == "export" else result.out
            assert not acts(out, allowed) and not acts(result.err), (words, acts(out, allowed), acts(result.err))
            if words[-1] == "--json":
                for text in (result.out, result.err):
                    if text.strip().startswith(("{", "[")):
                        assert json.loads(text) is not None
            if name == "export" and case[0] == "csv" and words == argv:
                _is_no_formula(result.out, ";" if ";" in case else ",")
    assert not list(home.rglob("gone"))


def _is_no_formula(text: str, delimiter: str) -> None:
    rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    assert len(rows) > 20
    for cell in (cell for row in rows for cell in row):
        for part in [cell, *cell.replace("\t", ";").replace("\n", ";").split(";")]:
            assert part.strip(' "')[:1] not in tuple("=+-@\uff1d\uff0b\uff0d\uff20"), cell


@pytest.mark.parametrize("name", CASES)
def test_what_a_command_says_of_hostile_words_does_nothing(name: str, cli: Cli) -> None:
    for words in ([name, POISON], [name, f"--{POISON}"], [name, "--file", f"/nowhere/{POISON.replace(chr(0), '')}"]):
        for more in ([], ["--json"]):
            result = cli(*words, *more)
            assert "Traceback" not in result.err
            assert not acts(result.out, "\n\t") and not acts(result.err), (words, acts(result.err))


def test_styles_pass_and_hostile_styles_do_not(
    cli: Cli, board: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiptui.cli.out.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("list", "show", "log", "stats", "review", "config", "limit"):
        for case in CASES[name]:
            out = cli(name, *(board.get(word, word) for word in case)).out
            for own in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
                out = out.replace(own, "")
            assert not acts(out), (name, case)
    assert "\x1b[1m" in cli.ok("list").out


def test_the_sentence_about_a_merge_does_nothing(cli: Cli, board: dict[str, str], files: dict[str, bytes]) -> None:
    hostile.write_copy(cli.file)
    result = cli("list")
    assert "erged" in result.err or "ealed" in result.err
    assert not acts(result.err) and not acts(result.out)
    for name in ("sync", "devices", "doctor", "log", "list"):
        assert not acts(cli(name).out)


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_completed_does_nothing(shell: str, cli: Cli, board: dict[str, str]) -> None:
    for words in (
        ["list", "+"],
        ["list", "@"],
        ["start", ""],
        ["wait", "x", "--on", ""],
        ["edit", "x", "--project", ""],
    ):
        line = [" ".join(["wiptui", *words])] if shell == "bash" else words
        result = cli.ok("_complete", shell, "--", *line)
        assert not acts(result.out, "\n\t"), words
        if words == ["start", ""] and shell != "fish":
            assert result.out


def test_what_an_editor_is_given_does_nothing(
    cli: Cli, board: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = cli.ok("list", "--all", "--json").json
    shown = open_service(cli.file).board()
    for row in tasks:
        task = shown.resolve(row["id"])
        for text in (form_of(task), as_text(task)):
            assert not acts(text), row["id"]
            assert text.encode()
        assert changes(form_of(task), form_of(task), shown.today) == {}
        assert edited(as_text(task), as_text(task)) == {}
