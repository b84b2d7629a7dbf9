"""The mouse on cards: the right button offers what can be done, and a card is dragged to another column or place."""

from __future__ import annotations

from board_sample import Sample, full_board, settled, shown
from screen_text import screen_text
from textual.events import MouseMove
from textual.pilot import Pilot

from wiptui.domain.tasks.task import State
from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.screens.dialogs.pick import PickScreen

SIZE = (120, 40)


def place_of(pilot: Pilot[None], words: str) -> tuple[int, int]:
    """Column and line of words on the screen."""
    lines = screen_text(pilot.app).splitlines()
    return next((line.index(words), y) for y, line in enumerate(lines) if words in line)


async def drag(pilot: Pilot[None], one: tuple[int, int], other: tuple[int, int]) -> str:
    """Drag from one place to another; return what the line of advice says on the way."""
    await pilot.mouse_down(offset=one)
    await pilot._post_mouse_events([MouseMove], offset=other, button=1)  # hover has no button down
    await pilot.pause()
    advice = screen_text(pilot.app).splitlines()[-4]
    await pilot.mouse_up(offset=other)
    await settled(pilot)
    return advice


def titles(sample: Sample, state: State) -> list[str]:
    return [task.title for task in sample.service.board().column(state)]


async def test_the_right_button_offers_what_can_be_done_to_the_card() -> None:
    sample = full_board()
    async with shown(sample, SIZE) as pilot:
        await pilot.click(offset=place_of(pilot, "Tidy the backlog"), button=3)
        await pilot.pause()
        assert isinstance(pilot.app.screen, PickScreen)
        text = screen_text(pilot.app)
        assert "Tidy the backlog" in text and "Finish" in text and "Put back" not in text, "what makes sense here"
        await pilot.press(*"finish", "enter")
        await settled(pilot)
        assert "Tidy the backlog" not in titles(sample, State.READY)
        assert "Tidy the backlog" in titles(sample, State.DONE)


async def test_the_right_button_beside_a_card_offers_nothing() -> None:
    async with shown(full_board(), SIZE) as pilot:
        await pilot.click(offset=(60, 33), button=3)
        await pilot.pause()
        assert isinstance(pilot.app.screen, BoardScreen)


async def test_a_card_is_dragged_to_another_column_through_the_gate() -> None:
    sample = full_board()
    async with shown(sample, SIZE) as pilot:
        advice = await drag(pilot, place_of(pilot, "Tax letter"), place_of(pilot, "Ready 4"))
        assert "Move" not in advice, "a heading is no column"
        advice = await drag(pilot, place_of(pilot, "Tax letter"), place_of(pilot, "Tidy the backlog"))
        assert "Move “Tax letter” to Ready" in advice
        assert "Tax letter" in titles(sample, State.READY) and "Tax letter" not in titles(sample, State.DOING)
        board = pilot.app.screen
        assert isinstance(board, BoardScreen) and board.current is not None and board.current.title == "Tax letter"
        await drag(pilot, place_of(pilot, "Tidy the backlog"), place_of(pilot, "Flyer for the fair"))
        assert len(titles(sample, State.DOING)) == 3 and "Tidy the backlog" in titles(sample, State.DOING)
        await pilot.press("escape")  # the next step of what was in focus is asked for
        await settled(pilot)
        await drag(pilot, place_of(pilot, "Write the report"), place_of(pilot, "Flyer for the fair"))
        assert "Doing is full" in screen_text(pilot.app), "a fourth is refused, as with the key"
        assert "Write the report" in titles(sample, State.READY)


async def test_a_card_dragged_to_waiting_asks_on_whom_and_one_to_done_is_finished() -> None:
    sample = full_board()
    async with shown(sample, SIZE) as pilot:
        await drag(pilot, place_of(pilot, "Tax letter"), place_of(pilot, "Contract with"))
        assert "a person or a thing" in screen_text(pilot.app)
        await pilot.press(*"Ben", "enter")
        await settled(pilot)
        waiting = {task.title: task.waiting_on for task in sample.service.board().column(State.WAITING)}
        assert waiting["Tax letter"] == "Ben"
        await drag(pilot, place_of(pilot, "Flyer for the fair"), place_of(pilot, "Earlier work 13"))
        assert "Flyer for the fair" not in titles(sample, State.DOING)


async def test_a_card_is_dragged_to_another_place_of_its_column() -> None:
    sample = full_board()
    async with shown(sample, SIZE) as pilot:
        before = titles(sample, State.READY)
        await drag(pilot, place_of(pilot, before[0][:12]), place_of(pilot, before[2][:12]))
        assert titles(sample, State.READY) == [before[1], before[2], before[0], *before[3:]]
        await drag(pilot, place_of(pilot, before[0][:12]), place_of(pilot, before[1][:12]))
        assert titles(sample, State.READY)[0] == before[0]


async def test_a_click_drags_nothing() -> None:
    sample = full_board()
    async with shown(sample, SIZE) as pilot:
        data = sample.service.board().data
        await pilot.click(offset=place_of(pilot, "Tax letter"))
        await pilot.hover(offset=place_of(pilot, "Tidy the backlog"))
        await pilot.pause()
        assert sample.service.board().data is data and isinstance(pilot.app, WiptuiApp)
        assert "Move “" not in screen_text(pilot.app)
