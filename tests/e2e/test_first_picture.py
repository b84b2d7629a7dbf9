"""The first picture in a real terminal: what Textual paints over it is the same, and no key typed meanwhile is lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

import pyte
from terminal import Watched, as_it_was

from wiptui.paths import config_file, state_dir

WIPTUI = [sys.executable, "-m", "wiptui"]
BOARD_COMES = b"\x1b[?1000h"
"""Textual's first words on a terminal whose own screen is there: the mouse, please."""
HOSTILE = ("Ünïcödé 漢字 and 🎉 emoji, wide ones at an edge 漢字漢字漢字漢字漢字漢字", "[/done] [red]markup[/red]",
           "\x1b[31mescapes\x07", "x" * 300, "")  # fmt: skip


def opened(argv: list[str], columns: int, rows: int, **environment: str) -> tuple[bytes, bytes]:
    """The board opened and left again: the bytes before Textual's, and those that it brought until it was still."""
    changed = ["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items())]
    with Watched([*changed, *argv], columns, rows) as terminal:
        terminal.until(lambda _: b" quit" in terminal.bytes.partition(BOARD_COMES)[2])
        terminal.quiet()
        picture, textual = terminal.bytes.split(BOARD_COMES, 1)
        terminal.press("q")
        assert terminal.ended() == 0
    return picture, textual


def blank(columns: int, rows: int) -> tuple[Watched, pyte.Screen]:
    """A terminal without a program, and its screen."""
    watched, screen = Watched.__new__(Watched), pyte.Screen(columns, rows)
    watched.bytes, watched._rest, watched.screen, watched._stream = b"", b"", screen, pyte.ByteStream(screen)
    return watched, screen


def cells(parts: list[bytes], columns: int, rows: int) -> list[list[tuple[object, ...]]]:
    """Letter and look of every cell; what has no ink has no colour of ink."""
    watched, screen = blank(columns, rows)
    for part in parts:
        watched._feed(part)
    found = []
    for y in range(rows):
        row = [screen.buffer[y][x] for x in range(columns)]
        found.append([_seen(cell) for cell in row])
    return found


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    ink, ground = (cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg)
    if cell.data in (" ", ""):
        return (cell.data, ground, cell.underscore)
    return (cell.data, ground, ink, cell.bold, cell.italics, cell.underscore)


def untouched(picture: bytes, textual: bytes, columns: int, rows: int) -> None:
    """While Textual paints its own over it, no cell is blank or another in between: nothing flashes."""
    assert picture.count(b"\x1b[?1049h") == 1 and b"\x1b[2J" not in textual, "both would clear it"
    watched, screen = blank(columns, rows)
    watched._feed(picture)
    scrolled = {x for row in screen.buffer.values() for x, cell in row.items() if cell.data in "▁▂▃▄▅▆▇"}
    seen = [x for x in range(columns - 8) if x not in scrolled]  # Textual paints a scroll bar without its thumb first
    before = [[_seen(screen.buffer[y][x]) for x in seen] for y in range(rows)]
    for start in range(0, len(textual), 997):
        watched._feed(textual[start : start + 997])
        assert before == [[_seen(screen.buffer[y][x]) for x in seen] for y in range(rows)], start


def same(picture: bytes, textual: bytes, columns: int, rows: int) -> None:
    first, then = cells([picture], columns, rows), cells([picture, BOARD_COMES, textual], columns, rows)
    for y in range(rows):
        for x in range(columns):
            clock = y < 2 and x >= columns - 8  # its minute may have passed
            assert clock or first[y][x] == then[y][x], (x, y, "".join(str(cell[0]) for cell in first[y]))


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (40, 12), (170, 20)])
def test_the_picture_is_what_the_board_then_shows(columns: int, rows: int, tmp_path: Path) -> None:
    file = str(tmp_path / "wip.json")
    fill(file)
    argv = [*WIPTUI, "--file", file]
    nothing, _ = opened(argv, columns, rows)
    assert b"quit" not in nothing, "the first board of all has no colours to paint with"
    picture, textual = opened(argv, columns, rows)
    assert b"quit" in picture
    same(picture, textual, columns, rows)
    untouched(picture, textual, columns, rows)


def test_also_where_it_is_drawn_anew(tmp_path: Path) -> None:
    """The picture of before holds no longer: something was written since."""
    file = str(tmp_path / "wip.json")
    fill(file)
    argv = [*WIPTUI, "--file", file]
    opened(argv, 120, 40)
    subprocess.run([*WIPTUI, "start", "Ready number 3 ", "--file", file], check=False, capture_output=True)
    subprocess.run([*WIPTUI, "done", "Flyer", "--file", file], check=True, capture_output=True)
    picture, textual = opened(argv, 120, 40)
    assert b"quit" in picture
    same(picture, textual, 120, 40)
    untouched(picture, textual, 120, 40)


