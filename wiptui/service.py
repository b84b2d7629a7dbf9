"""The service: every interface reads the board here and sends its commands here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from wiptui.domain.board import DEVICES, REFUSALS, Board, Change
from wiptui.domain.core.clock import Clock, SystemClock, to_ms
from wiptui.domain.core.errors import NothingToUndo
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.ids import Ids, SystemIds
from wiptui.domain.core.record import Data, Json, Record
from wiptui.domain.core.tables import is_same
from wiptui.domain.focus.undecided import DOCUMENT, read_heartbeat, touched
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State, time_text
from wiptui.store import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:  # and what only a change needs is imported by the change: a short command just reads
    from pathlib import Path
    from typing import Protocol

    from wiptui.domain import commands as c
    from wiptui.domain.changes.change_plan import ChangeContext
    from wiptui.domain.rules import Accepted
    from wiptui.store.base import Store

    Decision = Accepted | Refusal

    class CommandObserver(Protocol):
        """Is told of each command after it is written."""

        def done(self, before: Board, answer: Outcome | Refusal) -> None:
            """A command was carried out or refused. Must not raise."""

        def looked(self, before: Board, after: Board) -> None:
            """An open board was looked at again later. Must not raise."""

        def notes(self) -> list[str]:
            """Sentences for people since the last call."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An accepted command, and a sentence about it: «Finished “Fix the parser”»."""

    accepted: Accepted
    words: str


