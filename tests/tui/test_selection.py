"""Several tasks on the board: one line changes their fields, and the footer offers what can be done to all."""

from __future__ import annotations

from typing import Any

import pytest
from board_sample import full_board, shown
from screen_text import SIZES, screen_text
from textual.pilot import Pilot

from wiptui.domain.core.errors import UsageError
from wiptui.domain.tasks.bulk_edit import edit_all
from wiptui.domain.tasks.task import State


def board_of(pilot: Pilot[None]) -> Any:
    return pilot.app.board_screen  # type: ignore[attr-defined]


async def select_two(pilot: Pilot[None]) -> list[int]:
    board_of(pilot).go(State.READY)
    await pilot.press("v", "v")
    await pilot.pause()
    return sorted(board_of(pilot).selected)


@pytest.mark.parametrize("size", SIZES)
async def test_the_footer_offers_what_can_be_done_to_all(size: tuple[int, int]) -> None:
    async with shown(full_board(), size) as pilot:
        await select_two(pilot)
        text = screen_text(pilot.app)
        assert "s start" in text and "? help" in text and "n new" not in text
        assert size[0] < 60 or "e edit" in text
        await pilot.press("escape")
        await pilot.pause()
        assert "n new" in screen_text(pilot.app)


async def test_one_line_changes_all_and_one_undo_takes_it_back() -> None:
    async with shown(full_board()) as pilot:
        ids = await select_two(pilot)
        board = board_of(pilot)
        before = {task_id: board.board.task(task_id) for task_id in ids}
        await pilot.press("e")
        await pilot.press(*"+newco @late due:+3d nonsense", "enter")
        await pilot.pause()
        assert "“nonsense” is no field" in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 9, "enter")
        await pilot.pause()
        changed = [board.board.task(task_id) for task_id in ids]
        assert {task.project for task in changed} == {"newco"} and all("late" in task.tags for task in changed)
        assert not board.selected
        await pilot.press("u")
        await pilot.pause()
        assert all(board.board.task(task_id).project == task.project for task_id, task in before.items())


@pytest.mark.parametrize("key", ["d", "x"])
async def test_a_move_of_all_is_one_undo(key: str) -> None:
    async with shown(full_board()) as pilot:
        ids = await select_two(pilot)
        board = board_of(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert {board.board.task(task_id).state for task_id in ids} == {State.DONE if key == "d" else State.DROPPED}
        await pilot.press("u")
        await pilot.pause()
        assert {board.board.task(task_id).state for task_id in ids} == {State.READY}


@pytest.mark.parametrize("line", ["", "words", "due:soon", "-@"])
def test_a_line_that_changes_nothing_is_refused(line: str) -> None:
    board = full_board().service.board()
    with pytest.raises(UsageError):
        edit_all(board.column(State.READY), line, board.today)
