"""Time, ids and randomness are passed in, libraries are used by their public names, and an import touches no file."""

from __future__ import annotations

import ast
import importlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TypeGuard

import pytest
from source import imports, in_modules, modules, python, running, tree, under, walk

CLOCKS = {
    "datetime": {"now", "today", "utcnow", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "gmtime"},
    "os": {"urandom", "getrandom"},
}
RANDOM = {"uuid", "random", "secrets"}
SOURCES = {
    "wiptui.domain.core.clock": "tells the time",
    "wiptui.domain.core.ids": "draws ids",
    "wiptui.cli.status.wall_clock": "tells the time to the answer that comes before the domain is loaded",
    "wiptui.cli.out": "draws the marker of its own styles, which no text may guess",
    "wiptui.cli.programs.serve": "draws the key of a board in a browser, which nobody may guess",
    "wiptui.store.local.random_ids": "names databases, processes and temporary files",
}


def test_only_the_named_modules_read_a_clock_or_draw_random_numbers() -> None:
    assert in_modules(lambda name: set() if name in SOURCES else clocks_and_random_numbers(name)) == {}


def clocks_and_random_numbers(name: str) -> set[str]:
    """Where a module reads a clock or draws a random number."""
    found = {target for target in imports(name) if target.split(".")[0] in RANDOM}
    for node in running(tree(name)):
        if isinstance(node, ast.Attribute):
            if node.attr in CLOCKS.get(ast.unparse(node.value).rpartition(".")[2], set()):
                found.add(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names} & CLOCKS.get(str(node.module), set())
    return found


def test_the_named_modules_exist() -> None:
    assert set(SOURCES) <= set(modules())


MAY_USE = {
    "wiptui.service": {"_read"},  # the board's cache of tasks already read goes on to the next board
    "wiptui.__main__": {"_exit"},  # of os, which documents it
    "wiptui.cli.programs.mcp": {"_exit"},  # the same
    "wiptui.tui.app": {"_handle_exception"},  # Textual has no public hook for an error that nobody caught
}


def test_no_module_uses_a_private_name_of_another() -> None:
    assert in_modules(others_private_names) == {}


def others_private_names(name: str) -> set[str]:
    found = (node for node in walk(name) if isinstance(node, ast.Attribute) and _is_private(node.attr))
    return {
        text
        for node in found
        if node.attr not in MAY_USE.get(name, set())
        and (text := ast.unparse(node)).rpartition(".")[0] not in ("self", "cls")
    }


NOT_PUBLIC = {"wiptui.tui.terminal.driver": {"textual._xterm_parser"}}
"""Private modules of libraries, each imported in one place that also works without it (tests/e2e/test_leaving.py)."""

DOCUMENTED = "_thread"
"""Public in spite of its name: the library reference documents it."""


def test_no_module_imports_a_private_module_of_a_library() -> None:
    assert in_modules(lambda name: private_modules(*walk(name))) == NOT_PUBLIC
    assert in_modules(unguarded) == {}


def unguarded(name: str) -> set[str]:
    """Imports of private modules that are not behind `except ImportError`."""
    guarded = {node for part in walk(name) if _does_without(part) for node in part.body}
    return {ast.unparse(node) for node in walk(name) if node not in guarded and private_modules(node)}


@pytest.mark.parametrize(
    "line", ["import a._b", "import a._b.c as d", "from a._b import c", "from a._b.c import d", "from a.b import _c"]
)
def test_a_private_module_is_seen_however_it_is_imported(line: str) -> None:
    assert private_modules(*ast.walk(ast.parse(f"def late():\n    {line}")))
    assert not private_modules(*ast.walk(ast.parse(line.replace("_", "").replace(".b", ".__main__"))))


def private_modules(*nodes: ast.AST) -> set[str]:
    """The modules that these nodes import, of which a part of the path is private."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
            found.update(f"{node.module}.{alias.name}" for alias in node.names if _is_private(alias.name))
    return {name for name in found - {DOCUMENTED} if any(map(_is_private, name.split(".")))}


def _does_without(node: ast.AST) -> TypeGuard[ast.Try]:
    return isinstance(node, ast.Try) and any(
        "ImportError" in ast.unparse(handler.type) for handler in node.handlers if handler.type is not None
    )


NOT_FOR_MYPY = {"os.name", "platform.system", "sys.platform.startswith"}


def test_systems_are_told_apart_only_by_sys_platform() -> None:
    assert in_modules(unseen_by_mypy) == {}, "compare sys.platform"


def unseen_by_mypy(name: str) -> set[str]:
    last = {one.rpartition(".")[2] for one in NOT_FOR_MYPY}
    found: set[str] = set()
    for node in walk(name):
        if isinstance(node, ast.Attribute) and node.attr in last:
            found.add(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found & NOT_FOR_MYPY


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


NEEDS = {
    "wiptui.agent.server": "mcp", "wiptui.web.server": "textual_serve", "wiptui.web.session": "textual_serve",
    "wiptui.tui.terminal.driver": "termios",
}  # fmt: skip
"""Modules that cannot be imported everywhere, and the library that they need."""
ABSENT = {name for name, library in NEEDS.items() if find_spec(library) is None}


def test_no_widget_uses_or_hides_a_private_name_of_textual() -> None:
    """``self._name`` in a class of ours is ours: written here, and unknown to the library below."""
    assert in_modules(textuals_private_names, set(under("wiptui.tui")) - ABSENT) == {}


def textuals_private_names(name: str) -> set[str]:
    module = importlib.import_module(name)
    hidden: set[str] = set()
    for node in tree(name).body:
        if not isinstance(node, ast.ClassDef):
            continue
        used = {
            part.attr
            for part in ast.walk(node)
            if isinstance(part, ast.Attribute) and _is_private(part.attr) and ast.unparse(part.value) in ("self", "cls")
        }
        methods = (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))
        used |= {part.name for part in methods if _is_private(part.name)}
        cls = getattr(module, node.name)
        foreign = [base for base in cls.__mro__ if not base.__module__.startswith("wiptui")]
        hidden |= {f"{node.name}.{one}" for one in used if any(one in vars(base) for base in foreign)}
    return {one for one in hidden if one.rpartition(".")[2] not in MAY_USE.get(name, set())}


IMPORT_ALL = """
import importlib, json, sys
touched = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (mode is None and flags & 3):
            touched.append(str(path))
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink"):
        touched.append(f"{event} {arguments}")
    elif event in ("socket.connect", "subprocess.Popen"):
        touched.append(f"{event} {arguments}")

sys.addaudithook(watch)
for name in sys.argv[1:]:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(json.dumps(touched))
"""


def test_importing_everything_touches_no_file(home: Path) -> None:
    names = [name for name in modules() if name not in ABSENT]
    assert json.loads(python(IMPORT_ALL, *names, PYTHONDONTWRITEBYTECODE="1")) == []
    assert list(home.rglob("*")) == []