class Service:
    """Dispatches each command through the gate in one transaction, and notifies the listeners."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self.store = store
        self.clock = clock
        self.ids = ids
        self.for_agents = False
        """Whether what is done here is an agent's work: it takes no place of the person's among what can be undone."""
        self.observer: CommandObserver | None = None
        """Is told of each command after it was carried out or refused; it runs the hooks."""
        self._listeners: list[Callable[[], None]] = []
        self.seen: Callable[[int], datetime | None] = self._heartbeat
        """Returns when a person was last active in a stint on this machine; called only for an old stint."""
        self._board: Board | None = None
        self._cut: list[str] = []

    # --- reading

    @property
    def path(self) -> Path | None:
        """The path of the data file; None for a board in memory."""
        return self.store.path

    def board(self) -> Board:
        """Return the current board; tasks whose records are the same are reused. Raises DataFileError."""
        data = self.store.read()
        self._board = self._over(data, self.clock.now())
        return self._board

    def _over(self, data: Data, at: datetime) -> Board:
        known = self._board
        if known is None:
            return Board(data, at, self.clock.zone, pending_refusals=self._refused, seen=self._seen)
        return known.with_data(data, at, self.clock.zone)

    def _seen(self, stint: int) -> datetime | None:
        return self.seen(stint)

    def _heartbeat(self, stint: int) -> datetime | None:
        known = read_heartbeat(self.store.documents.get(DOCUMENT))
        return known.touched if known is not None and known.stint == stint else None

    def refresh(self) -> bool:
        """Read the file if another program changed it; notify the listeners and return True if the data changed."""
        board = self.prefetch()
        return board is not None and self.adopt(board)

    def moved(self) -> bool:
        """Whether another program changed the file since the last read or write. Cheap."""
        return self.store.moved()

    def prefetch(self) -> Board | None:
        """Read the changed file and return its board for :meth:`adopt`; None when the data is the same.

        It merges conflict copies, which may take long, and notifies nobody, so call it in a thread. Raises
        DataFileError.
        """
        if not self.store.moved():
            return None
        before = self._board
        data = self.store.read()
        if before is not None and _is_same(before.data, data):
            return None
        return self._over(data, self.clock.now())

    def adopt(self, board: Board) -> bool:
        """Use a board that :meth:`prefetch` returned and notify the listeners; False when it is out of date."""
        if self.store.moved() or self.store.read() is not board.data:
            return False
        self._board = board
        self._tell()
        return True

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` after each change; call the returned function to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def touch(self) -> None:
        """Note that a person was active, so the running focus goes on; not while quiet time is undecided."""
        focus = self.board().focus
        if focus is not None and focus.quiet is None and self.clock.now() > focus.since:
            documents = self.store.documents
            documents.put(DOCUMENT, touched(documents.get(DOCUMENT), focus.stint, self.clock.now()))

    def notes(self) -> list[str]:
        """Return the sentences since the last call: files merged, records salvaged, focus cut at its last activity."""
        notes = [*self.store.notes, *self._cut]
        self._cut.clear()
        self.store.notes.clear()
        return notes + (self.observer.notes() if self.observer is not None else [])

    def look_again(self, before: Board) -> Board:
        """Return the current board for a screen that showed ``before``: levels change with time alone."""
        board = self.board()
        if self.observer is not None:
            self.observer.looked(before, board)
        return board

    # --- changing

    def wait_for_lock(
        self, command: str, patience_s: float | None = None, tell: Callable[[str], None] | None = None
    ) -> None:
        """Set how long this process waits for the data file, in seconds, and the ``command`` that others see meanwhile.

        A change that waits longer raises FileBusy. After a second ``tell`` gets a sentence that says who holds the
        file.
        """
        lock_options = self.store.lock_options
        lock_options.command, lock_options.tell = command, tell
        lock_options.patience_s = lock_options.patience_s if patience_s is None else patience_s

    def dispatch(self, command: c.Command, *, undoable: bool = True) -> Outcome | Refusal:
        """Decide one command and write it. A refusal changes nothing; it is remembered for the review.

        ``undoable=False`` is for what wiptui notes by itself, so that undo takes back what the person did last.
        Raises WiptuiError for a command that makes no sense, DataFileError when the file cannot be used.
        """
        from wiptui.domain.describe import choice_of, describe  # lazy: list does without it
        from wiptui.domain.rules import decide

        def decide_on(board: Board, context: ChangeContext) -> tuple[Decision, str]:
            decision = decide(board, command, context)
            return decision, "" if isinstance(decision, Refusal) else describe(command, board, decision)

        return self._carry_out(decide_on, choice_of(command), undoable=undoable)

    def capture(self, adds: Sequence[c.Add]) -> tuple[Outcome, Refusal | None]:
        """Capture tasks in one transaction; return the outcome, and the refusal if a limit sent them to Ready.

        A limit never refuses the text itself. Raises what ``dispatch`` raises.
        """
        from wiptui.domain.commands import Together  # lazy: list does without it

        def together(adds: Sequence[c.Add]) -> c.Command:
            return adds[0] if len(adds) == 1 else Together(tuple(adds))

        adds = [replace(add, id=self.ids.doc_id()) for add in adds]
        answer = self.dispatch(together(adds))
        if not isinstance(answer, Refusal):
            return answer, None
        kept = self.dispatch(together([replace(add, state=State.READY) for add in adds]))
        if isinstance(kept, Refusal):
            raise AssertionError("No limit binds in Ready.")
        board = kept.accepted.board
        wanted = tuple(board.task(task_id) for task_id in kept.accepted.tasks)
        return kept, replace(answer, wanted=wanted)

    def undo(self, *, skip: bool = False, own: bool = False) -> Outcome | Refusal:
        """Take back the last change made on this device. ``skip`` passes over it, for an undo that the gate refuses.

        ``own`` looks only at what this process did, and never at settings: for agents. Raises NothingToUndo.
        """
        return self._step_back("undo", "redo", "Undid", skip, own)

    def redo(self, *, own: bool = False) -> Outcome | Refusal:
        """Take back the last undo; with ``own`` the last of this process. Raises NothingToUndo."""
        return self._step_back("redo", "undo", "Redid", False, own)

    def _step_back(self, stack: str, other: str, verb: str, skip: bool, own: bool) -> Outcome | Refusal:
        from wiptui.domain import commands as c  # lazy: list does without it
        from wiptui.domain.changes import undo as undoing
        from wiptui.domain.rules import Accepted, decide

        state: dict[str, Json] = {}

        def decide_on(board: Board, context: ChangeContext) -> tuple[Decision, str]:
            kept, lost = self.store.documents.get("undo"), self._undo_lost(board)
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
                self.store.documents.put("undo", stacks)
                return Accepted(board, (), ()), f"Passed over: {entry['label']}"
            changes = undoing.backwards(entry, board)
            if not changes:
                self.store.documents.put("undo", stacks)
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
        from wiptui.domain.changes import undo as undoing  # lazy: list does without it
        from wiptui.domain.changes.change_plan import ChangeContext

        now = self.clock.now()
        context = ChangeContext(to_ms(now), self.store.actor, self.store.device, self.ids)
        documents = self.store.documents
        former: dict[str, Json] = {}
        before: list[Board] = []

        def work(data: Data) -> tuple[Data | None, Outcome | Refusal]:
            board = self._over(data, now)
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
            outcome = self.store.transact(work)
        except Exception:
            for name, value in former.items():  # what could not be saved is neither undone nor told later
                documents.put(name, value)
            raise
        if isinstance(outcome, Outcome) and undoable:
            self._note_cut(before[0], outcome)
        changed = isinstance(outcome, Outcome) and bool(outcome.accepted.receipts)
        if changed:
            self._tell()
        if self.observer is not None and (changed or isinstance(outcome, Refusal)):
            self.observer.done(before[0], outcome)
        return outcome

    def _pushed(self, board: Board, label: str, ms: int, decision: Accepted) -> Json:
        """The undo journal after a new change."""
        from wiptui.domain.changes import undo as undoing  # lazy: list does without it

        entry = undoing.entry_of(label, ms, decision.receipts)
        known = undoing.journal_of(self.store.documents.get("undo"), self._undo_lost(board))
        return undoing.pushed(known, entry | {"agent": True} if self.for_agents else entry)

    def _undo_lost(self, board: Board) -> int:
        """When this device last made a change that the undo journal could not keep; 0 where it kept all."""
        from wiptui.domain.changes import undo as undoing  # lazy: list does without it

        lost = board.data.get(DEVICES, {}).get(self._device_id, {}).get(undoing.LOST)
        return lost if isinstance(lost, int) else 0

    @property
    def _device_id(self) -> str:
        from wiptui.store.local.identity import CODE_LETTERS, device_id  # lazy: list does without it

        return device_id(self.store.actor[:CODE_LETTERS])

    def _note_cut(self, before: Board, outcome: Outcome) -> None:
        """Queue the sentences about the quiet time that this change marked."""
        if any(receipt.after.get("unassigned") for receipt in outcome.accepted.receipts):
            from wiptui.domain.focus.checkin import cut_messages  # lazy: list does without it

            self._cut += cut_messages(before, outcome.accepted.receipts)

    # --- refusals: each is stored together with the choice that followed it

    def _refused(self) -> list[Record]:
        """The refusals since the last change."""
        return self.store.documents.get("refusals") or []

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
        self.store.documents.put("refusals", [*self._refused(), row][-100:])

    def _pending(self, choice: str, at: str) -> list[Change]:
        rows = self._refused()
        changes = []
        for place, row in enumerate(rows):
            followed = {"choice": choice, "chosen_at": at} if place == len(rows) - 1 else {}
            changes.append(Change(REFUSALS, self.ids.doc_id(), {**row, "device": self.store.device, **followed}))
        return changes

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()


def _is_same(old: Data, new: Data) -> bool:
    """Whether the data is the same; rows from long ago are not read to tell."""
    return old is new or (old.keys() == new.keys() and all(is_same(old[name], table) for name, table in new.items()))


def open_service(path: str | Path | None = None, *, clock: Clock | None = None, ids: Ids | None = None) -> Service:
    """Open the service over a data file, by default the user's own. It touches no file until it is used."""
    clock = clock or SystemClock()
    return Service(open_store(path, now=clock.now), clock, ids or SystemIds())
