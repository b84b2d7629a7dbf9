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
from wiptui.service import Outcome, Service
from wiptui.store.local.device import LockOptions
from wiptui.store.local.identity import with_device

T = TypeVar("T")
CODE = "dem0"
"""The device that the sample was made on."""


class LiveDocuments:
    """Kept in memory, as live objects: nobody else sees them."""

    def __init__(self) -> None:
        self._kept: dict[str, Json] = {}

    def get(self, name: str) -> Json | None:
        """The document of that name."""
        return self._kept.get(name)

    def put(self, name: str, value: Json) -> bool:
        """Keep ``value`` under ``name``."""
        self._kept[name] = value
        return True

    def claim(self, name: str) -> bool:
        """Always: there is nobody else."""
        return True

    def let_go(self, name: str) -> None:
        """Nothing to let go of."""


class Scratch:
    """A store without a file, a lock or bytes, for one writer who wants to write five hundred times."""

    path = None
    device = "studio"
    actor = CODE + "sampl"

    def __init__(self) -> None:
        self.data: Data = {}
        self.documents: LiveDocuments = LiveDocuments()
        self.notes: list[str] = []
        self.lock_options = LockOptions()

    def read(self) -> Data:
        """What was written last."""
        return self.data

    def transact(self, work: Callable[[Data], tuple[Data | None, T]]) -> T:
        """Write what ``work`` makes of the data."""
        new, result = work(self.data)
        if new is not None:
            self.data = new
        return result

    def moved(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Nothing to let go of."""


Act = Callable[[], object]


class Replay:
    """A diary that is written in any order and lived in the order of its times."""

    def __init__(self, now: datetime, zone: tzinfo | None) -> None:
        self.now = now.astimezone(UTC)
        self.zone = zone
        self.today = local_date(now, zone)
        self.clock = FixedClock(now, zone)
        self.store = Scratch()
        self.service = Service(self.store, self.clock, SeededIds(1))
        self.service.seen = lambda _: self.clock.now()  # the diary tells of somebody who was there
        self.ids: dict[str, int] = {}
        self._diary: list[tuple[datetime, int, Act]] = []

    # --- times

    def at(self, days_ago: int, clock: str) -> datetime:
        """The instant of a local wall-clock time ``HH:MM`` that many days ago."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(clock), self.zone).astimezone(UTC)

    def day(self, days_ahead: int) -> date:
        """The local date that many days from today."""
        return self.today + timedelta(days=days_ahead)

    # --- writing the diary

    def note(self, at: datetime, act: Act) -> None:
        """Something that happens at ``at``; what lies ahead of now is left out."""
        if at < self.now:
            self._diary.append((at, len(self._diary), act))

    def do(self, at: datetime, make: Callable[[dict[str, int]], c.Command]) -> None:
        """A command at ``at``, made from the ids of the titles known by then."""
        self.note(at, lambda: self._accepted(make(self.ids)))

    def add(self, at: datetime, title: str, **fields: Json) -> None:
        """Capture a task to ready; ``backlog=True`` captures it to the backlog."""
        state = State.BACKLOG if fields.pop("backlog", False) else State.READY

        def act() -> None:
            outcome = self._accepted(c.Add(title, fields, state))
            self.ids[title] = outcome.accepted.tasks[0]

        self.note(at, act)

    def refused(self, at: datetime, title: str) -> None:
        """A start that a limit refuses, which the diary keeps with the choice that follows."""

        def act() -> None:
            if self.service.board().is_full:
                self.service.dispatch(c.Start((self.ids[title],)))

        self.note(at, act)

    def undo(self) -> None:
        """Take back what was done last."""
        self.service.undo()

    # --- living it

    def run(self) -> Data:
        """Live the diary, and return what it leaves behind."""
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
