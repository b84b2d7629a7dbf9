"""The board in a pseudo-terminal, against small Textual apps: its start, its end, a key, a quiet time, its memory."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.board import fill_past
from bench.goals import LIST_APP, PAST
from bench.pairs import Measure, in_turns, paired
from bench.run import EMPTY, MINIMAL, WIPTUI, Run
from bench.screen import Screen, cpu_shares

WALK = (("2", "Ageing"), ("3", "Waits"), ("4", "Review"), ("5", "Sync"), ("A", "Archive"), ("?", "Keys"))
"""Keys that open the other screens, and a word that each of them paints."""


def timed(
    run: Run, argv: Sequence[str], what: Callable[[Screen], float], before: Sequence[str] | None = None
) -> Measure:
    """Milliseconds of something in a program that is started for it; ``before`` comes and goes first."""

    def measure() -> float:
        if before is not None:
            subprocess.run(before, check=True, capture_output=True, env=run.variables)
        with Screen(argv, run.variables) as program:
            return 1000 * what(program)

    return measure


def painted(program: Screen) -> float:
    """Seconds until the first task is there, whoever painted it."""
    return program.painted("task ")


def came(program: Screen) -> float:
    """Seconds until Textual painted the first task."""
    return program.board_came("task ")


def key_came(program: Screen) -> float:
    """Seconds until a key that was typed at once opened the filter."""
    return program.handled("/", "next card")


def left(program: Screen) -> float:
    """Seconds from ``q`` until the program is gone."""
    program.board_came("task ")
    return program.left("q")


def board_over(run: Run, finished: int) -> list[str]:
    """The board over so many finished tasks, left twice: it keeps its colours, and then its picture."""
    board = [*WIPTUI, "--file", str(fill_past(run.home / f"board-{finished}" / "wip.json", finished))]
    for _ in range(2):
        timed(run, board, left)()
    return board


def screen(run: Run) -> None:
    """What one sees after calling wiptui, when the first key does something, and how long leaving takes."""
    for finished in run.sizes(100, 1_000, 10_000, 100_000):
        board, few = board_over(run, finished), run.runs_for(finished)
        measures = (
            ("first picture of the board", timed(run, MINIMAL, painted), painted),
            ("first handled key", timed(run, MINIMAL, lambda at: at.handled("/", "answered")), key_came),
            ("first screen of Textual", timed(run, MINIMAL, came), came),
        )
        news = [*WIPTUI, "add", "news", *board[-2:]]
        # What was written lasts, because a board that is killed keeps no picture: so all of it comes last.
        for note, before in (("", None), ("after a change elsewhere", news)):
            for what, theirs, of_ours in measures:
                pair = in_turns(timed(run, board, of_ours, before), theirs, few)
                run.row(what, pair, finished, yardstick=LIST_APP, of=PAST, note=note)
    board = board_over(run, run.sizes(100)[0])
    run.row("q to the shell's prompt", in_turns(timed(run, board, left), timed(run, MINIMAL, left), run.runs))


def idle(run: Run) -> None:
    """The processor that all take in the same quiet seconds, also with a task whose time is running."""
    if not Path("/proc/self/schedstat").exists():
        run.skip("idle CPU: it is read from /proc, which is not there")
        return
    board = board_over(run, 100)
    running = [*WIPTUI, "--file", str(fill_past(run.home / "running" / "wip.json", 100))]
    for words in (["add", "--start", "write"], ["focus", "write"]):
        subprocess.run([*WIPTUI, *words, *running[-2:]], check=True, capture_output=True, env=run.variables)
    still, moving = [], []
    for _ in range(max(1, run.runs // 5)):
        with (
            Screen(board, run.variables) as ours,
            Screen(running, run.variables) as clock,
            Screen(EMPTY, run.variables) as theirs,
        ):
            came(ours), came(clock), theirs.settle(1)
            one, other, least = cpu_shares((ours, clock, theirs), run.idle_seconds)
            still.append((one, least))
            moving.append((other, least))
    run.row("idle CPU", paired(still), unit="%")
    run.row("idle CPU", paired(moving), note="with the clock running", unit="%")


def memory(run: Run) -> None:
    """What both hold, in MB: with the first screen, and after a walk through all screens."""
    board = board_over(run, run.sizes(10_000)[0])
    first, walked = [], []
    for _ in range(max(1, run.runs // 3)):
        with Screen(board, run.variables) as ours, Screen(MINIMAL, run.variables) as theirs:
            came(ours), came(theirs)
            ours.settle(0.5), theirs.settle(0.5)
            first.append((ours.resident(), theirs.resident()))
            for key, word in WALK:
                ours.brought(key, word)
                ours.answered("\x1b")
            ours.settle(0.5)
            walked.append((ours.resident(), theirs.resident()))
    size = run.sizes(10_000)[0]
    run.row("resident memory", paired(first), size, unit="MB")
    run.row("resident memory", paired(walked), size, note="after a walk through all screens", unit="MB")
