"""Three shells write at once while the log is rotated: no line is torn, none is lost, and no process is started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("these shells are driven as on a terminal", allow_module_level=True)

from sense_box import SenseBox, box

from wiptui.cli.sense.install import install, snippet
from wiptui.sensing import log_file
from wiptui.sensing.acts import read_evidence

__all__ = ["box"]
LINES = 200
"""Lines a shell; the whole storm has 16,000 in all: TOOLS_SCALE=27."""
POSIX = (
    '_wiptui_sense_first=\nfor ((i = 0; i < {n}; i++)); do cd "{even}"; _wiptui_sense; cd "{odd}"; _wiptui_sense; done'
)
LOOPS = {
    "bash": POSIX,
    "zsh": POSIX,
    "fish": 'for i in (seq {n}); cd "{even}"; emit fish_postexec; cd "{odd}"; emit fish_postexec; end',
}  # fmt: skip
"""Each prompt is one line: the folder is new at every one."""


def loop(name: str, box: SenseBox, count: int) -> list[str]:
    """A shell that is at so many prompts, one after the other."""
    even, odd = box.folder("acme") / f"{name}-even", box.folder("acme") / f"{name}-odd-{'x' * 180}"
    even.mkdir()
    odd.mkdir()
    text = snippet(name) + "\n" + LOOPS[name].format(n=count // 2, even=even, odd=odd) + "\n"
    script = box.home / f"loop.{name}"
    script.write_text(text)
    return [name, *({"bash": ["--norc", "-i"], "zsh": ["-f", "-i"], "fish": ["-i"]}[name]), str(script)]


@pytest.mark.tools("bash", "zsh", "fish")
def test_no_line_is_torn_or_lost_while_the_log_is_rotated(box: SenseBox, scale: int) -> None:
    count = LINES * scale
    shells = [
        subprocess.Popen(loop(name, box, count), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, start_new_session=True)
        for name in LOOPS
    ]  # fmt: skip
    rounds = 0
    while any(shell.poll() is None for shell in shells):
        log_file.tidy(2**40 + rounds, 0, lambda at: at, lambda lines: None)
        rounds += 1
    lines = list(log_file.lines_since(0))
    found = Counter(Path(line.rstrip("\n").split("\t")[5]).name[:8] for line in lines)
    assert read_evidence(lines, 2**40).unreadable == 0
    assert set(found.values()) == {count // 2} and len(found) == 6, (found, [shell.stderr.read() for shell in shells])  # type: ignore[union-attr]
    assert rounds > 2


@pytest.mark.tools("strace")
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.tools(name)) for name in LOOPS])
def test_a_prompt_starts_no_process(name: str, box: SenseBox) -> None:
    counts = []
    for prompts in (2, 22):
        traced = box.home / f"trace-{prompts}"
        for old in box.folder("acme").iterdir():
            old.rmdir()
        words = loop(name, box, prompts)
        subprocess.run(
            ["strace", "-f", "-o", str(traced), "-e", "trace=fork,vfork,clone,clone3,execve", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        said = traced.read_text()
        counts.append(sum(said.count(call) for call in ("fork(", "clone(", "clone3(", "execve(")))
    if name == "fish":
        counts[1] -= 0  # seq is a program that both run once
    assert counts[0] == counts[1] > 0
    assert len(box.lines()) == 24


@pytest.mark.tools("bash", "direnv")
def test_beside_direnv_exit_codes_and_lines_are_as_without_it(box: SenseBox) -> None:
    (box.home / ".bashrc").write_text('eval "$(direnv hook bash)"\n')
    install("bash")
    _beside(box)


@pytest.mark.tools("bash", "starship")
def test_beside_starship_exit_codes_and_lines_are_as_without_it(box: SenseBox) -> None:
    (box.home / ".bashrc").write_text('eval "$(starship init bash)"\n')
    install("bash")
    _beside(box)


def _beside(box: SenseBox) -> None:
    typed = 'cd ~/acme\n(exit 3) | (exit 4)\necho "<$? ${PIPESTATUS[@]}>"\n(exit 5)\n\nexit 0\n'
    done = subprocess.run(
        ["bash", "-i"], input=typed, capture_output=True, text=True, timeout=60, start_new_session=True,
        env={**os.environ, "HOME": str(box.home)},
    )  # fmt: skip
    assert "<4 3 4>" in done.stdout, done.stderr
    assert [(line[4], line[5]) for line in box.lines()] == [
        ("0", str(box.folder("acme"))), ("4", str(box.folder("acme"))), ("5", str(box.folder("acme"))),
    ]  # fmt: skip
