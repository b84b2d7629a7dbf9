"""Time, ids and randomness are passed in, libraries are used by their public names, and an import touches no file."""

from __future__ import annotations

import ast
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TypeGuard

import pytest
from source import imports, modules, python, running, tree

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


@pytest.mark.parametrize("name", [name for name in modules() if name not in SOURCES])
def test_only_the_named_modules_read_a_clock_or_draw_random_numbers(name: str) -> None:
    calls = {
        ast.unparse(node)
        for node in running(tree(name))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS.get(ast.unparse(node.value).rpartition(".")[2], set())
    }
    assert not calls
    assert not {target for target in imports(name) if target.split(".")[0] in RANDOM}
    for node in running(tree(name)):
        if isinstance(node, ast.ImportFrom) and node.module in CLOCKS:
            assert not {alias.name for alias in node.names} & CLOCKS[node.module], ast.unparse(node)


def test_the_named_modules_exist() -> None:
    assert set(SOURCES) <= set(modules())


MAY_USE = {
    "wiptui.service": {"_read"},  # the board's cache of tasks already read goes on to the next board
    "wiptui.__main__": {"_exit"},  # of os, which documents it
    "wiptui.cli.programs.mcp": {"_exit"},  # the same
    "wiptui.tui.app": {"_handle_exception"},  # Textual has no public hook for an error that nobody caught
}


@pytest.mark.parametrize("name", modules())
def test_no_module_uses_a_private_name_of_another(name: str) -> None:
    found = {
        ast.unparse(node)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute) and _is_private(node.attr) and ast.unparse(node.value) not in ("self", "cls")
    }
    assert {text for text in found if text.rpartition(".")[2] not in MAY_USE.get(name, set())} == set()


NOT_PUBLIC = {"wiptui.tui.terminal.driver": {"textual._xterm_parser"}}
"""Private modules of libraries, each imported in one place that also works without it (tests/e2e/test_leaving.py)."""

DOCUMENTED = "_thread"
"""Public in spite of its name: the library reference documents it."""


@pytest.mark.parametrize("name", modules())
def test_no_module_imports_a_private_module_of_a_library(name: str) -> None:
    assert private_modules(tree(name)) == NOT_PUBLIC.get(name, set())
    guarded = {node for part in ast.walk(tree(name)) if _does_without(part) for node in part.body}
    for node in ast.walk(tree(name)):
        if private_modules(node) and isinstance(node, ast.Import | ast.ImportFrom):
            assert node in guarded, f"{name}: line {node.lineno} is not behind `except ImportError`"


@pytest.mark.parametrize(
    "line", ["import a._b", "import a._b.c as d", "from a._b import c", "from a._b.c import d", "from a.b import _c"]
)
def test_a_private_module_is_seen_however_it_is_imported(line: str) -> None:
    assert private_modules(ast.parse(f"def late():\n    {line}"))
    assert not private_modules(ast.parse(line.replace("_", "").replace(".b", ".__main__")))


def private_modules(tree: ast.AST) -> set[str]:
    """The modules below a node, imported anywhere, of which a part of the path is private."""
    found: set[str] = set()
    for node in ast.walk(tree):
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


@pytest.mark.parametrize("name", modules())
def test_systems_are_told_apart_only_by_sys_platform(name: str) -> None:
    names = {ast.unparse(node) for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)}
    taken = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not (names | taken) & {"os.name", "platform.system", "sys.platform.startswith"}, "compare sys.platform"


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


NEEDS = {
    "wiptui.agent.server": "mcp", "wiptui.web.server": "textual_serve", "wiptui.web.session": "textual_serve",
    "wiptui.tui.terminal.driver": "termios",
}  # fmt: skip
"""Modules that cannot be imported everywhere, and the library that they need."""
ABSENT = {name for name, library in NEEDS.items() if find_spec(library) is None}


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("wiptui.tui") and name not in ABSENT])
def test_no_widget_uses_or_hides_a_private_name_of_textual(name: str) -> None:
    """``self._name`` in a class of ours is ours: written here, and unknown to the library below."""
    import importlib

    module = importlib.import_module(name)
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
        found = {one for one in used if any(one in vars(base) for base in foreign)}
        assert not found - MAY_USE.get(name, set()), node.name


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
