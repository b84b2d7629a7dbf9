"""Every key of every screen, pressed in every state of it, has an answer that can be seen: another screen, or words.

By default every third key is pressed in each state, another third in the next; with ``EVERY_KEY=all`` each of them.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

import pytest
from board_sample import Sample, full_board
from burst_places import READING
from screen_text import screen_text
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from wiptui.tui.app import WiptuiApp
from wiptui.tui.keys.keymap import BY_ID
from wiptui.tui.keys.screen_keys import bindings
from wiptui.tui.views.board_layout import opens_at

STATES = {
    **READING,
    "board, ready": "h",
    "board, waiting": "l",
    "board, done": "l l",
    "board, backlog": "B",
    "board, filtered": "slash z z z enter",
    "details, with steps": "h enter",
    "panel, asked twice": "h s j",
    "flow, a point": "2 l",
    "flow, a table": "2 t",
    "waits, last row": "3 G",
    "review, last step": "4 G",
    "settings, last row": "comma G",
}
EMPTY = {
    name: READING[name] for name in ("board", "archive", "why", "help", "focus", "flow", "waits", "review", "sync")
}
"""The screens on a board without a single task."""
ELSEWHERE = ("suspend", "editor", "details.editor", "details.links", "links", "quit", "flow.quit", "waits.quit",
             "review.quit", "sync.quit", "focus.quit", "copy", "review.copy")  # fmt: skip
"""Keys that go to another program, leave, or copy: their answers are tested with what they do."""
WALKING = ("move", "cursor", "cursor_to", "half_page", "column", "step", "scroll", "page")
"""Actions that move a cursor, or scroll: at an end, and where all is in sight, there is nowhere to go."""


def keys_of(app: WiptuiApp) -> Iterator[tuple[str, str, str]]:
    """Id, key and action of each key of the screen on top."""
    screen = app.screen
    own = list(bindings(type(screen)))
    acts = [(act.id, act.keys, act.runs) for act in BY_ID.values() if act.scope == "board"]
    rows = acts if screen is app.board_screen else [(each.id or "", each.key, each.action) for each in own]
    for name, keys, action in rows:
        for key in [key for key in keys.split(",") if key][:1]:
            if name not in ELSEWHERE and not key.startswith("none-"):
                yield name, key, action


async def walk(pilot: Pilot[Any], app: WiptuiApp, sample: Sample, way: str, said: list[str], first: int) -> list[str]:
    """Press keys of a place from its beginning; return those without an answer."""
    silent = []
    rows = await begun(pilot, app, sample, way)
    before, stack, data = screen_text(app), app.screen_stack, sample.store.data
    for name, key, action in rows[first % STEP :: STEP]:
        if action.partition("(")[0] in WALKING:
            continue
        said.clear()
        await pilot.press(key)
        is_there = app.screen_stack == stack and screen_text(app) == before
        if not said and is_there:
            silent.append(f"{key} ({name})")
        if not is_there or sample.store.data is not data:
            await begun(pilot, app, sample, way)
            stack, data = app.screen_stack, sample.store.data
    return silent


async def begun(pilot: Pilot[Any], app: WiptuiApp, sample: Sample, way: str) -> list[tuple[str, str, str]]:
    """Go to the place from the board as it opened; return the keys there."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
    board = app.board_screen
    if board.filtering or board.query_text:
        board.action_escape()
    board.selected = frozenset()
    sample.store.data = copy.deepcopy(STARTED[id(app)])
    sample.store.has_moved = True
    sample.service.look_again(sample.service.board())
    board.follow_settings(board.keys)
    board.go(opens_at(board.board, board.states))
    if board.board.focus is not None:
        board.go_to_task(board.board.focus.task.id)
    await pilot.pause()
    await pilot.press(*way.split())
    await pilot.pause()
    if isinstance(app.focused, Input | TextArea):
        return []
    return list(keys_of(app))


STARTED: dict[int, Any] = {}
STEP = 1 if os.environ.get("EVERY_KEY") == "all" else 3


async def silent_keys(sample: Sample, way: str, first: int) -> list[str]:
    app = WiptuiApp(sample.service)
    said: list[str] = []
    notify = app.notify
    app.notify = lambda words, **more: (said.append(words), notify(words, **more))  # type: ignore[assignment,misc]
    async with app.run_test(size=(80, 24)) as pilot:
        STARTED[id(app)] = copy.deepcopy(sample.store.data)
        await pilot.pause()
        return await walk(pilot, app, sample, way, said, first)


@pytest.mark.parametrize("place", STATES)
async def test_every_key_has_an_answer(place: str) -> None:
    assert await silent_keys(full_board(), STATES[place], [*STATES].index(place)) == []


@pytest.mark.parametrize("place", EMPTY)
async def test_every_key_has_an_answer_on_an_empty_board(place: str) -> None:
    assert await silent_keys(Sample(), EMPTY[place], [*EMPTY].index(place)) == []
