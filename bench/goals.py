"""What we want to reach, as ratios: one line for each goal, in the words that every row of the bench uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PYTHON = "python -c pass"
LIST_APP = "minimal Textual list app"
APP = "minimal Textual app"
PAST, OPEN = "in the past", "open"


@dataclass(frozen=True)
class Goal:
    """What may cost how much of its yardstick: a limit for each number of tasks, or one for all (at 0)."""

    what: str
    yardstick: str
    limits: Mapping[int, float]
    of: str = ""
    """What the number of tasks counts."""


GOALS: tuple[Goal, ...] = (
    Goal("status", PYTHON, {100: 1.8, 100_000: 2.0}, PAST),
    Goal("add", PYTHON, {100: 5, 100_000: 6}, PAST),
    Goal("start", PYTHON, {100: 5, 100_000: 6}, PAST),
    Goal("list", PYTHON, {100: 5, 100_000: 6}, PAST),
    Goal("first picture of the board", LIST_APP, {100: 0.3, 100_000: 0.35}, PAST),
    Goal("first handled key", LIST_APP, {100: 1.25, 100_000: 1.35}, PAST),
    Goal("q to the shell's prompt", APP, {0: 0.4}),
    Goal("a change made durable", "write+fsync of the bytes that had to change", {10_000: 3}, PAST),
    Goal("key to changed screen", "the same list widget alone", {60: 1.5, 10_000: 2}, OPEN),
    Goal("idle CPU", "empty Textual app", {0: 1.2}),
    Goal("resident memory", APP, {10_000: 1.5}, PAST),
)


def goal_for(what: str) -> Goal | None:
    """The goal of these words; None: we set ourselves none."""
    return next((goal for goal in GOALS if goal.what == what), None)


def limit(what: str, size: int) -> float | None:
    """What may be reached with so many tasks: beyond the smallest size the limit of the largest holds."""
    goal = goal_for(what)
    if goal is None:
        return None
    return goal.limits[min(goal.limits) if size <= min(goal.limits) else max(goal.limits)]
