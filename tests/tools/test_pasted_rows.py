"""docs/coming-from.md and docs/query.md, pasted: each shell hands wiptui just the words that stand there.

tests/cli/test_docs_coming_from.py runs these words. Here a stand-in for wiptui tells what a shell made of the line: a
``<`` that is not quoted would be a redirection, a ``*`` a pattern, parentheses a subshell.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from shutil import which

import pytest
from needs import unavailable

DOCS = Path(__file__).parents[2] / "docs"
SHELLS = {"bash": ["bash", "--norc", "-c"], "zsh": ["zsh", "-f", "-c"], "fish": ["fish", "--no-config", "-c"]}
ROW = re.compile(r"^\| `[^`]+` \| `(wiptui [^`]+)`", re.MULTILINE)
LINE = re.compile(r"^\$ (wiptui [^|>\n]+)$", re.MULTILINE)


def commands() -> list[str]:
    pages = ("coming-from.md", "query.md", "focus.md")
    coming, query, focus = ((DOCS / name).read_text(encoding="utf-8") for name in pages)
    return [*ROW.findall(coming), *LINE.findall(query), *LINE.findall(focus)]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_row_reaches_wiptui_as_it_stands(shell: str, tmp_path: Path) -> None:
    if which(shell) is None:
        unavailable(shell, f"{shell} is not here")
    told = tmp_path / "told"
    stand_in = tmp_path / "wiptui"
    stand_in.write_text(f'#!/bin/sh\nprintf "%s\\0" "$@" "END" >> {told}\n')
    stand_in.chmod(0o755)
    lines = commands()
    assert len(lines) > 50
    script = "\n".join(line.replace("wiptui", str(stand_in), 1) for line in lines)
    done = subprocess.run([*SHELLS[shell], script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    got = [words.split("\0") for words in told.read_text().removesuffix("\0END\0").split("\0END\0")]
    assert [[word for word in words if word != "END"] for words in got] == [shlex.split(line)[1:] for line in lines]
    assert {path.name for path in tmp_path.iterdir()} == {"told", "wiptui"}, "no row writes a file"
