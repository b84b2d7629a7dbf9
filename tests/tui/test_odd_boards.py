"""The board and its screens over a data file in which anything may be odd: nothing ends in a traceback.

A usual run tries one file; ``ODD_FILES=50`` tries as many.
"""

from __future__ import annotations

import os
from random import Random

import odd_files
import pytest
from board_sample import Sample, shown
from screen_text import screen_text

from wiptui.store.file.salvage import decode

FILES = int(os.environ.get("ODD_FILES", "1"))
FIRST = int(os.environ.get("ODD_FIRST", "0"))
WAYS = (
    "enter escape", "j enter j e escape escape", "l enter escape", "l enter escape", "f escape", "o escape", "m escape",
    "A tab enter escape escape", "2 n n escape", "3 escape", "4 enter escape", "5 escape", "slash s o u enter escape",
    "v escape", "s escape", "w escape", "b", "d escape", "x", "u", "i escape", "question_mark escape",
)  # fmt: skip
"""Keys that open each screen, and leave it."""


@pytest.mark.parametrize("number", range(FIRST, FIRST + FILES))
async def test_every_screen_over_an_odd_file(number: int) -> None:
    sample = Sample()
    sample.store.data = decode(odd_files.raw(Random(f"odd {number}"))).data
    async with shown(sample, (100, 30)) as pilot:
        await pilot.pause()
        titles = {task.title for task in sample.service.board().open_tasks()}
        assert titles >= {*odd_files.SOUND.values()} and "Doing" in screen_text(pilot.app)
        for keys in WAYS:
            await pilot.press(*keys.split())
            await pilot.pause()
            app = pilot.app
            while app.screen is not app.board_screen:  # type: ignore[attr-defined]
                app.pop_screen()
                await pilot.pause()
