"""Today: what asks for a person, and the plan of the day.

The plan is a list of tasks meant for one workday, in order. Two fields of a task hold it: ``planned``, the day, and
``plan_rank``, its place. ``carried`` counts the days on which the task was planned and not finished. A plan of an
earlier day is over by the clock alone, so that closing it is a courtesy and no duty. Planning starts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.tasks.hiding import back_since
from wiptui.domain.tasks.rank import between
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, counted

SECTIONS = ("overdue", "due", "follow_up", "back", "doing", "planned")
OFTEN = 3
"""Days of planning in vain from which a task is worth a thought."""
WHAT_THEN = "split it, hand it over, or drop it"


@dataclass(frozen=True, slots=True)
class Today:
    """What asks for a person on a day, each task once, in the order of the sections."""

    day: date
    overdue: tuple[Task, ...]
    due: tuple[Task, ...]
    follow_up: tuple[Task, ...]
    back: tuple[Task, ...]
    doing: tuple[Task, ...]
    planned: tuple[Task, ...]

    def section(self, name: str) -> tuple[Task, ...]:
        """Return the tasks of one of ``SECTIONS``."""
        found: tuple[Task, ...] = getattr(self, name)
        return found

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All of them, in order."""
        return tuple(task for name in SECTIONS for task in self.section(name))

    @property
    def words(self) -> str:
        """What presses, for a line: ``1 overdue, 2 due, 1 to ask Ana``; empty where nothing does."""
        asks = {task.waiting_on for task in self.follow_up}
        whom = f" {clip(asks.pop() or '', 20)}" if len(asks) == 1 and any(asks) else ""
        counts = ((self.overdue, "overdue"), (self.due, "due"), (self.follow_up, f"to ask{whom}"))
        return ", ".join(f"{len(tasks)} {said}" for tasks, said in counts if tasks)


def today_of(board: Board) -> Today:
    """Return what asks for the person today: also from the backlog, as due dates speak wherever a task is."""
    tasks = list(board.open_tasks())
    taken: set[int] = set()

    def take(found: Iterable[Task]) -> tuple[Task, ...]:
        fresh = tuple(task for task in found if task.id not in taken)
        taken.update(task.id for task in fresh)
        return fresh

    day = board.today
    late = sorted((task for task in tasks if task.due is not None and task.due < day), key=lambda t: (t.due, t.id))
    asked = [task for task in board.column(State.WAITING) if task.resolved_at is None and task.follow_up is not None]
    due_asks = sorted((t for t in asks_due(asked, day)), key=lambda t: (str(t.follow_up), t.id))
    return Today(
        day,
        overdue=take(late),
        due=take(task for task in tasks if task.due == day),
        follow_up=take(due_asks),
        back=take(task for task in board.column(State.READY) if back_since(task, board.at, board.zone) is not None),
        doing=take(board.column(State.DOING)),
        planned=take(board.planned),
    )


def asks_due(tasks: Iterable[Task], day: date) -> list[Task]:
    """Return the waits whose follow-up date has come."""
    return [task for task in tasks if task.follow_up is not None and task.follow_up <= day]


# --- the plan


def left_over(board: Board) -> tuple[Task, ...]:
    """Return the open tasks of an earlier plan, which nobody has planned again or put back."""
    day = board.workday
    found = [task for task in board.open_tasks() if task.planned is not None and task.planned < day]
    return tuple(sorted(found, key=lambda task: (str(task.planned), str(task.record.get("plan_rank")), task.id)))


def done_of_plan(board: Board) -> tuple[Task, ...]:
    """Return what was planned for today and is done, the last one first."""
    day = board.workday
    return tuple(task for task in board.done_since(day) if task.planned == day)


def carried(task: Task) -> int:
    """Return on how many earlier days the task was planned in vain, as far as that was noted."""
    found = task.record.get("carried")
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def times_planned(task: Task, workday: date) -> int:
    """Return for how many days the task has been planned, this one included if it is planned for it."""
    return carried(task) + (task.planned is not None and task.planned <= workday)


def often_words(task: Task, workday: date) -> str:
    """Return a sentence about a task that is planned again and again; empty for any other."""
    times = times_planned(task, workday)
    return f"planned for the {_nth(times)} time: {WHAT_THEN}" if times >= OFTEN else ""


def plan_tasks(plan: Plan, command: c.PlanDay) -> None:
    """Put tasks at the end of the plan of the day; ``swap`` leaves it in the same step."""
    day = command.day or plan.board.workday
    if command.swap is not None:
        if command.swap in command.tasks:
            raise UsageError("A task cannot be swapped with itself.")
        _take_out(plan, plan.task(command.swap))
    plan.day_limit = command.limit
    for task_id in dict.fromkeys(command.tasks):
        task = plan.task(task_id)
        if not task.state.is_open:
            raise UsageError(f"“{clip(task.title, 60)}” is {task.state}: only an open task can be planned.")
        if task.planned == day:
            plan.about.append(task_id)
            continue
        fields: dict[str, Json] = {"planned": day.isoformat(), "plan_rank": _rank(plan, day)}
        if task.planned is not None and task.planned < plan.board.workday:
            fields["carried"] = times_planned(task, plan.board.workday)
        plan.write_task(task_id, **fields)


def take_out(plan: Plan, command: c.Unplan) -> None:
    """Take tasks out of the plan, as if they had never been in it."""
    for task_id in dict.fromkeys(command.tasks):
        task = plan.task(task_id)
        if task.planned is None:
            raise UsageError(f"“{clip(task.title, 60)}” is not planned.")
        _take_out(plan, task)


def close(plan: Plan, command: c.ClosePlan) -> None:
    """End the day: what is left goes back to where it stands, with the count of its days."""
    day = plan.board.workday
    for task in (*left_over(plan.board), *plan.board.planned):
        plan.write_task(task.id, planned=None, plan_rank=None, carried=times_planned(task, day))


def plan_words(command: c.PlanDay, board: Board, names: str, swapped: str) -> str:
    """Return what planning did, from the board after it; ``names`` and ``swapped`` are the tasks in a sentence."""
    day = "today" if command.day is None else describe_date(command.day, board.today)
    said = f"Planned {names} for {day}" + (f" in place of {swapped}" if swapped else "")
    found = (board.task(task_id) for task_id in command.tasks)
    often = next((words for task in found if (words := often_words(task, board.workday))), "")
    return f"{said}, {often}" if often else said


def close_words(board: Board, tasks: Iterable[int]) -> str:
    """Return what closing did, from the board after it."""
    found = [board.task(task_id) for task_id in tasks]
    if not found:
        return "The day is closed: nothing of its plan is left"
    often = [task for task in found if carried(task) >= OFTEN]
    said = f"The day is closed: {counted(len(found), 'task')} of its plan {'goes' if len(found) == 1 else 'go'} back"
    if often:
        said += f". “{clip(often[0].title, 40)}” was planned for the {_nth(carried(often[0]))} time: {WHAT_THEN}"
    return said


def _take_out(plan: Plan, task: Task) -> None:
    plan.write_task(task.id, planned=None, plan_rank=None)


def _rank(plan: Plan, day: date) -> str:
    """Return a rank behind everything that is planned for a day."""
    ranks = [str(task.record.get("plan_rank") or "") for task in plan.board.open_tasks() if task.planned == day]
    return between(max(ranks, default=None) or None, None, plan.context.ids.jitter())


def next_workday(board: Board) -> date:
    """Return the day after the present workday."""
    return board.workday + timedelta(days=1)


def _nth(number: int) -> str:
    words = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return words.get(number, f"{number}th")
