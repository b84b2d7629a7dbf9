"""A board of ever more open tasks, in a terminal: how long each key takes until the screen has changed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.board import fill_open
from bench.screen import Screen

SIZES = (60, 10_000)
HALF_DOWN, HALF_UP, ESCAPE, PALETTE, BACKSPACE = "\x04", "\x15", "\x1b", "\x10", "\x7f"

TURNS = (
    ("a card down", "", "j", "k", "jk"),
    ("to the end", "", "G", "g", "Gg"),
    ("half a page", "", HALF_DOWN, HALF_UP, HALF_DOWN + HALF_UP),
    ("another column", "", "l", "h", "jk"),
    ("a card moved down", "", "J", "K", "jk"),
    ("a card selected", "", "v", "kv" + "k", "jk"),
    ("start", "", "s", "u", "jk"),
    ("done", "", "d", "u", "jk"),
    ("undo", "J", "u", "U", "jk"),
    ("the palette", "", PALETTE, ESCAPE, "jk"),
    ("a letter of a filter", "/", "g", BACKSPACE, "jk"),
)
"""What is done, what goes before, its key, the keys that take it back, and the list's keys it is measured against."""


def turns(
    home: Path, environment: Mapping[str, str], argv: Sequence[str], alone: Sequence[str], tasks: int, runs: int
) -> Iterator[tuple[str, float, float]]:
    """``(name, ours, the list alone)`` in milliseconds for each turn, with so many tasks open."""
    file = fill_open(home / f"open-{tasks}" / "wip.json", tasks)
    with (
        Screen([*argv, "--file", str(file)], environment, 120, 40) as ours,
        Screen([*alone, str(tasks)], environment, 120, 40) as theirs,
    ):
        ours.painted("task 6 "), theirs.painted("task 2")
        ours.settle(1.0), theirs.settle(0.5)
        for key in "hjjj":
            ours.answered(key)
        for key in "jjj":
            theirs.answered(key)
        for name, first, key, back, (there, home_again) in TURNS:
            if first:
                ours.answered(first)
            pairs = []
            for _ in range(runs):
                mine = ours.answered(key)
                for again in back:
                    ours.answered(again)
                pairs.append((1000 * mine, 1000 * theirs.answered(there)))
                theirs.answered(home_again)
            yield name, statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)
