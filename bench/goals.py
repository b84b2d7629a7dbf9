"""The goals, as ratios: one line each, in the words that every row of the bench uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PYTHON = "python -c pass"
ANEW = "a Python that writes its file anew"
WHOLE = "write+fsync of the whole file"
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
    Goal("add", PYTHON, {100: 5, 10_000: 6}, PAST),
    Goal("add", ANEW, {100_000: 1.5}, PAST),
    Goal("start", PYTHON, {100: 5, 10_000: 6}, PAST),
    Goal("start", ANEW, {100_000: 1.5}, PAST),
    Goal("list", PYTHON, {100: 5, 100_000: 6}, PAST),
    Goal("first picture of the board", LIST_APP, {100: 0.3, 100_000: 0.35}, PAST),
    Goal("first handled key", LIST_APP, {100: 1.25, 100_000: 1.35}, PAST),
    Goal("q to the shell's prompt", APP, {0: 0.4}),
    Goal("a change made durable", "write+fsync of the bytes that had to change", {10_000: 3}, PAST),
    Goal("a change made durable", WHOLE, {10_000: 3}, PAST),
    Goal("key to changed screen", "the same list widget alone", {60: 1.5, 10_000: 2}, OPEN),
    Goal("idle CPU", "empty Textual app", {0: 1.2}),
    Goal("resident memory", APP, {10_000: 1.5}, PAST),
)
"""With 100,000 tasks ``add`` and ``start`` write 28 MB, so a ratio to a bare Python there would be one of disks."""


def goal_for(what: str, yardstick: str = "") -> Goal | None:
    """The goal of these words, the first where no yardstick is given; None: there is none."""
    return next((goal for goal in GOALS if goal.what == what and yardstick in ("", goal.yardstick)), None)


def limit(what: str, yardstick: str, size: int) -> float | None:
    """The limit for so many tasks: that of the next larger size of the goal; None beyond the largest."""
    goal = goal_for(what, yardstick)
    return None if goal is None else next((most for at, most in sorted(goal.limits.items()) if size <= at), None)
