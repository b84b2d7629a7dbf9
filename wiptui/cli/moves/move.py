"""The commands that move tasks: start, wait, resolve, stop, done, drop, reopen, select, defer."""

from __future__ import annotations

from wiptui.cli import err
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.domain import commands as c
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound, UsageError
from wiptui.domain.tasks.task import State


def start(call: Call) -> int:
    """Start or resume tasks, all or nothing."""
    why = call.value("why") or ""
    swap = call.value("swap")
    command = c.Start(
        call.tasks(),
        swap=_holder(call, swap) if swap is not None else None,
        expedite=call.flag("expedite"),
        why=why,
        anyway=call.flag("anyway"),
    )
    return call.report(call.dispatch(command, tried="start"))


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
    task = call.task(call.text) if call.words else call.focused("waits")
    command = c.Wait(
        task.id,
        on=call.text_value("on"),
        why=call.text_value("why"),
        until=None if no_until else call.date("until"),
        next_step=call.text_value("next"),
        no_until=no_until,
    )
    return call.report(call.dispatch(command, tried="wait"))


def resolve(call: Call) -> int:
    """Mark a wait as over. The task stays in waiting until it is started again."""
    task = call.task(call.text)
    outcome = call.dispatch(c.Resolve(task.id))
    call.report(outcome)
    board = outcome.accepted.board
    if not call.json and not board.is_full:
        err.say(f"A slot is free. Resume it before you start anything new: wiptui start {board.short_id(task.id)}")
    return err.DONE


def stop(call: Call) -> int:
    """Move tasks out of their slots to the top of ready; without a task the focused one."""
    tasks = call.tasks() if call.words else (call.focused("to put back").id,)
    return call.report(call.dispatch(c.PutBack(tasks, next_step=call.text_value("next"))))


def done(call: Call) -> int:
    """Finish tasks; without a task the focused one."""
    return call.report(call.dispatch(c.Finish(call.tasks())))


def drop(call: Call) -> int:
    """Drop tasks on purpose."""
    return call.report(call.dispatch(c.Drop(call.tasks())))


def reopen(call: Call) -> int:
    """Reopen a finished task: into doing, through the limit."""
    task = call.task(call.text, ended=True)
    if task.state.is_open:
        key = call.board().short_id(task.id)
        raise UsageError(f"“{task.title[:60]}” is not finished, it is in {task.state}: wiptui start {key} starts it.")
    return call.report(call.dispatch(c.Start((task.id,), anyway=True), tried="start"))


def select(call: Call) -> int:
    """Move tasks from the backlog to ready."""
    return call.report(call.dispatch(c.Move(call.tasks(), State.READY)))


def defer(call: Call) -> int:
    """Move tasks from ready to the backlog, with ``--until`` out of sight until a day."""
    return call.report(call.dispatch(c.Move(call.tasks(), State.BACKLOG, call.date("until"))))


NEXT = Option("next", "TEXT", "the next step, for when you come back")
COMMANDS = {
    "start": Command(
        start,
        "TASK... [--swap TASK] [--expedite --why TEXT] [--anyway]",
        "Starts or resumes tasks, and focuses a single one. Several are all or nothing. When doing is full, nothing is "
        "changed, the exit code is 3, and what holds the slots is shown.",
        (
            Option("swap", "TASK", "put this one back in the same step"),
            Option("expedite", about="use the one lane beside the limit; asks for a reason"),
            Option("why", "TEXT", "the reason, kept with the start"),
            Option("anyway", about="also what other tasks block"),
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
        ),
        examples=(("wiptui wait contract --on Ana --until fri", "ask Ana again on Friday"),),
    ),
    "resolve": Command(
        resolve,
        "TASK",
        "The wait is over: it is back with you. The task stays in waiting, marked, until you start it again.",
        least=1,
    ),
    "stop": Command(
        stop,
        "[TASK...] [--next TEXT]",
        "Puts tasks back to the top of ready: started, unfinished, in no slot; without TASK the focused one.",
        (NEXT,),
        examples=(('wiptui stop parser --next "failing test 7"', "the first thing you see on return"),),
    ),
    "done": Command(
        done,
        "[TASK...]",
        "Finishes tasks; without TASK the focused one.",
        examples=(("wiptui done", "the focused one"), ("wiptui done k7q2m report", "two at once")),
    ),
    "drop": Command(drop, "TASK...", "Gives tasks up on purpose. undo brings them back.", least=1),
    "reopen": Command(reopen, "TASK", "Takes a finished task up again. It needs a free slot.", least=1),
    "select": Command(select, "TASK...", "Chooses tasks: from the backlog to ready.", least=1),
    "defer": Command(
        defer,
        "TASK... [--until DATE]",
        "Not now: from ready to the backlog. With --until a task is hidden; on the morning of that day it is on top "
        "of ready.",
        (Option("until", "DATE", "hide it until then: mon, +3d, 2026-11-27"),),
        least=1,
        examples=(("wiptui defer contract --until 'next mon'", "out of sight until Monday morning"),),
    ),
}
