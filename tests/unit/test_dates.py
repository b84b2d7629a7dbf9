"""Dates as people write them, looking ahead and looking back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.parse import describe_date, parse_date, parse_iso, parse_time
from wiptui.domain.text import MONTHS, WEEKDAYS, printable

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-11-30", "2026-11-30"),
        ("today", "2026-11-22"),
        ("Tomorrow", "2026-11-23"),
        (" yesterday ", "2026-11-21"),
        ("fri", "2026-11-27"),
        ("FRIDAY", "2026-11-27"),
        ("thurs", "2026-11-26"),
        ("sun", "2026-11-29"),
        ("+3d", "2026-11-25"),
        ("3d", "2026-11-25"),
        ("3 days", "2026-11-25"),
        ("in 3 days", "2026-11-25"),
        ("0d", "2026-11-22"),
        ("-3d", "2026-11-19"),
        ("3 days ago", "2026-11-19"),
        ("+2w", "2026-12-06"),
        ("2 weeks", "2026-12-06"),
        ("1m", "2026-12-22"),
        ("14 months", "2028-01-22"),
        ("-11m", "2025-12-22"),
        ("1y", "2027-11-22"),
        ("eow", "2026-11-22"),
        ("eom", "2026-11-30"),
        ("eoy", "2026-12-31"),
        ("next week", "2026-11-23"),
        ("next-week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("22 nov", "2026-11-22"),
        ("22nov", "2026-11-22"),
        ("22-nov", "2026-11-22"),
        ("nov 21", "2027-11-21"),
        ("1 dec", "2026-12-01"),
        ("December 1st", "2026-12-01"),
        ("3rd january", "2027-01-03"),
        ("sept 5", "2027-09-05"),
        ("29 feb", "2028-02-29"),
        ("22 nov 2030", "2030-11-22"),
        ("Nov 22, 2030", "2030-11-22"),
        ("in two weeks", "2026-12-06"),
        ("a week", "2026-11-29"),
        ("Tonight", "2026-11-22"),
        ("day after tomorrow", "2026-11-24"),
        ("next fri", "2026-11-27"),
        ("next-sunday", "2026-11-29"),
        ("this sunday", "2026-11-22"),
        ("end of month", "2026-11-30"),
        ("end of next year", "2027-12-31"),
        ("the 15th", "2026-12-15"),
        ("22nd", "2026-11-22"),
        ("31st", "2026-12-31"),
        ("22.11.", "2026-11-22"),
        ("1.2.2028", "2028-02-01"),
    ],
)
def test_dates_said_on_a_sunday(words: str, day: str) -> None:
    assert parse_date(words, SUNDAY).isoformat() == day


@pytest.mark.parametrize(
    "words",
    [
        "", "  ", "nonsense", "x", "fr", "32 nov", "31 feb", "2026-13-01", "2026-02-30", "2026-1-1", "x",
        "3", "d", "+", "-", "++3d", "+-3d", "+fri", "-today", "3x", "3.5d", "3d4h", "mon-", "next", "next x",
        "old mon", "monitor", "three", "22/11", "40th", "1.13.",
        "in 3", "99999999999d", "10000y", "-3000y", "22 nov 26", "123 nov", "１日", "٣d", "²d",
        "2026-11-22T10:00", "22 nov 10000", "\x1b[31m", "\udcff", "9" * 5000 + "d", "0000-01-01", "st nov", "1 st",
    ],
)  # fmt: skip
def test_what_is_no_date_is_said_in_one_sentence(words: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_date(words, SUNDAY)
    message = str(error.value)
    assert "is not a date: try today, fri" in message
    assert message.isprintable() and len(message) < 120
    message.encode()


def test_a_weekday_said_on_that_day_is_a_week_later() -> None:
    assert parse_date("fri", FRIDAY) == FRIDAY + timedelta(days=7)
    assert parse_date("eow", FRIDAY) == SUNDAY


def test_a_month_ends_where_the_month_is_shorter() -> None:
    assert parse_date("1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert parse_date("1m", date(2028, 1, 31)) == date(2028, 2, 29)
    assert parse_date("1y", date(2028, 2, 29)) == date(2029, 2, 28)
    assert parse_date("eom", date(2026, 12, 5)) == date(2026, 12, 31)


def test_the_calendar_has_two_ends() -> None:
    for words in ("+1d", "fri", "next year", "1m", "jan 1"):
        with pytest.raises(UsageError):
            parse_date(words, date.max)
    with pytest.raises(UsageError):
        parse_date("-1d", date.min)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-11-20"),
        ("sun", "2026-11-22"),
        ("mon", "2026-11-16"),
        ("14d", "2026-11-08"),
        ("+1d", "2026-11-23"),
        ("1m", "2026-10-22"),
        ("22 nov", "2026-11-22"),
        ("23 nov", "2025-11-23"),
        ("29 feb", "2024-02-29"),
        ("today", "2026-11-22"),
    ],
)
def test_looking_back(words: str, day: str) -> None:
    assert parse_date(words, SUNDAY, past=True).isoformat() == day


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_lies_one_to_seven_days_ahead(today: date, name: str) -> None:
    ahead, back = parse_date(name[:3], today), parse_date(name, today, past=True)
    assert WEEKDAYS[ahead.weekday()] == WEEKDAYS[back.weekday()] == name
    assert 1 <= (ahead - today).days <= 7
    assert 0 <= (today - back).days <= 6


@given(DAYS, DAYS)
def test_an_iso_date_reads_as_itself(day: date, today: date) -> None:
    assert parse_date(day.isoformat(), today) == day == parse_iso(day.isoformat())
    assert parse_date(f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}", today) == day


@given(st.text(), DAYS)
def test_any_text_is_a_date_or_a_usage_error(words: str, today: date) -> None:
    for read in (parse_date, parse_time):
        try:
            read(words, today)
        except UsageError as error:
            assert printable(str(error)) == str(error)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("2026-11-22", "2026-11-21T23:00:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
        ("2026-11-22T14:30", "2026-11-22T13:30:00+00:00"),
        ("2026-11-22 14:30:15", "2026-11-22T13:30:15+00:00"),
        ("2026-11-22T14:30Z", "2026-11-22T14:30:00+00:00"),
        ("2026-11-22T14:30-05:00", "2026-11-22T19:30:00+00:00"),
        ("14:30", "2026-11-22T13:30:00+00:00"),
        ("yesterday 14:30", "2026-11-21T13:30:00+00:00"),
        ("20 nov 9:05", "2026-11-20T08:05:00+00:00"),
        ("20 nov 09:05", "2026-11-20T08:05:00+00:00"),
        ("fri", "2026-11-19T23:00:00+00:00"),
        ("14d", "2026-11-07T23:00:00+00:00"),
        ("now-ish", None),
        ("25:00", None),
        ("2026-11-22T", None),
        ("2026-11-22Tnoon", None),
        ("0001-01-01", None),
        ("9999-12-31T23:59-10:00", None),
        ("", None),
    ],
)
def test_times_are_local_unless_they_say_otherwise(words: str, instant: str | None) -> None:
    if instant is None:
        with pytest.raises(UsageError, match="is not a time: try yesterday"):
            parse_time(words, SUNDAY, BERLIN)
    else:
        at = parse_time(words, SUNDAY, BERLIN)
        assert (at.isoformat(), at.tzinfo) == (instant, UTC)


def test_the_midnight_that_ends_a_day() -> None:
    assert parse_time("2026-03-29", SUNDAY, BERLIN) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert parse_time("2026-03-29", SUNDAY, BERLIN, end=True) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert parse_time("2026-03-29T12:00Z", SUNDAY, BERLIN, end=True) == datetime(2026, 3, 29, 12, tzinfo=UTC)
    with pytest.raises(UsageError):
        parse_time("9999-12-31", SUNDAY, BERLIN, end=True)


def test_without_a_zone_the_machine_says_what_is_local() -> None:
    naive = datetime(2026, 11, 22, 14, 30)  # noqa: DTZ001 -- the very point
    assert parse_time("2026-11-22T14:30", SUNDAY) == naive.astimezone()
    east = timezone(timedelta(hours=9))
    assert parse_time("2026-11-22T14:30", SUNDAY, east) == naive.replace(tzinfo=east)


@pytest.mark.parametrize(
    ("days", "words", "due"),
    [
        (0, "today", "today"),
        (1, "tomorrow", "tomorrow"),
        (2, "Tue", "Tue"),
        (6, "Sat", "Sat"),
        (7, "29 Nov", "29 Nov"),
        (60, "21 Jan", "21 Jan"),
        (365, "22 Nov 2027", "22 Nov 2027"),
        (-1, "yesterday", "1 d late"),
        (-3, "3 d ago", "3 d late"),
        (-28, "28 d ago", "28 d late"),
        (-29, "24 Oct", "29 d late"),
        (-400, "18 Oct 2025", "400 d late"),
    ],
)
def test_words_for_a_card(days: int, words: str, due: str) -> None:
    day = SUNDAY + timedelta(days=days)
    assert describe_date(day, SUNDAY) == words
    assert describe_date(day, SUNDAY, due=True) == due
