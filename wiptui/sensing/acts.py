"""Acts: what the log of evidence tells, line by line. A line has six fields with tabs between:

``time  kind  pid  typed  exit  path``: when it was written (seconds since 1970), ``sh`` and friends (``KINDS``), the
process that wrote it, when Enter was pressed (0 if unknown), the exit code, and a folder or file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

KINDS = {
    "sh": "shell",
    "ed": "editor",
    "wr": "editor",
    "tt": "terminal",
    "tx": "tmux",
}
"""The kinds of lines, and the source that each is told by."""
WRITE = "wr"
FAILED = "failed"
"""A long command that ended with an error: known of a folder, but no act of a person."""
LONG = 60
"""Seconds after which the end of a command proves nobody's presence: only its start counts."""
_LINE = re.compile(
    r"^([0-9]{1,11})\t([a-z]{2})\t([0-9]{1,11})\t([0-9]{1,11})\t([0-9]{1,11})\t([^\t\n]+)\n", re.MULTILINE
)


class Act(NamedTuple):
    """One act of a person: when (seconds since 1970, UTC), its kind, and the folder or file."""

    at: int
    kind: str
    place: str
    code: int = 0
    """The exit code of a command."""


class Evidence(NamedTuple):
    """What a log tells: acts in order of time, and how many lines were torn or foreign."""

    acts: list[Act]
    unreadable: int


def read_evidence(lines: Iterable[str], now: int) -> Evidence:
    """Return the acts of a log up to ``now``. A torn or foreign line is counted and changes nothing else."""
    text = "".join(lines)
    count = text.count("\n") + (text[-1:] not in ("", "\n"))
    known: dict[str, bool] = {}
    rows: list[tuple[int, str, str, str, str, str]] = []
    for time, kind, pid, typed, code, path in _LINE.findall(text):
        if path not in known:
            known[path] = is_place(path)
        at = int(time)
        if at <= now and known[path] and kind in KINDS:
            rows.append((at, kind, pid, typed, code, path))
    rows.sort(key=itemgetter(0))
    acts: list[Act] = []
    folders: dict[str, str] = {}
    for at, kind, pid, typed, code, path in rows:
        failed = 0 if code == "0" else int(code)
        if kind == "sh":
            before, folders[pid] = folders.get(pid, path), path
            entered = int(typed)
            if entered and at - entered > LONG:  # Enter was the person; the prompt came by itself
                acts.append(Act(entered, kind, before))
                if failed:
                    acts.append(Act(at, FAILED, before, failed))
                continue
        acts.append(Act(at, kind, path, failed))
    acts.sort(key=itemgetter(0))
    return Evidence(acts, count - len(rows))


def is_place(path: str) -> bool:
    """Whether a path can stand in the log: absolute, and without characters that a terminal acts on."""
    return (path.startswith("/") or path[1:3] in (":\\", ":/")) and path.isprintable() and len(path) < 4096


def line_of(at: int, kind: str, pid: int, path: str, typed: int | None = None, code: int = 0) -> str:
    """Return the line of an act for the log."""
    return f"{at}\t{kind}\t{pid}\t{at if typed is None else typed}\t{code}\t{path}\n"
