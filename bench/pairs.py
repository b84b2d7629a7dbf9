"""Two things measured in turns, A B A B ..., so that a busy machine slows both."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Measure = Callable[[], float]
HABITS = ("TEXTUAL", "WIPTUI", "XDG", "PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES", "NO_COLOR")


@dataclass(frozen=True)
class Pair:
    """Medians of both, the median of the ratios of the pairs, and the quartiles of those."""

    ours: float
    theirs: float
    ratio: float
    low: float
    high: float
    runs: int


def paired(both: Sequence[tuple[float, float]]) -> Pair:
    """What pairs of measurements say. Raises ValueError where there are none, or where a yardstick is nothing."""
    if not both or any(theirs <= 0 for _, theirs in both):
        raise ValueError("A ratio needs pairs, and yardsticks above nothing.")
    ratios = [ours / theirs for ours, theirs in both]
    low, ratio, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    ours, theirs = (statistics.median(column) for column in zip(*both, strict=True))
    return Pair(ours, theirs, ratio, low, high, len(both))


def in_turns(ours: Measure, theirs: Measure, runs: int) -> Pair:
    """Both measured so many times in turns, after one that warms the disk and compiles what Python compiles."""
    ours(), theirs()
    return paired([(ours(), theirs()) for _ in range(runs)])


def environment(home: Path) -> dict[str, str]:
    """A home of its own, nothing of the user's habits, and modules that are compiled once, as where it is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(HABITS)}
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}


def timed(work: Callable[[], object]) -> Measure:
    """Milliseconds of a piece of work in this process."""

    def measure() -> float:
        began = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - began)

    return measure


def process(argv: Sequence[str], variables: Mapping[str, str], before: Sequence[str] | None = None) -> Measure:
    """Milliseconds until a process has come and gone; ``before`` comes and goes each time, and is not counted."""

    def measure() -> float:
        if before is not None:
            subprocess.run(before, check=True, capture_output=True, env=dict(variables))
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(variables))
        return 1000 * (time.perf_counter() - began)

    return measure
