"""Completion in the real shells: typed in a pseudo-terminal, after the installation that people run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("these shells are driven in a pseudo-terminal", allow_module_level=True)

from pty_shell import shell
from terminal import Terminal

from wiptui.domain.commands import Add
from wiptui.domain.core.ids import SystemIds
from wiptui.service import open_service

PROGRAMS = Path(sys.executable).parent


@pytest.fixture
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a board of three tasks, and wiptui on the path."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("WIPTUI_FILE", str(home / "wip.json"))
    for name in ("ZDOTDIR", "BASH_COMPLETION_USER_DIR", "BASH_ENV", "ENV"):
        monkeypatch.delenv(name, raising=False)
    service = open_service(home / "wip.json", ids=NearIds())
    for title, fields in (
        ("Write the report", {"project": "acme", "tags": ["office"]}), ("Fix the parser", {"tags": ["phone"]}),
        ("Reply to Ana", {}),
    ):  # fmt: skip
        service.dispatch(Add(title, fields))
    service.store.close()
    return home


class NearIds(SystemIds):
    """Ids that share their first three letters: the hardest ones to tell apart at a TAB."""

    def __init__(self) -> None:
        self.count = 0

    def doc_id(self) -> int:
        self.count += 1
        return (1 << 52) + (self.count << 34)


def wiptui(*words: str) -> str:
    done = subprocess.run(["wiptui", *words], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout + done.stderr


def key(words: str) -> str:
    return wiptui("list", words).split("\n")[1].split()[0]


def typed(terminal: Terminal, keys: str, wanted: str) -> str:
    """Type on an empty line, wait for what must come, and empty the line again."""
    terminal.press(keys)
    text = terminal.until(wanted, patience=10)
    terminal.press("\x15\x0c")
    terminal.until(r"\A\s*ready>\s*\Z")
    return text


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.tools(name)) for name in ("bash", "zsh")])
def terminal(request: pytest.FixtureRequest, here: Path) -> Iterator[Terminal]:
    said = wiptui("completion", request.param, "--install")
    assert said.count("Written:") == 2, said
    assert "Nothing to do" in wiptui("completion", request.param, "--install")
    with shell(request.param, here) as opened:
        yield opened


def test_bash_and_zsh_complete_what_is_typed(terminal: Terminal, here: Path) -> None:
    parser = key("parser")
    typed(terminal, "wiptui comp\t", r"ready> wiptui completion")
    typed(terminal, "wiptui list --sta\t", r"ready> wiptui list --state")
    typed(terminal, "wiptui list --state dro\t", r"ready> wiptui list --state dropped")
    typed(terminal, "wiptui list --state=dro\t", r"ready> wiptui list --state=dropped")
    typed(terminal, "wiptui export todo\t", r"ready> wiptui export todotxt")
    typed(terminal, "wiptui list @ph\t", r"ready> wiptui list @phone")
    typed(terminal, "wiptui list +a\t", r"ready> wiptui list \+acme")
    typed(terminal, f"wiptui start {parser}\t", rf"ready> wiptui start {parser}")
    typed(terminal, "wiptui start pars\t", rf"ready> wiptui start {parser}")
    # Two titles answer: both are shown, and what was typed stays.
    text = typed(terminal, "wiptui start re\t\t", r"(?s)Write the report.*Reply to Ana|Reply to Ana.*Write the report")
    assert "ready> wiptui start re" in text
    (here / "old-tasks.txt").write_text("x")
    typed(terminal, "wiptui import todotxt old\t", r"ready> wiptui import todotxt old-tasks.txt")


HOSTILE = (
    "$(touch gone)", "`touch gone`", "; touch gone;", "& touch gone", "| touch gone", "> gone", "$HOME", "~", "*",
    "?", "!!", "!echo", "it's", 'a "word"', "back\\slash", "R&D", "{a,b}", "[a-z]", "#x", "a=b", "a:b", "a@b", "-- x",
    "^a^b", "(x)", "<(touch gone)", "${x:=touch gone}", "'; touch gone; '", '"; touch gone; "', "%1", "für, Ana",
    "\\$(touch gone)",
)  # fmt: skip
"""Names that a shell would act on."""
TAKES_THE_LINE = "\x01\x1bd"
"""To the beginning of the line, and without its first word."""


def names() -> dict[str, str]:
    """The hostile texts, several in a name, behind a letter of its own: one that acts spoils the whole."""
    return {"abcd"[n]: " ".join(HOSTILE[n::4]) for n in range(4)}


def with_names(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A board whose projects and tags have the names, as another machine may have written them."""
    file = here / "hostile.json"
    service = open_service(file)
    for begin, name in names().items():
        service.dispatch(Add(f"task {begin}", {"project": begin + name, "tags": [begin + name]}))
    service.store.close()
    monkeypatch.setenv("WIPTUI_FILE", str(file))


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        pytest.param(name, quote, marks=pytest.mark.tools(name))
        for name in ("bash", "zsh", "fish")
        for quote in ("", '"', "'")
    ],
)
def test_a_name_is_inserted_as_the_text_that_it_is(
    name: str, quote: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The completed line is given to a program that prints its words, in the shell itself."""
    wiptui("completion", name, "--install")
    with_names(here, monkeypatch)
    show = here / "show"
    show.write_text("#!/bin/sh\nprintf '<%s>' \"$@\" >said; printf '\\ndone %s\\n' \"$#\"\n")
    show.chmod(0o755)
    with shell(name, here) as terminal:
        for place, (begin, text) in enumerate(names().items()):
            sign = "+@"[place % 2]
            terminal.press(f"wiptui list {quote}{sign}{begin}\t")
            terminal.until(rf"list .{{0,2}}{begin}\S")
            terminal.press(f"{TAKES_THE_LINE}{show}\r")
            terminal.until(r"done \d+\n")
            assert (here / "said").read_text() == f"<list><{sign}{begin}{text}>", terminal.text
            terminal.press("\x0c")
            terminal.until(r"\A\s*ready>\s*\Z")
    assert not (here / "gone").exists()


@pytest.mark.tools("fish")
def test_fish_completes_what_is_typed(here: Path) -> None:
    assert "Written:" in wiptui("completion", "fish", "--install")
    assert "Nothing to do" in wiptui("completion", "fish", "--install")
    (here / "old-tasks.txt").write_text("x")
    asked = {
        "wiptui comp": "completion\tmake bash, zsh or fish complete wiptui",
        "wiptui list --sta": "--state\tonly this state; several with commas",
        "wiptui list --state=dro": "--state=dropped",
        "wiptui export todo": "todotxt",
        "wiptui list @ph": "@phone\t1 open",
        f"wiptui start {key('parser')}": f"{key('parser')}\tFix the parser",
        "wiptui start pars": f"Fix the parser\t{key('parser')}, ready",
        "wiptui import todotxt old": "old-tasks.txt",
    }
    lines = "; ".join(f"complete -C '{line}'; echo ==" for line in asked)
    done = subprocess.run(["fish", "-c", f"cd; {lines}"], capture_output=True, text=True, timeout=60)
    answers = [answer.strip() for answer in done.stdout.split("==\n")]
    for (line, wanted), answer in zip(asked.items(), answers, strict=False):
        assert answer == wanted, f"{line}: {done.stderr}"