def fill(file: str) -> None:
    """A board with something of everything, more than fits."""
    tasks = [{"title": title, "project": "acme", "tags": ["deep"]} for title in HOSTILE if title]
    tasks += [{"title": f"Ready number {number}", "due": "2026-01-05"} for number in range(40)]
    for number, title in enumerate(("Fix the parser", "Flyer", "Tax letter", "One too many")):
        moves = [{"at": f"2026-11-0{number + 2}T09:00:00+01:00", "to": "doing"}]
        tasks.append({"title": title, "history": moves, "next_step": "the failing test", "checklist": ["one"]})
    waits = [
        {"at": "2026-11-03T09:00:00+01:00", "to": "waiting", "on": "Ana", "why": "contract", "until": "2026-11-20"}
    ]
    tasks.append({"title": "Contract", "history": waits})
    text = json.dumps({"tasks": tasks})
    subprocess.run(
        [*WIPTUI, "import", "json", "-", "--file", file], input=text, text=True, check=True, capture_output=True
    )


LOOKS = [
    pytest.param({"NO_COLOR": "1"}, "", id="no colour"),
    pytest.param({"COLORTERM": "truecolor"}, 'theme = "wiptui-light"', id="light"),
    pytest.param({}, 'theme = "ansi"', id="ansi"),
    pytest.param({}, 'theme = "mine"\ncolumns = ["doing", "ready"]\n[themes.mine]\naccent = "#aa3377"', id="own"),
]


@pytest.mark.parametrize(("environment", "settings"), LOOKS)
def test_it_has_the_colours_of_the_theme_and_of_the_terminal(
    environment: dict[str, str], settings: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "wip.json")
    fill(file)
    Path(config_file()).parent.mkdir(parents=True, exist_ok=True)
    Path(config_file()).write_text(settings, encoding="utf-8")
    argv = [*WIPTUI, "--file", file]
    opened(argv, 80, 24, **environment)
    picture, textual = opened(argv, 80, 24, **environment)
    assert b"quit" in picture
    same(picture, textual, 80, 24)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A board whose colours are known."""
    path = str(tmp_path / "wip.json")
    subprocess.run([*WIPTUI, "add", "Write report", "--file", path], check=True, capture_output=True)
    opened([*WIPTUI, "--file", path], 80, 24)
    return path


SLOW = """
import sys, time
class Slow:
    def find_spec(self, name, *rest):
        if name == "textual.app":
            sys.meta_path.remove(self)
            {what}
sys.meta_path.insert(0, Slow())
from wiptui.__main__ import main
sys.exit(main())
"""
"""wiptui, with something done in the moment when the picture is there and Textual is about to be imported."""


BREAKS = """
import wiptui.service
from wiptui.domain.core.errors import DataFileError
def board(self):
    raise DataFileError("on purpose")
