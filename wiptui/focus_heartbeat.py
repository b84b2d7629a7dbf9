"""Watches the focus while a board is open: writes a heartbeat, ends stints that a crash left open, marks time away.

The heartbeat (``domain/focus/undecided.py``) names the stint, the last time that it and a person were active, and
whether a board watched it. It belongs to this machine: it is a document of the device, not part of the synced file. One
process of a machine writes it, the one with the claim, which the system takes back when the process dies.

* A stint that a board watched ended at its last heartbeat when nobody has the claim any more; it is marked estimated.
* A stint from the command line runs until it is ended. A board watches it; when the board closes, the stint goes on. A
  stint that a board began ends with that board, with the cause “quit”.
* Stints of other devices, and those that another board of this machine watches, are left alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from wiptui.domain import commands as c
from wiptui.domain.board import Board
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Data, Record, stamp_actor
from wiptui.domain.focus.checkin import UNSEEN, Away, AwayDetector
from wiptui.domain.focus.undecided import DOCUMENT, Heartbeat, read_heartbeat
from wiptui.domain.focus.undecided import touched as touched_again
from wiptui.domain.tasks.task import State, as_time
from wiptui.service import Service

BEAT_S = 60.0
CAUSES = {State.DONE: "done", State.DROPPED: "drop", State.WAITING: "wait"}


@dataclass(frozen=True, slots=True)
class Recovered:
    """A stint that a crash left open: its task, and its last heartbeat."""

    task: int
    at: datetime


class FocusHeartbeat:
    """Watches the running stint of this device. ``awake``: seconds on a clock that stops while the machine sleeps.

    Every method may raise DataFileError. Nothing is lost then, and the next call tries again.
    """

    def __init__(self, service: Service, awake: float) -> None:
        self._service = service
        self._documents = service.store.documents
        self._watch = AwayDetector(service.clock.now(), awake)
        self._data: Data | None = None
        self._running: tuple[int, Record] | None = None
        self._kept: int | None = None
        self._beaten = awake - BEAT_S
        self._tried = awake - BEAT_S
        self._holds = False
        self._touched = service.clock.now()
        self._told = awake - BEAT_S

    # --- what the board calls

    def open(self, awake: float) -> tuple[Recovered | None, Away | None]:
        """A board opens: end a stint that a crash left and watch the running one; return what to tell the person."""
        self._tried = awake
        self._holds = self._documents.claim(DOCUMENT)
        if not self._holds:
            return None, None
        recovered = self._recover()
        away = self._unseen()
        self._follow()
        self._beat(awake, at_once=True)
        return recovered, away

    def tick(self, awake: float) -> Away | None:
        """A second or so has passed; return the sleep of the machine that has just ended, if any."""
        away = self._watch.look(self._service.clock.now(), awake)
        if away is not None:
            self._touched = self._service.clock.now()
        if not self._holds and awake - self._tried >= BEAT_S:
            self.open(awake)
        if not self._holds:
            return None
        self._follow()
        marked = self._mark(away)
        self._beat(awake, at_once=away is not None)
        return marked

    def touch(self, awake: float) -> Away | None:
        """Somebody pressed a key; return the long quiet time or sleep that this ended, if any."""
        away = self._watch.touch(self._service.clock.now(), awake)
        self._touched = self._service.clock.now()
        if away is None or not self._holds:
            self._tell(awake)
            return None
        self._follow()
        marked = self._mark(away)
        self._beat(awake, at_once=True)
        return marked

    def _tell(self, awake: float) -> None:
        """Tell other processes of this machine, at most once a minute, that a person is active."""
        if awake - self._told < BEAT_S:
            return
        self._told = awake
        focus = self._service.board().focus
        if focus is not None and focus.quiet is None:
            self._documents.put(DOCUMENT, touched_again(self._documents.get(DOCUMENT), focus.stint, self._touched))

    @property
    def ends_on_leaving(self) -> bool:
        """Whether the running stint began on this board, so that it ends with it."""
        return self._running is not None and _actor(self._running[1]) == self._service.store.actor

    def close(self) -> None:
        """The board closes: end a stint that began here; write a last heartbeat for one that began elsewhere."""
        self._follow()
        if self.ends_on_leaving:
            self._service.dispatch(c.FocusOn(None, "quit"), undoable=False)
            self._note(None)
        elif self._running is not None and self._holds:
            self._note(self._running[0], kept=False)
        if self._holds:
            self._holds = False
            self._documents.let_go(DOCUMENT)

    # --- following what runs

    def _follow(self) -> None:
        """Find the running stint of this device; end stints whose task left Doing or that a later stint replaced."""
        board = self._service.board()
        if board.data is self._data:
            return
        own = [row for row in board.open_stints if _actor(row[1])[:4] == self._service.store.actor[:4]]
        if self._holds and own:
            self._settle(board, own)
            board = self._service.board()
        focus = board.focus
        self._running = next((row for row in own if focus is not None and row[0] == focus.stint), None)
        self._data = board.data

    def _settle(self, board: Board, own: list[tuple[int, Record]]) -> None:
        """End stints that a merge left open: a task was finished elsewhere, or two run at once."""
        order = [stint for stint, _ in board.open_stints]
        for stint, record in own:
            later = order[order.index(stint) + 1 :]
            task = board.find(record["task"]) if isinstance(record.get("task"), int) else None
            if task is None:
                at, cause = board.at, "drop"
            elif task.state is not State.DOING:
                at, cause = task.state_since, CAUSES.get(task.state, "put back")
            elif later:
                at = as_time(dict(board.open_stints)[later[0]].get("start")) or board.at
                cause = "switch"
            else:
                continue
            self._service.dispatch(c.EndStint(stint, at, cause, decided=False), undoable=False)

    # --- the heartbeat

    def _beat(self, awake: float, *, at_once: bool = False) -> None:
        stint = self._running[0] if self._running is not None else None
        if stint == self._kept and not at_once and (stint is None or awake - self._beaten < BEAT_S):
            return
        self._beaten = self._told = awake
        self._note(stint)

    def _note(self, stint: int | None, *, kept: bool = True) -> None:
        self._kept = stint
        known = self._noted()
        if stint is not None:
            also = known.touched if known is not None and known.stint == stint else self._touched
            beat = Heartbeat(stint, self._service.clock.now(), max(self._touched, also), kept)
            self._documents.put(DOCUMENT, beat.json())
        elif self._documents.get(DOCUMENT) is not None:
            self._documents.put(DOCUMENT, None)

    def _noted(self) -> Heartbeat | None:
        return read_heartbeat(self._documents.get(DOCUMENT))

    def _recover(self) -> Recovered | None:
        """End the stint of a board that died, at its last heartbeat."""
        known = self._noted()
        record = dict(self._service.board().open_stints).get(known.stint) if known is not None else None
        if known is None or not known.kept or record is None or not isinstance(record.get("task"), int):
            return None
        if _actor(record) == self._service.store.actor:
            return None  # another board watched it for this one, which is still open
        self._service.dispatch(c.EndStint(known.stint, known.seen, "crash", estimated=True), undoable=False)
        return Recovered(record["task"], max(known.seen, as_time(record.get("start")) or known.seen))

    # --- time away

    def _unseen(self) -> Away | None:
        """Mark the quiet time of a stint from the command line that no board has watched for long."""
        self._follow()
        focus = self._service.board().focus
        if self._running is None or focus is None or focus.quiet is None:
            return None
        return self._mark(Away(focus.quiet, self._service.clock.now(), UNSEEN))

    def _mark(self, away: Away | None) -> Away | None:
        """Mark the part of ``away`` that falls into the running stint; return it, or None."""
        if away is None or self._running is None:
            return None
        stint, record = self._running
        start = max(away.start, as_time(record.get("start")) or away.start)
        if away.end - start < timedelta(seconds=BEAT_S):
            return None
        self._service.dispatch(c.Unassign(stint, start, away.end), undoable=False)
        self._follow()
        return Away(start, away.end, away.why)


def _actor(record: Record) -> str:
    """The actor of the oldest patch of a stint, which names the device and process that began it."""
    log = record.get(LOG) or {}
    return stamp_actor(min(log)) if log else ""
