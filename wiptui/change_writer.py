"""Carries out commands: each is decided and written in one transaction, with its undo step and what was refused before.

Only what changes something needs this. A command that reads loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wiptui.domain import commands as c
from wiptui.domain.board import DEVICES, REFUSALS, Board, Change
from wiptui.domain.changes import undo as undoing
from wiptui.domain.changes.change_plan import ChangeContext
from wiptui.domain.core.clock import Clock, to_ms
from wiptui.domain.core.errors import NothingToUndo
from wiptui.domain.core.ids import Ids
from wiptui.domain.core.record import Data, Json, Record
from wiptui.domain.describe import choice_of, describe
from wiptui.domain.gate import Refusal
from wiptui.domain.rules import Accepted, decide
from wiptui.domain.tasks.task import time_text
from wiptui.outcome import Outcome
from wiptui.store.local.identity import CODE_LETTERS, device_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from wiptui.store.base import Store
else:
    Protocol = object  # typing and pathlib cost a short command a few milliseconds

Decision = Accepted | Refusal


class Host(Protocol):
    """The service for which commands are carried out."""

    store: Store
    clock: Clock
    ids: Ids
    for_agents: bool

    def board_over(self, data: Data, at: datetime) -> Board:
        """A board of the data at an instant."""

    def refused(self) -> list[Record]:
        """The refusals since the last change."""

    def written(self, before: Board, answer: Outcome | Refusal, *, undoable: bool) -> None:
        """A command was carried out, or refused."""


class ChangeWriter:
    """Decides commands on the newest data of a service's store, and writes what they change."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._store = host.store

    def dispatch(self, command: c.Command, *, undoable: bool = True) -> Outcome | Refusal:
        """See :meth:`wiptui.service.Service.dispatch`."""

        def decide_on(board: Board, context: ChangeContext) -> tuple[Decision, str]:
            decision = decide(board, command, context)
            return decision, "" if isinstance(decision, Refusal) else describe(command, board, decision)

        return self._carry_out(decide_on, choice_of(command), undoable=undoable)

    # --- undo

    def step_back(self, stack: str, other: str, verb: str, skip: bool, own: bool) -> Outcome | Refusal:
        """Take back the newest entry of a ``stack`` of the journal, which then can be taken back from the ``other``.

        See :meth:`wiptui.service.Service.undo`. Raises NothingToUndo.
        """
        state: dict[str, Json] = {}

        def decide_on(board: Board, context: ChangeContext) -> tuple[Decision, str]:
            kept, lost = self._store.documents.get("undo"), self._undo_lost(board)
            stacks = undoing.journal_of(kept, lost)
            place = undoing.last_of(stacks[stack], context.actor if own else None)
            if place is None and not own and undoing.journal_of(kept, 0)[stack] and not stacks[stack]:
                raise NothingToUndo(
                    f"The last change cannot be taken back with {stack}: this machine could not keep it for "
                    "that. Nothing older is taken back instead."
                )
            if place is None:
                raise NothingToUndo(f"There is nothing to {stack}{' that was done in this session' if own else ''}.")
            entry = stacks[stack].pop(place)
            if skip:
                self._store.documents.put("undo", stacks)
                return Accepted(board, (), ()), f"Passed over: {entry['label']}"
            changes = undoing.backwards(entry, board)
            if not changes:
                self._store.documents.put("undo", stacks)
                state["stale"] = entry["label"]  # raised outside: the transaction must succeed to let go of the entry
                return Accepted(board, (), ()), ""
            decision = decide(board, c.Restore(tuple(changes)), context)
            if not isinstance(decision, Refusal):
                back = undoing.entry_of(entry["label"], context.ms, decision.receipts)
                stacks[other].append(back | {"agent": True} if entry.get("agent") else back)
                state["stacks"] = {**stacks, "at": context.ms}
            return decision, f"{verb}: {entry['label']}"

        outcome = self._carry_out(decide_on, stack, state)
        if "stale" in state:
            raise NothingToUndo(f"“{state['stale']}” was changed elsewhere since, so it stays as it is.")
        return outcome

    def _carry_out(
        self,
        decide_on: Callable[[Board, ChangeContext], tuple[Decision, str]],
        choice: str,
        stepped: dict[str, Json] | None = None,
        undoable: bool = True,
    ) -> Outcome | Refusal:
        now = self._host.clock.now()
        context = ChangeContext(to_ms(now), self._store.actor, self._store.device, self._host.ids)
        documents = self._store.documents
        former: dict[str, Json] = {}
        before: list[Board] = []

        def work(data: Data) -> tuple[Data | None, Outcome | Refusal]:
            board = self._host.board_over(data, now)
            before[:] = [board]
            decision, words = decide_on(board, context)
            if isinstance(decision, Refusal):
                self._remember(decision, time_text(now))
                return None, decision
            outcome = Outcome(decision, words)
            if not decision.receipts:
                return None, outcome
            if not undoable:
                return decision.board.data, outcome
            former.update({name: documents.get(name) for name in ("undo", "refusals")})
            undoable_now = stepped["stacks"] if stepped else self._pushed(board, words, context.ms, decision)
            more = self._pending(choice, time_text(now))
            if not documents.put("undo", undoable_now):
                more.append(Change(DEVICES, int(self._device_id), {undoing.LOST: context.ms}))
            after, _ = decision.board.apply(more, context.ms, context.actor)
            documents.put("refusals", None)
            return after.data, outcome

        try:
            outcome = self._store.transact(work)
        except Exception:
            for name, value in former.items():  # what could not be saved is neither undone nor told later
                documents.put(name, value)
            raise
        self._host.written(before[0], outcome, undoable=undoable)
        return outcome

    def _pushed(self, board: Board, label: str, ms: int, decision: Accepted) -> Json:
        """The undo journal after a new change."""
        entry = undoing.entry_of(label, ms, decision.receipts)
        known = undoing.journal_of(self._store.documents.get("undo"), self._undo_lost(board))
        return undoing.pushed(known, entry | {"agent": True} if self._host.for_agents else entry)

    def _undo_lost(self, board: Board) -> int:
        """When this device last made a change that the undo journal could not keep; 0 where it kept all."""
        lost = board.data.get(DEVICES, {}).get(self._device_id, {}).get(undoing.LOST)
        return lost if isinstance(lost, int) else 0

    @property
    def _device_id(self) -> str:
        return device_id(self._store.actor[:CODE_LETTERS])

    # --- refusals: each is stored together with the choice that followed it

    def _remember(self, refusal: Refusal, at: str) -> None:
        if refusal.limit.scope.kind == "plan":
            return  # nothing was to be started
        row = {
            "at": at,
            "scope": refusal.limit.scope.code,
            "count": refusal.count,
            "limit": refusal.limit.value,
            "wanted": [task.id for task in refusal.wanted],
            "holders": [task.id for task in refusal.holders],
        }
        self._store.documents.put("refusals", [*self._host.refused(), row][-100:])

    def _pending(self, choice: str, at: str) -> list[Change]:
        rows = self._host.refused()
        changes = []
        for place, row in enumerate(rows):
            followed = {"choice": choice, "chosen_at": at} if place == len(rows) - 1 else {}
            changes.append(Change(REFUSALS, self._host.ids.doc_id(), {**row, "device": self._store.device, **followed}))
        return changes
