"""Focus: at most one task at a time, stored as stints ``[start, end)`` with the cause of each end."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.board import INTERRUPTS, STINTS, TASKS
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import LOG, Json, stamp_actor
from wiptui.domain.focus.undecided import HELD, UNASSIGNED, VOUCHED, quiet_since, with_quiet
from wiptui.domain.tasks.task import State, as_time, time_text
from wiptui.domain.text import clean_title

CAUSES = ("switch", "pause", "wait", "done", "drop", "put back", "interrupt", "idle", "quit", "crash")


def begin(plan: Plan, task_id: int) -> None:
    """Focus a task in doing and end the present focus as a switch. Focusing the focused task changes nothing."""
    focus = plan.board.focus
    if focus is not None and focus.task.id == task_id:
        _take_up(plan)
        return
    _end_all(plan, "switch")
    plan.write(
        STINTS,
        plan.context.ids.doc_id(),
        {
            "task": task_id,
            "start": time_text(plan.board.at),
            "device": plan.context.device,
            **({VOUCHED: time_text(plan.told_at)} if plan.told_at is not None else {}),
        },
    )


def is_same_day(plan: Plan) -> bool:
    """Return whether a time that is told late lies on the day on which it is told: no night is booked as focus."""
    told = plan.told_at
    return told is None or local_date(told, plan.board.zone) == plan.board.today


def _take_up(plan: Plan) -> None:
    """Resume the present focus from now on. Quiet time before that stays undecided."""
    focus = plan.board.focus
    if focus is None or focus.quiet is None:
        return
    record = dict(plan.board.open_stints)[focus.stint]
    marks = with_quiet(focus.stint, record, plan.board.at, plan.board.seen)
    plan.write(STINTS, focus.stint, {UNASSIGNED: marks, VOUCHED: time_text(plan.board.at), HELD: None})


def mark_quiet(plan: Plan) -> None:
    """Mark the quiet time in an old stint of this device before a command is carried out.

    A stint of another device stays unchanged until it ends: this machine does not know what happens there.
    """
    for stint, record in plan.board.open_stints:
        if stamp_actor(min(record.get(LOG) or {"": {}}))[:4] != plan.context.actor[:4]:
            continue
        quiet = quiet_since(stint, record, plan.board.at, plan.board.seen)
        if quiet is not None and not record.get(HELD):
            marks = with_quiet(stint, record, plan.board.at, plan.board.seen)
            plan.write(STINTS, stint, {UNASSIGNED: marks, HELD: time_text(quiet)})


def end(plan: Plan, task_id: int, cause: str) -> None:
    """End the focus if it is on this task."""
    focus = plan.board.focus
    if focus is not None and focus.task.id == task_id:
        _end_all(plan, cause)


def end_where_left(plan: Plan) -> None:
    """End the focus on a task that left doing without a move: by an undo or an import."""
    if plan.board.open_stints and plan.board.focus is None:
        _end_all(plan, "put back")


def _end_all(plan: Plan, cause: str) -> None:
    """End the current stint with its cause. Other open stints (from another machine) end where the next began."""
    rows = plan.board.open_stints
    now = time_text(plan.board.at)
    for place, (stint, record) in enumerate(rows):
        is_last = place == len(rows) - 1
        until = now if is_last else str(rows[place + 1][1].get("start"))
        over = max(until, str(record.get("start")))
        marks = with_quiet(stint, record, as_time(over) or plan.board.at, plan.board.seen)
        plan.write(STINTS, stint, {"end": over, "cause": cause if is_last else "switch", UNASSIGNED: marks})


def focus_on(plan: Plan, command: c.FocusOn) -> None:
    """Carry out FocusOn."""
    if command.task is None:
        if command.cause not in CAUSES:
            raise UsageError(f"A focus cannot end by “{command.cause}”.")
        _end_all(plan, command.cause)
        return
    task = plan.task(command.task)
    if task.state is not State.DOING:
        raise UsageError(
            f"Only a task in doing can be focused; “{task.title[:60]}” is in {task.state}. Start it first."
        )
    begin(plan, task.id)
    plan.about.append(task.id)


def interrupt(plan: Plan, command: c.Interrupt) -> None:
    """Carry out Interrupt: one row for the count and one task in the backlog for the text. The focus goes on."""
    focus = plan.board.focus
    row: dict[str, Json] = {"at": time_text(plan.board.at), "device": plan.context.device}
    if focus is not None:
        row |= {"stint": focus.stint, "during": focus.task.id}
    if command.source.strip():
        row["from"] = command.source.strip()
    if command.text.strip():
        captured = plan.context.ids.doc_id()
        row["task"] = captured
        fields: dict[str, Json] = {"title": clean_title(command.text), "state": State.BACKLOG.value}
        if command.source.strip():
            fields["for"] = command.source.strip()
        plan.write(TASKS, captured, fields | {"rank": plan.top(State.BACKLOG)})
        plan.about.append(captured)
    plan.write(INTERRUPTS, plan.context.ids.doc_id(), row)
