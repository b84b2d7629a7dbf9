"""What a dialog says about a task that holds a slot: how old it is, when it was last worked on, what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date, to_ms
from wiptui.domain.dates.length import length_text
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import age_words
from wiptui.metrics.focus.stints import read_stints
from wiptui.metrics.focus.switches import workday_start
from wiptui.metrics.times import DAY, to_time
from wiptui.tui.views.styled_text import day_name, sanitized
from wiptui.tui.widgets.dialogs.wording import device_name, distance, moment

LOOK_BACK = 60 * DAY


@dataclass(frozen=True, slots=True)
class Worked:
    """Focus on one task: when it was last there, and for how many seconds this workday."""

    last: datetime | None = None
    today: float = 0.0


def worked(board: Board) -> dict[int, Worked]:
    """Focus of the last 60 days by task id, a running stint counted up to now. Tasks without a stint are left out."""
    found: dict[int, Worked] = {}
    now = to_ms(board.at)
    morning = workday_start(now, board.zone)
    for stint in read_stints(board, now - LOOK_BACK):
        known = found.get(stint.task, Worked())
        last = to_time(max((part.end for part in stint.parts()), default=stint.start))
        spent = sum(max(part.end - max(part.start, morning), 0) for part in stint.parts()) / 1000
        found[stint.task] = Worked(last if known.last is None else max(known.last, last), known.today + spent)
    return found


def facts(board: Board, task: Task, focus: Worked | None) -> list[str]:
    """What to know of a task that holds a slot, the most telling first."""
    said = _waiting(board, task) if task.state is State.WAITING else _doing(board, task, focus or Worked())
    if task.checklist:
        left, whole = task.steps_left, len(task.checklist)
        said.append(f"{left} of {whole} steps left" if left else f"all {whole} steps done")
    step = task.next_step or next((step.text for step in task.checklist if not step.done), "")
    if step:
        said.append(f"next: {sanitized(step)}")
    return said


def _doing(board: Board, task: Task, focus: Worked) -> list[str]:
    today = f", {length_text(timedelta(seconds=focus.today))} today" if focus.today >= 60 else ""
    if board.focus is not None and board.focus.task.id == task.id:
        return [f"▶ in focus{today}"]
    if focus.last is not None:
        return [f"last worked {moment(focus.last, board)}{today}"]
    return ["not worked on yet"]


def _waiting(board: Board, task: Task) -> list[str]:
    since = day_name(local_date(task.state_since, board.zone), board.today)
    if task.resolved_at is not None:
        return [f"● back with you since {day_name(local_date(task.resolved_at, board.zone), board.today)}"]
    said = [f"on {sanitized(task.waiting_on)} since {since}" if task.waiting_on else f"waiting since {since}"]
    if task.follow_up is not None:
        late = "! " if task.follow_up <= board.today else ""
        said.append(f"{late}follow-up {distance(task.follow_up, board.today)}")
    return said


def started_on(board: Board, task: Task) -> str:
    """The device on which the task came into the slot it holds: the last move into its state."""
    for move in reversed(task.history):
        if move.to == task.state and move.event != "resolved":
            return device_name(board, move.device)
    return ""


def age_text(board: Board, task: Task) -> str:
    """Days in work so far, as the cards show them: ``today``, ``9d``."""
    age = task.age_days(board.today, board.zone)
    return age_words(age, "d") if age is not None else ""
