"""The limits over time, and the minutes spent over them, from the log of the settings and of the tasks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import accumulate, compress, pairwise
from operator import ne

from wiptui.domain.board import SETTINGS, SETTINGS_ID
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Limit, Scope, read_limits
from wiptui.domain.record import LOG, Json, Record
from wiptui.domain.values import dataclass
from wiptui.metrics.ledger import DOING as IN_DOING
from wiptui.metrics.ledger import QUEUE as IN_QUEUE
from wiptui.metrics.ledger import WAITING as IN_WAITING
from wiptui.metrics.ledger import Ledger, Occupancy
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
    """The limits of a window as they were at the time: changed, raised until an evening, set by a schedule."""
    until = ledger.cap(until)
    record = ledger.board.data.get(SETTINGS, {}).get(str(SETTINGS_ID), {})
    patches = _patches(record, ledger.now)
    edges = {since, *(at for at, _ in patches if since < at < until)}
    schedules = [fields["schedule"] for _, fields in patches if "schedule" in fields]
    for _, fields in patches:
        for value in fields.values():
            end = text_ms(value.get("until")) if isinstance(value, dict) else None
            if end is not None and since < end < until:
                edges.add(end)
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


def doing_limit_steps(ledger: Ledger, since: int, until: int) -> list[tuple[int, int]]:
    """``(ms, doing limit from then on)`` of a window, one row for each change, for the run chart."""
    steps: list[tuple[int, int]] = []
    for span in limit_spans(ledger, since, until):
        value = span.limits[DOING].value
        if not steps or steps[-1][1] != value:
            steps.append((span.start, value))
    return steps


def _patches(record: Record, now: int) -> list[tuple[int, Mapping[str, Json]]]:
    log = record.get(LOG) or {}
    rows = [(known_ms(stamp, now), log[stamp]) for stamp in sorted(log)]
    return [(ms, fields) for ms, fields in rows if ms is not None]


def _schedule_edges(ledger: Ledger, schedule: Json, since: int, until: int) -> Iterator[int]:
    """The instants at which a schedule may change the limit: each day's ``from`` and ``to`` by the clock there."""
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
    """How long more was in work than a limit allowed. A limit of 0 is closed, which is never over."""
    until = min(ledger.cap(until), ledger.now)
    spans = limit_spans(ledger, since, until)
    scopes = dict.fromkeys(scope for span in spans for scope in span.limits)
    turns = _turns(ledger, since, until, scopes, lent=any(span.waiting_counts for span in spans))
    found = {scope: _over(scope, sorted(turns[scope]), spans) for scope in scopes}
    sums = {scope: sum(end - start for start, end in rows) for scope, rows in found.items()}
    by_scope = {scope: ms for scope, ms in sums.items() if ms}
    return OverTime(_covered([row for rows in found.values() for row in rows]), by_scope)


def _over(scope: Scope, turns: list[int], spans: list[LimitSpan]) -> list[tuple[int, int]]:
    """The stretches in which a scope held more than its limit."""
    held = {
        lent: list(accumulate(map((_ALL if lent else _OWN).__getitem__, map(BITS.__and__, turns)), initial=0))
        for lent in {span.waiting_counts for span in spans}
    }
    rows: list[tuple[int, int]] = []
    for span in spans:
        limit = span.limits.get(scope)
        if limit is None or limit.is_closed:
            continue
        # What was turned at the beginning of a span counts in it from there on.
        first, last = bisect_left(turns, (span.start + 1) * 4), bisect_left(turns, span.end * 4)
        counts = held[span.waiting_counts][first : last + 1]
        if max(counts) <= limit.value:
            continue
        is_over = [False, *map(limit.value.__lt__, counts), False]
        at = [span.start, *map((2).__rrshift__, turns[first:last]), span.end]
        edges = list(compress(at, map(ne, is_over, is_over[1:])))
        rows += zip(edges[::2], edges[1::2], strict=True)
    return rows


def _covered(rows: list[tuple[int, int]]) -> int:
    """The length of what rows cover together."""
    total = reached = 0
    for start, end in sorted(rows):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


ENDS, TAKES, LENT, BITS = 0, 1, 2, 3
"""Bits of a turn, ``ms * 4 + bits``: a slot is taken or freed; LENT, it counts only where waiting counts too."""
_OWN, _ALL = (-1, 1, 0, 0), (-1, 1, -1, 1)
"""What a turn adds, by its bits: where waiting does not count, and where it does."""


def _turns(ledger: Ledger, since: int, until: int, scopes: Iterable[Scope], *, lent: bool) -> dict[Scope, list[int]]:
    """When slots of each scope were taken and freed within the window; what was under way came at its beginning.

    ``lent``: whether waiting counted against the doing limit at any time.
    """
    turns: dict[Scope, list[int]] = {scope: [] for scope in scopes}
    if not turns:
        return turns
    turns[DOING] = _cut(ledger.time[IN_DOING], since, until, 0)
    for kind in (IN_WAITING, IN_QUEUE):
        turns[WAITING] += _cut(ledger.time[kind], since, until, 0)
        turns[DOING] += _cut(ledger.time[kind], since, until, LENT) if lent else ()
    named = [scope for scope in turns if scope.name]
    columns = ledger.columns
    special = {
        task: record
        for task, record in zip(columns.ids, columns.records, strict=True)
        if "class" in record or (named and _named(named, record))
    }
    for start, end, kind, task in ledger.segments_in(since, until) if special else ():
        if task not in special:
            continue
        bits = 0 if kind == IN_DOING else LENT
        if bits and not lent:
            continue
        for begin, stop, expedite in _classes(special[task], start, end, ledger.now):
            takes, frees = begin * 4 + TAKES + bits, stop * 4 + ENDS + bits
            if not expedite:
                for scope in _named(named, special[task]):
                    turns[scope] += (takes, frees)
                continue
            if not bits:
                turns[EXPEDITE] += (takes, frees)
            # In its own lane: give back the slot that the columns of the ledger took for it.
            turns[DOING] += (begin * 4 + ENDS + bits, stop * 4 + TAKES + bits)
    return turns


def _cut(time: Occupancy, since: int, until: int, bits: int) -> list[int]:
    """The turns of a kind of time within the window."""
    starts = time.starts[bisect_left(time.starts, since) : bisect_left(time.starts, until)]
    ends = time.ends[bisect_left(time.ends, since) : bisect_left(time.ends, until)]
    under_way = [since * 4 + TAKES + bits] * time.at(since)
    return under_way + [at * 4 + TAKES + bits for at in starts] + [at * 4 + ENDS + bits for at in ends]


def _named(scopes: list[Scope], record: Record) -> list[Scope]:
    """The limits of projects and tags that a task falls under."""
    tags = record.get("tags")
    names = tags if isinstance(tags, list) else []
    return [s for s in scopes if (record.get("project") == s.name if s.kind == "project" else s.name in names)]


def _classes(record: Record, start: int, end: int, now: int) -> Iterator[tuple[int, int, bool]]:
    """A stretch of work cut where the task became expedite or ceased to be."""
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
