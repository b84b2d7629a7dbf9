"""The service: every interface reads the board here and sends its commands here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from wiptui.domain.board import Board
from wiptui.domain.core.clock import Clock, SystemClock
from wiptui.domain.core.frozen import replace
from wiptui.domain.core.ids import Ids, SystemIds
from wiptui.domain.core.record import Data, Record
from wiptui.domain.core.tables import is_same
from wiptui.domain.focus.undecided import DOCUMENT, read_heartbeat, touched
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.store import open_store

TYPE_CHECKING = False
if TYPE_CHECKING:  # and what only a change needs is imported by the change: a short command just reads
    from pathlib import Path
    from typing import Protocol

    from wiptui.change_writer import ChangeWriter
    from wiptui.domain import commands as c
    from wiptui.store.base import Store

    class CommandObserver(Protocol):
        """Is told of each command after it is written."""

        def done(self, before: Board, answer: Outcome | Refusal) -> None:
            """A command was carried out or refused. Must not raise."""

        def looked(self, before: Board, after: Board) -> None:
            """An open board was looked at again later. Must not raise."""

        def notes(self) -> list[str]:
            """Sentences for people since the last call."""


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
        self._board = self.board_over(data, self.clock.now())
        return self._board

    def board_over(self, data: Data, at: datetime) -> Board:
        """A board of the data at an instant; it reuses what it can of the board before."""
        known = self._board
        if known is None:
            return Board(data, at, self.clock.zone, pending_refusals=self.refused, seen=self._seen)
        return known.with_data(data, at, self.clock.zone)

    def refused(self) -> list[Record]:
        """The refusals since the last change: each is written with it, together with the choice that followed."""
        return self.store.documents.get("refusals") or []

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
        return self.board_over(data, self.clock.now())

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
        return self._writer.dispatch(command, undoable=undoable)

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
        return self._writer.step_back("undo", "redo", "Undid", skip, own)

    def redo(self, *, own: bool = False) -> Outcome | Refusal:
        """Take back the last undo; with ``own`` the last of this process. Raises NothingToUndo."""
        return self._writer.step_back("redo", "undo", "Redid", False, own)

    @cached_property
    def _writer(self) -> ChangeWriter:
        from wiptui.change_writer import ChangeWriter  # lazy: a short command just reads

        return ChangeWriter(self)

    def written(self, before: Board, answer: Outcome | Refusal, *, undoable: bool) -> None:
        """Tell everybody of a command that was carried out or refused."""
        changed = isinstance(answer, Outcome) and bool(answer.accepted.receipts)
        if isinstance(answer, Outcome) and undoable:
            self._note_cut(before, answer)
        if changed:
            self._tell()
        if self.observer is not None and (changed or isinstance(answer, Refusal)):
            self.observer.done(before, answer)

    def _note_cut(self, before: Board, outcome: Outcome) -> None:
        """Queue the sentences about the quiet time that this change marked."""
        if any(receipt.after.get("unassigned") for receipt in outcome.accepted.receipts):
            from wiptui.domain.focus.checkin import cut_messages  # lazy: list does without it

            self._cut += cut_messages(before, outcome.accepted.receipts)

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
