"""Where a person was at a task: its folder, and whether the last command there failed."""

from __future__ import annotations

import os

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.tasks.task import Task
from wiptui.noticed.beside import Noticed
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import FAILED, read_evidence
from wiptui.sensing.places import PROJECT, TASK

DAYS = 30
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The folder of a task, empty if unknown; and when its last command failed (seconds, 0 if not) with which code."""

    folder: str = ""
    failed: int = 0
    code: int = 0


def last_seen(noticed: Noticed, task: Task) -> Whereabouts:
    """Return where somebody was at a task last: from the log, else the folder that ``here`` gave it."""
    targets = {f"{TASK}{task.key}", *([f"{PROJECT}{task.project}"] if task.project else [])}
    acts = read_evidence(log_file.lines_since(noticed.now - DAYS * SECONDS), noticed.now).acts
    for act in reversed(acts):
        if noticed.places.target(act) not in targets:
            continue
        folder = act.place if os.path.isdir(act.place) else os.path.dirname(act.place)
        did_fail = act.kind in ("sh", FAILED) and act.code != 0
        return Whereabouts(folder, act.at if did_fail else 0, act.code if did_fail else 0)
    rows = [folder for folder, target in kept.read_here() if target in targets]
    return Whereabouts(min(rows, key=len)) if rows else Whereabouts()
