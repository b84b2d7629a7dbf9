"""Places and targets: which task or project an act in a folder is about.

A target is ``task:ID`` with the whole id, ``project:NAME``, or empty where nothing is known.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

from wiptui.domain.core.ids import ALPHABET, SHORT
from wiptui.sensing.acts import Act

TASK, PROJECT = "task:", "project:"


def no_branch(place: str, at: int) -> str:
    """Know of no branch."""
    return ""


class Places:
    """Tells the target of an act: the task whose id heads the branch, else the folder that a person named."""

    def __init__(
        self,
        projects: Mapping[str, str],
        here: Iterable[tuple[str, str]] = (),
        branch_of: Callable[[str, int], str] = no_branch,
    ) -> None:
        """``projects``: the project of each task by its whole id; ``here``: folders and their targets;
        ``branch_of``: the branch that was checked out where an act was, at its time.
        """
        self._projects = projects
        self._ids = sorted(projects)
        self._here = sorted(here, key=lambda row: len(row[0]), reverse=True)
        self._branch_of = branch_of
        self._named: dict[str, str] = {}

    def target(self, act: Act) -> str:
        """Return the target of an act."""
        branch = self._branch_of(act.place, act.at)
        return (self.task_of(branch) if branch else "") or self._folder_target(act.place)

    def task_of(self, branch: str) -> str:
        """Return the target of the task whose id heads the last part of a branch's name; empty if none does."""
        head = branch_head(branch)
        if not head:
            return ""
        place = bisect_left(self._ids, head)
        found = [key for key in self._ids[place : place + 2] if key.startswith(head)]
        return f"{TASK}{found[0]}" if len(found) == 1 else ""

    def _folder_target(self, place: str) -> str:
        known = self._named.get(place)
        if known is None:
            known = self._named[place] = next((target for folder, target in self._here if is_below(place, folder)), "")
        return known

    def project_of(self, target: str) -> str:
        """Return the project of a target; empty if it has none."""
        if target.startswith(TASK):
            return self._projects.get(target.removeprefix(TASK), "")
        return target.removeprefix(PROJECT)

    def agree(self, seen: str, declared: str) -> bool:
        """Whether a seen target fits a declared one: a project's folder fits all its tasks."""
        if not seen or not declared or seen == declared:
            return True
        return seen.startswith(PROJECT) and self.project_of(declared) == seen.removeprefix(PROJECT)


def branch_head(branch: str) -> str:
    """Return what may be the beginning of a task's id in a branch: ``feature/k7aaa-fix`` has ``k7aaa``; else empty."""
    head = branch.rpartition("/")[2].partition("-")[0].lower()
    return head if len(head) >= SHORT and all(letter in ALPHABET for letter in head) else ""


def is_below(place: str, folder: str) -> bool:
    """Whether a place is a folder or lies in it."""
    return place == folder or place.startswith(folder if folder.endswith(os.sep) else folder + os.sep)
