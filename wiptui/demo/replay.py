"""The sample's history, made the way a person makes one: by commands through the gate, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from wiptui.domain import commands as c
from wiptui.domain.core.clock import FixedClock, local_date, to_ms
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import Data, Json
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store.local.device import LockOptions
from wiptui.store.local.identity import with_device

T = TypeVar("T")
CODE = "dem0"
"""The device of the sample."""


class LiveDocuments:
    """Documents in memory, as live objects, which nobody else sees."""

    def __init__(self) -> None:
        self._kept: dict[str, Json] = {}

    def get(self, name: str) -> Json | None:
        """Return the document of that name."""
        return self._kept.get(name)

    def put(self, name: str, value: Json) -> bool:
        """Store ``value`` under ``name``."""
        self._kept[name] = value
        return True

    def claim(self, name: str) -> bool:
        """Return True: there is nobody else."""
        return True

    def let_go(self, name: str) -> None:
        """Do nothing."""


class Scratch:
    """A store in memory without a file or a lock, for one writer who writes five hundred times."""

    path = None
    device = "studio"
    actor = CODE + "sampl"

    def __init__(self) -> None:
        self.data: Data = {}
        self.documents: LiveDocuments = LiveDocuments()
        self.notes: list[str] = []
        self.lock_options = LockOptions()

    def read(self) -> Data:
        """Return what was written last."""
        return self.data

    def transact(self, work: Callable[[Data], tuple[Data | None, T]]) -> T:
        """Write the result of ``work``."""
        new, result = work(self.data)
        if new is not None:
            self.data = new
        return result

    def moved(self) -> bool:
        """Return False."""
        return False

    def close(self) -> None:
        """Do nothing."""


Act = Callable[[], object]


class Replay:
    """A diary that is written in any order and carried out in order of time."""

    def __init__(self, now: datetime, zone: tzinfo | None) -> None:
        self.now = now.astimezone(UTC)
        self.zone = zone
        self.today = local_date(now, zone)
        self.clock = FixedClock(now, zone)
        self.store = Scratch()
        self.service = Service(self.store, self.clock, SeededIds(1))
        self.service.seen = lambda _: self.clock.now()  # the diary's person is always there
        self.ids: dict[str, int] = {}
        self._diary: list[tuple[datetime, int, Act]] = []

    # --- times

    def at(self, days_ago: int, clock: str) -> datetime:
        """Return the instant of a local time ``HH:MM`` that many days ago."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(clock), self.zone).astimezone(UTC)

    def day(self, days_ahead: int) -> date:
        """Return the local date that many days from today."""
        return self.today + timedelta(days=days_ahead)

    # --- writing the diary

    def note(self, at: datetime, act: Act) -> None:
        """Add an event at ``at``; future events are left out."""
        if at < self.now:
            self._diary.append((at, len(self._diary), act))

    def do(self, at: datetime, make: Callable[[dict[str, int]], c.Command]) -> None:
        """Add a command at ``at``, made from the ids of the titles known by then."""
        self.note(at, lambda: self._accepted(make(self.ids)))

    def add(self, at: datetime, title: str, **fields: Json) -> None:
        """Capture a task to ready, or with ``backlog=True`` to the backlog."""
        state = State.BACKLOG if fields.pop("backlog", False) else State.READY

        def act() -> None:
            outcome = self._accepted(c.Add(title, fields, state))
            self.ids[title] = outcome.accepted.tasks[0]

        self.note(at, act)

    def refused(self, at: datetime, title: str) -> None:
        """Add a start that a limit refuses, which the diary keeps with the choice that follows."""

        def act() -> None:
            if self.service.board().is_full:
                self.service.dispatch(c.Start((self.ids[title],)))

        self.note(at, act)

    def undo(self) -> None:
        """Undo the last change."""
        self.service.undo()

    # --- carrying it out

    def run(self) -> Data:
        """Carry out the diary and return the resulting data."""
        diary = sorted(self._diary, key=lambda entry: entry[:2])
        self.store.data = with_device({}, to_ms(diary[0][0]), self.store.actor, self.store.device, None)
        for at, _, act in diary:
            self.clock.set(at)
            act()
        return self.store.data

    def _accepted(self, command: c.Command) -> Outcome:
        outcome = self.service.dispatch(command)
        if not isinstance(outcome, Outcome):
            raise WiptuiError(f"The sample tells a story that the gate refuses: {outcome.message}")
        return outcome
