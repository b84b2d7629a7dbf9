"""Whether the gate would refuse a command, asked without leaving a trace."""

from __future__ import annotations

from wiptui.domain import commands as c
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.core.clock import to_ms
from wiptui.domain.gate import Refusal
from wiptui.domain.rules import decide
from wiptui.service import Service


def would_refuse(service: Service, command: c.Command) -> Refusal | None:
    """Return the refusal that a command would get now. Nothing is written, and no refusal is remembered.

    Raises WiptuiError for a command that makes no sense.
    """
    board = service.board()
    context = ChangeContext(to_ms(board.at), service.store.actor, service.store.device, service.ids)
    decision = decide(board, command, context)
    return decision if isinstance(decision, Refusal) else None
