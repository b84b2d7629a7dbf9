"""What docs/speed.md says was measured, and what the bench makes of measurements."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import bench.__main__
from bench import screen as terminal
from bench.__main__ import PARTS, ArgumentError, parse_arguments
from bench.chart import HUES, INK, Line, Panel, picture
from bench.goals import GOALS, goal_for, limit
from bench.kept import RESULTS, Facts, Kept, keep, kept
from bench.pages import CHART, PAGE, Newest, chart, filled, goals_table, peers_table
from bench.pairs import Pair, paired
from bench.run import Row, Run

BARE, APP_LIST = "python -c pass", "minimal Textual list app"
ANEW = "a Python that writes its file anew"
ASKED_FOR = {
    ("status", BARE): {100: 1.8, 100_000: 2.0},
    ("add", BARE): {100: 5, 10_000: 6}, ("add", ANEW): {100_000: 1.5},
    ("start", BARE): {100: 5, 10_000: 6}, ("start", ANEW): {100_000: 1.5},
    ("list", BARE): {100: 5, 100_000: 6},
    ("first picture of the board", APP_LIST): {100: 0.3, 100_000: 0.35},
    ("first handled key", APP_LIST): {100: 1.25, 100_000: 1.35},
    ("q to the shell's prompt", "minimal Textual app"): {0: 0.4},
    ("a change made durable", "write+fsync of the bytes that had to change"): {10_000: 3},
    ("a change made durable", "write+fsync of the whole file"): {10_000: 3},
    ("key to changed screen", "the same list widget alone"): {60: 1.5, 10_000: 2},
    ("idle CPU", "empty Textual app"): {0: 1.2},
    ("resident memory", "minimal Textual app"): {10_000: 1.5},
}  # fmt: skip
"""A goal that is not reached stays, and its row says so."""
HERE = Facts("Linux x86_64", 2, "a processor", 0.1, {"CPython": "3.11.7"})
SVG = "{http://www.w3.org/2000/svg}"


def row(what: str = "add", ratio: float = 2.0, size: int = 100, part: str = "past", note: str = "") -> Row:
    goal = goal_for(what)
    words = {"part": part, "what": what, "yardstick": goal.yardstick if goal else "python -c pass", "note": note}
    return Row(20.0, 10.0, ratio, ratio, ratio, 5, size=size, of="in the past", unit="ms", **words)


def run_of(at: str, *rows: Row, machine: Facts = HERE, skipped: Sequence[str] = ()) -> Kept:
    return Kept(at, machine, rows, skipped)


def test_the_page_and_its_chart_are_those_of_the_kept_results() -> None:
    """Where this fails, somebody wrote figures by hand, or kept a result without them: python -m bench.pages"""
    newest = Newest(kept())
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, newest) == page
    assert chart(newest) == CHART.read_text(encoding="utf-8")


def test_the_goals_are_those_that_were_asked_for_and_the_page_has_each() -> None:
    assert {(goal.what, goal.yardstick): goal.limits for goal in GOALS} == ASKED_FOR
    measured = {found.name for found in Newest(kept()).rows if found.limit is not None}
    told = goals_table(Newest(kept()))
    assert len(measured) > 20
    assert told.count("\n") - 2 >= sum(map(len, ASKED_FOR.values()))


def test_a_goal_that_nobody_measured_says_so() -> None:
    told = goals_table(Newest([run_of("2026-11-25 11:00", row("list", 4.0))]))
    assert "| `list` : `python -c pass`, 100 in the past | 5 | 4.00 (20 ms) |\n" in told
    assert "| idle CPU : empty Textual app | 1.2 | not measured yet |\n" in told


def test_no_kept_row_is_of_a_part_that_is_gone() -> None:
    assert {found.part for run in kept() for found in run.rows} <= set(PARTS)


def test_a_limit_holds_up_to_its_size_and_for_its_yardstick_only() -> None:
    assert [limit("add", BARE, size) for size in (60, 100, 1_000, 10_000, 100_000)] == [5, 5, 6, 6, None]
    assert limit("add", ANEW, 100_000) == 1.5
    assert limit("a step from point to point", BARE, 100) is None


def test_a_ratio_is_the_median_of_the_ratios_of_pairs() -> None:
    """The machine was busy during the third pair: both sides took ten times as long, and the ratio does not mind."""
    found = paired([(20, 10), (22, 10), (240, 100), (30, 10), (28, 10)])
    assert (found.ratio, found.ours, found.theirs, found.runs) == (2.4, 28, 10, 5)
    assert (found.low, found.high) == (2.2, 2.8)
    assert paired([(3, 2)]) == Pair(3, 2, 1.5, 1.5, 1.5, 1)
    for nothing in ([], [(1.0, 0.0)]):
        with pytest.raises(ValueError, match="pairs"):
            paired(nothing)


def test_a_row_that_costs_more_than_its_goal_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(tmp_path, part="past")
    run.row("add", Pair(50, 10, 5.004, 4.9, 5.1, 3), 100)
    run.row("add", Pair(50, 10, 4.9, 4.8, 5, 3), 100)
    run.part = "peers"
    run.row("add", Pair(500, 10, 50, 50, 50, 3), 100, yardstick="python -c pass", of="open", note="another")
    over, fine, other = capsys.readouterr().out.splitlines()
    assert over.endswith("OVER  <= 5") and fine.endswith("ok  <= 5") and other.endswith("50.00-50.00")
    assert [found.missed for found in run.rows] == [True, False, False]


def test_a_small_run_measures_the_smallest_sizes(tmp_path: Path) -> None:
    assert Run(tmp_path).sizes(100, 1_000, 100_000) == [100, 1_000, 100_000]
    assert Run(tmp_path, most=100).sizes(60, 10_000) == [60]
    assert Run(tmp_path, most=100).sizes(10_000) == [100]


def test_what_is_asked_for() -> None:
    assert bench.__main__.__doc__ and f"PART: {' '.join(PARTS)};" in bench.__main__.__doc__
    assert parse_arguments([]).parts == list(PARTS)
    assert parse_arguments(["-peers", "--runs", "7"]).parts == [name for name in PARTS if name != "peers"]
    assert parse_arguments(["past", "save", "--keep"]).parts == ["past", "save"]
    assert "peers" not in parse_arguments(["--quick"]).parts
    assert parse_arguments(["--quick", "peers"]).parts == ["peers"]
    for words in (["nothing"], ["--runs"], ["--runs", "0"], ["--runs", "x"], ["--quick", "--keep"]):
        with pytest.raises(ArgumentError):
            parse_arguments(words)


def test_what_is_kept_comes_back_and_replaces_nothing(tmp_path: Path) -> None:
    first = run_of("2026-11-25 15:10", row(ratio=1.5), row("list", 3.0), skipped=["dooit could not be installed"])
    path = keep(first, tmp_path)
    assert path.name == "2026-11-25-1510-linux.json"
    keep(run_of("2026-11-27 09:00", row()), tmp_path)
    newest, oldest = kept(tmp_path)
    assert newest.at == "2026-11-27 09:00"
    assert oldest == replace(first, rows=list(first.rows))
    old = path.read_bytes()
    assert keep(replace(first, rows=[]), tmp_path).name == "2026-11-25-1510-linux-2.json" and path.read_bytes() == old


def test_each_part_is_shown_as_it_was_measured_last_on_the_newest_machine() -> None:
    runs = [
        run_of("2026-11-27 10:00", replace(row(ratio=7.0), low=0.93, high=9.24)),
        run_of("2026-11-25 12:00", row(ratio=1.0), row("list", 4.0)),
        run_of("2026-11-25 11:00", row("idle CPU", 1.0, 0, "idle"), row("add", 3.0)),
        run_of("2026-11-24 11:00", row("list", ratio=9.0, part="live"), machine=replace(HERE, cores=64)),
    ]
    newest = Newest(runs)
    assert {(found.what, found.ratio) for found in newest.rows} == {("add", 7.0), ("idle CPU", 1.0)}
    told = goals_table(newest)
    assert "| `add` : `python -c pass`, 100 in the past | 5 | **7.00 (0.93–9.24; 20 ms)** missed |\n" in told
    assert "| idle CPU : empty Textual app | 1.2 | 1.00 (20 ms) |\n" in told
    assert filled("<!-- bench:runs -->\n<!-- /bench -->", newest).count("\n* ") == 2
    with pytest.raises(ValueError, match="--keep"):
        Newest([])


def test_a_run_that_is_not_kept_changes_nothing_in_the_repository() -> None:
    places = [PAGE, CHART, *RESULTS.iterdir()]
    before = {path: path.stat().st_mtime_ns for path in places}
    subprocess.run([sys.executable, "-m", "bench", "--runs", "1", "save"], cwd=PAGE.parents[1], check=True)
    assert {path: path.stat().st_mtime_ns for path in [PAGE, CHART, *RESULTS.iterdir()]} == before


def test_programs_stand_side_by_side_and_what_could_not_be_measured_is_said() -> None:
    machine = replace(HERE, versions={"wiptui": "0.1.0", "dooit": "3.3.4"})
    rows = [row("list", 3.0, part="peers", note="wiptui"), row("first screen", 9.0, part="peers", note="dooit")]
    told = peers_table(Newest([run_of("2026-11-25 11:00", *rows, machine=machine, skipped=["kanban-tui: no net"])]))
    assert told.splitlines()[0] == "| open tasks | wiptui 0.1.0 | dooit 3.3.4 |"
    assert "| `list`, 100 | 3.00 (20 ms) | – |" in told and "* Not measured: kanban-tui: no net" in told


def test_only_blocks_are_written() -> None:
    page = "Words.\n<!-- bench:runs -->\nold\n<!-- /bench -->\nMore.\n"
    made = filled(page, Newest([run_of("2026-11-25 11:00", row())]))
    assert made.startswith(
        "Words.\n<!-- bench:runs -->\n* 2026-11-25 11:00 (past; up to 5 runs): CPython 3.11.7; Linux"
    )
    assert made.endswith("<!-- /bench -->\nMore.\n") and "old" not in made
    with pytest.raises(KeyError):
        filled("<!-- bench:nothing -->\n<!-- /bench -->", Newest([run_of("2026-11-25 11:00", row())]))


def test_the_chart_shows_every_point_and_goal_and_keeps_names_apart() -> None:
    lines = [
        Line("one", {100: 1.0, 10_000: 2.0}, {100: 5, 10_000: 6}),
        Line("two <b>", {100: 1.0, 1_000: 1.5, 10_000: 2.0}, {100: 5, 10_000: 6}),
        Line("none", {}),
    ]
    drawn = ElementTree.fromstring(
        picture("Costs & goals", [Panel("A", "a", "tasks", lines), Panel("Empty", "e", "t", lines[2:])])
    )
    texts = {found.text: found for found in drawn.iter(f"{SVG}text")}
    assert {"A", "one", "two <b>", "100", "1,000", "10,000"} <= set(texts) and not {"Empty", "none"} & set(texts)
    assert len(drawn.findall(f".//{SVG}circle")) == 2 + 1, "two points and the name"
    assert len(drawn.findall(f".//{SVG}path[@class='goal']")) == 1, "one line for a goal that two share"
    assert abs(float(texts["one"].get("y", 0)) - float(texts["two <b>"].get("y", 0))) >= 14


@pytest.mark.parametrize("ground", ["#ffffff", "#0d1117"])
def test_the_chart_can_be_read_on_light_and_on_dark(ground: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(colour: str) -> float:
        low, high = sorted((light(colour), light(ground)))
        return (high + 0.05) / (low + 0.05)

    assert contrast(INK) >= 4.1
    assert all(contrast(hue) >= 3 for hue in HUES)


ECHO = """
import sys, tty
tty.setraw(0)
print("ready", flush=True)
while (key := sys.stdin.read(1)) != "q":
    print(key * 3, flush=True)
