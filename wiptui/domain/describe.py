"""Words: what a command did, in one short sentence, the same on the command line and in a toast."""

from __future__ import annotations

from datetime import datetime

from wiptui.domain import commands as c
from wiptui.domain.board import STINTS, Board
from wiptui.domain.core.clock import local_date
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import describe_date
from wiptui.domain.limits import DOING
from wiptui.domain.rules import Accepted
from wiptui.domain.tasks.dependencies import freed
from wiptui.domain.tasks.task import State, Task
from wiptui.domain.text import clip, counted


def describe(command: c.Command, before: Board, accepted: Accepted) -> str:
    """What an accepted command did: «Finished “Fix the parser”»."""
    after = accepted.board
    if isinstance(command, c.Together):
        first = next((part for part in command.commands if isinstance(part, c.Add)), None)
        # Several captures are said once, with their number.
        parts = (part for part in command.commands if part is first or not isinstance(part, c.Add))
        return ", ".join(dict.fromkeys(_sentence(part, before, after, accepted) for part in parts))
    return _sentence(command, before, after, accepted)


def _sentence(command: c.Command, before: Board, after: Board, accepted: Accepted) -> str:
    match command:
        case c.Add():
            return f"Added {named(after, tuple(task for task in accepted.tasks if before.find(task) is None))}"
        case c.Start(swap=int() as swap):
            return f"Swapped {named(before, (swap,))} for {named(after, command.tasks)}"
        case c.Start():
            resumed = all(task.state is State.WAITING for task in _tasks(before, command.tasks))
            return f"{'Resumed' if resumed and command.tasks else 'Started'} {named(after, command.tasks)}"
        case c.Wait(task=task):
            on = after.task(task).waiting_on
            return f"{named(after, (task,))} waits" + (f" on {on}" if on else "")
        case c.Resolve(task=task) if not accepted.receipts:
            since = after.task(task).resolved_at
            day = f" since {describe_date(local_date(since, after.zone), after.today)}" if since else ""
            return f"Nothing was changed: {named(after, (task,))} has been back with you{day}"
        case c.Resolve(task=task):
            return f"{named(after, (task,))} is back with you"
        case c.PutBack(tasks=tasks):
            return f"Put back {named(after, tasks)}"
        case c.Finish(tasks=tasks):
            ids = tasks or accepted.tasks[:1]
            return f"Finished {named(after, ids)}{_what_follows(before, after, ids)}"
        case c.Drop(tasks=tasks):
            return f"Dropped {named(after, tasks)}{_what_follows(before, after, tasks)}"
        case c.Move(tasks=tasks, to=to):
            return f"Moved {named(after, tasks)} to {to}"
        case c.Edit(task=task) if not any(receipt.id == task for receipt in accepted.receipts):
            return f"Nothing was changed: {named(after, (task,))} stands like that already"
        case c.Edit(task=task):
            return f"Changed {named(after, (task,))}"
        case c.Settle(task=task, field=name, choice=choice):
            from wiptui.domain.tasks.concurrent_edits import said_field  # no other change needs it

            what = {"keep": "Kept the", "take": "Took the other", "both": "Kept both texts as the"}[choice]
            return f"{what} {said_field(name)} of {named(after, (task,))}"
        case c.Split(task=task, titles=titles):
            return f"Split {named(before, (task,))} into {len(titles)}"
        case c.Reorder(task=task):
            return f"Moved {named(after, (task,))}"
        case c.FocusOn(task=None):
            return "Paused" if before.focus else "Nothing was focused"
        case c.FocusOn(task=int() as task):
            return f"Focused on {named(after, (task,))}"
        case c.Interrupt(text=text):
            return f"Noted an interruption{': ' + text.strip() if text.strip() else ''}"
        case c.EndStint(at=at, stint=stint):
            return f"The focus on {_on(before, stint)} ended at {_clock(at, before)}"
        case c.CutStint(start=start, end=end, stint=stint):
            return f"{_minutes(start, end)} taken out of the focus on {_on(before, stint)}"
        case c.Unassign(start=start, end=end, stint=stint):
            return f"{_minutes(start, end)} on {_on(before, stint)} are unassigned"
        case c.Assign(start=start, end=end, stint=stint):
            return f"Kept {_minutes(start, end)} as focus on {_on(before, stint)}"
        case c.Nudge(task=task):
            on = after.task(task).waiting_on
            return f"Asked {on + ' ' if on else ''}about {named(after, (task,))}"
        case c.SetLimit():
            return _limit_words(command, after)
        case c.WriteReview():
            return "Wrote down the review"
        case c.CheckLoad(load=load):
            return "Took back the load of the day" if load is None else f"The load of the day is {load} of 5"
        case c.StartExperiment(hypothesis=hypothesis):
            return f"Started the experiment “{clip(hypothesis.strip(), 60)}”"
        case c.EndExperiment(keep=keep):
            return f"Ended the experiment{', the change stays' if keep else ''}"
        case c.SetRate():
            return "Changed the rates"
        case c.SetSettings(fields={"schedule": schedule}):
            return _schedule_words(schedule, after)
        case c.SaveTemplate(name=name, task=task):
            return f"Kept {named(after, (task,))} as the template “{clip(name.strip(), 60)}”"
        case c.ForgetTemplate(name=name):
            return f"Forgot the template “{clip(name.strip(), 60)}”"
        case c.Import():
            return command.words or f"Imported {len(accepted.tasks)} tasks"
        case _:
            return "Changed the settings"


