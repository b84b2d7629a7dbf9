"""A board of ever more open tasks, in a terminal: how long each key takes until the screen has changed."""

from __future__ import annotations

from bench.board import fill_open
from bench.goals import OPEN
from bench.pairs import paired
from bench.run import ALONE, WIPTUI, Run
from bench.screen import Screen

HALF_DOWN, HALF_UP, ESCAPE, PALETTE, BACKSPACE = "\x04", "\x15", "\x1b", "\x10", "\x7f"
MOVES = "key to changed screen"

TURNS = (
    (MOVES, "a card down", "", "j", "k", "jk"),
    (MOVES, "to the end", "", "G", "g", "Gg"),
    (MOVES, "half a page", "", HALF_DOWN, HALF_UP, HALF_DOWN + HALF_UP),
    ("another column", "", "", "l", "h", "jk"),
    ("a card moved down", "", "", "J", "K", "jk"),
    ("a card selected", "", "", "v", "kv" + "k", "jk"),
    ("a task started", "", "", "s", "u", "jk"),
    ("a task done", "", "", "d", "u", "jk"),
    ("undo", "", "J", "u", "U", "jk"),
    ("the palette", "", "", PALETTE, ESCAPE, "jk"),
    ("a letter of a filter", "", "/", "g", BACKSPACE, "jk"),
)
"""What is done and how, what goes before, its key, the keys that take it back, and the keys of the list beside it."""


def live(run: Run) -> None:
    """Keys on a board of 60 and of 10,000 open tasks, against the list of its cards alone in an app."""
    for tasks in run.sizes(60, 10_000):
        board = [*WIPTUI, "--file", str(fill_open(run.home / f"open-{tasks}" / "wip.json", tasks))]
        with (
            Screen(board, run.variables, 120, 40) as ours,
            Screen([*ALONE, str(tasks)], run.variables, 120, 40) as theirs,
        ):
            ours.painted("task 6 "), theirs.painted("task 2")
            ours.settle(1.0), theirs.settle(0.5)
            for key in "hjjj":
                ours.answered(key)
            for key in "jjj":
                theirs.answered(key)
            for what, note, first, key, back, (there, home_again) in TURNS:
                if first:
                    ours.answered(first)
                pairs = []
                for _ in range(run.runs):
                    mine = ours.answered(key)
                    for again in back:
                        ours.answered(again)
                    pairs.append((1000 * mine, 1000 * theirs.answered(there)))
                    theirs.answered(home_again)
                yardstick = "" if what == MOVES else "a card down in the list alone"
                run.row(what, paired(pairs), tasks, yardstick=yardstick, of=OPEN, note=note)
