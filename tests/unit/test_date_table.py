"""The dates that people type, each with its meaning: on a Tuesday, at ends of years and months, in three zones."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.dates.parse import parse_date

TUESDAY = date(2026, 12, 1)
MEANT = (
    ("today", "2026-12-01"),
    ("tonight", "2026-12-01"),
    ("now", "2026-12-01"),
    ("tomorrow", "2026-12-02"),
    ("tmrw", "2026-12-02"),
    ("tmr", "2026-12-02"),
    ("day after tomorrow", "2026-12-03"),
    ("overmorrow", "2026-12-03"),
    ("yesterday", "2026-11-30"),
    ("fri", "2026-12-04"),
    ("friday", "2026-12-04"),
    ("this fri", "2026-12-04"),
    ("next fri", "2026-12-11"),
    ("last fri", "2026-11-27"),
    ("tue", "2026-12-08"),
    ("this tue", "2026-12-01"),
    ("friday week", "2026-12-11"),
    ("friday next week", "2026-12-11"),
    ("next week friday", "2026-12-11"),
    ("fri next week", "2026-12-11"),
    ("a week on friday", "2026-12-11"),
    ("a week from friday", "2026-12-11"),
    ("two weeks from friday", "2026-12-18"),
    ("week after next", "2026-12-14"),
    ("the week after next", "2026-12-14"),
    ("month after next", "2027-02-01"),
    ("next week", "2026-12-07"),
    ("next month", "2027-01-01"),
    ("next quarter", "2027-01-01"),
    ("next year", "2027-01-01"),
    ("eow", "2026-12-06"),
    ("eom", "2026-12-31"),
    ("eoq", "2026-12-31"),
    ("eoy", "2026-12-31"),
    ("eod", "2026-12-01"),
    ("sow", "2026-12-07"),
    ("som", "2027-01-01"),
    ("soq", "2027-01-01"),
    ("soy", "2027-01-01"),
    ("end of week", "2026-12-06"),
    ("end of month", "2026-12-31"),
    ("end of quarter", "2026-12-31"),
    ("end of year", "2026-12-31"),
    ("end of next month", "2027-01-31"),
    ("end of next year", "2027-12-31"),
    ("end of january", "2027-01-31"),
    ("end of january 2028", "2028-01-31"),
    ("end of february 2028", "2028-02-29"),
    ("end of feb", "2027-02-28"),
    ("start of january", "2027-01-01"),
    ("start of next month", "2027-01-01"),
    ("beginning of next week", "2026-12-07"),
    ("beginning of month", "2026-12-01"),
    ("mid january", "2027-01-15"),
    ("january", "2027-01-01"),
    ("jan", "2027-01-01"),
    ("january 2028", "2028-01-01"),
    ("jan 2027", "2027-01-01"),
    ("2027-03", "2027-03-01"),
    ("15th of january", "2027-01-15"),
    ("the 15th of january", "2027-01-15"),
    ("15 of january", "2027-01-15"),
    ("january 15th", "2027-01-15"),
    ("jan 15", "2027-01-15"),
    ("15 jan", "2027-01-15"),
    ("the 15th", "2026-12-15"),
    ("15th", "2026-12-15"),
    ("tue the 15th", "2026-12-15"),
    ("on the 31st", "2026-12-31"),
    ("25.12", "2026-12-25"),
    ("25.12.", "2026-12-25"),
    ("25.12.2027", "2027-12-25"),
    ("25 dec", "2026-12-25"),
    ("dec 25", "2026-12-25"),
    ("25th dec", "2026-12-25"),
    ("dec 25th", "2026-12-25"),
    ("december 25, 2027", "2027-12-25"),
    ("25 december 2027", "2027-12-25"),
    ("fri dec 25", "2026-12-25"),
    ("fri 25 dec", "2026-12-25"),
    ("friday, 25 december", "2026-12-25"),
    ("fri dec 25 2026", "2026-12-25"),
    ("20261225", "2026-12-25"),
    ("2026/12/25", "2026-12-25"),
    ("2026.12.25", "2026-12-25"),
    ("2026-12-25", "2026-12-25"),
    ("2026-W50", "2026-12-07"),
    ("2026w50", "2026-12-07"),
    ("2026-w50-3", "2026-12-09"),
    ("w50", "2026-12-07"),
    ("W01", "2027-01-04"),
    ("+3d", "2026-12-04"),
    ("3d", "2026-12-04"),
    ("3 days", "2026-12-04"),
    ("in 3 days", "2026-12-04"),
    ("in three days", "2026-12-04"),
    ("3 days from now", "2026-12-04"),
    ("in 3 days time", "2026-12-04"),
    ("+2w", "2026-12-15"),
    ("2 weeks", "2026-12-15"),
    ("2 weeks from now", "2026-12-15"),
    ("two weeks", "2026-12-15"),
    ("in two weeks", "2026-12-15"),
    ("a fortnight", "2026-12-15"),
    ("fortnight", "2026-12-15"),
    ("in a fortnight", "2026-12-15"),
    ("2 fortnights", "2026-12-29"),
    ("a month", "2027-01-01"),
    ("in a month", "2027-01-01"),
    ("1 month", "2027-01-01"),
    ("half a year", "2027-06-01"),
    ("in half a year", "2027-06-01"),
    ("a couple of days", "2026-12-03"),
    ("in a couple of weeks", "2026-12-15"),
    ("1w 2d", "2026-12-10"),
    ("1w2d", "2026-12-10"),
    ("+1w2d", "2026-12-10"),
    ("1 week and 2 days", "2026-12-10"),
    ("a quarter", "2027-03-01"),
    ("in a quarter", "2027-03-01"),
    ("10 business days", "2026-12-15"),
    ("in 10 business days", "2026-12-15"),
    ("5 workdays", "2026-12-08"),
    ("5 working days", "2026-12-08"),
    ("next workday", "2026-12-02"),
    ("next business day", "2026-12-02"),
    ("+5bd", "2026-12-08"),
    ("weekend", "2026-12-05"),
    ("this weekend", "2026-12-05"),
    ("next weekend", "2026-12-12"),
    ("first monday of january", "2027-01-04"),
    ("last friday of next month", "2027-01-29"),
    ("last day of january", "2027-01-31"),
    ("first day of next month", "2027-01-01"),
    ("third thu of next month", "2027-01-21"),
    ("last day of month", "2026-12-31"),
    ("last day of year", "2026-12-31"),
    ("second tue of month", "2026-12-08"),
    ("5th", "2026-12-05"),
    ("3 days after 25 dec", "2026-12-28"),
    ("a week after 15 jan", "2027-01-22"),
    ("3 days after tomorrow", "2026-12-05"),
    ("by friday", "2026-12-04"),
    ("on friday", "2026-12-04"),
    ("next may", "2027-05-01"),
    ("next january", "2027-01-01"),
    ("next sunday", "2026-12-13"),
    ("sunday", "2026-12-06"),
    ("this sunday", "2026-12-06"),
    ("29 feb", "2028-02-29"),
    ("31st", "2026-12-31"),
    ("1 year", "2027-12-01"),
    ("in a year", "2027-12-01"),
    ("3 weeks ago", "2026-11-10"),
    ("a week ago", "2026-11-24"),
    ("1 month ago", "2026-11-01"),
)
"""Said on Tuesday 1 December 2026."""
LATE = (date(2026, 12, 31), date(2027, 2, 28), date(2028, 2, 29))
"""The last day of a year, a Sunday at the end of a month, a leap day."""
AT_THE_END = (
    ("tomorrow", "2027-01-01", "2027-03-01", "2028-03-01"),
    ("eow", "2027-01-03", "2027-02-28", "2028-03-05"),
    ("eom", "2026-12-31", "2027-02-28", "2028-02-29"),
    ("eoq", "2026-12-31", "2027-03-31", "2028-03-31"),
    ("eoy", "2026-12-31", "2027-12-31", "2028-12-31"),
    ("eod", "2026-12-31", "2027-02-28", "2028-02-29"),
    ("next week", "2027-01-04", "2027-03-01", "2028-03-06"),
    ("next month", "2027-01-01", "2027-03-01", "2028-03-01"),
    ("week after next", "2027-01-11", "2027-03-08", "2028-03-13"),
    ("month after next", "2027-02-01", "2027-04-01", "2028-04-01"),
    ("weekend", "2027-01-02", "2027-02-28", "2028-03-04"),
    ("this weekend", "2027-01-02", "2027-02-28", "2028-03-04"),
    ("next weekend", "2027-01-09", "2027-03-06", "2028-03-11"),
    ("january", "2027-01-01", "2028-01-01", "2029-01-01"),
    ("jan 15", "2027-01-15", "2028-01-15", "2029-01-15"),
    ("25.12", "2027-12-25", "2027-12-25", "2028-12-25"),
    ("29 feb", "2028-02-29", "2028-02-29", "2028-02-29"),
    ("end of february", "2027-02-28", "2027-02-28", "2028-02-29"),
    ("in a month", "2027-01-31", "2027-03-28", "2028-03-29"),
    ("in a year", "2027-12-31", "2028-02-28", "2029-02-28"),
    ("1 year", "2027-12-31", "2028-02-28", "2029-02-28"),
    ("10 business days", "2027-01-14", "2027-03-12", "2028-03-14"),
    ("next workday", "2027-01-01", "2027-03-01", "2028-03-01"),
    ("w01", "2027-01-04", "2028-01-03", "2029-01-01"),
    ("w52", "2027-12-27", "2027-12-27", "2028-12-25"),
    ("w53", "2026-12-28", None, None),
    ("the 31st", "2026-12-31", "2027-03-31", "2028-03-31"),
    ("sunday", "2027-01-03", "2027-03-07", "2028-03-05"),
    ("this sunday", "2027-01-03", "2027-02-28", "2028-03-05"),
    ("friday week", "2027-01-08", "2027-03-12", "2028-03-10"),
    ("a fortnight", "2027-01-14", "2027-03-14", "2028-03-14"),
    ("half a year", "2027-06-30", "2027-08-28", "2028-08-29"),
    ("first monday of january", "2027-01-04", "2028-01-03", "2029-01-01"),
    ("last day of next month", "2027-01-31", "2027-03-31", "2028-03-31"),
    ("2026-W53", "2026-12-28", "2026-12-28", "2026-12-28"),
    ("next quarter", "2027-01-01", "2027-04-01", "2028-04-01"),
    ("mid january", "2027-01-15", "2028-01-15", "2029-01-15"),
    ("1w 2d", "2027-01-09", "2027-03-09", "2028-03-09"),
    ("start of month", "2027-01-01", "2027-03-01", "2028-03-01"),
    ("fri 1 jan", "2027-01-01", None, None),
)
"""Said on these three days; None is no date."""
ZONES = ("Pacific/Honolulu", "Europe/Berlin", "Pacific/Kiritimati")


@pytest.mark.parametrize(("words", "day"), MEANT, ids=[words for words, _ in MEANT])
def test_what_is_typed_is_what_is_meant(words: str, day: str) -> None:
    assert parse_date(words, TUESDAY).isoformat() == day
    assert (
        parse_date(
            words.upper().replace(" ", "-") if words[0].isalpha() and "," not in words else words, TUESDAY
        ).isoformat()
        == day
    )


@pytest.mark.parametrize(("words", "year", "sunday", "leap"), AT_THE_END, ids=[row[0] for row in AT_THE_END])
def test_ends_of_years_sundays_and_leap_days(words: str, year: str, sunday: str, leap: str) -> None:
    for today, day in zip(LATE, (year, sunday, leap), strict=True):
        if day is None:
            with pytest.raises(UsageError):
                parse_date(words, today)
        else:
            assert parse_date(words, today).isoformat() == day, today


@pytest.mark.parametrize(
    ("instant", "tomorrow"),
    [
        ("2026-12-31T23:30+00:00", ("2027-01-01", "2027-01-02", "2027-01-02")),
        ("2027-03-28T00:59+00:00", ("2027-03-28", "2027-03-29", "2027-03-29")),  # a minute before the clocks go forward
        ("2026-10-25T00:30+00:00", ("2026-10-25", "2026-10-26", "2026-10-26")),  # in the hour that comes twice
        ("2028-02-29T10:30+00:00", ("2028-03-01", "2028-03-01", "2028-03-02")),
    ],
)
def test_today_is_the_day_of_the_zone(instant: str, tomorrow: tuple[str, ...]) -> None:
    at = datetime.fromisoformat(instant)
    for zone, day in zip(ZONES, tomorrow, strict=True):
        today = local_date(at, ZoneInfo(zone))
        assert parse_date("tomorrow", today).isoformat() == day, zone
        for words, _ in MEANT[:40]:
            assert parse_date(words, today) >= date(2026, 1, 1)


@pytest.mark.parametrize(
    "words", ["sat dec 25", "tomorow", "move old monitor", "tomorrow 9am", "2026-W60", "32nd", "next"]
)
def test_what_is_no_date_is_no_date(words: str) -> None:
    with pytest.raises(UsageError):
        parse_date(words, TUESDAY)
