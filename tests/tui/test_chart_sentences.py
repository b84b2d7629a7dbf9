"""Every sentence of every chart, read against the figures: its numbers are in the data, and none claims too much.

Each reader works the numbers of a sentence out anew, from the table of the chart and from what was put into the log,
in the order in which the sentence names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from unit.metrics.flowlog import Log

from wiptui.metrics.flow.control_limits import doubt
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.charts.model import Chart, Facts, read_facts

TODAY = date(2026, 11, 22)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass
class Past:
    """A log, and what was put into it."""

    log: Log = field(default_factory=Log)
    cycles: list[tuple[int, int]] = field(default_factory=list)
    """``(days ago, cycle time)`` of each finished task."""
    open: list[int] = field(default_factory=list)
    """Ages of what is in work."""

    def finish(self, ago: int, cycle: int) -> None:
        """One more of a day is worked on an hour later: at most one task has the focus."""
        done, hour = TODAY - timedelta(days=ago), 10 + sum(ago == other for other, _ in self.cycles)
        task = self.log.task("done", f"doing {done - timedelta(days=cycle - 1)} 09:00", f"waiting {done} 09:30")
        self.log.write("tasks", task, f"{done} {hour}:00", state="doing")
        self.log.write("tasks", task, f"{done} {hour}:50", state="done")
        self.log.stint(task, f"{done} {hour}:00", f"{done} {hour}:40", "switch")
        self.cycles.append((ago, cycle))

    def start(self, age: int) -> None:
        self.log.task("open", f"doing {TODAY - timedelta(days=age - 1)} 08:00")
        self.open.append(age)

    def lately(self, days: int) -> list[int]:
        """Cycle times of the last days, ascending."""
        return sorted(cycle for ago, cycle in self.cycles if ago < days)


def few(count: int) -> Past:
    past = Past()
    for n in range(count):
        past.finish(2 * n + 1, n % 4 + 1)
    for age in (1, 3, 12)[: count and 3]:
        past.start(age)
    return past


def zero_weeks() -> Past:
    past = Past()
    for n in range(12):
        past.finish(80 - n % 3, 2)
    past.start(4)
    return past


def outlier() -> Past:
    past = few(20)
    past.finish(2, 400)
    return past


def busy() -> Past:
    """Enough for limits, an expectation and a record."""
    past = Past()
    for n in range(85):
        for more in range(1 + n % 3):
            past.finish(n + 1, 1 + (n + more) % 6)
    for age in (2, 9, 30):
        past.start(age)
    return past


PASTS: dict[str, Callable[[], Past]] = {
    **{str(n): (lambda n=n: few(n)) for n in (0, 1, 4, 5, 11, 12, 20)},  # type: ignore[misc]
    "all-zero weeks": zero_weeks,
    "one giant outlier": outlier,
    "busy": busy,
}


@cache
def past_of(name: str) -> Past:
    return PASTS[name]()


@cache
def facts_of(name: str) -> Facts:
    return read_facts(past_of(name).log.board(f"{TODAY} 12:00"), 1)


def numbers(text: str) -> list[str]:
    return [number.replace(",", "") for number in NUMBER.findall(text)]


def rank(values: list[int], p: int) -> int:
    return values[-(-p * len(values) // 100) - 1]


def rate(value: float) -> str:
    return "0" if value == 0 else f"{value:.2f}" if value < 1 else f"{value:.1f}"


def focus_length(hours: float) -> str:
    return f"{hours * 60:.0f}" if hours < 1 else f"{hours:.1f}"


def in_percent(share: float) -> str:
    """«under 1%» and «over 99%» claim neither nothing nor all."""
    return "1" if 0 < share < 0.01 else "99" if 0.99 < share < 1 else f"{100 * share:.0f}"


def column(made: Chart, place: int) -> list[float]:
    return [float(row[place].split()[0]) for row in made.rows]


# --- one reader a chart


def ageing(made: Chart, past: Past) -> list[str]:
    if not past.open:
        return []
    lately = past.lately(90)
    p85 = rank(lately, 85) if len(lately) >= 12 else 7
    assert column(made, 1) == sorted(past.open, reverse=True)
    older = sum(age > p85 for age in past.open)
    said = [str(max(past.open)), *(["85"] if len(lately) >= 12 else []), str(p85)]
    return [*said, str(older)] if older > 1 else said


def age_trend(made: Chart, past: Past) -> list[str]:
    worked = [row for row in made.rows if row[1] != "0"]
    if not worked:
        return []
    first, last = worked[0], made.rows[-1]
    begun = [rate(float(first[2])), str(date.fromisoformat(first[0]).day)]
    if last[1] == "0":
        return begun
    assert (int(last[1]), int(last[3])) == (len(past.open), max(past.open))
    assert float(last[2]) == pytest.approx(sum(past.open) / len(past.open), abs=0.005)
    p85 = last[4].split()[0]
    assert int(last[5]) == sum(age > int(p85) for age in past.open)
    p85_words = ["85"] if "default" not in last[4] else []
    return [rate(float(last[2])), *begun, last[3], last[5], last[1], *p85_words, p85]


def cycle(made: Chart, past: Past) -> list[str]:
    values = sorted(int(row[2]) for row in made.rows)
    assert values == past.lately(90)
    n = len(values)
    if n < 5:
        return [str(n), *(map(str, dict.fromkeys((values[0], values[-1]))))] if n else []
    if n < 12:
        return [str(n), str(rank(values, 50)), str(values[-1])]
    judged = past.lately(28)
    made_from = sorted(days for ago, days in past.cycles if 28 <= ago < 118)
    said = ["85", str(n), str(rank(values, 85))]
    if len(made_from) < 12:
        return [*said, str(len(made_from)), "90", "28", "12"]
    within = rank(made_from, 85)
    said += ["85", str(within), str(len(made_from))]
    if len(judged) < 5:
        return [*said, str(len(judged)), "28"]
    kept = sum(days <= within for days in judged) / len(judged)
    return [*said, in_percent(kept), str(len(judged)), "28"]


def throughput(made: Chart, past: Past) -> list[str]:
    counts = [int(row[1]) for row in made.rows]
    total = sum(ago < 90 for ago, _ in past.cycles)
    assert sum(counts) == total
    if not total:
        return []
    recorded = recorded_days(past)
    whole = counts[0 if recorded[0].weekday() == 0 else 1 : -1]
    mean = sum(whole) / len(whole) if whole else 0
    moving = sum(abs(b - a) for a, b in pairwise(whole)) / max(len(whole) - 1, 1)
    if len(whole) >= 8 and mean >= 1 and moving:
        low, high = max(mean - 2.66 * moving, 0), mean + 2.66 * moving
        outside = sum(not mean - 2.66 * moving <= count <= high for count in whole[:-1])
        sides = [(count > mean) - (count < mean) for count in whole]
        run = next((n for n, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))
        said = [rate(mean), str(whole[-1])]
        is_outside = not mean - 2.66 * moving <= whole[-1] <= high
        said += [str(run)] if not is_outside and run >= 8 and sides[-1] else []
        return [*said, rate(low), rate(high), *([str(outside)] if outside else [])]
    why = ["8"] if len(whole) < 8 else [rate(mean), "1"] if mean < 1 else []
    return [str(total), str(len(recorded)), *why]


def recorded_days(past: Past) -> list[date]:
    """The days of the window, which begins where recording began."""
    firsts = [TODAY - timedelta(days=ago + days - 1) for ago, days in past.cycles]
    firsts += [TODAY - timedelta(days=age - 1) for age in past.open]
    first = max(min(firsts), TODAY - timedelta(days=89))
    return [first + timedelta(days=n) for n in range((TODAY - first).days + 1)]


def wip(made: Chart, past: Past) -> list[str]:
    averages = column(made, 1)
    if len(averages) < 5:
        assert made.doubt and "average" not in made.sentence
        peak = int(max(column(made, 2), default=0))
        return [str(peak)] if peak else []
    weights = [24.0] * (len(averages) - 1) + [12.0]
    for place, row in enumerate(made.rows):
        weights[place] = 25.0 if row[0] == "2026-10-25" else weights[place]
    average = sum(a * w for a, w in zip(averages, weights, strict=True)) / sum(weights)
    said = numbers(made.sentence)
    assert float(said[0]) == pytest.approx(average, abs=0.06)
    over = said[2:]
    assert bool(over) == ("Over a limit" in made.sentence)
    return [said[0], str(int(max(column(made, 2)))), *over]


def cfd(made: Chart, past: Past) -> list[str]:
    if not made.rows or made.sentence.startswith("Nothing"):
        return []
    came, left, work = (int(made.rows[-1][place]) for place in (2, 3, 5))
    assert work == len(past.open)
    return [str(came), str(left), *([str(abs(came - left))] if came != left else []), str(work)]


def forecast(made: Chart, past: Past) -> list[str]:
    if "nothing to forecast" in made.sentence:
        assert not past.open
        return []
    days = len([day for day in recorded_days(past) if day < TODAY][-60:])
    done = sum(1 <= ago <= 60 for ago, _ in past.cycles)
    if made.doubt:
        return [str(days), str(done), "20", "12"]
    n = len(past.open)
    (_, _, outcome) = next(row for row in made.rows if row[1] == "85%" and row[0] == f"{n} more finished")
    said = [str(n), outcome.split(", ")[1].split()[0], "85"]
    counts = [sum(ago == back for ago, _ in past.cycles) for back in range(days, 0, -1)]
    before, lately = counts[:-14], counts[-14:]
    if "the last 14 days" in made.sentence:
        return [*said, "14", str(sum(lately)), rate(sum(before) * 14 / len(before))]
    return said


def time(made: Chart, past: Past) -> list[str]:
    if not made.rows:
        return []
    hours = column(made, 1)
    said = numbers(made.sentence)
    assert sum(map(int, said[:3])) == 100
    for percent, hour in zip(said[:3], hours, strict=True):
        assert abs(float(percent) - 100 * hour / sum(hours)) < 1
    focus = 40 / 60 * sum(ago < 90 for ago, _ in past.cycles)
    return [*said[:3], *([in_percent(focus / sum(hours))] if focus else [])]


def switches(made: Chart, past: Past) -> list[str]:
    worked = [row for row in made.rows if float(row[3])]
    if not worked:
        return []
    total = sum(int(row[1]) for row in made.rows)
    count = sum(ago < 90 for ago, _ in past.cycles)
    hours = 40 / 60 * count
    assert sum(float(row[3]) for row in made.rows) == pytest.approx(hours, abs=0.01 * len(worked))
    if not total:
        assert made.sentence.startswith("No switch")
        return [focus_length(hours), str(count)]
    kinds = numbers(made.sentence)[-4:-1]
    assert sum(map(int, kinds)) == total
    return [str(total), focus_length(hours), rate(total / hours), *kinds, str(count)]


def days(made: Chart, past: Past) -> list[str]:
    if not made.rows:
        return []
    outside = 40 / 60 * sum(ago < 90 and (TODAY - timedelta(days=ago)).weekday() >= 5 for ago, _ in past.cycles)
    tail = [focus_length(outside), "8", "18"] if outside else []
    spans = [row[1].split("-") for row in made.rows]
    begun, over = (sorted(tuple(map(int, span[at].split(":"))) for span in spans) for at in (0, 1))
    if len(spans) < 5:
        return [str(len(spans)), str(begun[0][0]), f"{begun[0][1]:02}", *tail]
    half = -(-len(spans) // 2) - 1
    clock = [number for hour, minute in (begun[half], over[half]) for number in (str(hour), f"{minute:02}")]
    return [*clock[:2], str(len(spans)), *clock[2:], *tail]


def bottleneck(made: Chart, past: Past) -> list[str]:
    said = numbers(made.sentence)
    if made.doubt:
        return [said[0], "5"]
    top = max(float(row[3]) for row in made.rows if row[0] == "By state")
    assert abs(float(said[0]) - 100 * top) < 1
    return said


def value(made: Chart, past: Past) -> list[str]:
    if not past.open:
        return []
    assert not sum(column(made, 2)) and made.sentence.startswith("No focus"), "what is open had no focus"
    return [str(len(past.open))]


READERS: dict[str, Callable[[Chart, Past], list[str]]] = {
    "Ageing": ageing, "Cycle time": cycle, "Throughput": throughput, "WIP": wip, "CFD": cfd, "Age trend": age_trend,
    "Forecast": forecast, "Time": time, "Switches": switches, "Days": days, "Bottleneck": bottleneck, "Tied up": value,
}  # fmt: skip


def test_every_chart_has_its_reader() -> None:
    assert list(READERS) == [name for name, _ in EVERY]


@pytest.mark.parametrize("past", PASTS)
@pytest.mark.parametrize("name", READERS)
def test_the_numbers_of_a_sentence_are_those_of_the_data(name: str, past: str) -> None:
    made = dict(EVERY)[name](facts_of(past))
    assert numbers(made.sentence) == READERS[name](made, past_of(past)), made.sentence


@pytest.mark.parametrize("past", PASTS)
def test_nothing_is_claimed_below_its_least_n(past: str) -> None:
    n = len(past_of(past).lately(90))
    for name, make in EVERY:
        made = make(facts_of(past))
        shown = "" if made.doubt else made.drawn(100, 20).text()
        assert "nan" not in made.sentence.lower() and made.sentence.endswith(".")
        assert any(word in made.evidence for word in ("law", "your data", "default", "rule of thumb")), name
        if name in ("Cycle time", "Throughput"):
            assert bool(made.doubt) == (n < 5)
        if name in ("WIP", "Switches", "Age trend"):
            assert bool(made.doubt) == (counted(made) < 5), name
        if name == "Cycle time":
            assert ("85%" in made.sentence) == (n >= 12) and ("Half of" in made.sentence) == (5 <= n < 12)
            assert ("p85" in shown) == (n >= 12) and ("p95" in shown) <= (n >= 20)
        if name in ("Ageing", "Age trend"):
            assert ("85%" in made.sentence or "p85 (" in made.sentence) <= (n >= 12)
            assert ("default" in made.evidence) == (n < 12)
        if name == "Forecast":
            assert "these tasks" not in made.sentence
            assert bool(made.doubt) or n >= 12
            assert ("trials" in made.note) == (not made.doubt), "no trials are told that were not drawn"


def counted(made: Chart) -> int:
    """Days that a chart has something of: days of the log, with focus, or with work."""
    place = {"wip": None, "switches": 3, "age-trend": 1}[made.id]
    return len(made.rows) if place is None else sum(bool(value) for value in column(made, place))


def test_weeks_without_limits_say_the_mean_that_is_too_low() -> None:
    """12 in 82 days are more than 1 a week; the whole weeks, of which limits are made, had none."""
    made = dict(EVERY)["Throughput"](facts_of("all-zero weeks"))
    assert made.sentence == (
        "12 finished in 82 days; whole weeks have a mean of 0, and limits are drawn from a mean of 1 on."
    )
    assert doubt([1, 1, 1, 1, 1, 1, 1, 0]).startswith("whole weeks have a mean of 0.88,")
    assert doubt([1] * 299 + [0]).startswith("whole weeks have a mean of 0.997,"), "never “1.00”"


def test_a_bottleneck_counts_what_was_in_work_and_not_what_is() -> None:
    made = dict(EVERY)["Bottleneck"](facts_of("11"))
    assert len(past_of("11").open) == 3
    assert made.note == "n=14 tasks"


def test_a_day_without_work_has_no_mean_age() -> None:
    made = dict(EVERY)["Age trend"](facts_of("all-zero weeks"))
    for row, point in zip(made.rows, made.points, strict=True):
        assert ("nothing in work" in point.said) == (row[1] == "0") == ("mean age" not in point.said)


def test_the_day_a_log_begins_is_not_set_beside_itself() -> None:
    log = Log()
    log.task("first", f"doing {TODAY} 09:00")
    facts = read_facts(log.board(f"{TODAY} 12:00"), 1)
    made = dict(EVERY)
    assert made["Age trend"](facts).sentence == (
        "Mean age 1.0 days now; the oldest 1 day. 0 of 1 older than the default (7)."
    )
    assert made["WIP"](facts).sentence == "At most 1 in work at once. Never over a limit."
