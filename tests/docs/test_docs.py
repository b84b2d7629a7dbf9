"""What the pages say is true: command lines, keys, exit codes and links of README and docs.

Examples are not run here but read by the program's own rules, so a page may show what would change a file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from textual.binding import Binding

import wiptui
import wiptui.tui
from wiptui.cli.help.manual import EXITS
from wiptui.cli.options import check_count, read_head, read_rest
from wiptui.cli.registry import find
from wiptui.domain.core.errors import UsageError
from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import ACTS, Keymap

ROOT = Path(wiptui.__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^ *```(\w*)\s*\n(.*?)^ *```\s*$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(wiptui [^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def where(page: Path, place: int) -> str:
    return f"{name(page)}:{text_of(page).count(chr(10), 0, place) + 1}"


def command_lines(page: Path) -> Iterator[tuple[str, str, bool]]:
    """Where, the line, and whether it is whole: all lines in ``sh`` fences, and in backticks what begins with wiptui.

    What is in a sentence may leave words out (`wiptui wait`), and name options in brackets as a usage does.
    """
    text = text_of(page)
    for fence in FENCE.finditer(text):
        if fence.group(1) in ("sh", "bash", "zsh", "console"):
            place = fence.start(2)
            for line in fence.group(2).replace("\\\n", "  ").split("\n"):
                yield where(page, place), line.strip().removeprefix("$ "), True
                place += len(line) + 1
    prose = FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence.group()), text)
    for code in INLINE.finditer(prose):
        yield where(page, code.start()), re.sub(r"[][]", " ", code.group(1)), False


def calls(line: str) -> Iterator[list[str]]:
    """The words of each call of wiptui in a line of shell."""
    line = re.sub(r"\d?>(?:/dev/null|&\d)", "", line)  # where the words go is not the program's business
    for inner in re.findall(r"\$\((wiptui [^()]*)\)", line):
        yield from calls(inner)
    line = re.sub(r"\$\([^()]*\)", "X", line)
    line = re.sub(r"'[^']*'|\"[^\"]*\"", lambda quoted: re.sub(r"[|&;<>]", "x", quoted.group()), line)
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.commenters = "#"
    lexer.whitespace_split = True
    call: list[str] = []
    skip = False
    for word in [*lexer, ";"]:
        if set(word) <= set("|&;"):
            while call and re.fullmatch(r"\w+=.*", call[0]):
                call.pop(0)
            if call and re.fullmatch(r"(.*[/\\])?wiptui(\.exe)?", call[0]):
                yield call[1:]
            call = []
        elif set(word) <= set("<>&"):
            skip = True
        elif skip:
            skip = False
        else:
            call.append(word)


def understood(words: list[str], *, whole: bool = True) -> None:
    """Read a call as the program does. Raises UsageError."""
    given, rest = read_head(words)
    if given.name in ("", "help"):
        return
    command = find(given.name)
    if "--help" in rest:
        return
    read_rest(given, command, rest)
    if whole and "..." not in words and "…" not in words:
        check_count(given, command)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_line_is_understood(page: Path) -> None:
    wrong = []
    for place, line, whole in command_lines(page):
        if "wiptui" not in line:
            continue
        try:
            for words in calls(line):
                understood(words, whole=whole)
        except (UsageError, ValueError) as error:
            wrong.append(f"{place}: {line}\n    {error}")
    assert not wrong, "these examples do not work as they are written:\n" + "\n".join(wrong)


def test_the_reader_of_lines_sees_what_is_wrong() -> None:
    """The check above is worth something."""
    for line in ("wiptui lst", "FOO=1 wiptui list --sate x", "cat a | wiptui add --strat", "x $(wiptui statu)",
                 "wiptui start && wiptui done"):  # fmt: skip
        with pytest.raises(UsageError):
            for words in calls(line):
                understood(words)
    for line in ("wiptui list +acme 'due<sat'  # nonsense --x", "wiptui export json > a.json; wiptui done",
                 ".venv/bin/wiptui --file a status", "PS1='$(wiptui status) '", "pip install wiptui[mcp]"):  # fmt: skip
        for words in calls(line):
            understood(words)
    assert list(calls("wiptui export todotxt > todo.txt")) == [["export", "todotxt"]]


# --- keys


def keys_of_the_board() -> set[str]:
    """Every key that does something on some screen, as people read it."""
    found = {shown(key) for act in ACTS for key in Keymap().keys(act)}
    for module in pkgutil.walk_packages(wiptui.tui.__path__, "wiptui.tui."):
        for _, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            for binding in vars(thing).get("BINDINGS", ()):
                keys = binding.key if isinstance(binding, Binding) else binding[0]
                found |= {shown(key.strip()) for key in keys.split(",")}
    return found


def key_cells(page: Path) -> Iterator[tuple[str, str]]:
    """Where, and the first cell of each row of a table whose first column is headed «key» or «keys»."""
    inside = False
    for number, line in enumerate(text_of(page).split("\n"), start=1):
        if not line.lstrip().startswith("|"):
            inside = False
            continue
        first = re.split(r"(?<!\\)\|", line.strip().strip("|"))[0].strip()
        if first.lower() in ("key", "keys"):
            inside = True
        elif inside and not set(first) <= set("-: "):
            yield f"{name(page)}:{number}", first


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_key_that_is_told_does_something(page: Path) -> None:
    known = keys_of_the_board() | {"enter", "esc", "tab", "space", "backspace"}
    wrong = [
        f"{place}: `{key}`"
        for place, cell in key_cells(page)
        for key in re.findall(r"`([^`]+)`", cell)
        if key.replace("\\|", "|") not in known
    ]
    assert not wrong, "no screen knows these keys: " + ", ".join(wrong)


def test_the_settings_page_names_every_action_of_the_board() -> None:
    told = text_of(ROOT / "docs" / "settings.md").partition("The ids of the board are ")[2].partition(".")[0]
    assert re.findall("`([^`]+)`", told) == [act.id for act in ACTS]


# --- links


def slugs(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    prose = FENCE.sub("", text_of(page))
    heads = re.findall(r"^#+ (.+?)\s*$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", head).lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    wrong = []
    prose = FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence.group()), text_of(page))
    for link in LINK.finditer(prose):
        address, _, anchor = link.group(1).partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        target = (page.parent / address).resolve() if address else page
        if not target.exists():
            wrong.append(f"{where(page, link.start())}: {link.group(1)} is not there")
        elif anchor and target.suffix == ".md" and anchor not in slugs(target):
            wrong.append(f"{where(page, link.start())}: {name(target)} has no heading #{anchor}")
    assert not wrong, "\n".join(wrong)


def test_every_screenshot_is_shown_on_a_page() -> None:
    """Pictures that only tests need are in tests/screens."""
    shown_there = {(page.parent / link.group(1)).resolve() for page in PAGES for link in LINK.finditer(text_of(page))}
    assert {path for path in (ROOT / "screenshots").glob("*.svg") if path not in shown_there} == set()


# --- the front page, and the first screen of every other


def test_the_readme_is_a_front_page() -> None:
    text = text_of(ROOT / "README.md")
    assert text.count("\n") <= 120
    pictures = [link for link in LINK.findall(text) if link.endswith(".svg") and "badges/" not in link]
    assert pictures == ["screenshots/start.svg", "screenshots/panel.svg"]
    assert len(re.findall(r"badges/\w+\.svg", text)) == 4


def test_every_row_about_another_program_says_what_was_looked_at() -> None:
    rows = re.findall(
        r"^\| \**\[?([\w/ -]+?)\]?[(*][^|]*\| (?:it starts|refused)", text_of(ROOT / "README.md"), re.MULTILINE
    )
    told = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", text_of(ROOT / "docs" / "compared.md"), re.MULTILINE)
    assert rows == [program for program, _ in told if program != "program"] and len(rows) == 7
    assert all(re.search(r"\d|this repository", looked_at) for program, looked_at in told[1:])


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name in ("docs", "sync")], ids=name)
def test_an_example_is_on_the_first_screen(page: Path) -> None:
    """At most 24 lines of 80 columns before the first command, table or picture."""
    before = 0
    for line in text_of(page).split("\n"):
        if re.match(r" *```|\||!\[", line):
            break
        before += max(1, -(-len(line) // 80))
    assert before <= 24, f"{name(page)}: {before} lines before the first example"


def test_the_moving_picture_plays_in_about_ten_seconds_and_stands_still_without_motion() -> None:
    picture = text_of(ROOT / "screenshots" / "start.svg")
    ElementTree.fromstring(picture)
    seconds = re.findall(r"animation: ([\d.]+)s step-end infinite", picture)
    assert len(seconds) == 1 and 8 <= float(seconds[0]) <= 12
    assert "Doing&#160;is&#160;full:&#160;3&#160;of&#160;3" in picture
    assert "prefers-reduced-motion" in picture
    assert not re.search(r"<script|href=|url\(|@import", picture), "GitHub shows no picture that asks elsewhere"
    at = [float(at) for at in re.findall(r"([\d.]+)% {", picture)]
    assert min(at) == 0 and max(at) < 90


# --- exit codes


def test_the_exit_codes_are_the_same_everywhere() -> None:
    table = re.search(r"\| exit code \|.*", text_of(ROOT / "docs" / "commands.md"), re.DOTALL)
    assert table is not None
    assert re.findall(r"^\| (\d) \| (.+?) \|$", table.group(), re.MULTILINE) == list(EXITS)
