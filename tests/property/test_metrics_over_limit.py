"""Law of the time over a limit: what two sorted lists tell is what counting between any two instants tells."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from unit.metrics.flowlog import Log, at

from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import LOG, make_stamp, stamp_ms
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.over_limit import LimitSpan, limit_spans, over_time

START, NOW = at("Mon 00:00"), at("Sun 12:00")
MINUTES = (NOW - START) // timedelta(minutes=1)
GARDEN, HOME = Scope("project", "garden"), Scope("tag", "home")

patch = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["ready", "doing", "doing", "waiting", "done"]),
        "resolved_at": st.just("2026-11-01T00:00:00.000Z"),
        "class": st.sampled_from(["expedite", "standard"]),
    },
).filter(bool)
kinds = st.sampled_from([{}, {"project": "garden"}, {"tags": ["home", "x"]}, {"project": "garden", "tags": ["home"]}])
minute = st.integers(0, MINUTES // 30).map(lambda half_hours: 30 * half_hours)
tasks = st.lists(st.tuples(kinds, st.lists(st.tuples(minute, patch), max_size=6)), min_size=2, max_size=8)
limit = st.sampled_from([1, 1, 0, 2])
changed = st.fixed_dictionaries(
    {"project_limit:garden": limit, "tag_limit:home": limit, "waiting_counts": st.booleans()},
    optional={"doing_limit": limit, "waiting_limit": limit},
)
settings = st.lists(st.tuples(minute, changed), min_size=1, max_size=4)


def counted(ledger: Ledger, span: LimitSpan, scope: Scope, begin: int, log: Log) -> int:
    """How many slots of a scope were taken at an instant, task by task."""
    total = 0
    for start, end, kind, task in ledger.segments_in(span.start, span.end):
        if not start <= begin < end:
            continue
        record = log.data["tasks"][str(task)]
        now = make_stamp(begin + 1, "")
        said = [patch["class"] for stamp, patch in sorted(record[LOG].items()) if "class" in patch and stamp < now]
        expedite = bool(said) and said[-1] == "expedite"
        counts = kind == "doing" or span.waiting_counts
        if scope == WAITING:
            total += kind != "doing"
        elif scope == EXPEDITE:
            total += expedite and kind == "doing"
        elif scope == DOING:
            total += counts and not expedite
        else:
            named = record.get("project") == "garden" if scope == GARDEN else "home" in record.get("tags", [])
            total += counts and not expedite and named
    return total


@given(tasks, settings, st.integers(0, 3), st.integers(4, 7))
def test_time_over_a_limit_is_that_of_counting(rows: Any, limits: Any, first: int, last: int) -> None:
    log = Log()
    for number, (fields, moves) in enumerate(rows, 1):
        log.write("tasks", number, START - timedelta(days=1), title="t", state="doing", **fields)
        for after, said in sorted(moves, key=lambda move: move[0]):
            log.write("tasks", number, START + timedelta(minutes=after), **said)
    for after, said in sorted(limits, key=lambda row: row[0]):
        log.write("settings", 1, START + timedelta(minutes=after), **said)
    ledger = Ledger(log.board(NOW))
    since, until = (to_ms(START + timedelta(days=day)) for day in (first, last))
    found = over_time(ledger, since, until)
    by_scope: dict[Scope, int] = {}
    total = 0
    for span in limit_spans(ledger, since, min(until, ledger.now)):
        edges = {span.start, span.end}
        edges |= {ms for row in ledger.segments_in(span.start, span.end) for ms in row[:2]}
        edges |= {stamp_ms(stamp) for record in log.data["tasks"].values() for stamp in record[LOG]}
        for begin, end in pairwise(sorted(edge for edge in edges if span.start <= edge <= span.end)):
            over = [
                scope
                for scope, allowed in span.limits.items()
                if not allowed.is_closed and counted(ledger, span, scope, begin, log) > allowed.value
            ]
            for scope in over:
                by_scope[scope] = by_scope.get(scope, 0) + end - begin
            total += (end - begin) * bool(over)
    assert (found.total, dict(found.by_scope)) == (total, by_scope)
