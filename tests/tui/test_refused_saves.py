"""A dialog closes when its change is saved, and not before: what was typed stays where it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from board_sample import Sample, full_board, shown
from dialogs import HOSTILE, burst
from screen_text import screen_text
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.core.errors import DataFileError, FileBusy
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.service import open_service
from wiptui.tui.app import WiptuiApp

WHY = "The disk is full."
WORDS = "kept words"
ASKS = {
    "new": (("n",), WORDS, "enter"),
    "new, started": (("n",), WORDS, "ctrl+s"),
    "interrupt": (("i",), WORDS, "enter"),
    "wait": (("w",), WORDS, "enter"),
    "put back": (("b",), WORDS, "enter"),
    "edit": (("e",), WORDS, "ctrl+s"),
    "a step": (("enter", "a"), WORDS, "enter"),
    "the limit": (("L", "tab"), WORDS, "enter"),
    "review, one to try": (("4", "t"), WORDS, "enter"),
    "review, a note": (("4", "n"), WORDS, "enter"),
    "review, the load": (("4", "c"), "3", "enter"),
    "focus, a note": (("f", "n"), WORDS, "enter"),
    "focus, a wait": (("f", "w"), WORDS, "enter"),
    "focus, an interruption": (("f", "i"), WORDS, "enter"),
    "waits, a date": (("3", "f", "ctrl+u"), "+3d", "enter"),
    "panel, a wait": (("h", "s", "w"), WORDS, "enter"),
    "panel, the next step": (("h", "s", "b"), WORDS, "enter"),
    "split": (("h", "s", "x"), WORDS, "ctrl+s"),
    "quit": (("q",), WORDS, "enter"),
}
"""The keys that open the dialog, what is typed into it, and the key that saves."""


def typed(app: WiptuiApp) -> str:
    """Everything that is in lines and fields of the screen in front."""
    lines = app.screen.query("Input, TextArea")
    return " ".join(str(getattr(line, "value", "") or getattr(line, "text", "")) for line in lines)


def refuse(sample: Sample) -> None:
    """From now on nothing can be saved; reading goes on."""

    def transact(work: object) -> None:
        raise DataFileError(WHY)

    sample.store.transact = transact  # type: ignore[method-assign]


def hold(sample: Sample) -> None:
    """From now on another process holds the data file."""

    def transact(work: object) -> None:
        raise FileBusy("“wiptui add” (process 7)")

    sample.store.transact = transact  # type: ignore[method-assign]


def allow(sample: Sample) -> None:
    del sample.store.transact  # type: ignore[method-assign]


def busy() -> Sample:
    """A board that is full, with a focus that is worth a question."""
    sample = full_board()
    sample.do(c.SetLimit(DOING, 2))
    return sample


@pytest.mark.parametrize("name", ASKS)
async def test_what_could_not_be_saved_stays_in_its_dialog_and_is_saved_from_there_later(name: str) -> None:
    opens, words, save = ASKS[name]
    sample = busy()
    async with shown(sample) as pilot:
        app = pilot.app
        assert isinstance(app, WiptuiApp)
        await pilot.press(*opens)
        await pilot.pause()
        asked = app.screen
        await pilot.press(*words)
        before = sample.service.board().data
        refuse(sample)
        await pilot.press(save)
        await pilot.pause()
        assert app.screen is asked and words in typed(app)
        assert WHY in screen_text(app)
        assert sample.service.board().data is before
        allow(sample)
        if name != "new, started":
            await pilot.press(save)
            await pilot.pause()
            assert sample.service.board().data is not before
            assert app.screen is not asked or name == "a step"


async def saved(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await pilot.pause()


async def test_a_task_that_the_limit_keeps_from_starting_is_still_in_its_line_when_the_panel_is_left() -> None:
    sample = busy()
    async with shown(sample) as pilot:
        await pilot.press("n", *WORDS, "ctrl+s")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "PanelScreen"
        await pilot.press("escape")
        await pilot.pause()
        assert WORDS in typed(pilot.app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "BoardScreen"
        assert [task.title for task in sample.service.board().column(State.READY)].count(WORDS) == 1


async def test_a_way_out_of_the_panel_closes_the_line_below_it_too() -> None:
    sample = busy()
    async with shown(sample) as pilot:
        await pilot.press("n", *WORDS, "ctrl+s", "q")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "BoardScreen"
        assert [task.title for task in sample.service.board().column(State.READY)].count(WORDS) == 1


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_reason_is_one_safe_sentence_above_what_was_typed(size: tuple[int, int]) -> None:
    sample = busy()
    async with shown(sample, size) as pilot:
        await pilot.press("n", *WORDS)

        def transact(work: object) -> None:
            raise DataFileError(HOSTILE)

        sample.store.transact = transact  # type: ignore[method-assign]
        await saved(pilot, "enter")
        text = screen_text(pilot.app)
        assert "! Not saved. [/done]" in text
        assert WORDS in text and "\x1b" not in text


async def test_lines_in_one_go_that_cannot_be_saved_stay_all_of_them() -> None:
    sample = full_board()
    async with shown(sample) as pilot:
        refuse(sample)
        await burst(pilot, "n", *"one", "enter", *"two", "enter", *"rest")
        assert "2 new tasks" in screen_text(pilot.app) and WHY in screen_text(pilot.app)
        allow(sample)
        await burst(pilot, "enter")
        assert [task.title for task in sample.service.board().column(State.READY)][-2:] == ["one", "two"]
        assert typed(pilot.app).strip() == "rest"  # type: ignore[arg-type]


async def test_a_file_of_a_newer_format_keeps_what_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "wip.json"
    open_service(file).dispatch(c.Add("One"))
    file.write_bytes(file.read_bytes().replace(b'"schema":1', b'"schema":9'))
    app = WiptuiApp(open_service(file))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n", *WORDS)
        await saved(pilot, "enter")
        text = screen_text(app)
        assert WORDS in text and "! Not saved." in text and "newer wiptui" in text


async def test_an_answer_that_is_given_twice_while_the_file_is_held_is_saved_once() -> None:
    sample = busy()
    async with shown(sample) as pilot:
        app = pilot.app
        assert isinstance(app, WiptuiApp)
        await pilot.press("n", *WORDS)
        hold(sample)
        for _ in range(2):
            await saved(pilot, "enter")
            assert WORDS in typed(app) and "which holds the data file" in screen_text(app)
        allow(sample)
        app.dispatcher._look_again()
        await pilot.pause()
        assert [task.title for task in sample.service.board().column(State.READY)].count(WORDS) == 1


async def test_leaving_while_a_change_waits_for_the_file_takes_the_key_twice() -> None:
    sample = Sample()
    sample.add(WORDS)
    async with shown(sample) as pilot:
        hold(sample)
        await saved(pilot, "x")
        await saved(pilot, "q")
        assert pilot.app.is_running and pilot.app.return_code is None
        await saved(pilot, "q")
        assert pilot.app.return_code == 0
