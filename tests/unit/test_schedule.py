"""A schedule in words: read, written, read again; the oracle of the design said so and not as data."""

from __future__ import annotations

from datetime import datetime

import pytest
from builders import BERLIN, BoardFixture
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.limit_schedule import entry_words, parse_schedule, schedule_words, set_schedule
from wiptui.domain.gate import Refusal
from wiptui.domain.limits import DOING, scheduled_limit
from wiptui.domain.text import SHORT_WEEKDAYS

ORACLE = "mon-fri 09-12 1; mon-fri 12-18 3; else 2"


@pytest.mark.parametrize(
    ("local", "limit"),
    [
        ("2026-11-24T08:59", 2), ("2026-11-24T09:00", 1), ("2026-11-24T11:59", 1),
        ("2026-11-24T12:00", 3), ("2026-11-24T18:00", 2), ("2026-11-28T10:00", 2),
    ],
)  # fmt: skip
def test_the_oracle_typed_as_a_person_does(local: str, limit: int) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=BERLIN)
    fixture = BoardFixture(at)
    fixture.ok(set_schedule(ORACLE))
    assert fixture.board.limits[DOING].value == limit == scheduled_limit(parse_schedule(ORACLE), at)


def test_it_binds_by_the_hour_and_0_closes_without_making_anybody_over() -> None:
    fixture = BoardFixture(datetime(2026, 11, 24, 8, 0, tzinfo=BERLIN))
    ids = [fixture.add(title) for title in "abc"]
    fixture.ok(set_schedule("09-12 1; 12-13 0; 3", "mornings"))
    fixture.ok(c.Start(tuple(ids[:2])))
    fixture.clock.advance(hours=1)
    assert fixture.board.is_over(DOING)
    assert fixture.refused(c.Start((ids[2],))).limit.why == "mornings"
    fixture.clock.advance(hours=3)
    assert not fixture.board.is_over(DOING)
    assert "closed" in fixture.refused(c.Start((ids[2],))).message
    fixture.clock.advance(hours=1)
    assert not isinstance(fixture.do(c.Start((ids[2],))), Refusal)


@pytest.mark.parametrize(
    "words",
    [
        "", ";", "mon", "mon 9-12", "mon 9-12 x", "mon 9-12 -1", "mon 9-12 1000", "mon 12-9 1", "mon 9-9 1", "9-25 1",
        "9:60-10 1", "xx 1", "mo 1", "mon tue 1", "9-10 11-12 1", "mon-fri 9 1", "9- 1", "24:01-24:02 1", "mon, 1",
        "1;" * 60, "١ 1", "mon-\x1b[31m 1",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_told_with_an_example(words: str) -> None:
    with pytest.raises(UsageError, match=r"mon-fri 09-12 1|at most 50"):
        parse_schedule(words)


def test_days_in_all_ways_that_people_write_them() -> None:
    days = {words: parse_schedule(f"{words} 1")[0]["days"] for words in ("mon,wed", "Saturday", "fri-mon", "weekend")}
    assert days == {
        "mon,wed": ["mon", "wed"], "Saturday": ["sat"], "fri-mon": ["mon", "fri", "sat", "sun"],
        "weekend": ["sat", "sun"],
    }  # fmt: skip


times = st.integers(0, 24 * 60).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
entries = st.fixed_dictionaries(
    {"limit": st.integers(0, 999)},
    optional={
        "days": st.sets(st.sampled_from(SHORT_WEEKDAYS), min_size=1).map(
            lambda days: [d for d in SHORT_WEEKDAYS if d in days]
        ),
        "hours": st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]),
    },
)


@given(st.lists(entries, min_size=1, max_size=5), st.datetimes())
def test_what_is_written_can_be_typed_again_and_means_the_same(rows: list[dict], local: datetime) -> None:
    schedule = []
    for row in rows:
        hours = row.pop("hours", None)
        schedule.append(row | ({"from": hours[0], "to": hours[1]} if hours else {}))
    again = parse_schedule(schedule_words(schedule))
    assert [entry_words(entry) for entry in again] == [entry_words(entry) for entry in schedule]
    assert scheduled_limit(again, local) == scheduled_limit(schedule, local)


def test_a_schedule_in_the_file_that_makes_no_sense_is_no_trouble() -> None:
    assert schedule_words("always") == schedule_words(None) == schedule_words(["x"]) == ""
