"""The second reckoner (see :mod:`reckoner`) is held to the worked examples too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from builders import BERLIN, BoardFixture
from reckoner import forecast, level
from reckoner.figures import figures
from reckoner.flow import nearest_rank
from reckoner.history import ms_of, pasts_of
from reckoner.limits import limits_at
from unit.metrics.flowlog import Log, at
from unit.metrics.test_flow_oracles import efficiency_log, little_log, reopen_log
from unit.metrics.test_focus import the_day
from unit.metrics.test_overload import CYCLES, day, level_log

from wiptui.domain import commands as c
from wiptui.domain.dates.limit_schedule import parse_schedule

NOW = at("2026-12-24 12:00")


def look(log: Log, since: str, until: str) -> dict[str, Any]:
    return figures(log.data, NOW, BERLIN, at(since), at(until))


def level_of(log: Log) -> tuple[str, list[str]]:
    now = ms_of(at(day(0, "14:05")))
    found = level.status(log.data, pasts_of(log.data, now), now, BERLIN)
    return found["level"], sorted(found["strains"])


def test_dst_oracle() -> None:
    log = Log()
    log.task("a", "created 2026-03-27 10:00", "doing 2026-03-28 22:00", "done 2026-03-29 06:00")
    log.task("b", "done 2026-07-01 00:30")  # 2026-06-30T22:30Z
    found = look(log, "2026-03-27", "2026-03-30")
    assert (found["time_in_wip_hours"]["total"], found["cycle_days"]["values"]) == (7, [2])
    assert found["lead_days"]["values"] == [3]
    assert look(log, "2026-07-01", "2026-07-02")["throughput_by_day"] == [{"date": "2026-07-01", "count": 1}]


def test_little_oracle() -> None:
    found = look(little_log(), "Mon", "Fri")
    assert found["time_in_wip_hours"]["total"] / 24 == 5.5
    assert [found["little"][name] for name in ("L", "lambda", "r")] == [1.375, 0.75, 1]
    assert found["little"]["W"] == pytest.approx(1.8333, abs=1e-4)
    assert found["cycle_days"]["values"] == [2, 3, 3]
    assert [row["started"] for row in found["cfd"]] == [2, 3, 3, 3]
    assert [row["exited"] for row in found["cfd"]] == [0, 1, 2, 3]
    found = look(little_log(), "Mon", "Wed")
    assert (found["little"], found["net_flow"]) == ({"L": 1.75, "lambda": 0.5, "W": 1, "r": 3.5}, 2)


def test_efficiency_oracle() -> None:
    log = efficiency_log()
    found = look(log, "Mon", "Fri")
    assert found["time_in_wip_hours"] == {"total": 72, "doing": 18, "waiting": 48, "queue": 6}
    assert (found["flow_efficiency"], found["cycle_days"]["values"]) == (0.25, [4])
    assert found["headwind"] == pytest.approx(0.667, abs=5e-4)
    assert found["own_queue"] == pytest.approx(0.083, abs=5e-4)
    assert found["touch"] == pytest.approx(0.0417, abs=5e-5)
    y = log.task("Y", "doing Thu 10:00", "done Thu 18:00")
    log.stint(y, "Thu 10:00", "Thu 15:00", "pause")
    found = look(log, "Mon", "Fri")
    assert (found["flow_efficiency"], found["headwind"], found["touch"]) == (26 / 80, 0.6, 0.1)


def test_percentile_oracle() -> None:
    assert [nearest_rank(CYCLES, percent) for percent in (50, 70, 85, 95)] == [3, 5, 8, 12]


@pytest.mark.parametrize("noted", [True, False])
def test_switches_oracle(noted: bool) -> None:
    found = look(the_day(noted=noted), "Mon", "2026-11-04")["focus"]
    assert (found["switches"], found["chosen"], found["blocked"], found["interrupted"]) == (3, 2, 1, 0)
    assert (found["transitions"], found["interruptions"]) == (1, 1)
    assert found["ms"] - 10 * 60_000 == (164 * 60 + 40) * 1000  # and ten minutes on Tuesday
    found = look(the_day(noted=noted), "Mon", "Tue")["focus"]
    assert round(found["per_hour"], 2) == 1.09


def test_reopen_oracle() -> None:
    found = look(reopen_log(), "Mon", "2026-11-09")
    assert (found["entries"], found["exits"], found["net_flow"], found["wip"]["now"]) == (3, 4, -1, 1)
    counts = {row["date"]: row["count"] for row in found["throughput_by_day"]}
    assert (counts["2026-11-03"], counts["2026-11-08"]) == (0, 2)
    assert (found["cycle_days"]["values"], found["dropped"], found["wip"]["shelved"]) == ([9], 1, 1)


def test_forecast_oracle() -> None:
    sample = [0, 1, 1, 2]
    by_day = forecast.chance_by_day(sample, 4, 20)
    assert [next(n for n, chance in enumerate(by_day) if chance >= share) for share in (0.5, 0.85, 0.95)] == [4, 6, 7]
    at_least = forecast.chance_of_at_least(sample, 5)
    assert [max(n for n, chance in enumerate(at_least) if chance >= share) for share in (0.5, 0.85)] == [5, 3]


def test_import_oracle() -> None:
    log = Log()
    log.task("captured long ago, never started", "created 2026-03-24 09:00")
    for number in range(24):
        log.task(f"t{number}", f"doing {NOW.date() - timedelta(days=24 - number)} 09:00")
        log.write("tasks", number + 2, f"{NOW.date() - timedelta(days=24 - number)} 10:00", state="done")
    sample = forecast.sample_of(pasts_of(log.data, ms_of(NOW)), NOW.date(), BERLIN)
    assert sample == [1] * 24
    by_day = forecast.chance_by_day(sample, 4, 20)
    assert next(n for n, chance in enumerate(by_day) if chance >= 0.85) == 4
    assert figures(log.data, NOW, BERLIN)["window"]["from"] == at("2026-11-30")


def test_first_minute_oracle() -> None:
    fixture = BoardFixture()
    ids = [
        fixture.add("Write the report", due=str(fixture.board.today + timedelta(days=4))),
        fixture.add("b"),
        fixture.add("c"),
    ]
    for task in ids:
        fixture.clock.advance(seconds=20)
        fixture.ok(c.Start((task,)))
    now = ms_of(fixture.clock.now())
    found = level.status(fixture.data, pasts_of(fixture.data, now), now, BERLIN)
    assert (found["level"], found["strains"]) == ("full", {})


def test_level_oracle() -> None:
    assert level_of(level_log()) == ("overloaded", ["age", "waiting"])
    assert level_of(level_log(follow_up=-1)) == ("full", ["age"])
    log = level_log()
    log.write("tasks", 22, day(0, "13:55"), state="done")
    assert level_of(log) == ("calm", ["waiting"])
    assert level_of(level_log(follow_up=-1, doing=(1, 1, 1, 1)))[0] == "overloaded"
    assert level_of(level_log(follow_up=-1, doing=(8, 3, 2))) == ("full", [])


def test_value_oracle() -> None:
    log = Log()
    log.setting("Mon 08:00", **{"rate:acme": 80, "rate:hobby": 0})
    a = log.task("A", "doing Mon 08:00", project="acme", materials=50)
    b = log.task("B", "doing Mon 08:00", project="acme")
    shelved = log.task("C", "doing Mon 08:00", "ready Tue 08:00", project="hobby")
    log.stint(a, "Mon 08:00", "Mon 14:00")
    log.stint(b, "Mon 14:00", "Mon 16:30")
    log.stint(shelved, "Mon 16:30", "Mon 17:30")
    assert look(log, "Mon", "Fri")["value"] == {"hours": 9.5, "amount": 730}


def test_schedule_oracle() -> None:
    settings = {"schedule": parse_schedule("mon-fri 09-12 1; mon-fri 12-18 3; 2")}
    clocks = ("2026-11-24 11:59", "2026-11-24 12:00", "2026-11-28 12:00")
    assert [limits_at(settings, ms_of(at(clock)), BERLIN)["doing"] for clock in clocks] == [1, 3, 2]
