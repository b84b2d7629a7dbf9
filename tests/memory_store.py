"""A store in memory, with the same manners as the one on disk: for tests, and for boards that are not to be kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from wiptui.domain.core.clock import SystemClock
from wiptui.domain.core.record import EPOCH, Data
from wiptui.store.file.codec import encode
from wiptui.store.file.normalize import changes
from wiptui.store.file.salvage import decode
from wiptui.store.local.device import LockOptions
from wiptui.store.local.documents import MemoryDocuments
from wiptui.store.local.identity import actor_of, device_code, with_identity
from wiptui.sync.merge import merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    T = TypeVar("T")


class MemoryStore:
    """See :class:`wiptui.store.base.Store`. Keeps bytes, so that nothing that was handed out can change it."""

    path: Path | None = None

    def __init__(self, *, now: Callable[[], datetime] | None = None, device: str = "memory", zone: str | None = None):
        self._now = now
        self._zone = zone
        self._blob = b"{}\n"
        self._data: Data | None = None
        self.device = device
        self.actor = actor_of(device_code("memory", device))
        self.documents = MemoryDocuments()
        self.notes: list[str] = []
        self.lock_options = LockOptions()

    def read(self) -> Data:
        """Everything, as it is now; the same object until something is written."""
        if self._data is None or encode(self._data) != self._blob:
            self._data = decode(self._blob).data
        return self._data

    def transact(self, work: Callable[[Data], tuple[Data | None, T]]) -> T:
        """Call ``work`` with the data and keep what it returns. What ``work`` raises comes through."""
        data = self.read()
        new, result = work(data)
        if new is not None:
            news = changes(data, new)
            if news:
                self._blob = encode(self._with_identity(merge(data, news)))
                self._data = None
        return result

    def moved(self) -> bool:
        """Never: nobody else can reach this memory."""
        return False

    def close(self) -> None:
        """Nothing to let go of."""

    def _with_identity(self, data: Data) -> Data:
        if self._now is None:
            self._now = SystemClock().now
        span = self._now() - EPOCH
        ms = (span.days * 86_400 + span.seconds) * 1000 + span.microseconds // 1000
        return with_identity(data, ms, self.actor, self.device, self._zone)
