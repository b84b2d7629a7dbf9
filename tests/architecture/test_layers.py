"""Which package may import which, read from the source; and what a command really loads, seen in a fresh process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from source import imports, in_modules, modules, python, under

BELOW_SERVICE = {
    "wiptui.store", "wiptui.sync", "wiptui.metrics", "wiptui.exchange", "wiptui.sensing", "wiptui.paths",
    "wiptui.outcome", "wiptui.domain",
}  # fmt: skip
BESIDE_SERVICE = ("wiptui.mirror", "wiptui.demo", "wiptui.focus_heartbeat", "wiptui.maintenance", "wiptui.git")
"""What the interfaces need besides commands: sample data, looking after the file, git, what comes from a phone."""
ALLOWED: dict[str, set[str]] = {
    "wiptui": set(),
    "wiptui.__main__": {"wiptui.cli"},
    "wiptui.cli": {
        "wiptui", "wiptui.faults", "wiptui.updates", "wiptui.drafts", "wiptui.browsing",
        "wiptui.agent.server", "wiptui.web.server", "wiptui.tui", "wiptui.hooks", "wiptui.noticed", *BESIDE_SERVICE,
        "wiptui.service", "wiptui.config", *BELOW_SERVICE,
    },
    "wiptui.web.server": {"wiptui.web"},
    "wiptui.web": set(),
    "wiptui.agent.server": {"wiptui", "wiptui.agent", "wiptui.service"},
    "wiptui.agent": {
        "wiptui", "wiptui.cli", "wiptui.service", "wiptui.outcome", "wiptui.metrics", "wiptui.exchange",
        "wiptui.domain",
    },
    "wiptui.tui": {
        "wiptui", "wiptui.faults", "wiptui.updates", "wiptui.drafts", "wiptui.browsing",
        *BESIDE_SERVICE, "wiptui.noticed", "wiptui.service", "wiptui.outcome", "wiptui.config", "wiptui.metrics",
        "wiptui.exchange", "wiptui.sensing", "wiptui.paths", "wiptui.domain",
    },
    **{name: {"wiptui.service", *BELOW_SERVICE} for name in BESIDE_SERVICE},
    "wiptui.mirror": {"wiptui.service", "wiptui.config", *BELOW_SERVICE},
    "wiptui.noticed": {"wiptui.service", "wiptui.config", "wiptui.metrics", "wiptui.sensing", "wiptui.domain"},
    "wiptui.sensing": {"wiptui.paths", "wiptui.domain"},
    "wiptui.hooks": {"wiptui.service", "wiptui.config", *BELOW_SERVICE},
    "wiptui.hooks.runner": set(),
    "wiptui.service": {"wiptui.change_writer", *BELOW_SERVICE},
    "wiptui.change_writer": BELOW_SERVICE,
    "wiptui.outcome": {"wiptui.domain"},
    "wiptui.config": {"wiptui.paths", "wiptui.domain"},
    "wiptui.store": {"wiptui.sync", "wiptui.paths", "wiptui.domain"},
    "wiptui.sync": {"wiptui.domain"},
    "wiptui.metrics": {"wiptui.domain"},
    "wiptui.exchange": {"wiptui.domain"},
    "wiptui.faults": {"wiptui", "wiptui.paths", "wiptui.domain"},
    "wiptui.updates": {"wiptui.domain"},
    "wiptui.drafts": {"wiptui.paths"},
    "wiptui.browsing": set(),
    "wiptui.paths": {"wiptui.domain"},
    "wiptui.domain": set(),
}  # fmt: skip
TO_THE_TUI = {"wiptui.cli.programs.board", "wiptui.cli.programs.demo"}
"""The modules that start the terminal interface."""
LAZY = {"wiptui.agent": "wiptui.cli.programs.mcp", "wiptui.web": "wiptui.cli.programs.serve"}
"""Packages that need an optional extra, and the one module that imports each."""
LIBRARIES = {
    "tinydb": "wiptui.store", "textual": "wiptui.tui", "rich": "wiptui.tui",
    "yaml": "wiptui.exchange.boards.dstask", "icalendar": "wiptui.exchange.icalendar_out",
    "mcp": "wiptui.agent.server", "textual_serve": "wiptui.web", "aiohttp": "wiptui.web",
}  # fmt: skip


def layer_of(module: str) -> str:
    named = [layer for layer in ALLOWED if module == layer or module.startswith(f"{layer}.")]
    return max(named, key=len)


def test_a_module_imports_only_downwards_and_never_a_sibling() -> None:
    assert in_modules(imports_that_are_not_allowed) == {}


def imports_that_are_not_allowed(name: str) -> set[str]:
    layer = layer_of(name)
    ours = (target for target in imports(name) if target.split(".")[0] == "wiptui")
    return {target for target in ours if layer_of(target) not in {layer, *ALLOWED[layer]}}


@pytest.mark.parametrize(("library", "package"), LIBRARIES.items())
def test_a_library_is_imported_by_one_package(library: str, package: str) -> None:
    users = {name for name in modules() for target in imports(name) if target.split(".")[0] == library}
    assert users <= set(under(package))
    assert users


def test_only_the_commands_that_start_it_import_the_tui() -> None:
    users = {name for name in modules() for target in imports(name) if layer_of_any(target) == "wiptui.tui"}
    assert users - set(under("wiptui.tui")) <= TO_THE_TUI


@pytest.mark.parametrize(("package", "user"), LAZY.items())
def test_only_one_module_imports_a_package_that_needs_an_extra(package: str, user: str) -> None:
    inside = set(under(package))
    assert {name for name in modules() if imports(name) & inside} - inside == {user}


def layer_of_any(target: str) -> str:
    return layer_of(target) if target.split(".")[0] == "wiptui" else ""


def test_no_import_goes_round_in_a_circle_not_even_inside_a_function() -> None:
    graph = {name: {target for target in imports(name) if target in modules()} - {name} for name in modules()}
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                walk(target, (*path, name))
            done.add(name)

    for name in graph:
        walk(name, ())


LOAD = """
import importlib, json, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded(*names: str) -> set[str]:
    import json

    return set(json.loads(python(LOAD, *names)))


