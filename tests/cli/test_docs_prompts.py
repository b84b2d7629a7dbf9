"""docs/prompts.md: its table is the one of the code, and its recipes run in the shells that are here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wiptui.cli.status.line import PLACEHOLDERS, parse_format

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "prompts.md").read_text(encoding="utf-8")
HOSTILE = "50% #(touch gone) $(touch gone) `touch gone` %F{red} \\a"


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_table_is_what_format_knows() -> None:
    rows = dict(re.findall(r"^\| `\{(\w+)\}` \| (.*) \|$", PAGE, re.MULTILINE))
    assert rows == PLACEHOLDERS


def test_every_format_on_the_page_can_be_read() -> None:
    formats = re.findall(r"--format '([^']*)'", PAGE)
    assert len(formats) >= 8
    for template in formats:
        parse_format(template)


def test_the_hooks_on_the_page_are_those_that_there_are() -> None:
    from wiptui.hooks.events import EVENTS

    text = (DOCS / "focus.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", text, re.MULTILINE)) == EVENTS


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("bash", ["bash", "--norc", "-c", '{recipe}\neval "$PROMPT_COMMAND"; echo "${{PS1@P}}"']),
        ("zsh", ["zsh", "-f", "-c", '{recipe}\n$precmd_functions[1]; print -P -- "$RPROMPT"']),
        ("fish", ["fish", "--no-config", "-c", "{recipe}\nfish_right_prompt"]),
    ],
)
def test_a_recipe_shows_the_title_and_runs_nothing_in_it(
    shell: str, words: list[str], tmp_path: Path, home: Path
) -> None:
    if sys.platform == "win32" or shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    place = tmp_path / "bin"
    place.mkdir()
    script = place / "wiptui"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wiptui "$@"\n')
    script.chmod(0o755)
    environment = os.environ | {"PATH": f"{place}:{os.environ['PATH']}", "WIPTUI_FILE": str(tmp_path / "wip.json")}
    subprocess.run([script, "add", "--start", "--", HOSTILE], env=environment, check=True, capture_output=True)
    recipe = block({"bash": "bash", "zsh": "zsh", "fish": "fish"}[shell])
    recipe = recipe.replace("{focus:20}", "{focus}")
    said = subprocess.run(
        [word.format(recipe=recipe) for word in words],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert HOSTILE in said.stdout and "1/3" in said.stdout, (said.stdout, said.stderr)
    assert not (tmp_path / "gone").exists()


def test_polybar_gets_no_command_of_its_own_out_of_a_title(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("polybar runs on Unix")
    script = tmp_path / "wiptui"
    script.write_text("#!/bin/sh\necho 'Fix %{A1:touch gone:}%%{F#f00}it 50%'\n")
    script.chmod(0o755)
    recipe = re.search(r"^exec = (.*)$", block("ini"), re.MULTILINE)
    assert recipe is not None
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    said = subprocess.run(["sh", "-c", recipe[1]], env=environment, capture_output=True, text=True, check=True).stdout
    assert said.startswith("Fix ") and said.endswith("50%\n") and "%{" not in said
