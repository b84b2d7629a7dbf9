"""What the terminal is told beside the picture: each thing once, nothing it does not know, nothing that steers it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from board_sample import full_board
from dialogs import HOSTILE, busy_board, id_of
from screen_text import screen_text
from textual.app import App

from wiptui.config import Config
from wiptui.domain import commands as c
from wiptui.domain.limits import DOING
from wiptui.tui.app import WiptuiApp
from wiptui.tui.settings import Settings
from wiptui.tui.terminal.signals import KEEP_TITLE, NO_PROGRESS, OLD_TITLE, Signals, has_progress, way_to_notify

GHOSTTY = {"TERM_PROGRAM": "ghostty"}
SEQUENCE = re.compile(r"\x1b\](?:2|9|99|777);[^\x00-\x1f\x7f-\x9f]*\x1b\\|\x1b\[2[23];2t")


def test_title_and_progress_are_told_once_and_taken_back() -> None:
    fixture, written = busy_board(), list[str]()
    signals = Signals(written.append, GHOSTTY)
    for _ in range(3):
        signals.show(fixture.board, Config())
    assert written == [KEEP_TITLE + "\x1b]2;Fix the parser · Doing 3/3\x1b\\", "\x1b]9;4;1;100\x1b\\"]
    fixture.ok(c.Finish((id_of(fixture, "Fix the parser"),)))
    signals.show(fixture.board, Config())
    assert written[2:] == ["\x1b]2;wiptui · Doing 2/3\x1b\\", "\x1b]9;4;1;66\x1b\\"]
    fixture.ok(c.SetLimit(DOING, 1))
    signals.show(fixture.board, Config())
    assert written[-1] == "\x1b]9;4;4;100\x1b\\"
    signals.close()
    assert written[-2:] == [OLD_TITLE, NO_PROGRESS]


def test_all_of_it_can_be_turned_off_while_it_runs() -> None:
    fixture, written = busy_board(), list[str]()
    signals = Signals(written.append, GHOSTTY)
    off = Config({"terminal.title": False, "terminal.progress": False, "terminal.notify": "off"})
    signals.show(fixture.board, off)
    signals.notify("a", off)
    signals.close()
    assert written == []
    signals.show(fixture.board, Config())
    signals.show(fixture.board, off)
    assert written[2:] == [OLD_TITLE, NO_PROGRESS]


@pytest.mark.parametrize("way", ["9", "777", "99"])
def test_a_hostile_title_steers_nothing(way: str) -> None:
    fixture, written = busy_board(), list[str]()
    title = HOSTILE + "\x07\x9c\x1b\\\x1b]0;x\x07\r\n" + "x" * 9_000
    fixture.ok(c.Edit(id_of(fixture, "Fix the parser"), {"title": title}))
    signals = Signals(written.append, GHOSTTY)
    signals.show(fixture.board, Config({"terminal.notify": way}))
    signals.notify(title, Config({"terminal.notify": way}))
    assert written and SEQUENCE.sub("", "".join(written)) == ""
    assert max(map(len, written)) < 500


@pytest.mark.parametrize(
    ("environment", "way", "progress"),
    [
        ({}, "", False), ({"TERM_PROGRAM": "iTerm.app"}, "9", False), (GHOSTTY, "777", True),
        ({"TERM": "xterm-kitty"}, "99", False), ({"TERM": "foot"}, "777", False), ({"WT_SESSION": "1"}, "", True),
        (GHOSTTY | {"TMUX": "x"}, "", False),
    ],
)  # fmt: skip
def test_what_a_terminal_is_not_known_for_it_is_not_sent(environment: dict[str, str], way: str, progress: bool) -> None:
    assert (way_to_notify("auto", environment), has_progress(environment)) == (way, progress)
    assert way_to_notify("99", environment) == "99", "who knows better says so"


async def test_the_board_tells_of_the_focus_and_a_bell_notifies() -> None:
    written: list[str] = []
    app: App[None] = WiptuiApp(
        full_board().service, settings=Settings(config=Config({"timer.focus": 25, "terminal.notify": "9"}))
    )
    assert isinstance(app, WiptuiApp)

    def bells() -> list[str]:
        """What was written beside the title, which the board tells whenever its second is over."""
        return [sequence for sequence in written if "\x1b]2;" not in sequence]

    async with app.run_test() as pilot:
        app.signals = Signals(written.append, {})
        await pilot.press("f")
        await pilot.pause()
        app.screen.tick()  # type: ignore[attr-defined]
        focus = app.service.board().focus
        assert focus is not None and not bells()
        app.service.clock.set(focus.since + timedelta(minutes=55))  # type: ignore[attr-defined]
        app.screen.tick()  # type: ignore[attr-defined]
        assert bells() == ["\x1b]9;wiptui: 25 min of focus: time for 5 min of rest.\x1b\\"]
        await pilot.press("escape", "d")
        app.file_watcher.check()
        assert written[-1].removeprefix(KEEP_TITLE).startswith("\x1b]2;wiptui · Doing 2/3")


async def test_on_the_board_the_first_press_of_the_timer_is_25_5_and_the_view_keeps_it() -> None:
    app: App[None] = WiptuiApp(full_board().service)
    assert isinstance(app, WiptuiApp)
    async with app.run_test() as pilot:
        await pilot.press("f", "t")
        await pilot.pause()
        assert app.timer.rhythm.text == "25/5" and "25/5   0:25:00 to go" in screen_text(app)
        await pilot.press("escape", "f")
        await pilot.pause()
        assert "25/5   0:25:00 to go" in screen_text(app)
