"""The board in use: what keys, clicks, resizes and other processes do to it. Dialogs have tests of their own."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from board_sample import Sample, full_board, look_again, shown
from dialogs import burst
from screen_text import SIZES, check_golden, screen_text
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Input

from wiptui.config import Config
from wiptui.domain import commands as c
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.tui.app import WiptuiApp
from wiptui.tui.keys.keymap import Keymap
from wiptui.tui.screens.board.quick_add import QuickAdd
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.settings import Settings


def board_of(pilot: Pilot[None]) -> BoardScreen:
    return pilot.app.board_screen  # type: ignore[attr-defined, no-any-return]


def ready_of(*titles: str) -> Sample:
    sample = Sample()
    for title in titles:
        sample.add(title)
    return sample


def titles(sample: Sample, state: State) -> list[str]:
    return [task.title for task in sample.service.board().column(state)]


# --- looks


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_screen_says_what_to_do(size: tuple[int, int]) -> None:
    async with shown(Sample(), size) as pilot:
        assert "Doing 0/3" in screen_text(pilot.app)
        check_golden(pilot.app, "board-empty")


@pytest.mark.parametrize("size", SIZES)
async def test_a_full_board(size: tuple[int, int]) -> None:
    async with shown(full_board(), size) as pilot:
        check_golden(pilot.app, "board-full")


@pytest.mark.parametrize("width", [120, 100, 80, 60, 59, 40, 20])
async def test_help_and_quit_stay_in_sight_at_every_width(width: int) -> None:
    async with shown(full_board(), (width, 12)) as pilot:
        last = screen_text(pilot.app).splitlines()[-1]
        assert "? help" in last and "q quit" in last


@pytest.mark.parametrize("size", [(20, 6), (10, 3), (1, 1), (300, 90)])
async def test_odd_sizes_do_no_harm(size: tuple[int, int]) -> None:
    async with shown(full_board(), size) as pilot:
        await pilot.press("j", "l", "v", "slash", "a", "escape", "h")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "Flyer for the fair" in screen_text(pilot.app)


async def test_the_gauge_is_whole_or_shorter_but_always_says_wip() -> None:
    async with shown(full_board(), (120, 40)) as pilot:
        for width in (120, 90, 70, 50, 30):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert "Doing 3/3" in screen_text(pilot.app), width


async def test_a_title_is_never_markup_and_never_moves_the_border() -> None:
    family = "👨‍👩‍👧 ❤️ family\u202e day"
    sample = ready_of("[/done] [bold]x[/] [@click=app.quit]q[/]", "日本語のとても長いタイトルです、まだ続く", family)
    async with shown(sample, (100, 20)) as pilot:
        text = screen_text(pilot.app)
        assert "[/done] [bold]x[/]" in text
        assert "👨 ❤ family" in text


# --- moving about


async def test_cursor_and_columns() -> None:
    async with shown(full_board()) as pilot:
        board = board_of(pilot)
        assert board.current is not None and board.current.title == "Fix the parser"
        await pilot.press("g")
        assert board.current.title == "Flyer for the fair"
        await pilot.press("G", "up")
        assert board.current.title == "Fix the parser"
        await pilot.press("h", "j")
        assert board.current.title == "Book the train"
        await pilot.press("left", "left")
        assert board.at is State.READY
        await pilot.press("B")
        assert board.at is State.BACKLOG and board.current.title == "Learn to juggle"
        await pilot.press("B")
        assert board.at is State.READY


async def test_at_80_columns_done_slides_into_sight() -> None:
    async with shown(full_board(), (80, 24)) as pilot:
        assert "✓ 5 this week" in screen_text(pilot.app)
        await pilot.press("l", "l")
        text = screen_text(pilot.app)
        assert "Done this week 5" in text and "Ready 4" not in text


async def test_a_resize_keeps_the_column_with_the_cursor_in_sight() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("l", "l")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Earlier work 13" in text and "Flyer" not in text.splitlines()[2]


async def test_thousands_of_cards_scroll_and_keep_the_cursor_in_sight() -> None:
    sample = ready_of(*(f"Task {n:04}" for n in range(1500)))
    async with shown(sample, (80, 24)) as pilot:
        await pilot.press("G")
        assert "Task 1499" in screen_text(pilot.app)
        await pilot.press("ctrl+u")
        board = board_of(pilot)
        assert board.current is not None and board.current.title < "Task 1499"
        assert board.current.title in screen_text(pilot.app)
        await pilot.press("g")
        assert "Task 0000" in screen_text(pilot.app)


@pytest.mark.parametrize("gone", [("Task 01", "Task 02"), ("Task 88",)], ids=["above", "below"])
async def test_the_cards_in_sight_stay_where_they_are_when_others_go(gone: tuple[str, ...]) -> None:
    sample = ready_of(*(f"Task {n:02}" for n in range(90)))
    tasks = sample.service.board().column(State.READY)
    async with shown(sample, (80, 24)) as pilot:
        await pilot.press("G", *["ctrl+u"] * 4, *"jjjjj")  # the cursor is not the first in sight
        before = re.findall(r"Task \d\d", screen_text(pilot.app))
        assert len(before) > 9 and not {"Task 03", "Task 86"} & {*before}
        sample.outside(c.Drop(tuple(task.id for task in tasks if task.title in gone)))
        await look_again(pilot)
        assert re.findall(r"Task \d\d", screen_text(pilot.app)) == before


async def test_the_mouse() -> None:
    async with shown(full_board()) as pilot:
        board = board_of(pilot)
        await pilot.click("#column-ready", offset=(6, 4))
        assert board.current is not None and board.current.title == "Book the train"
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        await pilot.click("#heads", offset=(12, 0))
        assert board.at is State.DOING


async def test_a_click_on_a_key_presses_it() -> None:
    sample = full_board()
    async with shown(sample, (80, 24)) as pilot:
        await pilot.click("#footer", offset=(18, 0))
        assert "Fix the parser" in titles(sample, State.DONE)
        await pilot.click("#footer", offset=(67, 0))
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HelpScreen"


async def test_a_double_click_opens_a_card() -> None:
    async with shown(full_board()) as pilot:
        await pilot.click("#column-doing", offset=(6, 2), times=2)
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "Details"
        assert "Flyer for the fair" in screen_text(pilot.app)


# --- tasks


async def test_start_until_full_then_pause_go_on_done_undo() -> None:
    sample = ready_of("One", "Two", "Three")
    async with shown(sample) as pilot:
        await pilot.press("s", "space", "s")
        assert "Doing 3/3" in screen_text(pilot.app)
        assert titles(sample, State.READY) == []
        board = board_of(pilot)
        await pilot.press("l", "G", "s")
        assert sample.service.board().focus is None
        await pilot.press("g", "s")
        assert (focus := sample.service.board().focus) is not None and focus.task.title == "One"
        await pilot.press("d")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Doing 2/3" in text and "Finished “One”" in text and "u undo" in text
        assert board.current is not None and board.current.title == "Two"
        await pilot.press("u")
        assert titles(sample, State.DOING) == ["One", "Two", "Three"]
        await pilot.press("U")
        assert titles(sample, State.DONE) == ["One"]


async def test_drop_says_how_to_take_it_back() -> None:
    sample = ready_of("One", "Two")
    async with shown(sample) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert "Dropped “One”   u undo" in screen_text(pilot.app)
        await pilot.press("u")
        assert titles(sample, State.READY) == ["One", "Two"]


async def test_cards_move_a_column_and_within_one() -> None:
    sample = ready_of("One", "Two", "Three")
    async with shown(sample) as pilot:
        board = board_of(pilot)
        await pilot.press("J")
        assert titles(sample, State.READY) == ["Two", "One", "Three"]
        assert board.current is not None and board.current.title == "One"
        await pilot.press("K", "L")
        assert titles(sample, State.DOING) == ["One"]
        assert board.at is State.DOING
        await pilot.press("less_than_sign")
        assert titles(sample, State.READY) == ["One", "Two", "Three"]
        await pilot.press("H")
        assert titles(sample, State.BACKLOG) == ["One"]
        assert board.at is State.BACKLOG and board.current.title == "One"


async def test_several_selected_tasks_are_one_command() -> None:
    sample = ready_of("One", "Two", "Three", "Four")
    async with shown(sample) as pilot:
        await pilot.press("v", "v")
        assert "2 selected" in screen_text(pilot.app)
        await pilot.press("s")
        assert titles(sample, State.DOING) == ["One", "Two"]
        assert board_of(pilot).selected == frozenset()
        await pilot.press("u")
        assert titles(sample, State.READY) == ["One", "Two", "Three", "Four"]
        await pilot.press("v", "escape")
        assert board_of(pilot).selected == frozenset()


async def test_what_makes_no_sense_does_nothing() -> None:
    sample = ready_of("One")
    async with shown(sample) as pilot:
        await pilot.press("b", "r", "K")
        assert titles(sample, State.READY) == ["One"]
        await pilot.press("l", "d", "x", "s", "enter", "w")
        assert titles(sample, State.READY) == ["One"]


# --- the filter


async def test_the_filter_is_live_and_never_lowers_a_count() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("slash", *"+fair")
        text = screen_text(pilot.app)
        assert "Flyer for the fair" in text and "Tax letter" not in text and "Nothing here matches." in text
        assert "Doing 1 of 3/3" in text and "Doing 3/3" in text
        await pilot.press("enter")
        await pilot.pause()
        assert "+fair   esc shows all" in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Tax letter" in screen_text(pilot.app)


async def test_half_a_project_finds_it_already_and_the_rest_of_the_keys_move() -> None:
    async with shown(full_board(), (80, 24)) as pilot:
        await pilot.press("slash", *"+fa")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Flyer for the" in text and "2 of 10" in text and "enter keep  esc show all" in text
        await pilot.press("tab")
        board = board_of(pilot)
        assert board.current is not None and board.current.title == "Contract with the printer"
        await pilot.press("enter", "d")
        await pilot.pause()
        assert board.query_text == "+fa" and not board.filtering


async def test_keys_typed_into_the_filter_are_typed() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("slash", "question_mark", "q", "d", "colon", "comma")
        await pilot.pause()
        assert board_of(pilot).query_text == "?qd:,"
        assert pilot.app.screen is board_of(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert board_of(pilot).query_text == ""


async def test_a_query_that_is_not_finished_leaves_the_board_as_it_is() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("slash", *"due<")
        assert "Tax letter" in screen_text(pilot.app)


# --- other processes, time, trouble


async def test_a_change_by_another_process_shows_and_the_cursor_stays_on_its_task() -> None:
    sample = ready_of("One", "Two", "Three")
    async with shown(sample) as pilot:
        await pilot.press("j")
        sample.outside(c.Add("Zero", on_top=True))
        await look_again(pilot)
        await pilot.pause()
        board = board_of(pilot)
        assert "Zero" in screen_text(pilot.app)
        assert board.current is not None and board.current.title == "Two"


async def test_a_day_of_changes_leaves_nothing_of_its_toasts_behind() -> None:
    sample = ready_of("One", "Two")
    async with shown(sample) as pilot:
        for _ in range(10):
            await pilot.press("s", "u")
        await pilot.pause()
        assert len(pilot.app.screen.query("ToastHolder")) == len(pilot.app.screen.query("Toast")) == 1
        tasks = [task for task in asyncio.all_tasks() if "ToastHolder" in task.get_name()]
        assert len(tasks) <= 2


async def test_a_board_that_rests_is_looked_through_only_when_something_moved() -> None:
    sample = ready_of("One")
    async with shown(sample) as pilot:
        await look_again(pilot)
        watcher = pilot.app.file_watcher  # type: ignore[attr-defined]
        assert [watcher.is_idle() for _ in range(8)].count(False) == 2, "now and then all the same"
        while not watcher.is_idle():
            pass
        sample.clock.advance(minutes=1)
        assert not watcher.is_idle(), "the time of day is another"
        await look_again(pilot)
        while not watcher.is_idle():
            pass
        sample.outside(c.Add("Zero"))
        assert not watcher.is_idle(), "another process wrote"


async def test_a_change_elsewhere_and_one_of_the_settings_are_seen_by_themselves(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    sample = ready_of("One")
    async with shown(sample, settings=Settings(str(file))) as pilot:
        await look_again(pilot)
        sample.outside(c.Add("Zero"))
        file.write_text('columns = ["doing", "ready"]\n', encoding="utf-8")
        for _ in range(600):
            await pilot.pause(0.05)
            if "Zero" in screen_text(pilot.app) and "Waiting" not in screen_text(pilot.app):
                break
        else:
            pytest.fail("half a minute went by")


async def test_the_running_clock_repaints_only_what_shows_it() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        board = board_of(pilot)
        look = board._columns[State.READY].column
        sample.clock.advance(minutes=1)
        board.tick()
        await pilot.pause()
        assert "▶ Fix the parser 0:43" in screen_text(pilot.app)
        assert board._columns[State.READY].column is look
        sample.clock.advance(days=1)
        board.tick()
        await pilot.pause()
        assert "Mon 23 Nov" in screen_text(pilot.app)
        assert "due tomorrow" not in screen_text(pilot.app)


async def test_a_switch_shows_once_it_is_more_than_a_peek() -> None:
    sample = ready_of("One", "Two")
    one, two = (task.id for task in sample.service.board().column(State.READY))
    sample.do(c.Start((one,)))
    sample.clock.advance(minutes=5)
    async with shown(sample) as pilot:
        sample.do(c.Start((two,)))
        await pilot.pause()
        assert "switch" not in screen_text(pilot.app)
        sample.clock.advance(minutes=2)
        board_of(pilot).tick()
        await pilot.pause()
        assert "1 switch today" in screen_text(pilot.app)


async def test_a_data_file_in_trouble_is_said_and_nothing_is_lost() -> None:
    sample = ready_of("One")
    async with shown(sample) as pilot:
        sample.store.error = DataFileError("The disk is full.")
        await pilot.press("s")
        await pilot.pause()
        assert "The disk is full." in screen_text(pilot.app)
        await look_again(pilot)
        await pilot.pause()
        assert "One" in screen_text(pilot.app)
        sample.store.error = None
        await pilot.press("s")
        assert titles(sample, State.DOING) == ["One"]


# --- keys


async def test_letters_that_come_in_one_burst_are_typed_and_do_nothing_else() -> None:
    sample = full_board()
    before = sample.service.board().data
    async with shown(sample) as pilot:
        await burst(pilot, "slash", *"+dx@b")
        assert pilot.app.screen.query_one("#filter", Input).value == "+dx@b"
        assert sample.service.board().data is before, "nothing was nudged, finished or dropped"
        await pilot.press("n", "escape")
        for key in ("i", "w", "T", "V", "n"):
            await burst(pilot, key, *"dxb")
            screen = pilot.app.screen
            assert not isinstance(screen, BoardScreen) and screen.query(Input).first().value == "dxb", key
            assert sample.service.board().data is before
            await pilot.press("enter" if isinstance(screen, QuickAdd) else "escape")
            await pilot.pause()
        assert "dxb" in titles(sample, State.READY)


async def test_a_person_s_own_keys() -> None:
    sample = ready_of("One")
    async with shown(sample, keymap=Keymap({"done": "D", "start": "Z"})) as pilot:
        assert "D done" in screen_text(pilot.app)
        await pilot.press("s", "d")
        assert titles(sample, State.READY) == ["One"]
        await pilot.press("Z", "l", "D")
        assert titles(sample, State.DONE) == ["One"]


async def test_the_palette_jumps_to_a_task() -> None:
    async with shown(full_board()) as pilot:
        await pilot.press("colon", *"juggle")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        board = board_of(pilot)
        assert board.current is not None and board.current.title == "Learn to juggle"


@pytest.mark.parametrize("size", SIZES)
async def test_help_shows_every_action(size: tuple[int, int]) -> None:
    async with shown(full_board(), size) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        check_golden(pilot.app, "help")
        await pilot.press("question_mark")
        await pilot.pause()
        assert pilot.app.screen is board_of(pilot)


@pytest.mark.parametrize("theme", ["wiptui-dark", "wiptui-light", "ansi-dark", "ansi-light"])
async def test_every_theme_shows_the_same_text(theme: str) -> None:
    async with shown(full_board(), settings=Settings(config=Config({"theme": theme}))) as pilot:
        check_golden(pilot.app, "board-full")


async def test_an_editor_needs_a_terminal_that_steps_aside() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await pilot.press("E")
        await pilot.pause()
        assert "cannot step aside" in screen_text(pilot.app)


async def test_a_toast_goes_when_a_dialog_opens() -> None:
    async with shown(ready_of("One"), (40, 12)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert "Dropped" in screen_text(pilot.app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Dropped" not in screen_text(pilot.app)


async def test_over_the_limit_is_said_in_words() -> None:
    sample = full_board()
    sample.do(c.SetLimit(DOING, 2))
    async with shown(sample) as pilot:
        assert "OVER 3/2 ■■■ OVERLOADED" in screen_text(pilot.app)
        assert "Doing 3/2" in screen_text(pilot.app)


async def test_a_change_between_a_new_size_and_the_word_of_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(WiptuiApp, "size", Size(120, 40))
        sample.add("One more")
        assert len(app.board_screen.in_sight) > 1
