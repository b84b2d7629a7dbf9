"""Sample data to explore: a person's board with three months of real history, in a temporary file."""

from __future__ import annotations

import tempfile
from datetime import datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory

from wiptui.demo import chapters
from wiptui.demo.replay import CODE, Replay
from wiptui.demo.year import year
from wiptui.domain.board import Board
from wiptui.domain.commands import Add
from wiptui.domain.core.clock import Clock, SystemClock, local_date, to_ms
from wiptui.domain.core.ids import SystemIds
from wiptui.domain.core.record import Data
from wiptui.exchange.json.tasks import incoming
from wiptui.service import Service
from wiptui.store import open_store

GUIDE_TASKS = ("Write the report", "Fix the parser", "Book the train")
"""With the task that the person captures there is one more than the limit lets into doing."""


def sample(now: datetime, zone: tzinfo | None = None) -> Data:
    """Return the sample's tables at ``now`` (aware) for a person in ``zone``. Equal instants give equal data."""
    diary = Replay(now, zone)
    for chapter in (
        chapters.settings,
        chapters.lanes,
        chapters.turns,
        chapters.this_week,
        chapters.standing,
        chapters.steps,
        chapters.days,
        chapters.this_day,
    ):
        chapter(diary)
    return diary.run()


def open_demo(clock: Clock | None = None) -> Service:
    """Open a board on the sample, in its own temporary folder. Nothing else is touched.

    The folder is deleted when the service is collected or the program ends.
    """
    clock = clock or SystemClock()
    return _opened(sample(clock.now(), clock.zone), clock)


def open_guide(clock: Clock | None = None) -> Service:
    """Open a board on the tasks that the guide begins with, in the same way."""
    clock = clock or SystemClock()
    service = _opened({}, clock)
    for title in GUIDE_TASKS:
        service.dispatch(Add(title))
    return service


def open_year(clock: Clock | None = None) -> Service:
    """Open a board on the generated year in the same way."""
    clock = clock or SystemClock()
    return _opened(year_data(clock.now(), clock.zone), clock)


def year_data(now: datetime, zone: tzinfo | None = None) -> Data:
    """Return the tables of the generated year, as ``import json`` creates them in an empty file."""
    board = Board({}, now, zone)
    found = incoming(year(local_date(now, zone), zone), board)
    return board.apply(found.changes, to_ms(now), CODE + "sampl")[0].data


def _opened(data: Data, clock: Clock) -> Service:
    """Open a board on these tables in its own folder, which is deleted when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="wiptui-demo-", ignore_cleanup_errors=True)
    home = Path(folder.name)
    store = open_store(home / "wip.json", now=clock.now, device="laptop", state=str(home / "state"))
    store.transact(lambda _: (data, None))
    service = Service(store, clock, SystemIds())
    _FOLDERS.append(folder)
    return service


def clear_away() -> None:
    """Delete the folders of all samples now. An open sample can no longer be used."""
    while _FOLDERS:
        _FOLDERS.pop().cleanup()


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Keeps references to the temporary folders, which delete themselves when the program ends."""
