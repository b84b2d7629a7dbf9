"""The limits over time, and the minutes over them, from the log of the settings and of the tasks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import compress, pairwise
from operator import lt
from typing import NamedTuple

from wiptui.domain.board import SETTINGS, SETTINGS_ID
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Json, Record
from wiptui.domain.limits import DOING, EXPEDITE, LONGEST_RAISE_MS, WAITING, Limit, Scope, read_limits
from wiptui.metrics.log.columns import Label
from wiptui.metrics.log.ledger import DOING as IN_DOING
from wiptui.metrics.log.ledger import QUEUE as IN_QUEUE
from wiptui.metrics.log.ledger import WAITING as IN_WAITING
from wiptui.metrics.log.ledger import Ledger, Occupancy
from wiptui.metrics.times import known_ms, text_ms, to_time

Limits = dict[Scope, Limit]


@dataclass(frozen=True, slots=True)
class LimitSpan:
    """The limits in force in ``[start, end)``, UTC milliseconds."""

    start: int
    end: int
    limits: Limits
    waiting_counts: bool


@dataclass(frozen=True, slots=True)
class OverTime:
    """Milliseconds over any limit, and over each of them."""

    total: int
    by_scope: Mapping[Scope, int]

    @property
    def minutes(self) -> int:
        return self.total // 60_000


def limit_spans(ledger: Ledger, since: int, until: int) -> list[LimitSpan]:
    """Return the limits of a window as they were at the time: changed, raised for a day, set by a schedule."""
    until = ledger.cap(until)
    record = ledger.board.data.get(SETTINGS, {}).get(str(SETTINGS_ID), {})
    patches = _patches(record, ledger.now)
    edges = {since, *(at for at, _ in patches if since < at < until)}
    schedules = [fields["schedule"] for _, fields in patches if "schedule" in fields]
    for _, fields in patches:
        for value in fields.values():
            end = text_ms(value.get("until")) if isinstance(value, dict) else None
            if end is not None:
                edges.update(at for at in (end - LONGEST_RAISE_MS, end) if since < at < until)
    for schedule in schedules:
        edges.update(at for at in _schedule_edges(ledger, schedule, since, until) if since < at < until)
    spans: list[LimitSpan] = []
    folded: dict[str, Json] = {}
    place = 0
    ordered = [*sorted(edges), until]
    for start, end in pairwise(ordered):
        while place < len(patches) and patches[place][0] <= start:
            folded.update(patches[place][1])
            place += 1
        limits = read_limits(folded, to_time(start), ledger.board.zone)
        spans.append(LimitSpan(start, end, limits, folded.get("waiting_counts") is True))
    return [span for span in spans if span.end > span.start]


def wip_limits(ledger: Ledger, days: Sequence[int]) -> list[int]:
    """Return what the limits of doing and waiting allowed together at the end of each day (ordinals, ascending).

    If waiting counts against the doing limit (CONWIP), that is the doing limit alone.
    """
    if not days:
        return []
    start = ledger.calendar.start
    spans = limit_spans(ledger, start(days[0]), start(days[-1] + 1))
    starts = [span.start for span in spans]
    found = []
    for day in days:
        span = spans[bisect_right(starts, min(start(day + 1) - 1, ledger.now)) - 1]
        found.append(span.limits[DOING].value + (0 if span.waiting_counts else span.limits[WAITING].value))
    return found


def _patches(record: Record, now: int) -> list[tuple[int, Mapping[str, Json]]]:
    log = record.get(LOG) or {}
    rows = [(known_ms(stamp, now), log[stamp]) for stamp in sorted(log)]
    return [(ms, fields) for ms, fields in rows if ms is not None]


def _schedule_edges(ledger: Ledger, schedule: Json, since: int, until: int) -> Iterator[int]:
    """Yield the instants at which a schedule may change the limit: each day's ``from`` and ``to`` in local time."""
    entries = schedule if isinstance(schedule, list) else []
    minutes = {0}
    for entry in entries:
        for name in ("from", "to"):
            text = entry.get(name) if isinstance(entry, dict) else None
            if isinstance(text, str) and len(text) == 5 and (text[:2] + text[3:]).isdigit():
                minutes.add(int(text[:2]) * 60 + int(text[3:]))
    for day in range(ledger.calendar.day(since), ledger.calendar.day(until) + 1) if entries else ():
        midnight = datetime.combine(date.fromordinal(day), time(), ledger.board.zone)
        for minute in minutes:
            yield round((midnight + timedelta(minutes=minute)).timestamp() * 1000)


def over_time(ledger: Ledger, since: int, until: int) -> OverTime:
    """Return how long more was in progress than a limit allowed. A limit of 0 is closed and is never exceeded."""
    until = min(ledger.cap(until), ledger.now)
    spans = limit_spans(ledger, since, until)
    scopes = dict.fromkeys(scope for span in spans for scope in span.limits)
    held = {
        lent: _slot_times(ledger, since, until, scopes, lent=lent) for lent in {span.waiting_counts for span in spans}
    }
    found = {
        scope: [row for span in spans for row in _over(held[span.waiting_counts][scope], span, scope)]
        for scope in scopes
    }
    sums = {scope: sum(end - start for start, end in rows) for scope, rows in found.items()}
    by_scope = {scope: ms for scope, ms in sums.items() if ms}
    return OverTime(_covered([row for rows in found.values() for row in rows]), by_scope)


