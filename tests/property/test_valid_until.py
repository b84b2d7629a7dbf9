"""An answer of ``status`` that is kept is the answer: until the horizon nothing but the focus time changes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from builders import BERLIN, NOON, BoardFixture
from hypothesis import given, settings
from hypothesis import strategies as st

from wiptui.cli.status.status import snapshot_of
from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board, Change
from wiptui.domain.core.clock import from_ms, to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.limits import DOING, WAITING
from wiptui.domain.tasks.task import time_text
from wiptui.metrics.overload.rules import assess
from wiptui.metrics.valid_until import valid_until
from wiptui.tui.first_picture.first_frame import first_frame
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.settings import Settings
from wiptui.tui.views.view_models import board_view

STARTS = (
    NOON,
    datetime(2026, 3, 28, 21, 30, tzinfo=UTC),  # the night in which summer time begins
    datetime(2026, 10, 24, 22, 50, tzinfo=UTC),  # ... and ends
    datetime(2026, 11, 25, 1, 58, tzinfo=UTC),  # before the workday begins
)
SCHEDULE = [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "12:00", "limit": 1},
    {"from": "12:00", "to": "18:30", "limit": 4},
    {"days": ["sun"], "from": "02:15", "to": "02:45", "limit": 0},
]
SPANS = (1, 20, 59, 61, 299, 301, 1800, 3660, 5 * 3600, 23 * 3600, 3 * 86400, 13 * 86400, 92 * 86400, -1800, -2 * 86400)
WHICH = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.sampled_from(("start", "focus", "wait", "resolve", "back", "finish", "drop", "due")), WHICH),
    st.tuples(st.just("later"), st.sampled_from(SPANS)),
    st.tuples(st.just("later"), st.integers(1, 7200)),
    st.tuples(st.just("limit"), st.integers(0, 5)),
    st.tuples(st.sampled_from(("pause", "interrupt", "schedule", "open", "waiting limit", "undecided", "seen")), WHICH),
)


def carry_out(fixture: BoardFixture, ids: list[int], step: tuple[str, int]) -> None:
    """One step of a day; what makes no sense or is refused changes nothing."""
    name, n = step
    if name == "later":
        fixture.clock.advance(seconds=n)
        return
    task = ids[n % len(ids)]
    stint = max((int(key) for key in fixture.data.get(STINTS, {})), default=0)
    now = fixture.clock.now()
    commands = {
        "start": c.Start((task,)),
        "focus": c.FocusOn(task),
        "pause": c.FocusOn(None),
        "wait": c.Wait(task, "Ana", "review", until=(now + timedelta(days=n - 2)).date()),
        "resolve": c.Resolve(task),
        "back": c.PutBack((task,)),
        "finish": c.Finish((task,)),
        "drop": c.Drop((task,)),
        "due": c.Edit(task, {"due": (now + timedelta(days=n)).date().isoformat()}),
        "limit": c.SetLimit(DOING, n, permanent=n == 5, why="so"),
        "waiting limit": c.SetLimit(WAITING, n),
        "schedule": c.SetSettings({"schedule": SCHEDULE[n % 3 :] if n < 4 else None}),
        "interrupt": c.Interrupt("phone"),
        "open": c.Restore((Change(STINTS, 900 + n, {"task": task, "start": time_text(now - timedelta(minutes=n))}),)),
        "undecided": c.Unassign(stint, now - timedelta(seconds=40 * n), now),
        "seen": c.Restore((Change(STINTS, stint, {"seen": time_text(now - timedelta(minutes=n))}),)) if stint else None,
    }
    command = commands[name]
    if command is not None:
        with suppress(WiptuiError, ValueError):
            fixture.do(command)


def told(fixture: BoardFixture, at: datetime) -> dict[str, str]:
    board = Board(fixture.data, at, fixture.clock.zone)
    return snapshot_of(board, assess(board))


@settings(max_examples=120)
@given(st.sampled_from(STARTS), st.lists(STEPS, min_size=3, max_size=30), st.lists(st.floats(0, 1), max_size=3))
def test_an_answer_holds_until_its_horizon(at: datetime, steps: list[tuple[str, int]], places: list[float]) -> None:
    fixture = BoardFixture(at)
    ids = [fixture.add(title) for title in "abcdef"]
    for place, step in enumerate(steps):
        carry_out(fixture, ids, step)
        if place % 4 and place < len(steps) - 1:
            continue
        now = to_ms(fixture.clock.now())
        until = valid_until(fixture.board)
        if until <= now:
            assert until == now
            continue
        answer = told(fixture, fixture.clock.now())
        for later in {until - 1, *(now + int((until - now) * where) for where in places)} - {until}:
            assert told(fixture, from_ms(later)) == answer, (from_ms(later), from_ms(until))


def drawn(fixture: BoardFixture, at: datetime) -> list[object]:
    """The rows of the first picture, without the time of day."""
    board = Board(fixture.data, at, fixture.clock.zone)
    gauge, *rows = first_frame(board_view(board, assess(board)), Settings(), Keymap(), 80, 24)
    said = "".join(text for text, _ in gauge)
    time = f"{at.astimezone(fixture.clock.zone):%H:%M}"
    assert said.rstrip().endswith(time)
    return [said.removesuffix(f"{time} "), *rows]


@settings(max_examples=30)
@given(st.sampled_from(STARTS), st.lists(STEPS, min_size=3, max_size=20), st.floats(0, 1))
def test_a_picture_holds_as_long_where_no_focus_runs(at: datetime, steps: list[tuple[str, int]], where: float) -> None:
    fixture = BoardFixture(at)
    ids = [fixture.add(title) for title in "abcdef"]
    for step in steps:
        carry_out(fixture, ids, step)
    fixture.do(c.FocusOn(None, "quit"))
    fixture.clock.advance(milliseconds=1)
    now, until = to_ms(fixture.clock.now()), valid_until(fixture.board)
    if until > now and fixture.board.focus is None:
        picture = drawn(fixture, fixture.clock.now())
        for later in (now + int((until - 1 - now) * where), until - 1):
            assert drawn(fixture, from_ms(later)) == picture, (from_ms(later), from_ms(until))


def until(fixture: BoardFixture) -> datetime:
    return from_ms(valid_until(fixture.board)).astimezone(BERLIN)


def test_an_idle_board_holds_until_the_day_ends() -> None:
    fixture = BoardFixture()
    fixture.add("a")
    assert until(fixture) == datetime(2026, 11, 23, tzinfo=BERLIN)


def test_a_beginning_stint_holds_until_it_is_no_peek() -> None:
    fixture = BoardFixture()
    task = fixture.add("a")
    fixture.clock.advance(seconds=1)
    fixture.ok(c.Start((task,)))
    assert until(fixture) - fixture.clock.now() == timedelta(seconds=60)
    fixture.clock.advance(seconds=59.5)
    assert until(fixture) - fixture.clock.now() == timedelta(seconds=0.5)
    fixture.clock.advance(seconds=0.5)
    quiet = NOON + timedelta(minutes=90, seconds=1)
    assert until(fixture) == quiet
    fixture.clock.set(quiet)
    assert until(fixture) == quiet + timedelta(milliseconds=1)
    fixture.clock.advance(milliseconds=1)
    assert until(fixture) == datetime(2026, 11, 23, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("hour", "minute", "edge"), [(8, 30, (9, 0)), (9, 0, (12, 0)), (11, 59, (12, 0)), (18, 0, (18, 30))]
)
def test_a_schedule_holds_until_it_says_something_else(hour: int, minute: int, edge: tuple[int, int]) -> None:
    fixture = BoardFixture(datetime(2026, 11, 24, hour, minute, tzinfo=BERLIN))
    fixture.ok(c.SetSettings({"schedule": SCHEDULE}))
    assert until(fixture) == datetime(2026, 11, 24, *edge, tzinfo=BERLIN)


def test_nothing_is_promised_across_a_change_of_the_clocks() -> None:
    fixture = BoardFixture(datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN))
    assert until(fixture) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_nothing_is_promised_while_a_time_lies_ahead() -> None:
    fixture = BoardFixture()
    fixture.add("a")
    fixture.clock.advance(minutes=-5)
    assert valid_until(fixture.board) == to_ms(fixture.clock.now())
    fixture.clock.advance(days=-3)
    assert valid_until(fixture.board) > to_ms(fixture.clock.now())
