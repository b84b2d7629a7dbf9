"""Acts: what the log of evidence tells, line by line. A line has six fields with tabs between:

``time  kind  pid  typed  exit  path``: when it was written (seconds since 1970), ``sh`` and friends (``KINDS``), the
process that wrote it, when Enter was pressed (0 if unknown), the exit code, and a folder or file.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

KINDS = {
    "sh": "shell",
    "ed": "editor",
    "wr": "editor",
    "tt": "terminal",
    "tx": "tmux",
    "ag": "agent",
    "wk": "WakaTime",
    "aw": "ActivityWatch",
}
"""The kinds of lines, and the source that each is told by."""
WRITE = "wr"
FAILED = "failed"
"""A long command that ended with an error: known of a folder, but no act of a person."""
LONG = 60
"""Seconds after which the end of a command proves nobody's presence: only its start counts."""
MOST = 10**11
"""Times past this are no times."""


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
    rows: list[tuple[int, int, str, int, int, int, str]] = []
    unreadable = 0
    for place, line in enumerate(lines):
        row = _row(line)
        if row is None or row[0] > now:
            unreadable += 1
        else:
            rows.append((row[0], place, *row[1:]))
    rows.sort()
    found: list[Act] = []
    folders: dict[int, str] = {}
    for at, _, kind, pid, typed, code, path in rows:
        if kind != "sh":
            found.append(Act(at, kind, path, code))
            continue
        before = folders.get(pid, path)
        folders[pid] = path
        if typed and at - typed > LONG:  # Enter was the person; the prompt came by itself
            found.append(Act(typed, kind, before))
            if code:
                found.append(Act(at, FAILED, before, code))
        else:
            found.append(Act(at, kind, path, code))
    found.sort(key=attrgetter("at"))
    return Evidence(found, unreadable)


def _row(line: str) -> tuple[int, str, int, int, int, str] | None:
    """Return the fields of a line; None if it is torn or not of ours."""
    fields = line.split("\t")
    if len(fields) != 6:
        return None
    time, kind, pid, typed, code, path = fields
    if kind not in KINDS or not all(word.isascii() and word.isdigit() and len(word) < 12 for word in fields[2:5]):
        return None
    if not (time.isascii() and time.isdigit() and len(time) < 12) or not path.endswith("\n"):
        return None
    path = path[:-1]
    if not is_place(path):
        return None
    return int(time), kind, int(pid), int(typed), int(code), path


def is_place(path: str) -> bool:
    """Whether a path can stand in the log: absolute, and without characters that a terminal acts on."""
    return (path.startswith("/") or path[1:3] in (":\\", ":/")) and path.isprintable() and len(path) < 4096


def line_of(at: int, kind: str, pid: int, path: str, typed: int | None = None, code: int = 0) -> str:
    """Return the line of an act for the log."""
    return f"{at}\t{kind}\t{pid}\t{at if typed is None else typed}\t{code}\t{path}\n"
