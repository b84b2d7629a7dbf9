"""Keys that come in one burst: behind a key that opens a line all is typed, on every screen, and nothing acts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from board_sample import Sample, full_board
from dialogs import burst, key_of, settled
from screen_text import screen_text
from textual.widgets import Input

from wiptui.domain.tasks.task import State
from wiptui.tui.app import WiptuiApp

OPENS = {
    "palette": ((), "colon"),
    "archive": (("A",), "slash"),
    "focus, an interruption": (("f",), "i"),
    "focus, a wait": (("f",), "w"),
    "focus, a note": (("f",), "n"),
    "waits": (("3",), "f"),
    "review, one to try": (("4",), "t"),
    "review, a note": (("4",), "n"),
    "review, the load": (("4",), "c"),
    "review, an experiment": (("4",), "e"),
    "details, a step": (("enter",), "a"),
    "details, a blocker": (("enter",), "b"),
    "room, back": (("l", "m"), "b"),
    "put back": (("l",), "b"),
    "settings": (("comma", "g"), "enter"),
}
"""The keys that lead there, and the one that opens a line."""


@pytest.mark.parametrize("name", OPENS)
async def test_behind_a_key_that_opens_a_line_all_is_typed(name: str) -> None:
    way, key = OPENS[name]
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*way)
        await pilot.pause()
        before = sample.service.board().data
        await burst(pilot, key, *"drxsb")
        typed = app.focused
        assert isinstance(typed, Input) and typed.value.endswith("drxsb"), name
        assert sample.service.board().data is before, "nothing was finished, dropped or brought back"


@pytest.mark.parametrize("way", [("e",), ("enter", "e")], ids=" ".join)
async def test_behind_the_key_that_opens_the_form_nothing_acts(way: tuple[str, ...]) -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press(*way[:-1])
        before = sample.service.board().data
        await burst(pilot, way[-1], *"drxsb")
        assert sample.service.board().data is before
        assert app.focused is not None and app.focused.id == "edit-title"


def titles(sample: Sample) -> list[str]:
    return [task.title for task in sample.service.board().column(State.READY)]


async def seen_after(sample: Sample, *bursts: Sequence[str]) -> str:
    """What is on the screen after bursts, each of which comes in one go."""
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for keys in bursts:
            await burst(pilot, *keys)
        return screen_text(app)


@pytest.mark.parametrize("way", ["n", "w", "b", "i", "comma", "o", "V", "T", "A", "question_mark"])
@pytest.mark.parametrize("keys", [("enter", "enter"), ("escape", "escape"), ("enter", "escape"), ("escape", "enter")])
async def test_no_dialog_answers_twice(way: str, keys: tuple[str, str]) -> None:
    assert await seen_after(full_board(), (way,), keys)


async def test_lines_that_come_in_one_go_are_a_task_each_and_one_change() -> None:
    sample = full_board()
    before = titles(sample)
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "n", *"one", "enter", *"two", "enter", "enter", *"x", "enter")
        assert titles(sample) == [*before, "one", "two", "x"]
        await burst(pilot, "u")
        assert titles(sample) == before


async def test_a_line_feed_ends_a_line_too() -> None:
    sample = full_board()
    before = titles(sample)
    await seen_after(sample, ["n", *"one", "ctrl+j", *"two", "ctrl+j"])
    assert titles(sample) == [*before, "one", "two"]


async def test_what_comes_in_one_go_behind_the_last_line_begins_the_next_task() -> None:
    sample = full_board()
    before = titles(sample)
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "n", *"text", "enter", *"qdx")
        assert titles(sample) == [*before, "text"]
        assert isinstance(app.focused, Input) and app.focused.value == "qdx", "nothing acted on the board"


async def test_a_key_that_is_none_of_text_is_left_to_the_board() -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "n", *"text", "enter", "f2", "o")
        assert type(app.screen).__name__ == "WhyScreen"


async def test_a_key_that_comes_later_acts_on_the_board_however_slow_the_board_is() -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        keys = [key_of(key) for key in ("n", "t", "enter", "o")]
        keys[-1].time += 1
        for key in keys:
            app.post_message(key)
        await settled(pilot)
        assert titles(sample)[-1] == "t"
        assert type(app.screen).__name__ == "WhyScreen"


async def test_lines_of_which_one_cannot_be_stay_all_of_them() -> None:
    sample = full_board()
    before = titles(sample)
    seen = await seen_after(sample, ["n", *"one", "enter", "plus", *"two", "enter", *"three"])
    assert titles(sample) == before
    assert "3 new tasks" in seen and "title" in seen


async def test_steps_that_come_in_one_go_are_a_step_each() -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        task = app.board_screen.current
        assert task is not None
        before = [step.text for step in task.checklist]
        await burst(pilot, "enter", "a", *"one", "enter", *"two", "enter", *"three", "enter", "enter", "e")
        steps = [step.text for step in sample.service.board().task(task.id).checklist]
        assert steps == [*before, "one", "two", "three"]
        assert app.focused is not None and app.focused.id == "edit-title", "the key behind them came to the details"


async def test_a_key_waits_for_what_the_palette_looks_for() -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "colon", *"allkeysofthis", "enter")
        await burst(pilot)
        assert type(app.screen).__name__ == "HelpScreen"


async def test_a_screen_in_the_background_closes_itself_and_no_other() -> None:
    sample = full_board()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await burst(pilot, "enter")
        details = app.screen
        await burst(pilot, "b")
        picking = app.screen
        details.dismiss(None)
        await settled(pilot)
        assert app.screen is picking
        await burst(pilot, "escape")
        assert app.screen is app.board_screen


async def test_a_key_that_comes_just_when_all_is_settled_is_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    app = WiptuiApp(full_board().service)
    async with app.run_test(size=(100, 30)) as pilot:
        await burst(pilot, "n")
        queue, keys = app.input_queue, [key_of("x")]
        settle = queue._settle

        async def settle_and_type() -> None:
            await settle()
            if (
                keys and not queue._waiting
            ):  # it comes after the last look at what waits, and before the end of the task is told
                asyncio.get_running_loop().call_soon(queue.admits, keys.pop())

        monkeypatch.setattr(queue, "_settle", settle_and_type)
        app.post_message(key_of("left"))
        await settled(pilot)
        await pilot.pause()
        assert isinstance(app.focused, Input) and app.focused.value == "x", "nobody has to press another key first"


async def test_an_enter_that_a_person_pressed_takes_no_key_that_comes_soon_after_it() -> None:
    """Only what came in one go with the letters before it is a text of several lines."""
    sample = Sample()
    app = WiptuiApp(sample.service)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("n", "a")
        keys = [key_of("enter"), key_of("n"), key_of("z")]
        for key, after in zip(keys, (1.0, 1.03, 1.031), strict=True):
            key.time += after
            app.post_message(key)
        await settled(pilot)
        assert [task.title for task in sample.service.board().column(State.READY)] == ["a"]
        typed = app.focused
        assert isinstance(typed, Input) and typed.value == "z", "n opened the next line"
