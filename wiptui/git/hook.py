"""Our line in a repository's post-checkout hook, beside what others have there."""

from __future__ import annotations

from pathlib import Path

from wiptui.domain.core.frozen import dataclass
from wiptui.git.setup import GitError, run_git
from wiptui.store.file.file_io import reason

SHEBANG = "#!/bin/sh\n"
SHELLS = ("sh", "bash", "dash", "zsh", "ksh")
WORDS = "wiptui-words"
"""In a git folder: heads of branches that are no ids, so that they are looked up once."""


@dataclass(frozen=True, slots=True)
class Hook:
    """What became of it: the file, whether it was changed, and a line for the person where we change nothing."""

    path: str
    is_changed: bool
    by_hand: str = ""


def install_hook(folder: str, line: str, mark: str) -> Hook:
    """Add a line, which ends with the comment ``mark``, to the post-checkout hook of the repository around ``folder``.

    Where ``core.hooksPath`` is set, or the hook is no shell script, nothing is changed. Raises GitError.
    """
    path = _path(folder)
    if run_git(folder, "config", "--get", "core.hooksPath", or_else=""):
        return Hook(str(path), False, line)
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{SHEBANG}{line}\n", encoding="utf-8")
            path.chmod(0o755)
            return Hook(str(path), True)
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        if mark in text:
            return Hook(str(path), False)
        first, _, rest = text.partition("\n")
        words = first.removeprefix("#!").split()
        if not first.startswith("#!") or not words or Path(words[-1]).name not in SHELLS:
            return Hook(str(path), False, line)
        path.write_text(f"{first}\n{line}\n{rest}", encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise GitError(f"Cannot write {path}: {reason(error)}.") from error
    return Hook(str(path), True)


def uninstall_hook(folder: str, mark: str) -> Hook:
    """Remove our line; a hook that has nothing else goes. Raises GitError."""
    path = _path(folder)
    try:
        (path.parent.parent / WORDS).unlink(missing_ok=True)
        text = path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
        if mark not in text:
            return Hook(str(path), False)
        left = "".join(line for line in text.splitlines(keepends=True) if mark not in line)
        if left == SHEBANG:
            path.unlink()
        else:
            path.write_text(left, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise GitError(f"Cannot write {path}: {reason(error)}.") from error
    return Hook(str(path), True)


def _path(folder: str) -> Path:
    return Path(folder) / run_git(folder, "rev-parse", "--git-path", "hooks/post-checkout")
