"""The keys of all dialogs: each has an id, none is bound twice on one screen, and a remapped one shows as it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from dialogs import Host, busy_desk, id_of, service_of
from screen_text import screen_text
from textual.binding import Binding
from textual.screen import Screen

from wiptui.domain import commands as c
from wiptui.metrics.overload import assess
from wiptui.tui.screens.ask import AskLine, InterruptForm
from wiptui.tui.screens.details import Details
from wiptui.tui.screens.flow import FlowScreen
from wiptui.tui.screens.focus import FocusScreen
from wiptui.tui.screens.go_back import GoBack
from wiptui.tui.screens.limit import LimitForm
from wiptui.tui.screens.panel import PanelScreen
from wiptui.tui.screens.pick import PickScreen
from wiptui.tui.screens.quick_add import QuickAdd
from wiptui.tui.screens.room import RoomScreen
from wiptui.tui.screens.split import SplitForm
from wiptui.tui.screens.sync import SyncScreen
from wiptui.tui.screens.wait import WaitForm
from wiptui.tui.screens.why import WhyScreen

SCREENS: tuple[type[Screen[Any]], ...] = (
    AskLine, InterruptForm, Details, FocusScreen, LimitForm, PanelScreen, QuickAdd, RoomScreen, SplitForm, WaitForm,
    WhyScreen, SyncScreen, GoBack, FlowScreen, PickScreen,
)  # fmt: skip


def own(screen: type[Screen[Any]]) -> list[Binding]:
    return [binding for binding in screen.__dict__.get("BINDINGS", ()) if isinstance(binding, Binding)]


def test_every_binding_has_an_id_of_its_own_and_words() -> None:
    bindings = [binding for screen in SCREENS for binding in own(screen)]
    assert all(binding.id and binding.description for binding in bindings)
    assert not [name for name, times in Counter(binding.id for binding in bindings).items() if times > 1]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_does_two_things_on_one_screen(screen: type[Screen[Any]]) -> None:
    bindings = [*own(screen), *(own(PanelScreen) if screen is RoomScreen else ())]
    keys = Counter(key for binding in bindings for key in binding.key.split(","))
    assert not [key for key, times in keys.items() if times > 1]


@pytest.mark.parametrize("name", ["panel", "quick_add", "why", "wait", "details", "focus", "room", "split"])
async def test_a_key_that_comes_twice_before_the_screen_is_gone_does_no_harm(name: str) -> None:
    desk = busy_desk()
    wish = c.Start((id_of(desk, "Write the report"),))
    refusal = desk.refused(wish)
    flyer = desk.task(id_of(desk, "Flyer for the fair"))
    service = service_of(desk)
    screens: dict[str, tuple[Any, list[str]]] = {
        "panel": (lambda: PanelScreen(desk.board, refusal, wish), ["s", "s"]),
        "quick_add": (lambda: QuickAdd(desk.board), ["x", "enter", "enter"]),
        "why": (lambda: WhyScreen(desk.board, assess(desk.board)), ["enter", "enter"]),
        "wait": (lambda: WaitForm(desk.board, flyer), ["enter", "enter"]),
        "details": (lambda: Details(service, flyer.id), ["escape", "escape"]),
        "focus": (lambda: FocusScreen(service), ["escape", "escape"]),
        "room": (lambda: RoomScreen(desk.board, desk.task(wish.tasks[0])), ["s", "s"]),
        "split": (lambda: SplitForm(desk.board, flyer), ["ctrl+s", "ctrl+s"]),
    }
    make, keys = screens[name]
    host = Host(make, service)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert len(host.screen_stack) == 1


async def test_a_remapped_key_works_and_shows_as_it_is() -> None:
    desk = busy_desk()
    wish = c.Start((id_of(desk, "Write the report"),))
    refusal = desk.refused(wish)
    host = Host(lambda: PanelScreen(desk.board, refusal, wish))
    host.set_keymap({"panel.finish": "f7"})
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "f7  finish it" in screen_text(host)
        await pilot.press("f7")
        await pilot.pause()
    assert host.answer.commands[0] == c.Finish((id_of(desk, "Flyer for the fair"),))
