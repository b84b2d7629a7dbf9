"""Observed spans: how long a person was seen at one target, as pure functions over acts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple

from wiptui.sensing.acts import FAILED, WRITE, Act

MINUTE = 60


class Rules(NamedTuple):
    """The thresholds in seconds."""

    idle: int = 15 * MINUTE
    """A longer time without an act ends a span at its last act."""
    drift: int = 10 * MINUTE
    """Seen elsewhere for so long while a focus runs, it is told."""
    peek: int = MINUTE
    """A shorter span is a look, and makes no switch."""
    merge: int = 5 * MINUTE
    """Back at a target within this, it is one span."""
    announce: int = 5 * MINUTE
    """A focus this close to a seen switch announces it."""


USUAL = Rules()


class Span(NamedTuple):
    """Acts at one target without a long gap. ``start`` and ``end`` in seconds; ``target`` is empty where unknown."""

    start: int
    end: int
    target: str
    acts: int
    kinds: frozenset[str]

    @property
    def seconds(self) -> int:
        return self.end - self.start


def observed(acts: Iterable[Act], target_of: Callable[[Act], str], rules: Rules = USUAL) -> list[Span]:
    """Return the spans of acts that are in order of time.

    The last known place holds until the next act, if that comes before the person counts as gone.
    """
    spans: list[Span] = []
    for act in acts:
        if act.kind == FAILED:
            continue
        target = target_of(act)
        if spans:
            last = spans[-1]
            if act.at < last.end:
                continue  # the clock went back: the act adds nothing
            if act.at - last.end <= rules.idle:
                if last.target == target:
                    kinds = last.kinds if act.kind in last.kinds else last.kinds | {act.kind}
                    spans[-1] = Span(last.start, act.at, target, last.acts + 1, kinds)
                    continue
                spans[-1] = Span(last.start, act.at, last.target, last.acts, last.kinds)
        spans.append(Span(act.at, act.at, target, 1, frozenset((act.kind,))))
    return _joined(spans, rules)


def _joined(spans: Iterable[Span], rules: Rules) -> list[Span]:
    """Join spans of one target that nothing, or a look elsewhere, lies between."""
    found: list[Span] = []
    for span in spans:
        found.append(span)
        while True:
            if len(found) > 1 and _is_same(found[-2], found[-1], rules):
                found[-2:] = [_join(found[-2], found[-1])]
            elif len(found) > 2 and _is_look(found[-3], found[-2], found[-1], rules):
                found[-3:] = [_join(found[-3], found[-1])]
            else:
                break
    return found


def _is_same(one: Span, other: Span, rules: Rules) -> bool:
    return one.target == other.target and other.start - one.end <= rules.merge


def _is_look(before: Span, look: Span, after: Span, rules: Rules) -> bool:
    """Whether the middle one is a short look elsewhere."""
    return (
        before.target != ""
        and before.target == after.target
        and look.seconds < rules.peek
        and look.start - before.end <= rules.merge
        and after.start - look.end <= rules.merge
    )


def _join(one: Span, other: Span) -> Span:
    return Span(one.start, other.end, one.target, one.acts + other.acts, one.kinds | other.kinds)


class Lag(NamedTuple):
    """From coming back to a target to the first write there, in seconds."""

    at: int
    target: str
    seconds: int


def resumption_lags(acts: Iterable[Act], spans: Iterable[Span], rules: Rules = USUAL) -> list[Lag]:
    """Return the lags of the spans at a known target that came back after a while and saw a write of an editor."""
    writes = [act.at for act in acts if act.kind == WRITE]
    left: dict[str, int] = {}
    found: list[Lag] = []
    for span in spans:
        if not span.target:
            continue
        if span.target in left and span.start - left[span.target] >= rules.merge:
            place = bisect_left(writes, span.start)
            if place < len(writes) and writes[place] <= span.end:
                found.append(Lag(span.start, span.target, writes[place] - span.start))
        left[span.target] = span.end
    return found
