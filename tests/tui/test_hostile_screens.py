"""Every text of every record, on every screen, dialog, toast and in the clipboard: the bytes that the terminal gets.

The board runs over the hostile file of tests/hostile.py with a driver that keeps what it is to write. Every action of
the board is done, every screen of the table of screens is opened: one without a case fails.
``HOSTILE_KEYS=all`` presses every key of every screen.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import hostile
import pytest
from board_sample import Sample, settled
from hostile import HALF, POISON, acts, on_screen
from screen_text import screen_text
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from wiptui.domain import commands as c
from wiptui.domain.focus.checkin import undecided
from wiptui.domain.gate import Refusal
from wiptui.domain.learning import running
from wiptui.domain.limits import DOING
from wiptui.domain.tasks.task import State
from wiptui.domain.text import printable
from wiptui.metrics.overload.rules import assess
from wiptui.sync.go_back import restore_steps
from wiptui.tui.app import WiptuiApp
from wiptui.tui.charts.all_charts import EVERY
from wiptui.tui.charts.export import exported
from wiptui.tui.charts.model import read_facts
from wiptui.tui.first_picture.paint import painted
from wiptui.tui.keys.keymap import ACTS
from wiptui.tui.keys.screen_keys import PLACES, bindings
from wiptui.tui.screens.dialogs.pick import Choice
from wiptui.tui.terminal.signals import notifying, title_of

ALL_KEYS = os.environ.get("HOSTILE_KEYS") == "all"
COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def recorder(written: list[str]) -> type[HeadlessDriver]:
    """A terminal that keeps what is written to it."""

    class Recorder(HeadlessDriver):
        @property
        def is_headless(self) -> bool:
            return False

        def write(self, data: str) -> None:
            if data != "\x07":  # the bell, which no text comes with
                written.append(data)

    return Recorder


def hostile_sample(*, codes: bool = False) -> Sample:
    sample = Sample()
    sample.store.data = hostile.data(codes=codes, half=True)[0]
    sample.store.device = f"laptop{POISON}"
    sample.store.notes.append(f"Merged 1 task from “their machine{POISON}”.")
    return sample


class Board:
    """The open board, and what was written since the last look."""

    def __init__(self, app: WiptuiApp, pilot: Pilot[None], written: list[str]) -> None:
        self.app, self.pilot, self.written = app, pilot, written
        self.copied: list[str] = []
        self.seen: set[str] = set()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        self.look(keys)

    def look(self, about: object) -> None:
        text = "".join(self.written)
        self.written.clear()
        self.seen.add(type(self.app.screen).__name__)
        for found in COPIED.findall(text):
            self.copied.append(base64.b64decode(found).decode())
            assert not acts(self.copied[-1]), about
        left = on_screen(COPIED.sub("", text))
        assert not acts(left), (about, acts(left), ascii(left[max(0, left.find(acts(left)[0]) - 80) :][:200]))

    async def home(self) -> None:
        """Back to the board, with the records as they were."""
        while self.app.screen is not self.app.board_screen:
            self.app.pop_screen()
            await self.pilot.pause()
        self.look("home")

    async def to_column(self, state: State) -> None:
        """The cursor to the first card of a column."""
        task = self.app.board_screen.board.column(state)[0]
        self.app.jump_to(task.id)
        await self.pilot.pause()
        await self.home()


@asynccontextmanager
async def opened(sample: Sample, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Board]:
    app = WiptuiApp(sample.service)
    written: list[str] = []
    app.driver_class = recorder(written)
    async with app.run_test(headless=False, size=size, notifications=True) as pilot:
        await pilot.pause()
        board = Board(app, pilot, written)
        board.look("the first frame")
        yield board


def _board_and(state: State) -> Any:
    return lambda app, made: made(app.service.board(), app.service.board().column(state)[0])


def _details(app: WiptuiApp, made: Any) -> Any:
    return made(app.service, _noted(app).id)


def _noted(app: WiptuiApp) -> Any:
    """The task with something in every field."""
    return next(task for task in app.service.board().open_tasks() if task.blocked_by)


def _refused(app: WiptuiApp, made: Any) -> Any:
    board = app.service.board()
    wish = c.Start(tuple(task.id for task in board.column(State.READY) if not task.blocked_by))
    refusal = app.service.dispatch(wish)
    assert isinstance(refusal, Refusal)
    return made(app.service.board(), refusal, wish)


def _go_back(app: WiptuiApp, made: Any) -> Any:
    now = app.service.board().data
    then = {**now, "tasks": {key: {**row, "title": f"other{POISON}"} for key, row in now["tasks"].items()}}
    return made("Sun 14:05", restore_steps(now, then), app.service.board())


def _check_in(app: WiptuiApp, made: Any) -> Any:
    marks = undecided(app.service.board())
    return made(app.service.board(), marks[0], f"asleep{POISON}", len(marks) - 1)


MAKES: dict[str, Callable[[WiptuiApp, Any], Any]] = {
    "reports.flow.FlowScreen": lambda app, made: made(app.service),
    "tasks.waits.WaitsScreen": lambda app, made: made(app.service),
    "tasks.today.TodayScreen": lambda app, made: made(app.service),
    "reports.review.ReviewScreen": lambda app, made: made(app.service),
    "program.sync.SyncScreen": lambda app, made: made(app.service),
    "tasks.focus.FocusScreen": lambda app, made: made(app.service),
    "tasks.details.Details": _details,
    "tasks.archive.ArchiveScreen": lambda app, made: made(app.service),
    "program.settings.SettingsScreen": lambda app, made: made(app.settings),
    "program.help.HelpScreen": lambda app, made: made(app.keys),
    "board.quick_add.QuickAdd": lambda app, made: made(app.service.board()),
    "limits.decision_panel.PanelScreen": _refused,
    "limits.make_room.MakeRoomScreen": _board_and(State.READY),
    "limits.reconcile.ReconcileScreen": lambda app, made: made(app.service.board(), DOING),
    "reports.why.WhyScreen": lambda app, made: made(app.service.board(), assess(app.service.board())),
    "limits.blocked.BlockedScreen": lambda app, made: made(app.service.board(), _noted(app)),
    "tasks.wait.WaitForm": _board_and(State.WAITING),
    "tasks.split.SplitForm": lambda app, made: made(app.service.board(), _noted(app)),
    "dialogs.ask.InterruptForm": lambda app, made: made(app.service.board()),
    "limits.limits.LimitForm": lambda app, made: made(app.service.board()),
    "dialogs.checkin.CheckInScreen": _check_in,
    "reports.experiment.StartForm": lambda app, made: made(app.service.board()),
    "reports.experiment.StopForm": lambda app, made: made(running(app.service.board())),
    "dialogs.go_back.GoBack": _go_back,
    "dialogs.pick.PickScreen": lambda app, made: made(
        f"x{POISON}", [Choice(1, f"x{POISON}", f"y{POISON}")], f"z{POISON}"
    ),
    "dialogs.ask.AskLine": lambda app, made: made(f"x{POISON}", hint=f"y{POISON}", value=f"z{POISON}"),
}
"""How each screen is made over the hostile board."""
LEAVE = {"suspend_process", "quit", "editor", "links"}
"""Actions that leave the board for another program: $EDITOR and the browser have tests of their own."""
SIZES = ((120, 40), (40, 12))


def test_every_screen_has_a_case() -> None:
    assert set(MAKES) == {name for place in PLACES.values() for name in place.screens}


@pytest.mark.parametrize("codes", [False, True], ids=["texts", "codes"])
async def test_what_an_action_of_the_board_shows_does_nothing(codes: bool) -> None:
    """Each action once on a doing task: cards, toasts, dialogs, what is copied, the palette.

    ``HOSTILE_KEYS=all`` tries them on a waiting and a ready one too.
    """
    sample = hostile_sample(codes=codes)
    data = sample.store.data
    async with opened(sample, (60, 20) if codes else (100, 30)) as board:
        for state in (State.DOING, State.WAITING, State.READY) if ALL_KEYS and not codes else (State.DOING,):
            for act in ACTS:
                if act.runs in LEAVE or act.id in LEAVE or (state is not State.DOING and act.group != "Tasks"):
                    continue
                sample.store.data = data
                await board.to_column(state)
                await board.app.run_action(act.runs, board.app if act.scope == "app" else board.app.board_screen)
                await board.pilot.pause()
                board.look((state, act.id))
                await board.press("enter")
                await board.home()
        assert board.copied, "something was copied"
        assert len(board.seen) > 10, board.seen


@pytest.mark.parametrize("codes", [False, True], ids=["texts", "codes"])
async def test_what_a_screen_shows_does_nothing(codes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each screen, and what comes of enter, which takes over what its lines say: texts on a large terminal, codes on a
    small one; ``HOSTILE_KEYS=all`` tries both on both.
    """
    monkeypatch.chdir(tmp_path)  # a chart is exported
    sample = hostile_sample(codes=codes)
    data = sample.store.data
    shown = 0
    sizes = SIZES if ALL_KEYS else SIZES[codes : codes + 1]
    async with opened(sample, SIZES[0]) as board:
        for size in sizes:
            await board.pilot.resize_terminal(*size)
            for name in MAKES:
                made = _class(name)
                if codes and name in NEEDS_TIMES:
                    continue
                for press in presses(made):
                    sample.store.data = data
                    await board.app.push_screen(MAKES[name](board.app, made))
                    await settled(board.pilot)
                    assert type(board.app.screen) is made
                    for key in press:
                        await board.pilot.press(key)
                    await settled(board.pilot)
                    board.look((name, size, press))
                    await board.home()
                    shown += 1
    assert shown >= (len(MAKES) - codes * len(NEEDS_TIMES)) * len(sizes)


