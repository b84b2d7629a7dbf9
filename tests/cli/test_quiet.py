"""A night is never booked: quiet time on the command line, which every command sees, and ``checkin`` that decides."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from builders import NOON
from cli_runner import Cli

from wiptui.agent.tools import AgentTools
from wiptui.domain.tasks.task import time_text

EVENING = NOON + timedelta(hours=3)


@pytest.fixture
def night(cli: Cli) -> Cli:
    """“Report” was started at 17:05 and worked on for 20 minutes, which a note said; now it is 8:45 of the next day."""
    for title in ("Report", "Letter"):
        cli.add(title)
    cli.clock.set(EVENING)
    cli.minutes = 0
    cli.ok("start", "Report")
    cli.later(minutes=20)
    cli.ok("edit", "Letter", "--note", "call first")
    cli.later(hours=15, minutes=20)
    return cli


WAITING = "Focus on “Report”: 15 h 20 min since yesterday 17:25 are unassigned. wiptui checkin decides.\n"


def focused(cli: Cli) -> int:
    """Minutes of focus that the stats tell."""
    return int(cli.ok("stats", "--json").json["focus"]["seconds"]) // 60


@pytest.mark.parametrize(
    "words", [("list",), ("show", "Report"), ("next",), ("stats",), ("log",), ("focus",), ("checkin",), ("status",)]
)
def test_what_reads_books_no_night_and_changes_nothing(night: Cli, words: tuple[str, ...]) -> None:
    before = night.file.read_bytes()
    said = night.ok(*words)
    assert night.file.read_bytes() == before
    assert "15:" not in said.out.replace("15 h 20 min", "")
    assert said.err == WAITING or words[0] in ("checkin", "status")
    assert focused(night) == 20


def test_each_figure_stops_at_the_last_sign_of_life(night: Cli) -> None:
    assert night.ok("status").out == "Doing 1/3 CALM · ▶ Report 0:20, unassigned since yesterday 17:25\n"
    assert night.ok("status", "--format", "{focus} {time} {seconds}").out == "Report 0:20 1200\n"
    focus = night.ok("status", "--json").json["focus"]
    assert (focus["seconds"], focus["unassigned_since"]) == (1200, "2026-11-22T17:25:00+01:00")
    assert night.ok("focus", "--json").json["focus"]["seconds"] == 1200
    assert "focused for 0:20" in night.ok("show", "Report").out
    assert AgentTools(night._open(str(night.file))).status()["focus"]["seconds"] == 1200
    stats = night.ok("stats", "--json").json["focus"]
    assert (stats["seconds"], stats["deep_sessions"]) == (1200, 0)


def test_what_is_seen_as_of_the_night_is_no_night_either(night: Cli) -> None:
    for clock, seconds in (("17:20", 900), ("18:54", 109 * 60), ("18:55", 1200), ("23:00", 1200)):
        assert night.ok("status", "--json", "--as-of", f"2026-11-22T{clock}").json["focus"]["seconds"] == seconds
    night.ok("checkin", "end", "20:00")
    for clock, seconds in (("18:00", 55 * 60), ("19:59", 174 * 60)):
        assert night.ok("status", "--json", "--as-of", f"2026-11-22T{clock}").json["focus"]["seconds"] == seconds


@pytest.mark.parametrize(
    "words",
    [
        ("done",), ("done", "Report"), ("stop", "Report"), ("drop", "Report"), ("start", "Letter"), ("focus", "--off"),
        ("wait", "Report", "--on", "Ana"), ("add", "An idea"), ("focus", "Report"), ("interrupt", "phone"),
    ],
)  # fmt: skip
def test_what_writes_cuts_the_stint_and_says_so(night: Cli, words: tuple[str, ...]) -> None:
    assert WAITING in night.ok(*words).err
    stint = next(row for key, row in json.loads(night.file.read_text())["stints"].items() if key != "0")
    assert stint["unassigned"] == [["2026-11-22T16:25:00.000Z", "2026-11-23T07:45:00.000Z"]]
    assert focused(night) == 20
    assert [row["seconds"] for row in night.ok("checkin", "--json").json] == [15 * 3600 + 20 * 60]
    night.later(minutes=30)
    goes_on = words in (("focus", "Report"), ("start", "Letter"))
    assert focused(night) == 20 + (30 if goes_on else 0)


def test_an_undo_brings_the_task_back_and_books_nothing(night: Cli) -> None:
    night.ok("done")
    night.ok("undo")
    assert night.task("Report")["state"] == "doing" and focused(night) == 20


def test_an_agent_cuts_it_too(night: Cli) -> None:
    service = night._open(str(night.file))
    answer = AgentTools(service).done(["Report"])
    assert answer["notes"] == [WAITING.strip()]
    service.store.close()
    assert focused(night) == 20


def test_what_changes_within_ninety_minutes_keeps_the_focus_alive(cli: Cli) -> None:
    cli.add("Report")
    cli.ok("start", "Report")
    cli.minutes = 0
    for n in range(6):
        cli.later(minutes=80)
        cli.add(f"idea {n}")
    cli.later(minutes=89)
    done = cli.ok("done")
    assert "unassigned" not in done.err and focused(cli) == 6 * 80 + 89


def test_looking_is_no_sign_of_life(cli: Cli) -> None:
    cli.add("Report")
    cli.ok("start", "Report")
    for _ in range(100):
        cli.ok("status")
    assert "unassigned" in cli.ok("done").err and focused(cli) == 0


# --- deciding


def test_kept_time_was_focus_and_goes_on(night: Cli) -> None:
    assert "Report" in night.ok("checkin").out
    night.ok("checkin", "keep")
    night.later(minutes=30)
    assert focused(night) == 20 + 15 * 60 + 20 + 30
    assert night.ok("status").out.endswith("▶ Report 16:10\n")
    night.later(hours=3)
    assert focused(night) == 20 + 15 * 60 + 20


def test_an_end_ends_it_there(night: Cli) -> None:
    night.ok("checkin", "end", "18:05")
    assert focused(night) == 60 and "▶" not in night.ok("status").out
    assert "no open time" in night.fails(1, "checkin", "keep").err


def test_a_split_takes_a_part_out_and_goes_on(night: Cli) -> None:
    night.ok("checkin", "split", "18:05", "6:45")
    night.later(minutes=10)
    assert focused(night) == 60 + 120 + 10
    assert night.ok("checkin", "--json").json == []


def test_discarded_time_is_none_and_the_focus_goes_on_from_now(night: Cli) -> None:
    night.ok("checkin", "discard")
    night.later(minutes=10)
    assert focused(night) == 20 + 10
    night.ok("undo")
    assert focused(night) == 20 and night.ok("checkin", "--json").json


def test_a_decision_after_done(night: Cli) -> None:
    night.ok("done")
    night.ok("checkin", "end", "17:45")
    assert focused(night) == 40 and night.ok("checkin", "--json").json == []


@pytest.mark.parametrize("words", ["what", "keep it", "end", "end soon", "split", "split 18:00", "split 19:00 18:00"])
def test_what_makes_no_sense_decides_nothing(night: Cli, words: str) -> None:
    before = night.file.read_bytes()
    night.fails(2, "checkin", *words.split())
    assert night.file.read_bytes() == before


# --- other processes and machines


def beat(cli: Cli, **fields: object) -> None:
    """Another process of this machine writes its heartbeat for the stint that runs."""
    service = cli._open(str(cli.file))
    focus = service.board().focus
    assert focus is not None
    service.store.documents.put("keeper", {"stint": focus.stint, **fields})
    service.store.close()


@pytest.mark.parametrize("touched", [True, False])
def test_an_open_board_with_somebody_at_it_keeps_its_stint_alive(night: Cli, touched: bool) -> None:
    seen = time_text(night.clock.now() - timedelta(minutes=1))
    beat(night, seen=seen, kept=True, **({"touched": seen} if touched else {}))
    assert night.ok("status").out.endswith("▶ Report 15:40\n")
    assert "unassigned" not in night.ok("done").err and focused(night) == 15 * 60 + 40


def test_a_board_that_nobody_touched_all_night_does_not(night: Cli) -> None:
    beat(night, seen=time_text(night.clock.now()), touched=time_text(EVENING + timedelta(hours=1)), kept=True)
    assert "since yesterday 18:05" in night.ok("done").err
    assert focused(night) == 60


def test_a_stint_of_another_machine_is_cut_when_it_is_ended_here(night: Cli) -> None:
    night.monkeypatch.setenv("WIPTUI_DEVICE", "phone")
    night.monkeypatch.setenv("XDG_STATE_HOME", str(night.file.parent / "elsewhere"))
    assert "since yesterday 17:05" in night.ok("list").err, "what was seen there is not known here"
    night.ok("add", "An idea")
    assert "unassigned" not in night.file.read_text(), "it is left alone as long as it runs"
    assert "unassigned" in night.ok("start", "Letter").err
    assert focused(night) == 0
