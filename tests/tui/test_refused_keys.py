"""A key that makes no sense where one is says so, does nothing, and is not offered: each screen that refuses any."""

from __future__ import annotations

from datetime import timedelta

from board_sample import Sample, full_board, settled, shown
from screen_text import screen_text
from textual.app import App

from wiptui.domain import commands as c
from wiptui.domain.focus.checkin import SLEPT, undecided
from wiptui.domain.limits import DOING
from wiptui.tui.screens.dialogs.checkin import CheckInScreen
from wiptui.tui.screens.dialogs.go_back import GoBack
from wiptui.tui.screens.limits.reconcile import ReconcileScreen
from wiptui.tui.screens.tasks.focus import FocusScreen
from wiptui.tui.widgets.dialogs.inputs import AskBar

FULL = {
    # where: (the way there, the key, what it would do); no key where the line that is typed in takes it
    "board, a doing task": ("", "r", "resolve"),
    "board, a ready task": ("h", "b", "put_back"),
    "waits, all answered": ("3 r", "r", "resolve"),
    "review, this week": ("4", "right_square_bracket", "week(1)"),
    "today, not planned": ("6", "t", "later"),
    "sync, no backup": ("5", "enter", "preview"),
    "details, nothing overruled": ("enter", "t", "settle('take')"),
    "details, adding a step": ("enter a", "pagedown", "page(1)"),
    "details, nothing edited": ("enter", "ctrl+s", "save"),
    "archive, searching": ("A slash", "tab", "other"),
    "settings, typing": ("comma enter", "pagedown", "move(10)"),
    "panel, one slot is enough": ("h s", "space", "mark"),
    "panel, a text is asked for": ("h s w", "down", "move(1)"),
    "room, a full queue": ("h m", "q", "choose('queue')"),
    "room, a text is asked for": ("h m w", "", "fitting"),
    "why, nothing over": ("o", "m", "reconcile"),
    "archive, nothing to bring back": ("A slash", "", "recall"),
}
EMPTY = {
    "board": ("", "d", "done"),
    "waits": ("3", "f", "follow_up"),
    "waits, details": ("3", "enter", "details"),
    "today": ("6", "d", "done"),
    "why, no wait": ("o", "r", "resolve"),
    "why, nothing to do": ("o", "enter", "act"),
}


def offered(app: App[None]) -> set[str]:
    """The actions that a key would do now."""
    return {active.binding.action for active in app.screen.active_bindings.values() if active.enabled}


def seen(app: App[None]) -> object:
    return [type(screen).__name__ for screen in app.screen_stack], screen_text(app)


async def check(sample: Sample, rows: dict[str, tuple[str, str, str]]) -> None:
    data = sample.store.data
    async with shown(sample, (100, 40)) as pilot:
        app = pilot.app
        for where, (way, key, action) in rows.items():
            await pilot.press(*way.split())
            app.clear_notifications()
            await settled(pilot)
            before = seen(app)
            assert action not in offered(app), where
            await pilot.press(*[key][: len(key)])
            await settled(pilot)
            assert bool(app.screen.query("Toast")) is bool(key), f"{where}: it says why"
            app.clear_notifications()
            await settled(pilot)
            assert seen(app) == before, where
            while len(app.screen_stack) > 1 or getattr(app.screen, "selected", None):
                await pilot.press("escape")
            sample.store.data = data
            app.board_screen.read_again()  # type: ignore[attr-defined]


async def test_on_a_board_with_tasks() -> None:
    await check(full_board(), FULL)


async def test_on_an_empty_board() -> None:
    await check(Sample(), EMPTY)


async def test_in_dialogs_that_the_board_opens_by_itself() -> None:
    sample = full_board()
    board = sample.service.board()
    async with shown(sample, (100, 40)) as pilot:
        await pilot.app.push_screen(GoBack("Sun 14:05", (), board))
        await pilot.pause()
        assert "confirm" not in offered(pilot.app) and "leave" in offered(pilot.app)
        await pilot.app.push_screen(ReconcileScreen(board, DOING))
        await pilot.pause()
        assert not {"choose('swap')", "choose('queue')"} & offered(pilot.app)
        assert "choose('finish')" in offered(pilot.app)
        sample.do(c.FocusOn(None))
        await pilot.app.push_screen(FocusScreen(sample.service))
        await pilot.pause()
        assert "note" not in offered(pilot.app) and "leave" in offered(pilot.app)


async def test_a_check_in_that_asks_for_a_time_takes_no_answer_but_that() -> None:
    sample = Sample()
    (task,) = (sample.add("Fix the parser"),)
    sample.do(c.Start((task,)))
    quiet = sample.clock.now() + timedelta(minutes=30)
    sample.clock.advance(hours=3)
    (stint,) = sample.store.data["stints"]
    sample.do(c.Unassign(int(stint), quiet, sample.clock.now()))
    (mark,) = undecided(sample.service.board())
    async with shown(sample, (100, 40)) as pilot:
        dialog = CheckInScreen(sample.service.board(), mark, SLEPT)
        await pilot.app.push_screen(dialog)
        await pilot.press("e")
        await pilot.pause()
        data = sample.store.data
        for action in ("keep", "ended", "discard"):  # by keys of one's own: the line takes those of the table
            await pilot.app.run_action(action, dialog)
        await pilot.pause()
        assert pilot.app.screen is dialog and sample.store.data is data
        assert len(dialog.query(AskBar)) == 1
