"""A person's first minute, through a real terminal: capture, start, meet the panel, swap, finish, leave."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, capture

from wiptui.paths import config_file

WIPTUI = [sys.executable, "-m", "wiptui"]
SIZES = [(120, 40), (80, 24), (40, 12)]
TITLES = ("Write report", "Book train", "Read book", "Tax letter")


def stand_full(terminal: Terminal) -> None:
    """Four tasks, three of them in doing, the cursor on the fourth."""
    terminal.until("Doing 0/3")
    for count, title in enumerate(TITLES, 1):
        capture(terminal, title, count)
    terminal.press("g")
    for count in (1, 2, 3):
        terminal.press("s")
        terminal.until(f"Doing {count}/3")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_first_minute(columns: int, rows: int, tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], columns, rows) as terminal:
        first = ("Doing 0/3", "Ready 0", "n new", "? help", "q quit")
        terminal.until(lambda text: all(words in text for words in first))
        stand_full(terminal)
        terminal.until("FULL")
        terminal.press("s")
        told = ("Doing is full: 3 of 3", *TITLES, "s swap", "d fin", "w ", "b ", "x split", "q queue")
        terminal.until(lambda text: all(words in " ".join(text.split()) for words in told))
        terminal.press("s")
        terminal.until(lambda text: "Swapped" in text and "is full" not in text)
        assert "Doing 3/3" in terminal.text
        terminal.press("d")
        terminal.until("Finished")
        terminal.press("q")
        assert terminal.ended() == 0
    states = sorted(row["state"] for row in tasks(file))
    assert states == ["doing", "doing", "doing", "done"]


def test_a_board_over_broken_settings_opens_with_the_defaults_and_says_so(home: Path, tmp_path: Path) -> None:
    settings = Path(config_file())
    settings.parent.mkdir(parents=True)
    for text, said in (
        ("[keys]\nnew = 'Z'\ndensity = \n", "line 3: this is no TOML"),
        ("[keys]\nnew = 'd'\n", "“new” and “done”"),
    ):
        settings.write_text(text, encoding="utf-8")
        with Terminal([*WIPTUI, "--file", str(tmp_path / "wip.json")], 120, 30) as terminal:
            terminal.until(lambda text, said=said: "n new" in text and said in " ".join(text.replace("▌", " ").split()))
            terminal.press("q")
            assert terminal.ended() == 0


def tasks(file: Path) -> list[dict[str, object]]:
    """What is in the file, read by nothing of ours."""
    rows = json.loads(file.read_text(encoding="utf-8"))["tasks"]
    return [row for key, row in rows.items() if key != "0"]


def test_esc_leaves_all_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], 80, 24) as terminal:
        stand_full(terminal)
        before = tasks(file)
        terminal.press("s")
        terminal.until("Doing is full")
        terminal.press("\x1b")
        terminal.until(lambda text: "is full" not in text)
        assert tasks(file) == before
        terminal.press("q")
        assert terminal.ended() == 0


def test_every_size_between_is_a_board_too(home: Path) -> None:
    with Terminal(WIPTUI, 120, 40) as terminal:
        stand_full(terminal)
        for columns, rows in ((40, 12), (59, 16), (60, 24), (100, 30), (200, 60), (80, 24)):
            terminal.resize(columns, rows)
            terminal.until(
                lambda text: "Doing 3/3" in text.split("\n")[0] and "q quit" in text.rstrip().split("\n")[-1]
            )
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_demo_opens_full_and_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with Terminal([*WIPTUI, "demo"], 100, 30, environment) as terminal:
        terminal.until("Doing 3/3")
        terminal.until("Flyer for the fair")
        assert list(tmp_path.iterdir())
        terminal.press("q")
        assert terminal.ended() == 0
    assert list(tmp_path.iterdir()) == []
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_without_colour_the_board_says_the_same(home: Path) -> None:
    with Terminal(WIPTUI, 80, 24, {**os.environ, "NO_COLOR": "1"}) as terminal:
        stand_full(terminal)
        terminal.until("FULL")
        terminal.press("s")
        terminal.until("is full")
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}, "no greys either"
        assert {cell.bold for cell in cells} == {False, True}
        terminal.press("\x1b")
        terminal.until(lambda text: "is full" not in text)
        terminal.press("q")
        assert terminal.ended() == 0
