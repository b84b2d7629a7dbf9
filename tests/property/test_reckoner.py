"""Every figure that the commands print, over random pasts, is what a second reckoner says (see :mod:`reckoner`).

``RECKONER_PASTS=400`` looks at more pasts than the default.
"""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from typing import Any

import pytest
from fakes import FakeStore
from reckoner import forecast, level
from reckoner.days import date_of
from reckoner.figures import figures
from reckoner.flow import is_consistent
from reckoner.history import ms_of, ms_of_stamp, pasts_of, time_of
from reckoner.pasts import Lived, live

from wiptui.cli.main import run
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds, id_number
from wiptui.service import Service

PASTS = int(os.environ.get("RECKONER_PASTS", "40"))


def asked(past: Lived, *words: str) -> Any:
    """What a command prints about the board with this past."""
    store = FakeStore({"data": past.board.data})
    service = Service(store, FixedClock(past.board.at, past.zone), SeededIds(1))
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(printed):
        assert run((*words, "--json"), lambda _: service, lambda _: True) == 0, words
        printed.flush()
    return json.loads(printed.buffer.getvalue())  # type: ignore[attr-defined]


def as_of(data: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Only what was stamped by then."""
    kept = {
        table: {
            key: {"_log": {stamp: patch for stamp, patch in row["_log"].items() if ms_of_stamp(stamp) <= ms_of(at)}}
            for key, row in rows.items()
            if row.get("_log") and time_of(min(row["_log"]), row["_log"]) <= ms_of(at)
        }
        for table, rows in data.items()
    }
    return {table: {key: row for key, row in rows.items() if row["_log"]} for table, rows in kept.items()}


def differences(found: Any, expected: Any, where: str = "") -> Iterator[str]:
    """Where two figures differ; a rounding of the last digits is none."""
    if isinstance(expected, dict) and expected.keys() <= found.keys():
        for name in expected:
            yield from differences(found[name], expected[name], f"{where}.{name}")
    elif isinstance(expected, list) and len(expected) == len(found):
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif isinstance(expected, float) and isinstance(found, int | float):
        if found != pytest.approx(expected, rel=1e-6, abs=1e-6):
            yield f"{where}: {found} is not {expected}"
    elif found != expected:
        yield f"{where}: {found} is not {expected}"


def compare_stats(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    found["window"] = {name: datetime.fromisoformat(text) for name, text in found["window"].items()}
    # Whole seconds and minutes that went by.
    expected["focus"]["seconds"] = expected["focus"].pop("ms") // 1000
    expected["over_limit_minutes"] = int(expected["over_limit_minutes"])
    wrong = list(differences(found, expected))
    if (found["little"]["verdict"] == "consistent") is not is_consistent(expected["little"]):
        wrong.append(f".little: {found['little']}")
    return wrong


def windows(past: Lived, dice: random.Random) -> Iterator[tuple[datetime | None, datetime | None]]:
    """From the beginning, whole days, the last weeks, and edges on the very instant of an act."""
    yield None, None
    now = past.board.at
    midnight = now.astimezone(past.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    yield midnight - timedelta(days=dice.choice([1, 3, 28])), None
    if past.times:
        edges = sorted(min(now, dice.choice(past.times)) for _ in range(2))
        if edges[0] < edges[1]:
            yield edges[0], edges[1]
        yield None, edges[1]


def wrong_stats(past: Lived, dice: random.Random) -> Iterator[str]:
    for since, until in windows(past, dice):
        words = [
            word
            for name, at in (("--since", since), ("--until", until))
            if at is not None
            for word in (name, at.isoformat())
        ]
        found = asked(past, "stats", *words)
        for line in compare_stats(found, figures(past.board.data, past.board.at, past.zone, since, until)):
            yield f"stats {since} {until} {line}"
    if past.times:
        then = min(dice.choice(past.times) + timedelta(milliseconds=dice.choice([5, 5, 500])), past.board.at)
        found = asked(past, "stats", "--as-of", then.isoformat())
        for line in compare_stats(found, figures(as_of(past.board.data, then), then, past.zone)):
            yield f"stats as of {then} {line}"


def wrong_status(past: Lived, dice: random.Random) -> Iterator[str]:
    moments = [(past.board.at, past.board.data, [])]
    for _ in range(6 if past.times else 0):
        then = dice.choice(past.times) + timedelta(minutes=dice.choice([0, 0, 4, 5, 59, 60, 62, 64.5]), milliseconds=5)
        if then <= past.board.at:
            moments.append((then, as_of(past.board.data, then), ["--as-of", then.isoformat()]))
    for at, data, words in moments:
        found = asked(past, "status", *words)
        expected = level.status(data, pasts_of(data, ms_of(at)), ms_of(at), past.zone)
        told = {rule["rule"]: (rule["value"], rule["threshold"]) for rule in found.pop("strains")}
        strains = expected.pop("strains")
        expected["strains"] = {name: pair for name, pair in strains.items() if pair and name in told}
        found["strains"], found["names"], expected["names"] = told, sorted(told), sorted(strains)
        found["over"].sort()
        for line in differences(found, expected):
            yield f"status as of {at} {line}"


def wrong_list(past: Lived) -> Iterator[str]:
    data, now = past.board.data, ms_of(past.board.at)
    today = date_of(now, past.zone)
    pasts = {past.id: past for past in pasts_of(data, now)}
    found = asked(past, "list", "--all")
    if len(found) != len(pasts):
        yield f"list: {len(found)} tasks are not {len(pasts)}"
    for row in found:
        task = pasts[id_number(row["id"])]
        begun, done, open_ = task.first_start, task.ended("done"), task.phase not in ("done", "dropped")
        first = date_of(begun, past.zone) if begun is not None else None
        expected = {
            "age_days": (today - first).days + 1 if first is not None and open_ else None,
            "cycle_days": (date_of(done, past.zone) - first).days + 1 if first is not None and done else None,
            "state": "waiting" if task.phase == "queue" else task.phase,
        }
        for line in differences(row, expected):
            yield f"list {row['id']} {line}"


def wrong_forecast(past: Lived, dice: random.Random) -> Iterator[str]:
    now = ms_of(past.board.at)
    today = date_of(now, past.zone)
    tasks, days = dice.randint(1, 12), dice.randint(1, 20)
    found = asked(past, "forecast", str(tasks), "--by", (today + timedelta(days=days)).isoformat())
    sample = forecast.sample_of(pasts_of(past.board.data, now), today, past.zone)
    told = {"days": len(sample), "finished": sum(sample), "enough": forecast.is_enough(sample), "by_day": sample}
    yield from differences(found["sample"], told, "forecast")
    if not forecast.is_enough(sample) or (found["when"] is None) is forecast.is_enough(sample):
        if (found["when"] is None) is forecast.is_enough(sample):
            yield f"forecast: {found['when']} of {told}"
        return
    by_day = forecast.chance_by_day(sample, tasks, forecast.CAP_DAYS)
    at_least = [*forecast.chance_of_at_least(sample, found["by"]["days"]), 0.0]
    for percent in (50, 70, 85, 95):
        share, near = percent / 100, 4 * (percent * (100 - percent) / 10_000 / found["trials"]) ** 0.5
        day = found["when"][f"p{percent}"]["days"]
        if day is not None and not by_day[day - 1] - near <= share <= by_day[day] + near:
            yield f"forecast: {tasks} by day {day} have chances {by_day[day - 1 : day + 1]}, not {share}"
        count = found["how_many"][f"p{percent}"]
        if not at_least[count + 1] - near <= share <= at_least[count] + near:
            yield f"forecast: {count} in {days} days have chances {at_least[count : count + 2]}, not {share}"


@pytest.mark.parametrize("seed", range(PASTS))
def test_every_figure_is_what_the_reckoner_says(seed: int) -> None:
    past = live(seed)
    dice = random.Random(seed)
    assert list(wrong_stats(past, dice)) == []
    assert list(wrong_status(past, dice)) == []
    assert list(wrong_list(past)) == []
    assert list(wrong_forecast(past, dice)) == []
