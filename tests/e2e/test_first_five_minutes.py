"""The first five minutes of a new user in a real terminal: the level and the hints after each key."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from terminal import Terminal

TITLES = ("Write the report due:+4d", "Book train", "Read book", "Tax letter due:tomorrow")


def level(text: str) -> str:
    """What the gauge says of Doing: ``1/3 CALM``."""
    found = re.search(r"Doing (\d/\d) [■□]* *([A-Z]+(?: !\d)?)", text)
    return f"{found[1]} {found[2]}" if found else ""


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (40, 12)])
def test_the_level_and_the_hints_after_each_key(columns: int, rows: int, tmp_path: Path) -> None:
    said: list[str] = []

    def comes(terminal: Terminal, now: str, *hints: str) -> None:
        """The level and the hints come, and nobody is told of a pace or of too much."""
        terminal.until(lambda text: level(text) == now and all(hint in " ".join(text.split()) for hint in hints))
        said.append(terminal.text)

    with Terminal([sys.executable, "-m", "wiptui", "--file", str(tmp_path / "wip.json")], columns, rows) as terminal:
        comes(terminal, "0/3 CALM", "n writes down the first thing")
        for count, title in enumerate(TITLES[:3], 1):
            terminal.press("n")
            terminal.until("New task")
            terminal.press(f"{title}\r")
            terminal.until(lambda text: "New task" not in text)
            comes(terminal, f"{count - 1}/3 CALM", "s start")
            terminal.press("s")
            comes(terminal, f"{count}/3 {'FULL' if count == 3 else 'CALM'}", "Finish “Write the report”")
        terminal.press("o")
        comes(terminal, "", "FULL: 3 of 3 in doing") if rows < 24 else comes(terminal, "3/3 FULL", "with no strain")
        terminal.press("\x1b")
        terminal.until(lambda text: "3 of 3" not in text)
        comes(terminal, "3/3 FULL", "Finish “Write the report”")
        terminal.press("n")
        terminal.until("New task")
        terminal.press(f"{TITLES[3]}\r")
        terminal.until(lambda text: "New task" not in text)
        comes(terminal, "3/3 FULL")
        terminal.press("s")
        terminal.until("Doing is full: 3 of 3")
        said.append(terminal.text)
        terminal.press("\x1b")
        terminal.until(lambda text: "is full" not in text)
        comes(terminal, "3/3 FULL")
        terminal.press("q")
        assert terminal.ended() == 0
    for text in said:
        assert "OVERLOADED" not in text and "pace" not in text and "usually" not in text
