"""The keys of all screens: each has an id, none is bound twice on one screen, and each can be given another."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from dialogs import BoardFixture, Host, busy_board, id_of, service_of
from screen_text import screen_text
from textual.screen import ModalScreen
from textual.widget import Widget

from wiptui.domain import commands as c
from wiptui.domain.core.errors import UsageError
from wiptui.metrics.overload.rules import assess
from wiptui.tui.app import WiptuiApp
from wiptui.tui.keys.keymap import Keymap, acts_of
from wiptui.tui.keys.screen_keys import PLACES, WHOLE
from wiptui.tui.screens.board.quick_add import QuickAdd
from wiptui.tui.screens.limits.decision_panel import PanelScreen
from wiptui.tui.screens.limits.make_room import MakeRoomScreen
from wiptui.tui.screens.reports.why import WhyScreen
from wiptui.tui.screens.tasks.details import Details
from wiptui.tui.screens.tasks.focus import FocusScreen
from wiptui.tui.screens.tasks.split import SplitForm
from wiptui.tui.screens.tasks.wait import WaitForm
from wiptui.tui.screens.tasks.waits import WaitsScreen
from wiptui.tui.settings import Settings

# --- keys of the person's own


@pytest.mark.parametrize("prefix", PLACES)
def test_every_action_of_every_screen_takes_another_key_and_refuses_a_taken_one(prefix: str) -> None:
    acts = acts_of(prefix)
    assert acts
    for act in acts:
        assert Keymap({act.id: "f12"}).keys(act) == ("f12",)
        neighbour = next((other for other in acts if other != act), None)
        if neighbour is not None and (key := Keymap().keys(neighbour)[0]) != "enter":
            with pytest.raises(UsageError, match=r"cannot be both|works while you type") as raised:
                Keymap({act.id: key})
            assert f"“{act.id}”" in str(raised.value)


@pytest.mark.parametrize(
    ("own_keys", "said"),
    [
        ({"panel.swap": "d"}, "The key d cannot be both “panel.finish” and “panel.swap”"),
        ({"panel.finish": "enter"}, "cannot be both “room.fitting” and “panel.finish”"),
        ({"flow.table": "?"}, "The key ? cannot be both “flow.table” and “help”"),
        ({"help": "t"}, "The key t cannot be both “flow.table” and “help”"),
        ({"experiment.leave": "ctrl+s"}, "“experiment.keep” and “experiment.leave”"),
        ({"pannel.swap": "z"}, "There is no action “pannel.swap” to give keys to; did you mean “panel.swap”?"),
        ({"swap": "z"}, "did you mean “panel.swap”?"),
        ({"panel.swp": "z"}, "did you mean “panel.swap”?"),
        ({"strat": "z"}, "did you mean “start”?"),
        ({"why.zzz": "z"}, "There is no action “why.zzz” to give keys to. why has: act, resolve, reconcile, leave."),
        ({"ask.leave": "x"}, "“ask.leave” needs a key that works while you type too"),
        ({"split.save": "ctrl+e,x"}, "“split.save” needs a key that works while you type too"),
        ({"escape": "Z"}, "“escape” needs a key that works while you type too"),
        ({"panel.swap": " , "}, "“panel.swap” needs a key"),
    ],
)
def test_keys_that_cannot_be_are_refused_in_a_sentence(own_keys: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        Keymap(own_keys)
    assert said in str(raised.value)


def test_a_key_may_be_the_same_on_two_screens_and_change_hands_on_one() -> None:
    assert Keymap({"flow.table": "n", "why.act": "n"}).own
    assert Keymap({"flow.table": "w", "flow.window": "t"}).own
    assert Keymap({"help": "f1", "flow.table": "?"}).own
    assert set(WHOLE) == {"flow", "waits", "review", "sync", "today", "focus"}


async def test_a_key_of_a_screen_changes_under_the_open_screen(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    app = WiptuiApp(service_of(busy_board()), settings=Settings(str(file)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert "n  asked again" in screen_text(app)
        file.write_text('[keys.waits]\nnudge = "N,f4"\n[keys]\nundo = "W"\n"waits.undo" = "Z"\n', encoding="utf-8")
        app.follow_settings()
        await pilot.pause()
        assert "N  asked again" in screen_text(app)
        before = app.service.board()
        await pilot.press("n")
        assert app.service.board().data == before.data
        await pilot.press("f4")
        await pilot.pause()
        assert "asked once, today" in screen_text(app)
        assert isinstance(app.screen, WaitsScreen)
        await pilot.press("Z")
        await pilot.pause()
        assert app.service.board().data["tasks"] != before.data["tasks"]
        file.write_text('[keys]\nsettings = "f2"\n', encoding="utf-8")
        app.follow_settings()
        await pilot.pause()
        assert "n  asked again" in screen_text(app)


async def test_what_names_a_key_in_a_sentence_names_the_own_one(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '[keys]\nnew = "Z"\nwhy = "f3"\nwait = "W"\n[keys.review]\ntry = "f5"\n[keys.help]\nleave = "f9"\n',
        encoding="utf-8",
    )
    settings = Settings(str(file))
    settings.look()
    app = WiptuiApp(service_of(BoardFixture()), settings=settings)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        assert "Z captures" in screen_text(app) and "Z writes down" in screen_text(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "f9 closes" in screen_text(app) and "f3 says which" in screen_text(app)
        await pilot.press("f9", "3")
        await pilot.pause()
        assert "hand over with W" in screen_text(app)
        await pilot.press("escape", "4")
        await pilot.pause()
        assert "f5 try" in screen_text(app)
        await pilot.press(*["right"] * 5)
        await pilot.pause()
        assert "f5 writes down one thing" in screen_text(app)


# --- keys that come too often


@pytest.mark.parametrize("name", ["panel", "quick_add", "why", "wait", "details", "focus", "room", "split"])
async def test_a_key_that_comes_twice_before_the_screen_is_gone_does_no_harm(name: str) -> None:
    fixture = busy_board()
    wish = c.Start((id_of(fixture, "Write the report"),))
    refusal = fixture.refused(wish)
    flyer = fixture.task(id_of(fixture, "Flyer for the fair"))
    service = service_of(fixture)
    screens: dict[str, tuple[Any, list[str]]] = {
        "panel": (lambda: PanelScreen(fixture.board, refusal, wish), ["s", "s"]),
        "quick_add": (lambda: QuickAdd(fixture.board), ["x", "enter", "enter"]),
        "why": (lambda: WhyScreen(fixture.board, assess(fixture.board)), ["enter", "enter"]),
        "wait": (lambda: WaitForm(fixture.board, flyer), ["enter", "enter"]),
        "details": (lambda: Details(service, flyer.id), ["escape", "escape"]),
        "focus": (lambda: FocusScreen(service), ["escape", "escape"]),
        "room": (lambda: MakeRoomScreen(fixture.board, fixture.task(wish.tasks[0])), ["s", "s"]),
        "split": (lambda: SplitForm(fixture.board, flyer), ["ctrl+s", "ctrl+s"]),
    }
    make, keys = screens[name]
    host = Host(make, service)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert len(host.screen_stack) == 1


# --- one dialog


async def test_a_remapped_key_works_and_shows_as_it_is() -> None:
    fixture = busy_board()
    wish = c.Start((id_of(fixture, "Write the report"),))
    refusal = fixture.refused(wish)
    host = Host(lambda: PanelScreen(fixture.board, refusal, wish))
    host.set_keymap({"panel.finish": "f7"})
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "f7  finish it" in screen_text(host)
        await pilot.press("f7")
        await pilot.pause()
    assert host.answer.commands[0] == c.Finish((id_of(fixture, "Flyer for the fair"),))


def test_every_dialog_has_the_styles_of_a_modal_screen() -> None:
    """Textual reads the styles of the first base alone: without a modal's the board behind is undimmed, or gone."""
    for prefix, place in PLACES.items():
        if place.whole:
            continue
        for name in place.screens:
            module, _, screen = name.rpartition(".")
            cls = getattr(import_module(f"wiptui.tui.screens.{module}"), screen)
            first = cls
            while first is not ModalScreen:
                first = next(base for base in first.__bases__ if issubclass(base, Widget))
                assert first is not Widget, f"{prefix}: {name}"
