"""Worked examples (Europe/Berlin), with their numbers."""

from __future__ import annotations

from typing import Any

import pytest
from unit.metrics.flowlog import Log, at

from wiptui.metrics.flow.control_limits import xmr
from wiptui.metrics.flow.investment import investment
from wiptui.metrics.focus.sessions import read_focus
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.stats import stats

NOW = "2026-12-24 12:00"


def look(log: Log, since: str, until: str, now: str = NOW) -> dict[str, Any]:
    return stats(log.board(now), at(since), at(until))


def test_dst_oracle() -> None:
    log = Log()
    log.task("a", "created 2026-03-27 10:00", "doing 2026-03-28 22:00", "done 2026-03-29 06:00")
    found = look(log, "2026-03-27", "2026-03-30")
    assert (found["cycle_days"]["values"], found["lead_days"]["values"]) == ([2], [3])
    assert found["time_in_wip_hours"]["total"] == 7


def test_a_day_is_local() -> None:
    log = Log()
    log.task("a", "doing 2026-06-30 20:00", "done 2026-07-01 00:30")  # 2026-06-30T22:30Z
    assert look(log, "2026-07-01", "2026-07-02")["throughput_by_day"] == [{"date": "2026-07-01", "count": 1}]
    assert look(log, "2026-06-30", "2026-07-01")["throughput"] == 0


def little_log() -> Log:
    log = Log()
    log.task("A", "created Mon 05:00", "doing Mon 06:00", "done Wed 06:00")
    log.task("B", "created Mon 05:00", "doing Mon 12:00", "done Tue 12:00")
    log.task("C", "created Mon 05:00", "doing Tue 06:00", "done Thu 18:00")
    return log


def test_little_oracle_over_the_week() -> None:
    found = look(little_log(), "Mon 00:00", "Fri 00:00")
    assert found["little"] == {
        "L": 1.375, "lambda": 0.75, "W": pytest.approx(1.8333, abs=1e-4), "r": pytest.approx(1.0),
        "verdict": "consistent",
    }  # fmt: skip
    assert found["time_in_wip_hours"]["total"] / 24 == 5.5
    assert found["cycle_days"]["values"] == [2, 3, 3]
    assert [row["started"] for row in found["cfd"]] == [2, 3, 3, 3]
    assert [row["exited"] for row in found["cfd"]] == [0, 1, 2, 3]
    assert (found["net_flow"], found["wip"]["peak"], found["wip"]["now"]) == (0, 3, 0)


def test_little_oracle_over_two_days_names_what_broke() -> None:
    found = look(little_log(), "Mon 00:00", "Wed 00:00")
    assert {name: found["little"][name] for name in ("L", "lambda", "W", "r")} == {
        "L": 1.75, "lambda": 0.5, "W": 1.0, "r": 3.5,
    }  # fmt: skip
    assert (found["net_flow"], found["little"]["verdict"]) == (2, "not stable: 2 more came in than went out")


def efficiency_log() -> Log:
    log = Log()
    x = log.task("X", "doing Mon 09:00")
    log.stint(x, "Mon 09:00", "Mon 11:00", "wait")
    log.write("tasks", x, "Mon 11:00", state="waiting", waiting_on="Ana")
    log.write("tasks", x, "Wed 11:00", resolved_at="2026-11-04T10:00:00.000Z")
    log.write("tasks", x, "Wed 17:00", state="doing", waiting_on=None, resolved_at=None)
    log.stint(x, "Wed 17:00", "Wed 18:00", "pause")
    log.write("tasks", x, "Thu 09:00", state="done")
    return log


def test_efficiency_oracle() -> None:
    found = look(efficiency_log(), "Mon", "Fri")
    assert found["time_in_wip_hours"] == {"total": 72, "doing": 18, "waiting": 48, "queue": 6}
    assert (found["flow_efficiency"], found["cycle_days"]["values"]) == (0.25, [4])
    assert found["headwind"] == pytest.approx(0.667, abs=5e-4)
    assert found["own_queue"] == pytest.approx(0.083, abs=5e-4)
    assert found["touch"] == pytest.approx(0.0417, abs=5e-5)


