"""Laws of flow: entries less exits are the change of WIP, shares add up, the order of merging does not matter."""

from __future__ import annotations

import random
import statistics
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from unit.metrics.flowlog import Log, at

from wiptui.domain.as_of import board_as_of
from wiptui.domain.board import Board
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.record import fold
from wiptui.domain.tasks.history import UNDOES, moves, transitions
from wiptui.metrics.flow.daily_series import average_wip_by_day, cfd, throughput_by_day
from wiptui.metrics.flow.totals import measure
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.percentile import nearest_rank
from wiptui.metrics.stats import stats

START = at("2026-10-20 00:00")
NOW = at("Sun 12:00")
SPAN = (NOW - START) // timedelta(minutes=1)
minute = st.integers(0, SPAN)
state = st.sampled_from(["backlog", "ready", "doing", "waiting", "resolved", "renewed", "done", "dropped"])
history = st.lists(st.tuples(minute, state), min_size=1, max_size=8)
histories = st.lists(history, max_size=8)
windows = st.tuples(minute, minute).map(sorted).filter(lambda pair: pair[0] < pair[1])


def log_of(tasks: list[list[tuple[int, str]]]) -> Log:
    log = Log()
    for number, rows in enumerate(tasks, 1):
        for place, (when, what) in enumerate(sorted(rows)):
            instant = START + timedelta(minutes=when)
            if what in ("resolved", "renewed"):
                log.write("tasks", number, instant, resolved_at="2026-11-01T00:00:00Z" if what == "resolved" else None)
            else:
                log.write("tasks", number, instant, state=what)
            if place % 3 == 2:
                log.write("tasks", number, instant, project=f"p{number % 2}", doing_limit=place)
    return log


def ms(minutes: int) -> int:
    return to_ms(START + timedelta(minutes=minutes))


@given(histories, windows)
def test_net_flow_is_the_change_of_wip(tasks: list[list[tuple[int, str]]], window: list[int]) -> None:
    ledger = Ledger(log_of(tasks).board(NOW))
    flow = measure(ledger, ms(window[0]), ms(window[1]))
    assert flow.net_flow == ledger.wip_at(flow.until) - ledger.wip_at(flow.since)
    assert flow.wip == len(ledger.in_wip_at(flow.until))


@given(histories)
def test_wip_by_the_log_is_wip_by_the_board(tasks: list[list[tuple[int, str]]]) -> None:
    board = log_of(tasks).board(NOW)
    ledger = Ledger(board)
    assert sorted(ledger.in_wip_at(ledger.now + 1)) == sorted(task.id for task in board.wip)
    assert sorted(ledger.shelved_at(ledger.now + 1)) == sorted(task.id for task in board.shelved)


@given(histories, windows)
def test_shares_add_up_to_one(tasks: list[list[tuple[int, str]]], window: list[int]) -> None:
    time = measure(Ledger(log_of(tasks).board(NOW)), ms(window[0]), ms(window[1])).time
    shares = (time.efficiency, time.headwind, time.own_queue)
    if time.total:
        assert sum(share or 0 for share in shares) == pytest.approx(1)
    else:
        assert shares == (None, None, None)


@given(histories, windows)
@example([[(0, "doing"), (10, "done")]], [10, 20])
def test_average_wip_is_the_integral_over_the_length(tasks: list[list[tuple[int, str]]], window: list[int]) -> None:
    """Minute by minute, the slow way; every event is on a whole minute, or milliseconds after it."""
    window = [window[0], min(window[1], window[0] + 1500)]
    ledger = Ledger(log_of(tasks).board(NOW))
    flow = measure(ledger, ms(window[0]), ms(window[1]))
    minutes = range(window[0], window[1])
    slow = sum(ledger.wip_at(ms(m) + 30_000) for m in minutes) / len(minutes)
    assert flow.average_wip == pytest.approx(slow, abs=1e-3)
    assert flow.time.total == sum(end - start for start, end, _, _ in ledger.segments_in(flow.since, flow.until))
    turns = [(at, 1) for at in ledger.entries] + [(at, -1) for at in ledger.exits]
    within = [step for at, step in sorted(turns) if flow.since <= at < flow.until]
    assert flow.peak_wip == max(accumulate(within, initial=ledger.wip_at(flow.since)))
    days = average_wip_by_day(ledger, flow.since, flow.until)
    assert len(days) >= (window[1] - window[0]) // (25 * 60)


