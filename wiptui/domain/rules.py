"""The rules: what a command changes, and whether it is allowed.

``decide`` is the only way from a command to a change. It plans the changes, builds the resulting board, and asks the
gate to compare the two. It is pure; the service calls it inside the transaction that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wiptui.domain import commands as c
from wiptui.domain import gate
from wiptui.domain.board import Board, Receipt
from wiptui.domain.changes import edits, moves
from wiptui.domain.changes.change_plan import ChangeContext, Plan
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.focus import stints
from wiptui.domain.gate import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    Planner = Callable[[Plan, Any], None]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted command: the board after it, its receipts, and the tasks that it is about, new ones included."""

    board: Board
    receipts: tuple[Receipt, ...]
    tasks: tuple[int, ...]


def decide(board: Board, command: c.Command, context: ChangeContext) -> Accepted | Refusal:
    """Return what ``command`` does to ``board``, or the refusal of the limit that binds.

    Raises a WiptuiError for an invalid command: an unknown task, an empty title, a move from the wrong state. The given
    board is never changed.
    """
    plan = Plan(board, context)
    if not isinstance(command, (*_DECIDES, c.At)):
        stints.mark_quiet(plan)
    carry_out(plan, command)
    after = plan.board
    if not isinstance(command, c.Import):
        refusal = gate.check(board, after, plan.day_limit)
        if refusal is not None:
            return refusal
    return Accepted(after, tuple(plan.receipts), tuple(dict.fromkeys(plan.about)))


def carry_out(plan: Plan, command: c.Command) -> None:
    """Write the changes of one command into the plan."""
    if isinstance(command, c.Together):
        for part in command.commands:
            carry_out(plan, part)
        return
    if isinstance(command, c.At):
        plan.tell_late(command.at)
        carry_out(plan, command.command)
        plan.tell_late(None)
        return
    make = _OFTEN.get(type(command)) or _seldom(type(command))
    make(plan, command)


_DECIDES = (c.EndStint, c.CutStint, c.Unassign, c.Assign)
"""Commands that decide about quiet time themselves."""
_OFTEN: dict[type, Planner] = {
    c.Add: moves.add,
    c.Start: moves.start,
    c.Wait: moves.wait,
    c.Resolve: moves.resolve,
    c.PutBack: moves.put_back,
    c.Finish: moves.finish,
    c.Drop: moves.drop,
    c.Move: moves.move,
    c.Split: moves.split,
    c.Reorder: edits.reorder,
    c.Edit: edits.edit,
    c.FocusOn: stints.focus_on,
    c.Interrupt: stints.interrupt,
    c.Nudge: moves.nudge,
    c.SetSettings: edits.set_settings,
    c.Restore: edits.restore,
    c.Import: edits.restore,
}
"""The planners of everyday commands."""


SELDOM = {
    c.Settle: "wiptui.domain.changes.text_choice.settle",
    c.CorrectMove: "wiptui.domain.changes.told_times.correct",
    c.Rename: "wiptui.domain.changes.renaming.rename",
    c.TakeIn: "wiptui.domain.changes.captures.take_in",
    c.ReadMirror: "wiptui.domain.changes.mirror.read_mirror",
    c.EndStint: "wiptui.domain.focus.corrections.end_stint",
    c.CutStint: "wiptui.domain.focus.corrections.cut_stint",
    c.AddStint: "wiptui.domain.focus.corrections.add_stint",
    c.Unassign: "wiptui.domain.focus.corrections.unassign",
    c.Assign: "wiptui.domain.focus.corrections.assign",
    c.SetLimit: "wiptui.domain.learning.change_limit",
    c.WriteReview: "wiptui.domain.learning.write_review",
    c.CheckLoad: "wiptui.domain.learning.check_load",
    c.StartExperiment: "wiptui.domain.learning.start_experiment",
    c.EndExperiment: "wiptui.domain.learning.end_experiment",
    c.SetRate: "wiptui.domain.learning.set_rate",
    c.PlanDay: "wiptui.domain.day_plan.plan_tasks",
    c.Unplan: "wiptui.domain.day_plan.take_out",
    c.ClosePlan: "wiptui.domain.day_plan.close",
    c.SaveTemplate: "wiptui.domain.tasks.templates.save",
    c.ForgetTemplate: "wiptui.domain.tasks.templates.forget",
}
"""The planners that short commands do not need: each module is loaded when it is asked for."""


def _seldom(command: type) -> Planner:
    """Return such a planner. Raises KeyError for what is no command."""
    module, _, name = SELDOM[command].rpartition(".")
    planner: Planner = getattr(__import__(module, fromlist=[name]), name)
    return planner


__all__ = ["Accepted", "ChangeContext", "Refusal", "decide"]
