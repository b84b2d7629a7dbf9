"""The one next action, and the criterion that decided it (docs/focus.md#levels)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wiptui.domain.board import Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.tasks.dependencies import blockers
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, counted
from wiptui.metrics.flow.ageing import Pace

FINISH, RESUME, START, FOLLOW_UP, SELECT = "finish", "resume", "start", "follow_up", "select"


@dataclass(frozen=True, slots=True)
class Risk:
    """A task that would miss its due date, or has missed it.

    ``expected`` is when it would be done at the person's own ``p85`` (days); None if that does not matter.
    """

    task: Task
    due: date
    expected: date | None
    p85: int | None = None

    def describe(self, today: date) -> str:
        """Return why it is at risk: «due today», «tasks usually take you 8 days; this is due in 3»."""
        days = (self.due - today).days
        if days < 0:
            return f"{_days(-days)} past its due date"
        if days <= 1 or self.p85 is None:
            near = "due today" if days == 0 else "due tomorrow"
            return near if days == 0 or self.p85 is None else f"{near}, and tasks usually take you {_days(self.p85)}"
        return f"tasks usually take you {_days(self.p85)}; this is due in {days}"


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do next. ``action`` is finish, resume, start, follow_up or select; ``why`` is one sentence."""

    action: str
    task: int
    title: str
    why: str
    decided_by: str


def next_action(board: Board, own: Pace, age: dict[int, int], risks: Sequence[Risk]) -> NextAction | None:
    """Return the one next action; None if there is nothing to do.

    Finishing comes before resuming, resuming before starting. Among tasks in progress: expedite; due at risk (earliest
    due); age over p85 (oldest); fewest open steps; oldest; id.
    """
    return (
        _expedite(board)
        or _at_risk(board, risks)
        or _overage(board, own, age)
        or _finish(board, age)
        or _resume(board)
        or _follow_up(board)
        or _start(board)
        or _ask(board)
    )


def rank_to_finish(board: Board, own: Pace, age: dict[int, int], risks: Sequence[Risk]) -> list[Task]:
    """Return the tasks in doing in the recommended order of finishing."""
    due = {risk.task.id: risk.due for risk in risks}

    def key(task: Task) -> tuple[object, ...]:
        days = age.get(task.id, 0)
        overage = days > own.p85
        overdue = due.get(task.id, date.max)
        return (not task.is_expedite, overdue, -days if overage else 0, _steps(task), _begun(task), task.id)

    return sorted(board.column(State.DOING), key=key)


def has_slot(board: Board, task: Task) -> bool:
    """Return whether the gate would let a task into doing now."""
    started = replace(task, state=State.DOING)
    for scope, limit in board.limits.items():
        if scope.kind == "waiting" or not scope.counts(started, waiting_counts=board.waiting_counts):
            continue
        here = scope.counts(task, waiting_counts=board.waiting_counts)
        if not here and board.count(scope) >= limit.value:
            return False
    return True


def _act(board: Board, task: Task) -> str | None:
    """Return what can be done about a task now; None if it is blocked."""
    if task.state is State.DOING:
        return FINISH
    if task.state is State.WAITING and task.resolved_at is None:
        later = task.follow_up is not None and task.follow_up > board.today
        return None if later else FOLLOW_UP
    if not has_slot(board, task) or blockers(board, task):
        return None
    return RESUME if task.state is State.WAITING else START


def _say(task: Task, action: str, reason: str, decided_by: str) -> NextAction:
    name = f"“{clip(task.title, 60)}”"
    verb = {FINISH: "Finish", RESUME: "Resume", START: "Start", SELECT: "Choose"}.get(action)
    if verb is None:
        verb = f"Ask {clip(task.waiting_on, 30)} about" if task.waiting_on else "Follow up on"
    return NextAction(action, task.id, task.title, f"{verb} {name}: {reason}.", decided_by)


def _first(board: Board, tasks: Sequence[Task], reason: str, decided_by: str) -> NextAction | None:
    for task in tasks:
        action = _act(board, task)
        if action is not None:
            return _say(task, action, reason, decided_by)
    return None


def _expedite(board: Board) -> NextAction | None:
    return _first(board, [task for task in board.wip if task.is_expedite], "it was expedited", "expedite")


