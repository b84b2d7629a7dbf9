"""The keys of all screens, found in their modules: each has an id and is listed where the settings look for it."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

import wiptui.tui
import wiptui.tui.screens
from wiptui.tui.keys.key_names import LINE_KEYS, is_typed
from wiptui.tui.keys.keymap import ACTS, BY_ID, Keymap
from wiptui.tui.keys.screen_keys import PLACES, bindings, bindings_by_id, screens
from wiptui.tui.screens.board.screen import BoardScreen
from wiptui.tui.widgets.dialogs.dialog import DialogScreen

TYPED_IN = ("AskBar(", "Input(", "EditForm(", "TextArea(")
"""Text in the source of a screen that shows that a person can type there."""


def every_screen() -> list[type[Screen[Any]]]:
    """All screens but the board, found in their modules."""
    modules = [import_module(found.name) for found in walk_packages(PATH, f"{wiptui.tui.screens.__name__}.")]
    found = [thing for module in modules for thing in vars(module).values() if inspect.isclass(thing)]
    ours = [thing for thing in found if issubclass(thing, Screen) and thing.__module__.startswith("wiptui.tui.screens")]
    return [thing for thing in dict.fromkeys(ours) if thing is not BoardScreen]


PATH = wiptui.tui.screens.__path__
SCREENS = every_screen()


def own(screen: type[Screen[Any]]) -> list[Binding]:
    return [binding for binding in screen.__dict__.get("BINDINGS", ()) if isinstance(binding, Binding)]


def test_every_binding_has_an_id_of_its_own_and_words() -> None:
    found = [binding for screen in SCREENS for binding in own(screen)]
    assert len(SCREENS) > 24 and all(binding.id and binding.description for binding in found)
    assert not [name for name, times in Counter(binding.id for binding in found).items() if times > 1]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_is_in_the_table_under_each_prefix_of_its_ids(screen: type[Screen[Any]]) -> None:
    """Fails for a new screen until the table in screen_keys names it."""
    prefixes = {str(binding.id).partition(".")[0] for binding in bindings(screen)}
    made = [other for other in SCREENS if issubclass(other, screen)]
    for prefix in prefixes:
        assert screen in screens(prefix) or (len(made) > 1 and set(made[1:]) <= set(screens(prefix)))
        assert PLACES[prefix].whole is not issubclass(screen, ModalScreen)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_does_two_things_on_one_screen(screen: type[Screen[Any]]) -> None:
    keys = Counter(key for binding in bindings(screen) for key in binding.key.split(","))
    if not issubclass(screen, ModalScreen):
        keys.update(key for act in ACTS if act.scope == "app" for key in Keymap().keys(act))
    assert not [key for key, times in keys.items() if times > 1]


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if issubclass(screen, DialogScreen)])
def test_a_dialog_with_a_text_field_can_be_left_by_a_key_that_types_nothing(screen: type[DialogScreen[Any]]) -> None:
    source = inspect.getsource(screen)
    assert not any(word in source for word in TYPED_IN) or "leave" in screen.TYPING
    for name in screen.TYPING:
        assert hasattr(screen, f"action_{name}") or name == "keep"
    found = [binding for binding in bindings(screen) if binding.action.partition("(")[0] in screen.TYPING]
    assert all(any(not is_typed(key) or key == "enter" for key in binding.key.split(",")) for binding in found)


def test_every_key_of_a_text_input_is_known() -> None:
    keys = {key for binding in Input.BINDINGS if isinstance(binding, Binding) for key in binding.key.split(",")}
    assert keys <= LINE_KEYS


def test_every_hint_names_a_binding_and_says_nothing_that_the_binding_says() -> None:
    """A hint has an id, and a key only where it has none; its words differ from those of its binding."""
    words = {name: binding.description for screen in SCREENS for name, binding in bindings_by_id(screen).items()}
    for file in Path(wiptui.tui.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Hint"):
                continue
            name, *others = call.args
            if not isinstance(name, ast.Constant):
                continue
            has_key = any(keyword.arg == "key" for keyword in call.keywords)
            assert has_key is not bool(name.value), ast.unparse(call)
            assert not name.value or name.value in words or name.value in BY_ID, ast.unparse(call)
            assert not (others and isinstance(others[0], ast.Constant) and others[0].value == words.get(name.value))
