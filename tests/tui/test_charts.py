"""Charts as pure functions: they fit any room, say only what is so, and are kept as golden text."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from board_sample import Sample
from builders import NOON
from hypothesis import given, settings
from hypothesis import strategies as st
from screen_text import GOLDEN, compare

from wiptui.demo import sample
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import replace
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.charts.canvas import ASCII, UNICODE, Canvas, Glyphs
from wiptui.tui.charts.draw import Bar, Level, bands, bars, columns, means, scatter, spans
from wiptui.tui.charts.export import exported
from wiptui.tui.charts.flow import not_started
from wiptui.tui.charts.model import Chart, Facts, read_facts
from wiptui.tui.views.styled_text import width_of

ZONE = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
HOSTILE = "[/done] \x1b[31mred 日本語のタイトル 👩‍👩‍👧 " + "long " * 30
NAMES = [name for name, _ in EVERY]


@cache
def facts(window: int = 1) -> Facts:
    """Three months of the demo's person."""
    return read_facts(Board(sample(AT, ZONE), AT, ZONE), window)


@cache
def chart(name: str, window: int = 1) -> Chart:
    return dict(EVERY)[name](facts(window))


def painted(made: Chart, width: int, height: int, glyphs: Glyphs = UNICODE, picked: int | None = None) -> Canvas:
    return made.drawn(width, height, picked, plain=glyphs is ASCII)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("glyphs", "kind"), [(UNICODE, ""), (ASCII, "-ascii")])
def test_golden(name: str, glyphs: Glyphs, kind: str) -> None:
    made = chart(name)
    text = f"{made.sentence}\n{made.marked_note}\n\n{painted(made, 76, 16, glyphs).text()}\n"
    compare(text, GOLDEN / f"chart-{made.id}{kind}.txt")
    if kind:
        assert all(ch.isascii() for line in painted(made, 76, 16, glyphs).text().splitlines() for ch in line)


@pytest.mark.parametrize("name", NAMES)
@given(width=st.integers(0, 200), height=st.integers(0, 60), picked=st.none() | st.integers(0, 300))
@settings(max_examples=25)
def test_a_chart_fits_whatever_room_there_is(name: str, width: int, height: int, picked: int | None) -> None:
    for glyphs in (UNICODE, ASCII):
        rows = painted(chart(name), width, height, glyphs, picked).rows()
        assert len(rows) == height
        assert all(sum(width_of(run.text) for run in runs) == width for runs in rows)


VALUES = st.lists(st.floats(0, 1e9) | st.integers(0, 50).map(float), max_size=60)


@given(
    values=VALUES, levels=st.lists(st.floats(0, 1e6), max_size=3), width=st.integers(0, 120), height=st.integers(0, 30)
)
@settings(max_examples=60)
def test_any_figures_can_be_drawn(values: list[float], levels: list[float], width: int, height: int) -> None:
    names = [HOSTILE] * len(values)
    lines = [Level(value, HOSTILE) for value in levels]
    for draw in (
        lambda canvas: columns(canvas, UNICODE, values, names, levels=lines, steps=values),
        lambda canvas: bars(canvas, UNICODE, [Bar(HOSTILE, value, HOSTILE) for value in values], lines),
        lambda canvas: bands(canvas, UNICODE, [values, values, values], names, ("a", "b", "c")),
        lambda canvas: scatter(
            canvas,
            UNICODE,
            [(place, int(value)) for place, value in enumerate(values)],
            range(len(values)),
            lines,
            names,
        ),
    ):
        canvas = Canvas(width, height)
        draw(canvas)
        assert all(sum(width_of(run.text) for run in runs) == width for runs in canvas.rows())
        assert "\x1b" not in canvas.text()


@given(count=st.integers(1, 500), cells=st.integers(1, 200))
def test_every_value_has_one_cell_and_the_order_is_kept(count: int, cells: int) -> None:
    shares = spans(count, cells)
    assert [place for start, end in shares for place in range(start, end)] == list(range(count))
    assert len(shares) <= cells
    assert means([7.0] * count, shares) == [7.0] * len(shares)


# --- what they say