@pytest.mark.parametrize("package", ["wiptui.domain", "wiptui.metrics", "wiptui.sync", "wiptui.exchange"])
def test_the_lowest_packages_load_only_the_standard_library_and_the_domain(package: str) -> None:
    found = loaded(*under(package))
    foreign = {name for name in found if name.split(".")[0] not in sys.stdlib_module_names | {"wiptui"}}
    assert not foreign
    allowed = {*under(package), *under("wiptui.domain"), "wiptui"}
    assert {name for name in found if name.split(".")[0] == "wiptui"} <= allowed


def test_the_tui_loads_no_tinydb() -> None:
    assert "tinydb" not in {name.split(".")[0] for name in loaded(*under("wiptui.tui"))}


RUN = """
import sys
from wiptui.__main__ import main
code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write("\\n".join(sorted(sys.modules)))
sys.exit(code)
"""


@pytest.mark.parametrize("words", [["list"], ["add", "Write report"], ["status"], ["next"], ["--help"], ["start", "x"]])
def test_a_short_command_loads_neither_textual_nor_rich(words: list[str], tmp_path: Path) -> None:
    import subprocess

    file = ["--file", str(tmp_path / "wip.json")]
    for command in (["add", "one x"], words):
        done = subprocess.run([sys.executable, "-c", RUN, *command, *file], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
    tops = {name.split(".")[0] for name in done.stderr.splitlines()}
    assert not tops & {"textual", "rich", "asyncio", "mcp", "pydantic"}
    assert "wiptui.tui" not in done.stderr and "wiptui.agent" not in done.stderr