NEEDS_TIMES = {"reports.experiment.StopForm", "dialogs.checkin.CheckInScreen"}
"""Times that cannot be read make no experiment and no mark, so there is no such screen then."""


def presses(made: Any) -> list[tuple[str, ...]]:
    """The keys that are pressed on a screen, each for itself: only what takes its lines over, or all that it has."""
    keys = [key for binding in bindings(made) for key in binding.key.split(",")[:1]] if ALL_KEYS else []
    return [("end", "x", "home", "enter"), *((key,) for key in keys)]


def _class(name: str) -> Any:
    module, _, screen = name.rpartition(".")
    return getattr(import_module(f"wiptui.tui.screens.{module}"), screen)


async def test_the_palette_finds_a_task_whose_title_looks_like_markup() -> None:
    sample = Sample()
    for title in ("fix [/tmp/x] dir", "fix [red] too", "fix the third", f"fix{POISON}"):
        sample.add(title)
    async with opened(sample) as board:
        await board.press("colon", "f", "i", "x")
        await settled(board.pilot)
        text = screen_text(board.app)
        for title in ("fix [/tmp/x] dir", "fix [red] too", "fix the third"):
            assert title in text, text
        board.look("the palette")


async def test_what_is_copied_is_what_is_shown() -> None:
    sample = Sample()
    sample.store.data = {
        "tasks": {"4503599627370497": {"_log": {}, "title": f"a{POISON}\nrm -rf x\n", "state": "ready"}}
    }
    async with opened(sample) as board:
        await board.press("y")
        assert board.copied == [printable(f"a{POISON}\nrm -rf x\n")]
        assert "\n" not in board.copied[0]


@pytest.mark.parametrize("codes", [False, True], ids=["texts", "codes"])
def test_what_a_chart_says_as_a_file_does_nothing(codes: bool) -> None:
    facts = read_facts(hostile_sample(codes=codes).service.board())
    for _, make in EVERY:
        for ending in ("csv", "json", "svg"):
            text = exported(make(facts), facts, ending)
            assert not acts(text), (make, ending)
            if ending == "svg":
                assert "<img" not in text
            text.encode()


def test_what_the_terminal_is_told_beside_the_board_does_nothing() -> None:
    board = hostile_sample().service.board()
    assert not acts(title_of(board))
    for way in ("9", "777", "99"):
        told = notifying(way, f"x{POISON}{HALF}")
        assert not acts(told.removeprefix("\x1b").removesuffix("\x1b\\"))


def test_the_first_picture_does_nothing() -> None:
    text = painted([[(f"x{POISON}{HALF}", ())]], {"": ""})
    assert text is not None and not acts(on_screen(text))
