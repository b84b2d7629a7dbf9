"""Working hours in words: read, written, read again, and each minute in or out by the clock."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.config.table import BY_NAME
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.date_style import DEFAULT
from wiptui.domain.dates.working_hours import EXAMPLE, read_work_hours
from wiptui.domain.text import SHORT_WEEKDAYS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon-fri 8-18", "Mon-Fri 8-18"),
        ("  MONDAY-friday   09:30-17:00 ", "Mon-Fri 9:30-17"),
        ("weekdays 9-12 13-17; sat 10-12", "Mon-Fri 9-12 13-17; Sat 10-12"),
        ("mon-thu 9-12, 13-17", "Mon-Thu 9-12 13-17"),
        ("mon 9-17; tue 9-17", "Mon,Tue 9-17"),
        ("mon 9-13; mon 12-17; mon 17-18", "Mon 9-18"),
        ("0-24", "0-24"),
        ("fri-mon 22-24; sat-tue 0-6", "Mon,Sat,Sun 0-6 22-24; Tue 0-6; Fri 22-24"),
        ("None", "none"),
    ],
)
def test_the_same_hours_are_kept_in_the_same_words(typed: str, kept: str) -> None:
    assert BY_NAME["work_hours"].read(typed) == kept == read_work_hours(kept).words


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("mon-fri", "the hours are missing"), ("xyz 9-17", "“xyz” is not a day"), ("9-25", "“25” is not a time of day"),
        ("mon 17-9", "for a night write two entries"), ("mon tue 9-17", "hours go from one time to a later one"),
        ("", "Working hours are like"), (";", "Working hours are like"), ("mon 9-17;" * 90, "Working hours are like"),
    ],
)  # fmt: skip
def test_what_is_no_working_hours_is_told_in_one_sentence_with_an_example(typed: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        BY_NAME["work_hours"].read(typed)
    said = str(caught.value)
    assert said.startswith("work_hours: ") and why in said and EXAMPLE in said and "\n" not in said


SPANS = st.tuples(st.sampled_from(SHORT_WEEKDAYS), st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda t: t[1] < t[2]
)


@given(st.lists(SPANS, min_size=1, max_size=12))
def test_a_minute_is_in_the_hours_if_any_entry_has_it(entries: list[tuple[str, int, int]]) -> None:
    words = "; ".join(f"{day} {a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for day, a, b in entries)
    found = read_work_hours(words)
    assert read_work_hours(found.words) == found
    for number, name in enumerate(SHORT_WEEKDAYS):
        spans = found.of(number)
        assert all(a < b for a, b in spans) and all(x[1] < y[0] for x, y in itertools.pairwise(spans))
        minutes = {minute for a, b in spans for minute in range(a, b)}
        assert minutes == {minute for day, a, b in entries if day == name for minute in range(a, b)}


def test_the_default_is_one_and_somebody_may_have_none() -> None:
    assert DEFAULT.hours.of(0) == ((480, 1080),) and DEFAULT.hours.of(5) == () and DEFAULT.has_usual_hours
    assert read_work_hours("none").of(3) == ()
