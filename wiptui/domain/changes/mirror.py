"""Carry out what was edited in the mirror (:mod:`wiptui.mirror`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from wiptui.domain import commands as c
from wiptui.domain import gate
from wiptui.domain.changes import captures, moves
from wiptui.domain.changes.change_plan import Plan
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.frozen import replace

_PLANNERS: dict[type, Callable[[Plan, Any], None]] = {
    c.Finish: moves.finish,
    c.Drop: moves.drop,
    c.Move: moves.move,
    c.PutBack: moves.put_back,
    c.Wait: moves.wait,
    c.Start: moves.start,
}


def read_mirror(plan: Plan, command: c.ReadMirror) -> None:
    """Captures, then fields, then moves: what ends makes room before anything starts.

    Each move is stamped when it was made, under an actor that names the edit. One that makes no sense any more is left
    out, and so is a start that exceeds a limit.
    """
    before, context = plan.board, plan.context
    captures.take_in(plan, c.TakeIn(command.captures))
    if command.texts:
        plan.apply(command.texts)
        plan.about.extend(change.id for change in command.texts)
    for move in sorted(command.moves, key=lambda move: isinstance(move.command, c.Start)):
        plan.context = replace(context, ms=move.ms, actor=move.actor)
        known = plan.board, len(plan.receipts), len(plan.about)
        with suppress(WiptuiError):
            _PLANNERS[type(move.command)](plan, move.command)
        if gate.check(before, plan.board) is not None:
            plan.take_back(*known)
    plan.context = context
