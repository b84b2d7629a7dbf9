"""A rich sample to look around in: a person's board with three months of real history, in a file that goes away."""

from __future__ import annotations

from datetime import datetime, tzinfo

from wiptui.demo import chapters
from wiptui.demo.replay import Replay
from wiptui.domain.clock import Clock, SystemClock
from wiptui.domain.record import Data
from wiptui.service import Service


def sample(now: datetime, zone: tzinfo | None = None) -> Data:
    """The sample's tables as they stand at ``now`` (aware) for somebody in ``zone``: the same for the same instant."""
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
    """The board on the sample, in a folder of its own under the system's temporary one; nothing else is touched.

    The folder goes when the service is collected or the program ends.
    """
    import tempfile
    from pathlib import Path

    from wiptui.domain.ids import SystemIds
    from wiptui.store import open_store

    clock = clock or SystemClock()
    folder = tempfile.TemporaryDirectory(prefix="wiptui-demo-", ignore_cleanup_errors=True)
    home = Path(folder.name)
    store = open_store(home / "wip.json", now=clock.now, device="laptop", state=str(home / "state"))
    data = sample(clock.now(), clock.zone)
    store.transact(lambda _: (data, None))
    service = Service(store, clock, SystemIds())
    _FOLDERS.append(folder)
    return service


_FOLDERS: list[object] = []
"""Keeps the temporary folders until the program ends, when they take themselves away."""
