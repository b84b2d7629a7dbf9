"""Keys that come in one read of a real terminal: the board withstands them on every screen and in every dialog.

By default a few pairs of keys are tried in every third place; with ``BURST_PAIRS=all`` every pair in every place.
tests/tui/test_burst_pairs.py tries every place without a terminal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

sys.path.insert(0, str(Path(__file__).parents[1] / "tui"))

from burst_places import PLACES, pairs
from terminal import Terminal

WIPTUI = [sys.executable, "-m", "wiptui"]
EVERY = os.environ.get("BURST_PAIRS") == "all"
SENT = {
    "enter": "\r", "escape": "\x1b[27u", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B",
    "backspace": "\x7f", "delete": "\x1b[3~", "home": "\x1b[H", "space": " ", "slash": "/", "colon": ":", "comma": ",",
    "question_mark": "?", "plus": "+", "minus": "-", "ctrl+s": "\x13",
    "ctrl+j": "\n", "ctrl+d": "\x04", "ctrl+u": "\x15",
}  # fmt: skip
"""What a terminal sends for a key; an escape in a form that cannot be taken for the beginning of another key."""
GROUPS = [[place] for place in PLACES] if EVERY else [[*PLACES][first::6] for first in (0, 3)]
"""Places that are tried on the same board."""
BACK = 9
AT_A_TIME = 150
"""Pairs that are tried on one board: they change it."""


def sent(*keys: str) -> str:
    return "".join(SENT.get(key, key) for key in keys)


def ended_well(terminal: Terminal) -> bool:
    """Whether the board was left, as a key may ask; and not by a fault."""
    if terminal.process.poll() is None:
        return False
    assert terminal.ended() == 0 and "Traceback" not in terminal.text, terminal.text
    return True


def try_all(tried: Iterator[tuple[list[str], tuple[str, str]]]) -> int:
    """Try ways and pairs of keys on one board, until it is left or was changed too much; how many were tried."""
    environment = {**os.environ, "EDITOR": "true", "VISUAL": ""}  # no other program takes the keys
    with Terminal([*WIPTUI, "demo"], 100, 30, environment) as terminal:
        terminal.until("q quit")
        for count in range(AT_A_TIME):
            way, pair = next(tried, (None, None))
            if way is None or pair is None:
                return count
            mark = f"zz{count}zz"
            terminal.press(sent(*way, *pair, *["escape"] * BACK, "slash", *mark))
            terminal.until(lambda text, mark=mark: mark in text or ended_well(terminal))  # type: ignore[misc]
            if ended_well(terminal):
                return count + 1
            terminal.press(sent("escape", "escape"))
    return AT_A_TIME


@pytest.mark.parametrize("places", GROUPS, ids=lambda places: places[0])
def test_the_board_withstands_two_keys_in_one_read(
    places: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a chart may be exported
    wanted = [(PLACES[place].split(), pair) for place in places for pair in pairs(place, every=EVERY)]
    tried = iter(wanted)
    count = 0
    while count < len(wanted):
        count += try_all(tried)
    assert count == len(wanted)


def titles_in(file: Path) -> list[str]:
    """The titles of the open tasks in a data file."""
    argv = [*WIPTUI, "list", "--json", "--file", str(file)]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    return [task["title"] for task in json.loads(said)]


TYPED: list[tuple[str, list[str], Callable[[Terminal], None]]] = [
    ("nfirst\rsecond\rthird\r", ["first", "second", "third"], lambda terminal: terminal.press("q")),
    ("nfirst\nsecond\n", ["first", "second"], lambda terminal: terminal.press("q")),
    ("ntext\r\r", ["text"], lambda terminal: terminal.press("q")),
    ("ntext\rqx", ["text"], lambda terminal: terminal.press("\x1b[27uq")),
]


@pytest.mark.parametrize(("keys", "titles", "leave"), TYPED, ids=[repr(row[0]) for row in TYPED])
def test_lines_in_one_read_are_a_task_each(
    keys: str, titles: list[str], leave: Callable[[Terminal], None], tmp_path: Path
) -> None:
    file = tmp_path / "wip.json"
    with Terminal([*WIPTUI, "--file", str(file)], 100, 30) as terminal:
        terminal.until("q quit")
        terminal.press(keys)
        terminal.until(f"Ready {len(titles)}")
        leave(terminal)
        assert terminal.ended() == 0
    assert titles_in(file) == titles


def test_keys_behind_the_one_that_leaves_are_dropped_without_a_word(tmp_path: Path) -> None:
    with Terminal([*WIPTUI, "--file", str(tmp_path / "wip.json")], 100, 30) as terminal:
        terminal.until("q quit")
        terminal.press(sent("q", *["escape"] * 9, "n", *"abc", "enter", *["j"] * 50))
        assert terminal.ended() == 0
        assert "Exception" not in terminal.quiet(0)
    assert titles_in(tmp_path / "wip.json") == []
