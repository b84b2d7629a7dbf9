"""A git that knows nothing of whoever runs the tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ENV = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
    "GIT_EDITOR": "true",
    "LC_ALL": "C",
    **({"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}),
}


class Repo:
    """One work tree. ``home`` is where a merge driver that git calls finds its state folder."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.env = {**ENV, "HOME": str(home), "XDG_STATE_HOME": str(home / ".local/state")}

    def git(self, *words: str, code: int = 0) -> str:
        """Run git; what it printed. Any other exit code than ``code`` is a failure."""
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == code, f"git {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def commit(self, words: str) -> str:
        """Commit all there is; the name of the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", words)
        return self.git("rev-parse", "HEAD")