@given(histories, windows)
def test_the_cfd_never_falls_and_its_distance_is_wip(tasks: list[list[tuple[int, str]]], window: list[int]) -> None:
    ledger = Ledger(log_of(tasks).board(NOW))
    rows = cfd(ledger, ms(window[0]), ms(window[1]))
    for before, after in pairwise(rows):
        assert before.created <= after.created
        assert before.started <= after.started
        assert before.exited <= after.exited
        assert before.dropped <= after.dropped
    assert all(row.wip >= 0 for row in rows)
    assert rows[-1].wip == ledger.wip_at(ledger.cap(ms(window[1])))


@given(histories, windows)
def test_days_of_throughput_add_up(tasks: list[list[tuple[int, str]]], window: list[int]) -> None:
    ledger = Ledger(log_of(tasks).board(NOW))
    since, until = ms(window[0]), ms(window[1])
    assert (
        sum(count for _, count in throughput_by_day(ledger, since, until)) == measure(ledger, since, until).throughput
    )


@given(histories, minute, st.tuples(minute, minute))
def test_windows_that_meet_add_up(tasks: list[list[tuple[int, str]]], cut: int, around: tuple[int, int]) -> None:
    assume(min(around) < cut < max(around))
    ledger = Ledger(log_of(tasks).board(NOW))
    left, right = measure(ledger, ms(min(around)), ms(cut)), measure(ledger, ms(cut), ms(max(around)))
    whole = measure(ledger, ms(min(around)), ms(max(around)))
    for name in ("created", "entries", "exits", "throughput", "dropped"):
        assert getattr(left, name) + getattr(right, name) == getattr(whole, name)
    assert left.time.total + right.time.total == whole.time.total
    assert max(left.peak_wip, right.peak_wip) == whole.peak_wip


def shuffled(data: dict[str, Any], shuffle: random.Random) -> dict[str, Any]:
    """The same knowledge in another order: of tables, records and patches."""

    def mixed(rows: dict[str, Any]) -> dict[str, Any]:
        keys = list(rows)
        shuffle.shuffle(keys)
        return {key: rows[key] for key in keys}

    return {
        name: {key: {**fold(row["_log"]), "_log": mixed(row["_log"])} for key, row in mixed(table).items()}
        for name, table in mixed(data).items()
    }


@given(histories, st.randoms(use_true_random=False))
def test_measures_do_not_depend_on_the_order_of_merging(
    tasks: list[list[tuple[int, str]]], shuffle: random.Random
) -> None:
    log = log_of(tasks)
    log.setting("2026-10-25 10:00", doing_limit=2)
    log.setting("2026-11-01 10:00", doing_limit=1)
    board, other = log.board(NOW), Board(shuffled(log.data, shuffle), NOW, log.board(NOW).zone)
    assert stats(board) == stats(other)
    assert assess(board).rules == assess(other).rules


@given(histories, minute)
def test_as_of_knows_only_what_was_written_by_then(tasks: list[list[tuple[int, str]]], then: int) -> None:
    board = log_of(tasks).board(NOW)
    past = board_as_of(board, START + timedelta(minutes=then))
    assert Ledger(past).wip_at(ms(then) + 1) == len(past.wip)
    assert board_as_of(past, past.at).data == past.data


undo_steps = st.lists(st.tuples(st.sampled_from(["ready", "doing", "waiting", "done"]), st.booleans()), max_size=8)


@given(undo_steps)
def test_moves_end_where_the_log_folds_to_and_undone_ones_are_not_told(steps: list[tuple[str, bool]]) -> None:
    log = Log()
    log.write("tasks", 1, START, state="ready")
    for number, (to, undo) in enumerate(steps, 1):
        before = log.data["tasks"]["1"]
        log.write("tasks", 1, START + timedelta(hours=number), state=to)
        if undo:
            stamp = max(log.data["tasks"]["1"]["_log"])
            when = START + timedelta(hours=number, minutes=30)
            log.write("tasks", 1, when, state=before["state"], **{UNDOES: [stamp]})
    record = log.data["tasks"]["1"]
    told = moves(record["_log"])
    assert told[-1][2] == record["state"]
    assert len(transitions(record["_log"])) == len(told)
    kept = ["ready", *(to for to, undo in steps if not undo)]
    assert [to for _, _, to, _ in told] == [to for n, to in enumerate(kept) if n == 0 or kept[n - 1] != to]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60), st.integers(1, 100))
def test_nearest_rank_is_a_value_with_enough_at_or_below_it(values: list[int], p: int) -> None:
    ordered = sorted(values)
    found = nearest_rank(ordered, p)
    assert found in ordered
    assert sum(value <= found for value in ordered) * 100 >= p * len(ordered)
    assert sum(value < found for value in ordered) * 100 < p * len(ordered)
    if p == 50:
        assert found == statistics.median_low(ordered)
