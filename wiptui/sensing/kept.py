"""What a person said about places: folders and their targets (``wiptui here``), and answers to questions.

Both are small files in the folder of the log, of this machine alone.
"""

from __future__ import annotations

import os

from wiptui.paths import make_folder, private
from wiptui.sensing.acts import is_place
from wiptui.sensing.log_file import ANSWERS, DAYS, HERE, sense_dir
from wiptui.sensing.places import PROJECT, TASK

YES, NO, TODAY = "yes", "no", "today"
MOST = 1 << 20
"""Bytes past which a file is none of ours."""


def read_here() -> list[tuple[str, str]]:
    """Return the folders that were given a target, in order of their names."""
    rows = (line.partition("\t") for line in _read(HERE))
    found = {folder: target for target, _, folder in rows if target.startswith((TASK, PROJECT)) and is_place(folder)}
    return sorted(found.items())


def set_here(folder: str, target: str) -> None:
    """Give a folder a target, or with an empty one none. Raises OSError."""
    rows = dict(read_here())
    rows.pop(folder, None)
    if target:
        rows[folder] = target
    _write(HERE, [f"{target}\t{folder}" for folder, target in sorted(rows.items())])


def real_here() -> list[tuple[str, str]]:
    """Return the same, also under the real path of a folder that is reached by a link."""
    rows = read_here()
    return [*rows, *((real, target) for folder, target in rows if (real := os.path.realpath(folder)) != folder)]


Answered = tuple[int, str, str]
"""When it began (seconds since 1970), the target, and the answer."""


def read_answers() -> list[Answered]:
    """Return the answers, oldest first."""
    rows = (line.split("\t") for line in _read(ANSWERS))
    return [(int(row[0]), row[1], row[2]) for row in rows if len(row) == 3 and row[0].isascii() and row[0].isdigit()]


def add_answer(start: int, target: str, answer: str, oldest: int) -> None:
    """Note an answer; those from before ``oldest`` go. Raises OSError."""
    rows = [row for row in read_answers() if row[0] >= oldest]
    _write(ANSWERS, ["\t".join(map(str, row)) for row in [*rows, (start, target, answer)]])


def read_days() -> dict[tuple[str, str], int]:
    """Return the minutes of days whose lines are gone, by date (``2026-12-01``) and target."""
    rows = (line.split("\t") for line in _read(DAYS))
    return {(row[0], row[1]): int(row[2]) for row in rows if len(row) == 3 and row[2].isascii() and row[2].isdigit()}


def write_days(rows: dict[tuple[str, str], int]) -> None:
    """Keep minutes by date and target. Raises OSError."""
    _write(DAYS, [f"{date}\t{target}\t{minutes}" for (date, target), minutes in sorted(rows.items())])


def _read(name: str) -> list[str]:
    try:
        with open(os.path.join(sense_dir(), name), encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            return file.read(MOST).splitlines()
    except OSError:
        return []


def _write(name: str, lines: list[str]) -> None:
    path = os.path.join(sense_dir(), name)
    make_folder(sense_dir())
    with open(path + ".new", "w", encoding="utf-8", errors="surrogateescape", newline="", opener=private) as file:
        file.writelines(f"{line}\n" for line in lines)
    os.replace(path + ".new", path)