def test_the_sentences_are_true_of_the_sample() -> None:
    ageing, cycle = chart("Ageing"), chart("Cycle time")
    oldest = max(int(row[1]) for row in ageing.rows)
    assert f"in progress for {oldest} days" in ageing.sentence and "past" in ageing.sentence
    within = sorted(int(row[2]) for row in cycle.rows)
    p85 = within[-(-85 * len(within) // 100) - 1]
    assert f"85% of {len(within)} took at most {p85} days" in cycle.sentence
    assert sum(int(row[1]) for row in chart("Throughput").rows) == len(within) + 2, "two were never started"
    flow = chart("CFD")
    came, left = (int(flow.rows[-1][at]) - 0 for at in (2, 3))
    assert f"{came} came into work and {left} left it" in flow.sentence and came - left == int(flow.rows[-1][5])
    shares = [float(row[2]) for row in chart("Time").rows]
    assert sum(shares) == pytest.approx(1, abs=0.002)
    assert f"{shares[0]:.0%} was doing" in chart("Time").sentence


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_its_columns_and_its_points_stand_for_tasks_of_the_board(name: str) -> None:
    made = chart(name)
    assert made.rows and all(len(row) == len(made.header) for row in made.rows)
    assert made.points
    for point in made.points[:: max(len(made.points) // 10, 1)]:
        assert point.said
        for task in point.tasks():
            assert facts().board.find(task) is not None


@pytest.mark.parametrize("name", NAMES)
def test_nothing_yet_is_a_sentence_and_no_figure(name: str) -> None:
    empty = dict(EVERY)[name](read_facts(Sample().service.board()))
    assert empty.doubt.endswith(".") and "nan" not in empty.sentence
    painted(empty, 76, 16)


def finished(count: int, days: int = 2) -> Board:
    s = Sample(NOON - timedelta(days=count * days + 1))
    for number in range(count):
        task = s.add(f"Task {number}")
        s.do(c.Start((task,), focus=False))
        s.clock.advance(days=days - 1)
        s.do(c.Finish((task,)))
        s.clock.advance(days=1)
    return s.service.board()


def test_small_samples_claim_little() -> None:
    made = {count: dict(EVERY)["Cycle time"](read_facts(finished(count), 3)) for count in (4, 5, 11, 12)}
    assert "from 5 on" in made[4].doubt and "p85" not in painted(made[4], 80, 12).text()
    assert not made[5].doubt and "85%" not in made[5].sentence and "Half of 5 took at most 2 days" in made[5].sentence
    assert "p85" not in painted(made[11], 80, 12).text()
    assert "85% of 12 took at most 2 days" in made[12].sentence
    assert "p85" in painted(made[12], 80, 12).text() and "p95" not in painted(made[12], 80, 12).text()
    ageing = Sample()
    ageing.do(c.Add("x", state=State.DOING))
    few = dict(EVERY)["Ageing"](read_facts(ageing.service.board()))
    assert "the default (7 days)" in few.sentence and "default" in painted(few, 80, 8).text()


def test_a_window_leaves_out_what_came_before() -> None:
    assert len(chart("Cycle time", 0).rows) < len(chart("Cycle time", 1).rows)
    assert facts(0).window == "last 28 days" and facts(3).window == "all time"


def test_hostile_titles_and_impossible_stamps_draw_all_the_same() -> None:
    s = Sample(NOON - timedelta(days=9))
    s.do(c.SetLimit(DOING, 9, permanent=True))
    for number in range(6):
        task = s.add(HOSTILE)
        s.do(c.Start((task,)))
        if number % 2:
            s.do(c.Finish((task,)))
    s.store.data["tasks"]["77"] = {
        "title": "x",
        "state": "doing",
        "_log": {"99991231T235959999-aaaabbbbb": {"state": "doing"}},
    }
    s.store.data["tasks"]["78"] = {"title": "y", "state": "done", "_log": {"garbage": {"state": "done"}}}
    for _, make in EVERY:
        made = make(read_facts(s.service.board()))
        assert "\x1b" not in painted(made, 76, 14).text()


# --- files


def test_csv_and_json_hold_the_table_and_svg_the_picture() -> None:
    made = chart("Cycle time")
    rows = list(csv.reader(io.StringIO(exported(made, facts(), "csv"))))
    assert tuple(rows[0]) == made.header and [tuple(row) for row in rows[1:]] == list(made.rows)
    told = json.loads(exported(made, facts(), "json"))
    assert told["sentence"] == made.sentence and len(told["rows"]) == len(made.rows)
    for _, make in EVERY:
        svg = exported(make(facts()), facts(), "svg")
        ET.fromstring(svg)
    with pytest.raises(UsageError, match="csv"):
        exported(made, facts(), "png")


def test_a_spreadsheet_takes_no_title_for_a_formula_and_no_sign_breaks_a_picture() -> None:
    s = Sample(NOON - timedelta(days=3))
    for title in ('=HYPERLINK("http://x")', "a \x1b[31m & <b>\x07"):
        task = s.add(title, project="<\x02&>")
        s.do(c.Start((task,)))
        s.do(c.Wait(task, on="\x1b<Ana>"))
        s.clock.advance(days=1)
    read = read_facts(s.service.board())
    cells = list(csv.reader(io.StringIO(exported(dict(EVERY)["Ageing"](read), read, "csv"))))
    assert "'=HYPERLINK" in cells[1][0]
    raw = replace(dict(EVERY)["Ageing"](read), sentence="a \x1b[31m<b>&\x07", rows=(("\x1b]0;x\x07", "1"),))
    ET.fromstring(exported(raw, read, "svg"))
    assert "\x1b" not in exported(raw, read, "csv") and "\x1b" not in exported(raw, read, "json")


def test_the_cursor_shows_without_colours() -> None:
    for name in ("Throughput", "WIP", "CFD", "Switches"):
        for glyphs in (UNICODE, ASCII):
            count = len(chart(name).points)
            seen = [painted(chart(name), 76, 16, glyphs, at).text() for at in (None, 0, count - 1)]
            assert [glyphs.here in text for text in seen] == [False, True, True]
            assert len(set(seen)) == 3


def test_the_band_of_the_work_is_never_missing_where_there_is_work() -> None:
    made = chart("CFD")
    canvas = painted(made, 76, 16)
    for place, (_, end) in enumerate(spans(len(made.rows), 71)):
        signs = {canvas.sign(5 + place, y) for y in range(3, 14)}
        assert bool(signs & set("▁▂▃▄▅▆▇█━▀")) == (made.rows[end - 1][5] != "0"), place


def test_a_column_is_never_higher_than_its_value_where_a_limit_crosses_it() -> None:
    canvas = Canvas(30, 10)
    columns(canvas, UNICODE, [2.0, 5.0], ["a", "b"], steps=[2.0, 3.0])
    runs = [run for row in canvas.rows() for run in row if run.role == "hollow"]
    assert [run.point for run in runs] == [1], "only a full cell is cut through"


def test_not_started_is_what_nobody_began_or_ended() -> None:
    s = Sample(NOON - timedelta(days=8))
    first, second, _, dropped = (s.add(name) for name in "abcd")
    s.do(c.Start((first,)))
    s.do(c.Drop((dropped,)))
    for _ in range(3):
        s.do(c.PutBack((first,)))
        s.do(c.Start((first,)))
    s.clock.advance(days=8)
    s.do(c.Start((second,)))
    made = dict(EVERY)["CFD"](read_facts(s.service.board()))
    assert not made.doubt
    read = read_facts(s.service.board())
    assert not_started(read, [read.ledger.calendar.day(read.ledger.first)]) == [2.0]
    assert not_started(read, [read.ledger.calendar.day(read.ledger.now)]) == [1.0]


def test_each_row_of_the_bottleneck_has_its_tasks_behind_it() -> None:
    for point, row in zip(chart("Bottleneck").points, chart("Bottleneck").rows, strict=True):
        assert point.tasks(), row


def test_below_five_a_sentence_stands_in_place_of_a_chart() -> None:
    read = read_facts(finished(4), 3)
    for name in ("Cycle time", "Throughput"):
        assert "4 finished" in dict(EVERY)[name](read).doubt and "from 5 on" in dict(EVERY)[name](read).doubt


def test_the_value_tied_up_is_told_by_project_too() -> None:
    s = Sample(NOON - timedelta(days=1))
    tasks = [s.add(name, project=project) for name, project in (("a", "acme"), ("b", "acme"), ("c", "lumen"))]
    for task in tasks:
        s.do(c.Start((task,)))
        s.clock.advance(hours=1)
    made = dict(EVERY)["Tied up"](read_facts(s.service.board()))
    told = {point.said.partition(":")[0]: point for point in made.points}
    assert set(told["acme"].tasks()) == set(tasks[:2]) and "2.0 h in 2 unfinished tasks" in told["acme"].said
    assert "By project" in painted(made, 76, 16).text()


def test_columns_that_share_a_cell_say_so() -> None:
    for count, says in ((20, False), (200, True)):
        canvas = Canvas(76, 12)
        columns(canvas, UNICODE, [1.0] * count, ["x"] * count)
        assert ("each the mean of 2-3" in canvas.text()) == says


def test_days_begin_with_the_newest_and_name_their_tasks_where_there_is_room() -> None:
    made = chart("Days")
    assert made.rows[-1][0] == "2026-11-22" and made.rows[-1][1] == "11:00-14:05"
    newest = painted(made, 100, 6).text().splitlines()
    assert newest[0].startswith("15 min") and newest[-1].startswith("Sun 22 Nov")
    assert "A Fix the parser 1.6 h" in newest[-1] and "Fix the parser" not in painted(made, 60, 6).text()
    assert painted(made, 100, 6, picked=0).text().splitlines()[1].startswith(f"{made.points[0].said[:10]}")
    strip = newest[-1].partition("A Fix")[0]
    assert strip.split() == ["Sun", "22", "Nov", "AAAABBB", "AAAA"], "a Sunday has no dots"


def test_what_has_no_room_is_counted() -> None:
    canvas = Canvas(40, 5)
    rows = [Bar("heading"), *(Bar(f"row {n}", float(n)) for n in range(9))]
    bars(canvas, UNICODE, rows)
    assert canvas.text().splitlines()[-1] == "… 6 more"
    canvas = Canvas(40, 5)
    bars(canvas, UNICODE, rows, (), 5)
    assert "more" not in canvas.text() and "row 8" in canvas.text()


def test_one_task_of_a_year_does_not_press_the_others_flat() -> None:
    s = Sample(NOON - timedelta(days=60))
    for number in range(24):
        task = s.add(f"Task {number}")
        s.do(c.Start((task,), focus=False))
        s.clock.advance(days=1 + number % 3)
        s.do(c.Finish((task,)))
    board = s.service.board()
    usual = dict(EVERY)["Cycle time"](read_facts(board, 1))
    assert "▲" not in painted(usual, 76, 12).text() and "edge" not in usual.note
    s.clock._at = NOON - timedelta(days=300)
    old = s.add("Attic")
    s.do(c.Start((old,), focus=False))
    s.clock._at = NOON - timedelta(days=1)
    s.do(c.Finish((old,)))
    s.clock._at = NOON
    made = dict(EVERY)["Cycle time"](read_facts(s.service.board(), 1))
    lines = painted(made, 76, 12).text().splitlines()
    assert "300 days" in made.note and lines[0].count("▲") == 1 and lines[0].strip().startswith("8"), lines
    assert "▲" in painted(made, 76, 12, picked=24).text() and "Attic" in made.points[24].said


def test_the_level_that_warns_is_named_first_and_the_others_where_there_is_room() -> None:
    levels = [Level(5.0, "p70 5"), Level(7.0, "p85 7", "warn"), Level(9.0, "p95 9")]
    for width, names in ((60, "p70 5 p85 7 p95 9"), (34, "p70 5 p85 7"), (22, "p85 7")):
        canvas = Canvas(width, 5)
        bars(canvas, UNICODE, [Bar("a name of a task", 6.0, "6 d")], levels)
        assert " ".join(canvas.text().splitlines()[0].split()) == names