def test_efficiency_oracle_sums_over_sums() -> None:
    log = efficiency_log()
    y = log.task("Y", "doing Thu 10:00", "done Thu 18:00")
    log.stint(y, "Thu 10:00", "Thu 15:00", "pause")
    found = look(log, "Mon", "Fri")
    assert (found["flow_efficiency"], found["headwind"], found["touch"]) == (26 / 80, 0.6, 0.1)


def reopen_log() -> Log:
    log = Log()
    log.task("P", "doing 2026-10-31 09:00", "done Tue 10:00", "doing Fri 10:00", "done Sun 10:00")
    log.task("Q", "doing 2026-11-01 09:00", "dropped Thu 10:00")
    log.task("R", "doing Mon 10:00")
    log.task("S", "doing Wed 10:00", "ready Sat 10:00")
    log.task("T", "created Mon 10:00", "done Sun 11:00")
    return log


def test_reopen_oracle() -> None:
    found = look(reopen_log(), "Mon", "2026-11-09")
    assert (found["entries"], found["exits"], found["net_flow"], found["wip"]["now"]) == (3, 4, -1, 1)
    counts = {row["date"]: row["count"] for row in found["throughput_by_day"]}
    assert (counts["2026-11-03"], counts["2026-11-08"], len(counts)) == (0, 2, 7)
    assert found["cycle_days"]["values"] == [9]
    assert (found["dropped"], found["wip"]["shelved"], found["restated"]) == (1, 1, ["2026-11-03"])
    assert found["cfd"][-1]["started"] - found["cfd"][-1]["exited"] == 1


def test_value_oracle() -> None:
    log = Log()
    log.setting("Mon 08:00", **{"rate:acme": 80, "rate:hobby": 0})
    a = log.task("A", "doing Mon 08:00", project="acme", materials=50)
    b = log.task("B", "doing Mon 08:00", project="acme")
    c = log.task("C", "doing Mon 08:00", "ready Tue 08:00", project="hobby")
    log.stint(a, "Mon 08:00", "Mon 14:00")
    log.stint(b, "Mon 14:00", "Mon 16:30")
    log.stint(c, "Mon 16:30", "Mon 17:30")
    assert look(log, "Mon", "Fri")["value"] == {"hours": 9.5, "amount": 730}
    board = log.board(NOW)
    found = investment(Ledger(board), read_focus(board), 10**15)
    assert [(row.project, row.hours, row.materials, row.amount) for row in found.projects] == [
        ("acme", 8.5, 50, 730), ("hobby", 1, 0, 0),
    ]  # fmt: skip


def test_value_counts_the_materials_of_a_project_once_and_is_unknown_without_any_rate() -> None:
    log = Log()
    a = log.task("A", "doing Mon 08:00", project="acme")
    log.task("B", "waiting Mon 08:00", project="acme")
    log.stint(a, "Mon 08:00", "Mon 14:00")
    assert look(log, "Mon", "Fri")["value"] == {"hours": 6, "amount": None}
    log.setting("Mon 09:00", **{"materials:acme": 50})
    assert look(log, "Mon", "Fri")["value"] == {"hours": 6, "amount": 50}
    log.setting("Mon 10:00", rate=10)
    assert look(log, "Mon", "Fri")["value"] == {"hours": 6, "amount": 110}


def test_xmr_oracle() -> None:
    found = xmr([4, 5, 3, 6, 4, 5, 4, 5])
    assert found is not None
    assert (found.mean, round(found.low, 2), round(found.high, 2)) == (4.5, 0.32, 8.68)
    assert (found.is_signal(8), found.is_signal(9)) == (False, True)
    assert xmr([4, 5, 3, 6, 4, 5, 4]) is None