def _what_follows(before: Board, after: Board, ids: tuple[int, ...]) -> str:
    """What comes of an ending: the next of a task that comes again, and what is blocked no more."""
    from wiptui.domain.tasks.recurrence import follower

    sentence = ""
    for task in _tasks(after, ids):
        coming = after.find(follower(task.id)) if task.every and task.state is State.DONE else None
        if coming is not None and coming.due is not None and before.find(coming.id) is None:
            sentence += f". The next one is in Ready, due {describe_date(coming.due, after.today)}"
    free = freed(before, after, ids)
    return sentence + (f". Nothing blocks {named(after, tuple(task.id for task in free))} any more" if free else "")


def _on(board: Board, stint: int) -> str:
    """The task of a stint, in a sentence."""
    task = board.data.get(STINTS, {}).get(str(stint), {}).get("task")
    return named(board, (task,)) if isinstance(task, int) and board.find(task) is not None else "a task"


def _clock(at: datetime, board: Board) -> str:
    return f"{at.astimezone(board.zone):%H:%M}"


def _minutes(start: datetime, end: datetime) -> str:
    return f"{max(1, round((end - start).total_seconds() / 60))} min"


def _limit_words(command: c.SetLimit, after: Board) -> str:
    limit = after.limits.get(command.scope)
    if command.value is None or limit is None:
        return f"{command.scope.words} has no limit of its own any more"
    if limit.scheduled and limit.value != command.value:
        return f"{command.scope.words} limit is {command.value}, but your schedule says {limit.value} now"
    words = f"{command.scope.words} limit is {limit.value}"
    return f"{words} until the end of the day, then {limit.base}" if limit.is_raised else words


def _schedule_words(schedule: Json, after: Board) -> str:
    limit = after.limits[DOING]
    if not schedule:
        return f"There is no schedule any more: the Doing limit is {limit.value}"
    return f"The Doing limit has a schedule: it is {limit.value} now"


def choice_of(command: c.Command) -> str:
    """The name under which a command is kept as the choice that followed a refusal."""
    if isinstance(command, c.Together) and command.commands:
        return choice_of(command.commands[0])
    if isinstance(command, c.Start) and command.swap is not None:
        return "swap"
    if isinstance(command, c.PutBack):
        return "put back"
    return type(command).__name__.lower()


def named(board: Board, ids: tuple[int, ...], width: int = 60) -> str:
    """Tasks in a sentence: “Fix the parser”, or «3 tasks»."""
    tasks = _tasks(board, ids)
    if len(tasks) == 1:
        return f"“{clip(tasks[0].title, width)}”"
    return counted(len(ids), "task")


def _tasks(board: Board, ids: tuple[int, ...]) -> list[Task]:
    return [task for task in (board.find(task_id) for task_id in ids) if task is not None]
