"""Laws of focus: time adds up, order of merging does not matter, a peek never makes a switch."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from unit.metrics.flowlog import Log, at

from wiptui.domain.tasks.task import time_text
from wiptui.metrics.focus.sessions import FocusLog, read_focus

MONDAY = at("Mon 00:00")
NOW = at("Sun 12:00")
CAUSES = ("switch", "pause", "wait", "done", "drop", "put back", "interrupt", "idle", "quit", "crash")
minutes = st.integers(0, 3 * 24 * 60)
stints = st.lists(st.tuples(st.integers(1, 4), minutes, st.integers(0, 180), st.sampled_from(CAUSES)), max_size=12)
EVER = (0, 10**15)


def instant(minute: float) -> str:
    return time_text(MONDAY + timedelta(minutes=minute))


def log_of(rows: list[tuple[int, int, int, str]]) -> Log:
    log = Log()
    for number, (task, start, length, cause) in enumerate(rows, 1):
        fields = {"task": task, "start": instant(start), "end": instant(start + length), "cause": cause}
        log.write("stints", number, MONDAY, **fields)
    return log


def told(data: dict[str, Any]) -> FocusLog:
    log = Log()
    log.data = data
    return read_focus(log.board(NOW))


@given(stints)
def test_total_focus_is_the_sum_over_tasks_and_never_more_than_went_by(rows: list[tuple[int, int, int, str]]) -> None:
    found = read_focus(log_of(rows).board(NOW))
    covered = {minute for _, start, length, _ in rows for minute in range(start, start + length)}
    by_task = found.by_task(*EVER)
    assert found.summary(*EVER).ms == sum(by_task.values()) == len(covered) * 60_000


@given(stints, st.randoms(use_true_random=False), st.integers(0, 12))
def test_everything_about_focus_is_the_same_in_any_order_of_merging(
    rows: list[tuple[int, int, int, str]], shuffle: random.Random, cut: int
) -> None:
    table = log_of(rows).data.get("stints", {})
    keys = list(table)
    shuffle.shuffle(keys)
    merged = {key: table[key] for key in [*keys[cut:], *keys[:cut], *keys[cut:]]}
    assert told({"stints": merged}) == told({"stints": table})


@given(stints, st.integers(1, 4), minutes, st.integers(0, 59_999))
def test_a_peek_never_makes_a_switch(rows: list[tuple[int, int, int, str]], task: int, start: int, length: int) -> None:
    log = log_of(rows)
    before = told(log.data).summary(*EVER)
    begin = MONDAY + timedelta(minutes=start, seconds=7)
    log.write(
        "stints", 99, MONDAY, task=task, start=time_text(begin), end=time_text(begin + timedelta(milliseconds=length))
    )
    after = told(log.data).summary(*EVER)
    assert (after.switches, after.transitions) == (before.switches, before.transitions)