wiptui.service.Service.board = board
"""


def in_the_gap(what: str, file: str) -> Watched:
    return Watched([sys.executable, "-c", SLOW.format(what=what), "--file", file])


def test_keys_typed_under_the_picture_are_for_the_board(file: str) -> None:
    go = Path(file).with_name("go")
    wait = f"import os\n            while not os.path.exists({str(go)!r}): time.sleep(0.01)"
    with in_the_gap(wait, file) as terminal:
        terminal.until("q quit")
        assert BOARD_COMES not in terminal.bytes
        terminal.press("nTyped early\r")
        terminal.quiet()
        assert "Typed" not in terminal.text, "nothing is echoed"
        go.touch()
        terminal.until(lambda text: "Ready 2" in text and "Typed early" in text)
        terminal.press("q")
        assert terminal.ended() == 0


def test_what_another_process_wrote_is_on_the_picture(file: str) -> None:
    subprocess.run([*WIPTUI, "add", "News", "--file", file], check=True, capture_output=True)
    with in_the_gap("time.sleep(30)", file) as terminal:
        terminal.until(lambda text: "News" in text and "Ready 2" in text)


def kept(file: str) -> Path:
    """The picture that was kept when the board was left."""
    (path,) = Path(state_dir()).glob("files/*/picture")
    return path


def write_news(file: str) -> None:
    subprocess.run([*WIPTUI, "add", "News", "--file", file], check=True, capture_output=True)


def touch_folder(file: str) -> None:
    Path(file).with_name("wip.sync-conflict-20261122-101500-ABCDEFG.json").write_text("{}")


def change_settings(file: str) -> None:
    Path(config_file()).parent.mkdir(parents=True, exist_ok=True)
    Path(config_file()).write_text("# nothing yet\n", encoding="utf-8")


def overwrite(file: str) -> None:
    """As many other bytes, as a program would that writes in place."""
    Path(file).write_bytes(Path(file).read_bytes().replace(b"Write report", b"Write letter"))


@pytest.mark.parametrize(
    "happens",
    [None, write_news, touch_folder, change_settings, overwrite],
    ids=lambda what: getattr(what, "__name__", "-"),
)
def test_a_kept_picture_is_shown_only_while_nothing_happened(happens: Callable[[str], None] | None, file: str) -> None:
    path = kept(file)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Write report", "FROM BEFORE."), encoding="utf-8")
    if happens is not None:
        happens(file)
    picture, textual = opened([*WIPTUI, "--file", file], 80, 24)
    assert (b"FROM BEFORE." in picture) == (happens is None)
    assert b"FROM BEFORE." not in textual
    assert b"quit" in picture


def test_a_kept_picture_of_another_size_is_not_shown(file: str) -> None:
    path = kept(file)
    path.write_text(path.read_text(encoding="utf-8").replace("Write report", "FROM BEFORE."), encoding="utf-8")
    picture, textual = opened([*WIPTUI, "--file", file], 81, 24)
    assert b"FROM BEFORE." not in picture
    same(picture, textual, 81, 24)


def test_a_focus_that_ends_with_the_board_leaves_a_picture_that_holds(file: str) -> None:
    subprocess.run([*WIPTUI, "add", "Second", "--file", file], check=True, capture_output=True)
    with Watched([*WIPTUI, "--file", file]) as terminal:
        terminal.until(lambda _: b" quit" in terminal.bytes.partition(BOARD_COMES)[2])
        terminal.press("s")
        terminal.until("▶")
        terminal.press("q")
        assert terminal.ended() == 0
    path = kept(file)
    path.write_text(path.read_text(encoding="utf-8").replace("Write report", "FROM BEFORE."), encoding="utf-8")
    picture, _ = opened([*WIPTUI, "--file", file], 80, 24)
    assert b"FROM BEFORE." in picture and b"Doing 1/3" in picture


def test_a_file_that_cannot_be_read_gives_the_terminal_back(file: str) -> None:
    """The picture is there, and then the data are not: the words of what is wrong are."""
    broken = SLOW.format(what="pass").replace(
        "from wiptui.__main__", "import wiptui.service\n" + BREAKS + "from wiptui.__main__"
    )
    with Watched([sys.executable, "-c", broken, "--file", file]) as terminal:
        before = terminal.attributes()
        assert terminal.ended() == 5
        as_it_was(terminal, before)
        assert b" quit" in terminal.bytes
        assert "on purpose" in terminal.text


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("raise RuntimeError('on purpose')", 1, "RuntimeError"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)", 128 + 15, ""),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT); time.sleep(30)", 130, ""),
    ],
    ids=["failure", "SIGTERM", "ctrl+c"],
)
def test_a_start_that_fails_gives_the_terminal_back(what: str, code: int, said: str, file: str) -> None:
    with in_the_gap(what, file) as terminal:
        before = terminal.attributes()
        assert terminal.ended() == code
        terminal.quiet(0)
        assert b" quit" in terminal.bytes, "the picture was there"
        as_it_was(terminal, before)
        assert said in terminal.text


def test_the_terminal_has_its_own_modes_after_the_picture_and_for_the_editor(file: str) -> None:
    editor = Path(file).with_name("editor.sh")
    editor.write_text('stty -a; echo "EDITOR OPEN"; read -r said; echo "$said" > "$1"\n')
    environment = {**os.environ, "EDITOR": f"/bin/sh {editor}"}
    with Watched([*WIPTUI, "--file", file], environment=environment) as terminal:
        before = terminal.attributes()
        terminal.until(lambda _: b" quit" in terminal.bytes.partition(BOARD_COMES)[2])
        assert b" quit" in terminal.bytes.partition(BOARD_COMES)[0]
        terminal.press("E")
        terminal.until("EDITOR OPEN")
        assert re.search(r"[^-]icanon", terminal.text) and re.search(r"[^-]echo\b", terminal.text)
        terminal.press("Typed into the editor\n")
        terminal.until(lambda text: "Ready 1" in text and "Typed into the" in text)
        terminal.press("q")
        assert terminal.ended() == 0
        as_it_was(terminal, before)


@pytest.mark.parametrize(
    "environment", [{"TERM": "linux"}, {"COLUMNS": "80"}, {"COLORTERM": "never-seen"}], ids=lambda one: next(iter(one))
)
def test_where_it_may_be_wrong_there_is_none(environment: dict[str, str], file: str) -> None:
    picture, _ = opened([*WIPTUI, "--file", file], 80, 24, **environment)
    assert b"quit" not in picture
