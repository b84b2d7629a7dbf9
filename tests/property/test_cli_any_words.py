"""Law: whatever is typed behind ``wiptui``, the answer is an exit code that was promised and words, never a crash."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from typing import Any
from unittest.mock import patch

import pytest
from fakes import FakeStore, fake_service
from hypothesis import given, settings
from hypothesis import strategies as st

from wiptui.cli.main import run

COMMANDS = [
    "add", "list", "show", "status", "next", "log", "start", "done", "wait", "resolve", "stop", "drop", "reopen",
    "select", "defer", "edit", "focus", "interrupt", "limit", "undo", "redo", "export",
]  # fmt: skip
WORDS = st.sampled_from(
    [
        "a", "b", "task", "a b", "0", "1", "-1", "2", "fri", "today", "none", "", " ", "-", "--", "json", "todotxt",
        "+p", "@t", "due:fri", "state:doing", "age>1", "-@t", '"', "{gauge}", "{", "doing", "zzzzz", "\x1b[2J", "[/b]",
        "é", "🚀",
        "\ud800", "x" * 300, "--json", "--start", "--swap", "--why", "--expedite", "--on", "--until", "--next", "--all",
        "--state", "--as-of", "--format", "--exit-code", "--title", "--due", "--tag", "--untag", "--note", "--step",
        "--tick", "--project", "--waiting", "--permanent", "--off", "--from", "--skip", "--priority", "--class", "--x",
    ]
)  # fmt: skip
SOME = st.lists(WORDS | st.text(max_size=6), max_size=4)
BEFORE = st.lists(st.tuples(st.sampled_from(COMMANDS), SOME), max_size=3)
CODES = {0, 1, 2, 3, 4, 10, 11}


@pytest.mark.parametrize("command", COMMANDS)
@settings(max_examples=120)
@given(before=BEFORE, words=SOME)
def test_any_words(command: str, before: list[tuple[str, list[str]]], words: list[str]) -> None:
    store = FakeStore()
    start = [("add", ["--start", title]) for title in "ab"] + [("add", ["task"])]
    for seed, (name, more) in enumerate([*start, *before, (command, words)]):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, VISUAL="/nowhere/editor"):
            code = run([name, *more], lambda _, seed=seed: fake_service(store, seed=seed))
        said = f"{name} {more} -> {code}\n{out.getvalue()}\n{err.getvalue()}"
        assert code in CODES and "inside wiptui" not in said, said
        assert code in (0, 10, 11) or err.getvalue(), said
        assert "\x1b" not in out.getvalue() + err.getvalue(), said
        if code not in (0, 10, 11) and "--json" in more:
            assert_one_error(err.getvalue())


def assert_one_error(text: str) -> None:
    lines: list[Any] = text.splitlines()
    assert len(lines) == 1, text
    assert set(json.loads(lines[0])["error"]) >= {"code", "message"}
