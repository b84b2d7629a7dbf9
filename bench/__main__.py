"""``python -m bench``: what wiptui costs, as ratios to the least that the same thing can cost on this machine.

    python -m bench [--runs N] [--quick] [--keep] [PART | -PART]...

Both sides of a ratio run in turns (A B A B ...), so that a busy machine slows both. A row gives both medians, the
median of the ratios, and between what the middle half of them lay; behind it is the goal that we set ourselves.

PART: past screen idle memory live save rewrite merge flow measures peers; without one all, with -PART all but this.
--quick tries each part once with few tasks and without other programs: whether it works, not how fast.
--keep writes what was measured into bench/results, and the tables and the chart of docs/speed.md anew; without it no
file of the repository changes.

Screens need the pseudo-terminals of Linux or macOS; the idle share is read from /proc and left out elsewhere.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import boards, commands, files, flow, live, peers
from bench.kept import Kept, facts, keep
from bench.pages import write
from bench.pairs import environment
from bench.run import HEAD, PEERS, Run

PARTS: dict[str, Callable[[Run], None]] = {
    "past": commands.past,
    "screen": boards.screen,
    "idle": boards.idle,
    "memory": boards.memory,
    "live": live.live,
    "save": files.save,
    "rewrite": files.rewrite,
    "merge": files.merge,
    "flow": flow.flow,
    "measures": flow.measures,
    PEERS: peers.peers,
}


class ArgumentError(Exception):
    """What was asked for cannot be done; its text says why."""


@dataclass(frozen=True)
class Arguments:
    """What the command line asks for."""

    parts: Sequence[str]
    runs: int = 11
    quick: bool = False
    keep: bool = False


def parse_arguments(words: Sequence[str]) -> Arguments:
    """Read the command line. Raises ArgumentError."""
    rest, runs, only, without = list(words), 11, [], []
    quick, keeps = "--quick" in rest, "--keep" in rest
    rest = [word for word in rest if word not in ("--quick", "--keep")]
    while rest:
        word = rest.pop(0)
        if word == "--runs":
            if not (rest and rest[0].isdecimal() and int(rest[0])):
                raise ArgumentError("--runs needs a number of at least 1.")
            runs = int(rest.pop(0))
        elif word.lstrip("-") in PARTS:
            (without if word.startswith("-") else only).append(word.lstrip("-"))
        else:
            raise ArgumentError(f"No such part: {word}. There are {', '.join(PARTS)}.")
    if quick and keeps:
        raise ArgumentError("What --quick finds says whether the bench works, not how fast wiptui is: it is not kept.")
    if quick:
        runs, without = 1, without if PEERS in only else [*without, PEERS]
    parts = [name for name in only or PARTS if name not in without]
    return Arguments(parts, runs, quick, keeps)


def measure(wanted: Arguments) -> Kept:
    """Measure it in a folder that is thrown away."""
    began = time.localtime()
    machine = facts()
    print(machine.line(), HEAD, sep="\n\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="wiptui-bench-", ignore_cleanup_errors=True) as folder:
        run = Run(Path(folder), wanted.runs, 100 if wanted.quick else 100_000)
        os.environ.update(environment(run.home))
        for run.part in wanted.parts:
            try:
                PARTS[run.part](run)
            except (RuntimeError, OSError, ImportError, subprocess.SubprocessError) as stopped:
                if wanted.quick:
                    raise
                run.skip(f"{run.part}, or the rest of it: {stopped}")
    machine = replace(machine, versions={**machine.versions, **run.versions})
    return Kept(time.strftime("%Y-%m-%d %H:%M", began), machine, run.rows, run.skipped)


def main(words: Sequence[str]) -> int:
    """Measure what was asked for, and keep it where that was asked for too."""
    if "--help" in words or "-h" in words:
        print(__doc__)
        return 0
    try:
        wanted = parse_arguments(words)
    except ArgumentError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the programs on their screens end too
    began = time.perf_counter()
    try:
        found = measure(wanted)
    except KeyboardInterrupt:
        print("\nStopped; nothing was kept.", file=sys.stderr)
        return 130
    spent = f"{time.perf_counter() - began:.0f} s"
    if wanted.quick:
        print(f"\nEvery part works. {spent}.")
        return 0
    over = [row.name for row in found.rows if row.missed]
    judged = sum(row.limit is not None for row in found.rows)
    reached = f"{judged - len(over)} of {judged} rows with a goal reach it. " if judged else ""
    print(f"\n{reached}{spent}.")
    if wanted.keep:
        for path in (keep(found), *write()):
            print(f"written: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
