"""Keys that come at once do what they do one by one, on every screen and dialog.

By default a few pairs of keys are tried in each place; with ``BURST_PAIRS=all`` every key after every key.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from board_sample import Sample, full_board, settled
from burst_places import PLACES, Pair, pairs
from dialogs import key_of
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from wiptui.tui.app import WiptuiApp
from wiptui.tui.screens.reports.flow import FlowScreen

EVERY = os.environ.get("BURST_PAIRS") == "all"
BACK = 9
"""Times that esc is pressed to be on the board again, from wherever two keys may have led."""
A_SECOND = 1.0


class Hands:
    """Presses keys on a board, as if each burst came a second after the one before."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot, self.app = pilot, pilot.app
        self._late = 0.0

    async def press(self, *keys: str) -> None:
        self._late += A_SECOND
        for key in keys:
            event = key_of(key)
            event.time += self._late
            self.app.post_message(event)
        await self.app.input_queue.join()  # type: ignore[attr-defined]
        if isinstance(self.app.screen, FlowScreen):
            await self._pilot.pause()  # its figures are read in a thread once it is painted
            await settled(self._pilot)


def state(app: WiptuiApp, sample: Sample) -> Any:
    """The screens, what has the focus, what is typed, and the tasks."""
    fields = app.screen.query("Input, TextArea").results()
    typed = [
        field.value if isinstance(field, Input) else field.text
        for field in fields
        if isinstance(field, Input | TextArea)
    ]
    tasks = [(task.title, task.state, task.next_step, task.checklist) for task in sample.service.board().all_tasks()]
    screens = [type(screen).__name__ for screen in app.screen_stack]
    return screens, app.focused.id if app.focused is not None else None, typed, tasks


async def trace(way: Sequence[str], tried: Sequence[Pair], *, at_once: bool) -> AsyncIterator[Any]:
    """What is there after each pair of keys; a board that was left is opened anew."""
    left = list(tried)
    while left:
        sample = full_board()
        app = WiptuiApp(sample.service)
        async with app.run_test(size=(100, 30)) as pilot:
            hands = Hands(pilot)
            await pilot.pause()
            while left and app.return_code is None:
                for key in way:
                    await hands.press(key)
                pair = left.pop(0)
                for keys in [pair] if at_once else [(key,) for key in pair]:
                    await hands.press(*keys)
                if app.return_code is None:
                    yield state(app, sample)
                    for _ in range(BACK):
                        is_back = app.screen is app.board_screen
                        await hands.press("escape")
                        if is_back:
                            break
                else:
                    yield "left"


@pytest.mark.parametrize("place", PLACES)
async def test_keys_at_once_do_what_they_do_one_by_one(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, tried = PLACES[place].split(), pairs(place, every=EVERY)
    folders = tmp_path / "one by one", tmp_path / "at once"
    for folder in folders:
        folder.mkdir()
    monkeypatch.chdir(folders[0])  # a chart may be exported
    one_by_one = [seen async for seen in trace(way, tried, at_once=False)]
    monkeypatch.chdir(folders[1])
    at_once = [seen async for seen in trace(way, tried, at_once=True)]
    assert len(at_once) == len(one_by_one) == len(tried)
    for pair, once, slowly in zip(tried, at_once, one_by_one, strict=True):
        assert once == slowly, f"{place}: {' '.join(pair)}"
