"""wiptui is updated while it is open: nothing of the new version is loaded, and what is typed is not lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that Python could open", allow_module_level=True)

from terminal import Terminal, capture

import wiptui

SENTENCE = "wiptui was updated while this was open"
OTHER = "raise ImportError('the modules of another version')\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, which can be updated."""
    return Path(shutil.copytree(Path(wiptui.__file__).parent, tmp_path / "site" / "wiptui"))


def environment(package: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}


def program(package: Path, *words: str) -> list[str]:
    """The program out of the copy: one of the tests' own that is installed is passed over."""
    start = (
        f"import sys; sys.path.insert(0, {str(package.parent)!r}); from wiptui.__main__ import main; sys.exit(main())"
    )
    return [sys.executable, "-c", start, *words]


def update(package: Path) -> None:
    """Every module is replaced by one that cannot be used together with those already loaded."""
    for file in package.rglob("*.py"):
        file.unlink()
        file.write_text(OTHER, encoding="utf-8")


def remove(package: Path) -> None:
    """The new version is in another folder, as some installers have it."""
    package.rename(package.with_name("gone"))


@pytest.mark.parametrize("change", [update, remove])
def test_a_board_says_so_and_goes_on_with_what_it_has(change: object, package: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "wip.json")
    with Terminal(program(package, "--file", file), environment=environment(package), columns=100) as terminal:
        terminal.until("q quit")
        capture(terminal, "First", 1)
        change(package)  # type: ignore[operator]
        terminal.until(SENTENCE)
        terminal.press("j")
        for key in "24,":
            terminal.press(key)
            terminal.until(SENTENCE)
        capture(terminal, "Second", 2)
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("change", [update, remove])
def test_what_was_typed_before_the_first_change_stays_where_it_is(
    change: object, package: Path, tmp_path: Path
) -> None:
    file = tmp_path / "wip.json"
    with Terminal(program(package, "--file", str(file)), environment=environment(package), columns=100) as terminal:
        terminal.until("q quit")
        terminal.press("n")
        terminal.until("New task")
        terminal.press("Typed before")
        terminal.until("Typed before")
        change(package)  # type: ignore[operator]
        terminal.press("\r")
        terminal.until(lambda text: SENTENCE in text or "New task" not in text)
        assert "Typed before" in terminal.text, "it is saved, or still in its line"


def test_a_server_for_agents_answers_with_the_sentence(package: Path, tmp_path: Path) -> None:
    pytest.importorskip("mcp")
    server = subprocess.Popen(
        program(package, "mcp", "--file", str(tmp_path / "wip.json")),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(package),
    )  # fmt: skip
    assert server.stdin is not None and server.stdout is not None

    def ask(number: int, method: str, **parameters: object) -> dict[str, object]:
        line = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
        server.stdin.write(json.dumps(line) + "\n")  # type: ignore[union-attr]
        server.stdin.flush()  # type: ignore[union-attr]
        return json.loads(server.stdout.readline())  # type: ignore[union-attr,no-any-return]

    try:
        ask(1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "t", "version": "1"})
        server.stdin.write('{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
        server.stdin.flush()
        update(package)
        answer = ask(2, "tools/call", name="add", arguments={"text": "A task"})
        assert SENTENCE in json.dumps(answer) and '"isError": true' in json.dumps(answer)
    finally:
        server.kill()
        server.wait()
