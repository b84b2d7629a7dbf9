"""What the today view shows, without any screen: what asks for the person, and the plan of the day."""

from __future__ import annotations

from dataclasses import dataclass

from wiptui.domain.board import Board
from wiptui.domain.day_plan import SECTIONS, done_of_plan, left_over, often_words, times_planned, today_of
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import counted
from wiptui.metrics.plan import day_cap
from wiptui.tui.views.card import back_words, due_span
from wiptui.tui.views.styled_text import Span, day_name, sanitized

HEADINGS = {
    "overdue": "Overdue", "due": "Due today", "follow_up": "Follow up", "back": "Back today", "doing": "In doing",
    "planned": "Planned",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One task that asks for the person; the first of a section carries its heading."""

    task: Task
    section: str
    heading: str = ""


def rows_of(board: Board) -> list[TodayRow]:
    """Every row in its order."""
    found = today_of(board)
    return [
        TodayRow(task, name, f"{HEADINGS[name]} {len(found.section(name))}" if not place else "")
        for name in SECTIONS
        for place, task in enumerate(found.section(name))
    ]


def why_words(row: TodayRow, board: Board) -> Span:
    """Why the task is here, in a few words."""
    task, today = row.task, board.today
    if row.section in ("overdue", "due") and task.due is not None:
        return due_span(task.due, today)
    if row.section == "follow_up" and task.follow_up is not None:
        late = (today - task.follow_up).days
        whom = sanitized(task.waiting_on or "") or "follow up"
        return Span(f"! ask {whom}" if task.waiting_on else "! follow up", "bad" if late else "warn")
    if row.section == "back" and task.from_date is not None:
        return Span(back_words(task.from_date, today), "accent")
    return Span("", "muted")


def place_words(task: Task, board: Board) -> str:
    """Where the task stands: its state, and its place in the plan."""
    planned = [other.id for other in board.planned]
    said = "in work" if task.state is State.DOING else task.state.value
    if task.id not in planned:
        return said
    times = times_planned(task, board.workday)
    again = f", {times}×" if times > 1 else ""
    return f"{said} · plan {planned.index(task.id) + 1}{again}"


def summary(board: Board) -> list[Span]:
    """What presses, and how the plan stands."""
    words = today_of(board).words
    planned, done = len(board.planned), len(done_of_plan(board))
    said = [Span(f"! {words}", "warn")] if words else []
    return [*said, Span(f"Plan {done} of {planned + done} done", "muted")] if planned + done else said


def plan_words(board: Board) -> list[str]:
    """What there is to say about the plan, each a sentence."""
    cap = day_cap(board)
    planned, done, left = board.planned, done_of_plan(board), left_over(board)
    said = [f"{len(done)} of {counted(len(planned) + len(done), 'planned task')} done."] if planned or done else []
    said.append(f"A day holds {counted(cap.value, 'task')}: {cap.words}.")
    said += [
        f"“{sanitized(task.title)}” is {words}." for task in planned if (words := often_words(task, board.workday))
    ]
    if left:
        days = day_name(left[0].planned or board.today, board.today)
        said.append(f"{counted(len(left), 'task')} left of the plan of {days}: “{sanitized(left[0].title)}”.")
    return said
