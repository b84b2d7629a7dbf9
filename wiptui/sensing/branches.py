"""Branches: what was checked out in a folder at an instant, from git's own files and without starting git.

``logs/HEAD`` has a line for each checkout. Repositories with the reftable format have no such file: their branches are
unknown here.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from operator import itemgetter

TAIL = 1 << 20
"""Bytes of a log that are read, from its end."""
_LINE = re.compile(rb"[0-9a-f]{40,64} [0-9a-f]{40,64} .* (\d{1,11}) [+-]\d{4}\t(.*)")
_CHECKOUT = re.compile(r"checkout: moving from (\S+) to (\S+)")
_RENAME = re.compile(r"Branch: renamed refs/heads/(\S+) to refs/heads/(\S+)")
Checkouts = list[tuple[int, str]]


class Branches:
    """Answers :meth:`branch`, and reads each repository once."""

    def __init__(self) -> None:
        self._git_folders: dict[str, str] = {}
        self._checkouts: dict[str, Checkouts] = {}

    def branch(self, place: str, at: int) -> str:
        """Return the branch of the repository around a file or folder at an instant (seconds); empty if unknown."""
        folder = self._git_folder(place)
        if not folder:
            return ""
        if folder not in self._checkouts:
            self._checkouts[folder] = checkouts(folder)
        known = self._checkouts[folder]
        return known[max(bisect_right(known, at, key=itemgetter(0)) - 1, 0)][1] if known else ""

    def _git_folder(self, place: str) -> str:
        known = self._git_folders.get(place)
        if known is None:
            above = os.path.dirname(place)
            known = git_folder_of(place) or (self._git_folder(above) if above != place else "")
            self._git_folders[place] = known
        return known


def git_folder_of(place: str) -> str:
    """Return the git folder of a work tree whose top is ``place``; worktrees and submodules name theirs in a file."""
    path = os.path.join(place, ".git")
    if os.path.isdir(path):
        return path
    try:
        with open(path, "rb") as file:
            said = file.read(4096).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
    return os.path.normpath(os.path.join(place, said[8:].strip())) if said.startswith("gitdir: ") else ""


def checkouts(git_folder: str) -> Checkouts:
    """Return ``(time, branch)`` for each checkout, in order; the first holds for all time before it too."""
    found: Checkouts = []
    for at, words in _tail(os.path.join(git_folder, "logs", "HEAD")):
        moved = _CHECKOUT.fullmatch(words) or _RENAME.fullmatch(words)
        if moved is None:
            continue
        if not found:
            found.append((0, moved[1]))
        if at >= found[-1][0]:
            found.append((at, moved[2]))
    return found or [(0, head_branch(git_folder))]


def head_branch(git_folder: str) -> str:
    """Return the branch that is checked out now; empty for a detached head."""
    try:
        with open(os.path.join(git_folder, "HEAD"), "rb") as file:
            said = file.read(4096).decode("utf-8", "replace")
    except OSError:
        return ""
    return said.removeprefix("ref: refs/heads/").strip() if said.startswith("ref: ") else ""


def _tail(path: str) -> list[tuple[int, str]]:
    """Return the time and the words of each line at the end of a log of git."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - TAIL, 0))
            lines = file.read(TAIL).split(b"\n")
    except OSError:
        return []
    matches = (_LINE.fullmatch(line) for line in lines)
    return [(int(found[1]), found[2].decode("utf-8", "replace")) for found in matches if found is not None]
