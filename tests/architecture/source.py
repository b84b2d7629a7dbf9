"""The source as the architecture tests read it: modules, their imports, their syntax."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import wiptui

PACKAGE = Path(wiptui.__file__).parent
ROOT = PACKAGE.parent


@cache
def modules() -> dict[str, Path]:
    """Every module of wiptui by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("wiptui", *path.relative_to(PACKAGE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"), name)


@cache
def walk(name: str) -> tuple[ast.AST, ...]:
    """All nodes of a module."""
    return tuple(ast.walk(tree(name)))


def in_modules(find: Callable[[str], set[str]], names: Iterable[str] | None = None) -> dict[str, set[str]]:
    """What is found in modules, by module; those where nothing is found are left out."""
    return {name: found for name in (modules() if names is None else names) if (found := find(name))}


def under(*packages: str) -> list[str]:
    """The modules of these packages."""
    return [name for name in modules() if any(name == one or name.startswith(f"{one}.") for one in packages)]


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, without what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from running(other)
            continue
        yield child
        yield from running(child)


@cache
def imports(name: str) -> frozenset[str]:
    """The dotted names that a module imports anywhere, also inside functions. ``from a import b`` is ``a.b``
    where that is a module, else ``a``."""
    found: set[str] = set()
    for node in running(tree(name)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{name}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in modules() else node.module)
    return frozenset(found - {"__future__"})


def python(code: str, *arguments: str, **environment: str) -> str:
    """Run Python code in a process of its own, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=_clean(environment),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _clean(environment: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", **environment}
