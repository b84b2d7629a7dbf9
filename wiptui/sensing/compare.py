"""Observed spans beside the declared focus: switches that were seen, those that nobody announced, and drift.

Nothing here changes a declared figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from wiptui.sensing.places import Places
from wiptui.sensing.spans import USUAL, Rules, Span


class Stint(NamedTuple):
    """Declared focus on a task, in seconds since 1970."""

    start: int
    end: int
    target: str


class SeenSwitch(NamedTuple):
    """From one target to another. ``start`` and ``end`` are those of the span after it."""

    start: int
    end: int
    before: str
    after: str
    focus: str = ""
    """The target of the focus that stood then; empty without one."""


class Drift(NamedTuple):
    """Time that was seen at another target than that of the standing focus, in seconds since 1970."""

    start: int
    end: int
    target: str
    focus: str

    @property
    def seconds(self) -> int:
        return self.end - self.start


class Seen(NamedTuple):
    """What the spans tell beside the declared focus."""

    switches: int
    unannounced: list[SeenSwitch]
    silent: list[SeenSwitch]
    drift: list[Drift]


def compare(
    spans: Iterable[Span],
    stints: Iterable[Stint],
    places: Places,
    *,
    finished: Iterable[tuple[int, str]] = (),
    day_of: Callable[[int], object] = lambda at: None,
    rules: Rules = USUAL,
) -> Seen:
    """Compare. ``finished``: when which target was finished; ``day_of`` tells the workday of an instant.

    A switch is between neighbouring spans of at least a look at known targets, on one day, unless the first was
    finished between.
    """
    stood = united(stints)
    ended = list(finished)
    seen = [span for span in spans if span.target and span.seconds >= rules.peek]
    count, unannounced, silent = 0, list[SeenSwitch](), list[SeenSwitch]()
    for one, other in pairwise(seen):
        if day_of(one.start) != day_of(other.start) or _is_one(one.target, other.target, places):
            continue
        if any(target == one.target and one.start <= at <= other.start + rules.announce for at, target in ended):
            continue
        count += 1
        near = [
            stint
            for stint in stood
            if stint.start <= other.start + rules.announce and stint.end >= other.start - rules.announce
        ]
        if any(places.agree(other.target, stint.target) for stint in near):
            continue
        focus = next((stint.target for stint in near if stint.start <= other.start < stint.end), "")
        switch = SeenSwitch(other.start, other.end, one.target, other.target, focus)
        (unannounced if focus else silent).append(switch)
    return Seen(count, unannounced, silent, list(_drifts(seen, stood, places, rules)))


def _is_one(one: str, other: str, places: Places) -> bool:
    return places.agree(one, other) or places.agree(other, one)


def _drifts(spans: Sequence[Span], stints: Sequence[Stint], places: Places, rules: Rules) -> Iterable[Drift]:
    for span in spans:
        for stint in stints:
            start, end = max(span.start, stint.start), min(span.end, stint.end)
            if end - start >= rules.drift and not places.agree(span.target, stint.target):
                yield Drift(start, end, span.target, stint.target)


def drift_now(spans: Sequence[Span], focus: Stint, places: Places, *, now: int, rules: Rules = USUAL) -> Drift | None:
    """Return the drift that goes on at ``now``; None if the person was last seen at the focus, or not lately."""
    if not spans or now - spans[-1].end > rules.idle:
        return None
    return next(iter(_drifts([span for span in spans[-1:] if span.target], [focus], places, rules)), None)


def united(stints: Iterable[Stint]) -> list[Stint]:
    """Return stints in order, those of one target that touch as one."""
    found: list[Stint] = []
    for stint in sorted(stints):
        if found and found[-1].target == stint.target and stint.start <= found[-1].end:
            found[-1] = Stint(found[-1].start, max(found[-1].end, stint.end), stint.target)
        else:
            found.append(stint)
    return found
