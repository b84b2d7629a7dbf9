"""The commands that move tasks: start, wait, resolve, stop, done, drop, reopen, select, defer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from wiptui.cli import err
from wiptui.cli.call import Call
from wiptui.cli.options import AT, MANY, Command, Option
from wiptui.domain import commands as c
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound, UsageError
from wiptui.domain.dates.parse import parse_time
from wiptui.domain.tasks.task import State, Task


def told(call: Call, command: c.Command) -> c.Command:
    """Return the command, as of the time of ``--at`` where it was given: a day means its last moment.

    Raises UsageError for what is no time.
    """
    words = call.value("at")
    if words is None:
        return command
    board = call.service.board()
    at, end = (parse_time(words, board.today, board.zone, end=end) for end in (False, True))
    is_moment = at == end or at > board.at
    return c.At(command, at if is_moment else min(end - timedelta(seconds=1), board.at))


def _tasks(call: Call, suits: Callable[[Task], bool] = lambda task: task.state.is_open) -> tuple[int, ...]:
    """Return the ids of the tasks that the words mean, that ``--where`` finds, or that stdin names for ``-``.

    ``suits`` says which of those that a query finds are meant.
    """
    if call.flag("where") or call.words == ["-"]:
        from wiptui.cli.many import chosen  # lazy: start does without it

        return tuple(task.id for task in chosen(call, suits))
    return call.tasks()


def start(call: Call) -> int:
    """Start or resume tasks, all or nothing."""
    why = call.value("why") or ""
    swap = call.value("swap")
    command = c.Start(
        _tasks(call, lambda task: task.state.is_open and task.state is not State.DOING),
        swap=_holder(call, swap) if swap is not None else None,
        expedite=call.flag("expedite"),
        why=why,
        anyway=call.flag("anyway"),
    )
    return call.report(call.dispatch(told(call, command), tried="start"))


def _holder(call: Call, words: str) -> int:
    """Return the task to put back. If several match, the one in doing is meant: only it holds a slot."""
    task, doubt = None, None
    try:
        task = call.task(words)
    except AmbiguousTask as error:
        doubt = error
    if task is not None and task.state.in_progress:
        return task.id
    parts = words.casefold().split()
    held = [o for o in call.board().column(State.DOING) if all(part in o.title.casefold() for part in parts)]
    if len(held) == 1:
        return held[0].id
    if task is None:
        raise doubt or TaskNotFound(words)
    return task.id


def wait(call: Call) -> int:
    """Move a task to waiting, or change its wait."""
    no_until = call.text_value("until") == ""
    on, why, next_step = call.text_value("on"), call.text_value("why"), call.text_value("next")
    until = None if no_until else call.date("until")
    waits = [c.Wait(task, on, why, until, next_step, no_until) for task in _each(call, "waits")]
    return call.report(call.dispatch(_one(waits), tried="wait"))


def _each(call: Call, tried: str, suits: Callable[[Task], bool] = lambda task: task.state.is_open) -> tuple[int, ...]:
    """Return the tasks of a command that takes one title, several by a query or from stdin, or the focused one."""
    if call.names_none:
        return (call.focused(tried).id,)
    if call.flag("where") or call.words == ["-"]:
        return _tasks(call, suits)
    return (call.task(call.text).id,)


def _one(commands: Sequence[c.Command]) -> c.Command:
    return commands[0] if len(commands) == 1 else c.Together(tuple(commands))


def resolve(call: Call) -> int:
    """Mark a wait as over. The task stays in waiting until it is started again."""
    ids = _each(call, "is back", lambda task: task.state is State.WAITING and task.resolved_at is None)
    outcome = call.dispatch(_one([c.Resolve(task) for task in ids]))
    call.report(outcome)
    board = outcome.accepted.board
    if not call.json and not board.is_full:
        err.say(f"A slot is free. Resume it before you start anything new: wiptui start {board.short_id(ids[0])}")
    return err.DONE


def stop(call: Call) -> int:
    """Move tasks out of their slots to the top of ready; without a task the focused one."""
    tasks = (call.focused("to put back").id,) if call.names_none else _tasks(call, lambda task: task.state.in_progress)
    return call.report(call.dispatch(told(call, c.PutBack(tasks, next_step=call.text_value("next")))))


def done(call: Call) -> int:
    """Finish tasks; without a task the focused one."""
    return call.report(call.dispatch(told(call, c.Finish(() if call.names_none else _tasks(call)))))


def drop(call: Call) -> int:
    """Drop tasks on purpose."""
    return call.report(call.dispatch(c.Drop(_tasks(call))))


def _has_ended(task: Task) -> bool:
    return not task.state.is_open


def reopen(call: Call) -> int:
    """Reopen a finished task: into doing, through the limit."""
    if call.flag("where") or call.words == ["-"]:
        return call.report(call.dispatch(c.Start(_tasks(call, _has_ended), anyway=True), tried="start"))
    task = call.task(call.text, ended=True)
    if task.state.is_open:
        key = call.board().short_id(task.id)
        raise UsageError(f"“{task.title[:60]}” is not finished, it is in {task.state}: wiptui start {key} starts it.")
    return call.report(call.dispatch(c.Start((task.id,), anyway=True), tried="start"))


def select(call: Call) -> int:
    """Move tasks from the backlog to ready."""
    return call.report(call.dispatch(c.Move(_tasks(call, lambda task: task.state is State.BACKLOG), State.READY)))


def defer(call: Call) -> int:
    """Move tasks from ready to the backlog, with ``--until`` out of sight until a day."""
    return call.report(call.dispatch(c.Move(_tasks(call), State.BACKLOG, call.date("until"))))


NEXT = Option("next", "TEXT", "the next step, for when you come back")
COMMANDS = {
    "start": Command(
        start,
        "TASK... [--swap TASK] [--expedite --why TEXT] [--anyway] [--at TIME]",
        "Starts or resumes tasks, and focuses a single one. Several are all or nothing. When doing is full, nothing is "
        "changed, the exit code is 3, and what holds the slots is shown.",
        (
            Option("swap", "TASK", "put this one back in the same step"),
            Option("expedite", about="use the one lane beside the limit; asks for a reason"),
            Option("why", "TEXT", "the reason, kept with the start"),
            Option("anyway", about="also what other tasks block"),
            AT,
            *MANY,
        ),
        least=1,
        examples=(
            ("wiptui start report", "by words of its title"),
            ("wiptui start k7q2m --swap parser", "one in, one out: both or neither"),
            ('wiptui start k7q2m --expedite --why "site is down"', "what truly cannot wait"),
        ),
    ),
    "wait": Command(
        wait,
        "[TASK] [--on WHO] [--why TEXT] [--until DATE] [--next TEXT]",
        "Moves a task to waiting for somebody or something else; without TASK the focused one. Each "
        "part may be left out; said again, it changes the wait that is under way. The value none clears a part.",
        (
            Option("on", "WHO", "on whom or what"),
            Option("why", "TEXT", "for what"),
            Option("until", "DATE", "when to follow up: fri, +3d, 2026-11-27"),
            NEXT,
            *MANY,
        ),
        examples=(("wiptui wait contract --on Ana --until fri", "ask Ana again on Friday"),),
    ),
    "resolve": Command(
        resolve,
        "TASK",
        "The wait is over: it is back with you. The task stays in waiting, marked, until you start it again.",
        MANY,
        least=1,
    ),
    "stop": Command(
        stop,
        "[TASK...] [--next TEXT] [--at TIME]",
        "Puts tasks back to the top of ready: started, unfinished, in no slot; without TASK the focused one.",
        (NEXT, AT, *MANY),
        examples=(('wiptui stop parser --next "failing test 7"', "the first thing you see on return"),),
    ),
    "done": Command(
        done,
        "[TASK...] [--at TIME]",
        "Finishes tasks; without TASK the focused one. With - the ids come from stdin, one a line.",
        (AT, *MANY),
        examples=(
            ("wiptui done", "the focused one"),
            ("wiptui done k7q2m report", "two at once"),
            ("wiptui done report --at 8:30", "told late"),
            ("wiptui done --where +acme", "all that a query finds, undone in one step"),
        ),
    ),
    "drop": Command(drop, "TASK...", "Gives tasks up on purpose. undo brings them back.", MANY, least=1),
    "reopen": Command(reopen, "TASK", "Takes a finished task up again. It needs a free slot.", MANY, least=1),
    "select": Command(select, "TASK...", "Chooses tasks: from the backlog to ready.", MANY, least=1),
    "defer": Command(
        defer,
        "TASK... [--until DATE]",
        "Not now: from ready to the backlog. With --until a task is hidden; on the morning of that day it is on top "
        "of ready.",
        (Option("until", "DATE", "hide it until then: mon, +3d, 2026-11-27"), *MANY),
        least=1,
        examples=(("wiptui defer contract --until 'next mon'", "out of sight until Monday morning"),),
    ),
}
