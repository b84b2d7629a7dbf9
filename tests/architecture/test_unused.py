"""Nothing is dead: a module, class, function or method that only tests use is found."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from source import modules, tree, walk

WITHOUT_A_USER = {
    "wiptui.agent.tools.AgentTools.list_": "the server finds the tool “list” by its name",
    "wiptui.config.table.markdown": "a test holds the table in docs/settings.md against it",
    "wiptui.domain.core.clock.FixedClock.advance": "a demo or test lets time pass",
    "wiptui.tui.keys.keymap.screens_table": "a test holds the table in docs/settings.md against it",
    "wiptui.updates.Watch.find_spec": "Python asks it for every import",
}
"""Used by no module of wiptui, each with the reason why it stays."""
CALLED_BY_NAME = re.compile(r"(action|on|watch|validate|compute|render|key|_on)_\w+")
"""Methods that Textual calls by their names."""


BY_NAME = re.compile(r"(wiptui(?:\.\w+)+)(?:\(\))?")
"""What a table names and loads: ``wiptui.domain.learning.change_limit``."""


def names_in(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", text))


@cache
def imported() -> set[str]:
    """Names that one module takes from another: ``from a import b``, ``a.b`` after an import of ``a``, or by name."""
    found: set[str] = set()
    for module in modules():
        known: dict[str, set[str]] = defaultdict(set)
        for node in walk(module):
            for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                known[alias.asname or alias.name].add(f"{node.module}.{alias.name}")
        found.update(*known.values())
        for node in walk(module):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found |= {f"{target}.{node.attr}" for target in known.get(node.value.id, ())}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {name[1] for name in [BY_NAME.fullmatch(node.value)] if name is not None}
    return found


@cache
def attributes() -> set[str]:
    """Names that are read of any object, or stand in a short text, as for ``getattr``."""
    found: set[str] = set()
    for module in modules():
        for node in walk(module):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
                found |= names_in(node.value)
    return found


def public(body: list[ast.stmt]) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public classes and functions of a body, also behind a condition."""
    found: list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef] = []
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                found.append(node)
        elif isinstance(node, ast.If | ast.Try):
            found += public([*node.body, *node.orelse])
    return found


def unused() -> set[str]:
    """Dotted names of public classes, functions and methods that no module of wiptui uses."""
    found: set[str] = set()
    for module in modules():
        for node in public(tree(module).body):
            if f"{module}.{node.name}" not in imported() and not _read_outside(module, node):
                found.add(f"{module}.{node.name}")
            if isinstance(node, ast.ClassDef):
                methods = (part for part in public(node.body) if not isinstance(part, ast.ClassDef))
                names = {part.name for part in methods if part.name not in attributes()}
                names = {name for name in names if not CALLED_BY_NAME.fullmatch(name)}
                found |= {f"{module}.{node.name}.{name}" for name in names - inherited(module, node, names)}
    return found


def _read_outside(module: str, definition: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a module reads the name beside what it names: a function that only calls itself is not used."""
    inside = {id(node) for node in ast.walk(definition)}
    return any(
        id(node) not in inside
        for node in walk(module)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id == definition.name
    )


def inherited(module: str, node: ast.ClassDef, names: set[str]) -> set[str]:
    """Those that a library declares: it calls them."""
    if not names or not node.bases:
        return set()
    bases = getattr(import_module(module), node.name).__mro__
    foreign = [base for base in bases if not base.__module__.startswith("wiptui") and base is not object]
    return {name for name in names if any(name in vars(base) for base in foreign)}


def test_every_public_class_function_and_method_is_used_by_the_program() -> None:
    """A class or function is used where its module reads it or another imports it; a method where its name is read."""
    assert unused() == set(WITHOUT_A_USER), "delete what is dead; give a reason for what is not"


def test_every_module_is_imported_or_named_by_another() -> None:
    named = {target for module in modules() for target in import_names(module)}
    texts = {
        node.value
        for module in modules()
        for node in walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    texts |= {name[1].rpartition(".")[0].rpartition(".")[2] for text in texts if (name := BY_NAME.fullmatch(text))}
    lost = {
        module
        for module, path in modules().items()
        if path.name != "__init__.py"
        and module not in {*named, "wiptui.__main__"}
        and not texts & {path.name, *(module.split(".", depth)[-1] for depth in (1, 2, 3))}
    }
    assert lost == set()


def import_names(module: str) -> set[str]:
    """What a module imports, with each name as if it was a module."""
    found: set[str] = set()
    for node in walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


DEAD = """
def alone():
    return alone()
class Known:
    def unused(self): ...
    def action_called_by_name(self): ...
Known()
"""


def test_a_dead_function_and_a_dead_method_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dead = tmp_path / "dead.py"
    dead.write_text(DEAD, encoding="utf-8")
    monkeypatch.setitem(modules(), "dead", dead)
    for known in (imported, attributes):
        known.cache_clear()
    assert {name for name in unused() if name.startswith("dead.")} == {"dead.alone", "dead.Known.unused"}
    for known in (imported, attributes):
        known.cache_clear()
