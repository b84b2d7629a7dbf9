"""What cards, gauge, advice, footer and tabs say; no screen is needed for that."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import NOON, BoardFixture
from hypothesis import given
from hypothesis import strategies as st

from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.domain.text import clock
from wiptui.metrics.overload.rules import assess
from wiptui.tui.actions import command_builders, editor
from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import ACTS, BY_ID, GROUPS, Keymap, in_footer
from wiptui.tui.views import bars, view_models
from wiptui.tui.views.card import Card, card, due_span
from wiptui.tui.views.card_layout import AIRY, DENSE, USUAL, Density, card_lines, lay_out_cards
from wiptui.tui.views.styled_text import (
    Span,
    StyledText,
    cells,
    clip,
    day_name,
    join,
    link_at,
    linked,
    sanitized,
    styled,
    width_of,
    wrap,
)  # fmt: skip

TODAY = date(2026, 11, 22)


def text(line: StyledText) -> str:
    return "".join(span.text for span in line)


def view_of(fixture: BoardFixture) -> view_models.BoardView:
    return view_models.board_view(fixture.board, assess(fixture.board))


def card_of(fixture: BoardFixture, task: int) -> Card:
    return card(view_of(fixture), fixture.task(task))


# --- text


def test_steady_text_keeps_what_every_terminal_draws_alike() -> None:
    assert sanitized("plain [b]text[/b]") == "plain [b]text[/b]"
    assert sanitized("a\x1b[31mb\nc") == "a␛[31mb c"
    assert sanitized("👨‍👩‍👧 ❤️ 👍🏽 日本") == "👨 ❤ 👍 日本"


def test_clip_never_halves_a_wide_character() -> None:
    assert clip("Write the report", 16) == "Write the report"
    assert clip("Write the report", 10) == "Write the…"
    assert clip("日本語の題", 6) == "日本…"
    assert clip("x", 0) == ""
    for width in range(1, 12):
        assert width_of(clip("日本 ab語の題", width)) <= width


def test_wrap_breaks_at_spaces_and_marks_what_is_missing() -> None:
    assert wrap("Write the quarterly report for acme", 20, 24, 2) == ["Write the quarterly", "report for acme"]
    assert wrap("exactly twenty chars", 20, 24, 2) == ["exactly twenty chars"]
    assert wrap("Donaudampfschifffahrtsgesellschaft", 10, 10, 2) == ["Donaudampf", "schifffah…"]
    assert wrap("日本語のとても長い", 5, 6, 2) == ["日本", "語の…"]


@pytest.mark.parametrize(
    ("day", "said"),
    [(22, "today"), (23, "Mon"), (28, "Sat"), (29, "29 Nov"), (17, "Tue"), (15, "15 Nov")],
)
def test_days_near_today_have_names(day: int, said: str) -> None:
    assert day_name(date(2026, 11, day), TODAY) == said


def test_a_day_of_another_year_says_so() -> None:
    assert day_name(date(2027, 1, 3), TODAY) == "3 Jan 2027"


def test_a_clock_set_back_shows_nothing_negative() -> None:
    assert clock(timedelta(minutes=42, seconds=59).total_seconds()) == "0:42"
    assert clock(timedelta(hours=26).total_seconds()) == "26:00"
    assert clock(timedelta(minutes=-5).total_seconds()) == "0:00"


# --- cards


def test_a_ready_card_says_what_comes_next_and_when_it_is_due() -> None:
    fixture = BoardFixture()
    task = fixture.add("Write", project="acme", tags=["phone"], due="2026-11-23", priority="B", next_step="open it")
    card = card_of(fixture, task)
    assert [text(line) for line in card.details] == ["→ open it", "due tomorrow  (B)  +acme  @phone"]
    assert card.aside == ()


@pytest.mark.parametrize(
    ("due", "said", "role"),
    [
        ("2026-11-20", "! 2 d late", "bad"),
        ("2026-11-22", "! due today", "warn"),
        ("2026-11-24", "due Tue", ""),
        ("2026-12-24", "due 24 Dec", "muted"),
    ],
)
def test_a_due_date_that_presses_has_a_sign_beside_its_colour(due: str, said: str, role: str) -> None:
    assert due_span(date.fromisoformat(due), TODAY) == Span(said, role)


def test_a_card_in_work_has_its_age_against_the_usual_and_the_running_time() -> None:
    fixture = BoardFixture(NOON - timedelta(days=3))
    old, new = fixture.add("Old"), fixture.add("New")
    fixture.ok(c.Start((old,)))
    fixture.clock.advance(days=3)
    fixture.ok(c.Start((new,)))
    fixture.clock.advance(minutes=42)
    assert text(card_of(fixture, old).aside) == "4d"
    assert text(card_of(fixture, old).details[-1]) == "━━━━──── day 4 of 7"
    card = card_of(fixture, new)
    assert (card.mark.text, text(card.aside)) == ("▶", "0:42 today")
    fixture.clock.advance(days=4)
    past = card_of(fixture, old)
    assert past.aside == (Span("8d", "warn"),)
    assert text(past.details[0]) == "━━━━━━━━ ! past 7 d"


def test_an_expedited_card_has_a_sign() -> None:
    fixture = BoardFixture()
    task = fixture.add("Fire")
    fixture.ok(c.Start((task,), expedite=True, why="the customer calls"))
    fixture.ok(c.FocusOn(None))
    card = card_of(fixture, task)
    assert card.mark.text == "!"
    assert "expedite" in text(card.details[0])
    assert view_models.column(view_of(fixture), State.DOING).heading == "Doing 0/3 +1!"
    assert "! 1 expedite" in text(bars.gauge(view_of(fixture)).left())


def test_a_waiting_card_says_on_whom_and_when_to_ask() -> None:
    fixture = BoardFixture()
    task = fixture.add("Contract")
    fixture.ok(c.Wait(task, on="Ana", why="signature", until=TODAY))
    assert [text(line) for line in card_of(fixture, task).details] == ["on Ana · signature", "! follow up today"]
    fixture.clock.advance(days=2)
    assert text(card_of(fixture, task).details[1]) == "! follow up, 2 d late"
    fixture.ok(c.Resolve(task))
    card = card_of(fixture, task)
    assert card.mark.text == "●" and text(card.details[0]) == "back with you since today"


def test_a_filter_hides_cards_and_never_lowers_a_count() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a, b)))
    view = view_models.board_view(fixture.board, assess(fixture.board), lambda task: task.title == "a")
    column = view_models.column(view, State.DOING)
    assert ([card.title for card in column.cards], column.heading) == (["a"], "Doing 1 of 2/3")


# --- the gauge


def test_the_gauge_says_full_over_and_raised() -> None:
    fixture = BoardFixture()
    ids = [fixture.add(title) for title in "abcd"]
    assert text(bars.gauge(view_of(fixture)).left()) == " wiptui  Doing 0/3 □□□ CALM"
    fixture.ok(c.SetLimit(DOING, 4))
    fixture.ok(c.Start(tuple(ids)))
    assert "Doing 4/3→4* ■■■■ FULL" in text(bars.gauge(view_of(fixture)).left())
    fixture.ok(c.SetLimit(DOING, 3))
    gauge = bars.gauge(view_of(fixture))
    assert "OVER 4/3 ■■■■ OVERLOADED" in text(gauge.left())
    assert gauge.slots == (Span("■■■", "accent"), Span("■", "warn"))


def test_a_closed_limit_and_many_slots_show_no_squares() -> None:
    assert bars.slots(0, 0) == () == bars.slots(3, 12)
    assert text(bars.slots(1, 3)) == "■□□"


@pytest.mark.parametrize("width", [10, 24, 30, 40, 60, 80, 100, 120, 200])
def test_the_gauge_fits_every_width_and_keeps_the_count(width: int) -> None:
    fixture = BoardFixture()
    task = fixture.add("A title that is rather long, as titles in this world tend to be")
    fixture.ok(c.Start((task,)))
    fixture.clock.advance(minutes=5)
    left, right, gap = bars.fit(bars.gauge(view_of(fixture), [State.DONE]), width)
    assert "Doing 1/3" in text(left)
    if width >= 24:
        assert cells(left) + cells(right) + gap == width
    if width >= 60:
        assert "0:05" in text(left)


def test_the_advice_of_an_empty_board_names_a_key() -> None:
    fixture = BoardFixture()
    assert "n writes down" in text(bars.hint(view_of(fixture)))
    fixture.add("a")
    assert "Start “a”" in text(bars.hint(view_of(fixture)))


# --- footer, tabs, columns in sight


def footer_text(width: int) -> str:
    keys = [bars.Key(act.id, shown(act.keys.split(",")[0]), act.label, act.id != "done") for act in in_footer()]
    always = [bars.Key("help", "?", "help"), bars.Key("quit", "q", "quit")]
    left, right = bars.footer(keys, always, width)
    assert cells(join(left, " ")) + cells(join(right, " ")) < width
    return text(join(left, " ")) + " | " + text(join(right, " "))


@pytest.mark.parametrize("width", [20, 38, 58, 78, 118])
def test_the_footer_never_loses_help_and_quit(width: int) -> None:
    assert footer_text(width).endswith("| ? help q quit")


def test_what_cannot_be_done_is_grey_where_there_is_room_and_gone_where_there_is_none() -> None:
    assert "d done" in footer_text(118)
    assert "d done" not in footer_text(78)


def test_a_click_finds_its_key() -> None:
    line = styled(" ", join([linked(styled("n new"), "new"), linked(styled("s start"), "start")], "  "))
    assert [link_at(line, x) for x in (-1, 0, 1, 5, 6, 8, 14, 15)] == [
        "", "", "new", "new", "", "start", "start", "",
    ]  # fmt: skip


def test_tabs_shrink_and_keep_the_one_in_front_whole() -> None:
    view = view_of(BoardFixture())
    for width in (78, 38, 30, 26):
        tabs = bars.tabs(view, command_builders.ORDER, State.DOING, width)
        assert cells(join(tabs, " " * bars.gap_of(width))) <= width
        assert "Doing 0/3" in [text(tab) for tab in tabs]


def test_columns_fill_the_width_and_the_window_follows_the_cursor() -> None:
    places = bars.spread(120, 4, 2, 2)
    assert places[0][0] == 2 and sum(places[-1]) == 118
    states = command_builders.ORDER[1:]
    assert bars.window(states, State.DONE, 0, 3) == 1
    assert bars.window(states, State.DOING, 1, 3) == 1
    assert bars.window(states, State.READY, 1, 3) == 0
    assert bars.window(states, State.READY, 3, 9) == 0


# --- verbs


def test_the_start_key_does_what_the_state_asks_for() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    fixture.ok(c.Start((a,)))
    fixture.ok(c.Start((b,)))
    words = {task: command_builders.start_word(fixture.board, (fixture.task(task),)) for task in (a, b)}
    assert words == {a: "go on", b: "pause"}
    assert command_builders.start_or_pause(fixture.board, (fixture.task(b),)) == c.FocusOn(None, "pause")
    assert command_builders.start_or_pause(fixture.board, (fixture.task(a),)) == c.FocusOn(a)
    fixture.ok(c.Wait(a))
    assert command_builders.start_word(fixture.board, (fixture.task(a),)) == "resume"
    assert command_builders.start_or_pause(fixture.board, (fixture.task(a),)) == c.Start((a,))
    fixture.ok(c.Finish((b,)))
    assert command_builders.start_word(fixture.board, (fixture.task(b),)) == "reopen"


def test_a_card_moves_through_the_columns() -> None:
    fixture = BoardFixture()
    task = fixture.add("a", State.BACKLOG)
    for command in (c.Move((task,), State.READY), c.Start((task,)), None):
        assert command_builders.shift(fixture.board, (fixture.task(task),), 1) == command
        if command is not None:
            fixture.ok(command)
    fixture.ok(c.Wait(task))
    assert command_builders.shift(fixture.board, (fixture.task(task),), 1) == c.Finish((task,))
    assert command_builders.shift(fixture.board, (fixture.task(task),), -1) == c.Start((task,))
    fixture.ok(c.Finish((task,)))
    assert not command_builders.allowed("shift", fixture.board, (fixture.task(task),), 1)


def test_what_makes_no_sense_is_not_allowed() -> None:
    fixture = BoardFixture()
    a, b = fixture.add("a"), fixture.add("b")
    ready = (fixture.task(a),)
    assert not command_builders.allowed("put_back", fixture.board, ready)
    assert not command_builders.allowed("wait", fixture.board, (fixture.task(a), fixture.task(b)))
    assert command_builders.allowed("done", fixture.board, (fixture.task(a), fixture.task(b)))
    assert not command_builders.allowed("done", fixture.board, ())
    assert command_builders.allowed("new", fixture.board, ())


# --- keys


def test_ids_are_unique_no_key_is_bound_twice_and_every_group_is_known() -> None:
    assert len(BY_ID) == len(ACTS)
    assert {act.group for act in ACTS} == set(GROUPS)
    Keymap()


def test_a_clash_names_both() -> None:
    with pytest.raises(UsageError, match=r"d cannot be both “done” and “drop”|d cannot be both “drop” and “done”"):
        Keymap({"drop": "d"})
    swapped = Keymap({"drop": "d", "done": "x"})
    assert swapped.first(BY_ID["drop"]) == "d"


def test_own_keys_may_be_written_as_signs() -> None:
    own = Keymap({"filter": "#, ctrl+f", "help": "f1", "limit": "="})
    assert own.all_shown(BY_ID["filter"]) == "# ctrl+f"
    assert own.own["filter"] == "number_sign,ctrl+f"


@pytest.mark.parametrize(("own", "said"), [({"nope": "z"}, "no action “nope”"), ({"done": " "}, "needs a key")])
def test_a_keymap_that_makes_no_sense_is_refused(own: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Keymap(own)


# --- the editor's text


def test_only_what_was_changed_in_the_editor_is_written() -> None:
    fixture = BoardFixture()
    task = fixture.task(fixture.add("Title", note="one\ntwo"))
    same = editor.as_text(task)
    assert editor.changes(same, same) == {}
    assert editor.changes(same, "New title\n\none\ntwo\n") == {"title": "New title"}
    assert editor.changes(same, "Title\n\n") == {"note": None}
    assert editor.changes(same, "\n\n") == {}


def test_view_models_need_no_textual() -> None:
    import subprocess

    modules = ", ".join(
        f"wiptui.tui.{name}"
        for name in (
            "views.bars",
            "views.view_models",
            "actions.command_builders",
            "keys.keymap",
        )
    )
    code = f"import sys, {modules}; assert 'textual' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


@given(
    st.text(st.sampled_from("ab 長é"), min_size=1, max_size=40).map(str.strip).filter(bool),
    st.sampled_from([AIRY, USUAL, DENSE]),
    st.integers(12, 40),
    st.booleans(),
)
def test_a_card_takes_as_many_lines_as_its_place_has(title: str, density: Density, width: int, has_aside: bool) -> None:
    card = Card(1, title, aside=(Span("12d"),) if has_aside else (), details=((Span("x"),),))
    stack = lay_out_cards([card], width, 1, (density,), 0)
    assert stack.tops[1] == len(card_lines(card, density, width)) + density.gap
