"""What git can tell of a work tree to whoever comes back. Nothing is written, and no program of the tree runs."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wiptui.domain.core.frozen import dataclass

SECONDS = 1.0
"""How long git may take; what is not known by then is left out."""
QUIET = (
    "--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
    "-c", "log.showSignature=false",
)  # fmt: skip
FILES = 3


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The state of a work tree; empty where unknown."""

    branch: str = ""
    commit: str = ""
    """The last commit: its short name, age and subject."""
    changes: str = ""
    """``2 files changed, 10 insertions(+)``."""
    files: tuple[str, ...] = ()
    """The changed files that were written last, newest first."""


def read_work(folder: str) -> WorkTree:
    """Return the state of the work tree around a folder, within a second."""
    asked = (
        ("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=no"),
        ("log", "-1", "--format=%h %ar: %s"),
        ("diff", "--shortstat", "--no-ext-diff", "--no-textconv", "HEAD"),
        ("rev-parse", "--show-toplevel"),
    )
    with ThreadPoolExecutor(len(asked)) as pool:
        status, commit, changes, top = pool.map(lambda words: _git(folder, *words), asked)
    rows = status.split("\0")
    branch = next((row[14:] for row in rows if row.startswith("# branch.head ")), "")
    changed = [row.split(" ", 8 if row[0] == "1" else 9)[-1] for row in rows if row[:2] in ("1 ", "2 ")]
    newest = sorted(changed, key=lambda name: -_written(Path(top) / name))[:FILES]
    return WorkTree("" if branch == "(detached)" else branch, commit, changes.strip(), tuple(newest))


def _git(folder: str, *words: str) -> str:
    """Run git and return what it printed; empty when it fails or takes too long."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {"LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", *QUIET, "-C", folder, *words],
            capture_output=True, stdin=subprocess.DEVNULL, env=env, timeout=SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").rstrip("\n") if done.returncode == 0 else ""


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