def _at_risk(board: Board, risks: Sequence[Risk]) -> NextAction | None:
    for risk in risks:
        found = _first(board, [risk.task], risk.describe(board.today), "due at risk")
        if found is not None:
            return found
    return None


def _overage(board: Board, own: Pace, age: dict[int, int]) -> NextAction | None:
    old = [task for task in board.wip if age.get(task.id, 0) > own.p85]
    for task in sorted(old, key=lambda task: (-age[task.id], _begun(task), task.id)):
        if task.state is State.WAITING and task.resolved_at is None:
            continue
        action = _act(board, task)
        if action is not None:
            than = f"past the default of {own.p85}" if own.is_default else "older than 85% of what you finished"
            return _say(task, action, f"{_days(age[task.id])}, {than}", "age over p85, oldest")
    return None


def _steps(task: Task) -> int:
    """Return the number of open steps; a task without a checklist is one step."""
    return task.steps_left if task.checklist else 1


def _begun(task: Task) -> datetime:
    return task.first_started or task.created


def _finish(board: Board, age: dict[int, int]) -> NextAction | None:
    doing = sorted(board.column(State.DOING), key=lambda task: (_steps(task), _begun(task), task.id))
    if not doing:
        return None
    task = doing[0]
    days = age.get(task.id)
    since = _in_work(days)
    if len(doing) == 1:
        return _say(task, FINISH, f"{since}, and nothing else is", "the only one in doing")
    if _steps(task) < _steps(doing[1]):
        left = task.steps_left
        words = f"{counted(left, 'open step')}" if task.checklist else "a single step"
        return _say(task, FINISH, f"{words}, the fewest in work", "fewest open steps")
    if _begun(task) < _begun(doing[1]):
        return _say(task, FINISH, f"{since}, the oldest", "oldest")
    return _say(task, FINISH, since, "id")


def _in_work(days: int | None) -> str:
    if days is None:
        return "it is in work"
    return "in work since today" if days == 1 else f"{_days(days)} in work"


def _resume(board: Board) -> NextAction | None:
    back = [task for task in board.column(State.WAITING) if task.resolved_at is not None and has_slot(board, task)]
    if not back:
        return None
    task = min(back, key=lambda task: (task.resolved_at or board.at, task.id))
    day = (task.resolved_at or board.at).astimezone(board.zone).date()
    ago = (board.today - day).days
    since = "today" if ago <= 0 else f"{day:%A}" if ago < 7 else day.isoformat()
    return _say(task, RESUME, f"back with you since {since}", "resume before start")


def _follow_up(board: Board) -> NextAction | None:
    late = [t for t in board.column(State.WAITING) if t.resolved_at is None and t.follow_up is not None]
    late = sorted(
        (t for t in late if t.follow_up and t.follow_up <= board.today), key=lambda t: (str(t.follow_up), t.id)
    )
    if not late:
        return None
    days = (board.today - (late[0].follow_up or board.today)).days
    return _say(
        late[0],
        FOLLOW_UP,
        f"the follow-up was due {_days(days)} ago" if days else "the follow-up is due today",
        "follow-up due",
    )


def _start(board: Board) -> NextAction | None:
    for task in board.column(State.READY):
        if has_slot(board, task) and not blockers(board, task):
            shelved = task.is_shelved
            reason = "begun before, and first in Ready" if shelved else "first in Ready, and a slot is free"
            return _say(task, START, reason, "top of ready")
    backlog = [task for task in board.column(State.BACKLOG) if not task.is_hidden]
    if backlog and not board.column(State.READY) and has_slot(board, backlog[0]):
        return _say(backlog[0], SELECT, "Ready is empty, and this is first in the backlog", "top of backlog")
    return None


def _ask(board: Board) -> NextAction | None:
    waits = [task for task in board.column(State.WAITING) if task.resolved_at is None and task.follow_up is None]
    waits = [task for task in waits if local_date(task.state_since, board.zone) < board.today]  # not on its first day
    if not waits:
        return None
    task = min(waits, key=lambda task: (task.state_since, task.id))
    return _say(task, FOLLOW_UP, "nothing else is open, and it has no follow-up date", "oldest wait")


def _days(n: int) -> str:
    return f"{n} day" if n == 1 else f"{n} days"
