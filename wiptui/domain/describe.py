"""Describe what a command did in one short sentence, the same on the command line and in a toast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.dates.length import between
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.limits import DOING
from wiptui.domain.rules import Accepted
from wiptui.domain.tasks.dependencies import freed
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, counted


class _Change:
    """What a command did: the board before and after it, and what was accepted."""

    def __init__(self, before: Board, accepted: Accepted) -> None:
        self.before, self.after, self.accepted = before, accepted.board, accepted

    def named(self, *ids: int) -> str:
        """Return the tasks in a sentence, as they are after the change."""
        return named(self.after, ids)

    def focus_of(self, stint: int) -> str:
        """Return the task of a stint in a sentence."""
        task = self.before.data.get(STINTS, {}).get(str(stint), {}).get("task")
        if isinstance(task, int) and self.before.find(task) is not None:
            return named(self.before, (task,))
        return "a task"


def describe(command: c.Command, before: Board, accepted: Accepted) -> str:
    """Return what an accepted command did, as a sentence: «Finished “Fix the parser”»."""
    change = _Change(before, accepted)
    if isinstance(command, c.Together):
        if len(command.commands) > 1 and all(isinstance(part, c.Edit) for part in command.commands):
            return _edited_all(command, change)
        first = next((part for part in command.commands if isinstance(part, c.Add)), None)
        # Several captures share one sentence with their number.
        parts = (part for part in command.commands if part is first or not isinstance(part, c.Add))
        return ", ".join(dict.fromkeys(_sentence(part, change) for part in parts))
    return _sentence(command, change)


def _told_late(command: c.At, change: _Change) -> str:
    return f"{_sentence(command.command, change)}, {_moment(command.at, change.after)}"


def _corrected(command: c.CorrectMove, change: _Change) -> str:
    what = "started" if command.to is State.DOING else "finished"
    return f"{change.named(command.task)} was {what} {_moment(command.at, change.after)}"


def _moment(at: datetime, board: Board) -> str:
    day = local_date(at, board.zone)
    return f"at {_clock(at, board)}" if day == board.today else f"on {day.isoformat()} at {_clock(at, board)}"


def _sentence(command: c.Command, change: _Change) -> str:
    sentence = _SENTENCES.get(type(command))
    return sentence(command, change) if sentence is not None else "Changed the settings"


def _added(command: c.Add, change: _Change) -> str:
    return f"Added {change.named(*(task for task in change.accepted.tasks if change.before.find(task) is None))}"


def _started(command: c.Start, change: _Change) -> str:
    if command.swap is not None:
        return f"Swapped {named(change.before, (command.swap,))} for {change.named(*command.tasks)}"
    tasks = _tasks(change.before, command.tasks)
    resumed = command.tasks and all(task.state is State.WAITING for task in tasks)
    return f"{'Resumed' if resumed else 'Started'} {change.named(*command.tasks)}"


def _waits(command: c.Wait, change: _Change) -> str:
    on = change.after.task(command.task).waiting_on
    return f"{change.named(command.task)} is waiting" + (f" for {on}" if on else "")


def _resolved(command: c.Resolve, change: _Change) -> str:
    if change.accepted.receipts:
        return f"{change.named(command.task)} is back with you"
    since = change.after.task(command.task).resolved_at
    day = f" since {describe_date(local_date(since, change.after.zone), change.after.today)}" if since else ""
    return f"Nothing was changed: {change.named(command.task)} has been back with you{day}"


def _finished(command: c.Finish, change: _Change) -> str:
    ids = command.tasks or change.accepted.tasks[:1]
    return f"Finished {change.named(*ids)}{_what_follows(change.before, change.after, ids)}"


def _dropped(command: c.Drop, change: _Change) -> str:
    return f"Dropped {change.named(*command.tasks)}{_what_follows(change.before, change.after, command.tasks)}"


def _moved(command: c.Move, change: _Change) -> str:
    name = change.named(*command.tasks)
    if command.until is not None:
        return f"{name} {'is' if len(command.tasks) == 1 else 'are'} hidden until {_day(command.until, change)}"
    return f"Moved {name} to {command.to}"


def _day(day: date, change: _Change) -> str:
    return describe_date(day, change.after.today)


def _edited(command: c.Edit, change: _Change) -> str:
    name = change.named(command.task)
    if any(receipt.id == command.task for receipt in change.accepted.receipts):
        task = change.after.task(command.task)
        if task.is_hidden and "from" in command.fields and task.from_date is not None:
            return f"Changed {name}: hidden until {_day(task.from_date, change)}"
        return f"Changed {name}"
    return f"Nothing was changed: {name} is like that already"


def _edited_all(command: c.Together, change: _Change) -> str:
    """Return one sentence about many edits, and not one for each."""
    about = len(dict.fromkeys(part.task for part in command.commands if isinstance(part, c.Edit)))
    changed = len({receipt.id for receipt in change.accepted.receipts})
    if not changed:
        return f"Nothing was changed: all {counted(about, 'task')} are like that already"
    return f"Changed {counted(changed, 'task')}" + (f" of {about:,}" if changed < about else "")


def _settled(command: c.Settle, change: _Change) -> str:
    from wiptui.domain.tasks.concurrent_edits import field_label  # no other change needs it

    what = {"keep": "Kept the", "take": "Took the other", "both": "Kept both texts as the"}[command.choice]
    return f"{what} {field_label(command.field)} of {change.named(command.task)}"


def _focused(command: c.FocusOn, change: _Change) -> str:
    if command.task is not None:
        return f"Focused on {change.named(command.task)}"
    return "Paused" if change.before.focus else "Nothing was focused"


def _interrupted(command: c.Interrupt, change: _Change) -> str:
    text = command.text.strip()
    return f"Noted an interruption{': ' + text if text else ''}"


def _nudged(command: c.Nudge, change: _Change) -> str:
    on = change.after.task(command.task).waiting_on
    return f"Asked {on + ' ' if on else ''}about {change.named(command.task)}"


def _day_plan(command: c.PlanDay | c.ClosePlan, change: _Change) -> str:
    from wiptui.domain.day_plan import close_words, plan_words  # lazy: add does without it

    if isinstance(command, c.ClosePlan):
        return close_words(change.after, change.accepted.tasks)
    out = change.named(command.swap) if command.swap is not None else ""
    return plan_words(command, change.after, change.named(*command.tasks), out)


def _set_limit(command: c.SetLimit, change: _Change) -> str:
    limit = change.after.limits.get(command.scope)
    if command.value is None or limit is None:
        return f"{command.scope.label} has no limit of its own any more"
    if limit.scheduled and limit.value != command.value:
        return f"{command.scope.label} limit is {command.value}, but your schedule says {limit.value} now"
    words = f"{command.scope.label} limit is {limit.value}"
    return f"{words} until the end of the day, then {limit.base}" if limit.is_raised else words


def _set_settings(command: c.SetSettings, change: _Change) -> str:
    if "schedule" not in command.fields:
        return "Changed the settings"
    limit = change.after.limits[DOING]
    if not command.fields["schedule"]:
        return f"There is no schedule any more: the Doing limit is {limit.value}"
    return f"The Doing limit has a schedule: it is {limit.value} now"


def _loaded(command: c.CheckLoad, change: _Change) -> str:
    return "Took back the load of the day" if command.load is None else f"The load of the day is {command.load} of 5"


def _quoted(text: str) -> str:
    return f"“{clip(text.strip(), 60)}”"


_SENTENCES: dict[type, Callable[[Any, _Change], str]] = {
    c.Add: _added,
    c.TakeIn: lambda command, change: f"From the inbox: {change.named(*change.accepted.tasks)}",
    c.ReadMirror: lambda command, change: f"From the phone: {change.named(*change.accepted.tasks)}",
    c.Start: _started,
    c.Wait: _waits,
    c.Resolve: _resolved,
    c.PutBack: lambda command, change: f"Put back {change.named(*command.tasks)}",
    c.Finish: _finished,
    c.Drop: _dropped,
    c.Move: _moved,
    c.Edit: _edited,
    c.Rename: lambda command, change: (
        f"Renamed {_quoted(command.old)} to {_quoted(command.new)} in {counted(len(change.accepted.tasks), 'task')}"
    ),
    c.At: _told_late,
    c.CorrectMove: _corrected,
    c.Settle: _settled,
    c.Split: lambda command, change: f"Split {named(change.before, (command.task,))} into {len(command.titles)}",
    c.Reorder: lambda command, change: f"Moved {change.named(command.task)}",
    c.FocusOn: _focused,
    c.Interrupt: _interrupted,
    c.EndStint: lambda command, change: (
        f"The focus on {change.focus_of(command.stint)} ended at {_clock(command.at, change.before)}"
    ),
    c.CutStint: lambda command, change: (
        f"{between(command.start, command.end)} taken out of the focus on {change.focus_of(command.stint)}"
    ),
    c.AddStint: lambda command, change: (
        f"Noted {between(command.start, command.end)} of focus on {change.named(command.task)}"
    ),
    c.Unassign: lambda command, change: (
        f"{between(command.start, command.end)} on {change.focus_of(command.stint)} are unassigned"
    ),
    c.Assign: lambda command, change: (
        f"Kept {between(command.start, command.end)} as focus on {change.focus_of(command.stint)}"
    ),
    c.Nudge: _nudged,
    c.PlanDay: _day_plan,
    c.Unplan: lambda command, change: f"Took {change.named(*command.tasks)} out of the plan",
    c.ClosePlan: _day_plan,
    c.SetLimit: _set_limit,
    c.SetSettings: _set_settings,
    c.WriteReview: lambda command, change: "Wrote down the review",
    c.CheckLoad: _loaded,
    c.StartExperiment: lambda command, change: f"Started the experiment {_quoted(command.hypothesis)}",
    c.EndExperiment: lambda command, change: f"Ended the experiment{', the change stays' if command.keep else ''}",
    c.SetRate: lambda command, change: "Changed the rates",
    c.SaveTemplate: lambda command, change: (
        f"Kept {change.named(command.task)} as the template {_quoted(command.name)}"
    ),
    c.ForgetTemplate: lambda command, change: f"Forgot the template {_quoted(command.name)}",
    c.Import: lambda command, change: command.words or f"Imported {counted(len(change.accepted.tasks), 'task')}",
}


def _what_follows(before: Board, after: Board, ids: tuple[int, ...]) -> str:
    """Return what an ending causes: the next task of a recurrence, and tasks that are no longer blocked."""
    from wiptui.domain.tasks.recurrence import follower  # lazy: add does without it

    sentence = ""
    for task in _tasks(after, ids):
        coming = after.find(follower(task.id)) if task.every and task.state is State.DONE else None
        if coming is not None and coming.due is not None and before.find(coming.id) is None:
            sentence += f". The next one is in Ready, due {describe_date(coming.due, after.today)}"
    free = freed(before, after, ids)
    return sentence + (f". Nothing blocks {named(after, tuple(task.id for task in free))} any more" if free else "")


def _clock(at: datetime, board: Board) -> str:
    return f"{at.astimezone(board.zone):%H:%M}"


def choice_of(command: c.Command) -> str:
    """Return the stored name of a command that followed a refusal."""
    if isinstance(command, c.Together) and command.commands:
        return choice_of(command.commands[0])
    if isinstance(command, c.At):
        return choice_of(command.command)
    if isinstance(command, c.Start) and command.swap is not None:
        return "swap"
    if isinstance(command, c.PutBack):
        return "put back"
    return type(command).__name__.lower()


def named(board: Board, ids: tuple[int, ...], width: int = 60) -> str:
    """Return tasks for a sentence: “Fix the parser”, or «3 tasks»."""
    tasks = _tasks(board, ids)
    if len(tasks) == 1:
        return f"“{clip(tasks[0].title, width)}”"
    return counted(len(ids), "task")


def _tasks(board: Board, ids: tuple[int, ...]) -> list[Task]:
    return [task for task in (board.find(task_id) for task_id in ids) if task is not None]
