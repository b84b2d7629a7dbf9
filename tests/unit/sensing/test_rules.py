"""The rules of noticed focus: a synthetic day with its right answers, a year of random logs beside the reckoner."""

from __future__ import annotations

import os
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reckoner import seen as reckoner

from wiptui.sensing.acts import Act, line_of, read_evidence
from wiptui.sensing.compare import Stint, compare, drift_now, united
from wiptui.sensing.places import Places
from wiptui.sensing.spans import USUAL, Rules, observed, resumption_lags

TAX, PARSER, SHOP = "k7aaa000001", "q3sga000002", "w4bbb000003"
PROJECTS = {TAX: "", PARSER: "acme", SHOP: "web"}
HERE = [("/h/taxes", f"task:{TAX}"), ("/h/code/acme", "project:acme"), ("/h/code/web", "project:web")]
PLACES = Places(PROJECTS, HERE)
T0 = 1_796_032_800 - 1_796_032_800 % 86_400
LATE = T0 + 10 * 86_400


def at(clock: str, seconds: int = 0) -> int:
    hour, minute = clock.split(":")
    return T0 + int(hour) * 3600 + int(minute) * 60 + seconds


class Day:
    """A log, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def shell(self, clock: str, path: str, pid: int = 1, code: int = 0, lasts: int = 0, seconds: int = 0) -> None:
        typed = at(clock, seconds)
        self.lines.append(line_of(typed + lasts, "sh", pid, path, typed, code))

    def editor(self, clock: str, path: str, kind: str = "ed") -> None:
        self.lines.append(line_of(at(clock), kind, 9, path))


def synthetic() -> list[str]:
    """A day at a tax letter, with 27 minutes elsewhere that nobody announced, and an afternoon that was."""
    tax, acme, web = (folder for folder, _ in HERE)
    day = Day()
    day.shell("9:00", tax)
    day.editor("9:02", f"{tax}/letter.md")
    day.editor("9:06", f"{tax}/letter.md", "wr")
    day.shell("9:12", tax)
    day.shell("9:14", acme, 2)  # drifts into acme
    day.editor("9:16", f"{acme}/a.py")
    day.editor("9:23", f"{acme}/a.py", "wr")
    day.shell("9:24", acme, 2, code=1)
    day.editor("9:30", f"{acme}/a.py", "wr")
    day.shell("9:33", web, 3)  # a look of 40 s
    day.shell("9:33", acme, 2, seconds=40)
    day.shell("9:41", acme, 2)
    day.shell("9:44", acme, 2, lasts=40 * 60)  # a build that ends in a background pane at 10:24
    day.shell("9:45", tax)  # back, and the first write 13 minutes later
    day.editor("9:50", f"{tax}/letter.md")
    day.editor("9:58", f"{tax}/letter.md", "wr")
    day.shell("10:05", tax)
    day.editor("10:18", f"{tax}/letter.md", "wr")
    day.shell("10:20", tax)
    day.shell("11:30", web, 3)  # after a break
    day.editor("11:34", f"{web}/i.ts", "wr")
    day.shell("11:44", web, 3)
    day.shell("11:50", "/tmp", 4)
    day.shell("11:51", web, 3)
    day.shell("11:58", web, 3)
    random.Random(3).shuffle(day.lines)
    return [
        *day.lines,
        "garbage line\n",
        "17960637\n",
        "5\tsh\t1\t5\t0\trelative\n",
        "9" * 5000 + "\tsh\t1\t1\t0\t/x\n",
    ]


STINTS = [Stint(at("9:00"), at("10:22"), f"task:{TAX}"), Stint(at("11:31"), at("12:00"), f"task:{SHOP}")]


def test_the_synthetic_day_has_its_right_answers() -> None:
    found = read_evidence(synthetic(), LATE)
    assert found.unreadable == 4
    spans = observed(found.acts, PLACES.target)
    assert [(span.target, span.start, span.end) for span in spans if span.target and span.seconds] == [
        (f"task:{TAX}", at("9:00"), at("9:14")),
        ("project:acme", at("9:14"), at("9:45")),
        (f"task:{TAX}", at("9:45"), at("10:20")),
        ("project:web", at("11:30"), at("11:50")),
        ("project:web", at("11:51"), at("11:58")),
    ]
    seen = compare(spans, STINTS, PLACES)
    assert seen.switches == 3
    assert [(switch.start, switch.after, switch.focus) for switch in seen.unannounced] == [
        (at("9:14"), "project:acme", f"task:{TAX}")
    ]
    assert seen.silent == []
    assert [(drift.target, drift.seconds // 60) for drift in seen.drift] == [("project:acme", 31)]
    lags = resumption_lags(found.acts, spans)
    assert [(lag.target, lag.seconds // 60) for lag in lags] == [(f"task:{TAX}", 13)]


def test_a_focus_close_to_a_switch_announces_it_and_without_one_it_is_silent() -> None:
    spans = observed(read_evidence(synthetic(), LATE).acts, PLACES.target)
    told = [STINTS[0], Stint(at("9:18"), at("9:40"), f"task:{PARSER}")]
    assert [switch.start for switch in compare(spans, told, PLACES).unannounced] == []
    alone = compare(spans, [], PLACES)
    assert (alone.switches, alone.unannounced, len(alone.silent)) == (3, [], 3)


def test_what_was_finished_between_makes_no_switch() -> None:
    spans = observed(read_evidence(synthetic(), LATE).acts, PLACES.target)
    done = [(at("9:13"), f"task:{TAX}")]
    assert compare(spans, STINTS, PLACES, finished=done).switches == 2


def test_a_night_between_makes_no_switch() -> None:
    spans = observed(read_evidence(synthetic(), LATE).acts, PLACES.target)
    assert compare(spans, STINTS, PLACES, day_of=lambda second: second < at("11:00")).switches == 2


def test_drift_is_told_after_ten_minutes_and_not_once_the_person_is_gone_or_back() -> None:
    acts = [Act(at("9:00"), "sh", "/h/taxes"), *(Act(at("9:10", 60 * n), "sh", "/h/code/acme") for n in range(12))]
    focus = Stint(at("9:00"), LATE, f"task:{TAX}")

    def drift(until: str) -> int | None:
        now = at(until)
        spans = observed([act for act in acts if act.at <= now], PLACES.target)
        found = drift_now(spans, focus, PLACES, now=now)
        return found.seconds // 60 if found is not None else None

    assert [drift(clock) for clock in ("9:05", "9:19", "9:20", "9:21", "9:36", "9:37")] == [
        None, None, 10, 11, 11, None,
    ]  # fmt: skip
    acts.append(Act(at("9:22"), "sh", "/h/taxes"))
    assert drift("9:23") is None


@pytest.mark.parametrize(
    ("branch", "target"),
    [
        ("k7aaa-tax-letter", f"task:{TAX}"),
        ("feature/K7AAA-tax", f"task:{TAX}"),
        ("k7aaa000001", f"task:{TAX}"),
        ("k7aa-too-short", ""),
        ("main", ""),
        ("release/2026", ""),
        ("zzzzz-unknown", ""),
        ("k7aaa000001x", ""),
        ("", ""),
    ],
)
def test_the_head_of_a_branch_tells_the_task(branch: str, target: str) -> None:
    assert PLACES.task_of(branch) == target


def test_two_tasks_with_one_beginning_are_told_by_none() -> None:
    places = Places({"k7aaa000001": "", "k7aaa000002": ""})
    assert places.task_of("k7aaa-x") == "" and places.task_of("k7aaa000002-x") == "task:k7aaa000002"


def test_the_longest_folder_wins_and_a_name_that_only_begins_alike_does_not() -> None:
    places = Places({}, [("/h", "project:home"), ("/h/code", "project:code")])
    wanted = {"/h/code/x": "project:code", "/h/coded": "project:home", "/h": "project:home", "/hh": ""}
    assert {place: places.target(Act(0, "sh", place)) for place in wanted} == wanted


# --- laws and the second reckoning

FOLDERS = ["/h/taxes", "/h/code/acme/x", "/h/code/web", "/tmp"]
steps = st.lists(
    st.tuples(st.sampled_from([5, 30, 61, 70, 200, 290, 400, 899, 900, 901, 1000, 4000]), st.sampled_from(FOLDERS)),
    max_size=60,
)


def acts_of(gaps: list[tuple[int, str]]) -> list[Act]:
    now, found = T0, []
    for gap, folder in gaps:
        now += gap
        found.append(Act(now, "sh", folder))
    return found


@given(steps, st.integers(60, 1800), st.integers(0, 300))
def test_spans_do_not_overlap_and_add_nothing(gaps: list[tuple[int, str]], idle: int, peek: int) -> None:
    acts = acts_of(gaps)
    rules = Rules(idle=idle, peek=peek)
    spans = observed(acts, PLACES.target, rules)
    assert all(span.end >= span.start for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert sum(span.acts for span in spans) <= len(acts)
    assert not acts or sum(span.seconds for span in spans) <= acts[-1].at - acts[0].at
    for one, other in pairwise(spans):
        assert one.target != other.target or other.start - one.end > rules.merge


@given(steps, st.data())
def test_a_clock_that_went_back_adds_nothing(gaps: list[tuple[int, str]], data: st.DataObject) -> None:
    acts = acts_of(gaps)
    if acts:
        place = data.draw(st.integers(0, len(acts) - 1))
        acts[place] = acts[place]._replace(at=acts[place].at - 10**6)
    spans = observed(sorted(acts, key=lambda act: act.at), PLACES.target)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert observed(acts, PLACES.target) == observed(list(acts), PLACES.target)


def random_day(random: random.Random) -> tuple[list[Act], list[Stint], list[tuple[int, str]]]:
    """Some acts, declared stints without overlap, and tasks that were finished."""
    gaps = [(random.choice([5, 20, 30, 59, 60, 70, 200, 300, 400, 899, 900, 901, 1000, 4000]), random.choice(FOLDERS))
            for _ in range(random.randint(0, 80))]  # fmt: skip
    stints, now = [], T0 + random.randint(0, 4000)
    for _ in range(random.randint(0, 8)):
        end = now + random.choice([30, 300, 700, 1500, 5000])
        stints.append(Stint(now, end, f"task:{random.choice([TAX, PARSER, SHOP])}"))
        now = end + random.choice([0, 0, 100, 400, 2000])
    done = [(T0 + random.randint(0, 30_000), f"task:{TAX}") for _ in range(random.randint(0, 2))]
    return acts_of(gaps), stints, done


def test_a_year_of_random_logs_comes_out_as_the_reckoner_has_it() -> None:
    for day in range(int(os.environ.get("SENSE_DAYS", "365"))):
        acts, stints, done = random_day(random.Random(day))
        spans = observed(acts, PLACES.target)
        seen = compare(spans, stints, PLACES, finished=done)
        known = [(act.at, PLACES.target(act)) for act in acts]
        blocks = reckoner.blocks(known)
        assert [(span.start, span.end, span.target) for span in spans] == blocks, day
        declared = [tuple(stint) for stint in united(stints)]
        assert {
            "switches": seen.switches,
            "unannounced": [switch.start for switch in seen.unannounced],
            "silent": [switch.start for switch in seen.silent],
            "drift": sum(drift.seconds for drift in seen.drift),
        } == reckoner.tally(blocks, declared, done, PROJECTS), day  # type: ignore[arg-type]
    assert Rules(reckoner.IDLE, reckoner.DRIFT, reckoner.PEEK, reckoner.MERGE, reckoner.ANNOUNCE) == USUAL
