"""A store in memory and a sample board, for screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from builders import ACTOR, BERLIN, NOON

from wiptui.domain import commands as c
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store.local.device import LockOptions

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from wiptui.tui.settings import Settings


class FakeDocuments:
    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        return self.kept.get(name)

    def put(self, name: str, value: Any) -> bool:
        self.kept[name] = value
        return True

    def claim(self, name: str) -> bool:
        return True

    def let_go(self, name: str) -> None:
        pass


class FakeStore:
    """What wiptui.store.Store promises, in a dict. ``outside`` changes it as another process would."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.documents = FakeDocuments()
        self.notes: list[str] = []
        self.lock_options = LockOptions()
        self.path = None
        self.device = "laptop"
        self.actor = ACTOR
        self.has_moved = False
        self.error: Exception | None = None

    def read(self) -> dict[str, Any]:
        if self.error is not None:
            raise self.error
        self.has_moved = False
        return self.data

    def transact(self, work: Any) -> Any:
        if self.error is not None:
            raise self.error
        data, result = work(self.data)
        if data is not None:
            self.data = data
        return result

    def moved(self) -> bool:
        return self.has_moved or self.error is not None

    def close(self) -> None:
        pass


async def look_again(pilot: Pilot[Any]) -> None:
    """A second has passed: the app looks for what others wrote, and is done with it."""
    pilot.app.file_watcher.check()  # type: ignore[attr-defined]
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


class Sample:
    """A service over a fake store, and short words to fill it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.store = FakeStore()
        self.clock = FixedClock(at, BERLIN)
        self.service = Service(self.store, self.clock, SeededIds(7))  # type: ignore[arg-type]
        self.service.seen = lambda _: self.clock.now()  # somebody was there all the time

    def at(self, day: int, hour: int = 9, minute: int = 0) -> None:
        """Set the clock to a day of November 2026, UTC."""
        self.clock._at = datetime(2026, 11, day, hour, minute, tzinfo=UTC)

    def do(self, command: c.Command) -> Outcome:
        outcome = self.service.dispatch(command)
        assert isinstance(outcome, Outcome), outcome
        return outcome

    def add(self, title: str, state: State = State.READY, **fields: object) -> int:
        return self.do(c.Add(title, fields, state)).accepted.tasks[0]

    def outside(self, command: c.Command) -> Outcome:
        """Change the board as another process would: nobody here is told."""
        listeners, self.service._listeners = self.service._listeners, []
        outcome = self.do(command)
        self.service._listeners = listeners
        self.store.has_moved = True
        return outcome


def full_board() -> Sample:
    """Every state, ages on both sides of p85, a wait that is due: Sunday 22 November 2026, 14:05."""
    s = Sample()
    for day, length in (
        (1, 1),
        (2, 2),
        (3, 1),
        (4, 3),
        (5, 2),
        (6, 4),
        (8, 2),
        (9, 5),
        (10, 3),
        (11, 6),
        (12, 2),
        (13, 8),
    ):
        s.at(day)
        done = s.add(f"Earlier work {day}")
        s.do(c.Start((done,), focus=False))
        s.clock.advance(days=length - 1)
        s.do(c.Finish((done,)))
    s.at(14)
    flyer = s.add("Flyer for the fair", project="fair", tags=["print"])
    s.do(c.Start((flyer,)))
    s.do(c.Edit(flyer, {"step:a": ["a", True, "text"], "step:b": ["b", False, "send to the printer"]}))
    s.at(16, 8)
    for title in ("Call the bank", "Slides for Monday", "Book a room"):
        s.add(title)
    s.at(17)
    ready = [t.id for t in s.service.board().column(State.READY)]
    for task in ready:
        s.do(c.Start((task,), focus=False))
        s.clock.advance(hours=5)
        s.do(c.Finish((task,)))
    s.at(19)
    parser = s.add("Fix the parser", project="acme", next_step="failing test 7, then the docs")
    s.do(c.Start((parser,)))
    s.at(20)
    contract = s.add("Contract with the printer", project="fair")
    s.do(c.Wait(contract, on="Ana", why="her signature", until=date(2026, 11, 22)))
    s.at(22, 7)
    letter = s.add("Tax letter", due=(NOON + timedelta(days=6)).date().isoformat(), next_step="find last year's form")
    s.do(c.Start((letter,)))
    s.add("Write the report", project="acme", due="2026-11-27")
    s.add("Book the train", tags=["phone"], priority="B")
    s.add("Tidy the backlog")
    s.add("Read chapter 3 of the long book about queues and flow", project="study")
    for title in ("Learn to juggle", "Paint the fence"):
        s.add(title, State.BACKLOG)
    s.at(22, 12, 23)
    s.do(c.FocusOn(parser))
    s.at(22, 13, 5)
    return s


@asynccontextmanager
async def shown(sample: Sample, size: tuple[int, int] = (120, 40), **more: Any) -> AsyncIterator[Pilot[None]]:
    """The board over a sample; ``more`` is what the app is given."""
    from wiptui.tui.app import WiptuiApp

    app = WiptuiApp(sample.service, **more)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait for what is read apart from the screen; a reading that a newer one cancelled is none to wait for."""
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.pause()
    await pilot.pause()


def settings_of(file: Path) -> Settings:
    """The settings that a file holds, also when it is not there yet."""
    from wiptui.tui.settings import Settings

    settings = Settings(str(file))
    settings.look()
    return settings
