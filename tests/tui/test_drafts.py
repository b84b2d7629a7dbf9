"""What is typed is not lost: esc keeps it for the next time, and a wrong answer stays in its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from board_sample import full_board, settings_of, settled, shown
from dialogs import burst
from screen_text import screen_text
from textual.pilot import Pilot
from textual.widgets import Input

from wiptui.domain.tasks.task import State
from wiptui.tui.app import WiptuiApp


def line(pilot: Pilot[None]) -> Input:
    assert isinstance(pilot.app.focused, Input)
    return pilot.app.focused


FORMS = {
    "a new task": ("n", "kept text"),
    "a wait": ("w", "kept text"),
    "the next step": ("b", "kept text"),
    "an interruption": ("i", "kept text"),
    "a step in the details": ("enter a", "kept text"),
    "a note in the focus view": ("f n", "kept text"),
    "a note of the review": ("4 n", "kept text"),
    "one to try": ("4 t", "kept text"),
    "an experiment": ("4 e", "kept text"),
    "a setting": ("comma down down enter", "kept text"),
}


@pytest.mark.parametrize("name", FORMS)
async def test_esc_keeps_what_was_typed_and_the_up_key_brings_it_back(name: str) -> None:
    way, text = FORMS[name]
    sample = full_board()
    async with shown(sample) as pilot:
        await burst(pilot, *way.split())
        before = line(pilot).value
        await burst(pilot, *text.replace(" ", "_"), "escape")
        assert "↑ brings it back" in screen_text(pilot.app)
        await burst(pilot, way.split()[-1])
        assert line(pilot).value == before, "nothing is glued to what is typed now"
        await burst(pilot, "up")
        assert text.replace(" ", "_") in line(pilot).value


async def test_what_was_typed_of_one_task_is_not_offered_for_another() -> None:
    async with shown(full_board()) as pilot:
        await burst(pilot, "w", *"Ana", "escape", "down", "w", "up")
        assert line(pilot).value == ""


async def test_all_fields_of_a_form_come_back() -> None:
    async with shown(full_board()) as pilot:
        await burst(pilot, "w", *"Ana", "tab", *"why", "escape")
        await burst(pilot, "w", "up")
        assert [field.value for field in pilot.app.screen.query(Input)][:2] == ["Ana", "why"]


async def test_a_draft_that_is_brought_back_and_answered_is_kept_no_longer() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        await burst(pilot, "n", *"abc", "escape", "n", "up", "enter")
        assert sample.service.board().column(State.READY)[-1].title == "abc"
        await burst(pilot, "n", "up")
        assert line(pilot).value == ""


async def test_a_list_that_was_pasted_comes_back_as_a_list() -> None:
    async with shown(full_board()) as pilot:
        await burst(pilot, "n")
        pilot.app.screen._show_several(["one", "two"])  # type: ignore[attr-defined]
        await burst(pilot, "escape", "up")
        assert "2 new tasks" in screen_text(pilot.app)


WRONG = {
    "the load of today": ("4 c", "9", "number from 1"),
    "a follow-up date": ("3 f", "xx", "not a date"),
    "the reason of an expedite": (
        "enter e tab tab tab tab tab tab tab tab e x p e d i t e ctrl+s",
        "",
        "needs a reason",
    ),
    "letters that nothing has": ("enter b", "zzzzqq", "Nothing has these letters"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_answer_stays_and_says_why(name: str) -> None:
    way, text, said = WRONG[name]
    sample = full_board()
    async with shown(sample) as pilot:
        await burst(pilot, *way.split())
        await burst(pilot, *["backspace"] * 10, *text, "enter")
        assert line(pilot).value == text
        assert said in screen_text(pilot.app)


async def test_the_name_of_an_export_stays_until_it_could_be_written(tmp_path: Path) -> None:
    async with shown(full_board()) as pilot:
        await burst(pilot, "2")
        await settled(pilot)
        await burst(pilot, "x")
        wrong, right = str(tmp_path / "none" / "a.svg"), str(tmp_path / "a.svg")
        for name, there in ((wrong, False), (f"{tmp_path}/a.xyz", False), (right, True)):
            line(pilot).value = name
            await burst(pilot, "enter")
            assert Path(name).exists() is there
            if not there:
                assert line(pilot).value == name and "!" in screen_text(pilot.app)
        line_gone = pilot.app.focused is None
        assert line_gone and "Wrote" in screen_text(pilot.app)


@pytest.mark.parametrize(("setting", "text"), [("columns", "ready nowhere"), ("new", "d"), ("week_start", "someday")])
async def test_a_setting_that_cannot_be_stays_in_its_line(tmp_path: Path, setting: str, text: str) -> None:
    settings = settings_of(tmp_path / "config.toml")
    app = WiptuiApp(full_board().service, settings=settings)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.action_settings("keys.new" if setting == "new" else setting)
        await burst(pilot, "enter")
        line(pilot).value = text
        await burst(pilot, "enter")
        assert line(pilot).value == text and "!" in screen_text(app)
        await burst(pilot, "d", "x")
        assert "dx" in line(pilot).value, "another try goes into the line, and is no command"
