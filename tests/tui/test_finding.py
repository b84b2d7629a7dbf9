"""Finding: the filter that comes close, saved views, archive and trash, links, and a due date moved with a key."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from board_sample import Sample, full_board, settings_of, shown
from screen_text import SIZES, check_golden, screen_text
from textual.pilot import Pilot

from wiptui.config import Config, load_config
from wiptui.domain import commands as c
from wiptui.domain.tasks.links import links_of
from wiptui.domain.tasks.task import State, Task
from wiptui.tui.screens.dialogs.pick import Choice, best
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.settings import Settings

VIEWS = Config(views={"due soon": "due<=fri", "parser": "parser"}, projects={"acme": "A green"})


def board(sample: Sample, size: tuple[int, int] = (120, 40)) -> AbstractAsyncContextManager[Pilot[None]]:
    return shown(sample, size, settings=Settings(config=VIEWS))


def app_of(pilot: Pilot[None]) -> Any:
    return pilot.app


async def test_a_few_letters_in_the_filter_find_what_comes_close() -> None:
    async with board(full_board()) as pilot:
        await pilot.press("slash", *"prsr")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "close: 1 of" in text and "Fix the" in text and "Flyer" not in text
        await pilot.press("enter")
        await pilot.pause()
        assert "these come close" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "Flyer" in screen_text(pilot.app)


async def test_a_saved_view_is_picked_with_a_few_letters() -> None:
    async with board(full_board()) as pilot:
        await pilot.press("V", *"psr")
        await pilot.pause()
        assert "↓  next" in screen_text(pilot.app), "the key that a person knows, not its stand-in"
        await pilot.press("enter")
        await pilot.pause()
        assert app_of(pilot).board_screen.query_text == "parser"
        assert "Flyer" not in screen_text(pilot.app)


def board_with_file(file: Path, size: tuple[int, int] = (120, 40)) -> AbstractAsyncContextManager[Pilot[None]]:
    return shown(full_board(), size, settings=settings_of(file))


async def filter_and_save(pilot: Pilot[None], query: str, name: str) -> str:
    """Type a filter and save it; what the screen says then."""
    await pilot.press("slash", *["backspace"] * 20, *query, "enter", "S", *name, "enter")
    await pilot.pause()
    return screen_text(pilot.app)


async def test_the_filter_is_saved_as_a_view_and_picked_again(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n[views]  # all\n", encoding="utf-8")
    async with board_with_file(file) as pilot:
        assert "Saved as the view “the parser”: V shows it." in await filter_and_save(pilot, "parser", "the parser")
        assert file.read_text(encoding="utf-8") == '# mine\n[views]  # all\n"the parser" = "parser"\n'
        assert "/ the parser  parser" in screen_text(pilot.app), "the filter tells its view"
        assert "save view" not in screen_text(pilot.app)
        await pilot.press("escape", "V", *"the", "enter")
        await pilot.pause()
        assert app_of(pilot).board_screen.query_text == "parser"


async def test_a_view_is_only_replaced_by_a_second_enter(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[views]\ncalls = "@phone"\n', encoding="utf-8")
    async with board_with_file(file) as pilot:
        said = await filter_and_save(pilot, "parser", "calls")
        assert "! “calls” is a view already: @phone" in said and "enter  replace it" in said
        assert load_config(str(file)).views == {"calls": "@phone"}
        await pilot.press("2")
        await pilot.pause()
        assert "enter  save it" in screen_text(pilot.app), "another name is no doubt any more"
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert load_config(str(file)).views == {"calls": "@phone"}, "asked again"
        await pilot.press("enter")
        await pilot.pause()
        assert load_config(str(file)).views == {"calls": "parser"}


async def test_what_cannot_be_a_view_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with board_with_file(file) as pilot:
        await pilot.press("S")
        await pilot.pause()
        assert "Nothing is filtered: / filters, then S saves the filter" in screen_text(pilot.app)
        await pilot.press("V")
        await pilot.pause()
        assert "None is saved yet: / filters, then S saves" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "A view needs a name" in await filter_and_save(pilot, "parser", "")
        await pilot.press(*"a" * 41, "enter")
        await pilot.pause()
        assert "This name has 41 characters; a view has at most 40." in screen_text(pilot.app)
        await pilot.press("escape", "slash", *" is:x", "enter", "S")
        await pilot.pause()
        assert "x" in screen_text(pilot.app) and pilot.app.screen is app_of(pilot).board_screen
        assert not file.exists()


@pytest.mark.parametrize("size", SIZES)
async def test_a_filter_says_which_key_saves_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with board_with_file(tmp_path / "config.toml", size) as pilot:
        await pilot.press("slash", *"+acme", "enter")
        await pilot.pause()
        assert "S save view" in screen_text(pilot.app)
        await pilot.press("S")
        await pilot.pause()
        check_golden(pilot.app, "save-view")


async def test_a_project_has_its_letter() -> None:
    sample = Sample()
    sample.add("Write", project="acme")
    async with board(sample) as pilot:
        assert "A +acme" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_archive(size: tuple[int, int]) -> None:
    async with board(full_board(), size) as pilot:
        await pilot.press("A")
        await pilot.pause()
        check_golden(pilot.app, "archive")


async def test_what_was_dropped_lies_in_the_trash_and_comes_back() -> None:
    sample = Sample()
    kept, dropped = sample.add("Keep"), sample.add("[/b] Throw away")
    sample.do(c.Drop((dropped,)))
    async with board(sample) as pilot:
        await pilot.press("A")
        await pilot.pause()
        assert "Nothing is finished yet." in screen_text(pilot.app)
        await pilot.press("tab")
        await pilot.pause()
        assert "Trash 1" in screen_text(pilot.app) and "[/b] Throw away" in screen_text(pilot.app)
        await pilot.press("r")
        await pilot.pause()
        assert sample.service.board().task(dropped).state is State.READY
        await pilot.press("u")
        await pilot.pause()
        assert sample.service.board().task(dropped).state is State.DROPPED
        assert sample.service.board().task(kept).state is State.READY


async def test_the_archive_is_searched_with_the_same_queries() -> None:
    async with board(full_board()) as pilot:
        await pilot.press("A", "slash", *"bank", "enter")
        await pilot.pause()
        screen: Any = pilot.app.screen
        assert [task.title for task in screen._rows.rows] == ["Call the bank"]
        await pilot.press("slash", *" is:nonsense")
        await pilot.pause()
        assert "is nothing that a task can be" in screen_text(pilot.app)
        await pilot.press("escape")
        assert len(screen._rows.rows) == 15
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Details)


async def test_the_palette_jumps_to_what_is_finished_too() -> None:
    async with board(full_board()) as pilot:
        done = sample_done(app_of(pilot))
        app_of(pilot).jump_to(done[-1].id)
        await pilot.pause()
        assert app_of(pilot).board_screen.at is State.DONE or isinstance(pilot.app.screen, Details)
        await pilot.press("ctrl+p", *"cll bnk")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Call the bank" in screen_text(pilot.app)


def sample_done(app: Any) -> tuple[Task, ...]:
    return app.board_screen.board.column(State.DONE)  # type: ignore[no-any-return]


async def test_plus_and_minus_move_the_due_date_by_a_day() -> None:
    sample = Sample()
    one = sample.add("One", due="2026-11-27")
    two = sample.add("Two")
    async with board(sample) as pilot:
        await pilot.press("plus", "plus", "minus")
        await pilot.pause()
        assert str(sample.service.board().task(one).due) == "2026-11-28"
        assert "Due Sat 28 Nov, in 6 days" in screen_text(pilot.app)
        await pilot.press("v", "v", "minus")
        await pilot.pause()
        board_now = sample.service.board()
        assert (str(board_now.task(one).due), str(board_now.task(two).due)) == ("2026-11-27", "2026-11-21")
        await pilot.press("u")
        assert sample.service.board().task(two).due is None


async def test_a_link_opens_and_of_several_the_one_that_is_picked(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = Sample()
    sample.add("See https://example.org/a.", note="and (https://example.org/b)")
    async with board(sample) as pilot:
        opened: list[str] = []
        monkeypatch.setattr(pilot.app, "open_url", lambda url, **_: opened.append(url))
        await pilot.press("O", "down", "enter")
        await pilot.pause()
        assert opened == ["https://example.org/b"]


@pytest.mark.parametrize(
    ("title", "links"),
    [
        ("see https://a.org/x_(y), or HTTP://b.org!", ("https://a.org/x_(y)", "HTTP://b.org")),
        ("[text](https://a.org/b) <mailto:a@b.org>", ("https://a.org/b", "mailto:a@b.org")),
        ("javascript:alert(1) file:///etc/passwd https:// http", ()),
        ("https://a.org https://a.org", ("https://a.org",)),
    ],
)
def test_links_are_found_in_words(title: str, links: tuple[str, ...]) -> None:
    assert links_of(Task(1, title, State.READY)) == links


def test_the_closest_choice_comes_first() -> None:
    choices = [Choice(n, label) for n, label in enumerate(("Report to Ana", "Export", "Port", "Unrelated"))]
    assert [choice.label for choice in best(choices, "port")] == ["Port", "Report to Ana", "Export"]
    assert [choice.label for choice in best(choices, "rta")] == ["Report to Ana"]
    assert [choice.label for choice in best(choices, "")] == [choice.label for choice in choices]


def test_without_a_config_file_nothing_is_marked(tmp_path: Path) -> None:
    assert Settings(str(tmp_path / "none.toml")).marks == {}


async def test_a_template_is_kept_from_a_task_and_captured_again() -> None:
    sample = Sample()
    task = sample.add("Release", project="acme")
    async with board(sample) as pilot:
        await pilot.press("T")
        await pilot.pause()
        assert "None is kept yet" in screen_text(pilot.app)
        await pilot.press("escape")
        await app_of(pilot).board_screen.run_action("save_template")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("T", "r", "e", "enter")
        await pilot.pause()
        found = [other for other in sample.service.board().column(State.READY) if other.id != task]
        assert [(other.title, other.project) for other in found] == [("Release", "acme")]


@pytest.mark.parametrize("wrong", ["age>x", "stat:doing", "due<someday"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_filter_that_makes_no_sense_is_told_and_shows_neither_everything_nor_nothing(
    wrong: str, size: tuple[int, int]
) -> None:
    async with board(full_board(), size) as pilot:
        screen = app_of(pilot).board_screen
        await pilot.press("slash", *"parser")
        before = [task.title for task in screen.board.open_tasks() if screen.matches(task)]
        assert before
        await pilot.press("space", *wrong)
        await pilot.pause()
        assert [task.title for task in screen.board.open_tasks() if screen.matches(task)] == before
        assert f"! {screen.filter_error[:18]}" in screen_text(pilot.app)
        await pilot.press("enter")
        assert screen.filtering, "the line stays open"
        screen.stop_typing()
        await pilot.pause()
        assert not screen.filter_error and screen.query_text == "parser"


async def test_a_term_that_is_being_typed_is_not_wrong_yet() -> None:
    async with board(full_board()) as pilot:
        screen = app_of(pilot).board_screen
        await pilot.press("slash", *"parser due<")
        assert not screen.filter_error and screen.matches is not None


async def test_a_heading_counts_what_the_filter_leaves() -> None:
    async with board(full_board()) as pilot:
        await pilot.press("slash", *"parser", "enter")
        await pilot.pause()
        assert " 1 of " in screen_text(pilot.app) and " 0 of " in screen_text(pilot.app)
