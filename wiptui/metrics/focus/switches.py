"""Context switches, counted from the stints. Definitions: docs/stats.md#focus-and-switches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from wiptui.domain.board import TASKS, Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.tables import ENDED
from wiptui.domain.dates.date_style import habits
from wiptui.metrics.focus.stints import Stint, read_stints
from wiptui.metrics.log.task_log import Track, read_track
from wiptui.metrics.times import DAY, HOUR, MINUTE, Calendar

CHOSEN, BLOCKED, INTERRUPTED, TRANSITION = "chosen", "blocked", "interrupted", "transition"
Ended = Callable[[Stint, int], bool]
"""Whether a stint's task was done or dropped at an instant."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One change of task at ``at`` (UTC milliseconds): a switch of a kind, or a transition after finished work."""

    at: int
    came: int
    to: int
    kind: str

    @property
    def is_switch(self) -> bool:
        return self.kind != TRANSITION


@dataclass(frozen=True, slots=True)
class SwitchCount:
    """Switches in the last 60 minutes and in this workday. ``lately``: the most in any hour that ended 0-5 min ago."""

    hour: int
    today: int
    lately: int


def changes(stints: Sequence[Stint], workdays: Calendar, ended: Ended) -> list[Switch]:
    """Return the changes of task within each workday, in order of time. ``stints`` are in order of start."""
    found: list[Switch] = []
    before: Stint | None = None
    before_day = 0
    for stint in stints:
        if stint.is_peek:
            continue
        day = workdays.day(stint.start)
        if before is not None and day == before_day and before.task != stint.task:
            found.append(Switch(stint.start, before.task, stint.task, _kind(before, stint, ended)))
        before, before_day = stint, day
    return found


def _kind(before: Stint, stint: Stint, ended: Ended) -> str:
    if ended(before, stint.start):
        return TRANSITION
    if before.end > stint.start:
        return CHOSEN  # it ran on elsewhere, so its later end does not matter
    return {"wait": BLOCKED, "interrupt": INTERRUPTED}.get(before.cause, CHOSEN)


def ended_by_log(board: Board) -> Ended:
    """Return a test of whether a stint's task was done or dropped: by the log, else by the cause of the stint."""
    now = to_ms(board.at)
    known: dict[int, Track | None] = {}

    def ended(stint: Stint, at: int) -> bool:
        if stint.task not in known:
            known[stint.task] = read_track(stint.task, board.data.get(TASKS, {}).get(str(stint.task), {}), now)
        track = known[stint.task]
        state, was = "", False
        for ms, _, to, _ in track.moves if track is not None else ():
            if ms > at:
                break
            state, was = to, was or to in ENDED
        return state in ENDED if was else stint.cause in ("done", "drop") and stint.end <= at

    return ended


def workday_start(at: int, zone: tzinfo | None) -> int:
    """Return the UTC milliseconds at which the workday of an instant began."""
    workdays = Calendar(zone, at, at, habits().workday_hour)
    return workdays.start(workdays.day(at))


def count_switches(board: Board) -> SwitchCount:
    """Return the switches in the last hour and in this workday, at the board's instant."""
    now = to_ms(board.at)
    workdays = Calendar(board.zone, now - 2 * DAY, now, habits().workday_hour)
    today = workdays.start(workdays.day(now))
    stints = read_stints(board, min(today, workdays.start(workdays.day(now - HOUR - 5 * MINUTE))))
    times = [change.at for change in changes(stints, workdays, ended_by_log(board)) if change.is_switch]
    return SwitchCount(in_hour(times, now), sum(at >= today for at in times), lately(times, now))


def in_hour(times: Sequence[int], now: int) -> int:
    """Return how many of ``times`` lie in the 60 minutes up to ``now``."""
    return sum(now - HOUR < at <= now for at in times)


def lately(times: Sequence[int], now: int, settle: int = 5 * MINUTE) -> int:
    """Return the most switches in any hour that ended within the last ``settle``: a strain clears this long after it
    fell.
    """
    ends = [now - settle, now, *(at for at in times if now - settle < at <= now)]
    return max(in_hour(times, end) for end in ends)
