"""How dates are written, and when weeks and workdays begin."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import NOON, BoardFixture

from wiptui.domain.dates import date_style
from wiptui.domain.dates.date_style import DATE_FORMATS, Habits
from wiptui.domain.dates.parse import describe_date, parse_date
from wiptui.tui.views.styled_text import day_name

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("form", "short", "long"),
    list(
        zip(
            DATE_FORMATS,
            ("22 Nov", "Nov 22", "2026-11-22", "22.11.", "22/11", "11/22"),
            ("22 Nov 2026", "Nov 22, 2026", "2026-11-22", "22.11.2026", "22/11/2026", "11/22/2026"),
            strict=True,
        )
    ),
)
def test_a_date_is_written_as_the_person_does(form: str, short: str, long: str) -> None:
    date_style.tell(Habits(date_format=form))
    assert date_style.day_and_month(SUNDAY) == short
    assert date_style.day_and_month(SUNDAY, year=True) == long
    assert day_name(SUNDAY, SUNDAY + timedelta(days=20)) == short
    assert describe_date(SUNDAY, SUNDAY - timedelta(days=20)) == short


@pytest.mark.parametrize(("first", "end", "after"), [(0, 22, 23), (6, 28, 29), (5, 27, 28)])
def test_a_week_begins_when_the_person_says(first: int, end: int, after: int) -> None:
    date_style.tell(Habits(week_start=first))
    assert parse_date("eow", SUNDAY) == date(2026, 11, end)
    assert parse_date("next week", SUNDAY) == date(2026, 11, after)
    assert BoardFixture(NOON).board.week_start == parse_date("eow", SUNDAY) - timedelta(days=6)


def test_who_knows_the_habits_is_asked_once() -> None:
    asked = []
    date_style.tell(lambda: asked.append(1) or Habits(week_start=6))
    assert not asked
    assert [date_style.habits().week_start for _ in range(3)] == [6, 6, 6]
    assert asked == [1]


@pytest.mark.parametrize(("form", "day"), [("22/11", date(2027, 4, 3)), ("11/22", date(2027, 3, 4))])
def test_a_date_in_figures_is_read_in_the_order_in_which_it_is_written(form: str, day: date) -> None:
    date_style.tell(Habits(date_format=form))
    assert parse_date("3/4", SUNDAY) == day
    assert parse_date("3/4/2027", SUNDAY) == day