def _over(held: SlotTimes, span: LimitSpan, scope: Scope) -> list[tuple[int, int]]:
    """Return the stretches of a span in which a scope held more than its limit, in order, without overlap.

    With a limit of n, these lie between the (i + n)-th taking and the i-th freeing of a slot, if the first comes before
    the second: then n + i slots were taken and fewer than i were freed.
    """
    limit = span.limits.get(scope)
    if limit is None or limit.is_closed:
        return []
    # Slots freed before the span begins can exceed the limit only with slots taken before it.
    first = bisect_right(held.freed, span.start)
    taken = held.taken[first + limit.value : bisect_left(held.taken, span.end)]
    freed = held.freed[first : first + len(taken)]
    freed += [span.end] * (len(taken) - len(freed))
    is_over = list(map(lt, taken, freed))
    starts, ends = list(compress(taken, is_over)), list(compress(freed, is_over))
    if not starts:
        return []
    is_apart = list(map(lt, ends, starts[1:]))
    begins, stops = [starts[0], *compress(starts[1:], is_apart)], [*compress(ends, is_apart), ends[-1]]
    return [(max(begin, span.start), min(stop, span.end)) for begin, stop in zip(begins, stops, strict=True)]


def _covered(rows: list[tuple[int, int]]) -> int:
    """Return the total length that the rows cover."""
    total = reached = 0
    for start, end in sorted(rows):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


class SlotTimes(NamedTuple):
    """When the slots of a scope were taken and freed, each ascending."""

    taken: list[int]
    freed: list[int]


def _slot_times(
    ledger: Ledger, since: int, until: int, scopes: Iterable[Scope], *, lent: bool
) -> dict[Scope, SlotTimes]:
    """Return the slots of each scope within the window. Slots that were taken before count from its start.

    ``lent``: whether waiting counts against the doing limit.
    """
    held = {scope: SlotTimes([], []) for scope in scopes}
    if not held:
        return held
    for kind in (IN_DOING, IN_WAITING, IN_QUEUE):
        takes, frees = _cut(ledger.time[kind], since, until)
        for scope in [DOING] * (kind == IN_DOING or lent) + [WAITING] * (kind != IN_DOING):
            held[scope].taken.extend(takes)
            held[scope].freed.extend(frees)
    _set_apart(ledger, since, until, held, lent=lent)
    for taken, freed in held.values():
        taken.sort()
        freed.sort()
    return held


def _set_apart(ledger: Ledger, since: int, until: int, held: dict[Scope, SlotTimes], *, lent: bool) -> None:
    """Add the tasks with a class of service of their own, and those under limits of projects and tags."""
    named = [scope for scope in held if scope.name]
    special = {
        task: label for task, label in ledger.labels.items() if label.is_classed or (named and _named(named, label))
    }
    for start, end, kind, task in ledger.segments_in(since, until) if special else ():
        if task not in special or (kind != IN_DOING and not lent):
            continue
        classed = special[task].is_classed
        classes = _classes(ledger.record(task), start, end, ledger.now) if classed else [(start, end, False)]
        for begin, stop, expedite in classes:
            scopes = [EXPEDITE] * (kind == IN_DOING) if expedite else _named(named, special[task])
            for scope in scopes:
                held[scope].taken.append(begin)
                held[scope].freed.append(stop)
            if expedite:  # in its own lane: return the slot that the ledger's columns took for it
                held[DOING].taken.append(stop)
                held[DOING].freed.append(begin)


def _cut(time: Occupancy, since: int, until: int) -> tuple[list[int], list[int]]:
    """Return when stretches of a kind of time began and ended within the window."""
    starts = time.starts[bisect_left(time.starts, since) : bisect_left(time.starts, until)]
    ends = time.ends[bisect_left(time.ends, since) : bisect_left(time.ends, until)]
    return [since] * time.at(since) + starts, ends


def _named(scopes: list[Scope], label: Label) -> list[Scope]:
    """Return the limits of projects and tags that apply to a task."""
    return [s for s in scopes if (label.project == s.name if s.kind == "project" else s.name in label.tags)]


def _classes(record: Record, start: int, end: int, now: int) -> Iterator[tuple[int, int, bool]]:
    """Yield a stretch of work, cut where the task became expedite or ceased to be."""
    log = record.get(LOG) or {}
    expedite = False
    for stamp in sorted(log):
        at = known_ms(stamp, now)
        if at is None or at >= end or "class" not in log[stamp]:
            continue
        if at > start:
            yield start, at, expedite
            start = at
        expedite = log[stamp]["class"] == "expedite"
    yield start, end, expedite
