"""Limits: what they count, where they were set, how long a raise holds, and the schedule."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from builders import BERLIN, NOON, BoardFixture

from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.limits import DOING, EXPEDITE, WAITING, Scope, end_of_day, read_limits, scheduled_limit

WEEK = [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "12:00", "limit": 1},
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "12:00", "to": "18:00", "limit": 3},
    {"limit": 2},
]


@pytest.mark.parametrize(
    ("local", "limit"),
    [
        (datetime(2026, 11, 24, 11, 59, tzinfo=BERLIN), 1),
        (datetime(2026, 11, 24, 12, 0, tzinfo=BERLIN), 3),
        (datetime(2026, 11, 24, 18, 0, tzinfo=BERLIN), 2),
        (datetime(2026, 11, 28, 10, 0, tzinfo=BERLIN), 2),
    ],
)
def test_the_schedule_is_half_open_and_its_first_match_wins(local: datetime, limit: int) -> None:
    assert scheduled_limit(WEEK, local) == limit
    assert read_limits({"schedule": WEEK, "doing_limit": 7}, local, BERLIN)[DOING].value == limit


@pytest.mark.parametrize("schedule", [None, "always", [], ["x"], [{"limit": "two"}], [{"days": ["sun"], "limit": 1}],
                                      [{"days": 5, "limit": 1}], [{"days": {"a": 1}, "limit": 1}]])  # fmt: skip
def test_a_schedule_that_says_nothing_leaves_the_limit(schedule: Json) -> None:
    at = datetime(2026, 11, 24, 10, tzinfo=BERLIN)
    assert read_limits({"schedule": schedule}, at, BERLIN)[DOING].value == 3


def test_without_settings_there_are_three_defaults() -> None:
    assert {scope.code: limit.text for scope, limit in read_limits({}, NOON, BERLIN).items()} == {
        "global": "3",
        "waiting": "3",
        "expedite": "1",
    }


@pytest.mark.parametrize("value", [True, -1, 1000, "3", 2.0, None])
def test_a_limit_in_the_file_that_makes_no_sense_reads_as_the_default(value: Json) -> None:
    assert read_limits({"doing_limit": value}, NOON, BERLIN)[DOING].value == 3


@pytest.mark.parametrize("value", [True, -1, 1000])
def test_a_limit_that_makes_no_sense_cannot_be_set(value: int) -> None:
    with pytest.raises(UsageError, match="whole number from 0 to 999"):
        BoardFixture().do(c.SetLimit(DOING, value))


def test_a_raise_ends_at_local_midnight_also_when_the_clocks_change() -> None:
    assert end_of_day(NOON, BERLIN) == datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert end_of_day(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), BERLIN) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert end_of_day(NOON, ZoneInfo("Asia/Tokyo")) == datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize("days", [2, 30, 1096])
def test_a_raise_by_a_clock_that_is_ahead_does_not_hold_until_then(days: int) -> None:
    fixture = BoardFixture()
    fixture.clock.advance(days=days)
    fixture.ok(c.SetLimit(DOING, 6))
    assert fixture.board.limits[DOING].text == "3→6*", "on the machine itself it holds"
    fixture.clock.advance(days=-days)
    assert fixture.board.limits[DOING].text == "3"
    fixture.ok(c.SetLimit(DOING, 4))
    assert fixture.board.limits[DOING].text == "3→4*", "and a raise here holds, whatever the stamp of that one"
    fixture.clock.advance(days=1)
    assert fixture.board.limits[DOING].text == "3"


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_raise_holds_on_a_machine_in_any_time_zone(hour: int) -> None:
    fixture = BoardFixture()
    fixture.clock.advance(hours=hour - 14)
    fixture.ok(c.SetLimit(DOING, 4))
    settings = fixture.board.settings
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert read_limits(settings, fixture.clock.now(), ZoneInfo(name))[DOING].text == "3→4*"


def test_it_is_known_where_a_limit_was_set_and_why() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 2, why="fewer, sooner"))
    limit = fixture.board.limits[DOING]
    assert (limit.value, limit.why, limit.set_at, limit.device) == (2, "fewer, sooner", NOON, "k3fq")
    fixture.clock.advance(days=1)
    fixture.ok(c.SetLimit(WAITING, 1, why="chase them"))
    assert fixture.board.limits[DOING].why == "fewer, sooner"
    fixture.ok(c.SetLimit(DOING, 1))
    assert fixture.board.limits[DOING].why == "", "the reason of the old value does not explain the new one"


def test_a_permanent_raise_lasts_and_a_raise_does_not() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 4, permanent=True))
    fixture.ok(c.SetLimit(WAITING, 4))
    assert (fixture.board.limits[DOING].text, fixture.board.limits[WAITING].text) == ("4", "3→4*")
    fixture.clock.advance(days=1)
    assert (fixture.board.limits[DOING].text, fixture.board.limits[WAITING].text) == ("4", "3")


def test_a_raise_made_smaller_is_still_a_raise() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 5))
    fixture.ok(c.SetLimit(DOING, 4))
    assert fixture.board.limits[DOING].text == "3→4*"
    fixture.clock.advance(days=1)
    assert fixture.board.limits[DOING].text == "3"


def test_lowering_to_the_lasting_limit_ends_a_raise() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(DOING, 5))
    fixture.ok(c.SetLimit(DOING, 3))
    assert fixture.board.limits[DOING].text == "3"


def test_a_limit_cannot_slip_in_as_a_setting() -> None:
    fixture = BoardFixture()
    for name in ("doing_limit", "waiting_raise", "project_limit:acme", "doing_limit_why"):
        with pytest.raises(UsageError, match="command"):
            fixture.do(c.SetSettings({name: 99}))
    assert fixture.data == {}


def test_a_project_limit_comes_and_goes() -> None:
    acme = Scope("project", "acme")
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(acme, 1))
    assert fixture.board.limits[acme].value == 1
    fixture.ok(c.SetLimit(acme, None))
    assert acme not in fixture.board.limits


def test_a_tag_limit_counts_the_tag() -> None:
    fixture = BoardFixture()
    fixture.ok(c.SetLimit(Scope("tag", "deep"), 1))
    a, b = fixture.add("a", tags=["deep", "x"]), fixture.add("b", tags=["deep"])
    fixture.ok(c.Start((a,)))
    assert fixture.refused(c.Start((b,))).limit.scope.code == "tag:deep"


def test_expedite_is_outside_the_doing_limit_and_has_its_own() -> None:
    fixture = BoardFixture(doing=1)
    a, b, d = (fixture.add(title) for title in "abd")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,), expedite=True, why="fire"))
    assert fixture.refused(c.Start((d,), expedite=True, why="fire too")).limit.scope == EXPEDITE
    assert fixture.count(DOING) == fixture.count(EXPEDITE) == 1
