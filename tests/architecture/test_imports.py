"""Imports stand at the top of a file, and no circle runs through them, not even one for type checkers only."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

from source import modules, tree

from wiptui.cli.shell.completing import WORDS
from wiptui.domain.rules import SELDOM

MOST_LAZY = 139
"""Imports inside functions: lower it when there are fewer. What each saves, test_import_budget.py measures."""
MOST_TYPE_ONLY = 61
"""Blocks for type checkers only."""

Import = ast.Import | ast.ImportFrom


def targets(node: Import) -> set[str]:
    """The modules that an import names."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    wholes = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {whole if whole in modules() else str(node.module) for whole in wholes.values()}


def lazy(node: ast.AST, *, inside: bool = False) -> Iterator[Import]:
    """The imports inside functions."""
    for child in ast.iter_child_nodes(node):
        if inside and isinstance(child, Import):
            yield child
        yield from lazy(child, inside=inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def has_reason(node: Import, lines: list[str], known: set[int]) -> bool:
    """Whether a comment is at the import, above it, or at the imports right above it."""
    if any("#" in line for line in lines[node.lineno - 1 : node.end_lineno]) or "#" in lines[node.lineno - 2]:
        return True
    above = node.lineno - 1
    while not lines[above - 1].strip():
        above -= 1
    return above in known


def circle_in(graph: dict[str, set[str]]) -> tuple[str, ...]:
    """A circle of a graph; empty if there is none."""
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return ()
        found = next(filter(None, (walk(target, (*path, name)) for target in sorted(graph[name]))), ())
        done.add(name)
        return found

    return next(filter(None, (walk(name, ()) for name in graph)), ())


def test_no_import_goes_round_in_a_circle_not_even_for_type_checkers() -> None:
    graph = {
        name: {
            target
            for node in ast.walk(tree(name))
            if isinstance(node, Import)
            for target in targets(node)
            if target in modules() and target != name
        }
        for name in modules()
    }
    assert not circle_in(graph), " -> ".join(circle_in(graph))


def test_a_circle_is_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ("b", "c", "b")
    assert circle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == ()


def test_an_import_inside_a_function_says_why_and_few_are_there() -> None:
    without, count = [], 0
    for name, path in modules().items():
        lines, known = path.read_text(encoding="utf-8").split("\n"), set[int]()
        for node in sorted(lazy(tree(name)), key=lambda node: node.lineno):
            count += 1
            if has_reason(node, lines, known):
                known.add(node.end_lineno or node.lineno)
            else:
                without.append(f"{name}:{node.lineno}")
    assert not without, "A word why is missing, such as: # lazy: list does without it"
    assert count <= MOST_LAZY


def test_few_blocks_are_for_type_checkers_only() -> None:
    blocks = [
        name
        for name in modules()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    assert len(blocks) <= MOST_TYPE_ONLY


def test_what_is_loaded_by_name_is_there() -> None:
    """Tables in place of imports inside functions: a name in them that is not there would be found by a user."""
    for home in (*WORDS.values(), *SELDOM.values()):
        module, _, name = home.removesuffix("()").rpartition(".")
        assert hasattr(importlib.import_module(module), name), home
