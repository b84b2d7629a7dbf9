"""``open``: a link of a task in the browser; and ``add --blocked-by``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import Cli


def test_the_one_link_is_opened(cli: Cli) -> None:
    cli.add("Read https://example.org/a, then think")
    result = cli.ok("open", "read")
    assert (cli.opened, result.out, result.err) == (["https://example.org/a"], "", "Opened https://example.org/a\n")


def test_of_several_one_is_named_by_its_number(cli: Cli) -> None:
    key = cli.add("Compare https://a.org and https://b.org")
    cli.ok("edit", key, "--note", "mail mailto:ana@c.org, not javascript:alert(1)")
    said = cli.fails(2, "open", "compare").err
    assert f"has 3 links. Say which: wiptui open {key} N\n  1  https://a.org\n  2  https://b.org\n  3  mailto" in said
    assert cli.opened == []
    cli.ok("open", "compare", "3")
    assert cli.opened == ["mailto:ana@c.org"]
    assert "has no link 4; it has 3 links." in cli.fails(2, "open", "compare", "4").err
    assert "has no link 0" in cli.fails(2, "open", key, "0").err
    assert cli.ok("open", key, "--print").lines == ["https://a.org", "https://b.org", "mailto:ana@c.org"]
    assert cli.ok("open", key, "2", "--print").lines == ["https://b.org"]
    assert cli.ok("open", key, "2", "--json").json["opened"] == "https://b.org"
    assert len(cli.opened) == 2, "to print is not to open"


def test_a_number_may_be_a_word_of_the_title(cli: Cli) -> None:
    cli.add("Read chapter 3 https://example.org/3")
    cli.ok("open", "chapter", "3")
    cli.ok("open", "chapter 3")
    cli.ok("open", "chapter", "1")
    assert cli.opened == ["https://example.org/3"] * 3
    assert "has no link 4" in cli.fails(2, "open", "chapter", "4").err
    cli.add("Plan 2026 https://a.org")
    cli.add("Plan 2027 https://b.org")
    cli.ok("open", "Plan", "2027")
    assert cli.opened[-1] == "https://b.org"


def test_where_there_is_no_link_no_task_or_no_browser_it_says_so(cli: Cli) -> None:
    cli.add("Think")
    assert "There is no link in “Think”." in cli.fails(1, "open", "think").err
    assert cli.fails(1, "open", "think", "--json").error["message"] == "There is no link in “Think”."
    cli.fails(4, "open", "nobody")
    assert "Which task?" in cli.fails(2, "open").err
    cli.add("Read https://example.org")
    cli.has_browser = False
    assert "No browser could be opened here for https://example.org" in cli.fails(1, "open", "read").err


def test_a_finished_task_is_found_too(cli: Cli) -> None:
    cli.add("Read https://example.org")
    cli.ok("done", "read")
    cli.ok("open", "read")
    assert cli.opened == ["https://example.org"]


def test_hostile_links_are_safe_to_look_at(cli: Cli) -> None:
    cli.add("See https://a.org/\x1b[31mred https://b.org/" + "x" * 9_000)
    said = cli("open", "see").err
    assert "\x1b" not in said and len(said) < 700


def test_the_real_opener_hands_the_link_to_the_browser_of_the_environment(tmp_path: Path) -> None:
    said = tmp_path / "said"
    script = tmp_path / "browser.py"
    script.write_text(f"import sys\nopen({str(said)!r}, 'w').write(sys.argv[1])\n", encoding="utf-8")
    browser = f"{Path(sys.executable).as_posix()} {script.as_posix()} %s"
    env = {**os.environ, "BROWSER": browser}
    command = [sys.executable, "-m", "wiptui", "--file", str(tmp_path / "wip.json")]
    subprocess.run([*command, "add", "Read https://example.org/?a=1&b=2"], check=True, env=env, capture_output=True)
    subprocess.run([*command, "open", "read"], check=True, env=env, capture_output=True)
    assert said.read_text(encoding="utf-8") == "https://example.org/?a=1&b=2"


# --- add --blocked-by


def test_a_task_is_captured_with_what_has_to_be_done_first(cli: Cli) -> None:
    one, two = cli.add("Figures"), cli.add("Plan")
    report = cli.ok("add", "Report", "--blocked-by", "figures", "--blocked-by", two, "--json").json
    assert [key[:5] for key in report["blocked_by"]] == sorted([one, two]) or len(report["blocked_by"]) == 2
    assert "is blocked by" in cli.fails(1, "start", "report").err
    cli.ok("done", "figures", "plan")
    cli.ok("start", "report")


def test_every_line_of_the_input_is_blocked(cli: Cli) -> None:
    cli.add("Figures")
    rows = cli.ok("add", "-", "--blocked-by", "figures", "--json", stdin="a\nb\n").json
    assert [len(row["blocked_by"]) for row in rows] == [1, 1]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--blocked-by", "nobody"), 4, "nobody"),
        (("--blocked-by", "figures", "--start"), 2, "leave out --start or --blocked-by"),
        (("--blocked-by",), 2, "--blocked-by TASK"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_captured(cli: Cli, more: tuple[str, ...], code: int, said: str) -> None:
    cli.add("Figures")
    assert said in cli.fails(code, "add", "Report", *more).err
    assert cli.titles("ready") == ["Figures"]
