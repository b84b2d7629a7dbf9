"""A store that keeps its promises in the fewest lines, so that tests of the service test the service."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from builders import ACTOR, BERLIN, NOON

from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.ids import SeededIds
from wiptui.domain.core.record import Data, Json
from wiptui.service import Service
from wiptui.store.local.device import LockOptions

T = TypeVar("T")


class FakeDocuments:
    def __init__(self) -> None:
        self.kept: dict[str, Json] = {}
        self.taken: set[str] = set()
        self.can_keep = True

    def get(self, name: str) -> Json | None:
        return copy.deepcopy(self.kept.get(name))

    def put(self, name: str, value: Json) -> bool:
        self.kept[name] = copy.deepcopy(value)
        return self.can_keep

    def claim(self, name: str) -> bool:
        """Whether nobody else claimed it: a test says so in ``taken``."""
        return name not in self.taken

    def let_go(self, name: str) -> None:
        pass


class FakeStore:
    """One database in memory. ``disk`` is shared between the stores of several devices."""

    path = None

    def __init__(self, disk: dict[str, Data] | None = None, actor: str = ACTOR, device: str = "laptop") -> None:
        self.disk: dict[str, Data] = {"data": {}} if disk is None else disk
        self.actor = actor
        self.device = device
        self.documents = FakeDocuments()
        self.notes: list[str] = []
        self.lock_options = LockOptions()
        self.full = False
        self._seen: Data | None = None

    def read(self) -> Data:
        self._seen = self.disk["data"]
        return self._seen

    def transact(self, work: Callable[[Data], tuple[Data | None, T]]) -> T:
        data, result = work(self.disk["data"])
        if data is not None and self.full:
            raise DataFileError("The disk is full.")
        if data is not None:
            self._seen = self.disk["data"] = data
        return result

    def moved(self) -> bool:
        return self._seen is not self.disk["data"]

    def close(self) -> None:
        pass


def fake_service(store: FakeStore | None = None, at: datetime = NOON, seed: int = 7) -> Service:
    """A service over a store in memory, with a clock that stands still: ``service.clock.advance(...)``."""
    return Service(store or FakeStore(), FixedClock(at, BERLIN), SeededIds(seed))
