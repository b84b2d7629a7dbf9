"""Drift as it is told: once for each, in neutral words, until somebody answers or is back."""

from __future__ import annotations

import os
from datetime import timedelta

from wiptui.config import usable_config
from wiptui.domain.board import Board
from wiptui.domain.dates.length import length_text
from wiptui.domain.tasks.task import Task
from wiptui.noticed.beside import Noticed, task_of
from wiptui.noticed.questions import candidates, only_one
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import is_place, line_of, read_evidence
from wiptui.sensing.compare import Drift, SeenSwitch
from wiptui.sensing.terminals import own_terminal, typed_since


def drift_to_tell(noticed: Noticed) -> Drift | None:
    """Return the drift that goes on now and has no answer yet; None without one."""
    drift = noticed.drift()
    if drift is None:
        return None
    for start, target, word in kept.read_answers():
        is_today = word == kept.TODAY and noticed.day_of(start) == noticed.day_of(drift.start)
        if target == drift.target and (is_today or start == drift.start):
            return None
    return drift


def drift_seen(noticed: Noticed, drift: Drift) -> str:
    """Return ``seen in acme 27 min``."""
    return f"seen in {noticed.name_of(drift.target)} {length_text(timedelta(seconds=drift.seconds))}"


def drift_words(noticed: Noticed, drift: Drift) -> str:
    """Return ``seen in acme 27 min · focus says Tax letter``."""
    return f"{drift_seen(noticed, drift)} · focus says {noticed.name_of(drift.focus)}"


def drift_of(board: Board) -> str:
    """Return where the person is seen now, if not at the focus; empty otherwise."""
    if not log_file.is_on():
        return ""
    noticed = Noticed(board, usable_config())
    drift = drift_to_tell(noticed)
    return drift_seen(noticed, drift) if drift is not None else ""


def leave(noticed: Noticed, drift: Drift, word: str) -> None:
    """Note an answer, so that the drift is not told again. Raises OSError."""
    kept.add_answer(drift.start, drift.target, word, noticed.start_of(noticed.day_of(noticed.now) - 14))


def belongs_here(noticed: Noticed, drift: Drift) -> None:
    """Give the folder of the last act to the task of the focus. Raises OSError."""
    acts = read_evidence(log_file.tail(), noticed.now).acts
    place = next((act.place for act in reversed(acts) if noticed.places.target(act) == drift.target), "")
    if place and task_of(noticed.board, drift.target) is None:
        kept.set_here(place if os.path.isdir(place) else os.path.dirname(place), drift.focus)
    leave(noticed, drift, kept.NO)


def tasks_of(noticed: Noticed, drift: Drift) -> tuple[Task, ...]:
    """Return the tasks that the focus can move to: one if only one is meant."""
    switch = SeenSwitch(drift.start, drift.end, "", drift.target)
    found = candidates(noticed.board, noticed, switch)
    one = only_one(found)
    return found if one is None else (one,)


def sample_terminals(since: int) -> None:
    """Append where somebody typed in other terminals since then, in seconds. Raises OSError."""
    rows = typed_since(since, own_terminal())
    log_file.append([line_of(at, "tt", os.getpid(), folder) for at, folder in rows if is_place(folder)])
