"""Plan the moves between states. The gate decides whether a move is allowed."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.ids import id_text
from wiptui.domain.core.record import BLOCKER_FIELD, Json
from wiptui.domain.fields import NOT_WAITING, SPLIT, checked, copied_by
from wiptui.domain.focus import stints
from wiptui.domain.tasks.dependencies import refuse_blocked
from wiptui.domain.tasks.task import CLASSES, ServiceClass, State, Task, time_text
from wiptui.domain.tasks.waiting import NUDGE_FIELD
from wiptui.domain.text import clean_title, clip, one_line


def add(plan: Plan, command: c.Add) -> None:
    title = clean_title(command.title)
    doc_id = plan.context.ids.doc_id() if command.id is None else command.id
    rank = plan.top(command.state) if command.on_top else plan.bottom(command.state)
    fields = {name: value for name, value in checked(command.fields).items() if value is not None}
    if command.state in (State.DOING, State.WAITING):
        plan.write_task(doc_id, **fields, title=title, state=State.READY.value, rank=rank)
        if command.state is State.WAITING:
            wait(plan, c.Wait(doc_id))
        else:
            start(plan, c.Start((doc_id,)))
    else:
        plan.write_task(doc_id, **fields, title=title, state=command.state.value, rank=rank)


def start(plan: Plan, command: c.Start) -> None:
    if command.expedite and not command.why.strip():
        raise UsageError("Expedite asks for a reason: --why “…”.")
    if command.swap is not None:
        if command.swap in command.tasks:
            raise UsageError("A task cannot be swapped with itself.")
        out = plan.task(command.swap)
        if not out.state.in_progress:
            raise UsageError(f"“{_short(out)}” is in {out.state} and holds no slot: swap with a task in doing.")
        put_back(plan, c.PutBack((out.id,)))
    started = []
    for task_id in dict.fromkeys(command.tasks):
        task = plan.task(task_id)
        fields: dict[str, Json] = {}
        if command.expedite:
            fields = {"class": ServiceClass.EXPEDITE.value, "expedite_why": one_line(command.why)}
        elif command.why.strip():
            fields = {"start_why": one_line(command.why)}
        if task.state is State.DOING:
            plan.write_task(task_id, **fields)
            continue
        if not command.anyway and task.blocked_by:
            refuse_blocked(plan.board, task)
        if task.state is State.WAITING:
            fields |= NOT_WAITING
        fields = _present(task, fields) | _under_limit(plan, task, command) | _shown_again(plan, task)
        plan.write_task(task_id, **fields, state=State.DOING.value, rank=plan.bottom(State.DOING))
        started.append(task_id)
    focus = plan.board.focus
    is_before = (focus is not None and focus.since > plan.board.at) or not stints.is_same_day(plan)
    if command.focus and len(started) == 1 and len(command.tasks) == 1 and not is_before:
        stints.begin(plan, started[0])


def _under_limit(plan: Plan, task: Task, command: c.Start) -> dict[str, Json]:
    """Return the fields that store the limit in force at this start."""
    kind = "expedite" if command.expedite or task.is_expedite else "doing"
    value = next(limit.value for scope, limit in plan.board.limits.items() if scope.kind == kind)
    return {"limit_at": value}


def wait(plan: Plan, command: c.Wait) -> None:
    task = plan.task(command.task)
    _must_be_open(task)
    said: dict[str, Json] = {}
    if command.on is not None:
        said["waiting_on"] = one_line(command.on) or None
    if command.why is not None:
        said["waiting_why"] = one_line(command.why) or None
    if command.until is not None:
        said["follow_up"] = command.until.isoformat()
    elif command.no_until:
        said["follow_up"] = None
    if command.next_step is not None:
        said["next_step"] = one_line(command.next_step) or None
    if task.state is State.WAITING:
        plan.write_task(task.id, **said, resolved_at=None)
        return
    stints.end(plan, task.id, "wait")
    plan.write_task(task.id, **said, state=State.WAITING.value, rank=plan.bottom(State.WAITING))


def resolve(plan: Plan, command: c.Resolve) -> None:
    task = plan.task(command.task)
    if task.state is not State.WAITING:
        raise UsageError(f"“{_short(task)}” is not waiting: there is nothing to resolve.")
    if task.resolved_at is None:
        plan.write_task(task.id, resolved_at=time_text(plan.board.at))
    else:
        plan.about.append(task.id)


def nudge(plan: Plan, command: c.Nudge) -> None:
    """Add a field ``nudge:<key>`` with the time. Nudges from two machines stay two because their keys differ."""
    task = plan.task(command.task)
    if task.state is not State.WAITING:
        raise UsageError(f"“{_short(task)}” is not waiting: there is nobody to ask.")
    plan.write_task(task.id, **{f"{NUDGE_FIELD}{id_text(plan.context.ids.doc_id())[:8]}": time_text(plan.board.at)})


def put_back(plan: Plan, command: c.PutBack) -> None:
    for task_id in dict.fromkeys(command.tasks):
        task = plan.task(task_id)
        if not task.state.in_progress:
            raise UsageError(f"“{_short(task)}” is in {task.state}: only what is in doing or waiting can be put back.")
        fields: dict[str, Json] = _present(task, NOT_WAITING)
        if command.next_step is not None:
            fields["next_step"] = one_line(command.next_step) or None
        stints.end(plan, task_id, "put back")
        plan.write_task(task_id, **fields, state=State.READY.value, rank=plan.top(State.READY))


def finish(plan: Plan, command: c.Finish) -> None:
    ids = command.tasks
    if not ids:
        focus = plan.board.focus
        if focus is None:
            raise UsageError("Nothing is focused: say which task is done.")
        ids = (focus.task.id,)
    _end(plan, ids, State.DONE)


def drop(plan: Plan, command: c.Drop) -> None:
    _end(plan, command.tasks, State.DROPPED)


def _end(plan: Plan, ids: tuple[int, ...], state: State, **more: Json) -> None:
    for task_id in dict.fromkeys(ids):
        task = plan.task(task_id)
        if task.state is state:
            raise UsageError(f"“{_short(task)}” is {state} already.")
        if state is State.DROPPED and task.state is State.DONE:
            raise UsageError(f"“{_short(task)}” is done: what is finished cannot be dropped.")
        stints.end(plan, task_id, "done" if state is State.DONE else "drop")
        plan.write_task(task_id, **_present(task, NOT_WAITING), **more, state=state.value)
        if state is State.DONE and task.every:
            from wiptui.domain.tasks.recurrence import plan_next  # lazy: add does without it

            plan_next(plan, task)


def move(plan: Plan, command: c.Move) -> None:
    if command.to not in (State.READY, State.BACKLOG):
        raise UsageError(f"A task is selected to ready or deferred to the backlog, not moved to {command.to}.")
    if command.until is not None and command.to is not State.BACKLOG:
        raise UsageError("Only what is deferred can be hidden until a day.")
    if command.until is not None and plan.board.morning(command.until) is not None:
        raise UsageError("A task is hidden until a day that is still to come.")
    until = command.until.isoformat() if command.until is not None else None
    for task_id in dict.fromkeys(command.tasks):
        task = plan.task(task_id)
        if task.state.in_progress:
            put_back(plan, c.PutBack((task_id,)))
            if command.to is State.BACKLOG:
                fields = _present(task, {"from": until})
                plan.write_task(task_id, **fields, state=State.BACKLOG.value, rank=plan.top(State.BACKLOG))
            continue
        if task.state is command.to and (until is not None or not task.is_hidden):
            plan.write_task(task_id, **({"from": until} if until else {}))
            continue
        rank = plan.top(command.to) if command.to is State.BACKLOG else plan.bottom(command.to)
        plan.write_task(task_id, **_present(task, {"from": until}), state=command.to.value, rank=rank)


def _shown_again(plan: Plan, task: Task) -> dict[str, Json]:
    """Return the change that ends the hiding of a task that is started before its day."""
    is_ahead = task.from_date is not None and plan.board.morning(task.from_date) is None
    return {"from": None} if is_ahead else {}


def split(plan: Plan, command: c.Split) -> None:
    task = plan.task(command.task)
    _must_be_open(task)
    titles = [clean_title(title) for title in command.titles]
    if not titles:
        raise UsageError("Say the parts that the task splits into, one line each.")
    _end(plan, (task.id,), State.DROPPED, drop_why="split")
    inherited = {name: task.record[name] for name in copied_by(SPLIT) if task.record.get(name)}
    inherited |= {name: True for name in task.record if name.startswith(BLOCKER_FIELD) and task.record[name] is True}
    if inherited.get("class") == CLASSES["expedite"].value:
        del inherited["class"]
    for title in reversed(titles):
        child = plan.context.ids.doc_id()
        plan.write_task(
            child,
            **inherited,
            title=title,
            state=State.READY.value,
            rank=plan.top(State.READY),
            parent=task.id,
        )


def _must_be_open(task: Task) -> None:
    if not task.state.is_open:
        raise UsageError(f"“{_short(task)}” is {task.state}: reopen it first.")


def _present(task: Task, fields: dict[str, Json]) -> dict[str, Json]:
    """Return ``fields`` without those that clear a field that is already absent."""
    return {name: value for name, value in fields.items() if value is not None or task.record.get(name) is not None}


def _short(task: Task) -> str:
    return clip(task.title, 60)


__all__ = ["add", "drop", "finish", "move", "nudge", "put_back", "resolve", "split", "start", "wait"]
