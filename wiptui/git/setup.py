"""Sets up a git repository to merge the data file: a line in .gitattributes, and on request a merge driver."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shlex import quote

from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import dataclass
from wiptui.store.file.file_io import read_whole, reason, replace_whole

UNION = "union"
DRIVER = "wiptui"
CONFIG = (
    ("merge.wiptui.name", "wiptui: all that both sides know"),
    (
        "merge.wiptui.driver",
        "{} merge %O %A %B --output %A || {{ code=$?; git merge-file --union %A %O %B && test $code -ge 126; }}",
    ),
)
"""When wiptui fails, git's built-in union merge leaves both sides in the file, and wiptui merges them later. A missing
program (126, 127) then makes no conflict. Any other failure does, but whoever marks it as resolved loses no side.
"""


class GitError(WiptuiError):
    """git is missing, or it failed."""

    code = "git"


@dataclass(frozen=True, slots=True)
class Setup:
    """The result of the setup."""

    repository: str
    attributes: str
    """Path of the .gitattributes file beside the data file."""
    line: str
    """The line in it for the data file; empty when another attributes file says the same."""
    is_written: bool
    """Whether the attributes had to be changed."""
    driver: str
    """The merge command; empty for git's built-in union merge."""
    is_configured: bool
    """Whether the driver had to be written into the configuration of the repository."""
    wanted: str
    in_force: str
    """The merge attribute that git sees now; it differs from ``wanted`` when another attributes file overrides it."""


def set_up(path: str, program: str, *, driver: bool = False, union: bool = False) -> Setup:
    """Set up the repository that contains the data file ``path``.

    ``program`` is the command for wiptui with its full path, because other programs may have a shorter PATH.

    Writes ``.gitattributes`` beside the file and keeps its other lines. A repository with the driver keeps it, unless
    ``union`` asks for the built-in merge. Raises GitError.
    """
    real = Path(path).resolve()
    folder, name = str(real.parent), real.name
    top = _top(folder, path)
    before = _merge_attribute(folder, name)
    wanted = DRIVER if driver or (before == DRIVER and not union) else UNION
    attributes = str(Path(folder) / ".gitattributes")
    line = f"{_pattern(name)} merge={wanted} -text"
    if before != wanted:
        _write_attributes(attributes, _pattern(name), line)
    command, configured = "", False
    if wanted == DRIVER:
        for key, template in CONFIG:
            command = template.format(program.replace("%", "%%"))
            if run_git(folder, "config", "--get", key, or_else="") != command:
                run_git(folder, "config", "--replace-all", key, command)
                configured = True
    in_force = _merge_attribute(folder, name)
    return Setup(top, attributes, line, before != wanted, command, configured, wanted, in_force)


def _top(folder: str, path: str) -> str:
    if not Path(folder).is_dir():
        raise GitError(f"The folder {folder} is not there.")
    try:
        return run_git(folder, "rev-parse", "--show-toplevel")
    except GitError as error:
        if "not a git repository" not in str(error):
            raise
    raise GitError(f"{path} is not in a git repository. To make one of its folder: git init {quote(folder)}")


def _merge_attribute(folder: str, name: str) -> str:
    """The ``merge`` attribute of a file, as git sees it."""
    return run_git(folder, "check-attr", "-z", "merge", "--", name).split("\0")[2]


def _write_attributes(attributes: str, pattern: str, line: str) -> None:
    """Replace the line that wiptui wrote before by a new one at the end, where it wins."""
    real = os.path.realpath(attributes)
    raw = read_whole(real)[0] or b""
    lines = raw.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n") if raw else []
    ours = {f"{pattern} merge={kind} -text" for kind in (UNION, DRIVER)}
    kept = [text for text in lines if text.strip() not in ours]
    blob = "".join(f"{text}\n" for text in [*kept, line]).encode("utf-8", "surrogateescape")
    try:
        replace_whole(real, blob)
        if not raw:
            Path(real).chmod(0o644)  # a new file of ours is private, this one is for everybody
    except OSError as error:
        raise GitError(f"Cannot write {attributes}: {reason(error)}.") from error


def _pattern(name: str) -> str:
    """The name as a pattern of .gitattributes: special characters escaped, in quotes when it contains a space."""
    plain = "".join(f"\\{letter}" if letter in "\\*?[" else letter for letter in name)
    if plain[:1] in ("#", "!"):
        plain = f"\\{plain}"
    if not any(letter.isspace() or letter == '"' for letter in plain):
        return plain
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def run_git(folder: str, *words: str, or_else: str | None = None) -> str:
    """Run git and return its output without the final newline. When it fails, return ``or_else`` or raise GitError."""
    # Inside a git hook these variables name another repository than the one with the file.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEEP}
    env["LC_ALL"] = "C"
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, env=env, timeout=30, check=False)
    except FileNotFoundError:
        raise GitError("git was not found: install it first.") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git did not answer: {error}.") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
    if or_else is not None:
        return or_else
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    raise GitError(f"git says: {said[0] if said else f'exit {done.returncode}'}")


_KEEP = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_SSL_CAINFO"})
