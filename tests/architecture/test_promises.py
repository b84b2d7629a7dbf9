"""Names that people rely on: ids of bindings, commands, keys. Each exists once and is documented."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from source import PACKAGE, ROOT

from wiptui.cli.registry import GROUPS, MODULES, find
from wiptui.tui.keys.key_names import shown
from wiptui.tui.keys.keymap import ACTS, Keymap, screens_table

README = "\n".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
"""The README and the pages in docs/."""
PROMISED = {
    "add", "list", "show", "start", "wait", "resolve", "stop", "done", "drop", "reopen", "defer", "select", "edit",
    "focus", "interrupt", "next", "limit", "status", "log", "undo", "redo", "export", "import", "path", "demo",
}  # fmt: skip
PROMISED_KEYS = {
    "new": "n a", "start": "s space", "done": "d", "wait": "w", "back": "b", "drop": "x", "details": "enter",
    "edit": "e", "editor": "E", "focus": "f", "interrupt": "i", "filter": "/", "select": "v", "copy": "y", "undo": "u",
    "redo": "U ctrl+r", "why": "o", "room": "m", "palette": "ctrl+p :", "help": "?", "quit": "q", "escape": "esc",
    "down": "j ↓", "up": "k ↑", "left": "h ← shift+tab", "right": "l → tab", "card-left": "H <", "card-right": "L >",
    "card-down": "J", "card-up": "K",
}  # fmt: skip


def test_every_action_has_an_id_of_its_own_and_a_tooltip() -> None:
    assert not [name for name, times in Counter(act.id for act in ACTS).items() if times > 1]
    assert all(act.about and act.label for act in ACTS)


def test_no_key_does_two_things() -> None:
    keys = Counter(key for act in ACTS for key in Keymap().keys(act))
    assert not [key for key, times in keys.items() if times > 1]


def test_the_documented_keys_of_the_other_screens_are_current() -> None:
    """Where this fails, a binding came or went: put what screens_table() says now into docs/settings.md."""
    assert screens_table() in README


@pytest.mark.parametrize(("name", "keys"), PROMISED_KEYS.items())
def test_the_promised_keys_do_what_was_promised(name: str, keys: str) -> None:
    act = next(act for act in ACTS if act.id == name)
    assert set(keys.split()) <= set(Keymap().all_shown(act).split())


@pytest.mark.parametrize("act", ACTS, ids=[act.id for act in ACTS])
def test_every_key_of_the_board_is_documented(act: object) -> None:
    told = {"up": "arrows", "down": "arrows", "left": "arrows", "right": "arrows"}
    for key in Keymap().keys(act):  # type: ignore[arg-type]
        name = shown(key)
        if key in told:
            assert told[key] in README
        elif key not in ("shift+tab", "tab", "home", "end", "pagedown", "pageup"):
            assert f"`{name}`" in README, f"{act}: {name}"


def test_every_promised_command_exists() -> None:
    assert set(MODULES) >= PROMISED
    for name in MODULES:
        command = find(name)
        assert command.run is not None


@pytest.mark.parametrize("name", MODULES)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b|wiptui {name}\b", README), name


def test_every_command_has_a_line_of_help() -> None:
    assert all(line and not line.endswith(".") for _, rows in GROUPS for _, _, line in rows)


def test_the_quick_subset_names_tests_that_are_there() -> None:
    """pytest reads it: ``pytest -n 2 @tests/quick.txt``."""
    lines = (ROOT / "tests" / "quick.txt").read_text(encoding="utf-8").split()
    assert not [line for line in lines if not (ROOT / line.removeprefix("--ignore=")).exists()]
    assert "@tests/quick.txt" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert not long