"""
KILLED = """
import os, signal, sys
from bench.screen import Screen
sleeper = "import signal, sys; out = open(sys.argv[1], 'w'); print('ready', flush=True); signal.pause()"
program = Screen([sys.executable, "-c", sleeper, sys.argv[1]], {})
program.painted("ready")
os.kill(os.getpid(), signal.SIGKILL)
"""
ENDLESS = """
while True:
    print("x", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_program_in_a_terminal_paints_answers_and_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal.Screen([sys.executable, "-u", "-c", ECHO], {"PATH": ""}) as program:
        assert program.painted("ready") > 0
        assert program.brought("j", "jjj") > 0
        assert program.resident() > 1
        assert program.left("q") > 0
    with (
        terminal.Screen([sys.executable, "-c", "print('x')"], {}) as program,
        pytest.raises(RuntimeError, match="it ended without 'ready'"),
    ):
        program.painted("ready")
    with (
        terminal.Screen([sys.executable, "-u", "-c", ECHO + "sys.exit(3)"], {}) as program,
        pytest.raises(RuntimeError, match="it left with 3"),
    ):
        program.painted("ready")  # setraw() throws away what was typed before it
        program.left("q")
    with terminal.Screen([sys.executable, "-c", "print('ready')"], {}) as program:
        program.painted("ready")
        program._process.wait(timeout=60)
        for measure in (lambda: program.answered("j"), lambda: program.left("q"), program.resident):
            with pytest.raises(RuntimeError, match="ended by itself"):
                measure()
    monkeypatch.setattr(terminal, "PATIENCE", 0.3)
    with (
        terminal.Screen([sys.executable, "-u", "-c", ECHO], {}) as program,
        pytest.raises(RuntimeError, match="it had not left"),
    ):
        program.left("j")
    with (
        terminal.Screen([sys.executable, "-c", ENDLESS], {}) as program,
        pytest.raises(RuntimeError, match="'ready' was not there"),
    ):
        program.painted("ready")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_no_program_stays_behind_where_the_bench_is_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "held")
    end = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "held")], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert select.select([end], [], [], terminal.PATIENCE)[0], "the program holds its end still"
    assert not os.read(end, 1), "the program is gone, and with it its end"
    os.close(end)
