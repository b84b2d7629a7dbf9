"""Files that shells and editors read when they start: scripts of ours, and the one marked line that reads each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiptui.domain.core.errors import WiptuiError
from wiptui.paths import make_folder, private


class InstallError(WiptuiError):
    """A file of the installation cannot be written."""

    code = "install"


@contextmanager
def naming_trouble(sentence: str, path: Path) -> Iterator[None]:
    """Turn an OSError into an InstallError: ``sentence`` has braces for the file and what is wrong with it."""
    try:
        yield
    except OSError as error:
        raise InstallError(sentence.format(f"{error.filename or path}: {error.strerror or error}")) from None


def start_file(shell: str) -> Path:
    """Return the file that bash or zsh reads when a person starts it."""
    if shell == "bash":
        return Path.home() / ".bashrc"
    folder = os.environ.get("ZDOTDIR", "")
    return (Path(folder) if folder.strip() else Path.home()) / ".zshrc"


def base_folder(name: str, *below: str) -> Path:
    """Return the folder that a variable of XDG names, or its default below the home."""
    given = os.environ.get(name, "")
    return Path(given) if given.strip() else Path.home().joinpath(*below)


def write(path: Path, text: str) -> bool:
    """Write the file if it differs; return whether it did. Raises OSError."""
    data = text.encode("utf-8", "surrogateescape")
    if path.exists() and path.read_bytes() == data:
        return False
    make_folder(str(path.parent))
    if path.exists():
        path.write_bytes(data)
        return True
    with open(path, "xb", opener=private) as file:  # a shell runs it, so nobody else may write it
        file.write(data)
    return True


def add_line(path: Path, line: str, mark: str) -> bool:
    """Add a line that ends with the comment ``mark`` if no line has it; return whether it did. Raises OSError."""
    text = _text(path)
    if mark in text:
        return False
    gap = "" if not text or text.endswith("\n") else "\n"
    return write(path, f"{text}{gap}{line}  {mark}\n")


def remove_line(path: Path, mark: str) -> bool:
    """Remove the lines with that comment; return whether there was one. Raises OSError."""
    lines = _text(path).splitlines(keepends=True)
    left = [line for line in lines if mark not in line]
    return len(left) < len(lines) and write(path, "".join(left))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""
