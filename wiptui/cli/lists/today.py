"""``today`` and ``plan``: what asks for the person today, and the tasks meant for today."""

from __future__ import annotations

from collections.abc import Iterator

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.lists.list import put_sections
from wiptui.cli.options import AS_OF, Command, Option
from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.day_plan import SECTIONS, carried, done_of_plan, left_over, often_words, today_of
from wiptui.domain.text import counted, printable
from wiptui.exchange.json.task import task_json
from wiptui.metrics.plan import DayCap, day_cap

HEADINGS = {
    "overdue": "Overdue", "due": "Due today", "follow_up": "Follow up", "back": "Back today", "doing": "In doing",
    "planned": "Planned",
}  # fmt: skip


def today(call: Call) -> int:
    """Print what asks for the person today."""
    board = call.board()
    found, cap = today_of(board), day_cap(board)
    if call.json:
        rows: dict[str, Json] = {name: [task_json(task, board) for task in found.section(name)] for name in SECTIONS}
        out.put_json({"date": found.day.isoformat(), **rows, "plan": plan_json(board, cap)})
        return err.DONE
    sections = [(f"{HEADINGS[name]} {len(found.section(name))}", list(found.section(name))) for name in SECTIONS]
    sections = [(heading, tasks) for heading, tasks in sections if tasks]
    if sections:
        put_sections(board, sections, says_state=True)
    else:
        err.say("Nothing asks for you today. wiptui plan TASK plans something.")
    for line in _plan_lines(board, cap):
        err.say(line)
    return err.DONE


def plan(call: Call) -> int:
    """Show the plan of the day, or change it."""
    asked = [name for name in ("done", "close", "off") if call.flag(name)]
    if len(asked) > 1 or (call.flag("swap") and asked):
        raise UsageError("--done, --close, --off and --swap stand alone.")
    if call.words and not call.flag("done") and not call.flag("close"):
        return _change(call)
    if call.words or call.flag("off") or call.flag("swap"):
        raise UsageError("Say it like this: wiptui plan TASK..., plan TASK --off, plan --done, or plan --close")
    if call.flag("close"):
        return call.report(call.dispatch(c.ClosePlan()))
    board = call.board()
    cap = day_cap(board)
    tasks = list(done_of_plan(board) if call.flag("done") else board.planned)
    if call.json:
        out.put_json({**plan_json(board, cap), "tasks": [task_json(task, board) for task in tasks]})
        return err.DONE
    if tasks:
        heading = f"Done {len(tasks)}" if call.flag("done") else f"Planned {len(tasks)}/{cap.value}"
        put_sections(board, [(heading, tasks)], says_state=True)
    for line in _plan_lines(board, cap):
        err.say(line)
    return err.DONE


def _change(call: Call) -> int:
    tasks = call.tasks()
    if call.flag("off"):
        return call.report(call.dispatch(c.Unplan(tasks)))
    swap = call.value("swap")
    out_of = call.task(swap).id if swap is not None else None
    return call.report(call.dispatch(c.PlanDay(tasks, swap=out_of, limit=day_cap(call.board()).limit), tried="plan"))


def plan_json(board: Board, cap: DayCap) -> dict[str, Json]:
    """Return the plan of the day in figures."""
    left = left_over(board)
    return {
        "cap": cap.value,
        "origin": cap.origin,
        "planned": len(board.planned),
        "done": len(done_of_plan(board)),
        "carried": sum(carried(task) > 0 for task in board.planned) + len(left),
    }


def _plan_lines(board: Board, cap: DayCap) -> Iterator[str]:
    """Yield what there is to say about the plan."""
    planned, done, left = board.planned, done_of_plan(board), left_over(board)
    yield f"Plan of today: {len(done)} done, {len(planned)} to do; the cap of {cap.value} is {cap.words}."
    for task in planned:
        if words := often_words(task, board.workday):
            yield f"“{printable(task.title)[:40]}” is {words}."
    if left:
        what = f"{counted(len(left), 'task')} of an earlier plan {'is' if len(left) == 1 else 'are'} left"
        yield f"{what}: wiptui plan TASK plans it again, wiptui plan --close puts it back."


COMMANDS = {
    "today": Command(
        today,
        "[--as-of TIME] [--json]",
        "What asks for you today, each task once: overdue, due today, follow-ups due, back today, in doing, planned.",
        (AS_OF,),
        most=0,
    ),
    "plan": Command(
        plan,
        "[TASK...] [--swap TASK] [--off] [--done] [--close] [--json]",
        "The tasks meant for today, in order. Without TASK it shows them. The plan holds as many as you usually finish "
        "on a working day (or plan.cap); beyond that nothing is changed, and the exit code is 3. Planning starts "
        "nothing.",
        (
            Option("swap", "TASK", "take this one out of the plan in the same step"),
            Option("off", about="take TASK out of the plan"),
            Option("done", about="what of today's plan is done"),
            Option("close", about="end the day: what is left goes back, and is counted"),
            AS_OF,
        ),
        examples=(
            ("wiptui plan report parser", "two for today, in this order"),
            ("wiptui plan --close", "at the end of the day"),
        ),
    ),
}
