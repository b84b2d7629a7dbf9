"""Signs for terminals that cannot show ours: all of them are there, and as wide as those that they stand for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from wiptui.paths import __file__ as inside
from wiptui.tui.terminal.signs import ASCII, CONSOLE, has_few_colours, replaced, table_for

OURS = sorted(
    {
        ch
        for file in Path(inside).parent.joinpath("tui").rglob("*.py")
        if "charts" not in file.parts
        for ch in file.read_text(encoding="utf-8")
        if not ch.isascii() and not ch.isalpha()
    }
)
"""Each sign in the source of the screens."""
CP437 = (
    "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
    "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0"
)


@pytest.mark.parametrize(
    ("environment", "encoding", "table"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", None),
        ({"TERM": "linux"}, "utf-8", CONSOLE),
        ({"TERM": "linux"}, "iso8859-1", ASCII),
        ({}, "US-ASCII", ASCII),
        ({}, "UTF8", None),
    ],
)
def test_the_table_of_a_terminal(environment: dict[str, str], encoding: str, table: object) -> None:
    assert table_for(environment, encoding) is table


@pytest.mark.parametrize("sign", OURS)
def test_each_sign_of_ours_has_one_of_its_width(sign: str) -> None:
    on_console, in_ascii = replaced(sign, CONSOLE), replaced(sign, ASCII)
    assert in_ascii.isascii() and cell_len(in_ascii) == cell_len(sign) == cell_len(on_console)
    assert all(ch.isascii() or ch in CP437 for ch in on_console), "the font of the console has it"


def test_titles_keep_their_letters_where_the_terminal_has_them() -> None:
    assert replaced("Café “Ø” 日本", CONSOLE) == 'Café "Ø" 日本'
    assert replaced("Café 日本 e\u0301", ASCII) == "Cafe ???? e"


@pytest.mark.parametrize(
    ("environment", "few"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm-16color"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, False),
    ],
)
def test_which_terminals_have_few_colours(environment: dict[str, str], few: bool) -> None:
    assert has_few_colours(environment) is few


def test_it_agrees_with_rich() -> None:
    from rich.console import Console

    for term in ("linux", "xterm", "xterm-16color", "xterm-256color", "xterm-kitty", "screen", "tmux-256color"):
        seen = Console(force_terminal=True, _environ={"TERM": term}).color_system
        assert has_few_colours({"TERM": term}) is (seen == "standard"), term


def test_no_sign_is_left_out() -> None:
    assert len(OURS) > 20 and re.search("[▶●✓]", "".join(OURS))
