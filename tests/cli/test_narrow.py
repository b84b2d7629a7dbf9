"""Forty columns: every page keeps to them, and what is broken into lines loses no word."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st
from sample_past import past

from wiptui.cli.cells import wrapped
from wiptui.cli.registry import MODULES
from wiptui.domain.text import width

PAGES = (
    "list", "list --by tag", "log", "log contract", "show contract", "show 漢字", "next", "stats", "stats --by project",
    "stats --by tag", "stats --by reason", "stats --by person", "forecast", "forecast 400", "review", "devices",
    "config", "rate", "limit",
)  # fmt: skip
WHOLE = {"log contract", "show contract", "show 漢字", "next", "config"}
"""Pages that only break lines; the others leave out a column or cut a title."""
LONG = "A contract with a name that goes on and on, as those of lawyers do"


@pytest.fixture
def busy(cli: Cli) -> Cli:
    """Seven weeks behind it, and titles that do not fit."""
    cli.ok("import", "json", "-", stdin=past(24))
    cli.ok("add", LONG, "+acme-and-sons-and-daughters", "--start")
    cli.ok("add", "漢字" * 30, "due:fri", "--start")
    cli.ok("edit", "contract", "--note", f"{LONG}\n\n  {LONG}\nx{'y' * 90}", "--step", LONG, "--tag", "t" * 50)
    cli.ok("wait", "contract", "--on", "Ana from the office next door", "--why", LONG)
    cli.ok("rate", "80", "--project", "acme-and-sons-and-daughters")
    return cli


@pytest.mark.parametrize("page", PAGES)
def test_every_page_keeps_to_forty_columns(busy: Cli, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = busy.ok(*page.split()).out
    monkeypatch.setenv("COLUMNS", "40")
    busy.later(minutes=-1)
    narrow = busy.ok(*page.split()).out
    assert [line for line in narrow.splitlines() if width(line) > 40] == []
    assert all(line == line.rstrip() for line in narrow.splitlines())
    if page in WHOLE:
        assert "".join(narrow.split()) == "".join(wide.split()), "only spaces and line ends differ"


@given(st.text(st.sampled_from("ab 漢é"), max_size=80), st.integers(2, 30), st.integers(0, 6))
def test_lines_are_broken_and_nothing_is_lost(text: str, cells: int, hang: int) -> None:
    lines = wrapped(text, cells, hang)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= max(cells, hang + 8) for line in lines)
    if width(text) > cells:
        assert all(line.startswith(" " * hang) or not line for line in lines[1:])


def test_lines_break_between_words_and_never_in_a_link() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("  one two three", 9, 2) == ["  one two", "  three"]
    link = "https://example.org/a/long/path"
    assert wrapped(f"see {link} there", 12) == ["see", link, "there"]


@pytest.mark.parametrize("columns", [40, 80])
def test_every_help_keeps_to_the_width(cli: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for name in ("", *MODULES):
        lines = cli.ok(*([name] if name else []), "--help").lines
        assert [line for line in lines if width(line) > columns] == [], name


def test_the_help_names_the_schema_of_its_json(cli: Cli) -> None:
    assert "wiptui schema list" in cli.ok("list", "--help").out
    assert "wiptui schema" not in cli.ok("mcp", "--help").out
