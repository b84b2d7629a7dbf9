"""A board of ever more open tasks, in a terminal: how long each key takes until the screen stands still again."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.board import fill_open
from bench.screen import Screen

SIZES = (60, 10_000)
DOWN, UP, ESCAPE, PALETTE, BACKSPACE = "\x04", "\x15", "\x1b", "\x10", "\x7f"

Turn = tuple[str, str, Sequence[str], str]
TURNS: Sequence[Turn] = (
    ("a card down", "j", ("k",), "jk"),
    ("to the end", "G", ("g",), "Gg"),
    ("half a page", DOWN, (UP,), DOWN + UP),
    ("another column", "l", ("h",), "jk"),
    ("a card moved down", "J", ("K",), "jk"),
    ("select", "v", ("v", "k", "k"), "jk"),
    ("start", "s", ("u",), "jk"),
    ("done", "d", ("u",), "jk"),
    ("undo", "u", ("U",), "jk"),
    ("the palette", PALETTE, (ESCAPE,), "jk"),
    ("a first letter of a filter", "p", (BACKSPACE,), "jk"),
)
"""What is done, its key, the keys that take it back, and the keys of the list alone that it is measured against."""


def turns(home: Path, environment: Mapping[str, str], argv: Sequence[str], alone: Sequence[str], tasks: int, runs: int):
    """``(name, ours, theirs)`` in milliseconds for each turn, on a board of so many open tasks."""
    file = fill_open(home / f"open-{tasks}" / "wip.json", tasks)
    with (
        Screen([*argv, "--file", str(file)], environment, 120, 40) as ours,
        Screen([*alone, str(tasks)], environment, 120, 40) as theirs,
    ):
        ours.painted("task 2 "), theirs.painted("task 2")
        ours.settle(1.0), theirs.settle(0.5)
        ours.changed("h")
        for key in "jjj":
            ours.changed(key), theirs.changed(key)
        for name, key, back, yardstick in TURNS:
            if "filter" in name:
                ours.changed("/")
            if name == "undo":
                ours.changed("s")
            mine, other = [], []
            for _ in range(runs):
                mine.append(1000 * ours.changed(key, 0.3))
                for again in back:
                    ours.changed(again, 0.3)
                other.append(1000 * theirs.changed(yardstick[0]))
                theirs.changed(yardstick[1])
            yield name, statistics.median(mine), statistics.median(other)
