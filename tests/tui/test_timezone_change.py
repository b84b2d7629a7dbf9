"""Travel: the file of the zone becomes another one while the board is open, and clock, day and filter follow."""

from __future__ import annotations

import os
import time
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from board_sample import Sample, shown
from screen_text import screen_text

from wiptui.domain import commands as c
from wiptui.domain.core.clock import SystemClock

needs_tzset = pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows reads its zone once a process")
EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def zone_bytes(name: str) -> bytes:
    """The file of a zone, from the system or from the package tzdata."""
    for folder in zoneinfo.TZPATH:
        if (Path(folder) / name).is_file():
            return (Path(folder) / name).read_bytes()
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


@pytest.fixture
def localtime(tmp_path: Path) -> Iterator[Path]:
    """The file that TZ names, of Berlin at first."""
    before = os.environ.get("TZ")
    file = tmp_path / "localtime"
    travel(file, "Europe/Berlin")
    os.environ["TZ"] = f":{file}"
    time.tzset()
    yield file
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def travel(file: Path, name: str) -> None:
    """Put the file of another zone into its place, as a system does."""
    fresh = file.with_suffix(".new")
    fresh.write_bytes(zone_bytes(name))
    fresh.replace(file)


class Hand(SystemClock):
    """The machine's zone, looked at each time, and a time that the test sets."""

    def __init__(self) -> None:
        super().__init__(every=0)
        self.at = EVENING

    def now(self) -> datetime:
        self.follow()
        return self.at


@needs_tzset
def test_the_clock_follows_the_file_of_the_zone(localtime: Path) -> None:
    clock = SystemClock(every=0)
    for name, hour in (("Europe/Berlin", 21), ("Asia/Tokyo", 5), ("America/New_York", 15), ("Europe/Berlin", 21)):
        travel(localtime, name)
        clock.now()
        assert EVENING.astimezone().hour == hour, name
    assert os.environ["TZ"] == f":{localtime}"


@needs_tzset
def test_it_looks_now_and_then_only(localtime: Path) -> None:
    clock = SystemClock(every=3600)
    travel(localtime, "Asia/Tokyo")
    clock.now()
    assert EVENING.astimezone().hour == 21


@needs_tzset
def test_a_file_that_is_gone_for_a_moment_changes_nothing_for_good(localtime: Path) -> None:
    clock = SystemClock(every=0)
    localtime.unlink()
    clock.now()
    travel(localtime, "Asia/Tokyo")
    clock.now()
    assert EVENING.astimezone().hour == 5


@needs_tzset
async def test_clock_day_and_filter_of_an_open_board_follow_within_a_minute(localtime: Path) -> None:
    sample = Sample()
    sample.service.clock = clock = Hand()
    clock.at = EVENING - timedelta(minutes=1)
    first, second = sample.add("Of Sunday"), sample.add("Of Monday")
    for task, day in ((first, "2026-11-22"), (second, "2026-11-23")):
        sample.service.dispatch(c.Edit(task, {"due": day}))
    async with shown(sample, (120, 40)) as pilot:
        await pilot.press("slash", *"due:today", "enter")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Sun 22 Nov 21:29" in text and "Of Sunday" in text and "Of Monday" not in text
        travel(localtime, "Asia/Tokyo")
        clock.at = EVENING
        pilot.app.board_screen.tick()  # type: ignore[attr-defined]
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Mon 23 Nov 05:30" in text and "Of Monday" in text and "Of Sunday" not in text


async def test_a_filter_follows_into_the_next_day_without_any_journey() -> None:
    sample = Sample()
    for title, day in (("Of Sunday", "2026-11-22"), ("Of Monday", "2026-11-23")):
        sample.service.dispatch(c.Edit(sample.add(title), {"due": day}))
    async with shown(sample, (120, 40)) as pilot:
        await pilot.press("slash", *"due:today", "enter")
        await pilot.pause()
        assert "Of Sunday" in screen_text(pilot.app) and "Of Monday" not in screen_text(pilot.app)
        sample.service.clock.advance(hours=12)  # type: ignore[attr-defined]
        pilot.app.board_screen.tick()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Of Monday" in screen_text(pilot.app) and "Of Sunday" not in screen_text(pilot.app)
