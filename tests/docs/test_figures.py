"""The worked examples of docs/flow.md and docs/stats.md are true: each is worked out by the program itself.

An example is a block marked ``figures``: what happened, a line each, and below it what comes out, ``name = value``.
Times are of the week that begins on Monday 2 November 2026, in Berlin; without ``now`` it is the Saturday after it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from unit.metrics.flowlog import Log, at

import wiptui
from wiptui.domain.core.clock import to_ms
from wiptui.domain.tasks.task import time_text
from wiptui.metrics.figures import percents
from wiptui.metrics.flow.age_trend import ages_by_day
from wiptui.metrics.flow.control_limits import xmr
from wiptui.metrics.flow.daily_series import cfd as cfd_of
from wiptui.metrics.flow.daily_series import cfd_since
from wiptui.metrics.flow.totals import Spread
from wiptui.metrics.forecast.monte_carlo import at_least, how_many, when
from wiptui.metrics.forecast.outlook import seed_of
from wiptui.metrics.forecast.regime import regime
from wiptui.metrics.forecast.track_record import LINES, lines_of
from wiptui.metrics.log.ledger import Ledger
from wiptui.metrics.overload.limit_advisor import AtWip
from wiptui.metrics.percentile import nearest_rank
from wiptui.metrics.review.permutation_test import compare
from wiptui.metrics.stats import stats

ROOT = Path(wiptui.__file__).parent.parent
BLOCK = re.compile(r"^### (?P<head>[^\n]+)\n(?:(?!^### ).)*?^```figures\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("docs/flow.md", "docs/stats.md")


def blocks() -> Iterator[Any]:
    for page in PAGES:
        for found in BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
            yield pytest.param(found["body"], id=f"{page}: {found['head']}")


EXAMPLES = list(blocks())


class Example:
    """Reads the lines of an example, and looks figures up."""

    def __init__(self) -> None:
        self.log = Log()
        self.ids: dict[str, int] = {}
        self.edges: dict[str, str] = {"now": "2026-11-07 00:00"}
        self.made: dict[str, Any] = {}

    def read(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word.endswith(":"):
            self._task(word[:-1], rest)
        elif word in ("now", "since", "until"):
            self.edges[word] = rest
        elif word == "focus":
            name, day, span, cause = rest.split()
            start, end = span.split("-")
            self.log.stint(self.ids[name], f"{day} {start}", f"{day} {end}", cause)
        elif word == "set":
            name, value, when_ = rest.split(" ", 2)
            self.log.setting(when_, **{name: json.loads(value)})
        else:
            self.made |= MADE[word](list(map(int, rest.replace(";", " ").split())))

    def _task(self, name: str, moves: str) -> None:
        for move in moves.split(", "):
            state, day, clock, *who = move.split()
            when_ = f"{day} {clock}"
            fields: dict[str, Any] = {"waiting_on": who[0]} if who else {}
            if state == "resolved":
                fields["resolved_at"] = time_text(at(when_))
            else:
                fields["state"] = "ready" if state == "captured" else state
            if name not in self.ids:
                self.ids[name] = len(self.ids) + 1
                fields["title"] = name
            self.log.write("tasks", self.ids[name], when_, **fields)

    def figure(self, name: str) -> Any:
        if self.made:
            return self.made[name]
        board = self.log.board(self.edges["now"])
        since = at(self.edges["since"]) if "since" in self.edges else None
        until = at(self.edges["until"]) + timedelta(days=1) if "until" in self.edges else None
        found: Any = stats(board, since, until)
        if name.startswith(("age.", "cfd.")):
            ledger = Ledger(board)
            begin = ledger.recorded_from if since is None else to_ms(since)
            end = ledger.now + 1 if until is None else to_ms(until)
            age = ages_by_day(ledger, begin or 0, end)[-1]
            last = cfd_since(ledger, begin or 0, cfd_of(ledger, begin or 0, end)[-1])
            found = {
                "age": {"days": list(age.ages), "mean": age.average, "p85": age.pace.p85},
                "cfd": {"started": last.started, "exited": last.exited, "in_work": last.wip},
            }
        for part in name.split("."):
            found = found[part]
        return found


def _weeks(counts: list[int]) -> dict[str, Any]:
    found = xmr(counts)
    assert found is not None
    return {"mean": found.mean, "low": found.low, "high": found.high}


def _values(days: list[int]) -> dict[str, Any]:
    return {f"p{p}": nearest_rank(sorted(days), p) for p in (50, 70, 85, 95)}


def _forecast(numbers: list[int]) -> dict[str, Any]:
    """The number of tasks, the number of days, and the days of the sample."""
    tasks, length, *days = numbers
    seed = seed_of(at("Mon").date())
    within, done = when(days, tasks, seed), how_many(days, length, seed)
    assert within is not None and done is not None
    exact = dict(zip(LINES, lines_of(days, tasks) or (), strict=True))
    return {f"p{p}": within.p(p) for p in (50, 85, 95)} | {
        "at_least.p50": at_least(done, 50), "at_least.p85": at_least(done, 85), "exact.p85": exact[85],
    }  # fmt: skip


def _sample(days: list[int]) -> dict[str, Any]:
    found = regime(days)
    assert found is not None
    return {"lately": found.finished, "expected": found.expected}


def _levels(numbers: list[int]) -> dict[str, Any]:
    row = AtWip(1, tuple(numbers), Spread(()))
    low, high = row.per_day_range()
    return {"a_day": row.per_day, "low": low, "high": high}


def _sides(numbers: list[int]) -> dict[str, Any]:
    half = len(numbers) // 2
    found = compare(numbers[:half], numbers[half:], 1)
    return {"by_chance": found.by_chance}


MADE = {
    "weeks": _weeks,
    "days": _values,
    "forecast": _forecast,
    "sample": _sample,
    "level": _levels,
    "sides": _sides,
    "judge": lambda numbers: {"kept": Spread(tuple(sorted(numbers[1:]))).kept(numbers[0])},
    "shares": lambda parts: {"percents": list(percents(parts))},
}


@pytest.mark.parametrize("body", EXAMPLES)
def test_an_example_is_true(body: str) -> None:
    example = Example()
    checked = 0
    for line in filter(None, map(str.strip, body.splitlines())):
        said = re.fullmatch(r"([\w.]+) = (.+)", line)
        if said is None:
            example.read(line)
            continue
        found, wanted = example.figure(said[1]), json.loads(said[2])
        assert found == (wanted if isinstance(wanted, list | str) else pytest.approx(wanted, abs=0.006)), line
        checked += 1
    assert checked, "an example shows what comes out"


def test_every_figure_has_its_example_and_says_what_it_cannot() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        made = text.partition("## How each figure is made")[2].partition("\n## ")[0]
        sections = re.split(r"^### ", made, flags=re.MULTILINE)[1:]
        assert len(sections) >= 4, page
        for section in sections:
            head = section.partition("\n")[0]
            assert "```figures\n" in section, f"{page}: {head} has no example"
            assert "It cannot say" in section, f"{page}: {head} says nothing of its limits"
