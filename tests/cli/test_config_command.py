"""``wiptui config``: list, get, set, unset; and what the settings do to the other commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

import wiptui.config
from wiptui.paths import config_file


def settings() -> Path:
    return Path(config_file())


def test_settings_are_listed_told_set_and_taken_back(cli: Cli) -> None:
    assert cli.ok("config", "get", "density").out == "auto\n"
    assert not settings().exists()
    cli.ok("config", "set", "density", "dense")
    assert cli.ok("config", "get", "density").out == "dense\n"
    assert cli.ok("config", "--json").json["density"] == "dense"
    assert "density" in cli.ok("config").out
    assert "again" in cli.ok("config", "unset", "density").err
    assert cli.ok("config", "get", "density", "--json").json == "auto"
    assert cli.ok("config", "path").out.strip() == str(settings())


def test_keys_and_views_of_ones_own_are_kept_if_they_can_be(cli: Cli) -> None:
    cli.ok("config", "set", "keys.done", "D")
    cli.ok("config", "set", "views.calls", "@phone", "due<=fri")
    assert cli.ok("config", "--json").json["views.calls"] == "@phone due<=fri"
    before = settings().read_bytes()
    assert "“start” and “wait”" in cli.fails(2, "config", "set", "keys.wait", "s").err
    assert "no action “nope”" in cli.fails(2, "config", "set", "keys.nope", "s").err
    assert "“foo” is not a key" in cli.fails(2, "config", "set", "keys.done", "foo").err
    assert "is not a date" in cli.fails(2, "config", "set", "views.x", "due<nonsense").err
    assert settings().read_bytes() == before


def test_several_settings_are_set_together_or_none(cli: Cli) -> None:
    assert "both" in cli.fails(2, "config", "set", "keys.done", "x").err, "x drops"
    told = cli.ok("config", "set", "keys.done=x", "keys.drop=d", "density=dense").err.splitlines()
    assert told == ['keys.done is "x".', 'keys.drop is "d".', 'density is "dense".']
    assert {"keys.done": "x", "keys.drop": "d", "density": "dense"}.items() <= cli.ok("config", "--json").json.items()
    before = settings().read_bytes()
    for words, said in (
        (("density=auto", "theme=nope"), "no theme"),
        (("density=auto", "densty=auto"), "did you mean “density”?"),
        (("keys.done=w", "keys.wait=w"), "both"),
        (("density=auto", "dense"), "no NAME=VALUE"),
        (("density=auto", "density=dense"), "twice"),
        (("density",), "config set NAME VALUE"),
    ):
        assert said in cli.fails(2, "config", "set", *words).err
    assert settings().read_bytes() == before
    cli.ok("config", "unset", "keys.done", "keys.drop")
    assert not {"keys.done", "keys.drop"} & set(cli.ok("config", "--json").json)


def test_a_key_of_another_screen_is_set_told_and_held_apart(cli: Cli) -> None:
    cli.ok("config", "set", "keys.panel.swap", "z")
    assert cli.ok("config", "get", "keys.panel.swap").out == "z\n"
    assert "keys.panel.swap" in cli.ok("config", "list").out
    clash = cli.fails(2, "config", "set", "keys.panel.finish", "Z,z").err
    assert "The key z cannot be both “panel.finish” and “panel.swap”" in clash
    assert "did you mean “panel.swap”?" in cli.fails(2, "config", "set", "keys.pannel.swap", "y").err
    assert "keys.panel.swap is not set any more" in cli.ok("config", "unset", "keys.panel.swap").err
    assert "keys.panel.swap" not in cli.ok("config", "list").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "densty", "x"), "did you mean “density”?"),
        (("set", "theme", "nope"), "wiptui-light"),
        (("get", "views.none"), "not set"),
        (("set", "views", "x"), "views.NAME"),
        (("set", "density"), "config set NAME VALUE"),
        (("frobnicate",), "config set NAME VALUE"),
    ],
)
def test_wrong_words_are_answered_with_what_is_right(cli: Cli, words: tuple[str, ...], said: str) -> None:
    assert said in cli.fails(2, "config", *words).err


def test_broken_settings_are_told_and_stop_nothing_but_the_settings(cli: Cli) -> None:
    settings().parent.mkdir(parents=True, exist_ok=True)
    settings().write_text("\nweek_start = 'someday'\n", encoding="utf-8")
    assert f'{settings()}, line 2: week_start is "someday"' in cli.fails(2, "config").err
    result = cli.ok("add", "Report due:eow")
    assert "line 2: week_start" in result.err
    assert cli.task("Report")["due"] == "2026-11-22"


BROKEN = 'theme = "nord"\n\nweek_start = \n'
SAID = "line 3: this is no TOML: invalid value, column 14. Until that is mended, the defaults apply.\n"


def broken() -> None:
    settings().parent.mkdir(parents=True, exist_ok=True)
    settings().write_text(BROKEN, encoding="utf-8")


@pytest.mark.parametrize(
    "line",
    ["add one", "list", "list --json", "status", "status --json", "next", "stats", "log", "devices", "limit", "undo",
     "doctor", "help", "rate", "config path", "export json", "schema list"],
)  # fmt: skip
def test_every_command_says_once_that_the_settings_are_broken_and_goes_on(cli: Cli, line: str) -> None:
    cli.ok("add", "before")
    broken()
    for _ in range(2):
        result = cli(*line.split())
        assert result.err.count("this is no TOML") == 1 and SAID in result.err, result
        assert "this is no TOML" not in result.out and result.code in (0, 1), result
        if result.code == 0 and "--json" in line:
            assert result.json is not None


def test_broken_settings_leave_an_error_in_json_alone(cli: Cli) -> None:
    cli.add("before")
    broken()
    assert cli.fails(4, "show", "nothing", "--json").error["code"] == "no_such_task"
    assert cli.fails(2, "list", "--view", "calls").err.count("\n") == 2, "and no view is known"
    for words in (["config"], ["config", "set", "density", "dense"]):
        assert cli.fails(2, *words).err.count("this is no TOML") == 1
    assert cli.ok("_complete", "bash", "--", "wiptui ").err == "", "a shell's TAB is no place for words"


def test_a_prompt_has_the_status_on_stdout_and_the_trouble_beside_it(cli: Cli) -> None:
    program = [sys.executable, "-m", "wiptui", "status"]
    cli.ok("add", "before")
    for text, said in (
        (BROKEN, 1),
        (BROKEN, 1),
        ('density = "dense"\n', 0),
        ('density = "dense"\n', 0),
        ("density = 1", 1),
    ):
        settings().parent.mkdir(parents=True, exist_ok=True)
        settings().write_text(text, encoding="utf-8")
        done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
        assert (done.stdout.count("\n"), done.stderr.count("\n")) == (1, said), done
        assert "0/3" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in a folder")
def test_settings_that_are_a_pipe_are_told_and_hold_up_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setenv("WIPTUI_CONFIG", str(pipe))
    said = f"The settings cannot be read: this is not a regular file ({pipe})."
    for words, code in ((["list"], 0), (["config"], 2), (["config", "set", "timer.rest", "6"], 2)):
        program = [sys.executable, "-m", "wiptui", *words]
        done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=30)
        assert (done.returncode, done.stderr.count(said)) == (code, 1), done
    assert pipe.is_fifo(), "and nothing takes its place"


def test_settings_that_were_understood_are_not_taken_apart_again(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.ok("add", "a")
    settings().parent.mkdir(parents=True)
    settings().write_text('density = "dense"\n', encoding="utf-8")
    parsed: list[str] = []
    real = wiptui.config.parsed
    monkeypatch.setattr(wiptui.config, "parsed", lambda text, file: parsed.append(text) or real(text, file))
    cli.ok("next")
    cli.ok("next")
    assert len(parsed) == 1
    settings().write_text('density = "sparse"\n', encoding="utf-8")
    assert "density" in cli.ok("next").err and len(parsed) == 2


def test_dates_on_the_command_line_follow_the_habits(cli: Cli) -> None:
    cli.ok("config", "set", "week_start", "sunday")
    cli.ok("config", "set", "date_format", "11/22")
    cli.ok("add", "Report due:eow")
    cli.ok("add", "Slides due:2026-12-24")
    assert cli.task("Report")["due"] == "2026-11-28"
    assert "due 12/24" in cli.ok("list").out


def test_a_section_is_told_whole(cli: Cli) -> None:
    said = cli.ok("config", "get", "views")
    assert said.out == "" and "no views of your own yet" in said.err
    cli.ok("config", "set", "views.calls", "@phone due<=fri")
    assert cli.ok("config", "get", "views").out == 'views.calls = "@phone due<=fri"\n'
    assert cli.ok("config", "get", "views", "--json").json == {"calls": "@phone due<=fri"}
